// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoEngine.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QRandomGenerator>
#include <cmath>

namespace cc::demo {

using namespace Qt::StringLiterals;
using engine::JobDetail;
using engine::JobState;

namespace {

constexpr EpochMs kMinute = 60'000;

struct Row {
  const char* name;
  const char* parameters;
  const char* provider;
  JobState state;
  int done, total;
  int startedMinutesAgo, minutes;  // minutes: how long it ran; 0: still does
  const char* accelerator = "";
  double unitsPerHour = 0;
};

constexpr Row kRows[] = {
    {"panlang_hillclimbing", "iterations=10000 checkpoint_freq=100", "colab", JobState::Running, 7, 12, 42, 0, "A100",
     5.4},
    {"corpus language=sanskrit", "language=sanskrit", "lab-server", JobState::Running, 4, 9, 51, 0},
    {"corpus language=chinois", "language=chinois", "local", JobState::Queued, 0, 9, 0, 0},
    {"corpus language=de", "language=de", "local", JobState::Queued, 0, 9, 0, 0},
    {"embeddings_large", "batch_size=256 fp16=true", "colab", JobState::WaitingRetry, 2, 14, 65, 20, "L4", 2.1},
    {"ablation_no_dropout", "dropout=0.0 seed=7", "local", JobState::Held, 0, 10, 0, 0},
    {"corpus language=es", "language=es", "colab", JobState::Succeeded, 9, 9, 70, 26, "T4", 1.2},
    {"corpus language=en", "language=en", "colab", JobState::Succeeded, 9, 9, 98, 24, "T4", 1.2},
    {"corpus language=fr", "language=fr", "local", JobState::Failed, 5, 9, 110, 12},
    {"validation_weekly", "", "local", JobState::Succeeded, 6, 6, 190, 3},
    {"training_baseline", "epochs=40 lr=0.001", "local", JobState::Succeeded, 18, 18, 1480, 212},
    {"training_baseline lr=0.1", "epochs=40 lr=0.1", "local", JobState::TimedOut, 11, 18, 1700, 240},
    {"tokenizer_scan", "vocab=32000", "lab-server", JobState::Cancelled, 3, 8, 1900, 9}};

std::string lossPicture() {
  QImage image(720, 300, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter p(&image);
  p.setRenderHint(QPainter::Antialiasing);
  p.setPen(QPen(QColor(0xd0d5dc), 1));
  for (int y = 40; y <= 260; y += 44) p.drawLine(50, y, 700, y);
  p.setPen(QColor(0x5b6675));
  p.drawText(QRect(0, 6, 720, 24), Qt::AlignCenter, u"fitness by iteration"_s);
  QRandomGenerator random(7);
  for (const auto& [color, level] : {std::pair{0x1f62d0, 0.72}, std::pair{0xc0571a, 0.55}}) {
    QPainterPath path;
    for (int x = 0; x <= 650; x += 5) {
      const double y = 250 - 200 * level * (1 - std::exp(-x / 160.0)) - random.bounded(9.0);
      if (x == 0) path.moveTo(50 + x, y);
      path.lineTo(50 + x, y);
    }
    p.setPen(QPen(QColor(QRgb(color)), 2));
    p.drawPath(path);
  }
  p.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes.toBase64().toStdString();
}

Json code(int count, const char* source, Json outputs, double seconds) {
  Json cell{{"cell_type", "code"},
            {"execution_count", count > 0 ? Json(count) : Json()},
            {"source", source},
            {"outputs", std::move(outputs)},
            {"metadata", Json::object()}};
  if (seconds >= 0) {
    const EpochMs start = 1'767'225'600'000;
    cell["metadata"]["execution"] = {{"iopub.execute_input", toStd(toRfc3339(start))},
                                     {"shell.execute_reply", toStd(toRfc3339(start + EpochMs(seconds * 1000)))}};
  }
  return cell;
}

Json stream(const char* text, const char* name = "stdout") {
  return {{"output_type", "stream"}, {"name", name}, {"text", text}};
}
Json shown(const char* type, const std::string& data) {
  return {{"output_type", "display_data"}, {"data", {{type, data}}}, {"metadata", Json::object()}};
}

std::vector<Json> runningCells() {
  return {
      {{"cell_type", "markdown"},
       {"source",
        "# Dictionary by hill climbing\n\nSearches the **primitive set** that explains most of the corpus. Scores are "
        "logged every `checkpoint_freq` steps; see the [method](https://example.org/method)."}},
      code(1, "# parameters\niterations: int = 10000\ncheckpoint_freq: int = 100\nseed: int = 42", Json::array(), 0.01),
      code(2,
           "from pathlib import Path\nimport random\n\ndef load(path):\n    \"\"\"Reads the corpus once.\"\"\"\n    "
           "return [line.split() for line in Path(path).read_text().splitlines()]\n\ncorpus = "
           "load(\"corpus.txt\")\nprint(f\"{len(corpus):,} sentences\")",
           Json::array({stream("48,213 sentences\n")}), 2.31),
      code(3, "summary(corpus)",
           Json::array({shown(
               "text/html",
               "<table border=\"1\" "
               "class=\"dataframe\"><thead><tr><th>language</th><th>sentences</th><th>types</th><th>coverage</th></"
               "tr></thead><tbody><tr><td>fr</td><td>12,480</td><td>9,113</td><td>0.81</td></tr><tr><td>en</"
               "td><td>14,902</td><td>8,027</td><td>0.84</td></tr><tr><td>es</td><td>11,336</td><td>8,841</"
               "td><td>0.79</td></tr><tr><td>de</td><td>9,495</td><td>10,204</td><td>0.77</td></tr></tbody></table>")}),
           0.42),
      code(4, "plot_fitness(history)", Json::array({shown("image/png", lossPicture())}), 0.87),
      code(-1, "best = climb(corpus, iterations, every=checkpoint_freq)",
           Json::array(
               {stream("\x1b[36mstep  6000\x1b[0m  fitness \x1b[32m0.7214\x1b[0m  accepted 3812\n\x1b[36mstep  "
                       "6100\x1b[0m  fitness \x1b[32m0.7219\x1b[0m  accepted 3847\n\x1b[33mcheckpoint\x1b[0m written: "
                       "state_6100.json\n\x1b[36mstep  6200\x1b[0m  fitness \x1b[32m0.7223\x1b[0m  accepted 3889\n")}),
           -1),
      code(-1, "save(best, \"panlang.json\")\nprint(\"done\")", Json::array(), -1)};
}

std::vector<Json> failedCells() {
  return {
      code(1, "language = \"fr\"", Json::array(), 0.01),
      code(2, "rows = read_corpus(language)\nprint(len(rows), \"rows\")",
           Json::array({stream("12480 rows\n"), stream("UserWarning: 3 lines skipped\n", "stderr")}), 4.2),
      code(3, "scores = [score(row) for row in rows]",
           Json::array(
               {{{"output_type", "error"},
                 {"ename", "ZeroDivisionError"},
                 {"evalue", "division by zero"},
                 {"traceback",
                  Json::array(
                      {"\x1b[0;31m---------------------------------------------------------------------------\x1b[0m",
                       "\x1b[0;31mZeroDivisionError\x1b[0m                         Traceback (most recent call last)",
                       "Cell \x1b[0;32mIn[3], line 1\x1b[0m\n\x1b[0;32m----> 1\x1b[0m scores = [score(row) "
                       "\x1b[38;5;28;01mfor\x1b[39;00m row in rows]",
                       "\x1b[0;31mZeroDivisionError\x1b[0m: division by zero"})}}}),
           11.8)};
}

engine::NotebookView viewOf(const QString& job, const std::vector<Json>& cells, int running) {
  engine::NotebookView view{.job = job, .revision = 1, .cellCount = int(cells.size()), .language = u"python"_s};
  for (int i = 0; i < int(cells.size()); ++i) {
    engine::CellView cell{.index = i, .cell = cells[std::size_t(i)], .running = i == running};
    cell.type =
        stringAt(cell.cell, "cell_type") == u"markdown"_s ? notebook::CellType::Markdown : notebook::CellType::Code;
    view.cells.push_back(std::move(cell));
  }
  return view;
}

std::vector<engine::Sample> samplesUntil(EpochMs now, int seconds) {
  std::vector<engine::Sample> samples;
  QRandomGenerator random(11);
  const double gib = 1024.0 * 1024 * 1024;
  for (int i = seconds; i >= 0; --i) {
    if (i > 200 && i < 222) continue;  // a lost connection: a gap
    const double t = seconds - i;
    engine::Sample sample{.time = now - i * 1000LL};
    const bool busy = int(t) % 150 > 18;
    sample.cpuPercent = (busy ? 46 : 12) + 8 * std::sin(t / 9) + random.bounded(6.0);
    sample.processCpuPercent = (busy ? 88 : 9) + random.bounded(9.0);
    sample.memoryTotal = 31.2 * gib;
    sample.memoryUsed = (9.4 + t / seconds * 5 + random.bounded(0.2)) * gib;
    sample.processMemory = (3.1 + t / seconds * 4.4 + random.bounded(0.1)) * gib;
    sample.diskTotal = 236.0 * gib;
    sample.diskFree = (118.0 - t / seconds * 9) * gib;
    jobs::GpuSample gpu{.index = 0, .uuid = u"GPU-0"_s, .name = u"NVIDIA L4"_s};
    gpu.utilization = busy ? qBound(0.0, 91 + random.bounded(9.0) - 4, 100.0) : 3 + random.bounded(4.0);
    gpu.memoryTotal = 22.5 * gib;
    gpu.memoryUsed = (busy ? 15.8 + 1.6 * std::sin(t / 40) : 11.0) * gib;
    sample.gpus.push_back(gpu);
    samples.push_back(std::move(sample));
  }
  return samples;
}

void fillTimes(JobDetail& detail, const Row& row, EpochMs now, int place) {
  auto& job = detail.summary;
  job.createdAt = now - qMax(row.startedMinutesAgo + 2, 12 - place) * kMinute;
  job.startedAt = row.startedMinutesAgo > 0 ? now - row.startedMinutesAgo * kMinute : 0;
  job.finishedAt = row.minutes > 0 && jobs::isFinal(row.state) ? job.startedAt + row.minutes * kMinute : 0;
  job.attempt = row.startedMinutesAgo > 0 ? 1 : 0;
  if (row.state == JobState::Running) {
    job.runningCell = row.done;
    job.runningCellSince = now - 6 * kMinute - 14'000;
  }
  if (row.state == JobState::WaitingRetry) job.notBefore = now + 4 * kMinute;
  if (job.attempt == 0) return;
  engine::AttemptDetail attempt{.id = job.id + u"-1"_s, .number = 1, .provider = job.provider};
  attempt.state = jobs::toWord(row.state);
  attempt.startedAt = job.startedAt;
  attempt.finishedAt = job.finishedAt;
  attempt.environment = {{"kernel", "python3"}, {"language_version", "3.11.2"}, {"server", "2.14.1"}};
  detail.attempts.push_back(attempt);
}

}  // namespace

std::unique_ptr<test::ScriptedEngine> makeDemoEngine(EpochMs now) {
  auto engine = std::make_unique<test::ScriptedEngine>();
  int place = 0;
  for (const Row& row : kRows) {
    JobDetail detail;
    auto& job = detail.summary;
    job.id = u"01kdemo%1xvq8t2n4c6w9rz"_s.arg(place, 2, 10, QLatin1Char('0'));
    job.name = QString::fromLatin1(row.name);
    job.notebook = u"/home/ada/notebooks/%1.ipynb"_s.arg(job.name.section(u' ', 0, 0));
    job.provider = QString::fromLatin1(row.provider);
    job.parameters = QString::fromLatin1(row.parameters);
    job.state = row.state;
    job.accelerator = QString::fromLatin1(row.accelerator);
    job.position = place;
    job.cellsTotal = row.total;
    job.cellsDone = row.done;
    fillTimes(detail, row, now, place);
    if (row.unitsPerHour > 0) {
      const double hours = (row.minutes > 0 ? row.minutes : row.startedMinutesAgo) / 60.0;
      job.cost = {.acceleratorSeconds = hours * 3'600, .units = hours * row.unitsPerHour};
    }
    detail.spec.name = job.name;
    detail.spec.notebook = job.notebook;
    detail.spec.provider = job.provider;
    detail.spec.retries = 2;
    for (const QString& pair : job.parameters.split(u' ', Qt::SkipEmptyParts)) {
      auto value = parseJson(pair.section(u'=', 1).toUtf8());
      detail.spec.parameters[toStd(pair.section(u'=', 0, 0))] = value ? *value : Json(toStd(pair.section(u'=', 1)));
    }
    if (row.state == JobState::Failed) {
      job.cellsFailed = 1;
      job.error = Error{
          .code = ErrorCode::CellFailed,
          .params = {{u"cell"_s, u"2"_s}, {u"ename"_s, u"ZeroDivisionError"_s}, {u"evalue"_s, u"division by zero"_s}}};
      engine->views[job.id] = viewOf(job.id, failedCells(), -1);
    }
    if (place == 0) {
      engine->views[job.id] = viewOf(job.id, runningCells(), 5);
      engine->sampleSeries[job.id] = samplesUntil(now, 900);
      engine->logs[job.id] =
          u"12:04:11  queued\n12:04:12  runtime: Colab A100\n12:04:13  recorder and sampler placed\n12:04:13  13 cells sent\n"_s;
    }
    engine->details.insert(engine->details.begin(), std::move(detail));
    ++place;
  }
  engine->providerList = {
      {.name = u"local"_s, .kind = u"local"_s, .description = u"This machine"_s, .ok = true, .parallel = 2},
      {.name = u"lab-server"_s,
       .kind = u"jupyter"_s,
       .description = u"https://jupyter.lab.example"_s,
       .ok = true,
       .parallel = 4},
      {.name = u"colab"_s, .kind = u"colab"_s, .description = u"ada.lovelace@gmail.com, Pro"_s, .ok = true}};
  engine->usageList = {{.provider = u"colab"_s,
                        .account = u"ada.lovelace@gmail.com"_s,
                        .tier = u"pro"_s,
                        .units = 87.4,
                        .unitsPerHour = 5.4,
                        .at = now,
                        .lastsUntil = now + 971 * kMinute,
                        .spentToday = 5.8,
                        .spentThisMonth = 41.2}};
  auto second = test::ScriptedEngine::account(u"ada@lab.example.org"_s, {u"drive"_s, u"storage"_s});
  second.signInNeeded = u"seven_days"_s;
  engine->setAccounts({test::ScriptedEngine::account(u"ada.lovelace@gmail.com"_s, {u"storage"_s}), second});
  engine->checks = {{.id = u"data_folder"_s, .ok = true, .params = {{u"path"_s, u"~/.local/share/colab-controller"_s}}},
                    {.id = u"jupyter"_s, .ok = true, .params = {{u"version"_s, u"jupyter-server 2.14.1"_s}}},
                    {.id = u"kernels"_s, .ok = true, .params = {{u"kernels"_s, u"python3"_s}}},
                    {.id = u"keychain"_s, .warning = true, .error = Error{.code = ErrorCode::KeychainUnavailable}}};
  return engine;
}

engine::NotebookInspection demoInspection(const QString& path) {
  using notebook::Parameter;
  using notebook::ParameterType;
  engine::NotebookInspection inspection{.path = path,
                                        .title = u"Dictionary by hill climbing"_s,
                                        .language = u"python"_s,
                                        .kernel = u"python3"_s,
                                        .cells = 13,
                                        .codeCells = 12};
  inspection.parameters = {
      Parameter{.name = u"iterations"_s,
                .type = ParameterType::Int,
                .value = 10000,
                .sourceText = u"10000"_s,
                .help = u"Steps of the climb"_s},
      Parameter{.name = u"learning_rate"_s, .type = ParameterType::Float, .value = 0.001, .sourceText = u"1e-3"_s},
      Parameter{.name = u"language"_s,
                .type = ParameterType::String,
                .value = "fr",
                .sourceText = u"\"fr\""_s,
                .choices = {"fr", "en", "es", "de"}},
      Parameter{.name = u"resume"_s,
                .type = ParameterType::Bool,
                .value = true,
                .sourceText = u"True"_s,
                .help = u"Go on from the newest checkpoint"_s},
      Parameter{.name = u"layers"_s, .type = ParameterType::List, .value = {256, 128}, .sourceText = u"[256, 128]"_s}};
  return inspection;
}

}  // namespace cc::demo
