# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive: search, folders, visibility, uploads that break and go on, downloads."""

import hashlib
import http.client
import json
import os
import unittest
from urllib.parse import quote, urlencode, urlsplit

from harness import AUTH, BASIC, StandinTest

MIB = 1 << 20
FOLDER = "application/vnd.google-apps.folder"
ALL = "id,name,mimeType,size,md5Checksum,sha1Checksum,sha256Checksum,parents,trashed,version,headRevisionId"


class DriveTest(StandinTest):
    def drive(self, method, path, body=None, **more):
        return self.standin.ask(method, self.standin.endpoints["drive"] + "/drive/v3/" + path, body, **more)

    def folder(self, name, parent="root"):
        body = {"name": name, "mimeType": FOLDER, "parents": [parent]}
        return self.drive("POST", "files?fields=id", body).json["id"]

    def initiate(self, name="data.bin", size=None, number="", **metadata):
        headers = {"X-Upload-Content-Type": "application/x-tar"}
        if size is not None:
            headers["X-Upload-Content-Length"] = str(size)
        url = self.standin.endpoints["drive_upload"] + "/upload/drive/v3/files" + number + "?" + urlencode(
            {"uploadType": "resumable", "fields": ALL})
        return self.standin.ask("PATCH" if number else "POST", url, {"name": name, **metadata}, headers)

    def put(self, session, data=b"", span=None, **more):
        headers = {"Content-Range": "bytes " + span} if span else {}
        return self.standin.ask("PUT", session, data, headers, bearer=False, **more)

    def upload(self, data, **more):
        session = self.initiate(size=len(data), **more).headers["Location"]
        return self.put(session, data, "0-%d/%d" % (len(data) - 1, len(data)) if data else "*/0")

    def files(self, query="", **more):
        return self.drive("GET", "files?" + urlencode({"q": query, "fields": "nextPageToken,files(%s)" % ALL, **more}))


