// SPDX-License-Identifier: GPL-3.0-or-later
#include "Messages.h"

#include <gtest/gtest.h>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace cc::notebook {
namespace {

using namespace cc::test;

const QString kA = u"a"_s;
const QString kB = u"b"_s;

OutputAssembler assembler(const std::vector<std::string>& sources, AssemblyOptions options = {}) {
  OutputAssembler made(codeNotebook(sources), options);
  const std::vector<QString> ids{kA, kB, u"c"_s};
  for (std::size_t i = 0; i < sources.size() && i < ids.size(); ++i) made.expect(int(i), ids[i]);
  (void)made.takeChanged();
  return made;
}

const Json& outputs(const OutputAssembler& made, int cell = 0) {
  return made.notebook().cell(cell)["outputs"];
}

TEST(OutputAssembler, RunsCodeCellsThatAreNeitherBlankNorTaggedToSkip) {
  Notebook notebook = codeNotebook({"1", " \n\t ", "2", "# only a comment", "\xC2\xA0\xE3\x80\x80"});
  notebook.cell(2)["metadata"]["tags"] = {"skip-execution"};
  notebook.insertCell(0, {{"cell_type", "markdown"}, {"metadata", Json::object()}, {"source", "x"}});
  const OutputAssembler made(notebook, {});
  EXPECT_EQ(made.cellsToRun(), (std::vector<int>{1, 4}));
  EXPECT_EQ(made.progress(3).outcome, CellOutcome::Skipped);
}

TEST(OutputAssembler, JoinsNeighbouringStreamsOfOneNameOnly) {
  auto made = assembler({"x"});
  for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
           {"stdout", "1\n"}, {"stdout", "2\n"}, {"stderr", "e\n"}, {"stdout", "3\n"}}) {
    made.take(stream(kA, text, name));
  }
  ASSERT_EQ(outputs(made).size(), 3U);
  EXPECT_EQ(outputs(made)[0]["text"], "1\n2\n");
  EXPECT_EQ(outputs(made)[2]["text"], "3\n");
}

TEST(OutputAssembler, LeavesStreamsAloneWithoutCoalescing) {
  auto made = assembler({"x"}, {.coalesceStreams = false});
  made.take(stream(kA, "1\r"));
  made.take(stream(kA, "2\n"));
  made.finish();
  ASSERT_EQ(outputs(made).size(), 2U);
  EXPECT_EQ(outputs(made)[0]["text"], "1\r");
}

TEST(OutputAssembler, KeepsTheLastStateOfAProgressBar) {
  auto made = assembler({"x"});
  for (const char* text : {"50%\r", "60%", "\r70%\n", "end\r\n"}) made.take(stream(kA, text));
  EXPECT_EQ(outputs(made)[0]["text"], "70%\nend\r\n");
}

TEST(OutputAssembler, ClearsNowOrWhenTheNextOutputComes) {
  auto made = assembler({"x"});
  made.take(display(kA, "1"));
  made.take(clear(kA, true));
  EXPECT_EQ(outputs(made).size(), 1U);
  made.take(display(kA, "2"));
  ASSERT_EQ(outputs(made).size(), 1U);
  EXPECT_EQ(outputs(made)[0]["data"]["text/plain"], "2");
  made.take(clear(kA, false));
  EXPECT_TRUE(outputs(made).empty());
  made.take(display(kA, "3"));
  made.take(clear(kA, true));
  made.finish();
  EXPECT_EQ(outputs(made).size(), 1U) << "a clear that waits for an output that never comes does nothing";
}

TEST(OutputAssembler, UpdatesEveryPlaceOfADisplayIdEvenInEarlierCells) {
  auto made = assembler({"x", "y"});
  made.take(display(kA, "1", "d"));
  made.take(display(kA, "2", "d"));
  made.take(display(kB, "3", "d"));
  (void)made.takeChanged();
  made.take(display(kB, "new", "d", "update_display_data"));
  EXPECT_EQ(outputs(made, 0)[0]["data"]["text/plain"], "new");
  EXPECT_EQ(outputs(made, 0)[1]["data"]["text/plain"], "new");
  EXPECT_EQ(outputs(made, 1)[0]["data"]["text/plain"], "new");
  EXPECT_EQ(outputs(made, 1).size(), 1U);
  EXPECT_EQ(made.takeChanged(), (std::vector<int>{0, 1}));
  EXPECT_FALSE(outputs(made, 0)[0].contains("transient"));
}

