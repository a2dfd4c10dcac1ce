# SPDX-License-Identifier: GPL-3.0-or-later
"""The bare client that the bench compares with: a Jupyter server, one kernel, one raw WebSocket with v1 framing.

Nothing is kept, assembled, written or checked: it is the floor that any client over a Jupyter server stands on.
"""

import base64
import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

TOKEN = "bench"


class Server:
    """Started as the local provider starts its own: no rate limit, dead kernels stay dead."""

    def __init__(self, root):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        runtime = Path(tempfile.mkdtemp(prefix="cc-bench-rt-"))
        self.log = open(runtime / "log", "wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
             "--ServerApp.open_browser=False", "--ServerApp.allow_root=True", f"--ServerApp.root_dir={root}",
             "--ServerApp.limit_rate=False", "--KernelRestarter.restart_limit=0", "--ServerApp.terminals_enabled=False",
             '--ServerApp.tornado_settings={"websocket_max_message_size":104857600}'],
            env={**os.environ, "JUPYTER_TOKEN": TOKEN, "JUPYTER_RUNTIME_DIR": str(runtime)},
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        self.port = None
        end = time.monotonic() + 60
        while self.port is None and time.monotonic() < end:
            try:
                self.port = json.loads((runtime / f"jpserver-{self.process.pid}.json").read_text())["port"]
            except (OSError, ValueError):
                time.sleep(0.02)
        if self.port is None:
            raise RuntimeError(f"the Jupyter server has not come up: {(runtime / 'log').read_text()[-500:]}")

    def call(self, verb, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(verb, path, json.dumps(body) if body else None, {"Authorization": f"token {TOKEN}"})
        answer = connection.getresponse().read()
        connection.close()
        return json.loads(answer) if answer else None

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        self.log.close()


class Kernel:
    """A warm kernel and the one socket to it."""

    def __init__(self, server):
        self.server = server
        self.id = server.call("POST", "/api/kernels", {"name": "python3"})["id"]
        self.session = uuid.uuid4().hex
        self.socket = socket.create_connection(("127.0.0.1", server.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall((
            f"GET /api/kernels/{self.id}/channels?session_id={self.session} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nAuthorization: token {TOKEN}\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
            "Sec-WebSocket-Protocol: v1.kernel.websocket.jupyter.org\r\n\r\n").encode())
        self.buffer = bytearray()
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(65536)
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        if b" 101 " not in head or b"v1.kernel" not in head:
            raise RuntimeError(head.decode())
        self.buffer = bytearray(rest)
        self.execute(["pass"])

    def frame(self):
        """The next whole message; control frames are answered on the way."""
        parts = []
        while True:
            self.need(2)
            first, second = self.buffer[0], self.buffer[1] & 127
            size, at = second, 2
            if second == 126:
                self.need(4)
                size, at = struct.unpack_from("!H", self.buffer, 2)[0], 4
            elif second == 127:
                self.need(10)
                size, at = struct.unpack_from("!Q", self.buffer, 2)[0], 10
            self.need(at + size)
            payload = bytes(self.buffer[at:at + size])
            del self.buffer[:at + size]
            kind = first & 15
            if kind == 9:
                self.send_frame(10, payload)
            elif kind == 8:
                raise RuntimeError("the server closed the socket")
            elif kind in (0, 1, 2):
                parts.append(payload)
                if first & 128:
                    return parts[0] if len(parts) == 1 else b"".join(parts)

    def need(self, count):
        while len(self.buffer) < count:
            block = self.socket.recv(1 << 20)
            if not block:
                raise RuntimeError("the server has gone")
            self.buffer += block

    def send_frame(self, kind, payload):
        size = len(payload)
        head = bytes([128 | kind])
        head += bytes([128 | size]) if size < 126 else bytes([254]) + struct.pack("!H", size) if size < 65536 else \
            bytes([255]) + struct.pack("!Q", size)
        self.socket.sendall(head + b"\0\0\0\0" + payload)

    def send(self, message_id, content):
        header = {"msg_id": message_id, "session": self.session, "username": "bench", "date": "", "msg_type": "execute_request",
                  "version": "5.3"}
        parts = [b"shell"] + [json.dumps(p).encode() for p in (header, {}, {}, content)]
        offsets = [8 * (len(parts) + 2)]
        for part in parts:
            offsets.append(offsets[-1] + len(part))
        self.send_frame(2, struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts))

    def execute(self, cells, **content):
        """Queues all, waits for every reply and idle; (seconds, stdout of all as pieces, last reply)."""
        begin = time.perf_counter()
        waiting = set()
        for cell in cells:
            message_id = uuid.uuid4().hex
            waiting |= {(message_id, "reply"), (message_id, "idle")}
            self.send(message_id, {"code": cell, "silent": False, "store_history": True, "user_expressions": {},
                                   "allow_stdin": False, "stop_on_error": True, **content})
        text, reply = [], None
        while waiting:
            message = self.frame()
            count = struct.unpack_from("<Q", message)[0]
            offsets = struct.unpack_from(f"<{count}Q", message, 8)
            kind = json.loads(message[offsets[1]:offsets[2]])["msg_type"]
            parent = json.loads(message[offsets[2]:offsets[3]]).get("msg_id")
            body = message[offsets[4]:offsets[5]]
            if kind == "execute_reply":
                waiting.discard((parent, "reply"))
                reply = json.loads(body)
            elif kind == "status" and b"idle" in body:
                waiting.discard((parent, "idle"))
            elif kind == "stream":
                text.append(json.loads(body)["text"])
        return time.perf_counter() - begin, text, reply

    def close(self):
        self.socket.close()
        self.server.call("DELETE", f"/api/kernels/{self.id}")
