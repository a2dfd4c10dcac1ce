# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults of transport on any route, how often they fire, and the other switches."""

import glob
import http.client
import os
import re
import sys
import time
import unittest

from harness import HERE, StandinTest, wait_for

sys.path.insert(0, HERE)
from standin.actions import ACTIONS  # noqa: E402
from standin.fault_kinds import KINDS  # noqa: E402

LIST = "/tun/m/assignments"


class Transport(StandinTest):
    def list(self, **more):
        return self.standin.tunnel("GET", LIST, **more)

    def test_of_status_body_and_headers(self):
        for what, status in (("unavailable", 503), ("internal", 500), ("unauthorized", 401), ("forbidden", 403), ("gone", 410)):
            self.standin.fault(what, route="tun.*")
            self.assertEqual(status, self.list().status)
        self.standin.fault("status", route="tun.*", status=418, body="<b>no</b>", headers={"X-A": "b"})
        answer = self.list()
        self.assertEqual((418, b"<b>no</b>", "b"), (answer.status, answer.body, answer.headers["X-A"]))
        self.standin.fault("rate_limited", route="tun.*", retry_after=7)
        self.assertEqual("7", self.list().headers["Retry-After"])

    def test_of_pages_in_place_of_json(self):
        self.standin.fault("captive_portal", route="*")
        answer = self.list()
        self.assertEqual((200, "text/html"), (answer.status, answer.headers["Content-Type"]))
        self.standin.fault("sign_in_redirect", route="*")
        answer = self.list()
        self.assertEqual(302, answer.status)
        self.assertIn(b"Sign in", self.standin.ask("GET", answer.headers["Location"], bearer=False).body)

    def test_of_connections(self):
        for what in ("drop", "lost_reply"):
            self.standin.fault(what, route="tun.*")
            with self.assertRaises(OSError):
                self.list()
        self.standin.fault("truncate", route="tun.*", bytes=8)
        with self.assertRaises((OSError, http.client.IncompleteRead)):
            self.list()
        self.standin.fault("hang", route="tun.*")
        with self.assertRaises(TimeoutError):
            self.list(timeout=0.3)
        self.standin.fault("delay", route="tun.*", seconds=0.4)
        start = time.monotonic()
        self.assertEqual(200, self.list().status)
        self.assertGreater(time.monotonic() - start, 0.4)

    def test_of_content(self):
        self.standin.assign()
        self.standin.fault("garbage", route="tun.*")
        with self.assertRaises(ValueError):
            self.list().json
        self.standin.fault("without", route="tun.*", keys=["runtimeProxyInfo"])
        self.assertNotIn("runtimeProxyInfo", self.list().json["assignments"][0])
        self.standin.fault("reply", route="tun.*", json={"assignments": "none"})
        self.assertEqual({"assignments": "none"}, self.list().json)
        self.standin.fault("reply", route="tun.*", text="")
        self.assertEqual(b"", self.list().body)
        self.standin.fault("reply", route="tun.*", status=204, text="")
        self.assertEqual(204, self.list().status)
        self.standin.fault("change", route="tun.*", values={"accelerator": "t4", "tokenExpiresInSeconds": "3599.5s"})
        item = self.list().json["assignments"][0]
        self.assertEqual(("t4", "3599.5s"), (item["accelerator"], item["runtimeProxyInfo"]["tokenExpiresInSeconds"]))
        self.standin.fault("huge", route="tun.*", bytes=1 << 20)
        self.assertGreater(len(self.list().body), 1 << 20)
        self.standin.fault("xssi", route="tun.*", on=False)
        self.assertTrue(self.list().body.startswith(b"{"))
        self.standin.fault("xssi", route="gapi.*")
        answer = self.standin.ask("GET", self.standin.endpoints["colab_gapi"] + "/v1/assignments")
        self.assertTrue(answer.body.startswith(b")]}'\n"))


class Rules(StandinTest):
    def statuses(self, count, path=LIST):
        return [self.standin.tunnel("GET", path).status for _ in range(count)]

    def test_fire_after_so_many_and_so_often(self):
        number = self.standin.fault("internal", route="tun.*", after=1, times=2)["id"]
        self.assertEqual([200, 500, 500, 200], self.statuses(4))
        state = next(rule for rule in self.standin.control("/faults") if rule["id"] == number)
        self.assertEqual((0, 2), (state["left"], state["fired"]))

    def test_match_what_the_request_says(self):
        one, two = self.standin.assign().json["endpoint"], self.standin.assign().json["endpoint"]
        self.standin.fault("internal", route="tun.*", endpoint=two, times=0)
        self.assertEqual(200, self.standin.keep_alive(one).status)
        self.assertEqual(500, self.standin.keep_alive(two).status)
        self.assertEqual(1, self.standin.control("/faults/%d" % self.standin.control("/faults")[0]["id"], method="DELETE")["removed"])
        self.assertEqual(200, self.standin.keep_alive(two).status)

    def test_of_chance_repeat_with_their_seed(self):
        def once():
            self.standin.control("/faults", method="DELETE")
            self.standin.fault("internal", route="tun.*", times=-1, probability=0.5, seed=7)
            return self.statuses(20)
        first = once()
        self.assertEqual({200, 500}, set(first))
        self.assertEqual(first, once())

    def test_of_random_kinds_repeat_with_their_seed(self):
        def once():
            self.standin.control("/faults", method="DELETE")
            self.standin.fault("random", route="tun.*", probability=0.5, seed=3, kinds=["internal", "unavailable", "rate_limited"])
            return self.statuses(30)
        first = once()
        self.assertEqual({200, 500, 503, 429}, set(first))
        self.assertEqual(first, once())

    def test_are_seen_in_the_log_of_requests(self):
        before = self.standin.control("/requests")[-1]["n"]
        self.standin.fault("unavailable", route="tun.*")
        self.standin.tunnel("GET", LIST, headers={"X-Colab-Client-Agent": "test"})
        entry = self.standin.control("/requests?since=%d&route=tun." % before)[-1]
        self.assertEqual((503, ["status"], "test"), (entry["status"], entry["faults"], entry["headers"]["X-Colab-Client-Agent"]))


