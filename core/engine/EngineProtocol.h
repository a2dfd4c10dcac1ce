// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

// What EngineServer and RemoteEngine agree on. One JSON document a line, UTF-8, '\n' at its end.
//
//   server, at once:   {"event":"hello","protocol":1,"version":"0.1.0","pid":4711,"queue_held":false}
//   client:            {"id":1,"method":"job","params":{"job":"01h..."}}
//   server:            {"id":1,"result":...}  or  {"id":1,"error":{"code","params","detail",...}}
//   client, no reply:  {"method":"abort","params":{"id":1}}
//   server:            {"event":"changed","data":...}; "sampled", "view_changed", "output", "accounts_changed",
//                      "sign_in_address", "failed", "stopped"
//
// Events go only to clients that asked: "changed", "sampled" and "accounts_changed" by the method subscribe
// {"events":[...]}, "output" by follow {"job","on"}, "view_changed" by view, "sign_in_address" ({"address"}) by sign_in
// until its reply. A client that goes away aborts what it still waits for: a sign-in ends with it. What is no request gets {"id":null,"error":...} and the
// connection is closed.
namespace cc::engine {

inline constexpr int kProtocolVersion = 1;
// A request holds at most a large batch of specs.
inline constexpr qint64 kMaxRequestBytes = 64 * 1024 * 1024;
// A reply or event may hold one very large output.
inline constexpr qint64 kMaxReplyBytes = 256 * 1024 * 1024;
// A client that leaves so much unread is dropped rather than kept in memory. One single message may be larger.
inline constexpr qint64 kMaxBacklogBytes = 64 * 1024 * 1024;
inline constexpr int kMaxPendingRequests = 10'000;
inline constexpr int kMaxConnections = 64;
inline constexpr int kHelloTimeoutMs = 5'000;

}  // namespace cc::engine
