// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "jupyter/CellBudgets.h"
#include "jupyter/JournalRecord.h"
#include "jupyter/KernelScripts.h"
#include "jupyter/MessageCounter.h"
#include "jupyter/RunRecord.h"

namespace cc::test {

using namespace Qt::StringLiterals;
using namespace cc::jupyter;

namespace {
notebook::Notebook notebookOf(int cells) {
  Json document{{"nbformat", 4}, {"nbformat_minor", 4}, {"metadata", Json::object()}, {"cells", Json::array()}};
  for (int i = 0; i < cells; ++i) {
    document["cells"].push_back({{"cell_type", "code"},
                                 {"source", "x"},
                                 {"metadata", Json::object()},
                                 {"outputs", Json::array()},
                                 {"execution_count", nullptr}});
  }
  return notebook::Notebook(document);
}
notebook::OutputMessage message(const std::string& type, const QString& parent, Json content) {
  return {.type = type, .parentId = parent, .date = u"2026-01-02T03:04:05.678901Z"_s, .content = std::move(content)};
}
void runOk(RunRecord& record, int cell, bool withIdle = true) {
  record.take(message("status", record.idOf(cell), {{"execution_state", "busy"}}));
  record.take(message("execute_input", record.idOf(cell), {{"code", "x"}, {"execution_count", 1}}));
  record.take(message("execute_reply", record.idOf(cell), {{"status", "ok"}, {"execution_count", 1}}));
  if (withIdle) record.take(message("status", record.idOf(cell), {{"execution_state", "idle"}}));
}
}  // namespace

TEST(MessageCounterTest, AHoleIsFilledByAMessageThatWasOvertaken) {
  MessageCounter counter;
  counter.add(u"s-1_7_10"_s);
  counter.add(u"s-1_7_12"_s);
  EXPECT_TRUE(counter.hasHoles());
  counter.add(u"s-1_7_11"_s);
  EXPECT_FALSE(counter.hasHoles());
  EXPECT_EQ(counter.complete(), 12);
}

TEST(MessageCounterTest, StartingAtAMessageCountsWhatOvertookIt) {
  MessageCounter counter;
  counter.add(u"s-1_7_12"_s);
  counter.add(u"s-1_7_15"_s);  // idle before its reply, 14
  counter.startAt(u"s-1_7_14"_s);
  EXPECT_FALSE(counter.hasHoles());
  EXPECT_EQ(counter.complete(), 15);
  counter.add(u"s-1_7_17"_s);
  EXPECT_TRUE(counter.hasHoles());
}

TEST(MessageCounterTest, OtherProcessesAndOtherFormsDoNotCount) {
  MessageCounter counter;
  counter.add(u"s-1_7_10"_s);
  counter.add(u"s-1_8_50"_s);
  counter.add(u"0f6bd1f4-1111-2222-3333-444455556666"_s);
  EXPECT_FALSE(counter.hasHoles());
  EXPECT_EQ(MessageCounter::session(u"s-1_7_10"_s), u"s-1"_s);
  EXPECT_EQ(MessageCounter::session(u"0f6bd1f4-1111"_s), QString());
}

TEST(CellBudgetsTest, TimeCountsFromTheStartAndSilenceFromTheLastMessage) {
  CellBudgets budgets(1000, 300);
  EXPECT_FALSE(budgets.check(5000));
  budgets.started(3, 0);
  budgets.heard(200);
  EXPECT_FALSE(budgets.check(499));
  const auto silent = budgets.check(500);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->limit, CellBudgets::Limit::Silence);
  EXPECT_EQ(silent->cell, 3);
  EXPECT_FALSE(budgets.check(600)) << "once";
  budgets.started(4, 600);
  for (qint64 at = 600; at < 1600; at += 100) budgets.heard(at);
  const auto slow = budgets.check(1600);
  ASSERT_TRUE(slow);
  EXPECT_EQ(slow->limit, CellBudgets::Limit::Time);
}

TEST(JournalRecordTest, ReadsWhatTheRecorderWrites) {
  const auto open = parseJournalLine(R"({"ch":"open","pid":7})");
  EXPECT_EQ(open.kind, JournalRecord::Kind::Open);
  const auto lost = parseJournalLine(R"({"ch":"lost","n":3,"why":"No space left on device"})");
  EXPECT_EQ(lost.kind, JournalRecord::Kind::Lost);
  EXPECT_EQ(lost.lost, 3);
  const auto comm = parseJournalLine(
      R"({"ch":"iopub","h":{"msg_id":"a_1_2","msg_type":"comm_msg","date":"d"},"p":"att_0","c":{"x":1},"b":["AQI="]})");
  EXPECT_EQ(comm.kind, JournalRecord::Kind::Message);
  EXPECT_EQ(comm.message.parentId, u"att_0"_s);
  ASSERT_EQ(comm.message.buffers.size(), 1u);
  EXPECT_EQ(comm.message.buffers[0], QByteArray("\x01\x02"));
}

