// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineCore.h"

#include "base/Log.h"
#include "engine/EngineFacade.h"
#include "engine/EngineJson.h"
#include "engine/EngineServer.h"
#include "engine/Summaries.h"
#include "jobs/commands/Submit.h"
#include "jobs/inputs/InputFetcher.h"
#include "notebook/NotebookIo.h"

#include <QDir>
#include <QRandomGenerator>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {
constexpr qint64 kUsageAgeMs = 30'000;
// Getting ready keeps a processor busy for a second; whoever has started the program wants to see the jobs first.
constexpr qint64 kPrepareMs = 250;

void prepare(const std::vector<std::unique_ptr<jobs::RuntimeProvider>>& providers, bool isStopping) {
  if (isStopping) return;
  for (const auto& provider : providers) provider->prepare();
}
}  // namespace

EngineCore::EngineCore(Paths paths, Config config, bool keychain)
    : m_paths(std::move(paths)), m_config(std::move(config)), m_keychain(keychain) {}

EngineCore::~EngineCore() = default;

Status EngineCore::open(bool runJobs) {
  for (const QString& folder : {m_paths.data, m_paths.state, m_paths.cache}) QDir().mkpath(folder);
  CC_CHECK(m_jobsDatabase.open({m_paths.jobsDatabase(), store::Durability::Full, store::jobSchema()}));
  CC_CHECK(m_samplesDatabase.open({m_paths.samplesDatabase(), store::Durability::Normal, store::sampleSchema()}));
  m_store = std::make_unique<store::JobStore>(m_jobsDatabase, m_clock);
  m_samples = std::make_unique<store::SampleStore>(m_samplesDatabase);
  m_ledger = std::make_unique<store::LedgerStore>(m_jobsDatabase);
  m_http = std::make_unique<net::HttpClient>();
  m_secrets = m_keychain ? auth::keychainSecretStore() : auth::memorySecretStore();
  openAccounts();
  CC_TRY(m_providers, providers::createProviders(m_config, providerContext()));
  m_services = std::make_unique<jobs::JobServices>(
      jobs::JobServices{.store = *m_store,
                        .samples = *m_samples,
                        .ledger = *m_ledger,
                        .clock = m_clock,
                        .config = m_config,
                        .worker = m_worker,
                        .inputs = jobs::InputStore(m_paths.data + u"/notebooks"_s),
                        .provider = [this](const QString& name) { return provider(name); },
                        .random = [] { return QRandomGenerator::global()->generateDouble(); }});
  m_backupStores = std::make_unique<providers::BackupStores>(providerContext(), m_worker);
  m_services->backupStore = [this](jobs::BackupTarget::Kind kind) { return m_backupStores->store(kind); };
  m_services->backupDefaults = jobs::BackupDefaults::fromEnvironment();
  m_services->inputCache = m_paths.data + u"/inputs"_s;
  m_worker.run<bool>(
      this,
      [folder = m_services->inputCache, now = m_clock.now()] {
        jobs::tidyInputCache(folder, now);
        return true;
      },
      [](bool) {});
  m_queue = std::make_unique<jobs::JobQueue>(*m_services);
  connect(m_accounts.get(), &auth::Accounts::changed, m_queue.get(), [this] {
    m_queue->backups().retryWaiting();
    const auto& accounts = m_accounts->store().accounts();
    const auto isSignedIn = [](const auth::Account& account) { return account.signInNeeded.isEmpty(); };
    if (std::any_of(accounts.begin(), accounts.end(), isSignedIn)) m_queue->resumeSignedIn();
  });
  m_history = std::make_unique<jobs::HistoryFile>(m_paths.historyFile(), *m_store);
  m_views = std::make_unique<JobViews>(*m_queue, m_worker);
  m_changes = std::make_unique<ChangeCoalescer>(m_clock, [this](const QSet<QString>& ids) { flushChanges(ids); });
  connect(m_queue.get(), &jobs::JobQueue::jobChanged, m_changes.get(), &ChangeCoalescer::note);
  connect(m_queue.get(), &jobs::JobQueue::jobProgressed, m_changes.get(), &ChangeCoalescer::noteProgress);
  connect(m_queue.get(), &jobs::JobQueue::sampled, this, &EngineCore::onSampled);
  connect(m_queue.get(), &jobs::JobQueue::storeFailed, this, &EngineCore::failed);
  connect(&m_queue->costs(), &jobs::CostKeeper::usageChanged, this, [this] { Q_EMIT usageChanged(usageNow()); });
  connect(m_accounts.get(), &auth::Accounts::changed, &m_queue->costs(),
          [this] { m_queue->costs().usages(kUsageAgeMs, this, [](const std::vector<jobs::AccountUsage>&) {}); });
  connect(m_views.get(), &JobViews::viewChanged, this, &EngineCore::viewChanged);
  connect(m_views.get(), &JobViews::outputArrived, this, &EngineCore::outputArrived);
  if (!runJobs) {
    m_queue->stop();
    return done();
  }
  CC_CHECK(m_queue->recover());
  m_clock.after(kPrepareMs, this, [this] { prepare(m_providers, m_stopping); });
  m_changes->note(QString());
  return done();
}

