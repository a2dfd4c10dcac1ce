# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything the stand-in knows, handed to every handler."""

import asyncio
import json
import os
import shutil

from .accounts import Accounts
from .clock import Clock
from .drive_store import DriveStore
from .faults import Faults
from .machines import Machines
from .oauth import DRIVE_FILE, EMAIL, PROFILE, COLAB, STORAGE, Oauth
from .operations import Operations
from .proxy import Proxy
from .requestlog import RequestLog
from .storage_store import StorageStore


class World:
    def __init__(self, state, lenient=False):
        self.state = os.path.abspath(state)
        self.base = ""
        self.lenient = lenient
        self.clock = Clock()
        self.faults = Faults()
        self.log = RequestLog()
        self.accounts = Accounts()
        self.oauth = Oauth(self.clock, self.accounts)
        self.machines = Machines(self)
        self.proxy = Proxy(self)
        self.operations = Operations(self)
        self.drive = DriveStore(os.path.join(self.state, "drive"), self.clock)
        self.storage = StorageStore(os.path.join(self.state, "storage"), self.clock)
        self.consents = {}
        self.xsrf = {}
        self.expired_token_status = 404
        self._tasks = set()

    def background(self, work):
        """Work that nobody waits for but the end of the stand-in."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def prepare(self, port):
        self.base = "http://127.0.0.1:%d" % port
        os.makedirs(self.state, mode=0o700, exist_ok=True)
        for name in ("vm", "drive", "storage"):
            shutil.rmtree(os.path.join(self.state, name), ignore_errors=True)
            os.makedirs(os.path.join(self.state, name), mode=0o700)
        client = {"client_id": self.oauth.client_id, "client_secret": self.oauth.client_secret}
        grant = self.oauth.new_grant(self.accounts.first, {"openid", EMAIL, PROFILE, COLAB, DRIVE_FILE, STORAGE})
        self._write("client.json", {"installed": {
            **client, "project_id": "standin-project", "auth_uri": self.endpoints()["oauth_authorize"],
            "token_uri": self.endpoints()["oauth_token"], "redirect_uris": ["http://localhost"]}})
        self._write("credentials.json", {
            "type": "authorized_user", **client, "refresh_token": grant.refresh, "token_uri": self.endpoints()["oauth_token"],
            "scopes": sorted(grant.scopes), "account": self.accounts.first.email, "universe_domain": "googleapis.com"})

    def _write(self, name, value):
        with os.fdopen(os.open(os.path.join(self.state, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(value, file, indent=1)

    def endpoints(self):
        base = self.base
        return {"oauth_authorize": base + "/accounts/o/oauth2/v2/auth", "oauth_token": base + "/oauth2/token",
                "oauth_revoke": base + "/oauth2/revoke", "oauth_tokeninfo": base + "/oauth2/tokeninfo",
                "userinfo": base + "/www/oauth2/v2/userinfo", "colab": base + "/colab", "colab_gapi": base + "/gapi",
                "colab_api": base + "/colabapi", "drive": base + "/www", "drive_upload": base + "/www",
                "storage": base + "/gcs", "storage_upload": base + "/gcs"}

    def announcement(self):
        return {"endpoints": self.endpoints(), "client_file": os.path.join(self.state, "client.json"),
                "credentials": os.path.join(self.state, "credentials.json"), "admin": self.base + "/admin"}

    async def end(self):
        for machine in list(self.machines.all.values()):
            self.machines.end(machine, "the stand-in ends")
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=30)
        for name in ("vm", "drive", "storage"):
            shutil.rmtree(os.path.join(self.state, name), ignore_errors=True)
