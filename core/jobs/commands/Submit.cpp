// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Submit.h"

#include "base/Ids.h"
#include "jobs/JobQueue.h"
#include "notebook/NotebookIo.h"
#include "notebook/Parameters.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kCheckpointEveryMs = 600'000;

struct Input {
  QString sha256;
  std::vector<notebook::Parameter> parameters;
  QString language, kernel;
};

Result<Input> readInput(const QString& path, const InputStore& inputs) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{.code = ErrorCode::NotebookUnreadable, .params = {{u"path"_s, path}}, .detail = file.errorString()};
  }
  const QByteArray bytes = file.readAll();
  auto parsed = notebook::parseNotebook(bytes);
  if (!parsed.ok()) return std::move(parsed).error().with(u"path"_s, path);
  CC_TRY(const QString sha256, inputs.keep(bytes));
  return Input{.sha256 = sha256,
               .parameters = notebook::inferParameters(*parsed),
               .language = parsed->language(),
               .kernel = parsed->kernelName()};
}

Status checkProvider(const JobSpec& spec, const Config& config) {
  if (config.provider(spec.provider)) return done();
  QStringList names;
  for (const ProviderConfig& provider : config.providers) names << provider.name;
  return Error{.code = ErrorCode::UsageUnknownProvider,
               .params = {{u"provider"_s, spec.provider},
                          {u"nearest"_s, nearest(spec.provider, names).value_or(QString())},
                          {u"known"_s, names.join(u", "_s)}}};
}

void fillIn(JobSpec& spec, const Config& config) {
  if (spec.provider.isEmpty()) spec.provider = config.defaultProvider;
  if (spec.name.isEmpty()) spec.name = QFileInfo(spec.notebook).completeBaseName();
  if (spec.results.isEmpty()) spec.results = config.results;
  if (spec.maxUnits <= 0) spec.maxUnits = config.budget.job;
  if (!spec.timeoutMs) spec.timeoutMs = config.timeoutMs;
  if (!spec.cellTimeoutMs) spec.cellTimeoutMs = config.cellTimeoutMs;
  if (!spec.silenceTimeoutMs) spec.silenceTimeoutMs = config.silenceTimeoutMs;
  if (spec.checkpointEveryMs > 0 && spec.checkpoints.isEmpty()) spec.checkpoints = {u"checkpoints/**"_s};
  if (!spec.checkpoints.isEmpty() && spec.checkpointEveryMs == 0) spec.checkpointEveryMs = kCheckpointEveryMs;
}

Error badSpec(const QString& member, const QString& value, const QString& expected) {
  return Error{.code = ErrorCode::UsageBadSpec,
               .params = {{u"member"_s, member}, {u"value"_s, value}, {u"expected"_s, expected}}};
}

Status checkPatterns(const QStringList& globs, const QString& member) {
  for (const QString& glob : globs) {
    if (!staysBelow(glob)) return badSpec(member, glob, u"a pattern below the working folder"_s);
  }
  return done();
}

// Files here have to exist now; what lies elsewhere is looked for when the job starts.
Status checkInputs(JobSpec& spec, const BackupDefaults& defaults) {
  QSet<QString> places;
  for (JobInput& input : spec.inputs) {
    auto from = BackupTarget::parse(input.from, defaults);
    if (!from.ok()) return std::move(from).error().with(u"name"_s, u"--input"_s);
    input.from = from->text();
    if (input.to.isEmpty()) input.to = from->path.section(u'/', -1);
    if (from->kind == BackupTarget::Kind::Folder && !QFileInfo(from->path).isFile()) {
      return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, from->path}}};
    }
    if (!staysBelow(input.to) || input.to.endsWith(u'/')) {
      return badSpec(u"inputs"_s, input.to, u"the name of a file below the working folder"_s);
    }
    if (places.contains(input.to)) return badSpec(u"inputs"_s, input.to, u"another place for each input"_s);
    places.insert(input.to);
  }
  return done();
}

Status prepareOne(JobSpec& spec, const Config& config, const InputStore& inputs, const BackupDefaults& backups,
                  QHash<QString, Input>& known) {
  fillIn(spec, config);
  CC_CHECK(checkProvider(spec, config));
  if (!spec.backupTo.isEmpty()) {
    CC_TRY(const BackupTarget target, BackupTarget::parse(spec.backupTo, backups));
    spec.backupTo = target.text();
  }
  CC_CHECK(checkPatterns(spec.artifacts, u"artifacts"_s));
  CC_CHECK(checkPatterns(spec.checkpoints, u"checkpoints"_s));
  CC_CHECK(checkInputs(spec, backups));
  if (!known.contains(spec.notebook)) {
    CC_TRY(Input input, readInput(spec.notebook, inputs));
    known.insert(spec.notebook, std::move(input));
  }
  const Input& input = known[spec.notebook];
  spec.inputSha256 = input.sha256;
  spec.language = input.language;
  if (spec.kernel.isEmpty()) spec.kernel = input.kernel;
  CC_TRY(spec.parameters, notebook::checkParameters(input.parameters, spec.parameters));
  if (!spec.parameters.empty()) {
    // Says now what injection would say at the start of the run.
    CC_TRY(const std::string source, notebook::parameterSource(input.language, spec.parameters));
    Q_UNUSED(source)
  }
  return done();
}

store::JobRow toRow(const JobSpec& spec, EpochMs now) {
  store::JobRow row;
  row.id = newId();
  row.priority = spec.priority;
  row.state = toWord(spec.held ? JobState::Held : JobState::Queued);
  row.schedule = toWord(ScheduleState::Waiting);
  row.name = spec.name;
  row.notebook = spec.notebook;
  row.provider = spec.provider;
  row.sweep = spec.sweep;
  row.spec = toJson(spec);
  row.retriesLeft = spec.retries;
  row.createdAt = now;
  row.resultsDir = ResultsFolder::pathFor(spec.results, now, row.id, spec.name);
  return row;
}

}  // namespace

Result<std::vector<JobSpec>> prepareSubmission(std::vector<JobSpec> specs, const Config& config,
                                               const InputStore& inputs, const BackupDefaults& backups) {
  QHash<QString, Input> known;
  for (size_t i = 0; i < specs.size(); ++i) {
    Status prepared = prepareOne(specs[i], config, inputs, backups, known);
    if (!prepared.ok()) return std::move(prepared).error().with(u"index"_s, QString::number(i));
  }
  return specs;
}

Result<QStringList> submitJobs(JobQueue& queue, const std::vector<JobSpec>& prepared) {
  JobServices& services = queue.services();
  std::vector<store::JobRow> rows;
  rows.reserve(prepared.size());
  const EpochMs now = services.clock.now();
  for (const JobSpec& spec : prepared) rows.push_back(toRow(spec, now));
  CC_CHECK(services.store.addJobs(rows));
  QStringList ids;
  for (const store::JobRow& row : rows) {
    ids << row.id;
    queue.noteChanged(row.id);
  }
  queue.wake();
  return ids;
}

}  // namespace cc::jobs
