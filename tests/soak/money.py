# SPDX-License-Identifier: GPL-3.0-or-later
"""The account as the services keep it, held against the program's own ledger and what it tells of it.

Every change of the balance has to be a machine's of one of our leases, and our ledger has to have the time for which it
was charged at the price at which it was, but for

    UNSEEN_SECONDS   a machine costs from when it is made, and we know of it when the reply is there
    PRICE_ERROR      services tell one price for all machines together

and what the ledger has beyond that, since nobody tells us when a machine dies or when one was made whose making got no
reply, may be no more than BEYOND of all that was paid.
"""

import collections
import hashlib
import time
import uuid

UNSEEN_SECONDS = 5
PRICE_ERROR = 0.02
BEYOND = 0.25


def names_of(key):
    """What the machine of a lease is called: its notebook hash in one interface, its id in the other."""
    try:
        made = uuid.UUID(key)
        if made.version != 4:
            raise ValueError
    except ValueError:
        made = uuid.UUID(bytes=hashlib.sha256(key.encode()).digest()[:16], version=4)
    return str(made).replace("-", "_").ljust(44, "."), f"cc-{made}"


def name_of(machine):
    return machine.get("nbh") or machine.get("runtime")


class Money:
    """machines: all there were, by endpoint. The engine runs and has nothing to do any more."""

    def __init__(self, account, machines, home, balance):
        self.account, self.machines, self.home = account, machines, home
        self.fell = balance - account["balance"]
        self.leases = {name: lease for lease in home.rows("SELECT * FROM leases") for name in names_of(lease["key"])}
        self.rows = collections.defaultdict(list)
        for row in home.rows("SELECT * FROM ledger"):
            self.rows[row["lease"]].append(row)

    def check(self, expect):
        paid = 0.0
        for entry in self.account["ledger"]:
            machine = self.machines.get(entry["endpoint"], {})
            paid += entry["units"]
            if expect("a machine of ours is charged", name_of(machine) in self.leases, (entry, machine)):
                self.check_machine(expect, entry, machine)
        expect("each change of the balance is a machine's", abs(self.fell - paid) < 1e-6, (self.fell, paid))
        booked = sum(self.units(row) for rows in self.rows.values() for row in rows)
        beyond = booked - sum(self.covered(machine) for machine in self.machines.values())
        expect("little is booked beyond what was paid", beyond <= BEYOND * paid, (beyond, booked, paid))
        self.check_told(expect, booked)
        return f"{self.fell:.4f} units paid, {booked:.4f} in the ledger, {beyond:.4f} of it beyond"

    def check_machine(self, expect, entry, machine):
        charged, lease = entry["units"], self.leases[name_of(machine)]
        missing = abs(charged - self.covered(machine))
        allowed = machine["rate"] / 3600 * UNSEEN_SECONDS + PRICE_ERROR * charged
        expect("its time is in the ledger", missing <= allowed, (missing, allowed, machine, lease, self.rows[lease["id"]]))

    @staticmethod
    def units(row, begin=0.0, end=float("inf")):
        seconds = min(row["ended_at"] / 1000, end) - max(row["started_at"] / 1000, begin)
        return max(0.0, seconds) / 3600 * (row["units_per_hour"] or 0)

    def covered(self, machine):
        """What the ledger has for the life of a machine."""
        lease = self.leases.get(name_of(machine), {})
        return sum(self.units(row, machine["created"], machine["ended"] or time.time())
                   for row in self.rows[lease.get("id")])

    def check_told(self, expect, booked):
        """What the program tells is what it has in its ledger."""
        jobs = sum(self.home.show(job["id"])["cost"]["compute_units"] for job in self.home.rows("SELECT id FROM jobs"))
        without = sum(self.units(row) for rows in self.rows.values() for row in rows if not row["job"])
        expect("the jobs tell their costs", abs(jobs + without - booked) < 1e-4, (jobs, without, booked))
        usage = self.home.json("account")["usage"][0]
        month = time.mktime((*time.localtime()[:2], 1, 0, 0, 0, 0, 0, -1))
        since = sum(self.units(row, month) for rows in self.rows.values() for row in rows)
        expect("the account tells what was spent", abs(usage["spent_this_month"] - since) < 1e-4, (usage, since))
        expect("and what is left", abs(usage["units"] - self.account["balance"]) < 1e-6, (usage, self.account["balance"]))
