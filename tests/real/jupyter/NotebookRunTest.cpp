// SPDX-License-Identifier: GPL-3.0-or-later
#include "RunFixture.h"

#include <csignal>

namespace cc::test {

using jupyter::RunResult;
using namespace Qt::StringLiterals;

class NotebookRunTest : public RunTest {};

TEST_F(NotebookRunTest, RunsEveryCellAndKeepsItsOutputs) {
  Watched run(*kernel, notebookOf({codeCell("x = 20\nprint('hello')"), codeCell("x + 22"), codeCell("")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded) << run.said();
  EXPECT_EQ(streamText(run.notebook(), 0), "hello\n");
  EXPECT_EQ(run.notebook().cell(1)["outputs"][0]["data"]["text/plain"], "42");
  EXPECT_EQ(run.run.snapshot().cellsDone, 2);
  EXPECT_EQ(run.run.snapshot().cellsTotal, 2);
  EXPECT_EQ(run.notebook().document()["metadata"]["language_info"]["name"], "python");
  EXPECT_EQ(run.run.environment()["kernel"], "ipython");
  EXPECT_TRUE(run.run.environment()["packages"].contains("ipykernel"));
  EXPECT_TRUE(run.run.environment()["notes"].empty()) << run.run.environment().dump();
}

TEST_F(NotebookRunTest, SendsNothingBeforeProceed) {
  Watched run(*kernel, notebookOf({codeCell("open('" + toStd(file(u"ran"_s)) + "', 'w').close()")}), kernel->options());
  run.autoProceed = false;
  run.start();
  ASSERT_TRUE(waitFor([&] { return run.isReady; })) << run.said();
  EXPECT_FALSE(QFile::exists(file(u"ran"_s)));
  run.run.proceed();
  ASSERT_TRUE(run.wait());
  EXPECT_TRUE(QFile::exists(file(u"ran"_s)));
}

TEST_F(NotebookRunTest, AnErrorStopsTheRestAndIsNamed) {
  Watched run(*kernel, notebookOf({codeCell("1"), codeCell("1/0"), codeCell("print('never')")}), kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::CellFailed);
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::CellFailed);
  EXPECT_EQ(run.error->params.value(u"cell"_s), u"1"_s);
  EXPECT_EQ(run.error->params.value(u"ename"_s), u"ZeroDivisionError"_s);
  EXPECT_EQ(run.error->params.value(u"evalue"_s), u"division by zero"_s);
  EXPECT_EQ(run.error->params.value(u"execution_count"_s), u"2"_s);
  EXPECT_TRUE(run.error->detail.contains(u"ZeroDivisionError"_s));
  EXPECT_FALSE(run.error->detail.contains(QChar(0x1b)));
  EXPECT_EQ(streamText(run.notebook(), 2), "");
}

TEST_F(NotebookRunTest, ATaggedOrAllowedErrorLetsTheRestRun) {
  Watched tagged(*kernel, notebookOf({codeCell("1/0", {"raises-exception"}), codeCell("print('on')")}),
                 kernel->options());
  ASSERT_TRUE(tagged.go()) << tagged.said();
  EXPECT_EQ(tagged.result, RunResult::Succeeded) << tagged.said();
  EXPECT_EQ(streamText(tagged.notebook(), 1), "on\n");

  auto options = kernel->options();
  options.attemptId += u"b"_s;
  options.allowErrors = true;
  Watched allowed(*kernel, notebookOf({codeCell("1/0"), codeCell("print('on')")}), options, tagged.run.takeChannel());
  ASSERT_TRUE(allowed.go()) << allowed.said();
  EXPECT_EQ(allowed.result, RunResult::Succeeded);
  EXPECT_EQ(streamText(allowed.notebook(), 1), "on\n");
  EXPECT_EQ(allowed.run.snapshot().cellsFailed, 1);
}

TEST_F(NotebookRunTest, ReadingInputFailsWithItsOwnError) {
  Watched run(*kernel, notebookOf({codeCell("name = input('name? ')")}), kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::CellFailed);
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::CellWantsInput);
  EXPECT_EQ(run.error->params.value(u"cell"_s), u"0"_s);
}

TEST_F(NotebookRunTest, ACellBeyondTheMessageLimitIsRefusedByName) {
  Watched run(*kernel, notebookOf({codeCell("1"), codeCell("'" + std::string(11 << 20, 'x') + "'")}),
              kernel->options());
  ASSERT_TRUE(run.go());
  EXPECT_EQ(run.result, RunResult::Refused);
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::NotebookTooLarge);
  EXPECT_EQ(run.error->params.value(u"cell"_s), u"1"_s);
}

TEST_F(NotebookRunTest, AnInterruptEndsTheRunningCellAndTheRest) {
  Watched run(
      *kernel,
      notebookOf({codeCell("import time\nprint('begun', flush=True)\ntime.sleep(60)"), codeCell("print('never')")}),
      kernel->options());
  run.start();
  ASSERT_TRUE(waitFor([&] { return streamText(run.notebook(), 0) == "begun\n"; })) << run.said();
  EXPECT_EQ(run.run.snapshot().runningCell, 0);
  EXPECT_GT(run.run.snapshot().runningSince, 0);
  run.run.interrupt();
  ASSERT_TRUE(run.wait(std::chrono::seconds(10))) << run.said();
  EXPECT_EQ(run.result, RunResult::Interrupted);
  EXPECT_EQ(streamText(run.notebook(), 0), "begun\n");
  EXPECT_EQ(streamText(run.notebook(), 1), "");
}

