// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxy>

namespace cc::net {

// The system's proxy for one connection; none for loopback, whatever the desktop says. Any thread.
QNetworkProxy proxyFor(const QNetworkProxyQuery& query);

// The same for a QNetworkAccessManager.
class ProxyChoice : public QNetworkProxyFactory {
public:
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override { return {proxyFor(query)}; }
};

}  // namespace cc::net
