// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/PublicApi.h"

namespace cc::google {

// One assign() of the public generation. Child of the interface; deletes itself when over.
//
// States: Creating (POST with our requestId and runtimeId, so that it can be sent again) -> Waiting (":wait", which may
// come back at any time, and plain GETs where it is not implemented) -> over; an unclear end, or an id that exists,
// -> Looking (GET of our id) -> over.
class PublicAssign : public QObject {
  Q_OBJECT
public:
  PublicAssign(PublicApi& api, AssignRequest request, Promise<Assignment> promise);
  void start();
  void cancel();

private:
  void onOperation(Result<PublicApi::Answer> answer);
  void wait(const QString& operation);
  void onWaited(const QString& operation, Result<PublicApi::Answer> answer);
  void onDone(const Json& operation, EpochMs serverNow);
  void look(const Error& unclear);
  void end(Result<Assignment> result);

  PublicApi& m_api;
  AssignRequest m_request;
  ColabKey m_key;
  Promise<Assignment> m_promise;
  Call m_call;
  qint64 m_begin;
  bool m_canWait = true;
};

}  // namespace cc::google
