// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/HistoryFile.h"

#include "base/WriteError.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kTail = 64 * 1024;
constexpr int kBatch = 5'000;

QByteArray toLine(const store::EventRow& event) {
  Json json{{"number", event.number},
            {"at", toStd(toRfc3339(event.at))},
            {"job", toStd(event.jobId)},
            {"kind", toStd(event.kind)}};
  if (!event.from.isEmpty()) json["from"] = toStd(event.from);
  if (!event.to.isEmpty()) json["to"] = toStd(event.to);
  if (!event.reason.isEmpty()) json["reason"] = toStd(event.reason);
  if (!event.details.is_null()) json["details"] = event.details;
  return dumpJson(json) + '\n';
}

}  // namespace

HistoryFile::HistoryFile(QString path, store::JobStore& store) : m_path(std::move(path)), m_store(store) {}

Status HistoryFile::findEnd() {
  QDir().mkpath(QFileInfo(m_path).absolutePath());
  QFile file(m_path);
  if (!file.exists()) {
    m_last = 0;
    return done();
  }
  if (!file.open(QIODevice::ReadWrite)) return writeError(file);
  // A line longer than the tail would be needed to miss the newest number; events are far smaller.
  file.seek(std::max<qint64>(0, file.size() - kTail));
  const QByteArray tail = file.readAll();
  const qsizetype whole = tail.lastIndexOf('\n') + 1;
  if (whole < tail.size() && !file.resize(file.size() - (tail.size() - whole))) return writeError(file);
  const QByteArray lines = tail.left(std::max<qsizetype>(0, whole - 1));
  auto last = parseJson(lines.mid(lines.lastIndexOf('\n') + 1));
  m_last = last.ok() ? intAt(*last, "number") : 0;
  return done();
}

Status HistoryFile::catchUp() {
  if (m_last < 0) CC_CHECK(findEnd());
  for (;;) {
    CC_TRY(const auto events, m_store.eventsAfter(m_last, kBatch));
    if (events.empty()) return done();
    QByteArray lines;
    for (const store::EventRow& event : events) lines += toLine(event);
    QFile file(m_path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append) || file.write(lines) != lines.size() || !file.flush()) {
      m_last = -1;  // part of it may be there: look again next time
      return writeError(file);
    }
    m_last = events.back().number;
    if (static_cast<int>(events.size()) < kBatch) return done();
  }
}

}  // namespace cc::jobs