Status EngineCore::serve() {
  m_servedFacade = std::make_unique<EngineFacade>(this);
  m_server = std::make_unique<EngineServer>(*m_servedFacade, [this] { return std::make_unique<EngineFacade>(this); });
  return m_server->listen(m_paths.engineSocket());
}

providers::ProviderContext EngineCore::providerContext() {
  return {.paths = m_paths,
          .config = m_config,
          .clock = m_clock,
          .http = *m_http,
          .secrets = *m_secrets,
          .accounts = *m_accounts,
          .openBrowser = auth::openSystemBrowser};
}

jobs::RuntimeProvider* EngineCore::provider(const QString& name) const {
  const auto found =
      std::find_if(m_providers.begin(), m_providers.end(), [&](const auto& entry) { return entry->name() == name; });
  return found == m_providers.end() ? nullptr : found->get();
}

void EngineCore::stop() {
  if (m_stopping) return;
  m_stopping = true;
  if (m_accounts) cancelSignIn();
  if (m_queue) m_queue->stop();
  QSet<QString> inUse;
  if (m_store) {
    for (const store::LeaseRow& lease : m_store->leases({u"requested"_s, u"active"_s}).valueOr({})) {
      inUse.insert(lease.provider);
    }
  }
  m_stopsLeft = static_cast<int>(m_providers.size());
  for (const auto& entry : m_providers) {
    entry->shutDown(inUse.contains(entry->name()), this, [this](const Result<Nothing>& result) {
      if (!result.ok()) qCWarning(lcEngine).noquote() << "provider shut-down:" << result.error().toLogLine();
      if (--m_stopsLeft == 0) finishStop();
    });
  }
  if (m_stopsLeft == 0) finishStop();
  // A provider that does not answer keeps nobody from leaving.
  m_clock.after(8'000, this, [this] {
    if (m_stopsLeft > 0) finishStop();
  });
}

void EngineCore::finishStop() {
  m_stopsLeft = 0;
  if (m_server) m_server->close();
  if (m_history) (void)m_history->catchUp();
  m_jobsDatabase.close();
  m_samplesDatabase.close();
  Q_EMIT stopped();
}

void EngineCore::submit(std::vector<JobSpec> specs, Answer<QStringList> answer) {
  m_worker.run<Result<std::vector<JobSpec>>>(
      this,
      [specs = std::move(specs), config = m_config, inputs = m_services->inputs, backups = m_services->backupDefaults] {
        return jobs::prepareSubmission(specs, config, inputs, backups);
      },
      [this, answer](Result<std::vector<JobSpec>> prepared) {
        if (m_stopping) {
          answer(Error{.code = ErrorCode::EngineStopping});
        } else if (!prepared.ok()) {
          answer(std::move(prepared).error());
        } else {
          answer(jobs::submitJobs(*m_queue, *prepared));
        }
      });
}

