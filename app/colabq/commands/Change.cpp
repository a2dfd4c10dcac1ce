// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

// cancel, retry, hold, release: a wish for several jobs, all or nothing.
class Change : public Command {
public:
  using Command::Command;
  Needs needs() const override { return Needs::Running; }

  void start(engine::Engine* engine) override {
    m_engine = engine;
    m_left = static_cast<int>(m_options.jobs.size());
    for (const QString& job : m_options.jobs) {
      engine->job(job, this, then<engine::JobDetail>([this](const engine::JobDetail& detail) {
                    if (!m_ids.contains(detail.summary.id)) m_ids.append(detail.summary.id);
                    if (--m_left == 0) wish();
                  }));
    }
  }

private:
  void wish() {
    const auto done = then<Nothing>([this](Nothing) { tell(); });
    if (m_options.verb == u"cancel"_s)
      m_engine->cancel(m_ids, this, done);
    else if (m_options.verb == u"retry"_s)
      m_engine->retry(m_ids, this, done);
    else if (m_options.verb == u"hold"_s)
      m_engine->hold(m_ids, this, done);
    else
      m_engine->release(m_ids, this, done);
  }

  void tell() {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const QString& id : m_ids) list.push_back(toStd(id));
      m_terminal.document({{"ids", std::move(list)}});
    } else {
      m_terminal.out(m_ids.join(u'\n') + u'\n');
    }
    finish(0);
  }

  engine::Engine* m_engine = nullptr;
  QStringList m_ids;
  int m_left = 0;
};

}  // namespace

std::unique_ptr<Command> makeChange(const Options& options, Terminal& terminal) {
  return std::make_unique<Change>(options, terminal);
}

}  // namespace cc::app
