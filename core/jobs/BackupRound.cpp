// SPDX-License-Identifier: GPL-3.0-or-later
// BackupKeeper: one go at one job, file after file.
#include "jobs/BackupRound.h"

#include "base/FileHash.h"
#include "base/Log.h"
#include "jobs/JobServices.h"
#include "jobs/ResultsFolder.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kTellEveryMs = 1'000;

Error gone(const QString& path) {
  return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}};
}

// Files below artifacts/, relative to folder; links lead elsewhere and are left out.
QStringList artifactsIn(const QString& folder) {
  QStringList found;
  QDirIterator files(folder + u"/artifacts"_s, QDir::Files | QDir::Hidden | QDir::NoSymLinks,
                     QDirIterator::Subdirectories);
  while (files.hasNext()) {
    const QString path = files.next().mid(folder.size() + 1);
    if (!path.endsWith(".part"_L1)) found << path;
  }
  found.sort();
  return found;
}

}  // namespace

void BackupKeeper::begin(const store::BackupRow& row) {
  m_round = std::make_unique<Round>();
  m_round->row = row;
  const auto job = m_services.store.job(row.jobId);
  if (!job.ok() || !*job) {
    m_round.reset();
    m_services.clock.after(5'000, this, [this] { wake(); });
    return;
  }
  m_round->folder = (*job)->resultsDir;
  const auto state = jobStateFromWord((*job)->state);
  m_round->isOfCheckpoint = !state || !isFinal(*state);
  ++m_round->row.attempts;
  auto target = BackupTarget::parse(row.target);
  if (!target.ok()) return roundFailed(target.error());
  m_round->target = target->below(QFileInfo(m_round->folder).fileName());
  const bool first = row.attempts == 0;
  persist(
      "start",
      [this, first]() -> Status {
        store::JobStore::Batch batch(m_services.store);
        CC_CHECK(m_services.store.changeBackup(m_round->row));
        if (first) {
          CC_CHECK(m_services.store.addEvent({.jobId = m_round->row.jobId,
                                              .kind = u"backup_started"_s,
                                              .details = {{"to", toStd(m_round->row.target)}}}));
        }
        return batch.commit();
      },
      [this, first] {
        if (first) log(u"backup to "_s + m_round->target.text());
        plan();
      });
}

// What is to be there: the job's own files, what came home as recorded, and what else lies among the artifacts. The log
// is last: it is the one that still grows. Of a job that goes on, the newest checkpoint.
void BackupKeeper::plan() {
  const auto stored = m_services.store.backupFiles(m_round->row.jobId);
  const auto artifacts = m_services.store.artifacts(m_round->row.jobId);
  const auto attempts = m_services.store.attempts(m_round->row.jobId);
  const auto checkpoints = m_services.store.checkpoints(m_round->row.jobId);
  if (!stored.ok() || !artifacts.ok() || !attempts.ok() || !checkpoints.ok()) {
    m_services.clock.after(5'000, this, [this] {
      if (m_round) plan();
    });
    return;
  }
  for (const store::BackupFileRow& file : *stored) m_round->stored.insert(file.path);
  std::vector<LocalFile> newest;
  if (!checkpoints->empty()) {
    m_round->checkpointAt = checkpoints->front().at;
    for (const Json& file : checkpoints->front().files) {
      newest.push_back({checkpoints->front().path + u'/' + stringAt(file, "path"), stringAt(file, "sha256")});
    }
  }
  if (m_round->isOfCheckpoint) return planned(std::move(newest));
  const bool ran = std::any_of(attempts->begin(), attempts->end(), [](const auto& one) { return one.cellsSent; });
  std::vector<LocalFile> known = std::move(newest);
  for (const store::ArtifactRow& artifact : *artifacts) known.push_back({artifact.path, artifact.sha256});
  m_services.worker.run<std::vector<LocalFile>>(
      this,
      [folder = m_round->folder, known, ran] {
        std::vector<LocalFile> files;
        for (const auto& [name, must] : {std::pair{u"executed.ipynb"_s, ran},
                                         {u"input.ipynb"_s, false},
                                         {u"manifest.json"_s, true},
                                         {u"samples.csv"_s, false}}) {
          if (must || QFileInfo::exists(folder + u'/' + name)) files.push_back({name, {}});
        }
        QSet<QString> listed;
        for (const LocalFile& file : known) {
          listed.insert(file.path);
          files.push_back(file);
        }
        for (const QString& path : artifactsIn(folder)) {
          if (!listed.contains(path)) files.push_back({path, {}});
        }
        if (QFileInfo::exists(folder + u"/job.log"_s)) files.push_back({u"job.log"_s, {}});
        return files;
      },
      [this, round = m_round.get()](std::vector<LocalFile> files) {
        if (m_round && m_round.get() == round) planned(std::move(files));
      });
}