TEST_F(NotebookRunTest, ARestartEndsACellThatIgnoresInterrupts) {
  Watched run(*kernel,
              notebookOf({codeCell("import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                                   "print('deaf', flush=True)\nwhile True: time.sleep(0.1)")}),
              kernel->options());
  run.start();
  ASSERT_TRUE(waitFor([&] { return streamText(run.notebook(), 0) == "deaf\n"; })) << run.said();
  run.run.interrupt();
  run.run.restartKernel();
  ASSERT_TRUE(run.wait(std::chrono::seconds(20))) << run.said();
  EXPECT_EQ(run.result, RunResult::Interrupted);
  EXPECT_EQ(streamText(run.notebook(), 0), "deaf\n");
}

TEST_F(NotebookRunTest, ACellBeyondItsTimeIsEndedAndNamed) {
  auto options = kernel->options();
  options.cellTimeoutMs = 1'500;
  Watched run(
      *kernel,
      notebookOf({codeCell("1"), codeCell("import time\nwhile True:\n  time.sleep(0.1); print('.')"), codeCell("2")}),
      options);
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::TimedOut);
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::CellTimedOut);
  EXPECT_EQ(run.error->params.value(u"cell"_s), u"1"_s);
  EXPECT_EQ(run.error->params.value(u"limit"_s), u"1500"_s);
}

TEST_F(NotebookRunTest, ASilentCellIsEndedButATalkingOneIsNot) {
  auto options = kernel->options();
  options.silenceTimeoutMs = 1'500;
  Watched run(*kernel,
              notebookOf({codeCell("import time\nfor i in range(8): time.sleep(0.4); print(i, flush=True)"),
                          codeCell("time.sleep(60)")}),
              options);
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::TimedOut);
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::CellSilent);
  EXPECT_EQ(run.error->params.value(u"cell"_s), u"1"_s);
  EXPECT_EQ(streamText(run.notebook(), 0), numberLines(8));
}

TEST_F(NotebookRunTest, AKilledKernelIsLostWithWhatItHadWritten) {
  Watched run(
      *kernel,
      notebookOf({codeCell("import os, signal, time"),
                  codeCell("print('before', flush=True)\ntime.sleep(0.3)\nos.kill(os.getpid(), signal.SIGKILL)"),
                  codeCell("print('never')")}),
      kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::RuntimeLost) << run.said();
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::KernelDied);
  EXPECT_EQ(run.error->params.value(u"cell"_s), u"1"_s);
  EXPECT_EQ(streamText(run.notebook(), 1), "before\n");
}

TEST_F(NotebookRunTest, OsExitIsADeadKernelNotAnEnd) {
  Watched run(*kernel, notebookOf({codeCell("import os\nos._exit(0)"), codeCell("1")}), kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::RuntimeLost);
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::KernelDied);
}

TEST_F(NotebookRunTest, ARestartBySomebodyElseIsNoticed) {
  Watched run(*kernel, notebookOf({codeCell("import time\nprint('begun', flush=True)\ntime.sleep(60)"), codeCell("1")}),
              kernel->options());
  run.start();
  ASSERT_TRUE(waitFor([&] { return streamText(run.notebook(), 0) == "begun\n"; })) << run.said();
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) {
                return kernel->client.restartKernel(kernel->kernelId, c, r);
              }).ok());
  ASSERT_TRUE(run.wait()) << run.said();
  EXPECT_EQ(run.result, RunResult::RuntimeLost) << run.said();
  ASSERT_TRUE(run.error);
  EXPECT_EQ(run.error->code, ErrorCode::KernelRestarted);
}

TEST_F(NotebookRunTest, SubprocessOutputIsCompleteAndBelongsToItsCell) {
  Watched run(*kernel,
              notebookOf({codeCell("import os\nopen('u.txt', 'w').write('\u20ac' * 30000 + '\\n')\n"
                                   "code = os.system('cat u.txt')"),
                          codeCell("code = os.system('printf \"\\\\377x\\\\n\"; echo after')")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded);
  std::string euros;
  for (int i = 0; i < 30000; ++i) euros += "\u20ac";
  EXPECT_EQ(streamText(run.notebook(), 0), euros + "\n");
  EXPECT_EQ(streamText(run.notebook(), 1), "\ufffdx\nafter\n");
}

TEST_F(NotebookRunTest, AnExpressionIsEvaluatedAfterTheEndWithoutATrace) {
  Watched run(*kernel, notebookOf({codeCell("x = 1")}), kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  const auto evaluate = [&](const QString& code, const QString& expression) {
    return await<QString>([&](QObject* c, Reply<QString> r) { return run.run.evaluate(code, expression, c, r); });
  };
  const auto text = evaluate(u"def f(n):\n    return 'é' * n + '\\n' + \"'\""_s, u"f(3)"_s);
  ASSERT_TRUE(text.ok()) << toStd(text.error().toLogLine());
  EXPECT_EQ(*text, u"ééé\n'"_s);
  EXPECT_FALSE(evaluate({}, u"1/0"_s).ok());
  EXPECT_EQ(evaluate({}, u"'f' in __import__('IPython').get_ipython().user_ns"_s).valueOr({}), u"False"_s);
}

TEST_F(NotebookRunTest, AThousandCellsRunInOrder) {
  std::vector<Json> cells;
  for (int i = 0; i < 1000; ++i) cells.push_back(codeCell("print(" + std::to_string(i) + ")"));
  Watched run(*kernel, notebookOf(cells), kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(run.result, RunResult::Succeeded);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(streamText(run.notebook(), i), std::to_string(i) + "\n");
}

}  // namespace cc::test
