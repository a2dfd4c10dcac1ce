// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookIo.h"

#include <gtest/gtest.h>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cc::notebook {
namespace {

QByteArray notebookWith(const QByteArray& cells, const QByteArray& minor = "5") {
  return "{\"cells\": [" + cells + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": " + minor + "}";
}

QByteArray codeCell(const QByteArray& outputs, const QByteArray& id = "a") {
  return "{\"cell_type\":\"code\",\"id\":\"" + id +
         "\",\"metadata\":{},\"execution_count\":null,\"source\":[\"a\\n\",\"b\"],\"outputs\":[" + outputs + "]}";
}

struct Bad {
  const char* name;
  QByteArray bytes;
  ErrorCode code;
  QMap<QString, QString> params;
};

QMap<QString, QString> shape(const QString& cell, const QString& member, const QString& expected) {
  return {{u"cell"_s, cell}, {u"member"_s, member}, {u"expected"_s, expected}};
}

QMap<QString, QString> place(int line, int column) {
  return {{u"line"_s, QString::number(line)}, {u"column"_s, QString::number(column)}};
}

std::vector<Bad> badTexts() {
  using E = ErrorCode;
  const QByteArray good = notebookWith(codeCell({}));
  return {
      {"empty file", "", E::NotebookTruncated, {{u"position"_s, u"0"_s}}},
      {"only spaces", "  \n ", E::NotebookTruncated, {{u"position"_s, u"4"_s}}},
      {"cut at the end", good.chopped(1), E::NotebookTruncated, {{u"position"_s, QString::number(good.size() - 1)}}},
      {"cut in a string", good.left(15), E::NotebookTruncated, {{u"position"_s, u"15"_s}}},
      {"cut in a word", "{\"a\": tru", E::NotebookTruncated, {{u"position"_s, u"9"_s}}},
      {"cut after a comma", "{\"a\": 1,", E::NotebookTruncated, {{u"position"_s, u"8"_s}}},
      {"cut in an escape", "{\"a\": \"\\u12", E::NotebookTruncated, {{u"position"_s, u"11"_s}}},
      {"text behind the end", good + "x", E::NotebookNotJson, place(1, int(good.size()) + 1)},
      {"HTML", "<!DOCTYPE html>\n<html></html>", E::NotebookNotJson, place(1, 1)},
      {"a merge conflict", "{\n \"cells\": [\n<<<<<<< HEAD\n", E::NotebookNotJson, place(3, 1)},
      {"a trailing comma", "{\"a\": [1,]}", E::NotebookNotJson, place(1, 10)},
      {"single quotes", "{'a': 1}", E::NotebookNotJson, place(1, 2)},
      {"half a word", "{\"a\": Nan}", E::NotebookNotJson, place(1, 7)},
      {"a NUL behind the end", good + QByteArray(1, '\0'), E::NotebookNotJson, place(1, int(good.size()) + 1)},
      {"only NULs", QByteArray(100, '\0'), E::NotebookNotJson, place(1, 1)},
      {"a raw line end in a string", "{\"a\": \"x\ny\"}", E::NotebookNotJson, place(1, 9)},
      {"Latin-1", "{\"a\": \"caf\xE9\"}", E::NotebookNotUtf8, {{u"position"_s, u"10"_s}}},
      {"an overlong form", "\"\xC0\xAF\"", E::NotebookNotUtf8, {{u"position"_s, u"1"_s}}},
      {"an encoded surrogate", "\"\xED\xA0\x80\"", E::NotebookNotUtf8, {{u"position"_s, u"1"_s}}},
      {"beyond Unicode", "\"\xF4\x90\x80\x80\"", E::NotebookNotUtf8, {{u"position"_s, u"1"_s}}},
      {"a cut character", "\"\xE2\x82", E::NotebookNotUtf8, {{u"position"_s, u"1"_s}}},
      {"UTF-16", QByteArray("\xFF\xFE{\0", 4), E::NotebookNotUtf8, {{u"position"_s, u"0"_s}}},
      {"nested too deeply",
       QByteArray(100'000, '['),
       E::NotebookBadStructure,
       {{u"member"_s, u""_s}, {u"expected"_s, u"at most 1100 levels"_s}}},
  };
}

std::vector<Bad> badShapes() {
  using E = ErrorCode;
  const auto version = [](const char* text) { return QMap<QString, QString>{{u"version"_s, QString::fromUtf8(text)}}; };
  const QMap<QString, QString> cells{{u"member"_s, u"cells"_s}, {u"expected"_s, u"array"_s}};
  const QByteArray text = "string or array of strings";
  const QString lines = u"string or array of strings"_s;
  return {
      {"a list", "[]", E::NotebookBadStructure, {{u"member"_s, u""_s}, {u"expected"_s, u"object"_s}}},
      {"no version", "{}", E::NotebookBadVersion, version("none")},
      {"version 5", "{\"nbformat\": 5}", E::NotebookBadVersion, version("5")},
      {"version 2", "{\"nbformat\": 2}", E::NotebookBadVersion, version("2")},
      {"version as text", "{\"nbformat\": \"4\"}", E::NotebookBadVersion, version("\"4\"")},
      {"version as fraction", "{\"nbformat\": 4.0}", E::NotebookBadVersion, version("4.0")},
      {"no minor",
       "{\"nbformat\": 4}",
       E::NotebookBadStructure,
       {{u"member"_s, u"nbformat_minor"_s}, {u"expected"_s, u"integer"_s}}},
      {"no metadata",
       "{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": []}",
       E::NotebookBadStructure,
       {{u"member"_s, u"metadata"_s}, {u"expected"_s, u"object"_s}}},
      {"no cells", "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}}", E::NotebookBadStructure, cells},
      {"cells as object", "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":{}}", E::NotebookBadStructure,
       cells},
      {"a cell as number", notebookWith(codeCell({}) + ", 7"), E::NotebookBadStructure,
       shape(u"1"_s, u""_s, u"object"_s)},
      {"no cell type", notebookWith("{}"), E::NotebookBadStructure, shape(u"0"_s, u"cell_type"_s, u"string"_s)},
      {"unknown cell type", notebookWith("{\"cell_type\": \"heading\"}"), E::NotebookBadStructure,
       shape(u"0"_s, u"cell_type"_s, u"code, markdown or raw"_s)},
      {"source as number", notebookWith("{\"cell_type\":\"raw\",\"metadata\":{},\"source\":1}"),
       E::NotebookBadStructure, shape(u"0"_s, u"source"_s, lines)},
      {"source with a number in it", notebookWith("{\"cell_type\":\"raw\",\"metadata\":{},\"source\":[\"a\",1]}"),
       E::NotebookBadStructure, shape(u"0"_s, u"source"_s, lines)},
      {"no outputs", notebookWith("{\"cell_type\":\"code\",\"metadata\":{},\"source\":\"\"}"), E::NotebookBadStructure,
       shape(u"0"_s, u"outputs"_s, u"array"_s)},
      {"count as text",
       notebookWith(
           "{\"cell_type\":\"code\",\"metadata\":{},\"source\":\"\",\"outputs\":[],\"execution_count\":\"1\"}"),
       E::NotebookBadStructure, shape(u"0"_s, u"execution_count"_s, u"integer or null"_s)},
      {"an output as text", notebookWith(codeCell("\"x\"")), E::NotebookBadStructure,
       shape(u"0"_s, u"outputs[0]"_s, u"object"_s)},
      {"unknown output", notebookWith(codeCell("{\"output_type\":\"pyout\"}")), E::NotebookBadStructure,
       shape(u"0"_s, u"outputs[0].output_type"_s, u"stream, display_data, execute_result or error"_s)},
      {"a stream without text", notebookWith(codeCell("{\"output_type\":\"stream\",\"name\":\"stdout\"}")),
       E::NotebookBadStructure, shape(u"0"_s, u"outputs[0].text"_s, lines)},
      {"a display without data", notebookWith(codeCell("{\"output_type\":\"display_data\",\"metadata\":{}}")),
       E::NotebookBadStructure, shape(u"0"_s, u"outputs[0].data"_s, u"object"_s)},
      {"an error with a bad traceback",
       notebookWith(codeCell("{\"output_type\":\"error\",\"ename\":\"\",\"evalue\":\"\",\"traceback\":[1]}")),
       E::NotebookBadStructure, shape(u"0"_s, u"outputs[0].traceback"_s, u"array of strings"_s)},
      {"attachments as list",
       notebookWith("{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":\"\",\"attachments\":[]}"),
       E::NotebookBadStructure, shape(u"0"_s, u"attachments"_s, u"object"_s)},
  };
}

void expectError(const Bad& bad) {
  SCOPED_TRACE(bad.name);
  const auto read = parseNotebook(bad.bytes);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(errorWord(read.error().code).toStdString(), errorWord(bad.code).toStdString());
  EXPECT_EQ(read.error().params, bad.params) << read.error().toLogLine().toStdString();
}

TEST(NotebookRead, SaysWhereATextIsNoNotebook) {
  for (const Bad& bad : badTexts()) expectError(bad);
}

TEST(NotebookRead, SaysWhatIsWrongWithTheStructure) {
  for (const Bad& bad : badShapes()) expectError(bad);
}

TEST(NotebookRead, EveryCutOfANotebookIsTruncated) {
  const QByteArray good = notebookWith(codeCell("{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"x\\n\"}"));
  for (qsizetype size = 0; size < good.size(); ++size) {
    const auto read = parseNotebook(good.left(size));
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, ErrorCode::NotebookTruncated) << size;
  }
}

