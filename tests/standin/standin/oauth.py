# SPDX-License-Identifier: GPL-3.0-or-later
"""Grants, codes and tokens of the accounts: what the token service knows and refuses."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field

GOOGLE = "https://www.googleapis.com/auth/"
EMAIL, PROFILE, COLAB = GOOGLE + "userinfo.email", GOOGLE + "userinfo.profile", GOOGLE + "colaboratory"
COLAB_READ = GOOGLE + "colaboratory.readonly"
DRIVE, DRIVE_FILE, DRIVE_READ = GOOGLE + "drive", GOOGLE + "drive.file", GOOGLE + "drive.readonly"
CLOUD = GOOGLE + "cloud-platform"
STORAGE, STORAGE_READ = GOOGLE + "devstorage.read_write", GOOGLE + "devstorage.read_only"
STORAGE_FULL = GOOGLE + "devstorage.full_control"
KNOWN = {"openid", EMAIL, PROFILE, COLAB, COLAB_READ, DRIVE, DRIVE_FILE, DRIVE_READ, CLOUD, STORAGE, STORAGE_READ,
         STORAGE_FULL}
SHORT = {"email": EMAIL, "profile": PROFILE}
BASIC = {"openid", EMAIL, PROFILE}
CODE_LIFE, TOKEN_LIFE = 60, 3599
TESTING_LIFE, UNUSED_LIFE, LIVE_TOKENS = 7 * 86400, 183 * 86400, 100


def canonical(scopes):
    found = {SHORT.get(scope, scope) for scope in scopes}
    return found | {"openid"} if found & {EMAIL, PROFILE} else found


@dataclass
class Grant:
    account: object
    client: str
    scopes: set
    refresh: str
    created: float
    used: float
    alive: bool = True


@dataclass
class Access:
    token: str
    grant: Grant
    scopes: frozenset
    expires: float

    @property
    def account(self):
        return self.grant.account


@dataclass
class Code:
    account: object
    redirect: str
    challenge: str
    scopes: set
    offline: bool
    expires: float
    used: bool = False
    tokens: list = field(default_factory=list)


class Refused(Exception):
    def __init__(self, status, error, text, subtype=""):
        super().__init__(text)
        self.status, self.error, self.text, self.subtype = status, error, text, subtype


class Oauth:
    def __init__(self, clock, accounts):
        self.clock = clock
        self.accounts = accounts
        self.client_id = "%d-%s.apps.googleusercontent.com" % (secrets.randbelow(9 * 10**11) + 10**11, secrets.token_hex(16))
        self.client_secret = "G" + "OCSPX-" + secrets.token_urlsafe(21)
        self.codes, self.tokens, self.grants = {}, {}, {}

    def new_code(self, account, redirect, challenge, scopes, offline):
        code = "4/0A" + secrets.token_urlsafe(48)
        self.codes[code] = Code(account, redirect, challenge, canonical(scopes), offline, self.clock.now() + CODE_LIFE)
        return code

    def granted_before(self, account):
        """Scopes the account has given this client up to now."""
        return set().union(*(g.scopes for g in self.grants.values() if g.alive and g.account is account))

    def new_grant(self, account, scopes):
        refresh = "1//0" + secrets.token_urlsafe(48)
        grant = Grant(account, self.client_id, set(scopes), refresh, self.clock.now(), self.clock.now())
        alive = [g for g in self.grants.values() if g.alive and g.account is account]
        if len(alive) >= LIVE_TOKENS:
            alive[0].alive = False
        self.grants[refresh] = grant
        return grant

    def new_access(self, grant, seconds=TOKEN_LIFE):
        token = "ya29." + secrets.token_urlsafe(96)
        self.tokens[token] = Access(token, grant, frozenset(grant.scopes), self.clock.now() + seconds)
        grant.used = self.clock.now()
        return self.tokens[token]

    def access(self, token):
        found = self.tokens.get(token)
        return found if found and found.grant.alive and found.expires > self.clock.now() else None

    def check_client(self, client_id, secret):
        if client_id != self.client_id:
            raise Refused(401, "invalid_client", "The OAuth client was not found.")
        if secret != self.client_secret:
            raise Refused(401, "invalid_client", "Unauthorized" if secret else "client_secret is missing.")

    def exchange(self, code, redirect, verifier):
        """(grant, with refresh token?) of a code, which works once."""
        found = self.codes.get(code)
        if found is None:
            raise Refused(400, "invalid_grant", "Malformed auth code.")
        if found.used:
            for grant in found.tokens:
                grant.alive = False
            raise Refused(400, "invalid_grant", "Bad Request")
        if found.expires <= self.clock.now():
            raise Refused(400, "invalid_grant", "Bad Request")
        if redirect != found.redirect:
            raise Refused(400, "redirect_uri_mismatch", "Bad Request")
        if not verifier:
            raise Refused(400, "invalid_grant", "Missing code verifier.")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if not 43 <= len(verifier) <= 128 or digest != found.challenge:
            raise Refused(400, "invalid_grant", "Invalid code verifier.")
        found.used = True
        grant = self.new_grant(found.account, found.scopes)
        found.tokens.append(grant)
        return grant, found.offline

    def refreshed(self, token):
        grant = self.grants.get(token)
        now = self.clock.now()
        if grant and grant.account.testing and grant.scopes - BASIC and now > grant.created + TESTING_LIFE:
            grant.alive = False
        if grant is None or not grant.alive or now > grant.used + UNUSED_LIFE:
            raise Refused(400, "invalid_grant", "Token has been expired or revoked.")
        return grant

    def revoke(self, token):
        grant = self.grants.get(token) or (self.tokens[token].grant if token in self.tokens else None)
        if grant is None or not grant.alive:
            raise Refused(400, "invalid_token", "Token expired or revoked")
        grant.alive = False

    def expire(self, kind="access"):
        """All tokens of a kind, at once."""
        if kind == "access":
            for access in self.tokens.values():
                access.expires = self.clock.now()
        else:
            for grant in self.grants.values():
                grant.alive = False

    def id_token(self, access):
        claims = {"iss": "https://accounts.google.com", "aud": self.client_id, "azp": self.client_id,
                  "sub": access.account.id, "email": access.account.email, "email_verified": True,
                  "iat": int(self.clock.shown(self.clock.now())), "exp": int(self.clock.shown(access.expires))}
        parts = [{"alg": "RS256", "typ": "JWT", "kid": "standin"}, claims]
        text = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
        return ".".join(text + [secrets.token_urlsafe(64)])
