// SPDX-License-Identifier: GPL-3.0-or-later
// Our reading, writing and assembling beside the real nbformat and nbclient.
#include "notebook/NotebookIo.h"
#include "notebook/OutputAssembler.h"

#include <gtest/gtest.h>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <random>

using namespace Qt::StringLiterals;

namespace cc::notebook {
namespace {

constexpr const char* kPython = "/usr/bin/python3";

bool hasNbclient() {
  return QProcess::execute(QLatin1String(kPython), {u"-c"_s, u"import nbformat, nbclient, nbconvert"_s}) == 0;
}

QByteArray python(const QString& program, const QByteArray& given) {
  QProcess process;
  process.start(QLatin1String(kPython), {u"-W"_s, u"ignore"_s, u"-c"_s, program});
  process.write(given);
  process.closeWriteChannel();
  EXPECT_TRUE(process.waitForFinished(120'000));
  EXPECT_EQ(process.exitCode(), 0) << process.readAllStandardError().toStdString();
  return process.readAllStandardOutput();
}

const QString kRewrite =
    u"import sys, io, nbformat\n"
    "text = sys.stdin.buffer.read().decode('utf-8')\n"
    "out = io.StringIO()\n"
    "nbformat.write(nbformat.reads(text, as_version=4), out)\n"
    "sys.stdout.buffer.write(out.getvalue().encode('utf-8'))\n"_s;

// Text, numbers and bundles of every awkward kind, in any order.
Json awkward(std::mt19937& random) {
  static const std::vector<std::string> pieces{"a\n",
                                               "b",
                                               "\r\n",
                                               "\r",
                                               "\x0b",
                                               "\x0c",
                                               "\x1c",
                                               "\x1d",
                                               "\x1e",
                                               "\x1f",
                                               "\xC2\x85",
                                               "\xE2\x80\xA8",
                                               "\xE2\x80\xA9",
                                               "\"",
                                               "\\",
                                               "\t",
                                               "\b",
                                               "\x7f",
                                               "\xC3\xA9",
                                               "\xF0\x9F\x98\x80",
                                               "/",
                                               "<b>",
                                               ""};
  const auto text = [&random] {
    std::string made;
    for (unsigned n = random() % 8; n > 0; --n) made += pieces[random() % pieces.size()];
    return made;
  };
  const auto number = [&random] { return std::ldexp(double(std::int32_t(random())), int(random() % 160) - 80); };
  const Json data = {{"text/plain", text()},
                     {"text/html", text()},
                     {"image/svg+xml", text()},
                     {"application/javascript", text()},
                     {"image/png", text()},
                     {"application/pdf", text()},
                     {"application/json", {{"n", number()}, {"t", text()}, {"e", Json::array()}, {text(), number()}}},
                     {"application/x+json", {text(), 1, -3, nullptr, true, {{"o", Json::object()}}}}};
  Json cells = Json::array();
  for (int i = 0; i < 6; ++i) {
    Json cell = {{"id", "c" + std::to_string(i)},
                 {"source", text()},
                 {"metadata", {{"trusted", true}, {"x", text()}, {"n", number()}}}};
    cell["cell_type"] = i % 3 == 0 ? "markdown" : i % 3 == 1 ? "raw" : "code";
    if (i % 3 < 2) cell["attachments"] = {{"f.txt", {{"text/plain", text()}, {"image/png", text()}}}};
    if (i % 3 == 2) {
      cell["execution_count"] = i;
      cell["outputs"] = {{{"output_type", "stream"}, {"name", "stdout"}, {"text", text()}},
                         {{"output_type", "display_data"}, {"data", data}, {"metadata", {{text(), text()}}}},
                         {{"output_type", "execute_result"},
                          {"data", data},
                          {"metadata", Json::object()},
                          {"execution_count", nullptr}},
                         {{"output_type", "error"}, {"ename", text()}, {"evalue", text()}, {"traceback", {text()}}}};
    }
    cells.push_back(cell);
  }
  return {{"cells", cells},
          {"metadata", {{"signature", "s"}, {"a", number()}, {text(), text()}}},
          {"nbformat", 4},
          {"nbformat_minor", 5}};
}

void expectSameBytes(const QByteArray& bytes, const QString& name) {
  const auto read = parseNotebook(bytes);
  ASSERT_TRUE(read.ok()) << name.toStdString() << read.error().toLogLine().toStdString();
  const QByteArray theirs = python(kRewrite, bytes);
  ASSERT_FALSE(theirs.isEmpty());
  EXPECT_EQ(notebookBytes(*read), theirs) << name.toStdString();
}

TEST(Nbformat, WritesTheSameBytes) {
  if (!hasNbclient()) FAIL() << "needs python3-nbclient";
  const QDir folder(QStringLiteral(CC_SOURCE_DIR) + u"/templates"_s);
  for (const QString& name : folder.entryList({u"*.ipynb"_s})) {
    QFile file(folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    expectSameBytes(file.readAll(), name);
  }
  std::mt19937 random(3);
  for (int round = 0; round < 8; ++round) {
    expectSameBytes(QByteArray::fromStdString(awkward(random).dump()), u"random %1"_s.arg(round));
  }
}

// What Python's json takes beyond the standard, in every place that a notebook has for it.
TEST(Nbformat, WritesTheSameBytesForWhatOnlyPythonTakes) {
  if (!hasNbclient()) FAIL() << "needs python3-nbclient";
  for (const char* value :
       {"NaN", "[Infinity, -Infinity, NaN]", "1e999", "-1e999", "1e-999", "123456789012345678901234567890",
        "-123456789012345678901234567890", "18446744073709551615", "18446744073709551616", "-0", "-0.0", "1E+2",
        R"({"a": 1, "b": 2, "a": 3})", R"({"a": {"x": 1}, "a": NaN})", R"("\ud83d\ude00\u0000\u2028")", "5e-324"}) {
    const QByteArray text(value);
    expectSameBytes(R"({"nbformat": 4, "nbformat_minor": 5, "metadata": {"x": )" + text +
                        R"(}, "cells": [{"id": "a", "cell_type": "code", "metadata": {"y": )" + text +
                        R"(}, "execution_count": 1, "source": "", "outputs": [{"output_type": "display_data",)"
                        R"( "metadata": {}, "data": {"application/json": )" +
                        text + "}}]}]}",
                    QString::fromLatin1(text));
  }
}

// Python reads a lone surrogate and then cannot write it; we keep the notebook and put U+FFFD there.
TEST(Nbformat, KeepsANotebookWithALoneSurrogate) {
  const auto read =
      parseNotebook(R"({"nbformat": 4, "nbformat_minor": 4, "metadata": {"x": "a\ud800b"}, "cells": []})");
  ASSERT_TRUE(read.ok()) << read.error().toLogLine().toStdString();
  EXPECT_TRUE(
      notebookBytes(*read).contains("\"a\xEF\xBF\xBD"
                                    "b\""));
}

// One message of the kind a kernel might send while a cell runs.
Json randomMessage(std::mt19937& random, const std::string& parent) {
  static const std::vector<std::string> texts{"a\n", "b", "50%\r", "60%\r", "\n", "\r\n", "end"};
  static const std::vector<std::string> ids{"d1", "d2", "d3"};
  const auto text = texts[random() % texts.size()];
  std::string type;
  Json content;
  switch (random() % 9) {
    case 0:
      type = "clear_output";
      content = {{"wait", random() % 2 == 0}};
      break;
    case 1:
      type = "error";
      content = {{"ename", "E"}, {"evalue", text}, {"traceback", {text}}};
      break;
    case 2:
    case 3:
    case 4: {
      type = std::vector<std::string>{"display_data", "update_display_data", "execute_result"}[random() % 3];
      content = {{"data", {{"text/plain", text + std::to_string(random() % 100)}}}, {"metadata", {{"m", 1}}}};
      if (type == "execute_result") content["execution_count"] = random() % 50;
      if (type == "update_display_data" || random() % 2 == 0)
        content["transient"] = {{"display_id", ids[random() % 3]}};
      break;
    }
    case 5:
      type = "unheard_of";
      content = {{"x", 1}};
      break;
    default:
      type = "stream";
      content = {{"name", random() % 4 == 0 ? "stderr" : "stdout"}, {"text", text}};
      break;
  }
  return {{"type", type}, {"parent", parent}, {"content", content}};
}

const QString kAssemble =
    u"import sys, json, io, datetime, nbformat\n"
    "from nbclient import NotebookClient\n"
    "from nbclient.exceptions import CellExecutionComplete\n"
    "from nbconvert.preprocessors import coalesce_streams\n"
    "given = json.load(sys.stdin)\n"
    "nb = nbformat.from_dict(given['notebook'])\n"
    "client = NotebookClient(nb)\n"
    "date = datetime.datetime(2026, 1, 2, 3, 4, 5, 678901)\n"
    "for index, messages in enumerate(given['messages']):\n"
    "  cell = nb.cells[index]\n"
    "  cell.metadata['execution'] = {}\n"
    "  cell.outputs = []\n"
    "  client.clear_before_next_output = False\n"
    "  for m in messages:\n"
    "    msg = {'msg_type': m['type'], 'header': {'msg_type': m['type'], 'date': date}, 'content': m['content'],\n"
    "           'parent_header': {'msg_id': m['parent']}, 'buffers': []}\n"
    "    msg = json.loads(json.dumps(msg, default=str)); msg['header']['date'] = date\n"
    "    msg['content'] = nbformat.from_dict(msg['content'])\n"
    "    try: client.process_message(msg, cell, index)\n"
    "    except CellExecutionComplete: break\n"
    "  cell.metadata.execution['shell.execute_reply'] = '2026-01-02T03:04:05.678901Z'\n"
    "  cell.execution_count = index + 1\n"
    "nb, _ = coalesce_streams(nb, {})\n"
    "out = io.StringIO(); nbformat.write(nb, out)\n"
    "sys.stdout.buffer.write(out.getvalue().encode('utf-8'))\n"_s;

TEST(Nbclient, AssemblesRandomMessagesTheSameWay) {
  if (!hasNbclient()) FAIL() << "needs python3-nbclient";
  std::mt19937 random(5);
  for (int round = 0; round < 6; ++round) {
    Notebook notebook;
    for (int i = 0; i < 60; ++i) notebook.insertCell(i, newCodeCell(notebook, "x"));
    OutputAssembler assembler(notebook, {});
    Json messages = Json::array();
    for (int cell = 0; cell < 60; ++cell) {
      const std::string id = "m" + std::to_string(cell);
      assembler.expect(cell, fromStd(id));
      Json sent = Json::array();
      sent.push_back({{"type", "status"}, {"parent", id}, {"content", {{"execution_state", "busy"}}}});
      sent.push_back({{"type", "execute_input"}, {"parent", id}, {"content", {{"code", ""}, {"execution_count", 99}}}});
      for (unsigned n = random() % 12; n > 0; --n) sent.push_back(randomMessage(random, id));
      sent.push_back({{"type", "status"}, {"parent", id}, {"content", {{"execution_state", "idle"}}}});
      messages.push_back(std::move(sent));
    }
    for (const Json& sent : messages) {
      for (const Json& m : sent) {
        assembler.take({.type = m["type"],
                        .parentId = fromStd(m["parent"]),
                        .date = u"2026-01-02T03:04:05.678901Z"_s,
                        .content = m["content"]});
      }
      assembler.take({.type = "execute_reply",
                      .parentId = fromStd(sent[0]["parent"]),
                      .date = u"2026-01-02T03:04:05.678901Z"_s,
                      .content = {{"status", "ok"}}});
    }
    assembler.finish();
    const Json given = {{"notebook", notebook.document()}, {"messages", messages}};
    EXPECT_EQ(notebookBytes(assembler.notebook()), python(kAssemble, QByteArray::fromStdString(given.dump())));
  }
}

}  // namespace
}  // namespace cc::notebook
