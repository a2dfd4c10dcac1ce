// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/common/JupyterAttemptRun.h"

#include "jupyter/FileTransfer.h"
#include "jupyter/KernelChannel.h"
#include "jupyter/KernelScripts.h"
#include "providers/common/ListedFiles.h"
#include "providers/common/LocalFiles.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

std::unique_ptr<jupyter::KernelChannel> channelFor(const RunPlace& place,
                                                   std::unique_ptr<jupyter::KernelChannel> warm) {
  if (warm) return warm;
  return std::make_unique<jupyter::KernelChannel>(place.endpoint, place.kernelId, place.channelSession);
}

jupyter::RunOptions optionsOf(const RunPlace& place, const jobs::AttemptPlan& plan) {
  return {.attemptId = plan.attemptId,
          .folder = place.folder,
          .folderOnRuntime = place.folderOnRuntime,
          .folderFromCwd = place.folderFromCwd,
          .workingDirectory = place.workingDirectory,
          .language = place.language,
          .allowErrors = plan.allowErrors,
          .cellTimeoutMs = plan.cellTimeoutMs,
          .silenceTimeoutMs = plan.silenceTimeoutMs,
          .sampleIntervalMs = plan.sampleIntervalMs,
          .checkpoints = plan.checkpoints,
          .checkpointEveryMs = plan.checkpointEveryMs,
          .resume = plan.resume};
}

jobs::RunEnd toRunEnd(jupyter::RunResult result) {
  switch (result) {
    case jupyter::RunResult::Succeeded:
      return jobs::RunEnd::Succeeded;
    case jupyter::RunResult::CellFailed:
      return jobs::RunEnd::CellFailed;
    case jupyter::RunResult::TimedOut:
      return jobs::RunEnd::TimedOut;
    case jupyter::RunResult::Interrupted:
      return jobs::RunEnd::Interrupted;
    case jupyter::RunResult::RuntimeLost:
      return jobs::RunEnd::RuntimeLost;
    case jupyter::RunResult::Refused:
      return jobs::RunEnd::Refused;
  }
  return jobs::RunEnd::Refused;
}

constexpr int kHashTries = 4;
constexpr qint64 kHashAgainMs = 1'000;

bool isOfConnection(const Error& error) {
  switch (error.code) {
    case ErrorCode::RuntimeUnreachable:
    case ErrorCode::AccountForbidden:
    case ErrorCode::NetUnreachable:
    case ErrorCode::NetTimedOut:
    case ErrorCode::NetHttpStatus:
    case ErrorCode::NetSocketClosed:
      return true;
    default:
      return false;
  }
}

// Runs in the kernel once, silently. Links are not followed out of the working folder, nor round in it; hidden folders are left out
// unless the pattern names them, as glob does. The result is sorted and capped.
constexpr const char* kFindFiles = R"py(def _cc_find(base, patterns, cap=10000):
    import glob, hashlib, json, os
    base = os.path.realpath(base or os.getcwd())
    places, found = {}, {}
    for pattern in patterns:
        for name in glob.iglob(os.path.join(glob.escape(base), pattern), recursive=True):
            place = (os.path.realpath(os.path.dirname(name)), os.path.basename(name))
            if len(name) < len(places.get(place, name + '/')) and len(places) < cap:
                places[place] = name
    for name in places.values():
        real = os.path.realpath(name)
        if not os.path.isfile(real) or os.path.commonpath([base, real]) != base:
            continue
        digest, size = hashlib.sha256(), 0
        with open(real, 'rb') as stream:
            for block in iter(lambda: stream.read(1 << 20), b''):
                digest.update(block)
                size += len(block)
        found[os.path.relpath(name, base).replace(os.sep, '/')] = [size, digest.hexdigest()]
    return json.dumps(found, sort_keys=True)
)py";

constexpr const char* kJoinParts = R"py(def _cc_join(base, parts, path):
    import os, shutil
    target = os.path.join(os.path.realpath(base or os.getcwd()), path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(parts[0], 'ab') as whole:
        for part in parts[1:]:
            with open(part, 'rb') as more:
                shutil.copyfileobj(more, whole, 1 << 20)
            os.remove(part)
    shutil.move(parts[0], target)
)py";

