// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/NotebookPage.h"

#include "ui/output/AnsiText.h"
#include "ui/output/HtmlSanitizer.h"
#include "ui/output/MarkdownHtml.h"
#include "ui/output/OutputBlocks.h"

#include <QColor>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kHead =
    "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
    "'unsafe-inline'\"><style>"
    ":root{color-scheme:light dark}"
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}"
    "pre{overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.45 "
    "ui-monospace,monospace;margin:.4rem "
    "0}"
    ".in{border:1px solid #8886;border-radius:4px;background:#8881;padding:.5rem .8rem}"
    ".n{color:#888;font-size:.8rem;margin-top:1.2rem}.err{border-left:3px solid #d6473f;padding-left:.8rem}"
    ".stderr{background:#d6473f22;padding:.2rem .5rem}"
    "table{border-collapse:collapse;font-size:.9rem}td,th{border:1px solid #8886;padding:.2rem .6rem}"
    "img{max-width:100%;background:#fff}.note{color:#888;font-style:italic}"
    "</style>";

QString ansiHtml(const QString& text) {
  static const char* const kColors[] = {"#555",    "#c0322b", "#1a7f45", "#8a6100", "#1f62d0", "#8c2fb8",
                                        "#0d7f8a", "#777",    "#777",    "#e0524a", "#2f9e5b", "#a87900",
                                        "#4a86e8", "#a855d0", "#1f9ba6", "#999"};
  const auto color = [](int code) {
    return code > 15 ? QColor(QRgb(code & 0xffffff)).name() : QString::fromLatin1(kColors[code & 15]);
  };
  QString html;
  for (const AnsiRun& run : parseAnsi(text)) {
    QString style;
    if (run.foreground >= 0) style += u"color:"_s + color(run.foreground) + u';';
    if (run.background >= 0) style += u"background:"_s + color(run.background) + u"55;"_s;
    if (run.bold) style += u"font-weight:bold;"_s;
    if (run.italic) style += u"font-style:italic;"_s;
    if (run.underline) style += u"text-decoration:underline;"_s;
    const QString escaped = run.text.toHtmlEscaped();
    html += style.isEmpty() ? escaped : u"<span style=\"%1\">"_s.arg(style) + escaped + u"</span>"_s;
  }
  return html;
}

// The type of the bytes themselves: what the notebook says may be wrong.
QString imageType(const QByteArray& bytes) {
  if (bytes.startsWith("\x89PNG")) return u"image/png"_s;
  if (bytes.startsWith("\xff\xd8")) return u"image/jpeg"_s;
  if (bytes.startsWith("GIF8")) return u"image/gif"_s;
  return {};
}

QString picture(const QString& type, const QByteArray& bytes) {
  if (type.isEmpty()) return {};
  return u"<img alt=\"\" src=\"data:"_s + type + u";base64,"_s + QString::fromLatin1(bytes.toBase64()) + u"\">"_s;
}

QString blockHtml(const OutputBlock& block) {
  switch (block.kind) {
    case OutputBlock::Kind::Text:
      return (block.isStderr ? u"<pre class=\"stderr\">"_s : u"<pre>"_s) + ansiHtml(block.text) + u"</pre>"_s;
    case OutputBlock::Kind::Html:
      return u"<div>"_s + sanitizeHtml(block.text).html + u"</div>"_s;
    case OutputBlock::Kind::Markdown:
      return markdownToHtml(block.text);
    case OutputBlock::Kind::Image:
      return picture(imageType(block.bytes), block.bytes);
    case OutputBlock::Kind::Svg:  // in an <img> a drawing can neither run nor load anything
      return picture(u"image/svg+xml"_s, block.bytes);
    case OutputBlock::Kind::Error:
      return u"<div class=\"err\"><pre>"_s + ansiHtml(block.traceback.isEmpty() ? block.text : block.traceback) +
             u"</pre></div>"_s;
    case OutputBlock::Kind::Note:
      return u"<p class=\"note\">"_s + block.text.toHtmlEscaped() + u"</p>"_s;
  }
  return {};
}

QString cellHtml(const Json& cell) {
  const QString source = cellSource(cell);
  if (stringAt(cell, "cell_type") == u"markdown"_s) return u"<div>"_s + markdownToHtml(source) + u"</div>\n"_s;
  const int count = cellExecutionCount(cell);
  QString html = u"<div class=\"n\">"_s + (count > 0 ? u"[%1]"_s.arg(count) : u"[ ]"_s) +
                 u"</div><pre class=\"in\">"_s + source.toHtmlEscaped() + u"</pre>\n"_s;
  for (const OutputBlock& block : outputBlocks(cell)) html += blockHtml(block) + u'\n';
  return html;
}

}  // namespace

QString notebookPage(const Json& notebook, const QString& title) {
  QString html = u"<!DOCTYPE html><html><head>"_s + QString::fromLatin1(kHead) + u"<title>"_s + title.toHtmlEscaped() +
                 u"</title></head><body>\n"_s;
  if (const Json& cells = at(notebook, "cells"); cells.is_array()) {
    for (const Json& cell : cells) html += cellHtml(cell);
  }
  return html + u"</body></html>\n"_s;
}

Result<QString> writeNotebookPage(const QString& notebook, const QString& folder) {
  QFile file(notebook);
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, notebook}}, .detail = file.errorString()};
  }
  const auto json = parseJson(file.readAll());
  if (!json || !json->is_object()) {
    return Error{.code = ErrorCode::NotebookNotJson, .params = {{u"path"_s, notebook}}};
  }
  const QString name = QFileInfo(notebook).dir().dirName();
  const QString path = folder + u'/' + name + u".html"_s;
  QDir().mkpath(folder);
  QSaveFile page(path);
  if (!page.open(QIODevice::WriteOnly) || page.write(notebookPage(*json, name).toUtf8()) < 0 || !page.commit()) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, path}}, .detail = page.errorString()};
  }
  return path;
}

}  // namespace cc::ui
