# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that make requests and frames go wrong: which ones, after how many, how often, and what happens."""

import fnmatch
import itertools
import random

from .fault_kinds import KINDS, TRANSPORT

FOREVER = -1
OWN_KEYS = {"what", "route", "times", "after", "probability", "seed", "match", "endpoint", "kinds"}


class Rule:
    def __init__(self, number, spec):
        self.id = number
        self.spec = dict(spec)
        self.what = spec.get("what")
        if self.what not in KINDS:
            raise ValueError("no fault named %r" % (self.what,))
        kind = KINDS[self.what]
        self.becomes = kind.becomes
        self.params = {**kind.params, **{k: v for k, v in spec.items() if k not in OWN_KEYS}}
        unknown = set(self.params) - set(kind.params) - set(kind.takes)
        if unknown:
            raise ValueError("%s takes no %s" % (self.what, ", ".join(sorted(unknown))))
        self.route = spec.get("route", kind.route)
        if not self.route:
            raise ValueError("%s needs a route" % self.what)
        self.match = dict(spec.get("match", {}))
        if "endpoint" in spec:
            self.match["endpoint"] = spec["endpoint"]
        self.after = int(spec.get("after", 0))
        self.left = int(spec.get("times", FOREVER if kind.lasting else 1)) or FOREVER
        self.probability = float(spec.get("probability", 1.0))
        self.random = random.Random(spec.get("seed", number))
        self.kinds = list(spec.get("kinds", ["unavailable", "internal", "lost_reply", "drop", "delay"]))
        if self.what == "random" and set(self.kinds) - set(TRANSPORT):
            raise ValueError("random takes these kinds: " + ", ".join(sorted(TRANSPORT)))
        self.fired = 0

    def fires(self, route, facts):
        if self.left == 0 or not any(fnmatch.fnmatchcase(route, one) for one in self.route.split()):
            return False
        if not all(fnmatch.fnmatchcase(str(facts.get(key, "")), str(value)) for key, value in self.match.items()):
            return False
        if self.probability < 1.0 and self.random.random() >= self.probability:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.left > 0:
            self.left -= 1
        self.fired += 1
        return True

    def effect(self):
        """(name the handlers ask for, its parameters)"""
        if self.what != "random":
            return self.becomes or self.what, self.params
        kind = KINDS[self.random.choice(self.kinds)]
        return kind.becomes or kind.name, kind.params

    def state(self):
        return {"id": self.id, **self.spec, "left": self.left, "fired": self.fired}


class Faults:
    def __init__(self):
        self.rules = []
        self._numbers = itertools.count(1)

    def add(self, spec):
        rule = Rule(next(self._numbers), spec)
        self.rules.append(rule)
        return rule.id

    def remove(self, number=None):
        before = len(self.rules)
        self.rules = [] if number is None else [rule for rule in self.rules if rule.id != number]
        return before - len(self.rules)

    def firing(self, route, facts):
        """What befalls this request or frame, by name. Asking uses the rules up."""
        found = {}
        for rule in self.rules:
            if rule.fires(route, facts):
                name, params = rule.effect()
                found.setdefault(name, {"fault": name, **params})
        return found

    def state(self):
        return [rule.state() for rule in self.rules]
