# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for one test class, and a client of a few lines that speaks to it as a program would."""

import asyncio
import base64
import hashlib
import http.client
import json
import os
import secrets
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
from urllib.parse import parse_qsl, urlencode, urlsplit

from tornado import httpclient, websocket

HERE = os.path.dirname(os.path.realpath(__file__))
AUTH = "https://www.googleapis.com/auth/"
BASIC = "openid email profile " + AUTH + "colaboratory"
FILES = BASIC + " %sdrive.file %sdevstorage.read_write" % (AUTH, AUTH)
PATIENCE = 180
REDIRECT = "http://127.0.0.1:9"


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body

    @property
    def json(self):
        text = self.body.decode()
        return json.loads(text[5:] if text.startswith(")]}'\n") else text)


class Standin:
    def __init__(self, faults=None, options=()):
        self.state = tempfile.mkdtemp(prefix="standin-test-")
        command = [sys.executable, "-B", os.path.join(HERE, "run"), "--port", "0", "--state", self.state]
        if faults is not None:
            with open(os.path.join(self.state, "faults.json"), "w", encoding="utf-8") as file:
                json.dump(faults, file)
            command += ["--faults", file.name]
        self.process = subprocess.Popen([*command, "--with-parent", *options], stdout=subprocess.PIPE)
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise RuntimeError("the stand-in says nothing")
        self.told = json.loads(self.process.stdout.readline())
        self.endpoints = self.told["endpoints"]
        self.admin = self.told["admin"]
        self.client = self.file("client_file")["installed"]
        self.token = ""

    def file(self, name):
        with open(self.told[name], encoding="utf-8") as file:
            return json.load(file)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process.stdout.close()
        shutil.rmtree(self.state, ignore_errors=True)

    # HTTP.

    def ask(self, method, url, body=None, headers=None, bearer=True, timeout=PATIENCE):
        parts = urlsplit(url)
        headers = dict(headers or {})
        if bearer and self.token:
            headers.setdefault("Authorization", "Bearer " + self.token)
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json; charset=UTF-8")
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
        try:
            connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def control(self, path, value=None, method=None):
        answer = self.ask(method or ("GET" if value is None else "POST"), self.admin + path, value, bearer=False)
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())
        return answer.json

    def fault(self, what, **more):
        return self.control("/faults", {"what": what, **more})[0]

    def account(self, **values):
        return self.control("/account", values)

    def machines(self, ended=False):
        return self.control("/machines" + ("?ended=1" if ended else ""))

    # Signing in.

    def authorize_url(self, scope=BASIC, verifier="v" * 43, **more):
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {"client_id": self.client["client_id"], "redirect_uri": REDIRECT, "response_type": "code", "scope": scope,
                 "access_type": "offline", "prompt": "consent", "state": "st-" + secrets.token_hex(8),
                 "code_challenge": challenge, "code_challenge_method": "S256", "auto": "continue", **more}
        return self.endpoints["oauth_authorize"] + "?" + urlencode({k: v for k, v in query.items() if v is not None})

    def consent(self, **more):
        """What the browser brings to the loopback address."""
        url = self.authorize_url(**more)
        while True:
            answer = self.ask("GET", url, bearer=False)
            if answer.status != 302:
                return answer
            url = answer.headers["Location"]
            if url.startswith(REDIRECT):
                return dict(parse_qsl(urlsplit(url).query))

    def post_token(self, **fields):
        return self.form("oauth_token", {"client_id": self.client["client_id"],
                                         "client_secret": self.client["client_secret"], **fields})

    def form(self, endpoint, fields):
        return self.ask("POST", self.endpoints[endpoint], urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded"}, bearer=False)

    def exchange(self, code, **fields):
        return self.post_token(**{"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT,
                                  "code_verifier": "v" * 43, **fields})

    def sign_in(self, scope=FILES, **more):
        tokens = self.exchange(self.consent(scope=scope, **more)["code"]).json
        self.token = tokens["access_token"]
        return tokens

    # The tunnel.

    def tunnel(self, method, path, query=None, headers=None, body=None, **more):
        url = self.endpoints["colab"] + path + "?" + urlencode({**(query or {}), "authuser": "0"})
        return self.ask(method, url, body, headers, **more)

    def twice(self, path, query=None, **more):
        """GET for the token, then POST with it."""
        first = self.tunnel("GET", path, query)
        if first.status != 200 or "token" not in first.json:
            return first
        return self.tunnel("POST", path, query, {"X-Goog-Colab-Token": first.json["token"]}, **more)

    def assign(self, nbh=None, accelerator="NONE", **more):
        variant = {"N": "DEFAULT", "V": "TPU"}.get(accelerator[0], "GPU")
        query = {"nbh": nbh or notebook_hash(), "variant": variant, "accelerator": accelerator}
        return self.twice("/tun/m/assign", {**query, **more})

    def release(self, endpoint):
        return self.twice("/tun/m/unassign/" + endpoint)

    def release_all(self):
        for machine in self.machines():
            self.fault("kill_vm", endpoint=machine["endpoint"])

    def keep_alive(self, endpoint, **more):
        return self.tunnel("GET", "/tun/m/%s/keep-alive/" % endpoint, headers={"X-Colab-Tunnel": "Google"}, **more)

    # A machine.

    def vm(self, machine, method, path, body=None, headers=None):
        info = machine.get("runtimeProxyInfo") or machine.get("connectionInfo")
        return self.ask(method, info["url"] + path, body,
                        {"X-Colab-Runtime-Proxy-Token": info["token"], **(headers or {})}, bearer=False)

    async def channels(self, machine, kernel, session="s1"):
        info = machine.get("runtimeProxyInfo") or machine.get("connectionInfo")
        url = info["url"].replace("http", "ws", 1) + "/api/kernels/%s/channels?session_id=%s" % (kernel, session)
        request = httpclient.HTTPRequest(url, headers={"X-Colab-Runtime-Proxy-Token": info["token"]}, request_timeout=PATIENCE, connect_timeout=PATIENCE)
        return Channels(await websocket.websocket_connect(request), session)


class Channels:
    def __init__(self, socket, session):
        self.socket, self.session = socket, session

    def send(self, kind, content, channel="shell", **more):
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "username", "session": self.session,
                  "date": "2026-08-09T10:00:00.000Z", "version": "5.3"}
        self.socket.write_message(json.dumps({"channel": channel, "header": header, "parent_header": {}, "metadata": {},
                                              "content": content, "buffers": [], **more}))
        return number

    def execute(self, code):
        return self.send("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                                             "allow_stdin": True, "stop_on_error": True})

    async def next(self):
        """A message, or None when the socket closed."""
        frame = await frame_of(self.socket)
        return None if frame is None else json.loads(frame)

    async def until(self, wanted, seen=None):
        while True:
            message = await self.next()
            if message is None:
                raise ConnectionError("the socket closed")
            if seen is not None:
                seen.append(message)
            if wanted(message):
                return message

    async def run(self, code):
        return await self.finish(self.execute(code))

    async def finish(self, number):
        """(text of the streams, content of the reply) of the cell sent as `number`. The reply comes on the shell channel and
        the idle on iopub, in either order."""
        seen, left = [], {"execute_reply", "idle"}
        while left:
            message = await self.until(lambda m: m["parent_header"].get("msg_id") == number, seen)
            left.discard(message["msg_type"])
            left.discard(message["content"].get("execution_state"))
        mine = [m for m in seen if m["parent_header"].get("msg_id") == number]
        text = "".join(m["content"]["text"] for m in mine if m["msg_type"] == "stream")
        return text, next(m["content"] for m in mine if m["msg_type"] == "execute_reply")


async def frame_of(socket):
    return await asyncio.wait_for(socket.read_message(), PATIENCE)


def notebook_hash():
    return str(uuid.uuid4()).replace("-", "_").ljust(44, ".")


def wait_for(condition, seconds=PATIENCE, what="a condition"):
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError("waited in vain for " + what)
        time.sleep(0.02)


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class StandinTest(unittest.IsolatedAsyncioTestCase):
    """One stand-in for the class, as new for every test: no faults, no machines, a signed-in client."""

    @classmethod
    def setUpClass(cls):
        cls.standin = Standin()
        cls.addClassCleanup(cls.standin.stop)

    def setUp(self):
        self.standin.control("/faults", method="DELETE")
        self.standin.account(tier="PRO", balance=100.0, free_tokens=None, refill=None, limit=5, idle=900.0, lifetime=None,
                             denylisted=False, eligible=None, proxy_token_ttl=3600, create_seconds=0.0, consented=False,
                             testing=False, auto_consent="", disk=None)
        self.standin.sign_in()

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)

    def tearDown(self):
        self.standin.release_all()
