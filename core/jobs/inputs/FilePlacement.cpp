// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/inputs/FilePlacement.h"

#include "base/FileGlob.h"

#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr int kTries = 3;

const RemoteFile* fileAt(const std::vector<RemoteFile>& found, const QString& path) {
  const auto at = std::find_if(found.begin(), found.end(), [&](const RemoteFile& file) { return file.path == path; });
  return at == found.end() ? nullptr : &*at;
}

// Only the size, where nothing there can hash.
bool isSame(const RemoteFile& there, const PlacedFile& file) {
  return there.size == QFileInfo(file.source).size() && (there.sha256.isEmpty() || there.sha256 == file.sha256);
}

}  // namespace

FilePlacement::FilePlacement(JobServices& services, AttemptRun& run, std::vector<PlacedFile> files, QObject* parent)
    : QObject(parent), m_services(services), m_run(run), m_files(std::move(files)) {}

void FilePlacement::start() {
  find(&FilePlacement::choose);
}

void FilePlacement::find(void (FilePlacement::*then)(const std::vector<RemoteFile>& found)) {
  QStringList globs;
  for (const PlacedFile& file : m_files) globs << FileGlob::escape(file.path);
  m_call = m_run.findFiles(globs, this, [this, then](const Result<std::vector<RemoteFile>>& found) {
    if (!found.ok()) return Q_EMIT finished(found.error());
    (this->*then)(*found);
  });
}

void FilePlacement::choose(const std::vector<RemoteFile>& found) {
  for (const PlacedFile& file : m_files) {
    const RemoteFile* there = fileAt(found, file.path);
    if (there && (file.ifPresent == PlacedFile::Present::Keep || isSame(*there, file))) {
      Q_EMIT logged(u"%1 is there already"_s.arg(file.path));
      continue;
    }
    if (there && file.ifPresent == PlacedFile::Present::Refuse) {
      Q_EMIT finished(Error{.code = ErrorCode::FileUnwritable,
                            .params = {{u"path"_s, file.path}},
                            .detail = u"another file of this name is in the working folder"_s});
      return;
    }
    m_missing.push_back(file);
  }
  next();
}

void FilePlacement::next() {
  if (m_index >= m_missing.size()) {
    if (m_missing.empty()) return Q_EMIT finished(done());
    m_files = m_missing;
    return find(&FilePlacement::compare);
  }
  const PlacedFile& file = m_missing[m_index];
  m_call = m_run.placeFile(file.source, file.path, this, [this](const Result<Nothing>& placed) {
    const PlacedFile& sent = m_missing[m_index];
    if (!placed.ok() && ++m_tries < kTries) {
      Q_EMIT logged(u"%1 could not be put there: %2; again"_s.arg(sent.path, placed.error().toLogLine()));
      m_services.clock.after(500LL << m_tries, this, [this] { next(); });
      return;
    }
    if (!placed.ok()) return Q_EMIT finished(placed.error());
    Q_EMIT logged(u"%1 put into the working folder (%2 bytes)"_s.arg(sent.path).arg(QFileInfo(sent.source).size()));
    m_tries = 0;
    ++m_index;
    next();
  });
}

void FilePlacement::compare(const std::vector<RemoteFile>& found) {
  for (const PlacedFile& file : m_files) {
    const RemoteFile* there = fileAt(found, file.path);
    if (there && isSame(*there, file)) continue;
    Q_EMIT finished(Error{.code = ErrorCode::TransferCorrupt, .params = {{u"path"_s, file.path}}, .retryable = true});
    return;
  }
  Q_EMIT finished(done());
}

}  // namespace cc::jobs
