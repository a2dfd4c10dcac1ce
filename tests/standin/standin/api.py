# SPDX-License-Identifier: GPL-3.0-or-later
"""What every HTTP handler shares: faults, the log of requests, replies and errors in the form of each host."""

import asyncio
import json
import socket
import struct

from tornado import iostream, web

XSSI = ")]}'\n"
CAPTIVE_PORTAL = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Sign in to this network</h1>" \
                 "<p>Accept the terms of use to go online.</p></body></html>"
STATUS_NAMES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
                409: "ALREADY_EXISTS", 412: "FAILED_PRECONDITION", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL",
                501: "UNIMPLEMENTED", 503: "UNAVAILABLE"}


class Api(web.RequestHandler):
    name = ""
    xssi = False
    form = "envelope"   # of an error: envelope (Google APIs), errors (Drive, Storage), oauth, jupyter

    def initialize(self, world):
        self.world = world

    def route(self):
        return "%s.%s" % (self.name, self.request.method.lower())

    def facts(self):
        found = {key: values[-1].decode("utf-8", "replace") for key, values in self.request.query_arguments.items()}
        found.update({key: value for key, value in self.path_kwargs.items() if value is not None})
        found.update(path=self.request.path, method=self.request.method)
        return found

    async def prepare(self):
        self.world.machines.settle()
        self.entry = self.world.log.add(self.route(), self.request)
        self.firing = self.world.faults.firing(self.route(), self.facts())
        self.entry["faults"] = list(self.firing)
        await self.before()

    async def before(self):
        """Faults that come before any effect."""
        if "delay" in self.firing:
            await asyncio.sleep(float(self.firing["delay"]["seconds"]))
        if "drop" in self.firing:
            self.abort()
        if "captive_portal" in self.firing:
            self.set_header("Content-Type", "text/html")
            self.finish(CAPTIVE_PORTAL)
        elif "sign_in_redirect" in self.firing:
            self.redirect(self.world.base + "/accounts/signin?continue=" + self.request.path)
        elif "status" in self.firing:
            self.fail_as(self.firing["status"])
        else:
            return
        raise web.Finish()

    def fail_as(self, params):
        for key, value in (params.get("headers") or {}).items():
            self.set_header(key, value)
        if params.get("retry_after") is not None:
            self.set_header("Retry-After", str(params["retry_after"]))
        if params.get("body") is not None:
            self.set_status(params["status"])
            body = params["body"]
            self.finish(body if isinstance(body, str) else json.dumps(body))
            return
        self.fail(params["status"], params.get("message") or "", params.get("reason") or "", stop=False)

    def fault(self, name):
        return self.firing.get(name)

    def abort(self):
        """Ends the connection with a reset and no reply."""
        self.entry["status"] = 0
        reset(self.detach())
        raise web.Finish()

    async def reply(self, value, status=200, raw=False):
        """The end of a handler that had its effect; value None: no body."""
        self.set_status(status)
        if "lost_reply" in self.firing:
            self.abort()
        if "hang" in self.firing:
            await self.never()
        value, raw = self.disturbed(value, raw)
        text = "" if value is None else value if raw else self.encoded(value)
        if value is not None and not raw and not self._headers.get("Content-Type", "").startswith("application/json"):
            self.set_header("Content-Type", "application/json; charset=UTF-8")
        if value is None:
            self.clear_header("Content-Type")
        if "truncate" in self.firing:
            await self.cut(text.encode() if isinstance(text, str) else text, int(self.firing["truncate"]["bytes"]))
        await (self.finish(text) if text else self.finish())

    def disturbed(self, value, raw):
        """(value, whether it is text already) after the faults that change a reply."""
        if "garbage" in self.firing:
            return "{\"accelerator\": <<<", True
        if "huge" in self.firing:
            return "{\"a\":\"" + "x" * int(self.firing["huge"]["bytes"]) + "\"}", True
        if "reply" in self.firing:
            given = self.firing["reply"]
            self.set_status(int(given.get("status", self.get_status())))
            return (given["text"], True) if "text" in given else (given.get("json"), False)
        if not isinstance(value, dict):
            return value, raw
        if "without" in self.firing:
            value = _without(value, self.firing["without"].get("keys", []))
        if "change" in self.firing:
            value = _changed(value, self.firing["change"].get("values", {}))
        return value, raw

    def encoded(self, value):
        on = self.firing["xssi"]["on"] if "xssi" in self.firing else self.xssi
        return (XSSI if on else "") + json.dumps(value)

    async def cut(self, body, length):
        self.set_header("Content-Length", str(len(body)))
        self.write(body[:min(length, max(0, len(body) - 1))])
        await self.flush()
        self.abort()

    async def never(self):
        """No reply at all, until the client gives up."""
        self.entry["status"] = 0
        closed = asyncio.get_running_loop().create_future()
        self.on_gone = lambda: closed.done() or closed.set_result(None)
        await closed
        raise web.Finish()

    def on_connection_close(self):
        getattr(self, "on_gone", lambda: None)()

    def fail(self, status, message="", reason="", stop=True):
        self.set_status(status)
        message = message or web.httputil.responses.get(status, "Error")
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.finish(json.dumps(self.error_body(status, message, reason)))
        if stop:
            raise web.Finish()

    def error_body(self, status, message, reason):
        if self.form == "oauth":
            return {"error": reason or "internal_failure", "error_description": message}
        if self.form == "jupyter":
            return {"message": message, "reason": reason or None}
        if self.form == "errors":
            default = {400: "badRequest", 401: "authError", 403: "forbidden", 404: "notFound", 409: "conflict",
                       412: "conditionNotMet", 429: "rateLimitExceeded", 503: "backendError"}.get(status, "internalError")
            one = {"domain": "usageLimits" if "imit" in reason else "global", "reason": reason or default,
                   "message": message}
            return {"error": {"code": status, "message": message, "errors": [one]}}
        error = {"code": status, "message": message, "status": STATUS_NAMES.get(status, "UNKNOWN")}
        if reason:
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason,
                                 "domain": "googleapis.com"}]
        return {"error": error}

    def write_error(self, status_code, **kwargs):
        self.finish(json.dumps(self.error_body(status_code, self._reason, "")))

    def log_exception(self, kind, error, trace):
        if not isinstance(error, iostream.StreamClosedError):
            super().log_exception(kind, error, trace)

    def on_finish(self):
        if getattr(self, "entry", None) is not None and self.entry["status"] is None:
            self.entry["status"] = self.get_status()

    def json_body(self):
        try:
            value = json.loads(self.request.body or b"{}")
        except ValueError:
            self.fail(400, "Invalid JSON payload received.")
        if not isinstance(value, dict):
            self.fail(400, "An object is expected.")
        return value

    def signed_in(self, *scopes):
        """The grant behind the bearer token; any one of the scopes is enough."""
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        access = self.world.oauth.access(token) if kind == "Bearer" else None
        if access is None:
            self.set_header("WWW-Authenticate", 'Bearer realm="https://accounts.google.com/", error="invalid_token"')
            self.fail(401, "Request had invalid authentication credentials.")
        if scopes and not access.scopes.intersection(scopes):
            self.fail(403, "Request had insufficient authentication scopes.",
                      "insufficientPermissions" if self.form == "errors" else "SCOPE_NOT_PERMITTED")
        return access

    def compute_etag(self):
        return None


class NotFound(Api):
    """An address that the original does not have answers with a page, not with JSON."""
    name = "unknown"

    async def prepare(self):
        await super().prepare()
        self.set_status(404)
        self.set_header("Content-Type", "text/html")
        await self.finish("<!DOCTYPE html><title>Error 404 (Not Found)</title><p>The requested URL was not found.")


def reset(stream):
    """The other side sees a reset, not an orderly end."""
    if stream.socket is not None:
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.close()


def _without(value, keys):
    if isinstance(value, dict):
        return {k: _without(v, keys) for k, v in value.items() if k not in keys}
    return [_without(v, keys) for v in value] if isinstance(value, list) else value


def _changed(value, values):
    if isinstance(value, dict):
        return {k: values[k] if k in values else _changed(v, values) for k, v in value.items()}
    return [_changed(v, values) for v in value] if isinstance(value, list) else value
