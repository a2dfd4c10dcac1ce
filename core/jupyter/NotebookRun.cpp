// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/NotebookRun.h"

#include "base/Ids.h"
#include "base/Log.h"
#include "base/Redactor.h"
#include "jupyter/NotebookRunPrivate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {
constexpr int kSendAtOnce = 256;
constexpr qint64 kAnnounceMs = 100;
// tornado refuses bigger messages; the other parts of a request need little.
constexpr size_t kFrameLimit = (10u << 20) - 8'192;

size_t escapedSize(const std::string& text) {
  size_t size = text.size();
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r')
      ++size;
    else if (static_cast<unsigned char>(c) < 0x20)
      size += 5;
  }
  return size;
}
}  // namespace

NotebookRun::Private::Private(NotebookRun* owner, JupyterClient& jupyter, std::unique_ptr<KernelChannel> socket,
                              Clock& time, notebook::Notebook notebook, RunOptions wishes)
    : q(owner),
      client(jupyter),
      channel(std::move(socket)),
      clock(time),
      original(std::move(notebook)),
      options(std::move(wishes)),
      budgets(options.cellTimeoutMs, options.silenceTimeoutMs) {
  options.language = options.language.toLower();
  record = std::make_unique<RunRecord>(original, assemblyOptions(), options.attemptId);
}

void NotebookRun::Private::after(qint64 ms, std::function<void()> then) {
  clock.after(ms, q, [this, then = std::move(then)] {
    if (!isOver()) then();
  });
}

void NotebookRun::Private::log(const QString& line) {
  const QString clean = Redactor::redact(line);
  qCInfo(lcJupyter).noquote() << options.attemptId << clean;
  Q_EMIT q->logged(clean);
}

void NotebookRun::Private::note(const QString& line) {
  notes.append(Redactor::redact(line));
  log(line);
}

std::optional<Error> NotebookRun::Private::refusal() const {
  for (int position = 0; position < record->total(); ++position) {
    const int cell = record->cellAt(position);
    const size_t size = escapedSize(original.source(cell));
    if (size <= kFrameLimit) continue;
    return Error{.code = ErrorCode::NotebookTooLarge,
                 .params = {{u"cell"_s, QString::number(cell)},
                            {u"bytes"_s, QString::number(size)},
                            {u"limit"_s, QString::number(kFrameLimit)}},
                 .detail = u"a Jupyter server takes no bigger message"_s};
  }
  return std::nullopt;
}

void NotebookRun::Private::begin() {
  if (isOver()) return;
  if (auto error = refusal()) {
    finish(RunResult::Refused, std::move(error));
    return;
  }
  client.status(q, [this](Result<ServerStatus> status) {
    if (status.ok()) serverVersion = status->version;
  });
  tick();
  if (channel->isOpen()) {
    onOpened();
  } else if (options.resume) {
    lookForKernel();
  } else {
    open();
  }
}

void NotebookRun::Private::ask(const std::string& type, Json content, Answer answer, const QString& id) {
  const QString messageId = id.isEmpty() ? options.attemptId + u"_q_"_s + newId() : id;
  pending.insert(messageId, std::move(answer));
  channel->send("shell", type, messageId, std::move(content));
}

void NotebookRun::Private::prepare() {
  state = State::Preparing;
  if (!isPython()) {
    prepareOther();
    return;
  }
  const QString folder = options.folderOnRuntime.isEmpty() ? options.folderFromCwd : options.folderOnRuntime;
  ask("execute_request",
      recorderContent({.attemptId = options.attemptId,
                       .folder = folder,
                       .workingDirectory = options.workingDirectory,
                       .sampleIntervalMs = options.sampleIntervalMs,
                       .checkpoints = options.checkpoints,
                       .checkpointEveryMs = options.checkpointEveryMs}),
      [this](const KernelMessage* reply) {
        if (!reply || state != State::Preparing) return;  // sent again after reconnecting
        counter.startAt(reply->id());  // nothing of ours is missing before the first cell; its idle may be here already
        if (stringAt(reply->content, "status") == u"aborted")
          prepare();
        else
          onPrepared(reply->content);
      });
}

void NotebookRun::Private::onPrepared(const Json& content) {
  RecorderVerdict verdict = parseVerdict(content);
  hasRecorder = verdict.records;
  hasSampler = verdict.samples;
  hasKeeper = verdict.keepsCheckpoints;
  // Cells are sent only after the recorder has answered: an earlier process did not come that far.
  if (hasRecorder) options.resume = learning = false;
  if (!hasRecorder)
    note(u"outputs are not recorded on the runtime: "_s + verdict.problem);
  else if (!verdict.problem.isEmpty())
    note(verdict.problem);
  adoptFacts(std::move(verdict.facts));
  if (facts.contains("language_info")) {
    becomeReady();
  } else {
    prepareOther();
  }
}

