// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QUrl>

namespace cc::google {

// The hosts, without the paths of their interfaces. names: "colab", "colab_gapi", "colab_api", "drive",
// "drive_upload", "storage", "storage_upload", as in the configuration's "endpoints".
struct GoogleEndpoints {
  QUrl colab, gapi, publicApi, drive, driveUpload, storage, storageUpload;
  static GoogleEndpoints from(const QMap<QString, QString>& replaced);
};

// base + path ("/v1/...", already encoded) + query values (not yet encoded).
QUrl addressOf(const QUrl& base, const QByteArray& path, const QList<QPair<QString, QString>>& query = {});
// One segment of a path.
QByteArray segment(const QString& text);

}  // namespace cc::google
