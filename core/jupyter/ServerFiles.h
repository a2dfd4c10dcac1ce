// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>
#include <optional>

namespace cc::jupyter {

// What a running server says about itself in runtime/jpserver-<pid>.json.
struct ServerInfo {
  qint64 pid = 0;
  int port = 0;
  QString baseUrl;  // "/" as a rule
  QString version;
};

// The files by which the servers of one state folder are known. Blocking calls, all of them on small local files.
class ServerFiles {
public:
  explicit ServerFiles(QString folder) : m_folder(std::move(folder)) {}

  QString runtimeFolder() const;
  QString logFile() const;
  QString launcher() const;  // serve.py as placed by prepare()
  // Makes folders (0700), token (0600, kept when there is one) and launcher; cuts a log that has grown too big.
  Status prepare() const;
  QString token() const;  // empty when there is none
  // Does a server process, starting or running, hold the lock?
  bool isLocked() const;
  // The living server's; files of dead ones are passed over, half-written ones too.
  std::optional<ServerInfo> info() const;
  // Takes away the card of a server that is ending: until its lock is free, it counts as neither there nor gone.
  void forget(qint64 pid) const;
  QString endOfLog() const;  // redacted

  static bool isAlive(qint64 pid);  // a zombie is not

private:
  QString m_folder;
};

}  // namespace cc::jupyter
