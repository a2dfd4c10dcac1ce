// SPDX-License-Identifier: GPL-3.0-or-later
#include "RunFixture.h"
#include "support/TcpProxy.h"

namespace cc::test {

using jupyter::RunResult;
using namespace Qt::StringLiterals;

// What happens when messages get lost: rate limits, cut sockets, another process that goes on.
class NotebookRunGapsTest : public RunTest {
protected:
  // A cell that adds a line to a file of its own each time it runs: how often shows there.
  Json countingCell(int number, const std::string& more = {}) const {
    const std::string path = toStd(file(kernel->name + u".count"_s));
    return codeCell("open('" + path + "', 'a').write('" + std::to_string(number) + "\\n')\nprint('cell', " +
                    std::to_string(number) + ")\n" + more);
  }
  std::string counted() const { return contentOf(file(kernel->name + u".count"_s)).toStdString(); }
  static std::string slowLines(int count) {
    return "import time\nfor i in range(" + std::to_string(count) + "): print(i, flush=True); time.sleep(0.1)";
  }
};

class RateLimitedRunTest : public RunTest {
protected:
  static void SetUpTestSuite() {
    server = std::make_unique<RealJupyterServer>(
        QStringList{u"--ServerApp.limit_rate=True"_s, u"--KernelRestarter.restart_limit=5"_s});
  }
};

TEST_F(RateLimitedRunTest, NothingOfAFloodIsLost) {
  Watched run(*kernel, notebookOf({codeCell("for i in range(20000): print(i, flush=True)"), codeCell("print('end')")}),
              kernel->options());
  ASSERT_TRUE(run.go(std::chrono::seconds(120))) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded) << run.said();
  EXPECT_TRUE(streamText(run.notebook(), 0) == numberLines(20000));
  EXPECT_EQ(streamText(run.notebook(), 0, "stderr"), "");
  EXPECT_EQ(streamText(run.notebook(), 1), "end\n");
}

TEST_F(RateLimitedRunTest, WithoutARecorderTheLossIsSaid) {
  auto options = kernel->options();
  options.folderOnRuntime = u"/proc/no/such/folder"_s;
  Watched run(*kernel, notebookOf({codeCell("for i in range(20000): print(i, flush=True)")}), options);
  ASSERT_TRUE(run.go(std::chrono::seconds(120))) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded) << run.said();
  EXPECT_NE(run.run.environment()["notes"].dump().find("OutputLost"), std::string::npos) << run.run.environment();
}

