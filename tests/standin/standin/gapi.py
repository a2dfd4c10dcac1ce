# SPDX-License-Identifier: GPL-3.0-or-later
"""The gapi host: account and quota, listing with the other spelling, renewal of proxy tokens."""

from . import oauth
from .api import Api
from .catalogue import ACCELERATORS

TIER_NAMES = {"NONE": "SUBSCRIPTION_TIER_NONE", "PRO": "SUBSCRIPTION_TIER_PRO", "PRO_PLUS": "SUBSCRIPTION_TIER_PRO_PLUS"}
VARIANT_NAMES = {"CPU": "VARIANT_UNSPECIFIED", "GPU": "VARIANT_GPU", "TPU": "VARIANT_TPU"}


class Gapi(Api):
    async def before(self):
        await super().before()
        self.account = self.signed_in(oauth.COLAB).account
        if self.request.headers.get("X-Goog-User-Project"):
            self.fail(403, "Caller does not have required permission to use project.", "USER_PROJECT_DENIED")

    def proxy_info(self, machine, address=None):
        return {"token": self.world.machines.new_token(machine), "tokenTtl": "%ds" % machine.account.proxy_token_ttl,
                "url": address or self.world.proxy.address(machine)}


def by_variant(names, variant):
    return [name for name in names if ACCELERATORS[name].variant == variant]


class UserInfo(Gapi):
    name = "gapi.user-info"

    async def get(self):
        account = self.account
        usable = account.models()
        others = [name for name in ACCELERATORS if name not in ("NONE", "V28") and name not in usable]
        groups = {}
        for key, names in (("eligibleAccelerators", usable), ("ineligibleAccelerators", others)):
            found = [(variant, by_variant(names, variant)) for variant in ("GPU", "TPU")]
            groups[key] = [{"variant": VARIANT_NAMES[v], "models": models} for v, models in found if models]
        value = {"subscriptionTier": TIER_NAMES[account.tier], "paidComputeUnitsBalance": round(account.balance, 6), **groups}
        if self.get_query_argument("get_ccu_consumption_info", "") == "true":
            machines = self.world.machines
            value.update(consumptionRateHourly=round(machines.rate(account), 6),
                         assignmentsCount=len(machines.live(account)))
            if account.free_tokens is not None and account.balance <= 0:
                quota = {"remainingTokens": str(int(account.free_tokens))}
                if account.refill is not None:
                    quota["nextRefillTimestampSec"] = int(self.world.clock.shown(account.refill))
                value["freeCcuQuotaInfo"] = quota
        await self.reply(value)


class Assignments(Gapi):
    name = "gapi.assignments"

    def one(self, machine):
        value = {"endpoint": machine.endpoint, "accelerator": machine.spec.accelerator,
                 "variant": VARIANT_NAMES[machine.spec.variant],
                 "machineShape": "SHAPE_HIGH_MEM" if machine.spec.high_mem else "SHAPE_DEFAULT"}
        if not self.fault("list_stripped"):
            value.update(runtimeProxyInfo=self.proxy_info(machine), runtimeVersionLabel=machine.version)
            if machine.nbh:
                value["notebookIdHash"] = machine.nbh
        return value

    async def get(self):
        shown = [] if self.fault("list_without") else self.world.machines.live(self.account)
        await self.reply({"assignments": [self.one(m) for m in shown]} if shown else {})


class ProxyToken(Gapi):
    name = "gapi.runtime-proxy-token"

    async def get(self):
        machine = self.world.machines.get(self.get_query_argument("endpoint", ""), self.account)
        if machine is None:
            self.fail(404, "Requested entity was not found.")
        port = self.get_query_argument("port", "")
        if not port.isdigit() or not 1024 <= int(port) <= 65535:
            self.fail(400, "port is not valid.")
        await self.reply(self.proxy_info(machine, await self.world.proxy.open(machine, int(port))))


ROUTES = [(r"(?:/gapi)?/v1/user-info", UserInfo), (r"(?:/gapi)?/v1/assignments", Assignments),
          (r"(?:/gapi)?/v1/runtime-proxy-token", ProxyToken)]