void EngineCore::inspect(const QString& path, Answer<NotebookInspection> answer) {
  m_worker.run<Result<NotebookInspection>>(
      this,
      [path]() -> Result<NotebookInspection> {
        notebook::ReadNotes notes;
        CC_TRY(const notebook::Notebook loaded, notebook::readNotebook(path, &notes));
        NotebookInspection found{.path = path,
                                 .language = loaded.language(),
                                 .kernel = loaded.kernelName(),
                                 .cells = loaded.cellCount(),
                                 .upgraded = notes.upgradedFrom3,
                                 .parameters = notebook::inferParameters(loaded)};
        for (int i = 0; i < loaded.cellCount(); ++i) {
          if (loaded.cellType(i) == notebook::CellType::Code) ++found.codeCells;
          const QString source = fromStd(loaded.source(i));
          if (found.title.isEmpty() && loaded.cellType(i) == notebook::CellType::Markdown &&
              source.startsWith(u"# "_s)) {
            found.title = source.section(u'\n', 0, 0).mid(2).trimmed();
          }
        }
        return found;
      },
      std::move(answer));
}

Result<store::JobRow> EngineCore::rowOf(const QString& idOrPrefix) {
  CC_TRY(const QString id, m_store->findJobId(idOrPrefix));
  CC_TRY(auto row, m_store->job(id));
  if (!row) return Error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, idOrPrefix}}};
  return std::move(*row);
}

Result<JobPage> EngineCore::jobs(const JobListQuery& query) {
  const store::JobQuery filter{
      .states = query.states, .text = query.text, .limit = query.limit, .offset = query.offset};
  CC_TRY(const auto rows, m_store->jobs(filter));
  CC_TRY(const int total, m_store->countJobs(filter));
  JobPage page{.total = total};
  page.rows.reserve(rows.size());
  for (const store::JobRow& row : rows) page.rows.push_back(summaryOf(row, m_queue->runner(row.id)));
  addCosts(page.rows);
  return page;
}

Result<JobDetail> EngineCore::job(const QString& id) {
  CC_TRY(const store::JobRow row, rowOf(id));
  std::vector<JobSummary> summary{summaryOf(row, m_queue->runner(row.id))};
  addCosts(summary);
  JobDetail detail{.summary = std::move(summary.front())};
  detail.spec = jobs::jobSpecFromJson(row.spec).valueOr(JobSpec{});
  CC_TRY(const auto attempts, m_store->attempts(row.id));
  for (const store::AttemptRow& attempt : attempts) detail.attempts.push_back(attemptOf(attempt));
  if (const jobs::JobRunner* runner = m_queue->runner(row.id); runner && !detail.attempts.empty()) {
    detail.attempts.back().cellsTotal = detail.summary.cellsTotal;
    detail.attempts.back().cellsDone = detail.summary.cellsDone;
  }
  addCosts(row.id, detail.attempts);
  CC_TRY(const auto artifacts, m_store->artifacts(row.id));
  for (const store::ArtifactRow& artifact : artifacts) {
    detail.artifacts.push_back(
        {.path = artifact.path, .size = artifact.size, .sha256 = artifact.sha256, .verified = artifact.verified});
  }
  CC_TRY(const auto checkpoints, m_store->checkpoints(row.id));
  for (const store::CheckpointRow& checkpoint : checkpoints) detail.checkpoints.push_back(checkpointOf(checkpoint));
  CC_TRY(const auto events, m_store->events(row.id));
  for (const store::EventRow& event : events) detail.events.push_back(eventOf(event));
  CC_TRY(const auto backup, m_store->backup(row.id));
  if (backup) {
    CC_TRY(const auto files, m_store->backupFiles(row.id));
    detail.backup = backupOf(row, *backup, files, m_queue->backups());
  }
  return detail;
}

