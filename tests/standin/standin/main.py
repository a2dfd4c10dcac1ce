# SPDX-License-Identifier: GPL-3.0-or-later
"""Command line of the stand-in."""

import argparse
import asyncio
import ctypes
import json
import logging
import signal
import sys

from tornado import httpserver, netutil, web

from . import admin, drive, drive_upload, gapi, oauth_pages, public_api, storage, tunnel, vm_api
from .api import NotFound
from .world import World

PR_SET_PDEATHSIG = 1
LARGEST_BODY = 64 << 30     # of a streamed upload; other bodies are checked by their handlers
ROOMS = (oauth_pages, tunnel, gapi, public_api, drive, drive_upload, storage, vm_api, admin)


def application(world):
    more = {"world": world}
    routes = [(pattern, handler, more) for room in ROOMS for pattern, handler in room.ROUTES]
    return web.Application([*routes, (r".*", NotFound, more)], log_function=lambda _: None)


async def serve(options, faults):
    world = World(options.state, options.lenient)
    sockets = netutil.bind_sockets(options.port, "127.0.0.1")
    world.prepare(sockets[0].getsockname()[1])
    for spec in faults:
        admin.apply(world, spec)
    server = httpserver.HTTPServer(application(world), max_body_size=LARGEST_BODY, chunk_size=1 << 20)
    server.add_sockets(sockets)
    asyncio.get_running_loop().set_exception_handler(quiet)
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    print(json.dumps(world.announcement()), flush=True)
    ticking = asyncio.ensure_future(tick(world))
    await done.wait()
    ticking.cancel()
    server.stop()
    await world.end()


def quiet(loop, context):
    """A broken connection is what the stand-in is for."""
    if not isinstance(context.get("exception", asyncio.CancelledError()), asyncio.CancelledError):
        loop.default_exception_handler(context)


async def tick(world):
    while True:
        await asyncio.sleep(0.5)
        world.machines.settle()


def main():
    parser = argparse.ArgumentParser(prog="run", description="Google's services around Colab, on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--state", required=True, help="folder for what it keeps while it runs")
    parser.add_argument("--faults", help="JSON file: a list of faults in force from the start")
    parser.add_argument("--with-parent", action="store_true", help="ends when the program that started it ends")
    parser.add_argument("--lenient", action="store_true", help="do without authuser=0 on the tunnel host")
    options = parser.parse_args()
    if options.with_parent:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    faults = []
    if options.faults:
        with open(options.faults, encoding="utf-8") as file:
            faults = json.load(file)
    try:
        asyncio.run(serve(options, faults))
    except (OSError, ValueError) as error:
        print("run:", error, file=sys.stderr)
        return 1
    return 0
