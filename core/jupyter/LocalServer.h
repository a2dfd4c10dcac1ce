// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "jupyter/Endpoint.h"
#include "net/HttpClient.h"

#include <QObject>
#include <QString>
#include <memory>

namespace cc::jupyter {

struct PythonEnvironment {
  QString python;         // interpreter
  QString serverVersion;  // jupyter_server in it
  QString kernelVersion;  // ipykernel in it
};
// Looks for an interpreter with jupyter_server and ipykernel: the chosen one, $VIRTUAL_ENV, $CONDA_PREFIX, python3 on
// PATH, the private environment made by packaging/run.sh. JupyterMissing (tried: the list) when none has them,
// ServerTooOld (version, python) when each that has them is older than 1.23.
// Answers are cached by interpreter path and modification time in cacheFile.
Call findPython(const QString& chosen, const QString& cacheFile, QObject* context, Reply<PythonEnvironment> reply);

// The local Jupyter server of one data folder: started detached in its own Unix session, outlives us, adopted again by
// the next engine. Never two for one root: a flock held by the server process itself guards the start. It ends by
// itself when nobody needs it (no kernels for 5 minutes after we are gone).
class LocalServer : public QObject {
  Q_OBJECT
public:
  // root: the server's root folder; runtime files, token (0600) and log go to stateFolder.
  LocalServer(net::HttpClient& http, QString root, QString stateFolder, QObject* parent = nullptr);
  ~LocalServer() override;
  // Adopts the living server of root or starts one; concurrent calls share the work. ServerStartFailed (detail: the end
  // of its log), JupyterMissing.
  Call ensure(const PythonEnvironment& python, QObject* context, Reply<Endpoint> reply);
  // The living server, if there is one, without starting any: RuntimeGone otherwise.
  Call find(QObject* context, Reply<Endpoint> reply);
  // The server has taken the order, or is gone. One that took it ends within seconds, without anybody's help, and is
  // adopted by nobody; its kernels go with it.
  Call shutDown(QObject* context, Reply<Nothing> reply);
  qint64 pid() const;  // 0 when unknown

private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace cc::jupyter
