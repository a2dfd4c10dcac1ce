# SPDX-License-Identifier: GPL-3.0-or-later
"""The public API: runtimes, operations, waiting, refusals."""

import time
import unittest
import uuid
from datetime import datetime, timezone

from harness import AUTH, StandinTest, wait_for

CPU = {"variant": "VARIANT_CPU", "accelerator": "NONE", "shape": "SHAPE_STANDARD"}
T4 = {"variant": "VARIANT_GPU", "accelerator": "T4", "shape": "SHAPE_STANDARD"}


class PublicApiTest(StandinTest):
    def api(self, method, path, body=None, **more):
        return self.standin.ask(method, self.standin.endpoints["colab_api"] + path, body, **more)

    def create(self, spec=None, query="", **more):
        body = {"runtimeSpec": spec or CPU, **more}
        return self.api("POST", "/v1beta/runtimes?requestId=%s%s" % (uuid.uuid4(), query), body)

    def finished(self, operation):
        for _ in range(5):
            if operation["done"]:
                return operation
            operation = self.api("GET", "/v1/%s:wait?timeout=60s" % operation["name"]).json
        raise AssertionError("not done: %s" % operation)


class Runtimes(PublicApiTest):
    def test_are_made_by_an_operation_whose_first_wait_is_short(self):
        operation = self.create(T4, version="2025.10").json
        self.assertIs(False, operation["done"])
        self.assertTrue(operation["metadata"]["runtime"].startswith("runtimes/"))
        first = self.api("GET", "/v1/%s:wait?timeout=60s" % operation["name"]).json
        self.assertIs(False, first["done"])
        runtime = self.finished(first)["response"]
        self.assertEqual(T4, runtime["runtimeSpec"])
        self.assertEqual("2025.10", runtime["version"])
        self.assertEqual(operation["metadata"]["runtime"], runtime["name"])
        self.assertEqual({"endpoint", "token", "url", "expireTime"}, set(runtime["connectionInfo"]))
        expires = datetime.strptime(runtime["connectionInfo"]["expireTime"], "%Y-%m-%dT%H:%M:%SZ")
        self.assertAlmostEqual(time.time() + 3600, expires.replace(tzinfo=timezone.utc).timestamp(), delta=10)
        self.assertEqual(200, self.standin.vm(runtime, "GET", "/api/status").status)
        self.assertEqual(200, self.standin.keep_alive(runtime["connectionInfo"]["endpoint"]).status)
        fresh = self.api("GET", "/v1beta/" + runtime["name"]).json
        self.assertNotEqual(runtime["connectionInfo"]["token"], fresh["connectionInfo"]["token"])
        self.assertEqual([runtime["name"]], [r["name"] for r in self.api("GET", "/v1beta/runtimes").json["runtimes"]])
        gone = self.api("DELETE", "/v1beta/" + runtime["name"])
        self.assertEqual((200, b""), (gone.status, gone.body))
        self.assertEqual({}, self.api("GET", "/v1beta/runtimes").json)
        self.assertEqual(404, self.api("GET", "/v1beta/" + runtime["name"]).status)

    def test_expire_time_follows_the_skew_but_not_a_moved_clock(self):
        self.standin.control("/clock", {"advance": 7200})
        self.standin.sign_in()
        name = self.finished(self.create().json)["response"]["name"]
        for skew in (0, 300):
            self.standin.control("/clock", {"skew": skew})
            text = self.api("GET", "/v1beta/" + name).json["connectionInfo"]["expireTime"]
            moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()
            self.assertAlmostEqual(time.time() + 3600 + skew, moment, delta=10)
        self.standin.control("/clock", {"skew": 0})

    def test_of_one_request_are_one(self):
        path = "/v1beta/runtimes?requestId=%s" % uuid.uuid4()
        names = {self.api("POST", path, {"runtimeSpec": CPU}).json["name"] for _ in range(3)}
        self.assertEqual(1, len(names))
        self.finished(self.api("GET", "/v1/" + names.pop()).json)
        self.assertEqual(1, len(self.standin.machines()))

    def test_names_are_the_clients_choice_once(self):
        self.assertEqual("runtimes/mine-1", self.finished(self.create(query="&runtimeId=mine-1").json)["response"]["name"])
        taken = self.create(query="&runtimeId=mine-1").json
        self.assertEqual((True, 6), (taken["done"], taken["error"]["code"]))
        for name in ("Mine", "1a", "a-", "a" * 64):
            self.assertEqual(400, self.create(query="&runtimeId=" + name).status, name)

    def test_are_refused_when_malformed(self):
        for path, body in (("?requestId=" + str(uuid.uuid1()), {"runtimeSpec": CPU}), ("", {}), ("", {"runtimeSpec": 3}),
                           ("", {"runtimeSpec": {**CPU, "variant": "VARIANT_GPU"}}),
                           ("", {"runtimeSpec": CPU, "version": "1999.01"}),
                           ("", {"runtimeSpec": {"variant": "VARIANT_CPU", "accelerator": "NONE"}})):
            answer = self.api("POST", "/v1beta/runtimes" + path, body)
            self.assertEqual((400, "INVALID_ARGUMENT"), (answer.status, answer.json["error"]["status"]), (path, body))

    def test_limits_come_as_errors_of_the_operation(self):
        def reason(**account):
            self.standin.account(**account)
            return self.create(T4).json["error"]["details"][0]["reason"]
        self.assertEqual("TOO_MANY_ACTIVE_RUNTIMES", reason(limit=0))
        self.assertEqual("QUOTA_EXCEEDED_USAGE_TIME", reason(balance=0))
        self.assertEqual("DENYLISTED", reason(denylisted=True))


