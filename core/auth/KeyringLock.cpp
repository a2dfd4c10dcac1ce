// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/KeyringLock.h"

#include <QMetaObject>

#ifdef CC_HAVE_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

using namespace Qt::StringLiterals;

namespace cc::auth {

#ifdef CC_HAVE_DBUS

void askWhetherKeyringIsLocked(QObject* context, std::function<void(bool locked)> answer) {
  const QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) {  // a call on it would never be answered
    QMetaObject::invokeMethod(
        context, [answer = std::move(answer)] { answer(false); }, Qt::QueuedConnection);
    return;
  }
  QDBusMessage get =
      QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets/aliases/default"_s,
                                     u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
  get << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
  constexpr int kLimitMs = 5'000;
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(get, kLimitMs), context);
  QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                   [answer = std::move(answer)](QDBusPendingCallWatcher* finished) {
                     const QDBusPendingReply<QDBusVariant> reply = *finished;
                     finished->deleteLater();
                     answer(!reply.isError() && reply.value().variant().toBool());
                   });
}

#else

void askWhetherKeyringIsLocked(QObject* context, std::function<void(bool locked)> answer) {
  QMetaObject::invokeMethod(
      context, [answer = std::move(answer)] { answer(false); }, Qt::QueuedConnection);
}

#endif

}  // namespace cc::auth
