# SPDX-License-Identifier: GPL-3.0-or-later
"""The tunnel host: assignment, listing, release, keep-alive, credentials, balance, flags."""

import asyncio
import re
import secrets
from urllib.parse import parse_qsl, urlencode

from tornado import web

from . import catalogue, oauth
from .api import Api
from .catalogue import ACCELERATORS, TIERS, VARIANT_NUMBERS
from .gate import fetch

NOTEBOOK_HASH = re.compile(r"[a-zA-Z0-9\-_.]{44}")
XSRF_LIFE = 600
AUTH_TYPES = ("dfs_ephemeral", "auth_user_ephemeral")


def check_authuser(handler):
    if not handler.world.lenient and handler.get_query_argument("authuser", "") != "0":
        handler.fail(400, "authuser=0 is missing.")


class Tunnel(Api):
    xssi = True
    needs_tunnel_header = False

    async def before(self):
        await super().before()
        check_authuser(self)
        self.user = self.signed_in()
        if oauth.EMAIL not in self.user.scopes:
            self.fail(401, "The token carries no e-mail scope.")
        if oauth.COLAB not in self.user.scopes:
            self.fail(403, "Request had insufficient authentication scopes.", "SCOPE_NOT_PERMITTED")
        self.account = self.user.account
        if self.needs_tunnel_header and self.request.headers.get("X-Colab-Tunnel") != "Google":
            self.fail(400, "X-Colab-Tunnel is missing.")

    # The token of a POST comes from a GET of the same address with the same query.

    def _bound_to(self):
        query = sorted(parse_qsl(self.request.query, keep_blank_values=True))
        if self.name == "tun.credentials-propagation":
            query = [pair for pair in query if pair[0] != "dryrun"]
        return (self.account.id, self.request.path, tuple(query))

    def new_xsrf(self):
        token = "AX" + secrets.token_urlsafe(24)
        now = self.world.clock.now()
        if len(self.world.xsrf) > 10000:
            self.world.xsrf = {key: value for key, value in self.world.xsrf.items() if value[1] > now}
        self.world.xsrf[token] = (self._bound_to(), now + XSRF_LIFE)
        return token

    def check_xsrf(self):
        given = self.request.headers.get("X-Goog-Colab-Token", "")
        bound, expires = self.world.xsrf.get(given, (None, 0))
        if self.fault("xsrf_refused") or bound != self._bound_to() or expires <= self.world.clock.now():
            self.fail(403, "XSRF token is invalid or expired.")

    def machine(self, endpoint):
        found = self.world.machines.get(endpoint, self.account)
        if found is None:
            self.fail(404, "Requested entity was not found.")
        return found


def proxy_info(world, machine):
    return {"token": world.machines.new_token(machine), "tokenExpiresInSeconds": int(machine.account.proxy_token_ttl),
            "url": world.proxy.address(machine)}


