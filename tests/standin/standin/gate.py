# SPDX-License-Identifier: GPL-3.0-or-later
"""The check before everything of a machine, and how the inside of a machine is reached."""

import socket

from tornado import httpclient, netutil, simple_httpclient, web

from .api import Api


class UnixResolver(netutil.Resolver):
    """Every name is the machine's socket."""

    def initialize(self, path):
        self.path = path

    async def resolve(self, host, port, family=socket.AF_UNSPEC):
        return [(socket.AF_UNIX, self.path)]


class Gate(Api):
    """A request to a machine: it exists and the token is good, or the answer does not tell which was wrong."""
    form = "jupyter"

    def initialize(self, world, machine, port):
        super().initialize(world)
        self.machine, self.port = machine, port

    def facts(self):
        return {**super().facts(), "endpoint": self.machine.endpoint}

    def tokens(self):
        headers = self.request.headers
        kind, _, bearer = headers.get("Authorization", "").partition(" ")
        return [t for t in (headers.get("X-Colab-Runtime-Proxy-Token"), self.get_query_argument("colab-runtime-proxy-token", ""),
                            bearer if kind == "Bearer" else "", self.get_query_argument("token", "")) if t]

    async def before(self):
        await super().before()
        port = self.request.connection.stream.socket.getsockname()[1]
        if self.world.machines.get(self.machine.endpoint) is None or port in self.world.proxy.retired:
            self.refuse(404)
        tokens = self.tokens()
        self.entry["oauthTokenLeaked"] = any(token in self.world.oauth.tokens for token in tokens)
        if self.fault("token_refused"):
            self.refuse(int(self.fault("token_refused")["status"]))
        if not any(self.world.machines.token_good(self.machine, token) for token in tokens):
            self.refuse(self.world.expired_token_status)
        if self.port != 8080:
            self.check_origin_of_forward()
        await self.world.machines.started(self.machine)

    def refuse(self, status):
        """A page of the edge, not JSON of Jupyter."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish("<!DOCTYPE html><title>Error %d</title><p>That's an error." % status)
        raise web.Finish()

    def check_origin_of_forward(self):
        origin = self.request.headers.get("Origin")
        if origin and origin != self.world.proxy.address(self.machine, self.port):
            self.refuse(404)


async def fetch(machine, port, method, path, body=None, headers=None):
    """A request to the inside of a machine."""
    headers = dict(headers or {})
    resolver = None
    if port == 8080:
        headers["Authorization"] = "token " + machine.vm.token
        resolver = UnixResolver(path=machine.vm.socket)
    client = httpclient.AsyncHTTPClient(force_instance=True, resolver=resolver, max_body_size=1 << 30)
    assert isinstance(client, simple_httpclient.SimpleAsyncHTTPClient)
    try:
        request = httpclient.HTTPRequest(
            "http://127.0.0.1:%d%s" % (port, path), method=method, headers=headers, follow_redirects=False,
            body=body if body or method in ("POST", "PUT", "PATCH") else None, allow_nonstandard_methods=True,
            request_timeout=3600, connect_timeout=60, decompress_response=False)
        return await client.fetch(request, raise_error=False)
    finally:
        client.close()
