// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/ColabTypes.h"
#include "google/GoogleReply.h"

namespace cc::google {

// What Colab's hosts answer, in our types. NetBadReply (member) when something without which nothing works is missing;
// tokens are remembered by the Redactor.

// Of GET and POST assign, when it describes a machine. AccountQuota, AccountBlocked by its outcome.
Result<Assignment> assignmentFrom(const Json& json, const RuntimeSpec& wanted, EpochMs now);
// Lists of the tunnel and of gapi: an entry without an endpoint is left out.
Result<std::vector<ColabRuntime>> assignmentsFrom(const Json& json, EpochMs now);
// token, ttl and address into runtime; false when they are not all there.
bool readProxy(const Json& info, EpochMs now, ColabRuntime* runtime);
ColabAccount accountFrom(const Json& userInfo);
// Of the public generation. serverNow: the reply's Date, so that its absolute times fit our clock.
Result<ColabRuntime> publicRuntimeFrom(const Json& json, EpochMs now, EpochMs serverNow);
EpochMs dateOf(const net::HttpReply& reply, EpochMs fallback);
std::vector<EligibleSpec> publicSpecsFrom(const Json& json);
MachineResources resourcesFrom(const Json& json);

// A refused assign (status not 2xx): ProviderRefused (400 with an accelerator), AccountTooManyRuntimes (412),
// ProviderNothingAvailable (503), else what googleJson() makes of it.
Error assignError(const net::HttpReply& reply, const QUrl& url, const RuntimeSpec& wanted);
// The error of a finished operation of the public generation.
Error operationError(const Json& error, const RuntimeSpec& wanted);

}  // namespace cc::google
