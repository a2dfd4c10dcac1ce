// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Worker.h"
#include "jobs/AttemptRun.h"
#include "jupyter/JupyterClient.h"
#include "jupyter/NotebookRun.h"

#include <QHash>
#include <memory>

namespace cc::providers {

// Where an attempt lives on a Jupyter server.
struct RunPlace {
  jupyter::Endpoint endpoint;
  QString kernelId;
  QString channelSession;    // our stable session id of the kernel's WebSocket
  QString folder;            // of the attempt, below the server's root
  QString folderOnRuntime;   // the same, absolute, when the provider knows it
  QString folderFromCwd;     // else: seen from the kernel's start folder
  QString workingDirectory;  // absolute on the runtime; empty: the kernel's start folder
  QString filesFolder;       // the working folder, below the server's root: where /files finds artifacts
  QString localFolder;       // the working folder, when it is on this machine: artifacts are read there
  QString language;
  jupyter::Renewal renewal = {};  // behind a proxy whose tokens end
};

// An attempt on any Jupyter endpoint: the one execution path of all providers. Adapts NotebookRun to the job layer and
// finds and fetches files: on this machine directly; else a Python kernel hashes them, or the server only lists them, and
// they come by /files.
class JupyterAttemptRun : public jobs::AttemptRun {
  Q_OBJECT
public:
  // channel: an open one of a warm kernel, or null.
  JupyterAttemptRun(net::HttpClient& http, Clock& clock, RunPlace place, jobs::AttemptPlan plan,
                    std::unique_ptr<jupyter::KernelChannel> channel);
  ~JupyterAttemptRun() override;

  void start() override;
  void proceed() override;
  void interrupt() override;
  void restartKernel() override;
  void detach() override;
  const notebook::Notebook& notebook() const override;
  jobs::RunProgress progress() const override;
  Json environment() const override;
  Call findFiles(const QStringList& globs, QObject* context, Reply<std::vector<jobs::RemoteFile>> reply) override;
  Call fetchFile(const jobs::RemoteFile& file, const QString& target, QObject* context, Reply<Nothing> reply) override;
  Call placeFile(const QString& source, const QString& path, QObject* context, Reply<Nothing> reply) override;

protected:
  jupyter::NotebookRun& run() { return m_run; }
  // For requests from now on and the next connection.
  void setEndpoint(jupyter::Endpoint endpoint) { m_client.setEndpoint(std::move(endpoint)); }

private:
  void onFinished(jupyter::RunResult result, const std::optional<Error>& error);
  void onSamples(const QList<QByteArray>& lines);
  void onCheckpoints(const QList<QByteArray>& lines);
  using Found = Promise<std::vector<jobs::RemoteFile>>;
  void hashFiles(const QString& expression, const QStringList& globs, const Found& promise, int attempt);
  void listFiles(const QStringList& globs, const Found& promise);
  QString baseLiteral() const;
  void joinParts(const QStringList& parts, const QString& path, const Promise<Nothing>& promise);

  Clock& m_clock;
  jupyter::JupyterClient m_client;
  RunPlace m_place;
  int m_placed = 0;  // files put there, for names of their parts
  jupyter::NotebookRun m_run;
  Worker m_worker{this};
};

// Languages of kernels by kernel name, lower case.
QHash<QString, QString> languagesOf(const jupyter::KernelSpecs& specs);

// One line of the keeper of checkpoints, as written by core/jupyter/kernel/keeper.py; nothing when it is another.
std::optional<jobs::RemoteCheckpoint> parseCheckpoint(const Json& line);

// One line of the sampler, as written by core/jupyter/kernel/sampler.py; nothing when it is torn or foreign.
std::optional<jobs::Sample> parseSample(QByteArrayView line);

}  // namespace cc::providers