void EngineCore::view(const QString& job, qint64 since, Answer<NotebookView> answer) {
  auto row = rowOf(job);
  if (!row.ok()) {
    answer(row.error());
    return;
  }
  m_views->view(row->id, since, std::move(answer));
}

Result<std::vector<Sample>> EngineCore::samples(const QString& job, EpochMs since) {
  CC_TRY(const store::JobRow row, rowOf(job));
  CC_TRY(const auto rows, m_samples->since(row.id, since));
  std::vector<Sample> samples;
  samples.reserve(rows.size());
  for (const store::SampleRow& sample : rows) {
    samples.push_back(sampleFromJson(sample.data));
    samples.back().time = sample.time;
  }
  return samples;
}

Result<QString> EngineCore::log(const QString& job) {
  CC_TRY(const store::JobRow row, rowOf(job));
  return jobs::ResultsFolder(row.resultsDir).readLog();
}

Status EngineCore::holdQueue(bool held) {
  return m_queue->setHeld(held);
}

Result<std::vector<JobEvent>> EngineCore::history(EpochMs since) {
  CC_TRY(const auto rows, m_store->eventsSince(since));
  std::vector<JobEvent> events;
  events.reserve(rows.size());
  for (const store::EventRow& row : rows) events.push_back(eventOf(row));
  return events;
}

void EngineCore::follow(const QString& job, Answer<std::vector<OutputChunk>> answer) {
  auto row = rowOf(job);
  if (!row.ok()) {
    answer(row.error());
    return;
  }
  m_views->follow(row->id, std::move(answer));
}

void EngineCore::unfollow(const QString& job) {
  if (const auto row = rowOf(job); row.ok()) m_views->unfollow(row->id);
}

void EngineCore::flushChanges(const QSet<QString>& ids) {
  ChangeSet changes = everything();
  for (const QString& id : ids) {
    if (id.isEmpty()) continue;
    auto row = m_store->job(id);
    if (row.ok() && *row) changes.jobs.push_back(summaryOf(**row, m_queue->runner(id)));
  }
  addCosts(changes.jobs);
  if (Status written = m_history->catchUp(); !written.ok()) {
    qCWarning(lcEngine).noquote() << "history:" << written.error().toLogLine();
  }
  Q_EMIT changed(changes);
}

ChangeSet EngineCore::everything() {
  ChangeSet changes{.queueHeld = m_queue->isHeld(), .running = static_cast<int>(m_queue->runners().size())};
  changes.budgetSpent = m_queue->costs().spentBudget();
  changes.queued = m_store->countJobs({.states = {u"queued"_s}}).valueOr(0);
  return changes;
}

void EngineCore::onSampled(const QString& job, const std::vector<Sample>& samples) {
  const jobs::JobRunner* runner = m_queue->runner(job);
  if (!m_newestSample.contains(job)) {
    const auto newest = m_samples->last(job, 1);
    m_newestSample[job] = newest.ok() && !newest->empty() ? newest->front().time : 0;
  }
  // A run that was taken up again tells its samples from the start.
  qint64& newest = m_newestSample[job];
  std::vector<Sample> fresh;
  std::vector<store::SampleRow> rows;
  for (const Sample& sample : samples) {
    if (sample.time <= newest) continue;
    newest = sample.time;
    fresh.push_back(sample);
    rows.push_back(
        {.jobId = job, .attempt = runner ? runner->attempt().number : 0, .time = sample.time, .data = toJson(sample)});
  }
  if (fresh.empty()) return;
  if (Status stored = m_samples->append(rows); !stored.ok()) {
    qCWarning(lcEngine).noquote() << "samples:" << stored.error().toLogLine();
  }
  Q_EMIT sampled(job, fresh);
}

}  // namespace cc::engine
