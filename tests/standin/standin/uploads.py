# SPDX-License-Identifier: GPL-3.0-or-later
"""Resumable uploads as Drive and Cloud Storage share them: sessions, chunks, what is kept of a broken one."""

import email.parser
import hashlib
import json
import os
import re
import secrets

from tornado import routing, web

from . import crc32c
from .api import Api, reset

GRANULE = 262144
WEEK = 7 * 86400
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


class Blob:
    """Bytes on disk with the digests of what was written so far."""

    def __init__(self, path, kinds):
        self.path = path
        self.kinds = kinds
        self.file = open(path, "wb")
        self.empty()

    def empty(self):
        self.file.seek(0)
        self.file.truncate()
        self.size = 0
        self.hashes = {kind: hashlib.new(kind) for kind in self.kinds if kind != "crc32c"}
        self.crc = 0

    def write(self, data):
        self.file.write(data)
        self.size += len(data)
        for one in self.hashes.values():
            one.update(data)
        if "crc32c" in self.kinds:
            self.crc = crc32c.update(self.crc, data)

    def digests(self):
        return {**{kind: one.digest() for kind, one in self.hashes.items()}, "crc32c": self.crc.to_bytes(4, "big")}

    def close(self):
        if not self.file.closed:
            self.file.close()

    def remove(self):
        self.close()
        if os.path.exists(self.path):
            os.unlink(self.path)


class Session:
    def __init__(self, blob, what, total, moment):
        self.id = secrets.token_urlsafe(48)
        self.blob = blob
        self.what = what            # of the store: what the finished bytes become
        self.total = total
        self.created = moment
        self.result = None          # reply after the end
        self.held = b""             # of the chunk that is coming in, less than a granule


class Sessions:
    def __init__(self, folder, clock, kinds):
        self.folder, self.clock, self.kinds = folder, clock, kinds
        self.all = {}

    def blob(self):
        return Blob(os.path.join(self.folder, secrets.token_hex(16)), self.kinds)

    def new(self, what, total):
        session = Session(self.blob(), what, total, self.clock.now())
        self.all[session.id] = session
        return session

    def get(self, number):
        found = self.all.get(number)
        if found and self.clock.now() > found.created + WEEK:
            self.drop(found)
            return None
        return found

    def drop(self, session):
        self.all.pop(session.id, None)
        if session.result is None:
            session.blob.remove()

    def forget(self):
        found = list(self.all.values())
        for session in found:
            self.drop(session)
        return len(found)


class SessionPath(routing.PathMatches):
    """The address of an upload that was begun: the same path with its number."""

    def match(self, request):
        return super().match(request) if "upload_id=" in request.query else None


@web.stream_request_body
class SessionPut(Api):
    """A chunk, or a question how much is there. What comes in is kept in whole granules, also of a broken chunk."""

    def sessions(self):
        raise NotImplementedError

    def done(self, session):
        """Makes the file or object; its resource."""
        raise NotImplementedError

    async def prepare(self):
        self.session = None
        self.skip = self.expected = self.arrived = 0
        self.allowed = None
        await super().prepare()
        self.session = self.sessions().get(self.get_query_argument("upload_id", ""))
        if self.request.method != "PUT":
            return
        if self.session is None:
            self.fail(404, "Upload session was not found.")
        self.read_range()

    def read_range(self):
        """Content-Range against what is there: first, last, whether it asks only."""
        session = self.session
        length = int(self.request.headers.get("Content-Length", "0"))
        given = self.request.headers.get("Content-Range")
        if given is None:
            first, last, total = 0, length - 1, str(length)
        else:
            match = RANGE.fullmatch(given)
            if not match:
                self.fail(400, "Failed to parse Content-Range header.")
            total = match.group(3)
            self.asks = match.group(1) is None
            if self.asks:
                if length:
                    self.fail(400, "A status query has no body.")
                if total != "*" and session.result is None and session.total is None and session.blob.size == int(total):
                    session.total = int(total)
                return
            first, last = int(match.group(1)), int(match.group(2))
        self.asks = False
        if last - first + 1 != length:
            self.fail(400, "Content-Range does not match the length of the body.")
        if total != "*":
            if session.total is not None and session.total != int(total):
                self.fail(400, "The total size differs from the one given before.")
            session.total = int(total)
        ends = session.total is not None and last + 1 == session.total
        if session.total is not None and last >= session.total or not ends and length % GRANULE:
            self.fail(400, "A chunk that is not the last has a multiple of 262144 bytes.")
        if session.result is None and first > session.blob.size:
            self.fail(400, "The upload offset %d exceeds the uploaded size of %d bytes." % (first, session.blob.size))
        self.start_chunk(first, length)

    def start_chunk(self, first, length):
        session = self.session
        session.held = b""
        self.expected = length
        self.skip = session.blob.size - first
        if self.fault("no_range"):
            session.blob.empty()
            self.allowed = 0
        if self.fault("partial_store"):
            self.allowed = int(self.fault("partial_store")["bytes"]) // GRANULE * GRANULE
        self.spoil = bool(self.fault("corrupt"))

    def data_received(self, chunk):
        session = self.session
        if session is None or self._finished:
            return
        self.arrived += len(chunk)
        if self.skip:
            cut = min(self.skip, len(chunk))
            self.skip -= cut
            chunk = chunk[cut:]
        if session.result is None and chunk:
            self.keep(chunk)
        fault = self.fault("break_upload")
        if fault and self.arrived >= int(fault["bytes"]):
            self.break_off()

    def keep(self, chunk):
        session = self.session
        if self.spoil:
            chunk, self.spoil = bytes([chunk[0] ^ 1]) + chunk[1:], False
        data = session.held + chunk if session.held else chunk
        whole = len(data) // GRANULE * GRANULE
        if self.allowed is not None:
            whole = min(whole, self.allowed)
            self.allowed -= whole
        if whole:
            session.blob.write(data[:whole])
        session.held = data[whole:] if self.allowed is None else b""

    def break_off(self):
        self.entry["status"] = 0
        reset(self.request.connection.stream)

    def on_connection_close(self):
        super().on_connection_close()
        if self.session is not None and self.arrived < self.expected:
            self.session.held = b""

    async def put(self, **_):
        session = self.session
        if not self.asks and session.result is None and self.allowed is None:
            session.blob.write(session.held)
        session.held = b""
        if session.result is None and session.total is not None and session.blob.size == session.total:
            session.blob.close()
            session.result = self.done(session)
        if session.result is not None:
            await self.reply(self.shown(session.result))
            return
        if session.blob.size:
            self.set_header("Range", "bytes=0-%d" % (session.blob.size - 1))
        self._reason = "Resume Incomplete"
        await self.resume_incomplete()

    async def resume_incomplete(self):
        await self.reply(None, 308)

    def shown(self, resource):
        return resource

    async def delete(self, **_):
        """The client gives the upload up."""
        if self.session is None:
            self.fail(404, "Upload session was not found.")
        self.sessions().drop(self.session)
        self.set_status(499, "Client Closed Request")
        self.finish()


