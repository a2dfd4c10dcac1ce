// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Results : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    engine->job(m_options.jobs.value(0), this, then<engine::JobDetail>([this, engine](const engine::JobDetail& job) {
                  const bool isOpen = job.backup.state == u"waiting"_s || job.backup.state == u"failed"_s;
                  engine->results(job.summary.id, m_options.to, this,
                                  then<QString>([this, isOpen, to = job.backup.to](const QString& folder) {
                                    if (m_terminal.isJson())
                                      m_terminal.document({{"results_dir", toStd(folder)}});
                                    else
                                      m_terminal.out(folder + u'\n');
                                    if (isOpen) m_terminal.note(u"The backup to %1 is tried again."_s.arg(to));
                                    finish(0);
                                  }));
                }));
  }
};

}  // namespace

std::unique_ptr<Command> makeResults(const Options& options, Terminal& terminal) {
  return std::make_unique<Results>(options, terminal);
}

}  // namespace cc::app
