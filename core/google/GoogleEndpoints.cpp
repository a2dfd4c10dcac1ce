// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/GoogleEndpoints.h"

using namespace Qt::StringLiterals;

namespace cc::google {

GoogleEndpoints GoogleEndpoints::from(const QMap<QString, QString>& replaced) {
  const auto pick = [&replaced](const QString& name, const QString& usual) {
    return QUrl(replaced.value(name, usual), QUrl::StrictMode);
  };
  return {.colab = pick(u"colab"_s, u"https://colab.research.google.com"_s),
          .gapi = pick(u"colab_gapi"_s, u"https://colab.pa.googleapis.com"_s),
          .publicApi = pick(u"colab_api"_s, u"https://colaboratory.googleapis.com"_s),
          .drive = pick(u"drive"_s, u"https://www.googleapis.com"_s),
          .driveUpload = pick(u"drive_upload"_s, u"https://www.googleapis.com"_s),
          .storage = pick(u"storage"_s, u"https://storage.googleapis.com"_s),
          .storageUpload = pick(u"storage_upload"_s, u"https://storage.googleapis.com"_s)};
}

QUrl addressOf(const QUrl& base, const QByteArray& path, const QList<QPair<QString, QString>>& query) {
  QByteArray address = base.toEncoded(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
  if (address.endsWith('/')) address.chop(1);  // a bare host keeps its slash
  address += path;
  char separator = '?';
  for (const auto& [name, value] : query) {
    address += separator + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    separator = '&';
  }
  return QUrl::fromEncoded(address, QUrl::StrictMode);
}

QByteArray segment(const QString& text) {
  return QUrl::toPercentEncoding(text);
}

}  // namespace cc::google
