# SPDX-License-Identifier: GPL-3.0-or-later
"""The machines lent out: made, listed, charged by the hour, ended by release, idleness, age or an empty balance."""

import asyncio
import os
import secrets

from . import catalogue
from .vm import Vm

CREATING, LIVE, ENDED = "creating", "live", "ended"
REMEMBERED = 200


class Machine:
    def __init__(self, account, spec, wanted, moment, nbh="", origin="tunnel", version="", runtime_id=""):
        part = {"CPU": "m", "GPU": "gpu-" + spec.accelerator.lower(), "TPU": "tpu-" + spec.accelerator.lower()}
        self.endpoint = "%s-s-%s" % (part[spec.variant], secrets.token_hex(8))
        self.suffix = secrets.token_hex(4)
        self.account = account
        self.spec, self.wanted = spec, wanted
        self.device = catalogue.ACCELERATORS[spec.accelerator].device
        self.nbh, self.origin, self.version = nbh, origin, version or catalogue.VERSIONS[0]
        self.runtime_id = runtime_id or catalogue.new_runtime_id()
        self.created = self.activity = moment
        self.charged = moment
        self.state, self.end_reason, self.ended = CREATING, "", None
        self.burned = 0.0
        self.proxy_tokens = {}      # token -> moment it expires
        self.consents, self.credentials = set(), set()
        self.shell = None
        self.ready = None           # task that starts the Jupyter server
        self.vm = None
        self.pings = 0
        self.told = {}              # what /api/colab/resources is told to say

    def deadline(self):
        return min(self.activity + self.account.idle, self.created + self.account.lifetime_seconds())


