# SPDX-License-Identifier: GPL-3.0-or-later
"""The tunnel host: assignment, listing, release, keep-alive, credentials, balance."""

import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor

from harness import StandinTest, notebook_hash, wait_for


class Assigning(StandinTest):
    def test_asks_for_a_token_first_and_posts_with_it(self):
        nbh = notebook_hash()
        query = {"nbh": nbh, "variant": "GPU", "accelerator": "T4"}
        first = self.standin.tunnel("GET", "/tun/m/assign", query)
        self.assertTrue(first.body.startswith(b")]}'\n"))
        self.assertEqual({"acc": "T4", "nbh": nbh, "p": False, "variant": "GPU"},
                         {k: v for k, v in first.json.items() if k != "token"})
        wrong = self.standin.tunnel("POST", "/tun/m/assign", query, {"X-Goog-Colab-Token": "no"})
        self.assertEqual(403, wrong.status)
        other = {"nbh": notebook_hash(), "variant": "GPU", "accelerator": "T4"}
        bound = self.standin.tunnel("POST", "/tun/m/assign", other, {"X-Goog-Colab-Token": first.json["token"]})
        self.assertEqual(403, bound.status)
        second = self.standin.tunnel("POST", "/tun/m/assign", query, {"X-Goog-Colab-Token": first.json["token"]}).json
        self.assertEqual((1, 0, 4, 5400), (second["variant"], second["machineShape"], second["outcome"], second["fit"]))
        self.assertEqual(3600, second["runtimeProxyInfo"]["tokenExpiresInSeconds"])
        again = self.standin.tunnel("GET", "/tun/m/assign", query).json
        self.assertNotIn("token", again)
        self.assertEqual(second["endpoint"], again["endpoint"])
        self.assertNotEqual(second["runtimeProxyInfo"]["token"], again["runtimeProxyInfo"]["token"])

    def test_makes_one_machine_for_one_key_even_at_once(self):
        nbh = notebook_hash()
        self.standin.account(create_seconds=0.3, limit=1)
        with ThreadPoolExecutor(4) as pool:
            found = {answer.json["endpoint"] for answer in pool.map(lambda _: self.standin.assign(nbh), range(4))}
        self.assertEqual(1, len(found))
        self.assertEqual(1, len(self.standin.machines()))

    def test_takes_both_spellings_of_a_cpu_and_high_memory(self):
        self.assertEqual("NONE", self.standin.assign(accelerator="NONE").json["accelerator"])
        bare = self.standin.twice("/tun/m/assign", {"nbh": notebook_hash()}).json
        self.assertEqual(("NONE", 0), (bare["accelerator"], bare["machineShape"]))
        self.assertEqual(1, self.standin.assign(shape="hm").json["machineShape"])
        self.assertEqual(1, self.standin.assign(accelerator="L4").json["machineShape"])
        self.standin.account(tier="NONE")
        self.assertEqual(0, self.standin.assign(shape="hm").json["machineShape"])

    def test_refuses_what_is_malformed_or_not_sold(self):
        for change in ({"nbh": "short"}, {"accelerator": "P100", "variant": "GPU"}, {"accelerator": "T4", "variant": "TPU"},
                       {"accelerator": "L4", "shape": "hm"}, {"shape": "xl"}, {"runtime_version_label": "1999.01"},
                       {"accelerator": "H100"}):
            self.assertEqual(400, self.standin.assign(**{"nbh": notebook_hash(), **change}).status, change)
        missing = self.standin.ask("GET", self.standin.endpoints["colab"] + "/tun/m/assign?nbh=" + notebook_hash())
        self.assertEqual(400, missing.status)
        self.assertEqual(401, self.standin.tunnel("GET", "/tun/m/assign", {"nbh": notebook_hash()}, bearer=False).status)

    def test_stops_at_the_limit_the_quota_and_the_list_of_the_blocked(self):
        self.standin.account(limit=1)
        self.assertEqual(200, self.standin.assign().status)
        self.assertEqual(412, self.standin.assign().status)
        self.standin.account(balance=0)
        self.assertEqual(2, self.standin.assign().json["outcome"])
        self.standin.account(denylisted=True)
        refused = self.standin.assign().json
        self.assertEqual(5, refused["outcome"])
        self.assertNotIn("endpoint", refused)


