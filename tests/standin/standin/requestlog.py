# SPDX-License-Identifier: GPL-3.0-or-later
"""What the stand-in received, in memory only: GET /requests shows it."""

import collections
import itertools
import time

BODY_SHOWN = 4096


class RequestLog:
    def __init__(self, length=20000):
        self._entries = collections.deque(maxlen=length)
        self._numbers = itertools.count(1)

    def add(self, route, request, body=True):
        entry = {"n": next(self._numbers), "at": time.time(), "route": route, "method": request.method,
                 "path": request.path, "query": request.query, "headers": dict(request.headers.get_all()),
                 "status": None, "faults": []}
        if body and request.body:
            entry["body"] = request.body[:BODY_SHOWN].decode("utf-8", "replace")
        self._entries.append(entry)
        return entry

    def since(self, number=0, route=None):
        return [e for e in self._entries if e["n"] > number and (not route or e["route"].startswith(route))]