class Gapi(StandinTest):
    def ask(self, path, **more):
        return self.standin.ask("GET", self.standin.endpoints["colab_gapi"] + "/v1/" + path, **more)

    def test_tells_tier_balance_and_the_free_quota(self):
        info = self.ask("user-info").json
        self.assertEqual(("SUBSCRIPTION_TIER_PRO", 100.0), (info["subscriptionTier"], info["paidComputeUnitsBalance"]))
        self.assertIn({"variant": "VARIANT_GPU", "models": ["H100"]}, info["ineligibleAccelerators"])
        self.assertNotIn("assignmentsCount", info)
        now = self.standin.control("/clock")["now"]
        self.standin.account(tier="NONE", balance=0, free_tokens=12500.0, refill=now + 3600)
        self.standin.assign(accelerator="T4")
        info = self.ask("user-info?get_ccu_consumption_info=true").json
        self.assertEqual((1.07, 1), (info["consumptionRateHourly"], info["assignmentsCount"]))
        self.assertIsInstance(info["freeCcuQuotaInfo"]["remainingTokens"], str)
        self.assertAlmostEqual(time.time() + 3600, info["freeCcuQuotaInfo"]["nextRefillTimestampSec"], delta=10)
        self.standin.account(free_tokens=0.0)
        self.standin.control("/clock", {"advance": 3601})
        self.assertGreater(self.standin.control("/account")["free_tokens"], 0)

    def test_lists_with_strings_and_leaves_out_the_key(self):
        self.assertEqual({}, self.ask("assignments").json)
        self.standin.assign(nbh="n" * 44, accelerator="L4")
        found = self.ask("assignments").json["assignments"][0]
        self.assertEqual(("VARIANT_GPU", "SHAPE_HIGH_MEM", "3600s", "2026.01", "n" * 44), (
            found["variant"], found["machineShape"], found["runtimeProxyInfo"]["tokenTtl"], found["runtimeVersionLabel"],
            found["notebookIdHash"]))
        self.standin.fault("list_stripped")
        self.assertNotIn("runtimeProxyInfo", self.ask("assignments").json["assignments"][0])

    def test_is_forbidden_to_some(self):
        for what, status, inside in (("gapi_forbidden", 403, b"USER_PROJECT_DENIED"),
                                     ("gapi_consumer_invalid", 400, b"CONSUMER_INVALID")):
            self.standin.fault(what)
            answer = self.ask("user-info")
            self.assertEqual(status, answer.status)
            self.assertIn(inside, answer.body)
        self.assertEqual(403, self.ask("user-info", headers={"X-Goog-User-Project": "colab"}).status)
        self.assertEqual(401, self.ask("user-info", bearer=False).status)


class TheTable(unittest.TestCase):
    """README.md, the code and the tests name the same faults."""

    def test_is_complete(self):
        with open(os.path.join(HERE, "README.md"), encoding="utf-8") as file:
            rows = re.findall(r"^\| `(\w+)` \|", file.read().split("### On any route", 1)[1], re.M)
        self.assertEqual(sorted([*KINDS, *ACTIONS]), sorted(rows))

    def test_has_a_test_for_every_fault(self):
        text = ""
        for name in glob.glob(os.path.join(HERE, "test_*.py")):
            with open(name, encoding="utf-8") as file:
                text += file.read()
        self.assertEqual([], [name for name in [*KINDS, *ACTIONS] if '"%s"' % name not in text])


class Clock(StandinTest):
    def test_can_run_faster(self):
        self.standin.control("/clock", {"rate": 3600})
        before = self.standin.control("/clock")["now"]
        wait_for(lambda: self.standin.control("/clock")["now"] - before > 600)
        self.standin.control("/clock", {"rate": 1})
        after = self.standin.control("/clock")["now"]
        self.assertGreaterEqual(after, before + 600)
        self.assertRaises(RuntimeError, self.standin.control, "/clock", {"advance": -1})


if __name__ == "__main__":
    unittest.main()
