# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive v3: search, folders, metadata, download, changes."""

from . import oauth
from .api import Api
from .drive_query import BadQuery, Query, selected, selection
from .drive_store import KNOWN, SETTABLE
from .uploads import send_bytes

WRITES = (oauth.DRIVE, oauth.DRIVE_FILE)
READS = WRITES + (oauth.DRIVE_READ,)
SMALL = "kind,id,name,mimeType"


class Drive(Api):
    form = "errors"

    async def before(self):
        await super().before()
        access = self.signed_in(*(READS if self.request.method == "GET" else WRITES))
        self.account = access.account
        wide = access.scopes & {oauth.DRIVE, oauth.DRIVE_READ}
        self.app = None if wide else self.world.oauth.client_id

    @property
    def store(self):
        return self.world.drive

    def file(self, number):
        found = self.store.get(self.account, number, self.app)
        if found is None:
            self.fail(404, "File not found: %s." % number, "notFound")
        return found

    def fields(self, default):
        try:
            return selection(self.get_query_argument("fields", default))
        except BadQuery:
            self.fail(400, "Invalid field selection", "invalidParameter")

    def cut_to(self, value, fields, known):
        try:
            return selected(value, fields, known)
        except BadQuery as error:
            self.fail(400, "Invalid field selection %s" % error, "invalidParameter")

    def resource(self, file):
        return self.cut_to(file.resource(), self.fields(SMALL), KNOWN)

    def metadata(self, values):
        """The body of a create or update, checked as far as Drive checks it."""
        unknown = set(values) - SETTABLE
        if unknown:
            self.fail(400, "Not writable: " + ", ".join(sorted(unknown)), "fieldNotWritable")
        parents = values.get("parents", [])
        if not isinstance(parents, list) or len(parents) > 1:
            self.fail(400, "A file has one parent.", "invalid")
        for one in parents:
            if not self.file(one).folder:
                self.fail(403, "The parent is not a folder.", "parentNotAFolder")
        return values

    def new_id(self, values):
        number = values.get("id")
        if number is None:
            return None
        if number in self.store.files:
            self.fail(409, "A file already exists with the provided ID.", "fileIdInUse")
        if self.store.promised.get(number) is not self.account:
            self.fail(400, "The provided file ID is not usable.", "invalid")
        return number


class About(Drive):
    name = "drive.about"

    async def get(self):
        if not self.get_query_argument("fields", ""):
            self.fail(400, "The 'fields' parameter is required for this method.", "required")
        usage = str(self.store.usage(self.account))
        quota = {"usage": usage, "usageInDrive": usage, "usageInDriveTrash": "0"}
        if self.account.drive_limit:
            quota["limit"] = str(self.account.drive_limit)
        user = {"kind": "drive#user", "displayName": self.account.name, "emailAddress": self.account.email, "me": True}
        await self.reply(self.cut_to({"kind": "drive#about", "user": user, "storageQuota": quota}, self.fields("*"), None))


class Files(Drive):
    name = "drive.files"

    async def get(self):
        try:
            query = Query(self.get_query_argument("q", ""))
        except BadQuery:
            self.fail(400, "Invalid Value", "invalid")
        size, start = self.get_query_argument("pageSize", "100"), self.get_query_argument("pageToken", "0")
        if not size.isdigit() or not 1 <= int(size) <= 1000 or not start.isdigit():
            self.fail(400, "Invalid value for page.", "invalidParameter")
        root = self.store.root(self.account).id
        found = [f for f in self.store.of(self.account, self.app) if query.matches(_Rooted(f, root))]
        end = int(start) + int(size)
        value = {"kind": "drive#fileList", "incompleteSearch": False, "files": [f.resource() for f in found[int(start):end]]}
        if end < len(found):
            value["nextPageToken"] = str(end)
        fields = self.fields("kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)")
        self.cut_to({}, fields.get("files"), KNOWN)
        await self.reply(self.cut_to(value, fields, ("kind", "incompleteSearch", "nextPageToken", "files")))

    async def post(self):
        values = self.metadata(self.json_body())
        file = self.store.create(self.account, self.world.oauth.client_id, values, self.new_id(values))
        await self.reply(self.resource(file))


class _Rooted:
    """A file whose parent is also known as root."""

    def __init__(self, file, root):
        self._file = file
        self.parents = file.parents + (["root"] if root in file.parents else [])

    def __getattr__(self, name):
        return getattr(self._file, name)


class NewIds(Drive):
    name = "drive.ids"

    async def get(self):
        count = self.get_query_argument("count", "10")
        if not count.isdigit() or not 1 <= int(count) <= 1000:
            self.fail(400, "Invalid count.", "invalidParameter")
        await self.reply({"kind": "drive#generatedIds", "space": "drive", "ids": self.store.new_ids(self.account, int(count))})


class FileOne(Drive):
    name = "drive.file"

    async def get(self, number):
        file = self.file(number)
        if self.get_query_argument("alt", "json") != "media":
            await self.reply(self.resource(file))
            return
        if not file.path:
            self.fail(403, "Only files with binary content can be downloaded.", "fileNotDownloadable")
        await send_bytes(self, file.path, file.size, file.mime)

    async def patch(self, number):
        file = self.file(number)
        values = self.metadata({k: v for k, v in self.json_body().items() if k != "id"})
        if "parents" in values:
            self.fail(403, "Use addParents and removeParents.", "fieldNotWritable")
        added = [one for one in self.get_query_argument("addParents", "").split(",") if one]
        removed = self.get_query_argument("removeParents", "").split(",")
        if added:
            values = {**values, "parents": [p for p in file.parents if p not in removed] + [self.file(p).id for p in added]}
            if len(values["parents"]) > 1:
                self.fail(403, "A file has one parent.", "cannotAddParent")
        self.store.update(file, values)
        await self.reply(self.resource(file))

    async def delete(self, number):
        self.store.delete(self.file(number))
        await self.reply(None, 204)


class Changes(Drive):
    name = "drive.changes"

    async def get(self):
        token = self.get_query_argument("pageToken", "")
        if not token.isdigit() or int(token) > len(self.store.changes) + 1:
            self.fail(400, "Invalid pageToken.", "invalid")
        found, seen = [], set()
        for account, number, removed, moment in reversed(self.store.changes[int(token) - 1:]):
            file = self.store.get(account, number, self.app)
            if account is self.account and number not in seen and (file or removed):
                seen.add(number)
                one = {"kind": "drive#change", "changeType": "file", "fileId": number, "removed": file is None, "time": moment}
                found.insert(0, {**one, "file": file.resource()} if file else one)
        value = {"kind": "drive#changeList", "newStartPageToken": str(len(self.store.changes) + 1), "changes": found}
        await self.reply(self.cut_to(value, self.fields("*"), None))


class StartPage(Drive):
    name = "drive.changes-start"

    async def get(self):
        await self.reply({"kind": "drive#startPageToken", "startPageToken": str(len(self.store.changes) + 1)})


BASE = r"(?:/www)?/drive/v3/"
ROUTES = [(BASE + "about", About), (BASE + "files", Files), (BASE + "files/generateIds", NewIds),
          (BASE + r"files/(?P<number>[^/]+)", FileOne), (BASE + "changes", Changes),
          (BASE + "changes/startPageToken", StartPage)]