TEST(OutputAssembler, ForgetsDisplayPlacesThatWereCleared) {
  auto made = assembler({"x", "y"});
  made.take(display(kA, "1", "d"));
  made.take(clear(kA, false));
  made.take(stream(kA, "text"));
  made.take(display(kB, "new", "d", "update_display_data"));
  made.take(display(kB, "no", "unknown", "update_display_data"));
  ASSERT_EQ(outputs(made, 0).size(), 1U);
  EXPECT_FALSE(outputs(made, 0)[0].contains("data"));
  EXPECT_TRUE(outputs(made, 1).empty());
}

TEST(OutputAssembler, StoresTimingFromHeaderDates) {
  auto made = assembler({"x"});
  made.take(message(kA, "status", {{"execution_state", "busy"}}, u"2026-01-02T03:04:05Z"_s));
  made.take(message(kA, "execute_input", {{"execution_count", 1}}, u"2026-01-02T03:04:06.5+00:00"_s));
  made.take(message(kA, "execute_reply", {{"status", "ok"}}, u"no date"_s));
  made.take(message(kA, "status", {{"execution_state", "idle"}}, u"2026-01-02T03:04:07.123456Z"_s));
  EXPECT_EQ(made.notebook().cell(0)["metadata"]["execution"],
            Json({{"iopub.status.busy", "2026-01-02T03:04:05.000000Z"},
                  {"iopub.execute_input", "2026-01-02T03:04:06.500000Z"},
                  {"iopub.status.idle", "2026-01-02T03:04:07.123456Z"}}));
}

TEST(OutputAssembler, TouchesNoTimingWhenItIsNotRecorded) {
  Notebook notebook = codeNotebook({"x"});
  notebook.cell(0)["metadata"]["execution"] = {{"old", "1"}};
  OutputAssembler made(notebook, {.recordTiming = false});
  made.expect(0, kA);
  made.take(status(kA, "busy"));
  EXPECT_EQ(made.notebook().cell(0)["metadata"]["execution"], Json({{"old", "1"}}));
}

TEST(OutputAssembler, NumbersCellsByTheirOrderAndLeavesTheKernelsNumberInTheResult) {
  auto made = assembler({"x", "y"});
  made.take(input(kB, 42));
  Json content = {{"data", {{"text/plain", "1"}}}, {"metadata", Json::object()}, {"execution_count", 41}};
  made.take(message(kB, "execute_result", content));
  made.take(reply(kB));
  made.take(status(kB, "idle"));
  made.finish();
  EXPECT_EQ(made.notebook().cell(1)["execution_count"], 2);
  EXPECT_EQ(outputs(made, 1)[0]["execution_count"], 41);
}

TEST(OutputAssembler, JudgesByTheReply) {
  Notebook notebook = codeNotebook({"x", "y", "z"});
  notebook.cell(1)["metadata"]["tags"] = {"raises-exception"};
  OutputAssembler made(notebook, {});
  EXPECT_TRUE(made.stopsOnError(0));
  EXPECT_FALSE(made.stopsOnError(1));
  const Json error = {{"status", "error"}, {"ename", "E"}, {"evalue", "v"}, {"traceback", {"t"}}};
  made.expect(0, kA);
  made.expect(1, kB);
  made.expect(2, u"c"_s);
  made.take(message(kA, "error", error));
  EXPECT_NE(made.progress(0).outcome, CellOutcome::Failed);
  made.take(reply(kA, error));
  made.take(reply(kB, error));
  made.take(reply(u"c"_s));
  EXPECT_EQ(made.progress(0).outcome, CellOutcome::Failed);
  EXPECT_EQ(made.progress(0).ename, u"E"_s);
  EXPECT_EQ(made.progress(0).traceback, std::vector<std::string>{"t"});
  EXPECT_EQ(made.progress(1).outcome, CellOutcome::AllowedFailure);
  EXPECT_EQ(made.progress(2).outcome, CellOutcome::Succeeded);
  EXPECT_EQ(outputs(made, 0)[0]["output_type"], "error");
}

