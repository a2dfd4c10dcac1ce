# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON API of Cloud Storage: objects, lists, uploads, downloads."""

import base64
from urllib.parse import quote, unquote

from tornado import web

from . import oauth
from .api import Api
from .drive_query import BadQuery, selected, selection
from .uploads import SessionPath, SessionPut, send_bytes, two_parts

WRITES = (oauth.STORAGE, oauth.STORAGE_FULL, oauth.CLOUD)
READS = WRITES + (oauth.STORAGE_READ,)


class Storage(Api):
    form = "errors"

    async def before(self):
        await super().before()
        self.account = self.signed_in(*(READS if self.request.method == "GET" else WRITES)).account

    @property
    def store(self):
        return self.world.storage

    def objects(self, bucket):
        found = self.store.buckets.get(bucket)
        if found is None:
            self.fail(404, "The specified bucket does not exist.", "notFound")
        return found

    def object(self, bucket, name):
        found = self.objects(bucket).get(unquote(name))
        generation = self.get_query_argument("generation", "")
        if found is None or generation and generation != str(found.generation):
            self.fail(404, "No such object: %s/%s" % (bucket, unquote(name)), "notFound")
        return found

    def cut_to(self, value):
        try:
            return selected(value, selection(self.get_query_argument("fields", "*")))
        except BadQuery:
            self.fail(400, "Invalid field selection", "invalidParameter")

    def check_generation(self, found):
        asked = self.get_query_argument("ifGenerationMatch", "")
        if asked and asked != str(found.generation if found else 0):
            self.fail(412, "At least one of the pre-conditions you specified did not hold.", "conditionNotMet")

    def base(self):
        return self.world.base + "/gcs/storage/v1"


class Bucket(Storage):
    name = "storage.bucket"

    async def get(self, bucket):
        self.objects(bucket)
        await self.reply({"kind": "storage#bucket", "id": bucket, "name": bucket, "location": "US", "storageClass": "STANDARD"})


class Objects(Storage):
    name = "storage.objects"

    async def get(self, bucket):
        prefix, delimiter = self.get_query_argument("prefix", ""), self.get_query_argument("delimiter", "")
        size, start = self.get_query_argument("maxResults", "1000"), self.get_query_argument("pageToken", "")
        if not size.isdigit() or int(size) < 1:
            self.fail(400, "Invalid maxResults.", "invalidParameter")
        entries = {}
        for name, found in sorted(self.objects(bucket).items()):
            if name.startswith(prefix):
                rest = name[len(prefix):]
                if delimiter and delimiter in rest:
                    entries[prefix + rest.split(delimiter, 1)[0] + delimiter] = None
                else:
                    entries[name] = found
        names = [name for name in sorted(entries) if name > start]
        page = names[:int(size)]
        value = {"kind": "storage#objects", "items": [entries[n].resource(self.base()) for n in page if entries[n]],
                 "prefixes": [n for n in page if not entries[n]]}
        value = {key: one for key, one in value.items() if one}
        if len(names) > len(page):
            value["nextPageToken"] = page[-1]
        await self.reply(self.cut_to(value))


class ObjectOne(Storage):
    name = "storage.object"

    async def get(self, bucket, name):
        found = self.object(bucket, name)
        self.check_generation(found)
        if self.get_query_argument("alt", "json") != "media":
            await self.reply(self.cut_to(found.resource(self.base())))
            return
        await send_bytes(self, found.path, found.size, found.values.get("contentType"), {
            "x-goog-hash": "crc32c=%s,md5=%s" % (found.hashes["crc32c"], found.hashes["md5"]),
            "x-goog-generation": str(found.generation), "x-goog-stored-content-length": str(found.size)})

    async def delete(self, bucket, name):
        found = self.object(bucket, name)
        self.check_generation(found)
        self.store.delete(found)
        await self.reply(None, 204)


class Target:
    def __init__(self, bucket, name, values, generation):
        self.bucket, self.name, self.values, self.generation = bucket, name, values, generation


