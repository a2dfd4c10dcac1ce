# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts that can sign in, with tier, quota, balance and a ledger of every change of it."""

from .catalogue import ELIGIBLE, TIERS

SETTINGS = {"tier", "balance", "free_tokens", "refill", "limit", "idle", "lifetime", "fit", "denylisted", "eligible",
            "proxy_token_ttl", "create_seconds", "consented", "testing", "drive_limit", "auto_consent",
            "disk"}


class Account:
    def __init__(self, number, email, name):
        self.id = str(100000000000000000000 + number)
        self.email = email
        self.name = name
        self.tier = "PRO"
        self.balance = 100.0
        self.free_tokens = None     # milli compute units; None: no free quota is reported
        self.refill = None          # clock moment at which the free quota comes back
        self.limit = 5
        self.idle = 900.0
        self.lifetime = None        # None: by tier
        self.fit = 5400
        self.denylisted = False
        self.eligible = None        # None: by tier
        self.proxy_token_ttl = 3600
        self.create_seconds = 0.0
        self.disk = None            # bytes of a machine's disk; None: as large as that of this machine
        self.consented = False      # Colab's own consent to Drive and credentials was given once for all machines
        self.testing = False        # consent screen in Testing: refresh tokens last seven days
        self.drive_limit = 15 << 30
        self.auto_consent = ""      # "", continue, cancel: how the sign-in page answers by itself
        self.ledger = []
        self._entries = {}          # the one of each machine

    def configure(self, values, clock):
        unknown = set(values) - SETTINGS
        if unknown:
            raise ValueError("an account has no " + ", ".join(sorted(unknown)))
        if values.get("tier", "PRO") not in TIERS:
            raise ValueError("tier is one of " + ", ".join(TIERS))
        if "balance" in values:
            self.charge(self.balance - float(values["balance"]), "set", "", clock.now())
        for key, value in values.items():
            if key != "balance":
                setattr(self, key, value)

    def models(self):
        return list(self.eligible if self.eligible is not None else ELIGIBLE[self.tier])

    def may_use(self, accelerator):
        return accelerator == "NONE" or accelerator in self.models()

    def lifetime_seconds(self):
        return self.lifetime if self.lifetime is not None else 43200.0 if self.tier == "NONE" else 86400.0

    def units(self):
        return self.balance + (self.free_tokens or 0) / 1000.0

    def charge(self, units, why, endpoint, moment):
        """Paid units go first, then the free allowance."""
        paid = units if units < 0 else min(units, self.balance)
        self.balance -= paid
        if units > paid and self.free_tokens is not None:
            self.free_tokens = max(0.0, self.free_tokens - (units - paid) * 1000.0)
        open_entry = self._entries.get(endpoint) if endpoint else None
        if open_entry:
            open_entry["units"] += units
            open_entry["until"] = moment
        elif units:
            entry = {"at": moment, "until": moment, "why": why, "endpoint": endpoint, "units": units}
            self._entries[endpoint] = entry
            self.ledger.append(entry)

    def refresh_quota(self, moment):
        if self.refill is not None and moment >= self.refill:
            self.free_tokens, self.refill = 12500.0, self.refill + 86400.0

    def state(self):
        plain = {key: getattr(self, key) for key in sorted(SETTINGS)}
        return {"email": self.email, **plain, "ledger": self.ledger}


class Accounts:
    def __init__(self):
        self.all = [Account(1, "tester@example.com", "Test Account"), Account(2, "other@example.com", "Other Account")]

    def get(self, email):
        return next((one for one in self.all if one.email == email), None)

    @property
    def first(self):
        return self.all[0]
