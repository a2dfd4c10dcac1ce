// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobText.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"
#include "ui/common/CostText.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Jobs : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    const engine::JobListQuery query{.states = m_options.states, .limit = m_options.limit};
    engine->jobs(query, this, then<engine::JobPage>([this](const engine::JobPage& page) {
                   if (m_terminal.isJson()) {
                     Json document = toJson(page);
                     explainErrors(document);
                     m_terminal.document(document);
                   } else {
                     show(page);
                   }
                   finish(0);
                 }));
  }

private:
  void show(const engine::JobPage& page) {
    if (page.rows.empty()) return m_terminal.note(u"No jobs."_s);
    const EpochMs now = SystemClock().now();
    std::vector<QStringList> rows;
    const bool costs = std::any_of(page.rows.begin(), page.rows.end(),
                                   [](const engine::JobSummary& job) { return job.cost.units.has_value(); });
    for (const engine::JobSummary& job : page.rows) {
      const EpochMs end = job.finishedAt > 0 ? job.finishedAt : now;
      rows.push_back({job.id, toWord(job.state), job.name, job.provider, cellsText(job), timeText(job.createdAt, now),
                      job.startedAt > 0 ? spanText(end - job.startedAt) : u"-"_s});
      if (costs) rows.back() << (job.cost.units ? ui::costText(job.cost.units, job.cost.estimated) : u"-"_s);
      rows.back() << job.parameters;
    }
    QStringList heads{u"JOB"_s, u"STATE"_s, u"NAME"_s, u"PROVIDER"_s, u"CELLS"_s, u"CREATED"_s, u"TIME"_s};
    if (costs) heads << u"COST"_s;
    m_terminal.table(heads << u"PARAMETERS"_s, rows);
    if (page.total > static_cast<int>(page.rows.size())) {
      m_terminal.note(u"%1 of %2 jobs shown."_s.arg(page.rows.size()).arg(page.total));
    }
  }
};

}  // namespace

std::unique_ptr<Command> makeJobs(const Options& options, Terminal& terminal) {
  return std::make_unique<Jobs>(options, terminal);
}

}  // namespace cc::app
