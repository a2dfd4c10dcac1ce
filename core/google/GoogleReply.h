// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/HttpClient.h"

namespace cc::google {

// Google puts ")]}'" and a newline before JSON that a web page may read; what comes after it is the JSON.
QByteArray withoutPrefix(const QByteArray& body);

// The reply as JSON, or a typed error: AccountSignInNeeded (401), AccountScopeMissing, AccountApiDisabled (service,
// project), AccountStorageFull, AccountQuota (limit), ProviderRateLimited (retryAfter), AccountForbidden (reason), and
// what net::jsonOf() says: NetHttpStatus, NetBadReply (sort: "html" or "redirect" when a page came instead).
// An empty body is null.
Result<Json> googleJson(const net::HttpReply& reply, const QUrl& url);

// The machine-readable word in an error reply: details[].reason, errors[0].reason, else error.status; empty: none.
QString reasonOf(const net::HttpReply& reply);

// May the same request succeed later, as it is?
bool isPassing(const Error& error);

// Numbers as JSON numbers or as text ("12500", "3600s" for a duration).
std::optional<double> numberIn(const Json& json, const char* member);

}  // namespace cc::google
