# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that takes uploads and keeps nothing but their lengths: resumable ones, and a plain PUT for curl.

uploads.py prints its port. GET /counts tells and forgets {"received"}; PUT /breaks/N,N,... breaks the connection when so
many bytes of a session have come.
"""

import json
import re
import socket
import sys
import threading

GRANULE = 256 * 1024
state = {"kept": 0, "received": 0, "breaks": []}


def swallow(connection, first, length, on_bytes):
    left = length - len(first)
    if first and not on_bytes(len(first)):
        return False
    view = memoryview(bytearray(1 << 20))
    while left:
        got = connection.recv_into(view, min(left, len(view)))
        if not got:
            return False
        left -= got
        if not on_bytes(got):
            return False
    return True


def chunk(connection, rest, length, span):
    """A PUT of a session: what is kept counts, also when the connection breaks in it."""
    asked = re.match(r"bytes (?:(\d+)-\d+|\*)/(\d+)", span)
    total = int(asked[2])
    if asked[1] is None:
        return answer_kept(connection, total)
    start = int(asked[1])
    came = {"bytes": start}

    def on_bytes(count):
        state["received"] += count
        came["bytes"] += count
        if state["breaks"] and came["bytes"] >= state["breaks"][0]:
            state["breaks"].pop(0)
            return False
        return True

    whole = swallow(connection, rest, length, on_bytes)
    state["kept"] = came["bytes"] if whole else came["bytes"] // GRANULE * GRANULE
    return whole and answer_kept(connection, total)


def answer_kept(connection, total):
    if state["kept"] == total:
        return reply(connection, 200, json.dumps({"id": "x", "size": str(total)}))
    span = f"Range: bytes=0-{state['kept'] - 1}\r\n" if state["kept"] else ""
    return reply(connection, 308, "", span)


def reply(connection, status, body="", more=""):
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    connection.sendall((head + body).encode())
    return True


def serve(connection, port):
    """True: the connection stays."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return False
        data += more
    head, rest = data.split(b"\r\n\r\n", 1)
    head = head.decode()
    verb, path = head.split(" ", 2)[:2]
    length = int((re.search(r"(?i)^content-length: *(\d+)", head, re.M) or [0, 0])[1])
    if re.search(r"(?i)^expect: *100", head, re.M):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    if span := re.search(r"(?i)^content-range: *(.*?)\r?$", head, re.M):
        return chunk(connection, rest, length, span[1])
    swallow(connection, rest, length, lambda count: True)
    if path.startswith("/breaks/"):
        state["breaks"] = [int(text) for text in path[8:].split(",") if text]
    if path == "/counts":
        body, state["received"] = json.dumps({"received": state["received"]}), 0
        return reply(connection, 200, body)
    if verb == "POST":
        state["kept"] = 0
        return reply(connection, 200, "", f"Location: http://127.0.0.1:{port}/session?upload_id=bench\r\n")
    return reply(connection, 200)


def converse(connection, port):
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while serve(connection, port):
                pass
        except OSError:
            pass


def main():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        print(port, flush=True)
        while True:  # a client has more than one connection open
            threading.Thread(target=converse, args=(server.accept()[0], port), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