TEST_F(RateLimitedRunTest, AKernelThatTheServerStartsAgainIsLost) {
  Watched run(*kernel,
              notebookOf({codeCell("import os, time\nprint('x', flush=True)\ntime.sleep(0.3)\nos._exit(1)"),
                          codeCell("print('in an empty kernel')")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::RuntimeLost) << run.said();
  EXPECT_EQ(streamText(run.notebook(), 0), "x\n");
  EXPECT_EQ(streamText(run.notebook(), 1), "");
}

TEST_F(NotebookRunGapsTest, ACutSocketLosesAndRepeatsNothing) {
  TcpProxy proxy(static_cast<quint16>(server->endpoint().base.port()));
  jupyter::Endpoint endpoint = server->endpoint();
  endpoint.base.setPort(proxy.port());
  kernel->client.setEndpoint(endpoint);
  Watched run(*kernel, notebookOf({countingCell(0, slowLines(25)), countingCell(1), countingCell(2)}),
              kernel->options());
  run.start();
  ASSERT_TRUE(waitFor([&] { return streamText(run.notebook(), 0).size() > 12; })) << run.said();
  proxy.setDown(true);
  ASSERT_TRUE(waitFor([&] { return run.reconnecting == QList<bool>{true}; })) << run.said();
  ASSERT_TRUE(waitFor([&] { return counted().size() > 2; })) << "the kernel goes on without us";
  proxy.setDown(false);
  ASSERT_TRUE(run.wait()) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded) << run.said();
  EXPECT_EQ(run.reconnecting, (QList<bool>{true, false}));
  EXPECT_EQ(streamText(run.notebook(), 0), "cell 0\n" + numberLines(25));
  EXPECT_EQ(streamText(run.notebook(), 2), "cell 2\n");
  EXPECT_EQ(counted(), "0\n1\n2\n");
}

TEST_F(NotebookRunGapsTest, AnotherProcessGoesOnWithEachCellAndOutputOnce) {
  const auto notebook = notebookOf({countingCell(0, slowLines(15)), countingCell(1), countingCell(2)});
  {
    Watched first(*kernel, notebook, kernel->options());
    first.start();
    ASSERT_TRUE(waitFor([&] { return streamText(first.notebook(), 0).size() > 12; })) << first.said();
    first.run.detach();
    EXPECT_EQ(first.finishedCount, 0);
  }
  auto options = kernel->options();
  options.resume = true;
  Watched second(*kernel, notebook, options);
  ASSERT_TRUE(second.go()) << second.said();
  EXPECT_EQ(second.result, RunResult::Succeeded) << second.said();
  EXPECT_EQ(second.finishedCount, 1);
  EXPECT_EQ(streamText(second.notebook(), 0), "cell 0\n" + numberLines(15));
  EXPECT_EQ(streamText(second.notebook(), 2), "cell 2\n");
  EXPECT_EQ(counted(), "0\n1\n2\n");
  EXPECT_EQ(second.run.environment()["kernel"], "ipython");
}

// Taken at its word, a network's log-in or a proxy that forgot a token would have all cells sent a second time.
class NotebookRunStrangerTest : public NotebookRunGapsTest {
protected:
  // The run is under way in the kernel; another process goes on with it, and the first requests for its journal get this
  // answer.
  void goOnBehind(const QByteArray& answer, int times) {
    const auto notebook = notebookOf({countingCell(0, slowLines(15)), countingCell(1)});
    {
      Watched first(*kernel, notebook, kernel->options());
      first.start();
      ASSERT_TRUE(waitFor([&] { return streamText(first.notebook(), 0).size() > 12; })) << first.said();
      first.run.detach();
    }
    TcpProxy proxy(static_cast<quint16>(server->endpoint().base.port()));
    int asked = 0;
    proxy.setStranger([&](const QByteArray& sent) {
      if (!sent.startsWith("GET ") || !sent.left(sent.indexOf('\r')).contains("/journal.jsonl")) return QByteArray();
      return ++asked > times ? QByteArray() : answer;
    });
    jupyter::Endpoint endpoint = server->endpoint();
    endpoint.base.setPort(proxy.port());
    kernel->client.setEndpoint(endpoint);
    auto options = kernel->options();
    options.resume = true;
    Watched second(*kernel, notebook, options);
    ASSERT_TRUE(second.go(std::chrono::seconds(60))) << second.said();
    EXPECT_GT(asked, times);
    EXPECT_EQ(second.result, RunResult::Succeeded) << second.said();
    EXPECT_EQ(streamText(second.notebook(), 0), "cell 0\n" + numberLines(15));
    EXPECT_EQ(counted(), "0\n1\n");
  }
};

TEST_F(NotebookRunStrangerTest, AJournalThatIsRefusedIsAskedForAgain) {
  goOnBehind("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 3);
}

TEST_F(NotebookRunStrangerTest, APageInThePlaceOfTheJournalIsNotTakenForIt) {
  const QByteArray page = "<html>\n" + QByteArray("<p>Please log in first</p>\n").repeated(200) + "</html>";
  goOnBehind("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " +
                 QByteArray::number(page.size()) + "\r\n\r\n" + page,
             2);
}

TEST_F(NotebookRunGapsTest, AfterTheEndAnotherProcessFindsTheSameResult) {
  const auto notebook = notebookOf({countingCell(0), countingCell(1, "1/0"), countingCell(2)});
  {
    Watched first(*kernel, notebook, kernel->options());
    ASSERT_TRUE(first.go()) << first.said();
    EXPECT_EQ(first.result, RunResult::CellFailed);
  }
  auto options = kernel->options();
  options.resume = true;
  Watched second(*kernel, notebook, options);
  ASSERT_TRUE(second.go()) << second.said();
  EXPECT_EQ(second.result, RunResult::CellFailed) << second.said();
  EXPECT_EQ(second.error->params.value(u"cell"_s), u"1"_s);
  EXPECT_EQ(counted(), "0\n1\n");
}

TEST_F(NotebookRunGapsTest, CellsThatWereNeverSentAreSentByTheNextProcess) {
  // The first process got as far as two of four cells.
  const auto whole = notebookOf({countingCell(0), countingCell(1), countingCell(2), countingCell(3)});
  {
    Watched first(*kernel, notebookOf({countingCell(0), countingCell(1)}), kernel->options());
    ASSERT_TRUE(first.go()) << first.said();
  }
  auto options = kernel->options();
  options.resume = true;
  Watched second(*kernel, whole, options);
  ASSERT_TRUE(second.go()) << second.said();
  EXPECT_EQ(second.result, RunResult::Succeeded) << second.said();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(streamText(second.notebook(), i), "cell " + std::to_string(i) + "\n");
  EXPECT_EQ(counted(), "0\n1\n2\n3\n");
}

TEST_F(NotebookRunGapsTest, AProcessThatDiedBeforeTheFirstCellIsFollowedFromTheStart) {
  const auto notebook = notebookOf({countingCell(0), countingCell(1)});
  {
    Watched first(*kernel, notebook, kernel->options());
    first.autoProceed = false;
    first.start();
    ASSERT_TRUE(waitFor([&] { return first.isReady; }));
    first.run.detach();
  }
  auto options = kernel->options();
  options.resume = true;
  Watched second(*kernel, notebook, options);
  ASSERT_TRUE(second.go()) << second.said();
  EXPECT_EQ(second.result, RunResult::Succeeded) << second.said();
  EXPECT_EQ(counted(), "0\n1\n");
}

TEST_F(NotebookRunGapsTest, AResumeWithoutAnyTraceRunsEverythingOnce) {
  auto options = kernel->options();
  options.resume = true;
  Watched run(*kernel, notebookOf({countingCell(0), countingCell(1)}), options);
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded) << run.said();
  EXPECT_EQ(counted(), "0\n1\n");
}

TEST_F(NotebookRunGapsTest, ARunThatEndedBeforeItsKernelDiedIsAsItEnded) {
  const auto notebook = notebookOf({countingCell(0), countingCell(1)});
  {
    Watched first(*kernel, notebook, kernel->options());
    ASSERT_TRUE(first.go()) << first.said();
  }
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) {
                return kernel->client.deleteSession(sessionOfKernel(), c, r);
              }).ok());
  auto options = kernel->options();
  options.resume = true;
  Watched second(*kernel, notebook, options);
  ASSERT_TRUE(second.go()) << second.said();
  EXPECT_EQ(second.result, RunResult::Succeeded) << second.said();
  EXPECT_EQ(streamText(second.notebook(), 1), "cell 1\n");
}

TEST_F(NotebookRunGapsTest, AKernelDeletedMidwayIsLostWithItsOutput) {
  Watched run(*kernel, notebookOf({countingCell(0, slowLines(300)), countingCell(1)}), kernel->options());
  run.start();
  ASSERT_TRUE(waitFor([&] { return streamText(run.notebook(), 0).size() > 12; })) << run.said();
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) {
                return kernel->client.deleteSession(sessionOfKernel(), c, r);
              }).ok());
  ASSERT_TRUE(run.wait()) << run.said();
  EXPECT_EQ(run.result, RunResult::RuntimeLost) << run.said();
  EXPECT_EQ(streamText(run.notebook(), 0).substr(0, 13), "cell 0\n0\n1\n2\n");
}

TEST_F(NotebookRunGapsTest, ADetachedRunStaysSilent) {
  Watched run(*kernel, notebookOf({codeCell("print(1)")}), kernel->options());
  run.start();
  ASSERT_TRUE(waitFor([&] { return run.isReady; }));
  run.run.detach();
  EXPECT_FALSE(waitFor([&] { return run.finishedCount > 0; }, std::chrono::milliseconds(700)));
}

}  // namespace cc::test
