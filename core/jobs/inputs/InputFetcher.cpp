// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/inputs/InputFetcher.h"

#include "base/FileHash.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {
constexpr qint64 kKeptDays = 7;
}

InputFetcher::InputFetcher(JobServices& services, std::vector<JobInput> inputs, QObject* parent)
    : QObject(parent), m_services(services), m_inputs(std::move(inputs)) {}

void InputFetcher::start() {
  next();
}

void InputFetcher::next() {
  if (m_index >= m_inputs.size()) return Q_EMIT finished(m_found);
  const JobInput& input = m_inputs[m_index];
  const auto from = BackupTarget::parse(input.from);
  if (!from.ok()) return Q_EMIT finished(from.error());
  if (from->kind == BackupTarget::Kind::Folder) return measure(from->path);
  BackupStore* store = m_services.backupStore ? m_services.backupStore(from->kind) : nullptr;
  if (!store) {
    return Q_EMIT finished(Error{.code = ErrorCode::UsageUnsupported, .params = {{u"what"_s, input.from}}});
  }
  Q_EMIT logged(u"fetching the input %1"_s.arg(from->text()));
  m_call = store->fetch(*from, m_services.inputCache, this, [this](const Result<QString>& path) {
    if (!path.ok()) return Q_EMIT finished(path.error());
    measure(*path);
  });
}

void InputFetcher::measure(const QString& path) {
  m_services.worker.run<Result<Local>>(
      this,
      [path, to = m_inputs[m_index].to]() -> Result<Local> {
        QFile file(path);
        if (!file.exists()) return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}};
        const QString hash = file.open(QIODevice::ReadOnly) ? sha256Of(file) : QString();
        if (!hash.isEmpty()) return Local{.path = path, .sha256 = hash, .to = to, .size = file.size()};
        return Error{.code = ErrorCode::FileUnreadable, .params = {{u"path"_s, path}}, .detail = file.errorString()};
      },
      [this](const Result<Local>& input) {
        if (!input.ok()) return Q_EMIT finished(input.error());
        Q_EMIT logged(u"input %1: %2 bytes, sha256 %3"_s.arg(input->to).arg(input->size).arg(input->sha256));
        m_found.push_back(*input);
        ++m_index;
        next();
      });
}

void tidyInputCache(const QString& folder, EpochMs now) {
  const QDateTime oldest = QDateTime::fromMSecsSinceEpoch(now).addDays(-kKeptDays);
  for (const QFileInfo& entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    if (entry.lastModified() < oldest) QDir(entry.filePath()).removeRecursively();
  }
}

}  // namespace cc::jobs
