# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge before the machines: an address of its own for each, the proxy token checked on every request and handshake."""

import asyncio

from tornado import httpclient, httpserver, netutil, web

from .channels import Channels
from .gate import Gate, fetch
from .tty import Tty
from .vm_api import BuildInfo, DriveState, Resources, Ssh

LARGEST_REQUEST = 32 << 20
NOT_FORWARDED = {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
                 "transfer-encoding", "upgrade", "host", "authorization", "x-colab-runtime-proxy-token",
                 "content-length", "accept-encoding", "cookie", "origin", "referer"}
OWN_QUERY = ("colab-runtime-proxy-token", "token", "authuser", "colab-client-agent")


class Forward(Gate):
    """Everything else of the machine's Jupyter server, as it is."""
    name = "proxy"

    def route(self):
        parts = self.request.path.strip("/").split("/")
        part = parts[1] if len(parts) > 1 and parts[0] == "api" else "other"
        return "proxy.%s.%s" % (part, self.request.method.lower())

    async def forward(self, **_):
        if len(self.request.body) > LARGEST_REQUEST:
            self.fail(413, "Request Entity Too Large")
        query = "&".join(p for p in self.request.query.split("&") if p and p.split("=", 1)[0] not in OWN_QUERY)
        path = "/" + self.request.path.lstrip("/")
        headers = {k: v for k, v in self.request.headers.get_all() if k.lower() not in NOT_FORWARDED}
        try:
            answer = await fetch(self.machine, self.port, self.request.method, path + ("?" + query if query else ""),
                                 self.request.body, headers)
        except (httpclient.HTTPClientError, OSError):
            self.refuse(502 if self.machine.state == "live" else 404)
        for key, value in answer.headers.get_all():
            if key.lower() not in NOT_FORWARDED and key.lower() not in ("set-cookie", "etag"):
                self.add_header(key, value)
        await self.reply(answer.body, answer.code, raw=True)

    get = post = put = patch = delete = head = options = forward


class Proxy:
    """The listening addresses. One stays for a while after its machine ended, to answer as the edge does."""

    def __init__(self, world):
        self.world = world
        self._servers = {}      # (endpoint, port) -> (server, port it listens on)
        self._sockets = {}      # endpoint -> open WebSocket handlers
        self.retired = set()    # ports of addresses that machines had before

    def _application(self, machine, port):
        more = {"world": self.world, "machine": machine, "port": port}
        routes = [(r"/+api/colab/resources", Resources, more), (r"/+api/colab/build-info", BuildInfo, more),
                  (r"/+api/colab/drive", DriveState, more), (r"/+colab/tty", Tty, more), (r"/+colab/ssh", Ssh, more),
                  (r"/+api/kernels/(?P<kernel>[^/]+)/channels", Channels, more)] if port == 8080 else []
        return web.Application([*routes, (r".*", Forward, more)], log_function=lambda _: None,
                               websocket_max_message_size=128 << 20)

    async def open(self, machine, port=8080):
        key = (machine.endpoint, port)
        if key not in self._servers:
            server = httpserver.HTTPServer(self._application(machine, port), max_body_size=512 << 20, chunk_size=1 << 20)
            sockets = netutil.bind_sockets(0, "127.0.0.1")
            server.add_sockets(sockets)
            self._servers[key] = (server, sockets[0].getsockname()[1])
        return self.address(machine, port)

    def address(self, machine, port=8080):
        found = self._servers.get((machine.endpoint, port))
        return "http://127.0.0.1:%d" % found[1] if found else ""

    async def move(self, machine):
        """Another address for the same machine; the one before answers as for a machine that is gone."""
        old = self._servers.pop((machine.endpoint, 8080))
        self._servers[(machine.endpoint, -old[1])] = old
        self.retired.add(old[1])
        return await self.open(machine)

    def opened(self, machine, handler):
        self._sockets.setdefault(machine.endpoint, set()).add(handler)

    def closed(self, machine, handler):
        self._sockets.get(machine.endpoint, set()).discard(handler)

    def close_sockets(self, machine, code=1006):
        handlers = list(self._sockets.get(machine.endpoint, ()))
        for handler in handlers:
            handler.cut(code)
        return len(handlers)

    def ended(self, machine):
        self.close_sockets(machine)

    def close(self, machine):
        for key in [k for k in self._servers if k[0] == machine.endpoint]:
            server, port = self._servers.pop(key)
            self.retired.discard(port)
            server.stop()
            asyncio.ensure_future(server.close_all_connections())
        self._sockets.pop(machine.endpoint, None)
