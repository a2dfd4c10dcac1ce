// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/checkpoints/CheckpointCollector.h"

#include "base/FileHash.h"
#include "base/WriteError.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr int kTries = 3;

// A second name for a file that nobody changes; a copy where the file system knows no such thing.
bool linkOrCopy(const QString& from, const QString& to) {
  std::error_code problem;
  std::filesystem::create_hard_link(from.toStdU16String(), to.toStdU16String(), problem);
  return !problem || QFile::copy(from, to);
}

// Size and hash of a file here; no hash when it cannot be read.
std::pair<qint64, QString> measure(const QString& path) {
  QFile file(path);
  const QString hash = file.open(QIODevice::ReadOnly) ? sha256Of(file) : QString();
  return {file.size(), hash};
}

}  // namespace

CheckpointCollector::CheckpointCollector(JobServices& services, AttemptRun& run, QString jobId, int attempt,
                                         ResultsFolder folder, QObject* parent)
    : QObject(parent),
      m_services(services),
      m_run(run),
      m_jobId(std::move(jobId)),
      m_attempt(attempt),
      m_folder(std::move(folder)) {
  for (const store::CheckpointRow& row : m_services.store.checkpoints(m_jobId).valueOr({})) {
    if (row.attempt == m_attempt) m_newest = std::max(m_newest, row.number);
  }
}

QString CheckpointCollector::partFolder() const {
  return m_folder.path() + u"/checkpoints/.part"_s;
}

void CheckpointCollector::take(const RemoteCheckpoint& checkpoint) {
  if (checkpoint.number <= m_newest || m_then) return;
  m_newest = checkpoint.number;
  const bool isFirst = !m_waiting;
  m_waiting = checkpoint;
  // After a restart all of them are told at once: only the last one matters.
  if (isFirst && !m_current) m_services.clock.after(0, this, [this] { start(); });
}

void CheckpointCollector::start() {
  if (m_waiting && !m_current) begin(*std::exchange(m_waiting, std::nullopt));
}

void CheckpointCollector::takeLast(const QStringList& globs, std::function<void()> then) {
  m_then = std::move(then);
  m_call.cancel();
  if (m_current) QDir(partFolder()).removeRecursively();
  m_current.reset();
  m_waiting.reset();
  m_call = m_run.findFiles(globs, this, [this](Result<std::vector<RemoteFile>> found) {
    if (!found.ok()) {
      Q_EMIT logged(u"no last checkpoint: "_s + found.error().toLogLine());
      return over();
    }
    if (found->empty()) return over();
    begin({.number = ++m_newest, .at = m_services.clock.now(), .files = std::move(found).value()});
  });
}

void CheckpointCollector::begin(RemoteCheckpoint checkpoint) {
  m_current = std::move(checkpoint);
  m_index = 0;
  m_tries = 0;
  m_atHome.clear();
  const auto rows = m_services.store.checkpoints(m_jobId).valueOr({});
  m_path = !rows.empty() && rows.front().path == u"checkpoints/1"_s ? u"checkpoints/2"_s : u"checkpoints/1"_s;
  for (const store::CheckpointRow& row : rows) {
    for (const Json& file : row.files) {
      m_atHome.insert(stringAt(file, "sha256"), m_folder.path() + u'/' + row.path + u'/' + stringAt(file, "path"));
    }
  }
  QDir(partFolder()).removeRecursively();
  next();
}

void CheckpointCollector::next() {
  if (m_index >= m_current->files.size()) return settle();
  const RemoteFile& file = m_current->files[m_index];
  const QString target = partFolder() + u'/' + file.path;
  if (!staysBelow(file.path)) {
    return abandon(
        Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, file.path}}, .detail = u"leaves its folder"_s});
  }
  if (!QDir().mkpath(QFileInfo(target).absolutePath()))
    return abandon(writeError(target, u"the folder cannot be made"_s));
  const QString known = file.sha256.isEmpty() ? QString() : m_atHome.value(file.sha256);
  if (known.isEmpty()) return fetch(file);
  m_services.worker.run<bool>(
      this,
      [known, target, sha256 = file.sha256] { return measure(known).second == sha256 && linkOrCopy(known, target); },
      [this, number = m_current->number](bool isThere) {
        if (!m_current || m_current->number != number) return;
        isThere ? onFetched(done()) : fetch(m_current->files[m_index]);
      });
}

void CheckpointCollector::fetch(const RemoteFile& file) {
  const QString target = partFolder() + u'/' + file.path;
  m_call = m_run.fetchFile(file, target, this, [this, target](const Result<Nothing>& result) {
    if (!m_current) return;
    if (!result.ok() || !m_current->files[m_index].sha256.isEmpty()) return onFetched(result);
    // Nothing could hash the original: its size is all there is to compare.
    using Copy = std::pair<qint64, QString>;
    m_services.worker.run<Copy>(
        this, [target] { return measure(target); },
        [this, number = m_current->number](const Copy& copy) {
          if (!m_current || m_current->number != number) return;
          RemoteFile& fetched = m_current->files[m_index];
          fetched.sha256 = copy.second;
          const bool isWhole = copy.first == fetched.size && !copy.second.isEmpty();
          onFetched(isWhole ? Result<Nothing>(done())
                            : Error{.code = ErrorCode::TransferCorrupt, .params = {{u"path"_s, fetched.path}}});
        });
  });
}

void CheckpointCollector::onFetched(const Result<Nothing>& result) {
  if (!result.ok() && ++m_tries < kTries && result.error().code != ErrorCode::FileNotFound) {
    m_services.clock.after(500LL << m_tries, this, [this, number = m_current->number] {
      if (m_current && m_current->number == number) next();
    });
    return;
  }
  if (!result.ok()) return abandon(result.error());
  m_tries = 0;
  ++m_index;
  next();
}

void CheckpointCollector::settle() {
  store::CheckpointRow row{.jobId = m_jobId,
                           .attempt = m_attempt,
                           .number = m_current->number,
                           .path = m_path,
                           .files = Json::array(),
                           .takenAt = m_current->at};
  for (const RemoteFile& file : m_current->files) {
    row.files.push_back({{"path", toStd(file.path)}, {"size", file.size}, {"sha256", toStd(file.sha256)}});
    row.size += file.size;
  }
  const QString whole = m_folder.path() + u'/' + row.path;
  // The other one is newer than what goes here, and stays until this one is whole.
  if (const Status removed = m_services.store.removeCheckpoint(m_jobId, row.path); !removed.ok()) {
    return abandon(removed.error());
  }
  QDir(whole).removeRecursively();
  std::error_code problem;
  std::filesystem::rename(partFolder().toStdU16String(), whole.toStdU16String(), problem);
  if (problem) return abandon(writeError(whole, QString::fromStdString(problem.message())));
  if (const Status stored = m_services.store.addCheckpoint(row); !stored.ok()) return abandon(stored.error());
  Q_EMIT logged(u"checkpoint %1 is in %2: %3 files, %4 bytes"_s.arg(QString::number(row.number), row.path)
                    .arg(m_current->files.size())
                    .arg(row.size));
  m_current.reset();
  Q_EMIT kept(row);
  over();
}

void CheckpointCollector::abandon(const Error& error) {
  Q_EMIT logged(u"checkpoint %1 did not come home: %2"_s.arg(QString::number(m_current->number), error.toLogLine()));
  QDir(partFolder()).removeRecursively();
  m_current.reset();
  over();
}

void CheckpointCollector::over() {
  if (auto then = std::exchange(m_then, nullptr)) return then();
  start();
}

}  // namespace cc::jobs