class Finding(DriveTest):
    def test_by_name_parent_and_trash(self):
        folder = self.folder("it's \\ here")
        data = os.urandom(1000)
        number = self.upload(data, name="a.bin", parents=[folder]).json["id"]
        found = self.files("name='it\\'s \\\\ here' and 'root' in parents and trashed=false").json["files"]
        self.assertEqual([folder], [f["id"] for f in found])
        found = self.files("'%s' in parents and mimeType != '%s'" % (folder, FOLDER)).json["files"]
        self.assertEqual([number], [f["id"] for f in found])
        self.assertEqual("1000", found[0]["size"])
        self.assertEqual(hashlib.sha256(data).hexdigest(), found[0]["sha256Checksum"])
        self.assertIs(True, self.drive("PATCH", "files/%s?fields=trashed" % number, {"trashed": True}).json["trashed"])
        self.assertEqual([], self.files("'%s' in parents and trashed = false" % folder).json["files"])
        self.assertEqual(1, len(self.files("'%s' in parents and (trashed = true or name = 'b')" % folder).json["files"]))
        for bad in ("name=", "nothing = 'x'", "name = 'x' and", "name ~ 'x'"):
            self.assertEqual(400, self.files(bad).status, bad)

    def test_replies_are_minimal_and_come_in_pages(self):
        for number in range(3):
            self.folder("page %d" % number)
        plain = self.drive("GET", "files").json["files"][0]
        self.assertEqual({"kind", "id", "name", "mimeType"}, set(plain))
        first = self.files("name contains 'page'", pageSize=2).json
        second = self.files("name contains 'page'", pageSize=2, pageToken=first["nextPageToken"]).json
        self.assertEqual((2, False), (len(first["files"]), "nextPageToken" in second))
        self.assertEqual(400, self.files(pageSize=5000).status)
        self.assertEqual(400, self.drive("GET", "files?fields=files(nothing)").status)
        self.assertEqual(400, self.drive("GET", "about").status)
        about = self.drive("GET", "about?fields=user(emailAddress),storageQuota").json
        self.assertEqual("tester@example.com", about["user"]["emailAddress"])
        self.assertIsInstance(about["storageQuota"]["limit"], str)

    def test_names_repeat_and_promised_ids_do_not(self):
        self.assertNotEqual(self.folder("twice"), self.folder("twice"))
        number = self.drive("GET", "files/generateIds?count=1&space=drive").json["ids"][0]
        self.assertEqual(200, self.drive("POST", "files", {"id": number, "name": "once"}).status)
        self.assertEqual(409, self.drive("POST", "files", {"id": number, "name": "once"}).status)
        self.assertEqual(400, self.drive("POST", "files", {"id": "mine", "name": "x"}).status)

    def test_moving_deleting_and_changes(self):
        start = self.drive("GET", "changes/startPageToken").json["startPageToken"]
        one, two = self.folder("one"), self.folder("two")
        moved = self.drive("PATCH", "files/%s?addParents=%s&removeParents=root&fields=parents" % (two, one), {})
        self.assertEqual(403, moved.status)
        root = self.drive("GET", "files/root?fields=id").json["id"]
        moved = self.drive("PATCH", "files/%s?addParents=%s&removeParents=%s&fields=parents" % (two, one, root), {})
        self.assertEqual([one], moved.json["parents"])
        self.assertEqual(204, self.drive("DELETE", "files/" + one).status)
        self.assertEqual(404, self.drive("GET", "files/" + two).status)
        changes = self.drive("GET", "changes?includeRemoved=true&pageToken=" + start).json
        self.assertEqual({one: True, two: True}, {c["fileId"]: c["removed"] for c in changes["changes"]})
        self.assertEqual([], self.drive("GET", "changes?pageToken=" + changes["newStartPageToken"]).json["changes"])

    def test_drive_file_shows_only_what_this_client_made(self):
        self.folder("mine")
        self.standin.fault("foreign_file", name="theirs.txt", content="hello")
        theirs = next(f for f in self.standin.control("/drive") if f["name"] == "theirs.txt")["id"]
        self.assertEqual([], self.files("name='theirs.txt'").json["files"])
        answer = self.drive("GET", "files/" + theirs)
        self.assertEqual((404, "notFound"), (answer.status, answer.json["error"]["errors"][0]["reason"]))
        self.standin.sign_in(BASIC + " " + AUTH + "drive.readonly")
        self.assertEqual(1, len(self.files("name='theirs.txt'").json["files"]))
        self.assertEqual(b"hello", self.drive("GET", "files/%s?alt=media" % theirs).body)
        self.assertEqual(403, self.drive("POST", "files", {"name": "x"}).status)
        self.standin.sign_in(BASIC)
        self.assertEqual("insufficientPermissions", self.files().json["error"]["errors"][0]["reason"])


