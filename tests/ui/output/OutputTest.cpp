// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/AnsiText.h"
#include "ui/output/HtmlSanitizer.h"
#include "ui/output/MarkdownHtml.h"
#include "ui/output/OutputBlocks.h"
#include "ui/output/SafeTextView.h"

#include <gtest/gtest.h>

#include <QTextCursor>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;

TEST(AnsiText, SplitsAtColoursAndForgetsOtherSequences) {
  const auto runs = parseAnsi(
      u"a\x1b[31mb\x1b[0m\x1b[2J\x1b]0;title\x07"
      "c"_s);
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[1].text, u"b"_s);
  EXPECT_EQ(runs[1].foreground, 1);
  EXPECT_EQ(runs[2].text, u"c"_s);
}

TEST(AnsiText, ReadsTheColourCubeAndTrueColour) {
  const auto runs = parseAnsi(u"\x1b[38;5;196mx\x1b[38;2;1;2;3my"_s);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].foreground & 0xffffff, 0xff0000);
  EXPECT_EQ(runs[1].foreground & 0xffffff, 0x010203);
}

TEST(AnsiText, ACarriageReturnOverwritesTheLine) {
  EXPECT_EQ(stripAnsi(u"10%\r50%\r100%\ndone"_s), u"100%\ndone"_s);
  EXPECT_EQ(stripAnsi(u"long line\rab\x1b[K"_s), u"ab"_s);
}

TEST(AnsiText, SurvivesAnythingCutShort) {
  for (const QString& text :
       {u"\x1b"_s, u"\x1b["_s, u"\x1b[38;5"_s, u"\x1b]0;x"_s, u"\x1b[38;2;999999999999m!"_s, u"\b\b\r"_s})
    stripAnsi(text);
}

TEST(HtmlSanitizer, LeavesScriptsHandlersAndRemoteContentOut) {
  const auto safe = sanitizeHtml(
      u"<p onclick=\"x()\">a<script>alert(1)</script><img src=\"http://e.org/x.png\"><iframe src=x>y</iframe>b</p>"_s);
  EXPECT_EQ(safe.html, u"<p>ab</p>"_s);
  EXPECT_TRUE(safe.dropped);
}

TEST(HtmlSanitizer, SeesThroughHiddenSchemes) {
  for (const QString& link : {u"javascript:alert(1)"_s, u"java&#115;cript:x"_s, u" jAvascript&colon;x"_s,
                              u"file:///etc/passwd"_s, u"data:text/html,x"_s}) {
    EXPECT_FALSE(sanitizeHtml(u"<a href=\"%1\">x</a>"_s.arg(link)).html.contains(u"href"_s)) << qPrintable(link);
  }
  EXPECT_TRUE(sanitizeHtml(u"<a href='https://a.org/?b=1&amp;c'>x</a>"_s)
                  .html.contains(u"href=\"https://a.org/?b=1&amp;c\""_s));
}

TEST(HtmlSanitizer, KeepsTablesAndCutsLongOnes) {
  QString html = u"<table>"_s;
  for (int i = 0; i < 50; ++i) html += u"<tr><td style=\"color: red\">%1</td></tr>"_s.arg(i);
  const auto safe = sanitizeHtml(html + u"</table>"_s, 10);
  EXPECT_TRUE(safe.cut);
  EXPECT_EQ(safe.html.count(u"<tr>"_s), 10);
  EXPECT_TRUE(safe.html.contains(u"style=\"color: red\""_s));
  EXPECT_FALSE(sanitizeHtml(u"<td style=\"background:url(x)\">"_s).html.contains(u"url"_s));
}

TEST(HtmlSanitizer, QuotesWhatIsNoTagAndSurvivesOpenEnds) {
  EXPECT_EQ(sanitizeHtml(u"1 < 2 > 0"_s).html, u"1 &lt; 2 &gt; 0"_s);
  for (const QString& text :
       {u"<"_s, u"<a"_s, u"<a href="_s, u"<a href=\""_s, u"<!--"_s, u"<script>"_s, u"<a =\">"_s, u"</"_s})
    sanitizeHtml(text);
}

TEST(MarkdownHtml, ShowsRawHtmlAsText) {
  const QString html = markdownToHtml(u"**b** <script>x</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |"_s);
  EXPECT_TRUE(html.contains(u"<strong>b</strong>"_s));
  EXPECT_TRUE(html.contains(u"&lt;script&gt;"_s));
  EXPECT_TRUE(html.contains(u"<table>"_s));
}

TEST(OutputBlocks, TakesTheRichestEntryThatCanBeShown) {
  const Json cell{{"outputs",
                   {{{"output_type", "display_data"},
                     {"data", {{"image/svg+xml", "<svg/>"}, {"image/png", "aGk="}, {"text/plain", "x"}}}}}}};
  const auto blocks = outputBlocks(cell);
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].kind, OutputBlock::Kind::Image);
}

TEST(OutputBlocks, DoesNotDrawASvgThatReadsFiles) {
  const Json cell{
      {"outputs",
       {{{"output_type", "display_data"}, {"data", {{"image/svg+xml", "<svg><image href=\"/etc/passwd\"/></svg>"}}}}}}};
  EXPECT_EQ(outputBlocks(cell).at(0).kind, OutputBlock::Kind::Note);
}

TEST(OutputBlocks, AcceptsAnyForeignShape) {
  for (const Json& cell : {Json(), Json(3), Json{{"outputs", 7}}, Json{{"outputs", {1, "x", nullptr}}},
                           Json{{"outputs", {{{"output_type", "stream"}, {"text", {1, 2}}}}}},
                           Json{{"outputs", {{{"output_type", "error"}, {"traceback", 5}, {"ename", 1}}}}}}) {
    outputBlocks(cell);
    cellSource(cell);
    EXPECT_LT(cellSeconds(cell), 0);
  }
}

TEST(SafeTextView, SetsCodeInATextApart) {
  SafeTextView view;
  view.setSafeHtml(markdownToHtml(u"every `step`"_s));
  QTextCursor cursor(view.document());
  cursor.setPosition(8);
  EXPECT_NE(cursor.charFormat().background().style(), Qt::NoBrush);
  EXPECT_TRUE(cursor.charFormat().fontFamilies().toStringList().contains(u"monospace"_s));
  cursor.setPosition(2);
  EXPECT_EQ(cursor.charFormat().background().style(), Qt::NoBrush);
}

TEST(SafeTextView, LoadsNothingButInlineImages) {
  SafeTextView view;
  view.setSafeHtml(u"<img src=\"/etc/hostname\"><img src=\"file:///etc/hostname\">"_s);
  for (const QString& name : {u"/etc/hostname"_s, u"file:///etc/hostname"_s, u"http://127.0.0.1:1/x.png"_s}) {
    EXPECT_TRUE(view.document()->resource(QTextDocument::ImageResource, QUrl(name)).toByteArray().isEmpty());
  }
}