class Machines:
    def __init__(self, world):
        self.world = world
        self.all = {}
        self._starting = {}

    # What there is.

    def get(self, endpoint, account=None):
        found = self.all.get(endpoint)
        return found if found and found.state == LIVE and account in (None, found.account) else None

    def live(self, account=None):
        return [m for m in self.all.values() if m.state == LIVE and account in (None, m.account)]

    def held(self, account):
        return [m for m in self.all.values() if m.state != ENDED and m.account is account]

    def by_hash(self, account, nbh):
        return next((m for m in self.live(account) if m.nbh == nbh), None)

    def making(self, account, nbh):
        """Whether a machine of this key is on its way."""
        return (account.id, nbh) in self._starting

    def rate(self, account):
        return sum(m.spec.rate for m in self.live(account))

    # Making one.

    def create(self, account, wanted, granted, seconds=0.0, device=None, lazy=False, **more):
        """The machine of this key, made once however often it is asked for. Goes on when the asker goes away.

        It counts from this moment on, so that whoever asks next meets the limit."""
        key = (account.id, more.get("nbh") or secrets.token_hex(8))
        if key not in self._starting:
            machine = Machine(account, granted, wanted, self.world.clock.now(), **more)
            machine.device = device or machine.device
            self.all[machine.endpoint] = machine
            task = asyncio.ensure_future(self._create(machine, seconds, lazy))
            self._starting[key] = task
            task.add_done_callback(lambda _: self._starting.pop(key, None))
        return asyncio.shield(self._starting[key])

    async def _create(self, machine, seconds, lazy):
        try:
            if seconds:
                await asyncio.sleep(seconds)
            if not lazy:
                await self.started(machine)
            await self.world.proxy.open(machine)
        except Exception:
            self._end(machine, "failed to start")
            raise
        if machine.state == CREATING:
            self.settle()
            machine.state = LIVE
            machine.created = machine.activity = machine.charged = self.world.clock.now()
        return machine

    async def started(self, machine):
        """Its Jupyter server is up afterwards."""
        if machine.ready is None:
            memory = catalogue.ACCELERATORS[machine.spec.accelerator].memory if machine.spec.variant == "GPU" else 0
            at = self.world.base + "/vm/" + machine.endpoint + "/" + machine.suffix
            machine.vm = Vm(os.path.join(self.world.state, "vm", machine.endpoint), machine.device, memory, {
                "COLAB_RELEASE_TAG": self.release_tag(machine), "COLAB_GPU": "1" if memory else "0",
                "TBE_RUNTIME_ADDR": at.split("//", 1)[1], "TBE_EPHEM_CREDS_ADDR": at.split("//", 1)[1] + "/credentials",
                "USE_AUTH_EPHEM": "1", "STANDIN_DISK": str(machine.account.disk or "")})
            machine.ready = asyncio.ensure_future(machine.vm.start(machine.endpoint))
        await asyncio.shield(machine.ready)

    @staticmethod
    def release_tag(machine):
        return "release-colab-%s-standin" % machine.version.replace(".", "-")

    # Proxy tokens.

    def new_token(self, machine):
        token = "proxy-" + secrets.token_urlsafe(48)
        now = self.world.clock.now()
        machine.proxy_tokens = {t: e for t, e in machine.proxy_tokens.items() if e > now}
        machine.proxy_tokens[token] = now + machine.account.proxy_token_ttl
        return token

    def token_good(self, machine, token):
        return machine.proxy_tokens.get(token, 0) > self.world.clock.now()

    # Time passes.

    def settle(self):
        """Charges every machine up to now and ends the ones whose time came, in the order in which it came."""
        now = self.world.clock.now()
        for account in self.world.accounts.all:
            account.refresh_quota(now)
            while self._settle_next(account, now):
                pass

    def _settle_next(self, account, now):
        live = self.live(account)
        if not live:
            return False
        first = min(live, key=Machine.deadline)
        until = min(now, first.deadline())
        rate = self.rate(account)
        start = max(m.charged for m in live)
        empty = start + account.units() / rate * 3600.0 if rate else until + 1
        stop = min(until, empty)
        for machine in live:
            units = machine.spec.rate * max(0.0, stop - machine.charged) / 3600.0
            machine.burned += units
            machine.charged = max(stop, machine.charged)
            account.charge(units, "machine", machine.endpoint, stop)
        if empty < until:
            for machine in live:
                self._end(machine, "balance")
            return False
        if first.deadline() > now:
            return False
        self._end(first, "idle" if first.deadline() == first.activity + account.idle else "lifetime")
        return True

    # Ending one.

    def end(self, machine, reason):
        self.settle()
        self._end(machine, reason)

    def _end(self, machine, reason):
        if machine.state == ENDED:
            return
        machine.state, machine.end_reason, machine.ended = ENDED, reason, self.world.clock.now()
        self.world.proxy.ended(machine)
        if machine.ready is not None:
            machine.ready.cancel()
        if machine.shell is not None:
            machine.shell.end()
        if machine.vm is not None:
            vm = machine.vm
            self.world.background(asyncio.to_thread(vm.stop))
        ended = [m for m in self.all.values() if m.state == ENDED]
        for old in ended[:-REMEMBERED]:
            self.world.proxy.close(old)
            del self.all[old.endpoint]

    def state(self, machine):
        clock = self.world.clock
        return {
            "endpoint": machine.endpoint, "state": machine.state, "reason": machine.end_reason,
            "account": machine.account.email, "nbh": machine.nbh, "runtime": machine.runtime_id,
            "origin": machine.origin, "wanted": machine.wanted.state(), "granted": machine.spec.state(),
            "device": machine.device, "version": machine.version, "created": clock.shown(machine.created),
            "ended": clock.shown(machine.ended) if machine.ended is not None else None,
            "activity": clock.shown(machine.activity), "pings": machine.pings, "burned": machine.burned,
            "rate": machine.spec.rate, "url": self.world.proxy.address(machine),
            "content": machine.vm.content if machine.vm else "", "jupyter": bool(machine.vm and machine.vm.alive()),
            "pid": machine.vm.process.pid if machine.vm and machine.vm.process else 0,
            "kernels": machine.vm.kernels() if machine.vm and machine.state == LIVE else [],
            "ownRoot": bool(machine.vm and machine.vm.own_root()), "credentials": sorted(machine.credentials),
        }
