# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in's own control API, below /admin: machines, faults, clock, requests, accounts, files."""

import json

from tornado import web

from .actions import ACTIONS
from .api import Api


def apply(world, spec):
    """A fault that waits for its request gives its number; one that happens now gives what it did."""
    if not isinstance(spec, dict):
        raise ValueError("a fault is an object")
    if spec.get("what") in ACTIONS:
        values = {key: value for key, value in spec.items() if key != "what"}
        try:
            return {"done": ACTIONS[spec["what"]](world, **values)}
        except TypeError as error:
            raise ValueError("%s: %s" % (spec["what"], error)) from None
    return {"id": world.faults.add(spec)}


class Admin(Api):
    """Not part of what is stood in for: no faults, no log."""

    async def prepare(self):
        self.world.machines.settle()

    def answer(self, value, status=200):
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(value))

    def input(self):
        try:
            return json.loads(self.request.body or b"{}")
        except ValueError:
            self.refuse("not JSON")

    def refuse(self, text):
        self.answer({"error": text}, 400)
        raise web.Finish()

    def write_error(self, status_code, **kwargs):
        self.answer({"error": self._reason}, status_code)


class MachineList(Admin):
    def get(self):
        ended = self.get_query_argument("ended", "") == "1"
        machines = self.world.machines
        self.answer([machines.state(m) for m in machines.all.values() if ended or m.state == "live"])


class FaultList(Admin):
    def get(self):
        self.answer(self.world.faults.state())

    def post(self):
        given = self.input()
        try:
            self.answer([apply(self.world, spec) for spec in (given if isinstance(given, list) else [given])])
        except (ValueError, KeyError) as error:
            self.refuse(str(error))

    def delete(self):
        self.answer({"removed": self.world.faults.remove()})


class FaultOne(Admin):
    def delete(self, number):
        self.answer({"removed": self.world.faults.remove(int(number))})


class ClockControl(Admin):
    def get(self):
        self.answer(self.world.clock.state())

    def post(self):
        given = self.input()
        clock = self.world.clock
        try:
            if "rate" in given:
                clock.set_rate(float(given["rate"]))
            if "skew" in given:
                clock.skew = float(given["skew"])
            clock.advance(float(given.get("advance", 0)))
        except (ValueError, TypeError) as error:
            self.refuse(str(error))
        self.world.machines.settle()
        self.answer(clock.state())


class Requests(Admin):
    def get(self):
        self.answer(self.world.log.since(int(self.get_query_argument("since", "0")),
                                         self.get_query_argument("route", "")))


class AccountControl(Admin):
    def account(self):
        found = self.world.accounts.get(self.get_query_argument("account", self.world.accounts.first.email))
        if found is None:
            self.refuse("no such account")
        return found

    def get(self):
        self.answer(self.account().state())

    def post(self):
        try:
            self.account().configure(self.input(), self.world.clock)
        except ValueError as error:
            self.refuse(str(error))
        self.answer(self.account().state())


class DriveFiles(Admin):
    def get(self):
        self.answer(self.world.drive.state())


class StorageObjects(Admin):
    def get(self):
        self.answer(self.world.storage.state())


ROUTES = [(r"/admin/machines", MachineList), (r"/admin/faults", FaultList), (r"/admin/faults/(\d+)", FaultOne),
          (r"/admin/clock", ClockControl), (r"/admin/requests", Requests), (r"/admin/account", AccountControl),
          (r"/admin/drive", DriveFiles), (r"/admin/storage", StorageObjects)]