async def send_bytes(handler, path, size, mime, extra=None):
    """The content with Range, and the faults of downloads."""
    first, last, status = 0, size - 1, 200
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", handler.request.headers.get("Range", ""))
    if asked and asked.group(0) != "bytes=-" and not handler.fault("ignore_range"):
        if asked.group(1):
            first = int(asked.group(1))
            last = min(int(asked.group(2)), size - 1) if asked.group(2) else size - 1
        else:
            first = max(0, size - int(asked.group(2)))
        if first >= size or first > last:
            handler.set_header("Content-Range", "bytes */%d" % size)
            handler.fail(416, "Requested range not satisfiable")
        status = 206
        handler.set_header("Content-Range", "bytes %d-%d/%d" % (first, last, size))
    handler.set_status(status)
    handler.set_header("Content-Type", mime or "application/octet-stream")
    handler.set_header("Accept-Ranges", "bytes")
    for key, value in (extra or {}).items():
        handler.set_header(key, value)
    length = last - first + 1
    handler.set_header("Content-Length", str(length))
    if "lost_reply" in handler.firing:
        handler.abort()
    cut = int(handler.fault("cut_download")["bytes"]) if handler.fault("cut_download") else None
    spoil, sent = bool(handler.fault("corrupt_download")), 0
    with open(path, "rb") as file:
        file.seek(first)
        while sent < length:
            data = file.read(min(1 << 20, length - sent))
            if spoil and data:
                data, spoil = bytes([data[0] ^ 1]) + data[1:], False
            if cut is not None and sent + len(data) > cut:
                handler.write(data[:cut - sent])
                await handler.flush()
                handler.abort()
            handler.write(data)
            await handler.flush()
            sent += len(data)
    await handler.finish()


def two_parts(handler):
    """(metadata object, media type, media) of a multipart/related body."""
    kind = handler.request.headers.get("Content-Type", "")
    if not kind.startswith("multipart/related"):
        handler.fail(400, "multipart/related is expected.")
    message = email.parser.BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + handler.request.body)
    parts = message.get_payload()
    if not isinstance(parts, list) or len(parts) != 2:
        handler.fail(400, "Two parts are expected.")
    boundary = message.get_boundary().encode()
    try:
        value = json.loads(parts[0].get_payload(decode=True))
    except ValueError:
        value = None
    if not isinstance(value, dict):
        handler.fail(400, "The first part is not an object.")
    # The parser is for text: the media is cut out by hand.
    piece = handler.request.body.split(b"--" + boundary)[2]
    media = piece.split(b"\r\n\r\n", 1)[1]
    return value, parts[1].get_content_type(), media[:-2] if media.endswith(b"\r\n") else media