class Upload(Storage):
    def route(self):
        return "storage.%s.post" % ("resumable" if self.get_query_argument("uploadType", "") == "resumable" else "simple")

    async def post(self, bucket):
        kind = self.get_query_argument("uploadType", "")
        self.objects(bucket)
        if kind == "resumable":
            await self.initiate(bucket)
        elif kind == "multipart":
            values, mime, media = two_parts(self)
            await self.store_whole(self.target(bucket, {"contentType": mime, **values}), media)
        elif kind == "media":
            mime = self.request.headers.get("Content-Type", "application/octet-stream")
            await self.store_whole(self.target(bucket, {"contentType": mime}), self.request.body)
        else:
            self.fail(400, "uploadType is media, multipart or resumable.", "invalidParameter")

    def target(self, bucket, values):
        name = self.get_query_argument("name", "", strip=False) or values.get("name", "")
        if not isinstance(name, str) or not name or len(name.encode()) > 1024 or "\n" in name or "\r" in name:
            self.fail(400, "Required parameter: name", "required")
        self.check_generation(self.objects(bucket).get(name))
        if self.store.too_soon(bucket, name):
            self.fail(429, "The object exceeded the rate limit for object mutation operations.", "rateLimitExceeded")
        return Target(bucket, name, values, self.get_query_argument("ifGenerationMatch", ""))

    async def initiate(self, bucket):
        values = self.json_body() if self.request.body else {}
        length = self.request.headers.get("X-Upload-Content-Length")
        if length is not None and not length.isdigit():
            self.fail(400, "X-Upload-Content-Length is not a number.", "invalid")
        mime = self.request.headers.get("X-Upload-Content-Type")
        target = self.target(bucket, {**({"contentType": mime} if mime else {}), **values})
        session = self.store.sessions.new(target, int(length) if length is not None else None)
        session.resource_base = self.base()
        self.set_header("Location", "%s%s?uploadType=resumable&name=%s&upload_id=%s" % (
            self.world.base, self.request.path, quote(target.name, safe=""), session.id))
        await self.reply(None)

    async def store_whole(self, target, media):
        blob = self.store.sessions.blob()
        blob.write(bytes([media[0] ^ 1]) + media[1:] if media and self.fault("corrupt") else media)
        blob.close()
        await self.reply(finish(self, self.store, target, blob).resource(self.base()))


def finish(handler, store, target, blob):
    """The object, unless a checksum that came with it says otherwise or another one was faster."""
    digests = {"md5Hash": blob.digests()["md5"], "crc32c": blob.digests()["crc32c"]}
    for key, digest in digests.items():
        given = target.values.get(key)
        if given and given != base64.b64encode(digest).decode():
            blob.remove()
            handler.fail(400, "Provided %s hash doesn't match calculated hash." % key, "invalid")
    old = store.buckets[target.bucket].get(target.name)
    if target.generation and target.generation != str(old.generation if old else 0):
        blob.remove()
        handler.fail(412, "At least one of the pre-conditions you specified did not hold.", "conditionNotMet")
    return store.put(target.bucket, target.name, target.values, blob)


@web.stream_request_body
class Session(SessionPut):
    """The address that initiation gave; it needs no bearer token."""
    name = "storage.session"
    form = "errors"

    def sessions(self):
        return self.world.storage.sessions

    def done(self, session):
        try:
            return finish(self, self.world.storage, session.what, session.blob)
        except web.Finish:
            self.sessions().all.pop(session.id, None)
            raise

    def shown(self, found):
        return found.resource(self.session.resource_base)


BUCKET = r"/storage/v1/b/(?P<bucket>[^/]+)"
UPLOAD = r"(?:/gcs)?/upload/storage/v1/b/(?P<bucket>[^/]+)/o"
ROUTES = [(SessionPath(UPLOAD), Session), (UPLOAD, Upload), (r"(?:/gcs)?" + BUCKET, Bucket), (r"(?:/gcs)?" + BUCKET + "/o", Objects),
          (r"(?:/gcs)?(?:/download)?" + BUCKET + r"/o/(?P<name>.+)", ObjectOne)]
