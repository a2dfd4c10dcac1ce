// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/MarkdownHtml.h"

#include "ui/output/HtmlSanitizer.h"

#include <md4c-html.h>

namespace cc::ui {

using namespace Qt::StringLiterals;

QString markdownToHtml(const QString& markdown) {
  const QByteArray utf8 = markdown.left(256 * 1024).toUtf8();
  QByteArray html;
  const auto append = [](const MD_CHAR* text, MD_SIZE size, void* target) {
    static_cast<QByteArray*>(target)->append(text, qsizetype(size));
  };
  const unsigned flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML | MD_FLAG_LATEXMATHSPANS;
  if (md_html(utf8.constData(), MD_SIZE(utf8.size()), append, &html, flags, 0) != 0) {
    return u"<pre>"_s + markdown.toHtmlEscaped() + u"</pre>"_s;
  }
  QString text = QString::fromUtf8(html);
  text.replace(u"<x-equation type=\"display\">"_s, u"<code>"_s).replace(u"<x-equation>"_s, u"<code>"_s);
  text.replace(u"</x-equation>"_s, u"</code>"_s);
  text.replace(u"<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled checked>"_s, u"☑ "_s);
  text.replace(u"<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled>"_s, u"☐ "_s);
  return sanitizeHtml(text).html;
}

}  // namespace cc::ui
