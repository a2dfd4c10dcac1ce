# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads to Drive: in one request, or resumable."""

from tornado import web

from .drive import Drive, SMALL
from .drive_query import selected, selection
from .uploads import SessionPath, SessionPut, two_parts

LARGEST_MULTIPART = 5 << 20


class Target:
    """What an upload becomes: a new file, or new content of one."""

    def __init__(self, account, app, values, number, file, fields):
        self.account, self.app, self.values = account, app, values
        self.number, self.file, self.fields = number, file, fields


class Upload(Drive):
    def route(self):
        kind = self.get_query_argument("uploadType", "media")
        return "drive.%s.%s" % (kind if kind in ("multipart", "resumable") else "media", self.request.method.lower())

    async def post(self, number=None):
        kind = self.get_query_argument("uploadType", "")
        if kind == "resumable":
            await self.initiate(number)
        elif kind == "multipart":
            values, mime, media = two_parts(self)
            await self.store_whole(number, {"mimeType": mime, **values}, media)
        elif kind == "media":
            mime = self.request.headers.get("Content-Type", "application/octet-stream")
            await self.store_whole(number, {"mimeType": mime}, self.request.body)
        else:
            self.fail(400, "uploadType is multipart, resumable or media.", "invalidParameter")

    patch = post

    def target(self, number, values):
        file = self.file(number) if number else None
        values = self.metadata({k: v for k, v in values.items() if not (file and k == "id")})
        if file and "parents" in values:
            self.fail(403, "Use addParents and removeParents.", "fieldNotWritable")
        return Target(self.account, self.world.oauth.client_id, values, None if file else self.new_id(values), file,
                      self.get_query_argument("fields", SMALL))

    def check_room(self, size):
        limit = self.account.drive_limit
        if limit and self.store.usage(self.account) + size > limit:
            self.fail(403, "The user's Drive storage quota has been exceeded.", "storageQuotaExceeded")

    async def initiate(self, number):
        values = self.json_body() if self.request.body else {}
        length = self.request.headers.get("X-Upload-Content-Length")
        if length is not None and not length.isdigit():
            self.fail(400, "X-Upload-Content-Length is not a number.", "invalid")
        mime = self.request.headers.get("X-Upload-Content-Type")
        target = self.target(number, {**({"mimeType": mime} if mime else {}), **values})
        self.check_room(int(length or 0))
        session = self.store.sessions.new(target, int(length) if length is not None else None)
        self.set_header("Location", "%s%s?uploadType=resumable&upload_id=%s" % (self.world.base, self.request.path, session.id))
        await self.reply(None)

    async def store_whole(self, number, values, media):
        if len(media) > LARGEST_MULTIPART:
            self.fail(413, "Use a resumable upload.", "uploadTooLarge")
        target = self.target(number, values)
        self.check_room(len(media))
        blob = self.store.sessions.blob()
        blob.write(bytes([media[0] ^ 1]) + media[1:] if media and self.fault("corrupt") else media)
        blob.close()
        await self.reply(self.resource(finish(self.store, target, blob)))


def finish(store, target, blob):
    if target.file is not None and target.file.id in store.files:
        store.update(target.file, target.values)
        file = target.file
    else:
        file = store.create(target.account, target.app, target.values, target.number)
    store.put_content(file, blob)
    return file


@web.stream_request_body
class Session(SessionPut):
    """The address that initiation gave; it needs no bearer token."""
    name = "drive.session"
    form = "errors"

    def sessions(self):
        return self.world.drive.sessions

    def done(self, session):
        return finish(self.world.drive, session.what, session.blob)

    def shown(self, file):
        return selected(file.resource(), selection(self.session.what.fields))


BASE = r"(?:/www)?/upload/drive/v3/files"
ROUTES = [(SessionPath(BASE + r"(?:/[^/]+)?"), Session), (BASE, Upload), (BASE + r"/(?P<number>[^/]+)", Upload)]
