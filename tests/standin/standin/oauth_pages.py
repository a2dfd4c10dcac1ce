# SPDX-License-Identifier: GPL-3.0-or-later
"""The sign-in page with its check boxes, and the token, revocation, introspection and profile services."""

import html
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

from tornado import web

from . import oauth
from .api import Api
from .oauth import Refused, canonical

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sign in - Google Accounts</title></head>
<body><h1>An app wants access to your Google Account</h1><form method="post" action="{action}">
<input type="hidden" name="request" value="{request}">
<p><label>Account <select name="account" id="account">{accounts}</select></label></p>
<fieldset><legend>Select what the app can access</legend>{scopes}</fieldset>
<p><button id="continue" name="answer" value="continue">Continue</button>
<button id="cancel" name="answer" value="cancel">Cancel</button></p></form></body></html>"""
ERROR_PAGE = """<!DOCTYPE html><html lang="en"><head><title>Error {status}</title></head><body><h1>Access blocked</h1>
<p id="error">Error {status}: {error}</p><p>{text}</p></body></html>"""


class Page(Api):
    def page_error(self, status, error, text):
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(ERROR_PAGE.format(status=status, error=html.escape(error), text=html.escape(text)))
        raise web.Finish()


class Authorize(Page):
    name = "oauth.authorize"

    async def get(self, **_):
        asked = {key: values[-1] for key, values in parse_qs(self.request.query, keep_blank_values=True).items()}
        self.check(asked)
        account = self.world.accounts.get(asked.get("login_hint", "")) or self.world.accounts.first
        mode = asked.get("auto") or account.auto_consent
        number = secrets.token_urlsafe(16)
        self.world.consents[number] = asked
        if mode:
            self.redirect(self.world.base + "/accounts/decide?" + urlencode(
                {"request": number, "account": account.email, "answer": mode, "all": "1"}))
            return
        boxes = "".join('<p><label><input type="checkbox" name="scope" value="{0}" checked> {0}</label></p>'
                        .format(html.escape(scope)) for scope in sorted(canonical(asked["scope"].split())))
        names = [a.email for a in self.world.accounts.all]
        options = "".join('<option%s>%s</option>' % (" selected" if n == account.email else "", n) for n in names)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        await self.finish(PAGE.format(action=self.world.base + "/accounts/decide", request=number, accounts=options,
                                      scopes=boxes))

    def check(self, asked):
        target = urlsplit(asked.get("redirect_uri", ""))
        if asked.get("client_id") != self.world.oauth.client_id:
            self.page_error(401, "invalid_client", "The OAuth client was not found.")
        if target.scheme != "http" or target.hostname not in ("127.0.0.1", "localhost", "::1") or target.query \
                or target.fragment:
            self.page_error(400, "redirect_uri_mismatch", "The redirect URI is not registered for this client.")
        if asked.get("response_type") != "code":
            self.page_error(400, "invalid_request", "Required parameter is missing: response_type")
        scopes = asked.get("scope", "").split()
        if not scopes or canonical(scopes) - oauth.KNOWN:
            self.page_error(400, "invalid_scope", "Some requested scopes were invalid.")
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            self.page_error(400, "invalid_request", "A code challenge of method S256 is needed.")
        if not asked.get("state"):
            self.page_error(400, "invalid_request", "The stand-in insists on a state.")


class Decide(Page):
    name = "oauth.consent"

    def answered(self):
        return self.get_argument("answer", "cancel")

    async def get(self):
        await self.post()

    async def post(self):
        asked = self.world.consents.pop(self.get_argument("request", ""), None)
        account = self.world.accounts.get(self.get_argument("account", ""))
        if asked is None or account is None:
            self.page_error(400, "invalid_request", "This page is out of date.")
        if self.fault("consent_policy"):
            self.page_error(400, self.fault("consent_policy")["error"], "Ask the administrator of your organisation.")
        query = {"state": asked["state"]}
        if self.fault("wrong_state"):
            query["state"] = secrets.token_urlsafe(16)
        if self.answered() != "continue" or self.fault("consent_denied"):
            query["error"] = "access_denied"
        else:
            granted = self.granted(asked, account)
            offline = asked.get("access_type") == "offline" and (
                asked.get("prompt") == "consent" or not self.world.oauth.granted_before(account))
            code = self.world.oauth.new_code(account, asked["redirect_uri"], asked["code_challenge"], granted, offline)
            query.update(code=code, scope=" ".join(sorted(granted)), authuser="0", prompt=asked.get("prompt", "none"))
            if self.fault("missing_code"):
                del query["code"]
        self.redirect(asked["redirect_uri"] + ("" if urlsplit(asked["redirect_uri"]).path else "/") + "?" + urlencode(query))

    def granted(self, asked, account):
        wanted = canonical(asked["scope"].split())
        if not self.get_argument("all", ""):
            wanted &= set(self.get_arguments("scope"))
        if self.fault("withheld_scopes"):
            wanted -= canonical(self.fault("withheld_scopes").get("scopes", []))
        if asked.get("include_granted_scopes") == "true":
            wanted |= self.world.oauth.granted_before(account)
        return wanted


class SignIn(Page):
    """Where a request without a login is sent: a page, not JSON."""
    name = "oauth.signin"

    async def get(self):
        self.set_header("Content-Type", "text/html; charset=utf-8")
        await self.finish("<!DOCTYPE html><html><head><title>Sign in - Google Accounts</title></head>"
                          "<body><h1>Sign in</h1></body></html>")


class Token(Api):
    name = "oauth.token"
    form = "oauth"

    def refuse(self, refused):
        self.set_status(refused.status)
        body = {"error": refused.error, "error_description": refused.text}
        if refused.subtype:
            body["error_subtype"] = refused.subtype
        self.finish(body)
        raise web.Finish()

    def field(self, name):
        return self.get_body_argument(name, "", strip=False)

    async def post(self):
        if not self.request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            self.refuse(Refused(400, "invalid_request", "Form fields are expected."))
        service = self.world.oauth
        try:
            if self.fault("invalid_client"):
                raise Refused(401, "invalid_client", "The OAuth client was not found.")
            service.check_client(self.field("client_id"), self.field("client_secret"))
            if self.fault("invalid_grant"):
                fault = self.fault("invalid_grant")
                raise Refused(400, "invalid_grant", fault["description"], fault["subtype"])
            kind = self.field("grant_type")
            if kind == "authorization_code":
                grant, fresh = service.exchange(self.field("code"), self.field("redirect_uri"), self.field("code_verifier"))
            elif kind == "refresh_token":
                grant, fresh = service.refreshed(self.field("refresh_token")), False
            else:
                raise Refused(400, "unsupported_grant_type", "Invalid grant_type: " + kind)
        except Refused as refused:
            self.refuse(refused)
        await self.hand_out(grant, fresh)

    async def hand_out(self, grant, fresh):
        if self.fault("rotated_refresh_token"):
            grant.alive, fresh = False, True
            grant = self.world.oauth.new_grant(grant.account, grant.scopes)
        seconds = int(self.fault("expires_in")["seconds"]) if self.fault("expires_in") else oauth.TOKEN_LIFE
        access = self.world.oauth.new_access(grant, seconds)
        body = {"access_token": access.token, "expires_in": seconds, "token_type": "Bearer",
                "scope": " ".join(sorted(grant.scopes))}
        if fresh and not self.fault("no_refresh_token"):
            body["refresh_token"] = grant.refresh
        if "openid" in grant.scopes:
            body["id_token"] = self.world.oauth.id_token(access)
        await self.reply(body)


class Revoke(Api):
    name = "oauth.revoke"
    form = "oauth"

    async def post(self):
        try:
            self.world.oauth.revoke(self.get_argument("token", ""))
        except Refused as refused:
            self.fail(refused.status, refused.text, refused.error)
        await self.reply({})


class TokenInfo(Api):
    name = "oauth.tokeninfo"
    form = "oauth"

    async def get(self):
        access = self.world.oauth.access(self.get_argument("access_token", ""))
        if access is None:
            self.fail(400, "Invalid Value", "invalid_token")
        now = self.world.clock.now()
        body = {"azp": self.world.oauth.client_id, "aud": self.world.oauth.client_id, "sub": access.account.id,
                "scope": " ".join(sorted(access.scopes)), "exp": str(int(self.world.clock.shown(access.expires))),
                "expires_in": str(int(access.expires - now)), "access_type": "offline"}
        if oauth.EMAIL in access.scopes:
            body.update(email=access.account.email, email_verified="true")
        await self.reply(body)


class UserInfo(Api):
    name = "oauth.userinfo"

    async def get(self):
        access = self.signed_in(oauth.EMAIL, oauth.PROFILE)
        body = {"id": access.account.id}
        if oauth.EMAIL in access.scopes:
            body.update(email=access.account.email, verified_email=True)
        if oauth.PROFILE in access.scopes:
            body.update(name=access.account.name, picture=self.world.base + "/accounts/picture.png")
        await self.reply(body)


ROUTES = [
    (r"(?:/accounts)?/o/oauth2/v2/auth", Authorize), (r"(?:/accounts)?/o/oauth2/auth", Authorize),
    (r"/accounts/decide", Decide), (r"/accounts/signin", SignIn),
    (r"(?:/oauth2)?/token", Token), (r"(?:/oauth2)?/revoke", Revoke), (r"(?:/oauth2)?/tokeninfo", TokenInfo),
    (r"(?:/www)?/oauth2/v2/userinfo", UserInfo),
]