TEST(OutputAssembler, AllowsEveryErrorWhenAsked) {
  auto made = assembler({"x"}, {.allowErrors = true});
  made.take(reply(kA, {{"status", "error"}, {"ename", "E"}}));
  EXPECT_EQ(made.progress(0).outcome, CellOutcome::AllowedFailure);
}

TEST(OutputAssembler, GivesCellsThatNeverRanBackWhatTheyHeld) {
  Notebook notebook = codeNotebook({"x", "y"});
  const Json old = Json::array({{{"output_type", "stream"}, {"name", "stdout"}, {"text", "old"}}});
  for (int i : {0, 1}) {
    notebook.cell(i)["outputs"] = old;
    notebook.cell(i)["execution_count"] = 7;
    notebook.cell(i)["metadata"]["execution"] = {{"iopub.status.busy", "then"}};
  }
  const Json before = notebook.cell(0);
  const Json beforeOther = notebook.cell(1);
  OutputAssembler made(notebook, {});
  made.expect(0, kA);
  made.expect(1, kB);
  EXPECT_TRUE(outputs(made).empty());
  made.take(status(kA, "busy"));
  made.take(reply(kA, {{"status", "aborted"}}));
  made.take(status(kA, "idle"));
  made.finish();
  EXPECT_EQ(made.progress(0).outcome, CellOutcome::Aborted);
  EXPECT_EQ(made.notebook().cell(0), before);
  EXPECT_EQ(made.progress(1).outcome, CellOutcome::Waiting);
  EXPECT_EQ(made.notebook().cell(1), beforeOther);
}

TEST(OutputAssembler, KeepsWhatCameOfACellThatNeverFinished) {
  auto made = assembler({"x"});
  made.take(status(kA, "busy"));
  made.take(input(kA, 9));
  made.take(stream(kA, "so far"));
  made.finish();
  EXPECT_EQ(outputs(made)[0]["text"], "so far");
  EXPECT_EQ(made.notebook().cell(0)["execution_count"], 9);
  EXPECT_EQ(made.progress(0).outcome, CellOutcome::Running);
  EXPECT_TRUE(made.progress(0).sawInput);
}

TEST(OutputAssembler, IgnoresStrangersLatecomersAndNonsense) {
  auto made = assembler({"x"});
  EXPECT_EQ(made.take(stream(u"other"_s, "x")), -1);
  EXPECT_EQ(made.take(message(kA, "stream", Json::array({1}))), 0);
  made.take(message(kA, "stream", {{"name", 1}, {"text", {"a"}}}));
  made.take(message(kA, "display_data", {{"data", "text"}}));
  made.take(message(kA, "execute_result", {{"data", {{"a/b", 1}}}, {"metadata", 3}, {"execution_count", "x"}}));
  made.take(message(kA, "error", {{"ename", 1}, {"traceback", {1, "t"}}}));
  made.take(message(kA, "status", {{"execution_state", 3}}));
  made.take(message(kA, "comm_msg", {{"data", 3}}));
  made.take(message(kA, "surprise", {{"execution_count", -1.5}}));
  ASSERT_EQ(outputs(made).size(), 2U);
  EXPECT_EQ(outputs(made)[0]["metadata"], Json::object());
  EXPECT_EQ(outputs(made)[1]["traceback"], Json({"t"}));
  made.take(status(kA, "idle"));
  made.take(stream(kA, "from a thread"));
  EXPECT_EQ(outputs(made).size(), 2U) << "what comes after idle is dropped, as nbclient does";
  made.take(reply(kA));
  made.take(reply(kA, {{"status", "error"}}));
  EXPECT_EQ(made.progress(0).outcome, CellOutcome::Succeeded) << "the first reply counts";
}