class Assign(Tunnel):
    name = "tun.assign"

    def asked(self):
        """(notebook hash, spec, version) of the query."""
        nbh = self.get_query_argument("nbh", "")
        variant = self.get_query_argument("variant", "DEFAULT")
        accelerator = self.get_query_argument("accelerator", "NONE")
        shape = self.get_query_argument("shape", "")
        version = self.get_query_argument("runtime_version_label", "")
        if not NOTEBOOK_HASH.fullmatch(nbh):
            self.fail(400, "nbh is malformed.")
        known = ACCELERATORS.get(accelerator)
        if known is None or variant not in ("DEFAULT", "GPU", "TPU") or known.variant != variant.replace("DEFAULT", "CPU"):
            self.fail(400, "The accelerator is unknown.")
        if shape not in ("", "hm") or (shape and known.high_mem_only):
            self.fail(400, "The shape is not valid for this accelerator.")
        if version and version not in catalogue.VERSIONS:
            self.fail(400, "The runtime version is unknown.")
        if not self.account.may_use(accelerator):
            self.fail(400, "Requested accelerator is not available to this account.")
        high = bool(shape) and self.account.tier != "NONE"
        return nbh, catalogue.spec_of(accelerator, high), version

    async def get(self):
        nbh, spec, _ = self.asked()
        found = self.world.machines.by_hash(self.account, nbh)
        if found:
            await self.reply(self.assigned(found))
            return
        await self.reply({"acc": spec.accelerator, "nbh": nbh, "p": bool(self.fault("recaptcha")), "token": self.new_xsrf(),
                          "variant": "DEFAULT" if spec.variant == "CPU" else spec.variant})

    async def post(self):
        nbh, wanted, version = self.asked()
        self.check_xsrf()
        found = self.world.machines.by_hash(self.account, nbh)
        if found is None:
            await self.refuse_by_quota(nbh)
            found = await self.create(nbh, wanted, version)
        if self.fault("bare_success"):
            keys = ("accelerator", "endpoint", "variant", "machineShape", "runtimeProxyInfo")
            await self.reply({key: value for key, value in self.assigned(found).items() if key in keys})
        else:
            await self.reply(self.assigned(found))

    async def refuse_by_quota(self, nbh):
        outcome = int(self.fault("outcome")["outcome"]) if self.fault("outcome") else 0
        if self.account.denylisted:
            outcome = 5
        elif not outcome and self.account.units() <= 0:
            outcome = 2
        if outcome not in (0, 4):
            await self.reply({"outcome": outcome, "sub": self.subscription(), "subTier": TIERS[self.account.tier]})
            raise web.Finish()
        machines = self.world.machines
        if not machines.making(self.account, nbh) and len(machines.held(self.account)) >= self.account.limit:
            self.fail(412, "Precondition Failed")

    async def create(self, nbh, wanted, version):
        granted, device = granted_by(self.fault("grant"), wanted)
        seconds = float(self.fault("slow_create")["seconds"]) if self.fault("slow_create") else self.account.create_seconds
        making = asyncio.ensure_future(self.world.machines.create(
            self.account, wanted, granted, nbh=nbh, version=version, seconds=seconds, device=device))
        try:
            return await making
        except RuntimeError as error:
            self.fail(500, str(error))

    def subscription(self):
        return 1 if self.account.tier == "NONE" else 2

    def assigned(self, machine):
        return {"accelerator": machine.spec.accelerator, "endpoint": machine.endpoint, "fit": self.account.fit,
                "allowedCredentials": True, "sub": self.subscription(), "subTier": TIERS[self.account.tier], "outcome": 4,
                "variant": VARIANT_NUMBERS[machine.spec.variant], "machineShape": int(machine.spec.high_mem),
                "runtimeProxyInfo": proxy_info(self.world, machine)}


def granted_by(fault, wanted):
    """(spec, device's own name or None) that a fault puts in the place of what was asked for."""
    if not fault:
        return wanted, None
    accelerator = fault.get("accelerator", wanted.accelerator)
    if accelerator not in ACCELERATORS:
        raise web.HTTPError(500, "the fault grants an unknown accelerator")
    return catalogue.spec_of(accelerator, bool(fault.get("high_mem", wanted.high_mem))), fault.get("device")


class Assignments(Tunnel):
    name = "tun.assignments"

    async def get(self):
        shown = [] if self.fault("list_without") else self.world.machines.live(self.account)
        await self.reply({"assignments": [
            {"accelerator": m.spec.accelerator, "endpoint": m.endpoint, "variant": VARIANT_NUMBERS[m.spec.variant],
             "machineShape": int(m.spec.high_mem), "runtimeProxyInfo": proxy_info(self.world, m)}
            for m in shown]})


class Unassign(Tunnel):
    name = "tun.unassign"

    async def get(self, endpoint):
        self.machine(endpoint)
        await self.reply({"token": self.new_xsrf()})

    async def post(self, endpoint):
        machine = self.machine(endpoint)
        self.check_xsrf()
        self.world.machines.end(machine, "released")
        await self.reply(None, 204)


class KeepAlive(Tunnel):
    name = "tun.keep-alive"
    needs_tunnel_header = True

    async def get(self, endpoint):
        machine = self.machine(endpoint)
        machine.activity = self.world.clock.now()
        machine.pings += 1
        await self.reply(None)


class Sessions(Tunnel):
    """The one address of a machine's Jupyter server that works through the tunnel."""
    name = "tun.sessions"
    needs_tunnel_header = True

    async def get(self, endpoint):
        machine = self.machine(endpoint)
        await self.world.machines.started(machine)
        answer = await fetch(machine, 8080, "GET", "/api/sessions")
        await self.reply(")]}'\n" + answer.body.decode(), answer.code, raw=True)