class MachinesOfTheTunnel(PublicApiTest):
    def test_are_listed_and_released_as_well(self):
        self.standin.assign()
        name = self.api("GET", "/v1beta/runtimes").json["runtimes"][0]["name"]
        self.assertEqual(200, self.api("DELETE", "/v1beta/" + name).status)
        self.assertEqual([], self.standin.machines())


class TheAccount(PublicApiTest):
    def test_has_specs_and_a_tier(self):
        specs = self.api("GET", "/v1beta/runtimespecs").json["runtimeSpecs"]
        eligible = {(s["key"]["accelerator"], s["key"]["shape"]) for s in specs if s.get("eligible")}
        self.assertIn(("T4", "SHAPE_HIGHMEM"), eligible)
        self.assertNotIn(("H100", "SHAPE_STANDARD"), eligible)
        self.assertNotIn("L4", {s["key"]["accelerator"] for s in specs if s["key"]["shape"] == "SHAPE_STANDARD"})
        self.assertEqual({"name": "subscription", "tier": "SUBSCRIPTION_TIER_PRO"}, self.api("GET", "/v1beta/subscription").json)

    def test_may_read_with_the_lesser_scope(self):
        self.standin.sign_in(AUTH + "colaboratory.readonly")
        self.assertEqual(200, self.api("GET", "/v1beta/runtimespecs").status)
        refused = self.create()
        self.assertEqual((403, "PERMISSION_DENIED"), (refused.status, refused.json["error"]["status"]))

    def test_operations_come_in_pages(self):
        for _ in range(2):
            self.finished(self.create().json)
        first = self.api("GET", "/v1/operations?pageSize=1").json
        self.assertEqual(1, len(first["operations"]))
        second = self.api("GET", "/v1/operations?pageSize=1&pageToken=" + first["nextPageToken"]).json
        self.assertNotEqual(first["operations"][0]["name"], second["operations"][0]["name"])
        self.assertEqual(404, self.api("GET", "/v1/operations/nothing").status)


class FaultsOfThePublicApi(PublicApiTest):
    def test_of_access_and_quota(self):
        for what, status, inside in (("api_disabled", 403, b"SERVICE_DISABLED"), ("not_allow_listed", 404, b"NOT_FOUND"),
                                     ("quota_hit", 429, b"RESOURCE_EXHAUSTED"),
                                     ("scope_not_permitted", 403, b"SCOPE_NOT_PERMITTED")):
            self.standin.fault(what)
            answer = self.api("GET", "/v1beta/runtimes")
            self.assertEqual(status, answer.status, what)
            self.assertIn(inside, answer.body)
        self.standin.fault("unimplemented")
        self.assertEqual(501, self.api("GET", "/v1/operations").status)

    def test_of_operations(self):
        self.standin.fault("operation_error", code=9, reason="STOCKOUT", message="none left")
        error = self.create(T4).json["error"]
        self.assertEqual((9, "STOCKOUT"), (error["code"], error["details"][0]["reason"]))
        self.standin.fault("done_at_once")
        self.assertIs(True, self.create().json["done"])
        self.standin.fault("slow_create", seconds=2)
        operation = self.create().json
        self.api("GET", "/v1/%s:wait?timeout=1s" % operation["name"])
        self.assertIs(False, self.api("GET", "/v1/%s:wait?timeout=0.1s" % operation["name"]).json["done"])
        self.standin.fault("early_wait")
        self.assertIs(False, self.api("GET", "/v1/%s:wait?timeout=60s" % operation["name"]).json["done"])
        self.finished(operation)
        self.standin.fault("grant", accelerator="T4")
        spec = {**T4, "accelerator": "A100"}
        self.assertEqual("T4", self.finished(self.create(spec).json)["response"]["runtimeSpec"]["accelerator"])

    def test_of_release_and_list(self):
        name = self.finished(self.create().json)["response"]["name"]
        self.standin.fault("list_without", route="v2.runtimes.get")
        self.assertEqual({}, self.api("GET", "/v1beta/runtimes").json)
        self.standin.fault("unassign_fails")
        self.assertEqual(500, self.api("DELETE", "/v1beta/" + name).status)
        self.standin.fault("delete_with_body")
        self.assertEqual(b"{}", self.api("DELETE", "/v1beta/" + name).body)

    def test_a_lost_reply_leaves_an_operation_that_the_request_finds(self):
        path = "/v1beta/runtimes?requestId=%s" % uuid.uuid4()
        self.standin.fault("lost_reply", route="v2.runtimes.post")
        with self.assertRaises(OSError):
            self.api("POST", path, {"runtimeSpec": CPU})
        self.finished(self.api("POST", path, {"runtimeSpec": CPU}).json)
        wait_for(lambda: len(self.standin.machines()) == 1)


if __name__ == "__main__":
    unittest.main()
