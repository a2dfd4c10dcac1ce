// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/FileGlob.h"
#include "jobs/AttemptRun.h"
#include "jupyter/JupyterClient.h"

namespace cc::providers {

// Finds artifacts by listing folders of a server, where no kernel can be asked to hash them: sizes only. Hidden files
// are not listed by servers. 10,000 files and 10,000 folders at most. Deletes itself after the answer.
class ListedFiles : public QObject {
  Q_OBJECT
public:
  ListedFiles(jupyter::JupyterClient& client, QString folder, const QStringList& globs,
              Promise<std::vector<jobs::RemoteFile>> promise);
  void start();

private:
  void next();
  void take(const std::vector<jupyter::ContentModel>& entries);
  void end(Result<std::vector<jobs::RemoteFile>> result);

  jupyter::JupyterClient& m_client;
  QString m_folder;  // below the server's root
  std::vector<FileGlob> m_globs;
  Promise<std::vector<jobs::RemoteFile>> m_promise;
  QStringList m_waiting{QString()};  // folders below m_folder
  QString m_listed;
  int m_listings = 0;
  std::vector<jobs::RemoteFile> m_found;
  Call m_call;
};

}  // namespace cc::providers