class Propagation(Tunnel):
    """Credentials of the user for a machine: given only after a consent on a page of its own."""
    name = "tun.credentials-propagation"

    def asked(self, endpoint):
        machine = self.machine(endpoint)
        kind = self.get_query_argument("authtype", "")
        dry = self.get_query_argument("dryrun", "")
        fixed = {"version": "2", "propagate": "true", "record": "false"}
        if kind not in AUTH_TYPES or dry not in ("true", "false") or \
                any(self.get_query_argument(key, "") != value for key, value in fixed.items()):
            self.fail(400, "The query is not valid.")
        return machine, kind, dry == "true"

    async def get(self, endpoint):
        self.asked(endpoint)
        await self.reply({"token": self.new_xsrf()})

    async def post(self, endpoint):
        machine, kind, dry = self.asked(endpoint)
        self.check_xsrf()
        if self.fault("propagation_fails"):
            await self.reply({"success": False})
        elif not self.account.consented and kind not in machine.consents:
            page = self.world.base + "/accounts/credentials?" + urlencode(
                {"endpoint": endpoint, "authtype": kind, "login_hint": self.account.email})
            await self.reply({"success": False, "unauthorized_redirect_uri": page})
        else:
            if not dry:
                machine.credentials.add(kind)
            await self.reply({"success": True})


class ConsentPage(Api):
    """Colab's own consent; ends on a page of Colab, and the client hears nothing."""
    name = "colab.consent"

    async def get(self):
        self.set_header("Content-Type", "text/html; charset=utf-8")
        await self.finish("<!DOCTYPE html><html><head><title>Permit this notebook to access your Google Drive files?</title>"
                          "</head><body><form method=\"post\"><h1>Colab wants access</h1>"
                          "<button id=\"allow\" name=\"answer\" value=\"allow\">Allow</button>"
                          "<button id=\"other\" name=\"answer\" value=\"other\">Use another account</button>"
                          "</form></body></html>")

    async def post(self):
        machine = self.world.machines.get(self.get_query_argument("endpoint", ""))
        if machine is None:
            self.fail(404)
        if self.get_body_argument("answer", "") == "allow":
            machine.consents.add(self.get_query_argument("authtype", ""))
        self.redirect(self.world.base + "/colab/tun/m/authorize-for-drive-credentials-ephem", status=303)


class ConsentEnd(Api):
    name = "colab.consent-end"

    async def get(self):
        self.set_header("Content-Type", "text/html; charset=utf-8")
        await self.finish("<!DOCTYPE html><title>Colab</title><p>You can close this window.</p>")


class Balance(Tunnel):
    name = "tun.ccu-info"

    async def get(self):
        await self.reply({"currentBalance": round(self.account.balance, 6),
                          "consumptionRateHourly": round(self.world.machines.rate(self.account), 6),
                          "assignmentsCount": len(self.world.machines.live(self.account))})


class Experiments(Api):
    """Flags of the front end; a login is not needed."""
    name = "colab.experiments"
    xssi = True

    async def get(self):
        check_authuser(self)
        await self.reply({"experiments": {
            "enable_public_api_vscode": False, "enable_vscode_telemetry": False, "resource_poll_interval_ms": 10000,
            "runtime_version_names": catalogue.VERSIONS}, "selectedIds": [100001, 100002]})


ENDPOINT = r"(?P<endpoint>[^/]+)"
ROUTES = [
    (r"(?:/colab)?/tun/m/assign", Assign), (r"(?:/colab)?/tun/m/assignments", Assignments),
    (r"(?:/colab)?/tun/m/unassign/" + ENDPOINT, Unassign), (r"(?:/colab)?/tun/m/ccu-info", Balance),
    (r"(?:/colab)?/tun/m/credentials-propagation/" + ENDPOINT, Propagation),
    (r"(?:/colab)?/tun/m/" + ENDPOINT + r"/keep-alive/", KeepAlive),
    (r"(?:/colab)?/tun/m/" + ENDPOINT + r"/api/sessions", Sessions),
    (r"(?:/colab)?/tun/m/authorize-for-drive-credentials-ephem", ConsentEnd),
    (r"/accounts/credentials", ConsentPage), (r"(?:/colab)?/vscode/experiment-state", Experiments),
]
