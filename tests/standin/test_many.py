# SPDX-License-Identifier: GPL-3.0-or-later
"""Several machines at once in bad weather: each is found again, released, and accounted for."""

import asyncio
import http.client
import unittest

from harness import StandinTest, alive, notebook_hash, wait_for

AT_ONCE, ROUNDS, TRIES = 5, 2, 40
BROKEN = (OSError, http.client.HTTPException)


class Many(StandinTest):
    def again(self, ask, *good):
        """Asks until one of the good statuses comes."""
        for _ in range(TRIES):
            try:
                answer = ask()
            except BROKEN:
                continue
            if answer.status in good:
                return answer
        raise AssertionError("never one of %s" % (good,))

    async def job(self, number):
        standin = self.standin
        nbh = notebook_hash()
        machine = (await asyncio.to_thread(self.again, lambda: standin.assign(nbh), 200)).json
        kernel = await asyncio.to_thread(
            self.again, lambda: standin.vm(machine, "POST", "/api/kernels", {"name": "python3"}), 201)
        channels = await standin.channels(machine, kernel.json["id"])
        text, reply = await channels.run("print(%d * 2)" % number)
        self.assertEqual((str(number * 2) + "\n", "ok"), (text, reply["status"]))
        await asyncio.to_thread(self.again, lambda: standin.release(machine["endpoint"]), 204, 404)
        return machine["endpoint"]

    async def test_jobs_end_once_and_leave_nothing(self):
        self.standin.fault("random", route="tun.* proxy.kernels.*", probability=0.15, seed=11,
                           kinds=["unavailable", "internal", "lost_reply", "drop", "rate_limited"])
        before = len(self.standin.control("/account")["ledger"])
        used = []
        for start in range(0, AT_ONCE * ROUNDS, AT_ONCE):
            used += await asyncio.gather(*(self.job(start + one) for one in range(AT_ONCE)))
        self.assertEqual(AT_ONCE * ROUNDS, len(set(used)))
        self.assertEqual([], self.standin.machines())
        ended = [m for m in self.standin.machines(ended=True) if m["endpoint"] in used]
        wait_for(lambda: not any(alive(machine["pid"]) for machine in ended), what="the end of the machines")
        account = self.standin.control("/account")
        entries = [e for e in account["ledger"][before:] if e["why"] == "machine"]
        self.assertEqual(sorted(used), sorted(e["endpoint"] for e in entries))
        self.assertAlmostEqual(sum(m["burned"] for m in ended), sum(e["units"] for e in entries), 9)
        self.assertAlmostEqual(100.0 - sum(e["units"] for e in entries), account["balance"], 9)


if __name__ == "__main__":
    unittest.main()
