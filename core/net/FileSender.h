// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/HttpClient.h"

#include <memory>
#include <vector>

class QThread;

namespace cc::net {

struct FileTransfer;

// Sends requests whose body is a part of a file, by libcurl in a thread of its own: Qt writes request bodies in pieces of
// 16 KiB from the caller's event loop (docs/adr/0017). HttpClient's way for HttpRequest::file, with the same promises: no
// redirects, no cookies, the system's proxy (never for loopback), Qt's certificates, the same errors and the same line in
// the log. Nothing is ever sent twice by itself. Connections are kept and used again. Used in one thread, its owner's.
class FileSender : public QObject {
  Q_OBJECT
public:
  explicit FileSender(QObject* parent = nullptr);
  ~FileSender() override;  // ends what runs, each with NetUnreachable; waits for the thread, which does not linger
  // Further errors: FileUnreadable when the file cannot be opened or ends too soon.
  Call send(HttpRequest request, QObject* context, Reply<HttpReply> reply);

private:
  class Worker;
  void done(FileTransfer* transfer, Result<HttpReply> result);

  std::vector<std::unique_ptr<FileTransfer>> m_transfers;
  std::unique_ptr<Worker> m_worker;
  std::unique_ptr<QThread> m_thread;
};

}  // namespace cc::net