class FaultsOfAssigning(StandinTest):
    def test_of_status(self):
        for what, status in (("not_entitled", 400), ("too_many_assignments", 412), ("none_available", 503),
                             ("scope_not_permitted", 403), ("rate_limited", 429)):
            self.standin.fault(what, route="tun.assign.post")
            answer = self.standin.assign()
            self.assertEqual(status, answer.status, what)
            if status == 429:
                self.assertEqual("1", answer.headers["Retry-After"])
        self.assertEqual([], self.standin.machines())

    def test_of_outcome_and_challenge(self):
        for outcome in (1, 2, 5):
            self.standin.fault("outcome", outcome=outcome)
            self.assertEqual(outcome, self.standin.assign().json["outcome"])
        self.standin.fault("recaptcha")
        self.assertIs(True, self.standin.tunnel("GET", "/tun/m/assign", {"nbh": notebook_hash()}).json["p"])

    def test_xsrf_refused_once(self):
        self.standin.fault("xsrf_refused")
        nbh = notebook_hash()
        self.assertEqual(403, self.standin.assign(nbh).status)
        self.assertEqual(200, self.standin.assign(nbh).status)
        token = self.standin.tunnel("GET", "/tun/m/assign", {"nbh": "a" * 44}).json["token"]
        self.standin.fault("expire_tokens", kind="xsrf")
        answer = self.standin.tunnel("POST", "/tun/m/assign", {"nbh": "a" * 44}, {"X-Goog-Colab-Token": token})
        self.assertEqual(403, answer.status)

    def test_lost_reply_leaves_a_machine_that_the_key_finds(self):
        nbh = notebook_hash()
        self.standin.fault("lost_reply", route="tun.assign.post")
        with self.assertRaises(OSError):
            self.standin.assign(nbh)
        self.assertIn("endpoint", self.standin.tunnel("GET", "/tun/m/assign", {"nbh": nbh}).json)
        self.assertEqual(1, len(self.standin.machines()))

    def test_no_reply_at_all_while_the_machine_is_made(self):
        nbh = notebook_hash()
        self.standin.fault("hang", route="tun.assign.post")
        token = self.standin.tunnel("GET", "/tun/m/assign", {"nbh": nbh}).json["token"]
        with self.assertRaises(TimeoutError):
            self.standin.tunnel("POST", "/tun/m/assign", {"nbh": nbh}, {"X-Goog-Colab-Token": token}, timeout=2)
        wait_for(lambda: len(self.standin.machines()) == 1)

    def test_slow_creation_goes_on_without_the_asker(self):
        nbh = notebook_hash()
        self.standin.fault("slow_create", seconds=1)
        token = self.standin.tunnel("GET", "/tun/m/assign", {"nbh": nbh}).json["token"]
        with self.assertRaises(TimeoutError):
            self.standin.tunnel("POST", "/tun/m/assign", {"nbh": nbh}, {"X-Goog-Colab-Token": token}, timeout=0.3)
        wait_for(lambda: len(self.standin.machines()) == 1)

    def test_another_accelerator_is_granted_openly_or_in_silence(self):
        self.standin.fault("grant", accelerator="T4")
        self.assertEqual("T4", self.standin.assign(accelerator="A100").json["accelerator"])
        self.standin.fault("grant", device="Tesla T4")
        machine = self.standin.assign(accelerator="A100").json
        self.assertEqual("A100", machine["accelerator"])
        gpus = self.standin.vm(machine, "GET", "/api/colab/resources").json["gpus"]
        self.assertEqual("Tesla T4", gpus[0]["name"])

    def test_a_reply_with_the_least_fields(self):
        self.standin.fault("bare_success")
        self.assertEqual({"accelerator", "endpoint", "variant", "machineShape", "runtimeProxyInfo"},
                         set(self.standin.assign().json))


class TheList(StandinTest):
    def test_has_integers_and_new_tokens_and_foreign_machines(self):
        self.assertEqual({"assignments": []}, self.standin.tunnel("GET", "/tun/m/assignments").json)
        machine = self.standin.assign(accelerator="T4").json
        self.standin.fault("foreign_machine", accelerator="L4")
        wait_for(lambda: len(self.standin.machines()) == 2)
        items = self.standin.tunnel("GET", "/tun/m/assignments").json["assignments"]
        self.assertEqual([("T4", 1, 0), ("L4", 1, 1)], [(i["accelerator"], i["variant"], i["machineShape"]) for i in items])
        self.assertEqual(200, self.standin.vm(machine, "GET", "/api/status").status)
        self.assertEqual(200, self.standin.vm(items[0], "GET", "/api/status").status)
        self.assertEqual(200, self.standin.vm(items[1], "GET", "/api/status").status)

    def test_can_fail_or_lie_while_machines_live(self):
        self.standin.assign()
        self.standin.fault("internal", route="tun.assignments.get")
        self.assertEqual(500, self.standin.tunnel("GET", "/tun/m/assignments").status)
        self.standin.fault("list_without", route="tun.assignments.get")
        self.assertEqual([], self.standin.tunnel("GET", "/tun/m/assignments").json["assignments"])
        self.assertEqual(1, len(self.standin.tunnel("GET", "/tun/m/assignments").json["assignments"]))