void BackupKeeper::planned(std::vector<LocalFile> files) {
  m_round->files = std::move(files);
  m_round->row.filesTotal = static_cast<int>(m_round->files.size());
  persist(
      "plan", [this] { return m_services.store.changeBackup(m_round->row); },
      [this] {
        Q_EMIT changed(m_round->row.jobId);
        next();
      });
}

// A job that was sent back into the queue changes its results again; its next end opens a new round.
bool BackupKeeper::stillWanted() const {
  const auto job = m_services.store.job(m_round->row.jobId);
  if (!job.ok()) return true;
  const auto state = *job ? jobStateFromWord((*job)->state) : std::nullopt;
  return state && (isFinal(*state) || (m_round->isOfCheckpoint && m_round->row.filesTotal > 0));
}

void BackupKeeper::next() {
  m_sending.reset();
  while (m_round->index < m_round->files.size() && m_round->stored.contains(m_round->files[m_round->index].path)) {
    ++m_round->index;
  }
  if (!stillWanted()) {
    m_round->row.notBefore = m_services.clock.now() + 600'000;
    persist(
        "pause", [this] { return m_services.store.changeBackup(m_round->row); }, [this] { leave(); });
    return;
  }
  if (m_round->index >= m_round->files.size()) return conclude();
  const LocalFile file = m_round->files[m_round->index++];
  if (!staysBelow(file.path)) {
    return fileFailed(file, Error{.code = ErrorCode::FileUnreadable, .params = {{u"path"_s, file.path}}});
  }
  m_sending = Sending{.job = m_round->row.jobId, .path = file.path};
  check(file);
}

// An artifact goes out only as the one that came home.
void BackupKeeper::check(const LocalFile& file) {
  if (file.sha256.isEmpty()) return send(file);
  const QString path = m_round->folder + u'/' + file.path;
  m_services.worker.run<Status>(
      this,
      [path, file]() -> Status {
        QFile copy(path);
        if (!copy.exists()) return gone(path);
        const QString hash = copy.open(QIODevice::ReadOnly) ? sha256Of(copy) : QString();
        if (hash.isEmpty()) {
          return Error{.code = ErrorCode::FileUnreadable, .params = {{u"path"_s, path}}, .detail = copy.errorString()};
        }
        if (hash == file.sha256) return done();
        return Error{.code = ErrorCode::TransferSourceChanged,
                     .params = {{u"path"_s, path}, {u"expected"_s, u"sha256"_s}},
                     .detail = u"it is no longer the file that came home"_s};
      },
      [this, file, round = m_round.get()](const Status& same) {
        if (!m_round || m_round.get() != round) return;
        same.ok() ? send(file) : fileFailed(file, same.error());
      });
}

void BackupKeeper::send(const LocalFile& file) {
  BackupStore* store =
      m_services.backupStore ? m_services.backupStore(m_round->target.kind) : static_cast<BackupStore*>(nullptr);
  if (!store) {
    return roundFailed(Error{.code = ErrorCode::UsageUnsupported, .params = {{u"what"_s, m_round->target.text()}}});
  }
  const QString path = m_round->folder + u'/' + file.path;
  if (!QFileInfo::exists(path)) return fileFailed(file, gone(path));
  m_call = store->put(
      path, m_round->target, file.path,
      [this](qint64 sent, qint64 total) {
        if (!m_sending) return;
        m_sending->done = sent;
        m_sending->total = total;
        const qint64 now = m_services.clock.monotonic();
        if (now - m_toldAt < kTellEveryMs) return;
        m_toldAt = now;
        Q_EMIT progressed(m_sending->job);
      },
      this,
      [this, file](const Result<StoredFile>& result) {
        if (m_round) onSent(file, result);
      });
}

void BackupKeeper::onSent(const LocalFile& file, const Result<StoredFile>& result) {
  if (!result.ok()) return fileFailed(file, result.error());
  persist(
      "file",
      [this, file, stored = *result] {
        return m_services.store.addBackupFile({.jobId = m_round->row.jobId,
                                               .path = file.path,
                                               .size = stored.size,
                                               .checksum = stored.checksumKind + u':' + stored.checksum,
                                               .storedAs = stored.id},
                                              m_round->row.round);
      },
      [this, file] {
        ++m_round->sent;
        m_round->stored.insert(file.path);
        Q_EMIT changed(m_round->row.jobId);
        next();
      });
}

}  // namespace cc::jobs
