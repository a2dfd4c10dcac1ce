# SPDX-License-Identifier: GPL-3.0-or-later
"""Buckets and objects of Cloud Storage."""

import base64
import os
import time

from .uploads import Sessions

BUCKETS = ("standin-bucket", "other-bucket")
WRITE_PAUSE = 1.0


class Object:
    def __init__(self, bucket, name, values, blob, moment_text):
        self.bucket, self.name, self.values = bucket, name, values
        self.path, self.size, self.digests = blob.path, blob.size, blob.digests()
        self.generation = time.time_ns() // 1000
        self.metageneration = 1
        self.created = moment_text

    @property
    def hashes(self):
        return {"md5": base64.b64encode(self.digests["md5"]).decode(),
                "crc32c": base64.b64encode(self.digests["crc32c"]).decode()}

    def resource(self, base):
        link = "%s/b/%s/o/%s" % (base, self.bucket, self.name.replace("%", "%25").replace("/", "%2F"))
        value = {"kind": "storage#object", "id": "%s/%s/%d" % (self.bucket, self.name, self.generation), "name": self.name,
                 "bucket": self.bucket, "generation": str(self.generation), "metageneration": str(self.metageneration),
                 "contentType": self.values.get("contentType", "application/octet-stream"), "storageClass": "STANDARD",
                 "size": str(self.size), "md5Hash": self.hashes["md5"], "crc32c": self.hashes["crc32c"],
                 "etag": base64.b64encode(str(self.generation).encode()).decode(), "timeCreated": self.created,
                 "updated": self.created, "selfLink": link,
                 "mediaLink": link.replace("/storage/v1/", "/download/storage/v1/") + "?alt=media"}
        if self.values.get("metadata"):
            value["metadata"] = self.values["metadata"]
        return value


class StorageStore:
    def __init__(self, folder, clock):
        self.clock = clock
        self.sessions = Sessions(folder, clock, ("md5", "crc32c"))
        self.buckets = {name: {} for name in BUCKETS}
        self.written = {}

    def too_soon(self, bucket, name):
        """About one write a second to one object."""
        last = self.written.get((bucket, name), 0.0)
        return time.monotonic() - last < WRITE_PAUSE

    def put(self, bucket, name, values, blob):
        old = self.buckets[bucket].get(name)
        found = Object(bucket, name, values, blob, self.clock.text(self.clock.now(), 4))
        self.buckets[bucket][name] = found
        self.written[(bucket, name)] = time.monotonic()
        if old:
            os.unlink(old.path)
        return found

    def delete(self, found):
        del self.buckets[found.bucket][found.name]
        os.unlink(found.path)

    def forget_sessions(self):
        return self.sessions.forget()

    def state(self):
        return [o.resource("") for objects in self.buckets.values() for o in objects.values()]
