# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in: the page, codes, tokens, and what is refused."""

import re
import unittest

from harness import AUTH, BASIC, REDIRECT, StandinTest


class SignIn(StandinTest):
    def test_gives_tokens_and_the_long_names_of_scopes(self):
        answer = self.standin.sign_in(BASIC)
        self.assertEqual("Bearer", answer["token_type"])
        self.assertIsInstance(answer["expires_in"], int)
        self.assertIn("refresh_token", answer)
        self.assertIn("id_token", answer)
        self.assertEqual({"openid", AUTH + "userinfo.email", AUTH + "userinfo.profile", AUTH + "colaboratory"},
                         set(answer["scope"].split()))

    def test_shows_a_page_whose_boxes_decide_the_scopes(self):
        page = self.standin.ask("GET", self.standin.authorize_url(auto=None, state="mine"), bearer=False)
        text = page.body.decode()
        self.assertIn('<button id="continue"', text)
        number = re.search(r'name="request" value="([^"]+)"', text).group(1)
        action = re.search(r'action="([^"]+)"', text).group(1)
        fields = "request=%s&account=other@example.com&answer=continue&scope=%suserinfo.email" % (number, AUTH)
        sent = self.standin.ask("POST", action, fields, {"Content-Type": "application/x-www-form-urlencoded"}, bearer=False)
        self.assertEqual(302, sent.status)
        self.assertTrue(sent.headers["Location"].startswith(REDIRECT + "/?state=mine&code="))
        code = re.search(r"code=([^&]+)", sent.headers["Location"]).group(1).replace("%2F", "/")
        tokens = self.standin.exchange(code).json
        self.assertEqual({"openid", AUTH + "userinfo.email"}, set(tokens["scope"].split()))
        info = self.standin.ask("GET", self.standin.endpoints["oauth_tokeninfo"] + "?access_token=" + tokens["access_token"])
        self.assertEqual("other@example.com", info.json["email"])

    def test_refusal_comes_back_as_an_error(self):
        self.assertEqual("access_denied", self.standin.consent(auto="cancel")["error"])

    def test_the_page_refuses_what_is_not_right(self):
        for change, status in (({"client_id": "nobody"}, 401), ({"redirect_uri": "https://example.com"}, 400),
                               ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, 400), ({"response_type": "token"}, 400),
                               ({"scope": AUTH + "everything"}, 400), ({"code_challenge_method": "plain"}, 400),
                               ({"state": ""}, 400)):
            self.assertEqual(status, self.standin.consent(**change).status, change)

    def test_no_refresh_token_without_offline_access_or_at_a_second_consent(self):
        for change in ({"access_type": None}, {"prompt": None}):
            self.assertNotIn("refresh_token", self.standin.exchange(self.standin.consent(**change)["code"]).json)

    def test_granted_scopes_add_up_when_asked_to(self):
        scope = AUTH + "drive.file"
        code = self.standin.consent(scope=scope, include_granted_scopes="true")["code"]
        self.assertIn(AUTH + "colaboratory", self.standin.exchange(code).json["scope"])
        code = self.standin.consent(scope=scope)["code"]
        self.assertEqual(scope, self.standin.exchange(code).json["scope"])


class ACode(StandinTest):
    def refused(self, error, status=400, **fields):
        answer = self.standin.exchange(self.standin.consent()["code"], **fields)
        self.assertEqual((status, error), (answer.status, answer.json["error"]))

    def test_needs_the_same_redirect_verifier_and_client(self):
        self.refused("redirect_uri_mismatch", redirect_uri=REDIRECT + "/")
        self.refused("invalid_grant", code_verifier="w" * 43)
        self.refused("invalid_grant", code_verifier="")
        self.refused("invalid_client", 401, client_secret="no")
        self.refused("invalid_client", 401, client_id="no")
        self.refused("unsupported_grant_type", grant_type="password")

    def test_works_once_and_its_tokens_die_at_a_second_use(self):
        code = self.standin.consent()["code"]
        token = self.standin.exchange(code).json["access_token"]
        self.assertEqual("invalid_grant", self.standin.exchange(code).json["error"])
        self.assertEqual(400, self.standin.ask("GET", self.standin.endpoints["oauth_tokeninfo"] + "?access_token=" + token).status)

    def test_lives_for_a_minute(self):
        code = self.standin.consent()["code"]
        self.standin.control("/clock", {"advance": 61})
        self.assertEqual("invalid_grant", self.standin.exchange(code).json["error"])