TEST(OutputAssembler, StoresWidgetStatesWithTheirBuffers) {
  auto made = assembler({"x"});
  Json state = {{"_model_name", "IntModel"}, {"_model_module", "m"}, {"_model_module_version", "1"}, {"value", 1}};
  Json open = {
      {"comm_id", "w"}, {"target_name", "jupyter.widget"}, {"data", {{"state", state}, {"buffer_paths", {{"img"}}}}}};
  auto opening = message(kA, "comm_open", open);
  opening.buffers = {QByteArray("\x01\x02")};
  made.take(std::move(opening));
  made.take(message(kA, "comm_msg", {{"comm_id", "w"}, {"data", {{"method", "update"}, {"state", {{"value", 2}}}}}}));
  made.take(message(kA, "comm_msg", {{"comm_id", "other"}, {"data", {{"state", {{"value", 2}}}}}}));
  made.finish();
  state["value"] = 2;
  const Json model = {{"model_name", "IntModel"},
                      {"model_module", "m"},
                      {"model_module_version", "1"},
                      {"state", state},
                      {"buffers", {{{"data", "AQI="}, {"encoding", "base64"}, {"path", {"img"}}}}}};
  EXPECT_EQ(made.notebook().document()["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"],
            Json({{"state", {{"w", model}}}, {"version_major", 2}, {"version_minor", 0}}));
}

TEST(OutputAssembler, GivesAnOutputWidgetTheOutputsItCatches) {
  auto made = assembler({"x"});
  const Json state = {
      {"_model_name", "OutputModel"}, {"_model_module", "@jupyter-widgets/output"}, {"outputs", Json::array()}};
  made.take(
      message(kA, "comm_open", {{"comm_id", "o"}, {"target_name", "jupyter.widget"}, {"data", {{"state", state}}}}));
  const auto catching = [](const char* id) {
    return message(kA, "comm_msg", {{"comm_id", "o"}, {"data", {{"state", {{"msg_id", id}}}}}});
  };
  made.take(catching("a"));
  made.take(stream(kA, "in "));
  made.take(stream(kA, "it"));
  made.take(catching(""));
  made.take(stream(kA, "outside"));
  made.finish();
  ASSERT_EQ(outputs(made).size(), 1U);
  EXPECT_EQ(outputs(made)[0]["text"], "outside");
  const Json& widgets = made.notebook().document()["metadata"]["widgets"];
  const Json& caught = widgets["application/vnd.jupyter.widget-state+json"]["state"]["o"]["state"]["outputs"];
  ASSERT_EQ(caught.size(), 1U);
  EXPECT_EQ(caught[0]["text"], "in it");
}

TEST(OutputAssembler, JoinsStalestreamsOfUntouchedCellsAsNbconvertDoes) {
  Notebook notebook = codeNotebook({" "});
  const Json line = {{"output_type", "stream"}, {"name", "stdout"}, {"text", "a\rb"}};
  notebook.cell(0)["outputs"] = {line, line};
  OutputAssembler made(notebook, {});
  made.finish();
  ASSERT_EQ(outputs(made).size(), 1U);
  EXPECT_EQ(outputs(made)[0]["text"], "b");
}

TEST(OutputAssembler, StoresTheLanguageInfo) {
  auto made = assembler({"x"});
  made.setLanguageInfo({{"name", "python"}, {"version", "3.11"}});
  EXPECT_EQ(made.notebook().document()["metadata"]["language_info"]["version"], "3.11");
}

TEST(OutputAssembler, TakesAHundredThousandPrintsInLinearTime) {
  for (const char* text : {"line of text\n", "no line end ", "10%|####      |\r"}) {
    auto made = assembler({"x"});
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100'000; ++i) made.take(stream(kA, text));
    EXPECT_LT(timer.elapsed(), 20'000) << text;
    EXPECT_EQ(outputs(made).size(), 1U);
  }
}

TEST(OutputAssembler, MovesABigOutputInsteadOfCopyingIt) {
  auto made = assembler({"x"});
  auto big = display(kA, std::string(1'000'000, 'x'));
  const char* data = big.content["data"]["text/plain"].get_ref<const std::string&>().data();
  made.take(std::move(big));
  made.finish();
  EXPECT_EQ(outputs(made)[0]["data"]["text/plain"].get_ref<const std::string&>().data(), data);
}

TEST(OutputAssembler, GivesTheSameNotebookForTheSameMessages) {
  const Notebook original = codeNotebook({"x", "y"});
  const auto run = [&original] {
    OutputAssembler made(original, {});
    made.expect(0, kA);
    made.expect(1, kB);
    for (const QString& id : {kA, kB}) {
      made.take(status(id, "busy"));
      made.take(input(id, 5));
      made.take(display(id, "1", "d"));
      made.take(stream(id, "t\r"));
      made.take(reply(id));
      made.take(status(id, "idle"));
    }
    made.finish();
    return made.notebook().document();
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace cc::notebook
