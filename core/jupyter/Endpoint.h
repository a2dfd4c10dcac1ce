// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

namespace cc::jupyter {

// How a Jupyter server is reached. The token is never in the address.
struct Endpoint {
  QUrl base;                                     // ends with '/'
  QString token;                                 // sent as "Authorization: token ..."
  QList<QPair<QByteArray, QByteArray>> headers;  // further ones (proxies)
  bool offersV1 = true;                          // kernel sockets: offer the framing v1 beside the old one
};

}  // namespace cc::jupyter
