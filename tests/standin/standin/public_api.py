# SPDX-License-Identifier: GPL-3.0-or-later
"""The public API: runtimes under v1beta, their operations under v1."""

import asyncio
import re
import uuid

from . import catalogue, oauth
from .api import Api
from .operations import error_of, spec_key, wanted_by
from .tunnel import granted_by

RUNTIME_ID = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
DURATION = re.compile(r"(\d+(?:\.\d+)?)s")
TIER_NAMES = {"NONE": "SUBSCRIPTION_TIER_FREE", "PRO": "SUBSCRIPTION_TIER_PRO", "PRO_PLUS": "SUBSCRIPTION_TIER_PRO_PLUS"}
LONGEST_WAIT = 200.0


class Public(Api):
    async def before(self):
        await super().before()
        reads = (oauth.COLAB, oauth.COLAB_READ) if self.request.method == "GET" else (oauth.COLAB,)
        self.account = self.signed_in(*reads).account

    def runtime(self, runtime_id):
        found = self.world.operations.runtime(self.account, runtime_id)
        if found is None:
            self.fail(404, "Runtime runtimes/%s was not found." % runtime_id)
        return found


class Runtimes(Public):
    name = "v2.runtimes"

    async def get(self):
        shown = [] if self.fault("list_without") else self.world.machines.live(self.account)
        await self.reply({"runtimes": [self.world.operations.resource(m) for m in shown]} if shown else {})

    async def post(self):
        body = self.json_body()
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            self.fail(400, "Content-Type is application/json.")
        spec = body.get("runtimeSpec")
        wanted = wanted_by(spec) if isinstance(spec, dict) else None
        if wanted is None:
            self.fail(400, "runtimeSpec is missing or not valid.")
        version = body.get("version", "")
        if version and version not in catalogue.VERSIONS:
            self.fail(400, "version is unknown.")
        request_id = self.get_query_argument("requestId", "")
        if request_id and not is_uuid4(request_id):
            self.fail(400, "requestId is not a UUID of version 4.")
        runtime_id = self.get_query_argument("runtimeId", "")
        if runtime_id and not RUNTIME_ID.fullmatch(runtime_id):
            self.fail(400, "runtimeId is not valid.")
        await self.create(request_id, runtime_id, wanted, version)

    async def create(self, request_id, runtime_id, wanted, version):
        fault = self.fault("operation_error")
        refused = error_of(int(fault["code"]), fault.get("message", "Refused."), fault["reason"]) if fault else None
        slow = self.fault("slow_create")
        granted, device = granted_by(self.fault("grant"), wanted)
        operation = self.world.operations.create(
            self.account, request_id, runtime_id, wanted, granted, refused=refused, version=version, device=device,
            seconds=float(slow["seconds"]) if slow else self.account.create_seconds)
        if self.fault("done_at_once"):
            await operation.finished.wait()
        await self.reply(self.world.operations.state(operation))


class Runtime(Public):
    name = "v2.runtime"

    def facts(self):
        found = self.world.machines.live()
        endpoint = next((m.endpoint for m in found if m.runtime_id == self.path_kwargs["runtime"]), "")
        return {**super().facts(), "endpoint": endpoint}

    async def get(self, runtime):
        await self.reply(self.world.operations.resource(self.runtime(runtime)))

    async def delete(self, runtime):
        self.world.machines.end(self.runtime(runtime), "released")
        await self.reply({} if self.fault("delete_with_body") else None)


class Specs(Public):
    name = "v2.runtimespecs"

    async def get(self):
        specs = []
        for accelerator in catalogue.ACCELERATORS.values():
            for high in ([True] if accelerator.high_mem_only else [False, True]):
                one = {"key": spec_key(catalogue.Spec(accelerator.name, high))}
                standard = not high or accelerator.high_mem_only
                if self.account.may_use(accelerator.name) and (standard or self.account.tier != "NONE"):
                    one["eligible"] = True
                specs.append(one)
        await self.reply({"runtimeSpecs": specs})


class Subscription(Public):
    name = "v2.subscription"

    async def get(self):
        await self.reply({"name": "subscription", "tier": TIER_NAMES[self.account.tier]})


class OperationList(Public):
    name = "v2.operations"

    async def get(self):
        size, start = self.get_query_argument("pageSize", "100"), self.get_query_argument("pageToken", "0")
        if not size.isdigit() or not start.isdigit():
            self.fail(400, "The page is not valid.")
        found = self.world.operations.of(self.account)
        end = int(start) + (int(size) or 100)
        value = {"operations": [self.world.operations.state(one) for one in found[int(start):end]]}
        if end < len(found):
            value["nextPageToken"] = str(end)
        await self.reply(value)


class OperationGet(Public):
    name = "v2.operation"

    def operation(self, name):
        found = self.world.operations.get(name, self.account)
        if found is None:
            self.fail(404, "Operation was not found.")
        return found

    async def get(self, operation):
        await self.reply(self.world.operations.state(self.operation(operation)))


class OperationWait(OperationGet):
    """A GET, and the first one may come back before anything is done."""
    name = "v2.operation.wait"

    def route(self):
        return self.name

    async def get(self, operation):
        found = self.operation(operation)
        asked = DURATION.fullmatch(self.get_query_argument("timeout", "%ds" % LONGEST_WAIT))
        if not asked:
            self.fail(400, "timeout is not a duration.")
        if found.waited and not self.fault("early_wait"):
            try:
                await asyncio.wait_for(found.finished.wait(), min(float(asked.group(1)), LONGEST_WAIT))
            except asyncio.TimeoutError:
                pass
        found.waited = True
        await self.reply(self.world.operations.state(found))


def is_uuid4(text):
    try:
        return str(uuid.UUID(text)) == text.lower() and uuid.UUID(text).version == 4
    except ValueError:
        return False


ROUTES = [
    (r"(?:/colabapi)?/v1beta/runtimes", Runtimes), (r"(?:/colabapi)?/v1beta/runtimes/(?P<runtime>[^/:]+)", Runtime),
    (r"(?:/colabapi)?/v1beta/runtimespecs", Specs), (r"(?:/colabapi)?/v1beta/subscription", Subscription),
    (r"(?:/colabapi)?/v1/operations", OperationList), (r"(?:/colabapi)?/v1/operations/(?P<operation>[^/:]+)", OperationGet),
    (r"(?:/colabapi)?/v1/operations/(?P<operation>[^/:]+):wait", OperationWait),
]
