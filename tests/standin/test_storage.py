# SPDX-License-Identifier: GPL-3.0-or-later
"""Cloud Storage: objects, lists, resumable uploads, digests."""

import base64
import hashlib
import os
import sys
import unittest
from urllib.parse import quote, urlencode

from harness import AUTH, BASIC, HERE, StandinTest

sys.path.insert(0, HERE)
from standin import crc32c  # noqa: E402

MIB = 1 << 20


class StorageTest(StandinTest):
    number = 0

    def setUp(self):
        super().setUp()
        StorageTest.number += 1
        self.name = "runs/%d/ckpt.tar" % StorageTest.number

    def object(self, method, name=None, query="", **more):
        url = "%s/storage/v1/b/standin-bucket/o/%s%s" % (self.standin.endpoints["storage"], quote(name or self.name, safe=""), query)
        return self.standin.ask(method, url, **more)

    def initiate(self, name=None, size=None, bucket="standin-bucket", body=None, **query):
        url = "%s/upload/storage/v1/b/%s/o?" % (self.standin.endpoints["storage_upload"], bucket)
        headers = {"X-Upload-Content-Type": "application/x-tar"}
        if size is not None:
            headers["X-Upload-Content-Length"] = str(size)
        return self.standin.ask("POST", url + urlencode({"uploadType": "resumable", "name": name or self.name, **query}),
                                body or {}, headers)

    def put(self, session, data, span):
        return self.standin.ask("PUT", session, data, {"Content-Range": "bytes " + span}, bearer=False)

    def upload(self, data, **more):
        return self.put(self.initiate(size=len(data), **more).headers["Location"], data, "0-%d/%d" % (len(data) - 1, len(data)))

    @staticmethod
    def digest(data):
        return base64.b64encode(crc32c.update(0, data).to_bytes(4, "big")).decode()


class TheDigest(unittest.TestCase):
    def test_is_the_published_one_and_the_same_in_pieces(self):
        self.assertEqual(0xE3069283, crc32c.update(0, b"123456789"))
        self.assertEqual(0x8A9136AA, crc32c.update(0, bytes(32)))
        data = os.urandom(3 * crc32c.BLOCK + 777)
        half = crc32c.update(crc32c.update(0, data[:crc32c.BLOCK + 3]), data[crc32c.BLOCK + 3:])
        plain = crc32c._plain(0xFFFFFFFF, data) ^ 0xFFFFFFFF
        self.assertEqual({plain}, {half, crc32c.update(0, data)})


class Objects(StorageTest):
    def test_have_digests_and_strings_for_numbers(self):
        data = os.urandom(2 * MIB + 3)
        found = self.upload(data).json
        self.assertEqual((self.name, "standin-bucket", str(len(data))), (found["name"], found["bucket"], found["size"]))
        self.assertEqual(self.digest(data), found["crc32c"])
        self.assertEqual(base64.b64encode(hashlib.md5(data).digest()).decode(), found["md5Hash"])
        self.assertTrue(found["generation"].isdigit())
        got = self.object("GET", query="?alt=media", headers={"Range": "bytes=5-9"})
        self.assertEqual((206, data[5:10]), (got.status, got.body))
        self.assertIn("crc32c=" + found["crc32c"], got.headers["x-goog-hash"])
        self.assertEqual(404, self.object("GET", query="?generation=1").status)
        self.assertEqual(200, self.standin.ask("GET", found["mediaLink"]).status)
        self.assertEqual(204, self.object("DELETE").status)
        self.assertEqual(404, self.object("GET").status)

    def test_are_listed_by_prefix_and_folder(self):
        for name in ("list/a", "list/b/c", "list/b/d", "other"):
            self.upload(b"x", name=name)
        url = self.standin.endpoints["storage"] + "/storage/v1/b/standin-bucket/o?prefix=list/"
        found = self.standin.ask("GET", url + "&delimiter=/&fields=prefixes,items(name,size)").json
        self.assertEqual({"prefixes": ["list/b/"], "items": [{"name": "list/a", "size": "1"}]}, found)
        first = self.standin.ask("GET", url + "&maxResults=2").json
        second = self.standin.ask("GET", url + "&maxResults=2&pageToken=" + first["nextPageToken"]).json
        self.assertEqual(["list/b/d"], [o["name"] for o in second["items"]])

    def test_are_guarded_by_scope_bucket_generation_and_pace(self):
        self.assertEqual(404, self.initiate(bucket="nobodys").status)
        self.upload(b"x")
        self.assertEqual(412, self.initiate(ifGenerationMatch="0").status)
        self.assertEqual(429, self.initiate().status)
        self.standin.sign_in(BASIC + " " + AUTH + "devstorage.read_only")
        self.assertEqual(403, self.initiate().status)
        self.assertEqual(200, self.object("GET").status)
        self.standin.sign_in(BASIC)
        self.assertEqual(403, self.object("GET").status)