// Kernels without recorder: the kernel's description, then the working folder where we know how.
void NotebookRun::Private::prepareOther() {
  ask("kernel_info_request", Json::object(), [this](const KernelMessage* reply) {
    if (!reply || state != State::Preparing) return;
    Json found = facts;
    found["language_info"] = at(reply->content, "language_info");
    found["kernel"] = toStd(stringAt(reply->content, "implementation"));
    found["kernel_version"] = toStd(stringAt(reply->content, "implementation_version"));
    adoptFacts(std::move(found));
    Json change = workingFolderContent(options.language, options.workingDirectory);
    if (change.is_null() || mayHaveSent()) {
      becomeReady();
      return;
    }
    ask("execute_request", std::move(change), [this](const KernelMessage* done) {
      if (!done || state != State::Preparing) return;
      if (stringAt(done->content, "status") != u"ok") note(u"the working folder could not be changed"_s);
      becomeReady();
    });
  });
}

void NotebookRun::Private::adoptFacts(Json found) {
  if (!found.is_object()) return;
  facts = std::move(found);
  if (const QString session = stringAt(facts, "session"); !session.isEmpty()) kernelSession = session;
  const Json& language = at(facts, "language_info");
  if (!language.is_object()) return;
  record->assembler().setLanguageInfo(language);
  if (shadow) shadow->assembler().setLanguageInfo(language);
}

