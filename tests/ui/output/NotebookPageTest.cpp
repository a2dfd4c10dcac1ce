// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/NotebookPage.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;

namespace {

Json code(const char* source, Json outputs) {
  return {{"cell_type", "code"}, {"execution_count", 1}, {"source", source}, {"outputs", std::move(outputs)}};
}

QString page(Json cells) {
  return notebookPage({{"cells", std::move(cells)}}, u"t<itle>"_s);
}

}  // namespace

TEST(NotebookPage, ShowsSourceTextErrorsAndPicturesWithoutAnyOtherFile) {
  const QString html = page(Json::array(
      {{{"cell_type", "markdown"}, {"source", "# Head"}},
       code("1 < 2", Json::array({{{"output_type", "stream"}, {"name", "stdout"}, {"text", "a \x1b[31mred\x1b[0m & b"}},
                                  {{"output_type", "display_data"}, {"data", {{"image/png", "iVBORw0KGgo="}}}},
                                  {{"output_type", "error"},
                                   {"ename", "E"},
                                   {"evalue", "v"},
                                   {"traceback", Json::array({"line <1>"})}}}))}));
  for (const QString& part : {u"<h1>Head</h1>"_s, u"1 &lt; 2"_s, u"color:#c0322b"_s, u"&amp; b"_s,
                              u"data:image/png;base64,iVBORw0KGgo="_s, u"line &lt;1&gt;"_s, u"t&lt;itle&gt;"_s}) {
    EXPECT_TRUE(html.contains(part)) << qPrintable(part) << " in " << qPrintable(html);
  }
}

TEST(NotebookPage, RunsAndLoadsNothing) {
  const QString html = page(Json::array(
      {{{"cell_type", "markdown"}, {"source", "<script>m()</script> ![x](https://evil.example/i.png)"}},
       code("x", Json::array({{{"output_type", "display_data"},
                               {"data",
                                {{"text/html",
                                  "<script>a()</script><img src=http://evil.example/p onerror=b()>"
                                  "<iframe src=//evil.example></iframe><p onclick=c()>kept</p>"}}}},
                              {{"output_type", "display_data"},
                               {"data", {{"image/svg+xml", "<svg onload='d()'><script>e()</script></svg>"}}}},
                              {{"output_type", "display_data"}, {"data", {{"application/javascript", "f()"}}}},
                              {{"output_type", "display_data"}, {"data", {{"image/png", "PHNjcmlwdD4="}}}}}))}));
  EXPECT_TRUE(html.contains(u"kept"_s));
  EXPECT_TRUE(html.contains(u"default-src 'none'"_s));
  for (const QString& bad :
       {u"<script"_s, u"onerror"_s, u"onclick"_s, u"onload"_s, u"<iframe"_s, u"src=\"http"_s, u"PHNjcmlwdD4="_s}) {
    EXPECT_FALSE(html.contains(bad)) << qPrintable(bad) << " in " << qPrintable(html);
  }
}

TEST(NotebookPage, IsWrittenForAFileAndRefusesWhatIsNoNotebook) {
  QTemporaryDir folder;
  QFile file(folder.filePath(u"executed.ipynb"_s));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write("{\"cells\":[3,null,{\"source\":7}]}") > 0);
  file.close();
  const auto page = writeNotebookPage(file.fileName(), folder.filePath(u"pages"_s));
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(QFile::exists(*page));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write("{\"cells\":[") > 0);
  file.close();
  const auto bad = writeNotebookPage(file.fileName(), folder.path());
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().code, ErrorCode::NotebookNotJson);
  EXPECT_EQ(writeNotebookPage(folder.filePath(u"none"_s), folder.path()).error().code, ErrorCode::FileNotFound);
}