class Uploads(StorageTest):
    def test_go_on_where_they_stopped(self):
        data = os.urandom(2 * MIB)
        session = self.initiate(size=len(data)).headers["Location"]
        self.assertEqual("bytes=0-%d" % (MIB - 1), self.put(session, data[:MIB], "0-%d/%d" % (MIB - 1, len(data))).headers["Range"])
        self.standin.fault("break_upload", bytes=300000)
        with self.assertRaises(OSError):
            self.put(session, data[MIB:], "%d-%d/%d" % (MIB, 2 * MIB - 1, 2 * MIB))
        there = int(self.put(session, b"", "*/%d" % len(data)).headers["Range"].rsplit("-", 1)[1]) + 1
        self.assertTrue(MIB <= there < 2 * MIB)
        end = self.put(session, data[there:], "%d-%d/%d" % (there, len(data) - 1, len(data)))
        self.assertEqual(self.digest(data), end.json["crc32c"])

    def test_with_a_wrong_checksum_make_no_object(self):
        answer = self.upload(b"data", body={"crc32c": self.digest(b"other")})
        self.assertEqual(400, answer.status)
        self.assertEqual(404, self.object("GET").status)
        good = {"crc32c": self.digest(b"data"), "md5Hash": base64.b64encode(hashlib.md5(b"data").digest()).decode()}
        self.assertEqual(200, self.upload(b"data", body={**good, "metadata": {"job": "17"}}).status)
        self.assertEqual({"job": "17"}, self.object("GET").json["metadata"])

    def test_are_cancelled(self):
        session = self.initiate(size=5).headers["Location"]
        self.assertEqual(499, self.standin.ask("DELETE", session, b"", bearer=False).status)
        self.assertEqual(404, self.put(session, b"12345", "0-4/5").status)

    def test_in_one_request(self):
        url = self.standin.endpoints["storage_upload"] + "/upload/storage/v1/b/standin-bucket/o?uploadType=media&name=simple"
        found = self.standin.ask("POST", url, b"hello", {"Content-Type": "text/plain"}).json
        self.assertEqual(("5", "text/plain"), (found["size"], found["contentType"]))


class FaultsOfStorage(StorageTest):
    def test_reach_uploads_and_downloads(self):
        self.standin.fault("session_expired")
        session = self.initiate(size=5).headers["Location"]
        self.assertEqual(404, self.put(session, b"12345", "0-4/5").status)
        self.standin.fault("gone", route="storage.session.put")
        self.assertEqual(410, self.put(session, b"12345", "0-4/5").status)
        self.standin.fault("corrupt")
        self.assertNotEqual(self.digest(b"12345"), self.put(session, b"12345", "0-4/5").json["crc32c"])
        self.standin.fault("corrupt_download")
        self.assertEqual(5, len(self.object("GET", query="?alt=media").body))
        self.standin.fault("billing")
        self.assertEqual("accountDisabled", self.object("GET").json["error"]["errors"][0]["reason"])
        self.standin.fault("unavailable", route="storage.*")
        self.assertEqual(503, self.object("GET").status)


if __name__ == "__main__":
    unittest.main()
