// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookIo.h"
#include "notebook/PythonJsonWriter.h"

#include <gtest/gtest.h>
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <limits>

using namespace Qt::StringLiterals;

namespace cc::notebook {
namespace {

QByteArray written(const Json& json) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  PythonJsonWriter writer(buffer);
  writer.value(json);
  EXPECT_TRUE(writer.flush());
  return bytes;
}

TEST(NotebookWrite, FormatsFloatsAsPython) {
  const std::vector<std::pair<double, const char*>> cases{{0.0, "0.0"},
                                                          {-0.0, "-0.0"},
                                                          {1.0, "1.0"},
                                                          {1.5, "1.5"},
                                                          {0.1, "0.1"},
                                                          {1e15, "1000000000000000.0"},
                                                          {1e16, "1e+16"},
                                                          {123456789.125, "123456789.125"},
                                                          {1e-4, "0.0001"},
                                                          {1e-5, "1e-05"},
                                                          {1.5e-7, "1.5e-07"},
                                                          {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                          {5e-324, "5e-324"},
                                                          {-2.5e22, "-2.5e+22"},
                                                          {9007199254740993.0, "9007199254740992.0"}};
  for (const auto& [value, text] : cases) EXPECT_EQ(pythonFloat(value), text);
  EXPECT_EQ(pythonFloat(std::numeric_limits<double>::quiet_NaN()), "NaN");
}

TEST(NotebookWrite, EscapesOnlyWhatPythonEscapes) {
  EXPECT_EQ(written("\"\\/\n\r\t\f\b\x01\x1f\x7f\xC3\xA9\xE2\x80\xA8"),
            QByteArray("\"\\\"\\\\/\\n\\r\\t\\f\\b\\u0001\\u001f\x7f\xC3\xA9\xE2\x80\xA8\""));
}

TEST(NotebookWrite, IndentsAsPython) {
  EXPECT_EQ(written(Json{{"b", Json::array()}, {"a", {1, {{"x", Json::object()}}}}}),
            QByteArray("{\n \"a\": [\n  1,\n  {\n   \"x\": {}\n  }\n ],\n \"b\": []\n}"));
}

TEST(NotebookWrite, NeedsNoStackForDepth) {
  Json deep = 1;
  for (int i = 0; i < 5'000; ++i) {
    Json outer = Json::array();
    outer.push_back(std::move(deep));
    deep = std::move(outer);
  }
  class Counter : public QIODevice {
  public:
    qint64 total = 0;

  protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char*, qint64 size) override {
      total += size;
      return size;
    }
  } counter;
  counter.open(QIODevice::WriteOnly);
  PythonJsonWriter writer(counter);
  writer.value(deep);
  EXPECT_TRUE(writer.flush());
  EXPECT_GT(counter.total, 10'000);
}

TEST(NotebookWrite, SavesAtomically) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"x.ipynb"_s);
  Notebook notebook;
  notebook.insertCell(0, newCodeCell(notebook, "print('ä')\n"));
  ASSERT_TRUE(saveNotebook(notebook, path).ok());
  const auto read = readNotebook(path);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->document(), notebook.document());
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{u"x.ipynb"_s});
}

TEST(NotebookWrite, TellsAFullDiskFromOtherFailures) {
  Notebook notebook;
  QFile full(u"/dev/full"_s);
  if (full.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
    const auto status = writeNotebook(notebook, full);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::DiskFull);
  }
  const auto nowhere = saveNotebook(notebook, u"/nonexistent/folder/x.ipynb"_s);
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(nowhere.error().code, ErrorCode::NotebookUnwritable);
  EXPECT_EQ(nowhere.error().params.value(u"path"_s), u"/nonexistent/folder/x.ipynb"_s);
}

TEST(NotebookWrite, WritingTwiceGivesTheSameBytes) {
  for (const char* name : {"sample", "analysis_template", "training_template", "validation_template"}) {
    const QString path = QStringLiteral(CC_SOURCE_DIR) + u"/templates/"_s + QLatin1String(name) + u".ipynb"_s;
    const auto read = readNotebook(path);
    ASSERT_TRUE(read.ok()) << name;
    const QByteArray once = notebookBytes(*read);
    EXPECT_EQ(notebookBytes(*parseNotebook(once)), once);
  }
}

}  // namespace
}  // namespace cc::notebook
