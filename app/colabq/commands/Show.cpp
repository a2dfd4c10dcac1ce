// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobText.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"
#include "ui/common/CostText.h"
#include "ui/common/ErrorPresenter.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Show : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    engine->job(m_options.jobs.value(0), this, then<engine::JobDetail>([this](const engine::JobDetail& job) {
                  if (m_terminal.isJson()) {
                    Json document = toJson(job);
                    explainErrors(document);
                    m_terminal.document(document);
                  } else {
                    m_terminal.out(textOf(job));
                  }
                  finish(0);
                }));
  }

private:
  static QString row(const QString& name, const QString& value) {
    return value.isEmpty() ? QString() : name.leftJustified(14) + value + u'\n';
  }

  static QString textOf(const engine::JobDetail& detail) {
    const engine::JobSummary& job = detail.summary;
    const EpochMs now = SystemClock().now();
    QString text =
        row(u"Job"_s, job.id) + row(u"Name"_s, job.name) + row(u"State"_s, toWord(job.state)) +
        row(u"Notebook"_s, job.notebook) + row(u"Provider"_s, job.provider) +
        row(u"Accelerator"_s, job.accelerator.isEmpty() ? detail.spec.accelerators.join(u", "_s) : job.accelerator) +
        row(u"Cells"_s, cellsText(job)) + row(u"Created"_s, timeText(job.createdAt, now)) +
        row(u"Started"_s, timeText(job.startedAt, now)) + row(u"Finished"_s, timeText(job.finishedAt, now));
    if (job.startedAt > 0)
      text += row(u"Time"_s, spanText((job.finishedAt > 0 ? job.finishedAt : now) - job.startedAt));
    if (!detail.spec.parameters.empty())
      text += row(u"Parameters"_s, QString::fromUtf8(dumpJson(detail.spec.parameters)));
    text += row(u"Cost"_s, ui::costText(job.cost.units, job.cost.estimated));
    for (const engine::AttemptDetail& attempt : detail.attempts) {
      QString line = u"%1 on %2"_s.arg(attempt.state, attempt.runtime.isEmpty() ? attempt.provider : attempt.runtime);
      if (attempt.cost.units) {
        line += u", "_s + ui::costText(attempt.cost.units, attempt.cost.estimated);
        if (attempt.unitsPerHour > 0)
          line += u" at %1, %2"_s.arg(ui::rateText(attempt.unitsPerHour), ui::rateFromText(attempt.rateFrom));
      }
      if (attempt.error) line += u": "_s + ui::present(*attempt.error).title;
      text += row(u"Attempt %1"_s.arg(attempt.number), line);
    }
    for (const engine::ArtifactDetail& artifact : detail.artifacts) {
      text += row(u"Artifact"_s, artifact.path + u"  "_s +
                                     QLocale::c().formattedDataSize(artifact.size, 1, QLocale::DataSizeSIFormat));
    }
    for (const engine::CheckpointDetail& checkpoint : detail.checkpoints) {
      text += row(u"Checkpoint"_s,
                  u"%1  %2, attempt %3, %4"_s.arg(
                      checkpoint.path, QLocale::c().formattedDataSize(checkpoint.size, 1, QLocale::DataSizeSIFormat),
                      QString::number(checkpoint.attempt), timeText(checkpoint.takenAt, now)));
    }
    text += row(u"Results"_s, job.resultsDir);
    if (const engine::BackupDetail& backup = detail.backup; !backup.state.isEmpty()) {
      text += row(
          u"Backup"_s,
          u"%1, %2 of %3 files: %4"_s.arg(backup.state).arg(backup.files.size()).arg(backup.filesTotal).arg(backup.to));
      if (backup.error) {
        const ui::ErrorPresentation words = ui::present(*backup.error);
        text += row(u" "_s, words.title) + row(u" "_s, words.explanation) + row(u" "_s, words.hint);
      }
    }
    if (job.warning) text += row(u"Warning"_s, ui::present(*job.warning).title);
    if (job.error) {
      const ui::ErrorPresentation words = ui::present(*job.error);
      text += row(u"Error"_s, words.title) + row(u" "_s, words.explanation) + row(u" "_s, words.hint);
    }
    return text;
  }
};

}  // namespace

std::unique_ptr<Command> makeShow(const Options& options, Terminal& terminal) {
  return std::make_unique<Show>(options, terminal);
}

}  // namespace cc::app