class Uploading(DriveTest):
    def test_in_one_request(self):
        body = b'--b\r\nContent-Type: application/json\r\n\r\n{"name":"small"}\r\n--b\r\nContent-Type: text/plain\r\n\r\n' \
               b'a\r\n\x00\xffb\r\n--b--'
        url = self.standin.endpoints["drive_upload"] + "/upload/drive/v3/files?uploadType=multipart&fields=" + ALL
        found = self.standin.ask("POST", url, body, {"Content-Type": "multipart/related; boundary=b"}).json
        self.assertEqual(("small", "text/plain", "6"), (found["name"], found["mimeType"], found["size"]))
        self.assertEqual(hashlib.md5(b"a\r\n\x00\xffb").hexdigest(), found["md5Checksum"])
        self.assertEqual(400, self.standin.ask("POST", url, body, {"Content-Type": "multipart/form-data; boundary=b"}).status)

    def test_in_chunks_with_questions_between(self):
        data = os.urandom(3 * MIB + 5)
        session = self.initiate(size=len(data)).headers["Location"]
        empty = self.put(session, span="*/%d" % len(data))
        self.assertEqual((308, None), (empty.status, empty.headers["Range"]))
        first = self.put(session, data[:2 * MIB], "0-%d/%d" % (2 * MIB - 1, len(data)))
        self.assertEqual((308, "bytes=0-%d" % (2 * MIB - 1)), (first.status, first.headers["Range"]))
        odd = self.put(session, data[2 * MIB:2 * MIB + 5], "%d-%d/%d" % (2 * MIB, 2 * MIB + 4, len(data)))
        self.assertEqual(400, odd.status)
        gap = self.put(session, data[-5:], "%d-%d/%d" % (3 * MIB, len(data) - 1, len(data)))
        self.assertEqual(400, gap.status)
        last = self.put(session, data[MIB:], "%d-%d/%d" % (MIB, len(data) - 1, len(data)))
        self.assertEqual(200, last.status)
        self.assertEqual(hashlib.md5(data).hexdigest(), last.json["md5Checksum"])
        again = self.put(session, span="*/%d" % len(data))
        self.assertEqual((200, last.json["id"]), (again.status, again.json["id"]))

    def test_of_unknown_length_and_of_nothing(self):
        data = os.urandom(MIB + 1)
        session = self.initiate().headers["Location"]
        self.assertEqual(308, self.put(session, data[:MIB], "0-%d/*" % (MIB - 1)).status)
        self.assertEqual(200, self.put(session, data[MIB:], "%d-%d/%d" % (MIB, MIB, MIB + 1)).status)
        nothing = self.upload(b"")
        self.assertEqual((200, "0"), (nothing.status, nothing.json["size"]))

    def test_replaces_the_content_of_a_file(self):
        first = self.upload(b"one").json
        second = self.upload(b"three", number="/" + first["id"]).json
        self.assertEqual((first["id"], "5"), (second["id"], second["size"]))
        self.assertNotEqual(first["headRevisionId"], second["headRevisionId"])

    def test_keeps_whole_granules_of_a_broken_connection(self):
        data = os.urandom(2 * MIB)
        session = self.initiate(size=len(data)).headers["Location"]
        parts = urlsplit(session)
        connection = http.client.HTTPConnection(parts.hostname, parts.port)
        connection.putrequest("PUT", parts.path + "?" + parts.query)
        connection.putheader("Content-Length", str(len(data)))
        connection.putheader("Content-Range", "bytes 0-%d/%d" % (len(data) - 1, len(data)))
        connection.endheaders()
        connection.send(data[:MIB + 300000])
        connection.close()
        answer = self.wait_range(session, len(data), "bytes=0-%d" % (MIB + 262144 - 1))
        offset = int(answer.headers["Range"].rsplit("-", 1)[1]) + 1
        end = self.put(session, data[offset:], "%d-%d/%d" % (offset, len(data) - 1, len(data)))
        self.assertEqual(hashlib.md5(data).hexdigest(), end.json["md5Checksum"])

    def wait_range(self, session, total, wanted):
        for _ in range(200):
            answer = self.put(session, span="*/%d" % total)
            if answer.headers["Range"] == wanted:
                return answer
        self.fail("never %s but %s" % (wanted, answer.headers["Range"]))

    def test_is_cancelled_with_499(self):
        session = self.initiate(size=5).headers["Location"]
        self.assertEqual(499, self.standin.ask("DELETE", session, b"", bearer=False).status)
        self.assertEqual(404, self.put(session, b"12345", "0-4/5").status)