Result<std::vector<jobs::RemoteFile>> parseFound(const QString& text) {
  CC_TRY(const Json found, parseJson(text.toUtf8()));
  std::vector<jobs::RemoteFile> files;
  if (!found.is_object()) return Error{.code = ErrorCode::NetBadReply, .detail = u"no list of files"_s};
  for (const auto& [name, entry] : found.items()) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_number_integer() || !entry[1].is_string()) {
      return Error{.code = ErrorCode::NetBadReply, .detail = u"a list of files of another shape"_s};
    }
    files.push_back(
        {.path = fromStd(name), .size = entry[0].get<qint64>(), .sha256 = fromStd(entry[1].get<std::string>())});
  }
  return files;
}

std::optional<double> optionalNumber(const Json& json, const char* key) {
  const Json& value = at(json, key);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

}  // namespace

JupyterAttemptRun::JupyterAttemptRun(net::HttpClient& http, Clock& clock, RunPlace place, jobs::AttemptPlan plan,
                                     std::unique_ptr<jupyter::KernelChannel> channel)
    : m_clock(clock),
      m_client(http, place.endpoint),
      m_place(std::move(place)),
      m_run(m_client, channelFor(m_place, std::move(channel)), clock, std::move(plan.notebook),
            optionsOf(m_place, plan)) {
  if (m_place.renewal) m_client.setRenewal(m_place.renewal);
  connect(&m_run, &jupyter::NotebookRun::ready, this, &AttemptRun::ready);
  connect(&m_run, &jupyter::NotebookRun::progressed, this, &AttemptRun::progressed);
  connect(&m_run, &jupyter::NotebookRun::cellsChanged, this, &AttemptRun::cellsChanged);
  connect(&m_run, &jupyter::NotebookRun::reconnecting, this, &AttemptRun::reconnecting);
  connect(&m_run, &jupyter::NotebookRun::logged, this, &AttemptRun::logged);
  connect(&m_run, &jupyter::NotebookRun::samplesArrived, this, &JupyterAttemptRun::onSamples);
  connect(&m_run, &jupyter::NotebookRun::checkpointsArrived, this, &JupyterAttemptRun::onCheckpoints);
  connect(&m_run, &jupyter::NotebookRun::finished, this, &JupyterAttemptRun::onFinished);
}

JupyterAttemptRun::~JupyterAttemptRun() = default;

void JupyterAttemptRun::start() {
  if (m_place.language != u"python"_s) {
    QMetaObject::invokeMethod(
        this,
        [this] {
          Q_EMIT logged(
              u"a kernel of the language %1 gets no recorder and no sampler: there are no samples, and what it"
              " prints while the connection is lost can be missing"_s.arg(m_place.language));
        },
        Qt::QueuedConnection);
  }
  m_run.start();
}
void JupyterAttemptRun::proceed() {
  m_run.proceed();
}
void JupyterAttemptRun::interrupt() {
  m_run.interrupt();
}
void JupyterAttemptRun::restartKernel() {
  m_run.restartKernel();
}
void JupyterAttemptRun::detach() {
  m_run.detach();
}
const notebook::Notebook& JupyterAttemptRun::notebook() const {
  return m_run.notebook();
}
Json JupyterAttemptRun::environment() const {
  return m_run.environment();
}

jobs::RunProgress JupyterAttemptRun::progress() const {
  const jupyter::RunSnapshot now = m_run.snapshot();
  return {.cellsTotal = now.cellsTotal,
          .cellsDone = now.cellsDone,
          .cellsFailed = now.cellsFailed,
          .runningCell = now.runningCell,
          .runningSince = now.runningSince};
}

void JupyterAttemptRun::onFinished(jupyter::RunResult result, const std::optional<Error>& error) {
  Q_EMIT finished({.end = toRunEnd(result), .error = error});
}

void JupyterAttemptRun::onSamples(const QList<QByteArray>& lines) {
  std::vector<jobs::Sample> samples;
  for (const QByteArray& line : lines) {
    if (auto sample = parseSample(line)) samples.push_back(std::move(*sample));
  }
  if (!samples.empty()) Q_EMIT sampled(samples);
}

void JupyterAttemptRun::onCheckpoints(const QList<QByteArray>& lines) {
  for (const QByteArray& line : lines) {
    const auto json = parseJson(line);
    if (!json.ok()) continue;
    if (const QString problem = stringAt(*json, "problem"); !problem.isEmpty()) Q_EMIT logged(problem);
    if (const auto checkpoint = parseCheckpoint(*json)) Q_EMIT checkpointed(*checkpoint);
  }
}

