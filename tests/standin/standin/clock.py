# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock by which tokens expire, machines age and units burn; it can be moved without waiting."""

import time
from datetime import datetime, timezone


class Clock:
    def __init__(self):
        self._moved = 0.0
        self._rate = 1.0
        self._since = time.time()
        self.skew = 0.0

    def now(self):
        return self._since + self._moved + (time.time() - self._since) * self._rate

    def advance(self, seconds):
        if seconds < 0:
            raise ValueError("the clock moves forwards only")
        self._moved += seconds

    def set_rate(self, rate):
        """Simulated seconds per real one."""
        if rate <= 0:
            raise ValueError("the rate is above 0")
        now = self.now()
        self._since, self._moved, self._rate = time.time(), now - time.time(), rate

    def shown(self, moment):
        """A moment as a client sees it, whose own clock was not moved: as far from now as here, plus the skew."""
        return time.time() + self.skew + moment - self.now()

    def text(self, moment, digits=0):
        """RFC 3339 in UTC with Z."""
        stamp = datetime.fromtimestamp(self.shown(moment), timezone.utc)
        tail = ".%06d" % stamp.microsecond if digits else ""
        return stamp.strftime("%Y-%m-%dT%H:%M:%S") + tail[:digits + 1] + "Z"

    def state(self):
        return {"now": self.now(), "moved": self.now() - time.time(), "rate": self._rate, "skew": self.skew}
