# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and folders of the accounts' Drives, who may see them, and the changes of them."""

import os
import secrets

from .uploads import Sessions

FOLDER = "application/vnd.google-apps.folder"
GIVEN = ("description", "properties", "appProperties", "starred")
SETTABLE = {"id", "name", "mimeType", "parents", "trashed", "createdTime", "modifiedTime", "contentHints", *GIVEN}
KNOWN = {"kind", "id", "name", "mimeType", "parents", "trashed", "starred", "version", "createdTime", "modifiedTime", "size",
         "md5Checksum", "sha1Checksum", "sha256Checksum", "headRevisionId", "originalFilename", "webViewLink", "owners",
         "ownedByMe", "capabilities", "spaces", "quotaBytesUsed", "fileExtension", "description", "properties",
         "appProperties"}


class File:
    search = {"name": lambda f: f.name, "mimeType": lambda f: f.mime, "modifiedTime": lambda f: f.modified_text,
              "createdTime": lambda f: f.created_text}

    def __init__(self, number, account, app, moment, text):
        self.id, self.account, self.app = number, account, app
        self.name, self.mime, self.parents = "Untitled", "application/octet-stream", []
        self.trashed = self.starred = False
        self.given = {}
        self.created_text = self.modified_text = text
        self.changed = moment
        self.version = 1
        self.revision = ""
        self.path, self.size, self.digests = None, 0, {}

    @property
    def folder(self):
        return self.mime == FOLDER

    def resource(self):
        value = {"kind": "drive#file", "id": self.id, "name": self.name, "mimeType": self.mime, "parents": self.parents,
                 "trashed": self.trashed, "starred": self.starred, "version": str(self.version), "spaces": ["drive"],
                 "createdTime": self.created_text, "modifiedTime": self.modified_text, "ownedByMe": True,
                 "owners": [{"kind": "drive#user", "emailAddress": self.account.email,
                             "displayName": self.account.name, "me": True}], "quotaBytesUsed": str(self.size), **self.given}
        if self.path:
            value.update(size=str(self.size), md5Checksum=self.digests["md5"].hex(),
                         sha1Checksum=self.digests["sha1"].hex(), sha256Checksum=self.digests["sha256"].hex(),
                         headRevisionId=self.revision, originalFilename=self.name)
        return value


class DriveStore:
    def __init__(self, folder, clock):
        self.clock = clock
        self.sessions = Sessions(folder, clock, ("md5", "sha1", "sha256"))
        self.files = {}
        self.promised = {}          # id -> account that generated it
        self.changes = []           # (account, file id, removed, moment text)
        self.roots = {}

    def root(self, account):
        if account.id not in self.roots:
            root = File("0A" + secrets.token_urlsafe(13), account, "drive", self.clock.now(), self._text())
            root.name, root.mime = "My Drive", FOLDER
            self.roots[account.id] = root
            self.files[root.id] = root
        return self.roots[account.id]

    def _text(self):
        return self.clock.text(self.clock.now(), 4)

    def new_ids(self, account, count):
        found = ["1" + secrets.token_urlsafe(24) for _ in range(count)]
        self.promised.update({number: account for number in found})
        return found

    def get(self, account, number, app=None):
        """app: see only what this client made; None: everything."""
        if number == "root":
            return self.root(account)
        found = self.files.get(number)
        if found is None or found.account is not account:
            return None
        return found if app is None or found.app == app or found is self.root(account) else None

    def of(self, account, app=None):
        root = self.root(account)
        return [f for f in self.files.values()
                if f.account is account and f is not root and (app is None or f.app == app)]

    def usage(self, account):
        return sum(f.size for f in self.of(account))

    def create(self, account, app, values, number=None):
        number = number or self.new_ids(account, 1)[0]
        self.promised.pop(number, None)
        file = File(number, account, app, self.clock.now(), self._text())
        self.files[number] = file
        file.parents = [self.root(account).id]
        self.update(file, values)
        return file

    def update(self, file, values):
        file.name = values.get("name", file.name)
        file.mime = values.get("mimeType", file.mime)
        file.trashed = bool(values.get("trashed", file.trashed))
        if "parents" in values:
            file.parents = [self.root(file.account).id if one == "root" else one for one in values["parents"]]
        for key in GIVEN:
            if key in values:
                file.given[key] = values[key]
        file.starred = bool(file.given.get("starred", False))
        file.created_text = values.get("createdTime", file.created_text)
        file.modified_text = values.get("modifiedTime", self._text())
        file.version += 1
        self.changes.append((file.account, file.id, False, self._text()))

    def put_content(self, file, blob):
        if file.path:
            os.unlink(file.path)
        file.path, file.size, file.digests = blob.path, blob.size, blob.digests()
        file.revision = "0B" + secrets.token_urlsafe(30)

    def delete(self, file):
        for below in [f for f in self.files.values() if file.id in f.parents]:
            self.delete(below)
        if file.path and os.path.exists(file.path):
            os.unlink(file.path)
        self.files.pop(file.id, None)
        self.changes.append((file.account, file.id, True, self._text()))

    def forget_sessions(self):
        return self.sessions.forget()

    def state(self):
        return [{**f.resource(), "account": f.account.email, "app": f.app} for f in self.files.values()
                if f.id not in {root.id for root in self.roots.values()}]
