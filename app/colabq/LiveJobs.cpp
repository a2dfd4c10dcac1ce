// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/LiveJobs.h"

#include "colabq/JobText.h"
#include "engine/EngineJson.h"
#include "ui/common/ErrorPresenter.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace cc::app {

using engine::JobState;

LiveJobs::LiveJobs(engine::Engine& engine, Terminal& terminal, bool outputs, QObject* parent)
    : QObject(parent), m_terminal(terminal), m_follower(engine, outputs, this) {
  connect(&m_follower, &JobFollower::changed, this, &LiveJobs::onChanged);
  connect(&m_follower, &JobFollower::output, this, &LiveJobs::onOutput);
  connect(&m_follower, &JobFollower::jobEnded, this, &LiveJobs::onJobEnded);
  connect(&m_follower, &JobFollower::failed, this, &LiveJobs::failed);
  connect(&m_follower, &JobFollower::allEnded, this, [this] {
    m_terminal.setProgress({});
    Q_EMIT ended(m_exitCode);
  });
  connect(&m_tick, &QTimer::timeout, this, &LiveJobs::drawProgress);
}

void LiveJobs::start(const QStringList& ids) {
  m_many = ids.size() > 1;
  m_follower.start(ids);
  if (m_terminal.hasProgressBar()) m_tick.start(std::chrono::seconds(1));
}

QString LiveJobs::prefix(const QString& job) const {
  return m_many ? u"[%1] "_s.arg(job.right(6)) : QString();
}

void LiveJobs::onChanged(const engine::JobSummary& job) {
  const auto known = m_last.constFind(job.id);
  const bool isNew = known == m_last.cend();
  const bool stateChanged = isNew || known->state != job.state;
  const int tenths = job.cellsTotal > 0 ? job.cellsDone * 10 / job.cellsTotal : 0;
  const int tenthsBefore = !isNew && known->cellsTotal > 0 ? known->cellsDone * 10 / known->cellsTotal : 0;
  const bool waits = job.state == JobState::Queued && job.warning && (isNew || !known->warning);
  m_last.insert(job.id, job);
  if (m_terminal.isJson()) {
    if (stateChanged || waits || tenths != tenthsBefore) {
      Json line = toJson(job);
      explainErrors(line);
      m_terminal.line({{"event", "job"}, {"job", std::move(line)}});
    }
    return;
  }
  if (waits) {
    const ui::ErrorPresentation words = ui::present(*job.warning);
    m_terminal.note(prefix(job.id) + u"job %1 waits: %2 %3"_s.arg(job.id, words.title, words.hint));
  }
  if (m_terminal.hasProgressBar()) return drawProgress();
  if (stateChanged && !jobs::isFinal(job.state))
    m_terminal.note(prefix(job.id) + u"job %1 is %2"_s.arg(job.id, toWord(job.state)));
  else if (tenths != tenthsBefore && !stateChanged)
    m_terminal.note(prefix(job.id) + cellsText(job) + u" cells done"_s);
}

void LiveJobs::drawProgress() {
  if (!m_terminal.hasProgressBar() || m_last.isEmpty()) return;
  if (!m_many) return m_terminal.setProgress(progressText(*m_last.cbegin(), m_clock.now()));
  int ended = 0, running = 0;
  for (const engine::JobSummary& job : m_last) {
    ended += jobs::isFinal(job.state);
    running += job.state == JobState::Running;
  }
  m_terminal.setProgress(u"%1/%2 jobs ended, %3 running"_s.arg(ended).arg(m_last.size()).arg(running));
}

void LiveJobs::onOutput(const engine::OutputChunk& chunk) {
  if (m_terminal.isJson()) {
    m_terminal.line({{"event", "output"}, {"output", toJson(chunk)}});
    return;
  }
  if (chunk.kind == u"cell"_s) return;
  QByteArray text = chunk.text;
  const bool isStream = chunk.kind == u"stdout"_s || chunk.kind == u"stderr"_s;
  if (!isStream && !text.endsWith('\n')) text += '\n';
  const bool toErr = chunk.kind == u"stderr"_s || chunk.kind == u"error"_s;
  if (!m_many) return toErr ? m_terminal.err(text) : m_terminal.out(text);
  QByteArray& partial = m_partial[chunk.job];
  partial += text;
  const qsizetype end = partial.lastIndexOf('\n');
  if (end < 0) return;
  const QByteArray name = prefix(chunk.job).toUtf8();
  QByteArray lines;
  for (const QByteArray& line : partial.left(end).split('\n')) lines += name + line + '\n';
  partial.remove(0, end + 1);
  if (toErr)
    m_terminal.err(lines);
  else
    m_terminal.out(lines);
}

void LiveJobs::flushPartial(const QString& job) {
  const QByteArray rest = m_partial.take(job);
  if (!rest.isEmpty()) m_terminal.out(prefix(job).toUtf8() + rest + '\n');
}

void LiveJobs::onJobEnded(const engine::JobDetail& job) {
  flushPartial(job.summary.id);
  m_last.insert(job.summary.id, job.summary);
  m_exitCode = worse(m_exitCode, exitCodeFor(job.summary));
  if (m_terminal.isJson()) {
    Json document = toJson(job);
    explainErrors(document);
    m_terminal.line({{"event", "result"}, {"job", std::move(document)}});
    return;
  }
  m_terminal.setProgress({});
  if (job.summary.error) m_terminal.error(*job.summary.error);
  const qint64 took = job.summary.startedAt > 0 ? job.summary.finishedAt - job.summary.startedAt : 0;
  m_terminal.note(prefix(job.summary.id) +
                  u"job %1 %2 after %3, %4 cells"_s.arg(job.summary.id, toWord(job.summary.state), spanText(took),
                                                        cellsText(job.summary)));
  if (!job.summary.resultsDir.isEmpty()) m_terminal.out(u"Results: "_s + job.summary.resultsDir + u'\n');
}

}  // namespace cc::app
