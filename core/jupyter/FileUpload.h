// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jupyter/FileTransfer.h"

#include <QBuffer>
#include <QFile>
#include <memory>

namespace cc::jupyter {

// One uploadFile() or uploadBytes(). Child of the client; deletes itself when over.
class FileUpload : public QObject {
  Q_OBJECT
public:
  FileUpload(JupyterClient& client, std::unique_ptr<QIODevice> source, QString target,
             std::function<void(TransferProgress)> progress, Promise<Nothing> promise);
  void start();
  void cancel();

private:
  void makeParent();
  void firstChunk();
  void sendChunk(const QByteArray& bytes, bool last);
  void nextChunk();
  void afterLast();
  void failed(Error error);
  void end(Result<Nothing> result);
  QString sourceName() const;

  JupyterClient& m_client;
  std::unique_ptr<QIODevice> m_source;
  QString m_target;
  std::function<void(TransferProgress)> m_progress;
  Promise<Nothing> m_promise;
  Call m_call;
  qint64 m_size = 0, m_done = 0;
  int m_chunk = 0, m_restarts = 0;
};

}  // namespace cc::jupyter