TEST(JournalRecordTest, TornAndForeignLinesAreBrokenNotFatal) {
  for (const char* line :
       {"", "{\"ch\":\"iopub\",\"h\":{\"msg", "[]", "{}", "{\"ch\":\"iopub\",\"h\":1,\"p\":2,\"c\":3}", "\xff"}) {
    EXPECT_EQ(parseJournalLine(line).kind, JournalRecord::Kind::Broken) << line;
  }
}

TEST(RunRecordTest, ACellIsDoneWithReplyAndIdle) {
  RunRecord record(notebookOf(2), {}, u"att"_s);
  runOk(record, 0, false);
  EXPECT_EQ(record.doneCount(), 0);
  EXPECT_EQ(record.halfDone(), 0);
  record.take(message("status", record.idOf(0), {{"execution_state", "idle"}}));
  EXPECT_EQ(record.doneCount(), 1);
  EXPECT_EQ(record.halfDone(), -1);
  EXPECT_EQ(record.lastTraced(), 0);
}

TEST(RunRecordTest, IdsOfOthersAreIgnored) {
  RunRecord record(notebookOf(2), {}, u"att"_s);
  for (const QString& id : {u"att_2"_s, u"att_-1"_s, u"att_x"_s, u"attt_0"_s, u"att"_s, QString()}) {
    EXPECT_EQ(record.take(message("stream", id, {{"name", "stdout"}, {"text", "x"}})), -1);
  }
  EXPECT_EQ(record.lastTraced(), -1);
}

TEST(RunRecordTest, ALostIdleIsWaivedOnceNothingMoreCanCome) {
  RunRecord record(notebookOf(2), {}, u"att"_s);
  runOk(record, 0, false);
  runOk(record, 1);
  EXPECT_TRUE(record.settle(2).empty());
  EXPECT_EQ(record.doneCount(), 2);
}

TEST(RunRecordTest, ALostReplyIsInferredOnlyFromEvidence) {
  RunRecord record(notebookOf(2), {}, u"att"_s);
  record.take(message("execute_input", record.idOf(0), {{"code", "x"}, {"execution_count", 1}}));
  EXPECT_EQ(record.settle(2), std::vector<int>{0}) << "nothing shows how it ended";
  runOk(record, 1);
  EXPECT_TRUE(record.settle(2).empty()) << "the next one ran, so it did not fail";
  EXPECT_EQ(record.doneCount(), 2);
  EXPECT_EQ(record.stoppedBy(), -1);
}

TEST(RunRecordTest, AnErrorWithoutReplyStopsTheRest) {
  RunRecord record(notebookOf(2), {}, u"att"_s);
  record.take(message("execute_input", record.idOf(0), {{"code", "x"}, {"execution_count", 1}}));
  record.take(message("error", record.idOf(0), {{"ename", "E"}, {"evalue", "v"}, {"traceback", Json::array()}}));
  EXPECT_TRUE(record.settle(2).empty());
  EXPECT_EQ(record.stoppedBy(), 0);
}

TEST(KernelScriptsTest, ARequestCarriesOnlyDataAsLiterals) {
  const Json content = recorderContent({.attemptId = u"a'\"\\\n"_s, .folder = u"/tmp/ü \" '"_s});
  EXPECT_TRUE(content["silent"].get<bool>());
  EXPECT_FALSE(content["store_history"].get<bool>());
  const std::string code = content["code"];
  EXPECT_EQ(code.find('\n'), std::string::npos) << "one expression";
  EXPECT_TRUE(code.starts_with("__import__('builtins').exec(\""));
}

TEST(KernelScriptsTest, AVerdictIsReadAndAFailureSaysWhy) {
  const Json good{
      {"status", "ok"},
      {"user_expressions",
       {{"r",
         {{"status", "ok"},
          {"data",
           {{"text/plain", "{\"journal\": \"/j\", \"sampler\": 7, \"chdir_error\": \"FileNotFoundError: x\"}"}}}}}}}};
  const RecorderVerdict verdict = parseVerdict(good);
  EXPECT_TRUE(verdict.records);
  EXPECT_TRUE(verdict.samples);
  EXPECT_TRUE(verdict.problem.contains(u"FileNotFoundError"_s));
  const Json bad{{"status", "error"}, {"ename", "SyntaxError"}, {"evalue", "no"}, {"user_expressions", Json::object()}};
  EXPECT_FALSE(parseVerdict(bad).records);
  EXPECT_TRUE(parseVerdict(bad).problem.contains(u"SyntaxError"_s));
  EXPECT_FALSE(parseVerdict(Json(3)).records);
}

}  // namespace cc::test
