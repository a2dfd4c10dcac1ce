// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/HtmlSanitizer.h"

#include <QSet>
#include <QStringList>
#include <QUrl>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

const QSet<QString>& keptTags() {
  static const QSet<QString> tags{u"a"_s,      u"b"_s,   u"i"_s,    u"u"_s,   u"s"_s,     u"em"_s,         u"strong"_s,
                                  u"small"_s,  u"sub"_s, u"sup"_s,  u"br"_s,  u"hr"_s,    u"p"_s,          u"div"_s,
                                  u"span"_s,   u"pre"_s, u"code"_s, u"tt"_s,  u"kbd"_s,   u"h1"_s,         u"h2"_s,
                                  u"h3"_s,     u"h4"_s,  u"h5"_s,   u"h6"_s,  u"ul"_s,    u"ol"_s,         u"li"_s,
                                  u"dl"_s,     u"dt"_s,  u"dd"_s,   u"img"_s, u"table"_s, u"thead"_s,      u"tbody"_s,
                                  u"tfoot"_s,  u"tr"_s,  u"td"_s,   u"th"_s,  u"font"_s,  u"blockquote"_s, u"caption"_s,
                                  u"center"_s, u"del"_s, u"var"_s,  u"samp"_s};
  return tags;
}

// Tags whose whole content goes, too.
const QSet<QString>& swallowedTags() {
  static const QSet<QString> tags{u"script"_s, u"style"_s, u"iframe"_s, u"object"_s,   u"embed"_s,    u"svg"_s,
                                  u"math"_s,   u"head"_s,  u"title"_s,  u"template"_s, u"noscript"_s, u"form"_s,
                                  u"video"_s,  u"audio"_s, u"select"_s, u"textarea"_s, u"canvas"_s,   u"button"_s};
  return tags;
}

bool meantToBeSeen(const QString& tag) {
  return tag != u"style"_s && tag != u"head"_s && tag != u"title"_s;
}

QString decoded(QString value) {
  // Enough to see through entities hiding a scheme; the result is only used to decide.
  static const QStringList names{u"&colon;"_s, u"&Tab;"_s, u"&NewLine;"_s};
  value.replace(names[0], u":"_s).replace(names[1], u""_s).replace(names[2], u""_s);
  qsizetype at = 0;
  while ((at = value.indexOf(u"&#"_s, at)) >= 0) {
    qsizetype end = at + 2;
    const bool hex = end < value.size() && value[end].toLower() == u'x';
    if (hex) ++end;
    const qsizetype digits = end;
    while (end < value.size() &&
           (hex ? value[end].isDigit() || (value[end].toLower() >= u'a' && value[end].toLower() <= u'f')
                : value[end].isDigit())) {
      ++end;
    }
    const uint code = value.mid(digits, end - digits).toUInt(nullptr, hex ? 16 : 10);
    if (end < value.size() && value[end] == u';') ++end;
    value.replace(at, end - at, QString(QChar(ushort(code & 0xffff))));
    ++at;
  }
  QString compact;
  for (const QChar c : std::as_const(value)) {
    if (c.unicode() > 0x20) compact += c;
  }
  return compact.toLower();
}

bool safeLink(const QString& value) {
  const QString text = decoded(value);
  return text.startsWith(u"https://"_s) || text.startsWith(u"http://"_s) || text.startsWith(u"mailto:"_s);
}

bool safeImage(const QString& value) {
  const QString text = decoded(value);
  return text.startsWith(u"data:image/png"_s) || text.startsWith(u"data:image/jpeg"_s) ||
         text.startsWith(u"data:image/gif"_s);
}

bool safeStyle(const QString& value) {
  const QString text = decoded(value);
  return !text.contains(u"url("_s) && !text.contains(u"@import"_s) && !text.contains(u"expression("_s) &&
         !text.contains(u'\\') && !text.contains(u"/*"_s);
}

class Sanitizer {
public:
  Sanitizer(const QString& html, int maxRows, qsizetype maxLength)
      : m_html(html), m_maxRows(maxRows), m_maxLength(maxLength) {}

  SafeHtml run() {
    while (m_at < m_html.size() && !m_result.cut) {
      if (m_result.html.size() > m_maxLength) {
        m_result.cut = true;
        break;
      }
      const QChar c = m_html[m_at];
      if (c == u'<') {
        readMarkup();
      } else if (c == u'>') {
        m_result.html += u"&gt;"_s;
        ++m_at;
      } else {
        m_result.html += c;
        ++m_at;
      }
    }
    return std::move(m_result);
  }

private:
  void readMarkup() {
    if (m_html.mid(m_at, 4) == u"<!--"_s) {
      const qsizetype end = m_html.indexOf(u"-->"_s, m_at + 4);
      m_at = end < 0 ? m_html.size() : end + 3;
      return;
    }
    const QChar next = m_at + 1 < m_html.size() ? m_html[m_at + 1] : QChar();
    const bool closing = next == u'/';
    const QChar first = closing && m_at + 2 < m_html.size() ? m_html[m_at + 2] : next;
    if (next == u'!' || next == u'?') {
      const qsizetype end = m_html.indexOf(u'>', m_at);
      m_at = end < 0 ? m_html.size() : end + 1;
      return;
    }
    if (!first.isLetter()) {
      m_result.html += u"&lt;"_s;
      ++m_at;
      return;
    }
    readTag(closing);
  }