TEST(NotebookRead, AcceptsAByteOrderMarkOfUtf8) {
  EXPECT_TRUE(parseNotebook(QByteArray("\xEF\xBB\xBF" + notebookWith({}))).ok());
}

TEST(NotebookRead, JoinsMultiLineText) {
  const auto read = parseNotebook(
      notebookWith(codeCell("{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"1\\n\",\"2\"]},"
                            "{\"output_type\":\"display_data\",\"metadata\":{},\"data\":{\"text/html\":[\"<\",\">\"],"
                            "\"application/json\":[\"a\",\"b\"],\"application/x+json\":[\"a\"]}}")));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->source(0), "a\nb");
  const Json& outputs = read->cell(0)["outputs"];
  EXPECT_EQ(outputs[0]["text"], "1\n2");
  EXPECT_EQ(outputs[1]["data"]["text/html"], "<>");
  EXPECT_EQ(outputs[1]["data"]["application/json"], Json({"a", "b"}));
}

TEST(NotebookRead, KeepsUnknownMembersAndDropsTransientOnes) {
  QByteArray bytes = notebookWith(
      "{\"cell_type\":\"raw\",\"id\":\"r\",\"metadata\":{\"trusted\":true,\"x\":1},"
      "\"source\":\"\",\"own\":{\"a\":[1]}}");
  bytes.replace("\"metadata\": {}", "\"metadata\": {\"signature\":\"s\",\"orig_nbformat\":3,\"mine\":[1.5]}");
  const auto read = parseNotebook(bytes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->document()["metadata"], Json({{"mine", {1.5}}}));
  EXPECT_EQ(read->cell(0)["metadata"], Json({{"x", 1}}));
  EXPECT_EQ(read->cell(0)["own"], Json({{"a", {1}}}));
}

