// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/TunnelApi.h"

namespace cc::google {

// One assign() at the tunnel. Child of the interface; deletes itself when over.
//
// States: Asking (GET: there already -> over) -> Making (POST, minutes) -> over, or unclear -> Looking (GET, again after
// growing pauses: the machine may still be coming up) -> over.
class TunnelAssign : public QObject {
  Q_OBJECT
public:
  TunnelAssign(TunnelApi& api, AssignRequest request, Promise<Assignment> promise);
  void start();
  void cancel();

private:
  void onOutcome(Result<XsrfOutcome> outcome);
  void onPosted(Result<net::HttpReply> reply);
  void lookAgain(Error unclear);
  void end(Result<Assignment> result);

  TunnelApi& m_api;
  AssignRequest m_request;
  Promise<Assignment> m_promise;
  Call m_call;
  size_t m_looks = 0;
};

}  // namespace cc::google
