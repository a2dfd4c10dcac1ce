// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"
#include "ui/common/ErrorPresenter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Doctor : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    engine->doctor(this, then<std::vector<engine::DoctorCheck>>([this](const std::vector<engine::DoctorCheck>& checks) {
                     show(checks);
                     const bool allWell = std::all_of(checks.begin(), checks.end(),
                                                      [](const auto& check) { return check.ok || check.warning; });
                     finish(allWell ? 0 : 3);
                   }));
  }

private:
  void show(const std::vector<engine::DoctorCheck>& checks) {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const engine::DoctorCheck& check : checks) list.push_back(toJson(check));
      explainErrors(list);
      return m_terminal.document({{"checks", std::move(list)}});
    }
    for (const engine::DoctorCheck& check : checks) {
      QStringList found;
      for (const QString& value : check.params) found.append(value);
      const QString mark = check.ok && !check.warning  ? u"ok      "_s
                           : check.ok || check.warning ? u"warning "_s
                                                       : u"missing "_s;
      QString text = mark + QString(check.id).replace(u'_', u' ').leftJustified(16) + found.join(u", "_s) + u'\n';
      if (check.error) {
        const ui::ErrorPresentation words = ui::present(*check.error);
        text += u"        "_s + words.title + u"\n        "_s + words.hint + u'\n';
      }
      m_terminal.out(text);
    }
  }
};

}  // namespace

std::unique_ptr<Command> makeDoctor(const Options& options, Terminal& terminal) {
  return std::make_unique<Doctor>(options, terminal);
}

}  // namespace cc::app