Call JupyterAttemptRun::findFiles(const QStringList& globs, QObject* context,
                                  Reply<std::vector<jobs::RemoteFile>> reply) {
  const Found promise(context, std::move(reply));
  if (!m_place.localFolder.isEmpty()) {
    using Files = Result<std::vector<jobs::RemoteFile>>;
    m_worker.run<Files>(
        this, [folder = m_place.localFolder, globs] { return findLocalFiles(folder, globs); },
        [promise](Files found) { promise.resolve(std::move(found)); });
    return promise.call();
  }
  if (m_place.language != u"python"_s) {
    listFiles(globs, promise);
    return promise.call();
  }
  Json patterns = Json::array();
  for (const QString& glob : globs) patterns.push_back(toStd(glob));
  const QString expression = u"_cc_find("_s + baseLiteral() + QString::fromUtf8(", " + dumpJson(patterns)) + u')';
  hashFiles(expression, globs, promise, 1);
  return promise.call();
}

// JSON text of plain strings is a Python literal too.
QString JupyterAttemptRun::baseLiteral() const {
  const QString base = m_place.workingDirectory.isEmpty() ? stringAt(environment(), "cwd") : m_place.workingDirectory;
  return QString::fromUtf8(dumpJson(toStd(base)));
}

// Only the kernel can hash, so a connection that fails is tried again before sizes have to do.
void JupyterAttemptRun::hashFiles(const QString& expression, const QStringList& globs, const Found& promise,
                                  int attempt) {
  m_run.evaluate(QString::fromLatin1(kFindFiles), expression, this,
                 [this, expression, globs, promise, attempt](const Result<QString>& text) {
                   auto found = text.ok() ? parseFound(*text) : Result<std::vector<jobs::RemoteFile>>(text.error());
                   if (found.ok()) return promise.resolve(std::move(found));
                   Q_EMIT logged(u"the kernel cannot hash artifacts: "_s + found.error().toLogLine());
                   if (attempt == kHashTries || !isOfConnection(found.error())) return listFiles(globs, promise);
                   m_clock.after(kHashAgainMs * attempt, this, [this, expression, globs, promise, attempt] {
                     // The question renews a token that has expired; the answer does not matter.
                     m_client.kernel(m_place.kernelId, this,
                                     [this, expression, globs, promise, attempt](const Result<jupyter::KernelModel>&) {
                                       if (!promise.isCancelled()) hashFiles(expression, globs, promise, attempt + 1);
                                     });
                   });
                 });
}

void JupyterAttemptRun::listFiles(const QStringList& globs, const Found& promise) {
  Q_EMIT logged(u"artifacts are listed by the server: only their sizes can be compared"_s);
  (new ListedFiles(m_client, m_place.filesFolder, globs, promise))->start();
}

Call JupyterAttemptRun::fetchFile(const jobs::RemoteFile& file, const QString& target, QObject* context,
                                  Reply<Nothing> reply) {
  if (!m_place.localFolder.isEmpty() && file.kept.isEmpty()) {
    const Promise<Nothing> promise(context, std::move(reply));
    m_worker.run<Status>(
        this, [folder = m_place.localFolder, file, target] { return copyLocalFile(folder, file, target); },
        [promise](Status copied) { promise.resolve(std::move(copied)); });
    return promise.call();
  }
  const QString source =
      file.kept.isEmpty() ? m_place.filesFolder + u'/' + file.path : m_place.folder + u'/' + file.kept;
  return jupyter::downloadFile(m_client, source, target, file.size, file.sha256, nullptr, context, std::move(reply));
}

Call JupyterAttemptRun::placeFile(const QString& source, const QString& path, QObject* context, Reply<Nothing> reply) {
  if (!m_place.localFolder.isEmpty()) {
    const Promise<Nothing> promise(context, std::move(reply));
    m_worker.run<Status>(
        this, [folder = m_place.localFolder, source, path] { return placeLocalFile(source, folder, path); },
        [promise](Status placed) { promise.resolve(std::move(placed)); });
    return promise.call();
  }
  if (m_place.language != u"python"_s || m_run.folderInKernel().isEmpty()) {
    return jupyter::uploadFile(m_client, source, m_place.filesFolder + u'/' + path, nullptr, context, std::move(reply));
  }
  const Promise<Nothing> promise(context, std::move(reply));
  const auto sending = std::make_shared<Call>();
  promise.onCancel([sending] { sending->cancel(); });
  *sending = jupyter::uploadParts(m_client, source, m_place.folder + u"/placed/"_s + QString::number(++m_placed), this,
                                  [this, path, promise](const Result<QStringList>& parts) {
                                    if (!parts.ok()) return promise.resolve(parts.error());
                                    joinParts(*parts, path, promise);
                                  });
  return promise.call();
}

