// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/ProxyChoice.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace cc::net {

QNetworkProxy proxyFor(const QNetworkProxyQuery& query) {
  const QString host = query.peerHostName();
  if (host == "localhost"_L1 || QHostAddress(host).isLoopback()) return QNetworkProxy::NoProxy;
  return QNetworkProxyFactory::systemProxyForQuery(query).value(0, QNetworkProxy::NoProxy);
}

}  // namespace cc::net
