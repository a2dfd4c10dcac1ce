# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernel's WebSocket through the edge: no subprotocol, frames passed one by one so that each can be lost or late."""

import asyncio
import json
from urllib.parse import quote

from tornado import httpclient, httputil, websocket

from .gate import Gate, UnixResolver

LARGEST_FRAME = 128 << 20


class Socket(Gate, websocket.WebSocketHandler):
    """A handshake that passes the gate first."""

    def initialize(self, world, machine, port):
        Gate.initialize(self, world, machine, port)
        self.is_open = False

    def check_origin(self, origin):
        return True

    def select_subprotocol(self, subprotocols):
        return None

    def get_compression_options(self):
        return {}

    async def before(self):
        await Gate.before(self)
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            self.fail(400, "Can \"Upgrade\" only to \"WebSocket\".")

    def open(self, *_, **__):
        self.is_open = True
        self.entry["status"] = 101
        self.set_nodelay(True)
        self.world.proxy.opened(self.machine, self)

    def on_close(self):
        self.is_open = False
        self.world.proxy.closed(self.machine, self)

    def cut(self, code):
        """Closes; 1006 is the end of the connection without a word."""
        if not self.is_open:
            return
        if code == 1006:
            stream = self.ws_connection.stream if self.ws_connection else None
            if stream is not None:
                stream.close()
        else:
            self.close(code, "closed by the stand-in")

    def on_finish(self):
        pass


class Channels(Socket):
    name = "proxy.channels"

    async def before(self):
        await super().before()
        self.inside = None
        session = self.get_query_argument("session_id", "")
        path = "/api/kernels/%s/channels%s" % (self.path_kwargs["kernel"], "?session_id=" + quote(session) if session else "")
        request = httpclient.HTTPRequest("ws://127.0.0.1" + path, connect_timeout=120, request_timeout=120,
                                         headers=httputil.HTTPHeaders(
                                             {"Authorization": "token " + self.machine.vm.token}))
        try:
            self.inside = await connect(request, self.machine.vm.socket)
        except httpclient.HTTPClientError as error:
            self.refuse(error.code if error.code in (400, 403, 404) else 502)
        except (OSError, websocket.WebSocketError):
            self.refuse(502)

    def open(self, *_, **__):
        super().open()
        self.outgoing = asyncio.ensure_future(self.pump())

    async def pump(self):
        while True:
            frame = await self.inside.read_message()
            if frame is None:
                self.cut(1006 if self.machine.state != "live" else 1000)
                return
            if await self.passes("out", frame):
                try:
                    await self.write_message(frame, binary=isinstance(frame, bytes))
                except (websocket.WebSocketClosedError, OSError):
                    return

    async def on_message(self, message):
        if await self.passes("in", message):
            try:
                self.inside.write_message(message, binary=isinstance(message, bytes))
            except websocket.WebSocketClosedError:
                self.cut(1000)

    async def passes(self, direction, frame):
        if not self.world.faults.rules:
            return True
        channel, kind = told_by(frame)
        firing = self.world.faults.firing("frame.%s.%s" % (direction, channel), {
            "endpoint": self.machine.endpoint, "kernel": self.path_kwargs["kernel"], "msg_type": kind})
        if "delay_frame" in firing:
            await asyncio.sleep(float(firing["delay_frame"]["seconds"]))
        if "close_socket" in firing:
            self.cut(int(firing["close_socket"]["code"]))
            return False
        return "drop_frame" not in firing

    def on_close(self):
        super().on_close()
        if self.inside is not None:
            self.inside.close()


async def connect(request, path):
    """A client's WebSocket over a Unix socket; websocket_connect() takes no resolver before Tornado 6.3."""
    proxy = httpclient._RequestProxy(request, httpclient.HTTPRequest._DEFAULTS)
    connection = websocket.WebSocketClientConnection(proxy, max_message_size=LARGEST_FRAME)
    connection.tcp_client.resolver = UnixResolver(path=path)
    return await connection.connect_future


def told_by(frame):
    """(channel, message type) of a frame."""
    try:
        if isinstance(frame, bytes):
            frame = frame[int.from_bytes(frame[4:8], "big"):int.from_bytes(frame[8:12], "big")]
        value = json.loads(frame)
        return value.get("channel", "shell"), value.get("msg_type") or value.get("header", {}).get("msg_type", "")
    except (ValueError, AttributeError):
        return "shell", ""
