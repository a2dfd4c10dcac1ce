// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Config.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class History : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    const auto since = sinceMs();
    if (!since.ok()) return fail(since.error());
    engine->history(*since, this,
                    then<std::vector<engine::JobEvent>>([this](const std::vector<engine::JobEvent>& events) {
                      for (const engine::JobEvent& event : events) show(event);
                      finish(0);
                    }));
  }

private:
  // A time of day counts as local, as people write it; a span counts back from now.
  Result<EpochMs> sinceMs() const {
    if (m_options.since.isEmpty()) return 0;
    if (const QDateTime time = QDateTime::fromString(m_options.since, Qt::ISODateWithMs); time.isValid())
      return time.toMSecsSinceEpoch();
    if (const auto span = parseDuration(m_options.since)) return SystemClock().now() - *span;
    return Error{.code = ErrorCode::UsageBadParameter,
                 .params = {{u"name"_s, u"--since"_s},
                            {u"value"_s, m_options.since},
                            {u"expected"_s, u"a time like 2026-01-31T14:00, or a span like 2h"_s}}};
  }

  void show(const engine::JobEvent& event) {
    if (m_terminal.isJson()) return m_terminal.line(toJson(event));
    QString text = QDateTime::fromMSecsSinceEpoch(event.at).toString(u"yyyy-MM-dd HH:mm:ss"_s) + u"  "_s + event.job +
                   u"  "_s + event.kind.leftJustified(10);
    if (!event.to.isEmpty())
      text += u' ' + (event.from.isEmpty() ? event.to : QString(event.from + u" -> "_s + event.to));
    if (!event.reason.isEmpty()) text += u" ("_s + event.reason + u')';
    m_terminal.out(text + u'\n');
  }
};

}  // namespace

std::unique_ptr<Command> makeHistory(const Options& options, Terminal& terminal) {
  return std::make_unique<History>(options, terminal);
}

}  // namespace cc::app
