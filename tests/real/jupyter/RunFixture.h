// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QFile>

#include "base/Ids.h"
#include "jupyter/NotebookRun.h"
#include "net/HttpClient.h"
#include "support/EventLoop.h"
#include "support/RealJupyterServer.h"

namespace cc::test {

inline Json codeCell(const std::string& source, const std::vector<std::string>& tags = {}) {
  Json cell{{"cell_type", "code"},
            {"source", source},
            {"metadata", Json::object()},
            {"outputs", Json::array()},
            {"execution_count", nullptr}};
  if (!tags.empty()) cell["metadata"]["tags"] = tags;
  return cell;
}

inline notebook::Notebook notebookOf(const std::vector<Json>& cells) {
  Json document{{"nbformat", 4}, {"nbformat_minor", 4}, {"metadata", Json::object()}, {"cells", Json::array()}};
  for (const Json& cell : cells) document["cells"].push_back(cell);
  return notebook::Notebook(document);
}

// All stream text of a cell.
inline std::string streamText(const notebook::Notebook& notebook, int cell, const std::string& name = "stdout") {
  std::string text;
  for (const Json& output : notebook.cell(cell)["outputs"]) {
    if (output.value("output_type", "") == "stream" && output.value("name", "") == name) {
      text += output["text"].get<std::string>();
    }
  }
  return text;
}

// Prints the numbers of a range, a line each.
inline std::string numberLines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i) + "\n";
  return text;
}

// A kernel of its own on a real server, and runs on it.
class KernelOnServer {
public:
  explicit KernelOnServer(const jupyter::Endpoint& endpoint, const QString& serverRoot)
      : client(http, endpoint), root(serverRoot), name(newId()) {
    const auto session = await<jupyter::SessionModel>([&](QObject* context, Reply<jupyter::SessionModel> reply) {
      return client.openSession(name + QStringLiteral(".ipynb"), name, QStringLiteral("python3"), context, reply);
    });
    if (session.ok()) kernelId = session->kernel.id;
    sessionId = newId();
  }

  jupyter::RunOptions options() const {
    jupyter::RunOptions options;
    options.attemptId = QStringLiteral("att") + name;
    options.folder = name;
    options.folderOnRuntime = root + u'/' + name;
    options.language = QStringLiteral("python");
    return options;
  }

  std::unique_ptr<jupyter::KernelChannel> channel() const {
    return std::make_unique<jupyter::KernelChannel>(client.endpoint(), kernelId, sessionId);
  }

  net::HttpClient http;
  jupyter::JupyterClient client;
  SystemClock clock;
  QString root, name, kernelId, sessionId;
};

// One NotebookRun and what it said.
class Watched {
public:
  Watched(KernelOnServer& kernel, const notebook::Notebook& notebook, const jupyter::RunOptions& options,
          std::unique_ptr<jupyter::KernelChannel> channel = nullptr)
      : run(kernel.client, channel ? std::move(channel) : kernel.channel(), kernel.clock, notebook, options) {
    QObject::connect(&run, &jupyter::NotebookRun::ready, &run, [this] {
      isReady = true;
      if (autoProceed) run.proceed();
    });
    QObject::connect(&run, &jupyter::NotebookRun::finished, &run,
                     [this](jupyter::RunResult end, const std::optional<Error>& why) {
                       ++finishedCount;
                       result = end;
                       error = why;
                     });
    QObject::connect(&run, &jupyter::NotebookRun::logged, &run, [this](const QString& line) { log.append(line); });
    QObject::connect(&run, &jupyter::NotebookRun::reconnecting, &run, [this](bool now) { reconnecting.append(now); });
    QObject::connect(&run, &jupyter::NotebookRun::samplesArrived, &run,
                     [this](const QList<QByteArray>& lines) { samples.append(lines); });
  }
  void start() { run.start(); }
  bool wait(std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    return waitFor([this] { return finishedCount > 0; }, limit);
  }
  bool go(std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    start();
    return wait(limit);
  }
  const notebook::Notebook& notebook() const { return run.notebook(); }
  std::string said() const { return toStd(log.join(u'\n')) + (error ? "\nerror: " + toStd(error->toLogLine()) : ""); }

  jupyter::NotebookRun run;
  bool autoProceed = true, isReady = false;
  int finishedCount = 0;
  std::optional<jupyter::RunResult> result;
  std::optional<Error> error;
  QStringList log;
  QList<bool> reconnecting;
  QList<QByteArray> samples;
};

inline QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// One server for all tests of a suite: starting one takes a second.
class RunTest : public testing::Test {
protected:
  static void SetUpTestSuite() { server = std::make_unique<RealJupyterServer>(); }
  static void TearDownTestSuite() { server.reset(); }
  void SetUp() override {
    ASSERT_TRUE(server->isUp()) << server->log().toStdString();
    kernel = std::make_unique<KernelOnServer>(server->endpoint(), server->root());
    ASSERT_FALSE(kernel->kernelId.isEmpty());
  }
  void TearDown() override {
    if (!kernel) return;
    const auto deleted = await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return kernel->client.deleteSession(sessionOfKernel(), context, reply);
    });
    Q_UNUSED(deleted)  // a test may have ended the server
  }
  QString sessionOfKernel() {
    const auto all = await<std::vector<jupyter::SessionModel>>(
        [&](QObject* context, auto reply) { return kernel->client.sessions(context, reply); });
    if (all.ok())
      for (const auto& session : *all)
        if (session.kernel.id == kernel->kernelId) return session.id;
    return newUuid();
  }
  QString file(const QString& path) const { return server->root() + u'/' + path; }

  static inline std::unique_ptr<RealJupyterServer> server;
  std::unique_ptr<KernelOnServer> kernel;
};

}  // namespace cc::test
