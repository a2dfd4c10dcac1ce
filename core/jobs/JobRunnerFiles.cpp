// SPDX-License-Identifier: GPL-3.0-or-later
// The files of JobRunner: inputs before the machine is rented, inputs and the newest checkpoint before the first cell,
// checkpoints while cells run and when they have ended.
#include "base/FileHash.h"
#include "jobs/BackupKeeper.h"
#include "jobs/JobRunner.h"
#include "jobs/checkpoints/CheckpointCollector.h"
#include "jobs/inputs/FilePlacement.h"
#include "jobs/inputs/InputFetcher.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

// The files of a checkpoint as they are to be put back; nothing when one of them is not what came home.
std::optional<std::vector<PlacedFile>> verifiedFiles(const store::CheckpointRow& row, const ResultsFolder& folder) {
  std::vector<PlacedFile> files;
  for (const Json& file : row.files) {
    const QString path = stringAt(file, "path"), sha256 = stringAt(file, "sha256");
    QFile copy(folder.path() + u'/' + row.path + u'/' + path);
    if (!copy.open(QIODevice::ReadOnly) || sha256Of(copy) != sha256) {
      return std::nullopt;
    };
    // A machine that the notebook ran on before has it, or something newer.
    files.push_back(
        {.source = copy.fileName(), .path = path, .sha256 = sha256, .ifPresent = PlacedFile::Present::Keep});
  }
  return files;
}

}  // namespace

// A machine costs while it waits for files: they are here before it is asked for.
void JobRunner::fetchInputs() {
  if (m_spec.inputs.empty() || m_attempt.cellsSent) return takeRuntime();
  m_fetcher = std::make_unique<InputFetcher>(m_services, m_spec.inputs);
  connect(m_fetcher.get(), &InputFetcher::logged, this, &JobRunner::log);
  connect(m_fetcher.get(), &InputFetcher::finished, this,
          [this](const Result<std::vector<InputFetcher::Local>>& inputs) {
            m_fetcher.release()->deleteLater();
            if (m_detached || m_outcome) return;
            if (!inputs.ok()) return onRuntimeError(inputs.error());
            m_inputs.clear();
            for (const InputFetcher::Local& input : *inputs) {
              // On this machine the working folder is the user's own.
              m_inputs.push_back({.source = input.path,
                                  .path = input.to,
                                  .sha256 = input.sha256,
                                  .ifPresent = m_provider.capabilities().worksHere ? PlacedFile::Present::Refuse
                                                                                   : PlacedFile::Present::Replace});
            }
            takeRuntime();
          });
  m_fetcher->start();
}

void JobRunner::placeFiles() {
  if (m_attempt.cellsSent) return executeCells();
  const auto rows = m_services.store.checkpoints(m_row.id).valueOr({});
  if (rows.empty()) return place(m_inputs);
  m_services.worker.run<std::pair<QString, std::vector<PlacedFile>>>(
      this,
      [rows, folder = m_folder]() -> std::pair<QString, std::vector<PlacedFile>> {
        for (const store::CheckpointRow& row : rows) {
          if (auto files = verifiedFiles(row, folder)) return {row.path, std::move(*files)};
        }
        return {};
      },
      [this, run = m_run.get()](const std::pair<QString, std::vector<PlacedFile>>& newest) {
        if (m_detached || m_outcome || m_run.get() != run) return;
        log(newest.first.isEmpty() ? u"no checkpoint at home is whole: starting from the beginning"_s
                                   : u"going on from checkpoint "_s + newest.first);
        std::vector<PlacedFile> files = m_inputs;
        files.insert(files.end(), newest.second.begin(), newest.second.end());
        place(std::move(files));
      });
}

void JobRunner::place(std::vector<PlacedFile> files) {
  if (files.empty()) return executeCells();
  m_placement = std::make_unique<FilePlacement>(m_services, *m_run, std::move(files));
  connect(m_placement.get(), &FilePlacement::logged, this, &JobRunner::log);
  connect(m_placement.get(), &FilePlacement::finished, this, [this](const Status& placed) {
    m_placement.release()->deleteLater();
    if (m_detached || m_outcome) return;
    if (placed.ok()) return executeCells();
    m_run->disconnect(this);
    m_run->detach();
    onFinished({.end = RunEnd::Refused, .error = placed.error()});
  });
  m_placement->start();
}

void JobRunner::watchCheckpoints() {
  if (m_spec.checkpoints.isEmpty()) return;
  m_checkpoints = std::make_unique<CheckpointCollector>(m_services, *m_run, m_row.id, m_attempt.number, m_folder);
  connect(m_checkpoints.get(), &CheckpointCollector::logged, this, &JobRunner::log);
  connect(m_checkpoints.get(), &CheckpointCollector::kept, this, &JobRunner::onCheckpoint);
  connect(m_run.get(), &AttemptRun::checkpointed, this, [this](const RemoteCheckpoint& checkpoint) {
    if (m_checkpoints && !m_outcome) m_checkpoints->take(checkpoint);
  });
}

void JobRunner::onCheckpoint() {
  if (const Status opened = backUpCheckpoint(m_services.store, m_row, m_spec.backupTo); !opened.ok()) {
    log(opened.error().toLogLine());
  }
  m_services.backups->wake();
  Q_EMIT changed();
}

// A run that did not succeed may be gone on with: what it wrote last is worth more than what came home before.
void JobRunner::takeLastCheckpoint(bool isReachable, const std::function<void()>& then) {
  if (!m_checkpoints || !isReachable || m_outcome->end == RunEnd::Succeeded) {
    m_checkpoints.reset();
    return then();
  }
  m_checkpoints->takeLast(m_spec.checkpoints, [this, then] {
    m_checkpoints.release()->deleteLater();
    if (!m_detached) then();
  });
}

}  // namespace cc::jobs
