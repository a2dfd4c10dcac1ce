// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jupyter/FileTransfer.h"

#include <QStringList>

namespace cc::jupyter {

// One uploadParts(). Child of the client; deletes itself when over.
class PartsUpload : public QObject {
  Q_OBJECT
public:
  PartsUpload(JupyterClient& client, QString source, QString target, Promise<QStringList> promise);
  void start();
  void cancel();

private:
  void more();
  void end(Result<QStringList> result);

  JupyterClient& m_client;
  QString m_source, m_target;
  Promise<QStringList> m_promise;
  QStringList m_names;  // of the parts begun
  std::vector<Call> m_calls;
  qint64 m_size = 0, m_at = 0;
  int m_running = 0;
};

}  // namespace cc::jupyter
