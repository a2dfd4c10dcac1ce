// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jupyter/FileTransfer.h"

#include <QFile>
#include <QTimer>

namespace cc::jupyter {

// One downloadFile(). Child of the client; deletes itself when over.
//
// States: Fetching (ranged GET into the .part, repeated after net errors as long as bytes come) -> Checking (size,
// then SHA-256 and fsync in a thread) -> renamed. A hash that differs: fetched anew once, if the part was resumed.
class FileDownload : public QObject {
  Q_OBJECT
public:
  FileDownload(JupyterClient& client, QString source, QString target, qint64 size, QString sha256,
               std::function<void(TransferProgress)> progress, Promise<Nothing> promise);
  void start();
  void cancel();

private:
  Status openPart();
  Status checkSpace() const;
  void fetch();
  Status onHead(const net::HttpReply& head);
  void afterFetch(Result<net::HttpReply> reply);
  void fetchFailed(Error error);
  void check();
  void afterHash(const QByteArray& hash);
  void rename();
  void end(Result<Nothing> result);
  Error unwritable(ErrorCode code, const QString& detail) const;

  JupyterClient& m_client;
  QString m_source, m_target;
  qint64 m_size;
  QByteArray m_sha256;
  std::function<void(TransferProgress)> m_progress;
  Promise<Nothing> m_promise;
  QFile m_part;
  QTimer m_tick;  // progress while bytes come
  Call m_call;
  qint64 m_before = 0;
  int m_fruitless = 0;
  bool m_resumed = false, m_anew = false;
};

}  // namespace cc::jupyter