TEST(NotebookRead, CompletesIdsFrom45OnAndNotBefore) {
  const QByteArray cells = codeCell({}, "a") + "," + codeCell({}, "a") + "," + codeCell({}, "not good") +
                           ",{\"cell_type\":\"raw\",\"metadata\":{},\"source\":\"\"}";
  ReadNotes notes;
  const auto read = parseNotebook(notebookWith(cells), &notes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(notes.idsAdded, 1);
  EXPECT_EQ(notes.idsReplaced, 2);
  EXPECT_EQ(read->cellId(0), u"a"_s);
  QSet<QString> ids;
  for (int i = 0; i < 4; ++i) ids.insert(read->cellId(i));
  EXPECT_EQ(ids.size(), 4);
  const auto old = parseNotebook(notebookWith("{\"cell_type\":\"raw\",\"metadata\":{},\"source\":\"\"}", "2"), &notes);
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(notes.idsAdded, 0);
  EXPECT_FALSE(old->cell(0).contains("id"));
  EXPECT_EQ(old->minor(), 2);
}

TEST(NotebookRead, UpgradesFormat3) {
  const QByteArray old = R"({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "n", "keep": 1}, "worksheets": [
    {"cells": [
      {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["A", "title"]},
      {"cell_type": "code", "collapsed": true, "language": "python", "prompt_number": 3, "input": ["x = 1\n", "x"],
       "outputs": [
         {"output_type": "pyout", "prompt_number": 3, "text": ["1"], "png": "iVBO", "json": "{\"a\": 1}"},
         {"output_type": "stream", "stream": "stderr", "text": "e"},
         {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]},
         {"output_type": "display_data", "html": "<b>", "metadata": {}}]}]},
    {"cells": [{"cell_type": "markdown", "source": "m"}, {"cell_type": "html", "metadata": {}, "source": "h"}]}]})";
  ReadNotes notes;
  const auto read = parseNotebook(old, &notes);
  ASSERT_TRUE(read.ok()) << read.error().toLogLine().toStdString();
  EXPECT_TRUE(notes.upgradedFrom3);
  EXPECT_EQ(read->minor(), 5);
  EXPECT_EQ(read->document()["metadata"], Json({{"keep", 1}}));
  ASSERT_EQ(read->cellCount(), 4);
  EXPECT_EQ(read->source(0), "## A title");
  EXPECT_EQ(read->source(1), "x = 1\nx");
  const Json& code = read->cell(1);
  EXPECT_EQ(code["execution_count"], 3);
  EXPECT_EQ(code["metadata"], Json({{"collapsed", true}}));
  EXPECT_FALSE(code.contains("language"));
  EXPECT_EQ(code["outputs"][0]["data"],
            Json({{"text/plain", "1"}, {"image/png", "iVBO"}, {"application/json", {{"a", 1}}}}));
  EXPECT_EQ(code["outputs"][1]["name"], "stderr");
  EXPECT_EQ(code["outputs"][2]["output_type"], "error");
  EXPECT_EQ(read->cellType(3), CellType::Markdown);
}

