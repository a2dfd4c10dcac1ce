// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"
#include "colabq/commands/Submission.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Submit : public Submission {
public:
  using Submission::Submission;
  // An engine of our own would end at once, with the job only queued.
  Needs needs() const override { return Needs::Running; }

protected:
  void submitted(engine::Engine&, const QStringList& ids) override {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const QString& id : ids) list.push_back(toStd(id));
      m_terminal.document({{"ids", std::move(list)}});
    } else {
      m_terminal.out(ids.join(u'\n') + u'\n');
    }
    finish(0);
  }
};

}  // namespace

std::unique_ptr<Command> makeSubmit(const Options& options, Terminal& terminal) {
  return std::make_unique<Submit>(options, terminal);
}

}  // namespace cc::app
