// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/LoopbackListener.h"

#include <QObject>
#include <QString>

namespace cc::auth {

// What the authorization server told the browser to bring us.
struct RedirectAnswer {
  QString code;   // empty when refused
  QString error;  // "access_denied", ...; empty when there is a code
};

// The end of a sign-in in the browser: one valid answer on an ephemeral port of 127.0.0.1, then nothing more. Requests
// for another path or host, or with another state (stray tabs, other programs), get an error page and are not heard.
class LoopbackRedirect : public QObject {
  Q_OBJECT
public:
  explicit LoopbackRedirect(QString state, QObject* parent = nullptr);
  Status listen();
  // "http://127.0.0.1:<port>/"; must go to the authorization and the token request byte for byte.
  QString uri() const;
  // The address that a browser elsewhere failed to load, pasted by the user; its port does not matter.
  // UsageBadParameter (problem: "not_an_answer" or "other_sign_in").
  Status paste(const QString& address);

Q_SIGNALS:
  void answered(const cc::auth::RedirectAnswer& answer);  // once

private:
  enum class Verdict { Valid, NotAnAnswer, WrongState };
  Verdict read(const QByteArray& target, RedirectAnswer* answer) const;
  net::LoopbackAnswer serve(const net::LoopbackRequest& request);
  void finish(const RedirectAnswer& answer);

  QString m_state;
  QByteArray m_host;  // and port
  net::LoopbackListener m_listener;
  bool m_finished = false;
};

}  // namespace cc::auth
