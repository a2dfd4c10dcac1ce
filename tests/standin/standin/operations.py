# SPDX-License-Identifier: GPL-3.0-or-later
"""Long-running operations of the public API: creating a runtime."""

import asyncio
import secrets

from .catalogue import ACCELERATORS, new_runtime_id, spec_of

CREATE_LIMIT = 180


class Operation:
    def __init__(self, account, runtime):
        self.name = "operations/op-" + secrets.token_hex(8)
        self.account = account
        self.runtime = runtime
        self.machine = None
        self.error = None
        self.finished = asyncio.Event()
        self.waited = False

    def done_with(self, error=None):
        self.error = error
        self.finished.set()


def error_of(code, message, reason=None, **metadata):
    error = {"code": code, "message": message}
    if reason:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason,
                             "domain": "colaboratory.googleapis.com", "metadata": metadata}]
    return error


class Operations:
    def __init__(self, world):
        self.world = world
        self.all = {}
        self._by_request = {}

    def get(self, name, account):
        found = self.all.get("operations/" + name)
        return found if found and found.account is account else None

    def of(self, account):
        return [operation for operation in self.all.values() if operation.account is account]

    def runtime(self, account, runtime_id):
        return next((m for m in self.world.machines.live(account) if m.runtime_id == runtime_id), None)

    def create(self, account, request_id, runtime_id, wanted, granted, **more):
        """The operation of this request; a request id that was seen before gives the operation it had."""
        known = self._by_request.get((account.id, request_id)) if request_id else None
        if known:
            return known
        runtime_id = runtime_id or new_runtime_id()
        operation = Operation(account, runtime_id)
        self.all[operation.name] = operation
        if request_id:
            self._by_request[(account.id, request_id)] = operation
        refused = more.pop("refused", None) or self._refusal(account, runtime_id, wanted)
        if refused:
            operation.done_with(refused)
        else:
            # Counts at once, so that whoever asks next meets the limit.
            making = self.world.machines.create(account, wanted, granted, origin="public", runtime_id=runtime_id, **more)
            self.world.background(self._create(operation, making))
        return operation

    def _refusal(self, account, runtime_id, wanted):
        taken = [o for o in self.of(account) if o.runtime == runtime_id and not o.finished.is_set()]
        if self.runtime(account, runtime_id) or len(taken) > 1:
            return error_of(6, "Runtime %s already exists." % runtime_id)
        if account.denylisted:
            return error_of(9, "The account is blocked.", "DENYLISTED")
        if account.units() <= 0:
            return error_of(9, "No compute units are left.", "QUOTA_EXCEEDED_USAGE_TIME")
        if len(self.world.machines.held(account)) >= account.limit:
            return error_of(9, "Too many active runtimes.", "TOO_MANY_ACTIVE_RUNTIMES")
        if not account.may_use(wanted.accelerator):
            return error_of(9, "The accelerator is not available.")
        return None

    @staticmethod
    async def _create(operation, making):
        try:
            operation.machine = await asyncio.wait_for(making, CREATE_LIMIT)
            operation.done_with()
        except (RuntimeError, OSError, asyncio.TimeoutError) as error:
            operation.done_with(error_of(13, "The runtime could not be created: %s" % error))

    def resource(self, machine):
        """A Runtime with a fresh proxy token."""
        token = self.world.machines.new_token(machine)
        return {"name": "runtimes/" + machine.runtime_id, "runtimeSpec": spec_key(machine.spec), "version": machine.version,
                "connectionInfo": {"endpoint": machine.endpoint, "token": token, "url": self.world.proxy.address(machine),
                                   "expireTime": self.world.clock.text(machine.proxy_tokens[token])}}

    def state(self, operation):
        kind = "type.googleapis.com/google.cloud.colaboratory.v1beta."
        value = {"name": operation.name, "done": operation.finished.is_set(),
                 "metadata": {"@type": kind + "CreateRuntimeMetadata", "runtime": "runtimes/" + operation.runtime}}
        if operation.error:
            value["error"] = operation.error
        elif operation.machine:
            value["response"] = {"@type": kind + "Runtime", **self.resource(operation.machine)}
        return value


def spec_key(spec):
    return {"variant": "VARIANT_" + spec.variant, "accelerator": spec.accelerator,
            "shape": "SHAPE_HIGHMEM" if spec.high_mem else "SHAPE_STANDARD"}


def wanted_by(spec):
    """The spec of a request body, or None: all three fields belong together."""
    known = ACCELERATORS.get(spec.get("accelerator"))
    shape = spec.get("shape")
    if known is None or spec.get("variant") != "VARIANT_" + known.variant or \
            shape not in ("SHAPE_STANDARD", "SHAPE_HIGHMEM", "SHAPE_UNSPECIFIED"):
        return None
    return spec_of(known.name, shape == "SHAPE_HIGHMEM")
