# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of faults that wait for a request or a frame. README.md explains each."""

from dataclasses import dataclass, field


@dataclass
class Kind:
    name: str
    route: str = ""                              # globs, space separated; "": the rule names one
    becomes: str = ""                            # a kind of transport fault with given parameters
    params: dict = field(default_factory=dict)
    takes: tuple = ()                            # parameters without a default
    lasting: bool = False                        # until removed, not once


def _status(name, status, route="", **params):
    return Kind(name, route, "status", {"status": status, **params}, ("body", "headers", "reason", "message", "retry_after"))


SCOPE = {"reason": "SCOPE_NOT_PERMITTED", "message": "Request had insufficient authentication scopes."}
ASSIGN_POST = "tun.assign.post"
V2_CREATE = "v2.runtimes.post"
KEEP_ALIVE = "tun.keep-alive.get"
UPLOADS = "drive.session.put storage.session.put"

_ALL = [
    # Transport: any route.
    Kind("status", params={"status": 500}, takes=("body", "headers", "reason", "message", "retry_after")),
    _status("unavailable", 503),
    _status("internal", 500),
    _status("unauthorized", 401),
    _status("forbidden", 403),
    _status("gone", 410),
    Kind("rate_limited", "", "status", {"status": 429, "reason": "rateLimitExceeded", "retry_after": 1},
         ("body", "headers", "message")),
    Kind("delay", params={"seconds": 1.0}),
    Kind("drop"),
    Kind("lost_reply"),
    Kind("hang"),
    Kind("truncate", params={"bytes": 10}),
    Kind("captive_portal"),
    Kind("sign_in_redirect"),
    Kind("garbage"),
    Kind("reply", takes=("json", "text", "status")),
    Kind("change", takes=("values",)),
    Kind("without", takes=("keys",)),
    Kind("xssi", params={"on": True}, lasting=True),
    Kind("huge", params={"bytes": 64 << 20}),
    Kind("random", lasting=True, params={}),
    # Sign-in.
    Kind("invalid_grant", "oauth.token.post", params={"subtype": "", "description": "Token has been expired or revoked."}),
    Kind("invalid_client", "oauth.token.post"),
    Kind("expires_in", "oauth.token.post", params={"seconds": 30}, lasting=True),
    Kind("no_refresh_token", "oauth.token.post"),
    Kind("rotated_refresh_token", "oauth.token.post"),
    Kind("withheld_scopes", "oauth.consent.*", takes=("scopes",)),
    Kind("consent_denied", "oauth.consent.*"),
    Kind("consent_policy", "oauth.consent.*", params={"error": "admin_policy_enforced"}),
    Kind("wrong_state", "oauth.consent.*"),
    Kind("missing_code", "oauth.consent.*"),
    # Assignment.
    _status("not_entitled", 400, "tun.assign.*", message="Requested accelerator is not available to this account."),
    _status("scope_not_permitted", 403, "tun.* gapi.* v2.*", **SCOPE),
    _status("too_many_assignments", 412, ASSIGN_POST, message="Precondition Failed"),
    _status("none_available", 503, ASSIGN_POST, message="No backend of this kind is available."),
    Kind("xsrf_refused", "tun.*.post"),
    Kind("recaptcha", "tun.assign.get"),
    Kind("outcome", ASSIGN_POST, params={"outcome": 2}),
    Kind("grant", ASSIGN_POST + " " + V2_CREATE, takes=("accelerator", "device", "high_mem")),
    Kind("bare_success", ASSIGN_POST),
    Kind("slow_create", ASSIGN_POST + " " + V2_CREATE, params={"seconds": 5.0}),
    # Listing, keep-alive, release, propagation.
    Kind("list_without", "tun.assignments.get gapi.assignments.get v2.runtimes.get"),
    Kind("list_stripped", "gapi.assignments.get"),
    Kind("keep_alive_silent", KEEP_ALIVE, "hang"),
    _status("keep_alive_scope", 403, KEEP_ALIVE, **SCOPE),
    _status("keep_alive_gone", 404, KEEP_ALIVE),
    _status("unassign_fails", 500, "tun.unassign.post v2.runtime.delete"),
    _status("gapi_forbidden", 403, "gapi.*", reason="USER_PROJECT_DENIED",
            message="Caller does not have required permission to use project."),
    _status("gapi_consumer_invalid", 400, "gapi.*", reason="CONSUMER_INVALID", message="Consumer is invalid."),
    Kind("propagation_fails", "tun.credentials-propagation.post"),
    # Public API.
    _status("api_disabled", 403, "v2.*", reason="SERVICE_DISABLED", message="The API has not been used in this project."),
    _status("not_allow_listed", 404, "v2.*", reason="NOT_FOUND", message="Method not found."),
    _status("unimplemented", 501, "v2.operations.get v2.operation.wait", reason="UNIMPLEMENTED", message="Not implemented."),
    _status("quota_hit", 429, "v2.*", reason="RESOURCE_EXHAUSTED", message="Quota exceeded for requests per minute."),
    Kind("operation_error", V2_CREATE, params={"code": 9, "reason": "TOO_MANY_ACTIVE_RUNTIMES"}, takes=("message",)),
    Kind("done_at_once", V2_CREATE),
    Kind("early_wait", "v2.operation.wait"),
    Kind("delete_with_body", "v2.runtime.delete"),
    # The machine behind its proxy.
    Kind("token_refused", "proxy.*", params={"status": 404}),
    Kind("drop_frame", "frame.out.*", lasting=True),
    Kind("delay_frame", "frame.*", params={"seconds": 1.0}),
    Kind("close_socket", "frame.*", params={"code": 1006}),
    Kind("socket_refused", "proxy.channels.get", "status", {"status": 404}),
    # Files.
    Kind("partial_store", UPLOADS, params={"bytes": 262144}),
    Kind("no_range", UPLOADS),
    Kind("break_upload", UPLOADS, params={"bytes": 1 << 20}),
    _status("session_expired", 404, UPLOADS),
    _status("upload_quota", 403, "drive.*", reason="storageQuotaExceeded", message="The user's Drive storage quota has been exceeded."),
    _status("user_rate", 403, "drive.*", reason="userRateLimitExceeded", message="User rate limit exceeded."),
    _status("daily_limit", 403, "drive.*", reason="dailyLimitExceeded", message="Daily limit exceeded."),
    _status("drive_disabled", 403, "drive.*", reason="accessNotConfigured", message="The API is not enabled in this project."),
    _status("abusive_file", 403, "drive.file.get", reason="cannotDownloadAbusiveFile", message="This file was found abusive."),
    _status("billing", 403, "storage.*", reason="accountDisabled", message="The billing account is disabled."),
    Kind("corrupt", UPLOADS + " drive.multipart.post storage.simple.post"),
    Kind("corrupt_download", "drive.file.get storage.object.get"),
    Kind("cut_download", "drive.file.get storage.object.get", params={"bytes": 1024}),
    Kind("ignore_range", "drive.file.get storage.object.get"),
]

KINDS = {kind.name: kind for kind in _ALL}
TRANSPORT = {"status", "unavailable", "internal", "unauthorized", "rate_limited", "delay", "drop", "lost_reply", "hang",
             "truncate", "captive_portal", "sign_in_redirect", "garbage"}
