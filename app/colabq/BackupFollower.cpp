// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/BackupFollower.h"

#include "engine/EngineJson.h"
#include "ui/common/ErrorPresenter.h"

using namespace Qt::StringLiterals;

namespace cc::app {

BackupFollower::BackupFollower(engine::Engine& engine, Terminal& terminal, QObject* parent)
    : QObject(parent), m_engine(engine), m_terminal(terminal) {
  connect(&engine, &engine::Engine::changed, this, [this](const engine::ChangeSet& changes) {
    for (const engine::JobSummary& job : changes.jobs) {
      if (m_open.contains(job.id)) ask(job.id);
    }
  });
}

void BackupFollower::start(const QStringList& ids) {
  for (const QString& id : ids) m_open.insert(id);
  for (const QString& id : ids) ask(id);
  if (ids.isEmpty()) Q_EMIT ended();
}

// One question at a time for each job: a change while it is under way asks once more.
void BackupFollower::ask(const QString& id) {
  if (m_asked.contains(id)) {
    m_again.insert(id);
    return;
  }
  m_asked.insert(id);
  m_engine.job(id, this, [this, id](const Result<engine::JobDetail>& detail) {
    m_asked.remove(id);
    if (!detail.ok()) return Q_EMIT failed(detail.error());
    take(*detail);
    if (m_again.remove(id) && m_open.contains(id)) ask(id);
  });
}

void BackupFollower::take(const engine::JobDetail& job) {
  const QString& id = job.summary.id;
  const engine::BackupDetail& backup = job.backup;
  if (!m_open.contains(id)) return;
  if (m_terminal.isJson() && !backup.state.isEmpty()) {
    Json document = toJson(job);
    explainErrors(document);
    const std::string shown = document["backup"].dump();
    if (std::exchange(m_told[id], fromStd(shown)) != fromStd(shown)) {
      m_terminal.line({{"event", "backup"}, {"job", toStd(id)}, {"backup", document["backup"]}});
    }
  }
  if (backup.state == u"pending"_s) return tellProgress(backup);
  m_open.remove(id);
  if (!backup.state.isEmpty()) tellEnd(id, backup);
  if (m_open.isEmpty()) {
    m_terminal.setProgress({});
    Q_EMIT ended();
  }
}

void BackupFollower::tellProgress(const engine::BackupDetail& backup) {
  if (m_terminal.isJson()) return;
  if (backup.error && backup.nextTry > 0) {
    const QString line = u"backup is tried again later: "_s + ui::present(*backup.error).title;
    if (std::exchange(m_told[backup.to], line) != line) m_terminal.note(line);
    return;
  }
  if (!m_terminal.hasProgressBar()) {
    const QString line = u"backing up to "_s + backup.to;
    if (std::exchange(m_told[backup.to], line) != line) m_terminal.note(line);
    return;
  }
  QString line = u"backing up"_s;
  if (backup.filesTotal > 0) line += u"   %1/%2 files"_s.arg(backup.files.size()).arg(backup.filesTotal);
  if (!backup.sending.isEmpty()) line += u"   "_s + backup.sending;
  if (backup.size > 0) line += u"  %1 %"_s.arg(100 * backup.sent / backup.size);
  m_terminal.setProgress(line);
}

void BackupFollower::tellEnd(const QString& id, const engine::BackupDetail& backup) {
  if (m_terminal.isJson()) return;
  m_terminal.setProgress({});
  if (backup.state == u"done"_s) {
    m_terminal.out(u"Backup: %1 (%2 files, verified)\n"_s.arg(backup.to).arg(backup.files.size()));
    return;
  }
  const bool waits = backup.state == u"waiting"_s;
  m_terminal.note(waits ? u"Warning: the backup to %1 waits for you; the results are safe here."_s.arg(backup.to)
                        : u"Warning: the backup to %1 is not complete; the results are here."_s.arg(backup.to));
  if (backup.error) {
    const ui::ErrorPresentation words = ui::present(*backup.error);
    for (const QString& text : {words.title, words.explanation, words.hint}) {
      if (!text.isEmpty()) m_terminal.note(u"  "_s + text);
    }
  }
  m_terminal.note(waits ? u"  It goes on by itself then, while the program runs; at once with: colabq results "_s + id
                        : u"  Try it again with: colabq results "_s + id);
}

}  // namespace cc::app