  void readTag(bool closing) {
    m_at += closing ? 2 : 1;
    const qsizetype start = m_at;
    while (m_at < m_html.size() && (m_html[m_at].isLetterOrNumber() || m_html[m_at] == u'-' || m_html[m_at] == u':'))
      ++m_at;
    const QString tag = m_html.mid(start, m_at - start).toLower();
    const QString attributes = readAttributes(tag);
    if (!closing && swallowedTags().contains(tag)) {
      m_result.dropped = m_result.dropped || meantToBeSeen(tag);
      const qsizetype end = m_html.indexOf(u"</"_s + tag, m_at, Qt::CaseInsensitive);
      if (end < 0) {
        m_at = m_html.size();
        return;
      }
      const qsizetype close = m_html.indexOf(u'>', end);
      m_at = close < 0 ? m_html.size() : close + 1;
      return;
    }
    if (!keptTags().contains(tag)) return;
    if (tag == u"tr"_s && !closing && ++m_rows > m_maxRows) {
      m_result.cut = true;
      return;
    }
    if (tag == u"img"_s && !closing && !attributes.contains(u" src="_s)) {
      m_result.dropped = true;
      return;
    }
    m_result.html += (closing ? u"</"_s : u"<"_s) + tag + (closing ? QString() : attributes) + u'>';
  }

  // Leaves m_at after '>'. Answers the attributes to keep, each quoted anew.
  QString readAttributes(const QString& tag) {
    QString kept;
    while (m_at < m_html.size() && m_html[m_at] != u'>') {
      if (m_html[m_at].isSpace() || m_html[m_at] == u'/') {
        ++m_at;
        continue;
      }
      const qsizetype start = m_at;
      while (m_at < m_html.size() && !m_html[m_at].isSpace() && m_html[m_at] != u'=' && m_html[m_at] != u'>') ++m_at;
      const QString name = m_html.mid(start, m_at - start).toLower();
      while (m_at < m_html.size() && m_html[m_at].isSpace()) ++m_at;
      QString value;
      if (m_at < m_html.size() && m_html[m_at] == u'=') value = readValue();
      if (m_at == start) ++m_at;
      kept += keptAttribute(tag, name, value);
    }
    if (m_at < m_html.size()) ++m_at;
    return kept;
  }

  QString readValue() {
    ++m_at;
    while (m_at < m_html.size() && m_html[m_at].isSpace()) ++m_at;
    if (m_at >= m_html.size()) return {};
    const QChar quote = m_html[m_at];
    if (quote == u'"' || quote == u'\'') {
      const qsizetype end = m_html.indexOf(quote, m_at + 1);
      const QString value = m_html.mid(m_at + 1, (end < 0 ? m_html.size() : end) - m_at - 1);
      m_at = end < 0 ? m_html.size() : end + 1;
      return value;
    }
    const qsizetype start = m_at;
    while (m_at < m_html.size() && !m_html[m_at].isSpace() && m_html[m_at] != u'>') ++m_at;
    return m_html.mid(start, m_at - start);
  }

  static QString keptAttribute(const QString& tag, const QString& name, const QString& value) {
    static const QSet<QString> plain{u"colspan"_s, u"rowspan"_s, u"align"_s, u"valign"_s,  u"width"_s, u"height"_s,
                                     u"alt"_s,     u"title"_s,   u"color"_s, u"bgcolor"_s, u"start"_s, u"class"_s};
    const bool keep = plain.contains(name) || (name == u"href"_s && tag == u"a"_s && safeLink(value)) ||
                      (name == u"src"_s && tag == u"img"_s && safeImage(value)) ||
                      (name == u"style"_s && safeStyle(value));
    if (!keep) return {};
    QString quoted = value;
    quoted.replace(u'"', u"&quot;"_s).replace(u'<', u"&lt;"_s).replace(u'>', u"&gt;"_s);
    return u" "_s + name + u"=\""_s + quoted + u"\""_s;
  }

  const QString& m_html;
  int m_maxRows;
  qsizetype m_maxLength;
  qsizetype m_at = 0;
  int m_rows = 0;
  SafeHtml m_result;
};

}  // namespace

SafeHtml sanitizeHtml(const QString& html, int maxRows, qsizetype maxLength) {
  return Sanitizer(html, maxRows, maxLength).run();
}

}  // namespace cc::ui
