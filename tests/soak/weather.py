# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad weather for a program on the Colab stand-in: a seeded stream of faults."""

import collections
import json
import random
import urllib.error

ASKING = "tun.*.get gapi.* v2.*.get"  # nothing that makes or changes
MAKING = "tun.assign.post v2.runtimes.post"
RELEASE = "tun.unassign.* v2.runtime.delete"
LISTS = "gapi.assignments.get tun.assignments.get gapi.runtime-proxy-token.get v2.runtimes.get v2.runtime.get"


class Weather:
    """One fault at a time, by chance; the same ones for the same seed, as far as the machines are the same."""

    def __init__(self, standin, home, seed):
        self.standin, self.home, self.rng = standin, home, random.Random(seed)
        self.count = collections.Counter()
        kinds = {self.machine_dies: 3, self.tokens_expire: 4, self.proxy_forgets: 4, self.sockets_close: 4,
                 self.too_often: 3, self.scarce: 0.3, self.services_fail: 5, self.making_is_unclear: 5, self.slow: 2,
                 self.release_fails: 3, self.lists_fail: 3, self.list_lies: 0.5, self.portal: 4, self.ping_refused: 3,
                 self.ping_silent: 1, self.handshake_refused: 2, self.moves: 2, self.kernel_dies: 1, self.drizzle: 1}
        self.kinds, self.weights = list(kinds), list(kinds.values())

    def blow(self):
        kind = self.rng.choices(self.kinds, self.weights)[0]
        faults = kind()
        if not faults:
            return
        self.count[kind.__name__] += 1
        for fault in faults if isinstance(faults, list) else [faults]:
            try:
                self.standin.control("/faults", fault)
            except urllib.error.HTTPError as error:  # the machine has just ended
                if error.code != 400 or "endpoint" not in fault:
                    raise

    def live(self):
        found = [machine["endpoint"] for machine in self.standin.machines()]
        return self.rng.choice(sorted(found)) if found else None

    def on_machine(self, what, **more):
        endpoint = self.live()
        return endpoint and {"what": what, "endpoint": endpoint, **more}

    def machine_dies(self):
        return self.on_machine("kill_vm")

    def tokens_expire(self):
        return {"what": "expire_tokens", "kind": self.rng.choice(["access", "xsrf"])}

    def proxy_forgets(self):
        endpoint = self.live()
        return endpoint and [{"what": "expire_tokens", "kind": "proxy", "endpoint": endpoint,
                              "status": self.rng.choice([401, 404])},
                             {"what": "close_sockets", "endpoint": endpoint, "code": 1006}]

    def sockets_close(self):
        return self.on_machine("close_sockets", code=self.rng.choice([1000, 1006, 1011]))

    def too_often(self):
        return {"what": "rate_limited", "route": self.rng.choice([ASKING, RELEASE, "proxy.*"]),
                "retry_after": self.rng.choice([1, 2]), "times": self.rng.randint(1, 4)}

    def scarce(self):
        what = self.rng.choice(["none_available", "too_many", "rate_limited"])
        if what != "too_many":
            return {"what": what, "route": MAKING}
        return [{"what": "too_many_assignments"},  # the one interface says it at once, the other when it is done
                {"what": "operation_error", "code": 9, "reason": "TOO_MANY_ACTIVE_RUNTIMES"}]

    def services_fail(self):
        return {"what": self.rng.choice(["unavailable", "internal", "drop", "truncate", "garbage"]),
                "route": self.rng.choice([ASKING, "proxy.*", RELEASE, "oauth.token.post"]),
                "times": self.rng.randint(1, 4)}

    def making_is_unclear(self):
        return {"what": self.rng.choice(["lost_reply", "truncate", "drop", "internal", "garbage", "captive_portal"]),
                "route": MAKING}

    def slow(self):
        return {"what": "slow_create", "seconds": self.rng.uniform(1, 6)}

    def release_fails(self):
        return {"what": "unassign_fails", "times": self.rng.randint(1, 3)}

    def lists_fail(self):
        return {"what": self.rng.choice(["unavailable", "drop", "garbage"]), "route": LISTS, "times": self.rng.randint(1, 6)}

    def list_lies(self):
        return {"what": "list_without"}

    def portal(self):
        return {"what": self.rng.choice(["captive_portal", "sign_in_redirect"]), "times": self.rng.randint(1, 3),
                "route": self.rng.choice([ASKING, "proxy.*", RELEASE, "oauth.token.post", "tun.assign.get"])}

    def ping_refused(self):
        # Before a machine is in use, a token that cannot keep it is a reason to let it go and to fail.
        used = self.home.rows("SELECT endpoint FROM leases WHERE state = 'active'")
        names = [json.loads(row["endpoint"])["machine"]["endpoint"] for row in used]
        return names and {"what": "keep_alive_scope", "endpoint": self.rng.choice(sorted(names)), "times": 2}

    def ping_silent(self):
        return {"what": "keep_alive_silent"}

    def handshake_refused(self):
        return {"what": "socket_refused", "status": self.rng.choice([401, 404, 503]), "times": self.rng.randint(1, 4)}

    def moves(self):
        return self.on_machine("new_address")

    def kernel_dies(self):
        return self.on_machine("kill_kernel")

    def drizzle(self):
        return {"what": "random", "route": "*", "times": 10, "probability": 0.05, "seed": self.rng.randrange(1 << 30)}