TEST(NotebookRead, SaysWhatIsWrongInFormat3) {
  const auto read = parseNotebook(QByteArray(R"({"nbformat":3,"metadata":{},"worksheets":[{"cells":3}]})"));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().params.value(u"member"_s), u"worksheets[0].cells"_s);
}

TEST(NotebookRead, NamesTheFile) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"x.ipynb"_s);
  const auto missing = readNotebook(path);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::NotebookUnreadable);
  EXPECT_EQ(missing.error().params.value(u"path"_s), path);
  EXPECT_EQ(readNotebook(folder.path()).error().code, ErrorCode::NotebookUnreadable);
  EXPECT_EQ(readNotebook(u"/dev/zero"_s).error().code, ErrorCode::NotebookUnreadable);
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_TRUE(file.resize(qint64(3) * 1024 * 1024 * 1024));
  EXPECT_EQ(readNotebook(path).error().code, ErrorCode::NotebookTooLarge);
  file.resize(2);
  EXPECT_EQ(readNotebook(path).error().params.value(u"path"_s), path);
}

TEST(NotebookRead, ReadsAHundredThousandCells) {
  QByteArray cells;
  for (int i = 0; i < 100'000; ++i) cells += (i > 0 ? "," : "") + codeCell({}, "same");
  QElapsedTimer timer;
  timer.start();
  ReadNotes notes;
  const auto read = parseNotebook(notebookWith(cells), &notes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(notes.idsReplaced, 99'999);
  EXPECT_FALSE(notebookBytes(*read).isEmpty());
  EXPECT_LT(timer.elapsed(), 60'000);
}

}  // namespace
}  // namespace cc::notebook