class Releasing(StandinTest):
    def test_is_done_once_and_then_unknown(self):
        endpoint = self.standin.assign().json["endpoint"]
        answer = self.standin.release(endpoint)
        self.assertEqual((204, b""), (answer.status, answer.body))
        self.assertEqual(404, self.standin.release(endpoint).status)
        self.assertEqual("released", self.standin.machines(ended=True)[-1]["reason"])

    def test_fails_three_times(self):
        endpoint = self.standin.assign().json["endpoint"]
        self.standin.fault("unassign_fails", times=3)
        self.assertEqual([500, 500, 500, 204], [self.standin.release(endpoint).status for _ in range(4)])


class KeepAlive(StandinTest):
    def test_needs_its_header_and_moves_the_idle_timer(self):
        endpoint = self.standin.assign().json["endpoint"]
        self.assertEqual(400, self.standin.tunnel("GET", "/tun/m/%s/keep-alive/" % endpoint).status)
        for _ in range(3):
            self.standin.control("/clock", {"advance": 600})
            answer = self.standin.keep_alive(endpoint)
            self.assertEqual((200, b""), (answer.status, answer.body))
        self.assertEqual(3, self.standin.machines()[0]["pings"])
        self.standin.control("/clock", {"advance": 901})
        self.standin.sign_in()
        self.assertEqual(404, self.standin.keep_alive(endpoint).status)
        self.assertEqual("idle", self.standin.machines(ended=True)[-1]["reason"])

    def test_counts_although_no_answer_comes(self):
        endpoint = self.standin.assign().json["endpoint"]
        self.standin.fault("keep_alive_silent")
        with self.assertRaises(TimeoutError):
            self.standin.keep_alive(endpoint, timeout=0.5)
        self.assertEqual(1, self.standin.machines()[0]["pings"])

    def test_is_refused_for_its_scope_or_for_ever(self):
        endpoint = self.standin.assign().json["endpoint"]
        self.standin.fault("keep_alive_scope")
        answer = self.standin.keep_alive(endpoint)
        self.assertEqual(403, answer.status)
        self.assertIn(b"SCOPE_NOT_PERMITTED", answer.body)
        self.standin.fault("keep_alive_gone")
        self.assertEqual(404, self.standin.keep_alive(endpoint).status)
        self.assertEqual(0, self.standin.machines()[0]["pings"])

    def test_does_not_help_beyond_the_longest_life(self):
        self.standin.account(idle=1e9)
        self.standin.assign()
        self.standin.control("/clock", {"advance": 86401})
        self.assertEqual("lifetime", self.standin.machines(ended=True)[-1]["reason"])
        self.standin.account(tier="NONE")
        self.standin.sign_in()
        self.standin.assign()
        self.standin.control("/clock", {"advance": 43201})
        self.assertEqual("lifetime", self.standin.machines(ended=True)[-1]["reason"])