// The kernel puts the file into its place as a whole, where it is hashed like any other.
void JupyterAttemptRun::joinParts(const QStringList& parts, const QString& path, const Promise<Nothing>& promise) {
  Json there = Json::array();
  for (const QString& part : parts) there.push_back(toStd(m_run.folderInKernel() + part.mid(m_place.folder.size())));
  const QString expression =
      u"_cc_join("_s + baseLiteral() + QString::fromUtf8(", " + dumpJson(there) + ", " + dumpJson(toStd(path))) + u')';
  m_run.evaluate(QString::fromLatin1(kJoinParts), expression, this, [promise, path](const Result<QString>& joined) {
    if (joined.ok()) return promise.resolve(Nothing{});
    Error error = joined.error();
    if (error.code == ErrorCode::NetBadReply) error.code = ErrorCode::FileUnwritable;  // the kernel's own refusal
    promise.resolve(std::move(error).with(u"path"_s, path));
  });
}

std::optional<jobs::RemoteCheckpoint> parseCheckpoint(const Json& line) {
  const Json& files = at(line, "files");
  jobs::RemoteCheckpoint checkpoint{.number = static_cast<int>(intAt(line, "number")), .at = intAt(line, "t")};
  if (checkpoint.number <= 0 || !files.is_array() || files.empty()) return std::nullopt;
  const QString folder =
      QLatin1StringView(jupyter::kCheckpointsFolder) + u'/' + QString::number(checkpoint.number) + u'/';
  for (const Json& file : files) {
    const bool isFile = file.is_array() && file.size() == 3 && file[0].is_string() && file[1].is_number_integer() &&
                        file[2].is_string();
    if (!isFile) return std::nullopt;
    const QString path = fromStd(file[0].get<std::string>());
    checkpoint.files.push_back({.path = path,
                                .size = file[1].get<qint64>(),
                                .sha256 = fromStd(file[2].get<std::string>()),
                                .kept = folder + path});
  }
  return checkpoint;
}

QHash<QString, QString> languagesOf(const jupyter::KernelSpecs& specs) {
  QHash<QString, QString> languages;
  for (const jupyter::KernelSpec& spec : specs.specs) {
    if (!spec.language.isEmpty()) languages.insert(spec.name, spec.language.toLower());
  }
  return languages;
}

std::optional<jobs::Sample> parseSample(QByteArrayView line) {
  const auto parsed = parseJson(line);
  if (!parsed.ok() || !at(*parsed, "t").is_number()) return std::nullopt;
  const Json& json = *parsed;
  jobs::Sample sample{.time = static_cast<qint64>(numberAt(json, "t")),
                      .cpuPercent = optionalNumber(json, "cpu"),
                      .processCpuPercent = optionalNumber(json, "pcpu"),
                      .memoryUsed = optionalNumber(json, "mem_used"),
                      .memoryTotal = optionalNumber(json, "mem_total"),
                      .processMemory = optionalNumber(json, "pmem"),
                      .diskFree = optionalNumber(json, "disk_free"),
                      .diskTotal = optionalNumber(json, "disk_total")};
  const Json& gpus = at(json, "gpus");
  if (!gpus.is_array()) return sample;
  for (const Json& gpu : gpus) {
    sample.gpus.push_back({.index = static_cast<int>(intAt(gpu, "index")),
                           .uuid = stringAt(gpu, "uuid"),
                           .name = stringAt(gpu, "name"),
                           .utilization = optionalNumber(gpu, "util"),
                           .memoryUsed = optionalNumber(gpu, "mem_used"),
                           .memoryTotal = optionalNumber(gpu, "mem_total"),
                           .temperature = optionalNumber(gpu, "temp"),
                           .power = optionalNumber(gpu, "power")});
  }
  return sample;
}

}  // namespace cc::providers
