// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/LiveJobs.h"
#include "colabq/commands/Commands.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

// wait: until jobs have ended; watch: with their outputs.
class Wait : public Command {
public:
  using Command::Command;
  Needs needs() const override { return Needs::Serving; }  // with no engine running nothing would ever end
  void start(engine::Engine* engine) override {
    m_engine = engine;
    m_left = static_cast<int>(m_options.jobs.size());
    for (const QString& job : m_options.jobs) {
      engine->job(job, this, then<engine::JobDetail>([this](const engine::JobDetail& detail) {
                    if (!m_ids.contains(detail.summary.id)) m_ids.append(detail.summary.id);
                    if (--m_left == 0) follow();
                  }));
    }
  }

private:
  void follow() {
    auto* live = new LiveJobs(*m_engine, m_terminal, m_options.verb == u"watch"_s, this);
    connect(live, &LiveJobs::ended, this, [this](int exitCode) { finish(exitCode); });
    connect(live, &LiveJobs::failed, this, [this](const Error& error) { fail(error); });
    live->start(m_ids);
  }

  engine::Engine* m_engine = nullptr;
  QStringList m_ids;
  int m_left = 0;
};

}  // namespace

std::unique_ptr<Command> makeWait(const Options& options, Terminal& terminal) {
  return std::make_unique<Wait>(options, terminal);
}

}  // namespace cc::app