class Tokens(StandinTest):
    def refresh(self, token):
        return self.standin.post_token(grant_type="refresh_token", refresh_token=token)

    def test_expire_by_the_clock_and_are_refreshed_without_a_new_refresh_token(self):
        tokens = self.standin.sign_in()
        self.standin.control("/clock", {"advance": 3600})
        self.assertEqual(401, self.standin.tunnel("GET", "/tun/m/assignments").status)
        answer = self.refresh(tokens["refresh_token"])
        self.assertEqual(200, answer.status)
        self.assertNotIn("refresh_token", answer.json)
        self.standin.token = answer.json["access_token"]
        self.assertEqual(200, self.standin.tunnel("GET", "/tun/m/assignments").status)

    def test_die_together_when_revoked(self):
        tokens = self.standin.sign_in()
        self.assertEqual(200, self.standin.form("oauth_revoke", {"token": tokens["refresh_token"]}).status)
        self.assertEqual(401, self.standin.tunnel("GET", "/tun/m/assignments").status)
        self.assertEqual("invalid_grant", self.refresh(tokens["refresh_token"]).json["error"])
        again = self.standin.form("oauth_revoke", {"token": tokens["refresh_token"]})
        self.assertEqual((400, "invalid_token"), (again.status, again.json["error"]))

    def test_of_a_consent_screen_in_testing_last_seven_days(self):
        tokens = self.standin.sign_in()
        self.standin.account(testing=True)
        self.standin.control("/clock", {"advance": 7 * 86400 - 10})
        self.assertEqual(200, self.refresh(tokens["refresh_token"]).status)
        self.standin.control("/clock", {"advance": 20})
        self.assertEqual("invalid_grant", self.refresh(tokens["refresh_token"]).json["error"])

    def test_die_unused_or_when_there_are_too_many(self):
        oldest = self.standin.sign_in()["refresh_token"]
        for _ in range(100):
            self.standin.sign_in()
        self.assertEqual("invalid_grant", self.refresh(oldest).json["error"])
        newest = self.standin.sign_in()["refresh_token"]
        self.standin.control("/clock", {"advance": 184 * 86400})
        self.assertEqual("invalid_grant", self.refresh(newest).json["error"])

    def test_tell_about_themselves(self):
        token = self.standin.sign_in()["access_token"]
        info = self.standin.ask("GET", self.standin.endpoints["oauth_tokeninfo"] + "?access_token=" + token).json
        self.assertIsInstance(info["expires_in"], str)
        self.assertEqual(self.standin.client["client_id"], info["aud"])
        profile = self.standin.ask("GET", self.standin.endpoints["userinfo"]).json
        self.assertEqual(("tester@example.com", "Test Account"), (profile["email"], profile["name"]))
        self.assertEqual(401, self.standin.ask("GET", self.standin.endpoints["userinfo"], bearer=False).status)

    def test_without_the_email_or_colab_scope_do_not_open_the_tunnel(self):
        self.standin.sign_in(AUTH + "colaboratory")
        self.assertEqual(401, self.standin.tunnel("GET", "/tun/m/assignments").status)
        self.standin.sign_in("email")
        answer = self.standin.tunnel("GET", "/tun/m/assignments")
        self.assertEqual(403, answer.status)
        self.assertIn(b"SCOPE_NOT_PERMITTED", answer.body)


class TheCredentialsFile(StandinTest):
    def test_works_at_once(self):
        file = self.standin.file("credentials")
        answer = self.standin.post_token(grant_type="refresh_token", refresh_token=file["refresh_token"])
        self.assertEqual(200, answer.status)
        self.assertEqual(set(file["scopes"]), set(answer.json["scope"].split()))


class FaultsOfSignIn(StandinTest):
    def test_of_the_token_service(self):
        refresh = self.standin.sign_in()["refresh_token"]
        self.standin.fault("invalid_grant", subtype="invalid_rapt")
        answer = self.standin.post_token(grant_type="refresh_token", refresh_token=refresh)
        self.assertEqual(("invalid_grant", "invalid_rapt"), (answer.json["error"], answer.json["error_subtype"]))
        self.standin.fault("invalid_client")
        self.assertEqual(401, self.standin.post_token(grant_type="refresh_token", refresh_token=refresh).status)
        self.standin.fault("expires_in", seconds=7, times=1)
        self.assertEqual(7, self.standin.post_token(grant_type="refresh_token", refresh_token=refresh).json["expires_in"])
        self.standin.fault("rotated_refresh_token")
        rotated = self.standin.post_token(grant_type="refresh_token", refresh_token=refresh).json["refresh_token"]
        self.assertEqual(400, self.standin.post_token(grant_type="refresh_token", refresh_token=refresh).status)
        self.assertEqual(200, self.standin.post_token(grant_type="refresh_token", refresh_token=rotated).status)
        self.standin.fault("no_refresh_token")
        self.assertNotIn("refresh_token", self.standin.sign_in())

    def test_of_the_page(self):
        self.standin.fault("withheld_scopes", scopes=["email"])
        self.assertNotIn("userinfo.email", self.standin.exchange(self.standin.consent()["code"]).json["scope"])
        self.standin.fault("consent_denied")
        self.assertEqual("access_denied", self.standin.consent()["error"])
        self.standin.fault("consent_policy")
        self.assertIn(b"admin_policy_enforced", self.standin.consent().body)
        self.standin.fault("wrong_state")
        self.assertNotEqual("mine", self.standin.consent(state="mine")["state"])
        self.standin.fault("missing_code")
        self.assertNotIn("code", self.standin.consent())

    def test_of_all_tokens(self):
        refresh = self.standin.sign_in()["refresh_token"]
        self.standin.fault("expire_tokens", kind="access")
        self.assertEqual(401, self.standin.tunnel("GET", "/tun/m/assignments").status)
        code = self.standin.consent()["code"]
        self.standin.fault("expire_tokens", kind="code")
        self.assertEqual(400, self.standin.exchange(code).status)
        self.standin.fault("expire_tokens", kind="refresh")
        self.assertEqual(400, self.standin.post_token(grant_type="refresh_token", refresh_token=refresh).status)


if __name__ == "__main__":
    unittest.main()
