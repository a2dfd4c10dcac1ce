// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabAttemptRun.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

constexpr qint64 kDriveEveryMs = 60'000;
constexpr qint64 kLoadEveryMs = 10'000;  // each question starts nvidia-smi there

jobs::Sample sampleOf(const google::MachineResources& load, EpochMs now) {
  jobs::Sample sample{.time = now};
  if (load.memoryTotal > 0) {
    sample.memoryUsed = load.memoryUsed;
    sample.memoryTotal = load.memoryTotal;
  }
  for (const auto& disk : load.disks) {
    if (disk.total <= 0 || sample.diskTotal) continue;
    sample.diskTotal = disk.total;
    sample.diskFree = disk.total - disk.used;
  }
  int index = 0;
  for (const auto& gpu : load.gpus) {
    sample.gpus.push_back({.index = index++,
                           .uuid = {},
                           .name = gpu.name,
                           .utilization = gpu.use * 100,
                           .memoryUsed = gpu.memoryUsed,
                           .memoryTotal = gpu.memoryTotal,
                           .temperature = {},
                           .power = {}});
  }
  return sample;
}

}  // namespace

ColabAttemptRun::ColabAttemptRun(net::HttpClient& http, Clock& clock, ColabMachines& machines, QString key,
                                 RunPlace place, jobs::AttemptPlan plan, ColabQuestions::Needs needs)
    : JupyterAttemptRun(http, clock, std::move(place), std::move(plan), nullptr),
      m_clock(clock),
      m_machines(machines),
      m_key(std::move(key)),
      m_questions(std::move(needs)) {
  connect(&run(), &jupyter::NotebookRun::asked, &m_questions, &ColabQuestions::take);
  connect(&m_questions, &ColabQuestions::answered, this,
          [this](const jupyter::KernelQuestion& question, const Json& value) { run().answer(question, value); });
  connect(&m_questions, &ColabQuestions::waiting, this, [this](const std::optional<Error>& consent) {
    m_consent = consent;
    tellWarning();
  });
  connect(&m_questions, &ColabQuestions::logged, this, &AttemptRun::logged);
  connect(&m_machines, &ColabMachines::renewed, this, [this](const QString& renewed) {
    if (renewed == m_key) setEndpoint(ColabMachines::endpointOf(*m_machines.find(m_key)));
  });
  connect(this, &AttemptRun::finished, this, &ColabAttemptRun::letGo);
  connect(this, &AttemptRun::sampled, this, [this](const std::vector<jobs::Sample>& samples) {
    const bool card = std::any_of(samples.begin(), samples.end(), [](const auto& one) {
      return !one.gpus.empty() && !one.gpus.front().uuid.isEmpty();
    });
    if (card) m_cardSeen = m_clock.monotonic();
  });
}

ColabAttemptRun::~ColabAttemptRun() {
  letGo();
}

void ColabAttemptRun::start() {
  m_holds = true;
  m_machines.hold(m_key);
  m_clock.after(kLoadEveryMs, this, [this] { watchLoad(); });
  m_clock.after(kDriveEveryMs, this, [this] { watchDrive(); });
  JupyterAttemptRun::start();
}

void ColabAttemptRun::detach() {
  letGo();
  JupyterAttemptRun::detach();
}

void ColabAttemptRun::letGo() {
  m_questions.stop();
  if (std::exchange(m_holds, false)) m_machines.letGo(m_key);
}

void ColabAttemptRun::tellWarning() {
  Q_EMIT warned(m_consent ? m_consent : m_stale);
}

// The mount's own log says when Drive answers no more; to the notebook it only looks slow.
void ColabAttemptRun::watchDrive() {
  if (!m_holds) return;
  m_clock.after(kDriveEveryMs, this, [this] { watchDrive(); });
  const google::ColabRuntime* machine = m_machines.find(m_key);
  if (!machine) return;
  m_machines.at().driveTroubles(*machine, this, [this](const Result<QStringList>& lines) {
    if (!m_holds || !lines.ok()) return;
    const bool isNew = *lines != m_driveLines;
    m_driveLines = *lines;
    if (lines->isEmpty() ? !m_stale.has_value() : !isNew) return;
    m_stale.reset();
    if (!lines->isEmpty())
      m_stale = Error{.code = ErrorCode::RuntimeDriveStale, .detail = lines->join(u'\n').left(2'000)};
    tellWarning();
  });
}

void ColabAttemptRun::watchLoad() {
  if (!m_holds) return;
  m_clock.after(kLoadEveryMs, this, [this] { watchLoad(); });
  const google::ColabRuntime* machine = m_machines.find(m_key);
  const bool told = m_cardSeen >= 0 && m_clock.monotonic() - m_cardSeen < 2 * kLoadEveryMs;
  if (!machine || told || machine->spec.variant != google::Variant::Gpu) return;
  m_machines.at().resources(*machine, this, [this](const Result<google::MachineResources>& load) {
    if (m_holds && load.ok()) Q_EMIT sampled({sampleOf(*load, m_clock.now())});
  });
}

}  // namespace cc::providers
