// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/LoopbackRedirect.h"

#include "base/Redactor.h"

#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr qsizetype kLongestValue = 4096;

QByteArray page(const QByteArray& title, const QByteArray& text) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
         "</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em}"
         "</style></head><body><h1>" +
         title + "</h1><p>" + text + "</p></body></html>";
}

// '+' is a space in a form; the code of a sign-in may hold any character, encoded.
QString valueOf(const QUrlQuery& query, const QString& name) {
  QString value = query.queryItemValue(name, QUrl::FullyEncoded).left(kLongestValue);
  value.replace(u'+', u"%20"_s);
  return QUrl::fromPercentEncoding(value.toLatin1());
}

}  // namespace

LoopbackRedirect::LoopbackRedirect(QString state, QObject* parent)
    : QObject(parent),
      m_state(std::move(state)),
      m_listener([this](const net::LoopbackRequest& request) { return serve(request); }) {}

Status LoopbackRedirect::listen() {
  CC_CHECK(m_listener.listen());
  m_host = "127.0.0.1:" + QByteArray::number(m_listener.port());
  return done();
}

QString LoopbackRedirect::uri() const {
  return u"http://%1/"_s.arg(QString::fromLatin1(m_host));
}

LoopbackRedirect::Verdict LoopbackRedirect::read(const QByteArray& target, RedirectAnswer* answer) const {
  const QUrlQuery query(QUrl::fromEncoded(target).query(QUrl::FullyEncoded));
  answer->error = valueOf(query, u"error"_s);
  answer->code = answer->error.isEmpty() ? valueOf(query, u"code"_s) : QString();
  if (answer->error.isEmpty() && answer->code.isEmpty()) return Verdict::NotAnAnswer;
  return valueOf(query, u"state"_s) == m_state ? Verdict::Valid : Verdict::WrongState;
}

net::LoopbackAnswer LoopbackRedirect::serve(const net::LoopbackRequest& request) {
  // A page elsewhere whose name resolves to this machine has another Host.
  if (request.host != m_host) {
    return {.status = 403, .html = page("Not here", "This address belongs to a sign-in on this computer.")};
  }
  if (request.verb != "GET") return {.status = 405, .html = page("Not like this", "Only GET is answered here.")};
  RedirectAnswer answer;
  const bool isPath = request.target == "/" || request.target.startsWith("/?");
  const Verdict verdict = isPath ? read(request.target, &answer) : Verdict::NotAnAnswer;
  if (m_finished || verdict == Verdict::NotAnAnswer) {
    return {.status = 404, .html = page("Nothing here", "Go back to Colab Controller.")};
  }
  if (verdict == Verdict::WrongState) {
    return {.status = 400,
            .html = page("Another sign-in",
                         "This answer belongs to a sign-in that is over. Start it again from "
                         "Colab Controller.")};
  }
  finish(answer);
  if (!answer.error.isEmpty()) {
    return {.html = page("Not signed in",
                         "The permission was not given. You can close this page and try again from "
                         "Colab Controller.")};
  }
  return {.html = page("You can close this page", "Colab Controller goes on by itself.")};
}

Status LoopbackRedirect::paste(const QString& address) {
  const QUrl url(address.trimmed(), QUrl::TolerantMode);
  RedirectAnswer answer;
  const Verdict verdict = m_finished ? Verdict::NotAnAnswer : read(url.toEncoded(), &answer);
  if (verdict == Verdict::Valid) {
    finish(answer);
    return done();
  }
  return Error{.code = ErrorCode::UsageBadParameter,
               .params = {{u"name"_s, u"address"_s},
                          {u"problem"_s, verdict == Verdict::WrongState ? u"other_sign_in"_s : u"not_an_answer"_s},
                          {u"expected"_s, uri() + u"?state=...&code=..."_s}}};
}

void LoopbackRedirect::finish(const RedirectAnswer& answer) {
  m_finished = true;
  m_listener.stop();
  Redactor::remember(answer.code);
  // From the event loop: whoever hears it may delete us, and the page must be on its way first.
  QMetaObject::invokeMethod(
      this, [this, answer] { Q_EMIT answered(answer); }, Qt::QueuedConnection);
}

}  // namespace cc::auth
