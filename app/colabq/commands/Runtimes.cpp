// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobText.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Runtimes : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    if (m_options.runtimeAction == u"attach"_s) {
      engine->attachRuntime(m_options.runtime, this,
                            then<QString>([this](const QString& id) { tell("attached", id); }));
      return;
    }
    if (m_options.runtimeAction == u"release"_s) {
      engine->releaseRuntime(m_options.runtime, this,
                             then<Nothing>([this](Nothing) { tell("released", m_options.runtime); }));
      return;
    }
    engine->runtimes(this,
                     then<std::vector<engine::RuntimeInfo>>([this](const std::vector<engine::RuntimeInfo>& runtimes) {
                       show(runtimes);
                       finish(0);
                     }));
  }

private:
  void tell(const char* what, const QString& id) {
    if (m_terminal.isJson())
      m_terminal.document({{what, toStd(id)}});
    else
      m_terminal.out(id + u'\n');
    finish(0);
  }

  void show(const std::vector<engine::RuntimeInfo>& runtimes) {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const engine::RuntimeInfo& runtime : runtimes) list.push_back(toJson(runtime));
      return m_terminal.document({{"runtimes", std::move(list)}});
    }
    if (runtimes.empty()) return m_terminal.note(u"No runtimes."_s);
    const EpochMs now = SystemClock().now();
    std::vector<QStringList> rows;
    for (const engine::RuntimeInfo& runtime : runtimes) {
      rows.push_back({runtime.id, runtime.provider, runtime.state,
                      runtime.accelerator.isEmpty() ? u"-"_s : runtime.accelerator, timeText(runtime.since, now),
                      runtime.job.isEmpty() ? u"-"_s : runtime.job, runtime.description});
    }
    m_terminal.table(
        {u"RUNTIME"_s, u"PROVIDER"_s, u"STATE"_s, u"ACCELERATOR"_s, u"SINCE"_s, u"JOB"_s, u"DESCRIPTION"_s}, rows);
  }
};

}  // namespace

std::unique_ptr<Command> makeRuntimes(const Options& options, Terminal& terminal) {
  return std::make_unique<Runtimes>(options, terminal);
}

}  // namespace cc::app