class FaultsOfDrive(DriveTest):
    def test_of_uploads(self):
        data = os.urandom(MIB)
        session = self.initiate(size=MIB).headers["Location"]
        whole = "0-%d/%d" % (MIB - 1, MIB)
        self.standin.fault("partial_store", bytes=2 * 262144)
        self.assertEqual("bytes=0-524287", self.put(session, data, whole).headers["Range"])
        self.standin.fault("no_range")
        answer = self.put(session, data[524288:], "524288-%d/%d" % (MIB - 1, MIB))
        self.assertEqual((308, None), (answer.status, answer.headers["Range"]))
        self.standin.fault("break_upload", bytes=600000)
        with self.assertRaises(OSError):
            self.put(session, data, whole)
        left = self.put(session, span="*/%d" % MIB).headers["Range"]
        self.assertTrue(left is None or int(left.rsplit("-", 1)[1]) < MIB - 1, left)
        self.standin.fault("lost_reply", route="drive.session.put")
        with self.assertRaises(OSError):
            self.put(session, data, whole)
        self.assertEqual(200, self.put(session, span="*/%d" % MIB).status)

    def test_of_sessions(self):
        session = self.initiate(size=5).headers["Location"]
        self.standin.fault("session_expired")
        self.assertEqual(404, self.put(session, b"12345", "0-4/5").status)
        self.standin.fault("gone", route="drive.session.put")
        self.assertEqual(410, self.put(session, b"12345", "0-4/5").status)
        self.standin.fault("expire_tokens", kind="session")
        self.assertEqual(404, self.put(session, b"12345", "0-4/5").status)
        session = self.initiate(size=5).headers["Location"]
        self.standin.control("/clock", {"advance": 8 * 86400})
        self.assertEqual(404, self.put(session, b"12345", "0-4/5").status)

    def test_of_content(self):
        data = os.urandom(100000)
        self.standin.fault("corrupt")
        self.assertNotEqual(hashlib.md5(data).hexdigest(), self.upload(data).json["md5Checksum"])
        number = self.upload(data).json["id"]
        path = "files/%s?alt=media" % number
        part = self.drive("GET", path, headers={"Range": "bytes=10-19"})
        self.assertEqual((206, data[10:20], "bytes 10-19/100000"), (part.status, part.body, part.headers["Content-Range"]))
        self.assertEqual(data[-7:], self.drive("GET", path, headers={"Range": "bytes=-7"}).body)
        self.assertEqual(416, self.drive("GET", path, headers={"Range": "bytes=100000-"}).status)
        self.standin.fault("ignore_range")
        self.assertEqual(200, self.drive("GET", path, headers={"Range": "bytes=10-19"}).status)
        self.standin.fault("corrupt_download")
        self.assertNotEqual(data, self.drive("GET", path).body)
        self.standin.fault("cut_download", bytes=500)
        with self.assertRaises((OSError, http.client.IncompleteRead)):
            self.drive("GET", path)
        self.assertEqual(data, self.drive("GET", path).body)

    def test_of_quota_and_rights(self):
        for what, status, reason in (("upload_quota", 403, "storageQuotaExceeded"), ("user_rate", 403, "userRateLimitExceeded"),
                                     ("daily_limit", 403, "dailyLimitExceeded"), ("drive_disabled", 403, "accessNotConfigured"),
                                     ("rate_limited", 429, "rateLimitExceeded")):
            self.standin.fault(what, route="drive.*")
            answer = self.files()
            self.assertEqual((status, reason), (answer.status, answer.json["error"]["errors"][0]["reason"]))
        number = self.upload(b"x").json["id"]
        self.standin.fault("abusive_file")
        answer = self.drive("GET", "files/%s?alt=media" % number)
        self.assertEqual("cannotDownloadAbusiveFile", answer.json["error"]["errors"][0]["reason"])
        self.standin.account(drive_limit=10)
        answer = self.initiate(size=MIB)
        self.assertEqual("storageQuotaExceeded", answer.json["error"]["errors"][0]["reason"])
        self.standin.account(drive_limit=15 << 30)
        self.assertEqual(404, self.drive("GET", "files/" + quote("no such")).status)
        self.assertEqual(400, self.drive("POST", "files", json.dumps([1])).status)


if __name__ == "__main__":
    unittest.main()