void NotebookRun::Private::becomeReady() {
  state = State::Ready;
  if (options.sampleIntervalMs > 0 && hasSampler && !samples) {
    samples = std::make_unique<RemoteTail>(client, clock, options.folder + u'/' + QLatin1StringView(kSamplesName),
                                           qMax<qint64>(1'000, options.sampleIntervalMs));
    connect(samples.get(), &RemoteTail::lines, q, &NotebookRun::samplesArrived);
    after(1'000, [this] { samples->start(); });
  }
  if (hasKeeper && !checkpoints) {
    const qint64 pace = std::clamp<qint64>(options.checkpointEveryMs / 20, 500, 10'000);
    checkpoints =
        std::make_unique<RemoteTail>(client, clock, options.folder + u'/' + QLatin1StringView(kCheckpointsName), pace);
    connect(checkpoints.get(), &RemoteTail::lines, q, &NotebookRun::checkpointsArrived);
    after(pace, [this] { checkpoints->start(); });
  }
  Q_EMIT q->ready();
  if (proceedGiven && state == State::Ready) execute();
}

void NotebookRun::Private::execute() {
  state = State::Executing;
  if (options.resume) {
    learning = true;
    startBarrier();
  } else {
    sendCells();
  }
  checkComplete();
}

Json NotebookRun::Private::cellContent(int cell) const {
  return Json{{"code", original.source(cell)}, {"silent", false},
              {"store_history", true},         {"user_expressions", Json::object()},
              {"allow_stdin", false},          {"stop_on_error", record->assembler().stopsOnError(cell)}};
}

// Not every kernel heeds stop_on_error: IRkernel aborts what is queued after any failure, an allowed one too.
bool NotebookRun::Private::isWaitedFor(int cell) const {
  return options.language != "python"_L1 && !record->assembler().stopsOnError(cell);
}

void NotebookRun::Private::sendCells() {
  sendScheduled = false;
  const int total = record->total();
  for (int n = 0; n < kSendAtOnce && sent < total; ++n, ++sent) {
    if (state != State::Executing || stopSending || learning || newest().stoppedBy() >= 0 || !channel->isOpen()) return;
    const int cell = record->cellAt(sent);
    channel->send("shell", "execute_request", record->idOf(cell), cellContent(cell));
    if (isWaitedFor(cell)) {
      ++sent;
      return;  // checkComplete() goes on
    }
  }
  if (sent < total) {
    sendScheduled = true;
    after(0, [this] { sendCells(); });
  }
}

void NotebookRun::Private::markChanged(int cell) {
  if (cell >= 0) changedCells.insert(cell);
  if (announceScheduled) return;
  announceScheduled = true;
  after(kAnnounceMs, [this] { announce(); });
}

void NotebookRun::Private::announce() {
  announceScheduled = false;
  std::vector<int> cells = record->assembler().takeChanged();
  for (const int cell : std::exchange(changedCells, {})) cells.push_back(cell);
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  Q_EMIT q->progressed();
  if (!cells.empty()) Q_EMIT q->cellsChanged(cells);
}

NotebookRun::NotebookRun(JupyterClient& client, std::unique_ptr<KernelChannel> channel, Clock& clock,
                         notebook::Notebook notebook, RunOptions options, QObject* parent)
    : QObject(parent),
      d(std::make_unique<Private>(this, client, std::move(channel), clock, std::move(notebook), std::move(options))) {
  connect(d->channel.get(), &KernelChannel::opened, this, [this] { d->onOpened(); });
  connect(d->channel.get(), &KernelChannel::arrived, this, [this](KernelMessage& m) { d->onArrived(m); });
  connect(d->channel.get(), &KernelChannel::closed, this, [this](const Error& error) { d->onClosed(error); });
}

NotebookRun::~NotebookRun() = default;

void NotebookRun::start() {
  if (d->state != Private::State::Idle) return;
  d->state = Private::State::Connecting;
  d->after(0, [this] { d->begin(); });
}

void NotebookRun::proceed() {
  d->proceedGiven = true;
  if (d->state == Private::State::Ready)
    d->after(0, [this] {
      if (d->state == Private::State::Ready) d->execute();
    });
}

void NotebookRun::detach() {
  if (d->state == Private::State::Detached) return;
  d->state = Private::State::Detached;
  if (d->journal) d->journal->stop();
  if (d->samples) d->samples->stop();
  if (d->checkpoints) d->checkpoints->stop();
  if (d->channel) d->channel->close();
  d->pending.clear();
}

const notebook::Notebook& NotebookRun::notebook() const {
  return d->record->assembler().notebook();
}

RunSnapshot NotebookRun::snapshot() const {
  const RunRecord& record = *d->record;
  const bool runs = record.runningCell() >= 0 && !d->isOver();
  return {.cellsTotal = record.total(),
          .cellsDone = record.doneCount(),
          .cellsFailed = record.failedCount(),
          .runningCell = runs ? record.runningCell() : -1,
          .runningSince = runs ? fromRfc3339(record.runningSince()) : 0};
}

Json NotebookRun::environment() const {
  if (d->facts.empty() && d->notes.isEmpty()) return nullptr;
  const Json& packages = at(d->facts, "packages");
  Json environment{{"kernel", at(d->facts, "kernel")},
                   {"server", toStd(d->serverVersion)},
                   {"language_version", at(at(d->facts, "language_info"), "version")},
                   {"packages", packages.is_object() ? packages : Json::object()}};
  for (const char* key : {"executable", "platform", "cpus", "pid", "cwd", "kernel_version"}) {
    if (d->facts.contains(key)) environment[key] = d->facts[key];
  }
  Json notes = Json::array();
  for (const QString& line : d->notes) notes.push_back(toStd(line));
  environment["notes"] = notes;
  return environment;
}

QString NotebookRun::folderInKernel() const {
  return stringAt(d->facts, "journal").section(u'/', 0, -2);
}

void NotebookRun::answer(const KernelQuestion& question, const Json& value) {
  if (!d->channel || !d->channel->isOpen() || d->isOver()) return;
  d->answered.insert(question.id);
  d->channel->send("stdin", "input_reply", d->options.attemptId + u"_a_"_s + newId(), Json{{"value", value}});
}

std::unique_ptr<KernelChannel> NotebookRun::takeChannel() {
  if (d->state != Private::State::Finished || !d->channel) return nullptr;
  d->channel->disconnect(this);
  d->failPending();
  return std::move(d->channel);
}

Call NotebookRun::evaluate(const QString& code, const QString& expression, QObject* context, Reply<QString> reply) {
  Promise<QString> promise(context, std::move(reply));
  const Error unreachable{.code = ErrorCode::RuntimeUnreachable, .retryable = true};
  if (!d->channel || d->state == Private::State::Detached) {
    promise.resolve(unreachable);
    return promise.call();
  }
  auto send = [this, promise, unreachable, content = evaluationContent(code, expression)] {
    d->ask("execute_request", content, [promise, unreachable](const KernelMessage* answer) {
      promise.resolve(answer ? expressionResult(answer->content) : Result<QString>(unreachable));
    });
  };
  if (d->channel->isOpen()) {
    send();
    return promise.call();
  }
  // After the end nobody reconnects any more: open for this one question.
  auto* once = new QObject(this);
  connect(d->channel.get(), &KernelChannel::opened, once, [once, send] {
    once->deleteLater();
    send();
  });
  connect(d->channel.get(), &KernelChannel::closed, once, [once, promise](const Error& error) {
    once->deleteLater();
    promise.resolve(error);
  });
  if (d->state == Private::State::Finished) {
    d->channel->setEndpoint(d->client.endpoint());
    d->channel->open();
  }
  return promise.call();
}

}  // namespace cc::jupyter