class Credentials(StandinTest):
    def ask(self, endpoint, dry, authtype="dfs_ephemeral"):
        query = {"authtype": authtype, "version": "2", "dryrun": dry, "propagate": "true", "record": "false"}
        return self.standin.twice("/tun/m/credentials-propagation/" + endpoint, query)

    def test_come_after_the_consent_on_a_page(self):
        endpoint = self.standin.assign().json["endpoint"]
        refused = self.ask(endpoint, "true").json
        self.assertIs(False, refused["success"])
        page = refused["unauthorized_redirect_uri"]
        self.assertIn(b"Allow", self.standin.ask("GET", page, bearer=False).body)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(303, self.standin.ask("POST", page, "answer=other", form, bearer=False).status)
        self.assertIs(False, self.ask(endpoint, "true").json["success"])
        end = self.standin.ask("POST", page, "answer=allow", form, bearer=False)
        self.assertIn(b"close this window", self.standin.ask("GET", end.headers["Location"], bearer=False).body)
        self.assertEqual({"success": True}, self.ask(endpoint, "true").json)
        self.assertEqual([], self.standin.machines()[0]["credentials"])
        self.assertEqual({"success": True}, self.ask(endpoint, "false").json)
        self.assertEqual(["dfs_ephemeral"], self.standin.machines()[0]["credentials"])
        self.assertIs(False, self.ask(endpoint, "true", "auth_user_ephemeral").json["success"])

    def test_take_the_token_of_the_dry_run_and_a_form_with_parts(self):
        endpoint = self.standin.assign().json["endpoint"]
        self.standin.fault("consent")
        path = "/tun/m/credentials-propagation/" + endpoint
        query = {"authtype": "dfs_ephemeral", "version": "2", "propagate": "true", "record": "false"}
        token = self.standin.tunnel("GET", path, {**query, "dryrun": "true"}).json["token"]
        body = '--b\r\nContent-Disposition: form-data; name="file_id"\r\n\r\nempty.ipynb\r\n--b--\r\n'
        answer = self.standin.tunnel("POST", path, {**query, "dryrun": "false"}, {
            "X-Goog-Colab-Token": token, "Content-Type": "multipart/form-data; boundary=b"}, body)
        self.assertEqual({"success": True}, answer.json)

    def test_can_be_unsuccessful_for_ever(self):
        endpoint = self.standin.assign().json["endpoint"]
        self.standin.fault("consent")
        self.standin.fault("propagation_fails", match={"dryrun": "false"})
        self.assertIs(True, self.ask(endpoint, "true").json["success"])
        self.assertEqual({"success": False}, self.ask(endpoint, "false").json)
        self.assertEqual(400, self.ask(endpoint, "maybe").status)


class TheRest(StandinTest):
    def test_balance_falls_with_the_hours_of_machines(self):
        machine = self.standin.assign(accelerator="T4").json
        for _ in range(4):
            self.standin.control("/clock", {"advance": 800})
            self.standin.sign_in()
            self.standin.keep_alive(machine["endpoint"])
        info = self.standin.tunnel("GET", "/tun/m/ccu-info").json
        self.assertAlmostEqual(99.049, info["currentBalance"], 1)
        self.assertEqual((1.07, 1), (info["consumptionRateHourly"], info["assignmentsCount"]))
        state = self.standin.control("/account")
        spent = sum(entry["units"] for entry in state["ledger"] if entry["endpoint"] == machine["endpoint"])
        self.assertAlmostEqual(self.standin.machines()[0]["burned"], spent, 3)  # the clock goes on between the questions

    def test_machines_go_when_the_balance_is_spent(self):
        self.standin.account(balance=0.1, idle=1e9)
        self.standin.assign(accelerator="T4")
        self.standin.control("/clock", {"advance": 3600})
        self.assertEqual("balance", self.standin.machines(ended=True)[-1]["reason"])
        self.assertAlmostEqual(0.0, self.standin.control("/account")["balance"], 6)

    def test_sessions_are_listed_through_the_tunnel_with_its_header(self):
        machine = self.standin.assign().json
        body = {"name": "job-17", "path": "job-17", "type": "console", "kernel": {"id": "", "name": "python3"}}
        self.assertEqual(201, self.standin.vm(machine, "POST", "/api/sessions", body).status)
        path = "/tun/m/%s/api/sessions" % machine["endpoint"]
        self.assertEqual(400, self.standin.tunnel("GET", path).status)
        sessions = self.standin.tunnel("GET", path, headers={"X-Colab-Tunnel": "Google"}).json
        self.assertEqual(["job-17"], [session["name"] for session in sessions])

    def test_flags_need_no_login(self):
        answer = self.standin.tunnel("GET", "/vscode/experiment-state", bearer=False).json
        self.assertIn("2026.01", answer["experiments"]["runtime_version_names"])

    def test_addresses_work_without_the_prefix_of_their_host(self):
        root = self.standin.admin.rsplit("/", 1)[0]
        for path in ("/tun/m/assignments?authuser=0", "/v1/user-info", "/v1beta/runtimes", "/drive/v3/files",
                     "/storage/v1/b/standin-bucket/o", "/oauth2/v2/userinfo"):
            self.assertEqual(200, self.standin.ask("GET", root + path).status, path)

    def test_an_unknown_address_is_a_page(self):
        answer = self.standin.tunnel("GET", "/tun/m/nothing/" + uuid.uuid4().hex)
        self.assertEqual((404, "text/html"), (answer.status, answer.headers["Content-Type"]))


if __name__ == "__main__":
    unittest.main()
