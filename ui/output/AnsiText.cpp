// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/AnsiText.h"

#include "ui/look/Icons.h"

#include <QFont>
#include <QStringList>

namespace cc::ui {

namespace {

constexpr int kRgb = 0x1000000;

constexpr QRgb kLight[16] = {0x3e4349, 0xc0322b, 0x1a7f45, 0x8a6100, 0x1f62d0, 0x8c3fb0, 0x0d7f8a, 0x9aa2ac,
                             0x6c7683, 0xd6473f, 0x25995a, 0xa87800, 0x3b7bea, 0xa555cb, 0x1597a4, 0x4b525b};
constexpr QRgb kDark[16] = {0x7b8592, 0xff7b72, 0x5fcf8a, 0xe5b95c, 0x7fb2ff, 0xd2a8ff, 0x6fd7e0, 0xd5dae1,
                            0x8b95a3, 0xffa198, 0x86e3a8, 0xf2cc7a, 0xa5caff, 0xe2c5ff, 0x9be9f0, 0xffffff};

int cubeColor(int n) {
  if (n < 16) return n;
  if (n >= 232) {
    const int grey = 8 + (n - 232) * 10;
    return kRgb | (grey << 16) | (grey << 8) | grey;
  }
  const auto level = [](int v) { return v == 0 ? 0 : 55 + v * 40; };
  const int c = n - 16;
  return kRgb | (level(c / 36) << 16) | (level(c / 6 % 6) << 8) | level(c % 6);
}

// Reads "5;n" or "2;r;g;b" after 38 or 48.
int extendedColor(const QStringList& codes, qsizetype& i) {
  const auto number = [&codes](qsizetype at) { return at < codes.size() ? qBound(0, codes[at].toInt(), 255) : 0; };
  if (number(i + 1) == 5) {
    i += 2;
    return cubeColor(number(i));
  }
  i += 4;
  return kRgb | (number(i - 2) << 16) | (number(i - 1) << 8) | number(i);
}

void applySgr(const QString& parameters, AnsiRun& look) {
  const QStringList codes = parameters.split(QLatin1Char(';'));
  for (qsizetype i = 0; i < codes.size(); ++i) {
    const int code = codes[i].toInt();
    if (code == 0) {
      look = AnsiRun{};
    } else if (code == 1) {
      look.bold = true;
    } else if (code == 2) {
      look.faint = true;
    } else if (code == 3) {
      look.italic = true;
    } else if (code == 4) {
      look.underline = true;
    } else if (code == 22) {
      look.bold = look.faint = false;
    } else if (code == 23) {
      look.italic = false;
    } else if (code == 24) {
      look.underline = false;
    } else if (code >= 30 && code <= 37) {
      look.foreground = code - 30;
    } else if (code >= 90 && code <= 97) {
      look.foreground = code - 82;
    } else if (code >= 40 && code <= 47) {
      look.background = code - 40;
    } else if (code >= 100 && code <= 107) {
      look.background = code - 92;
    } else if (code == 39) {
      look.foreground = -1;
    } else if (code == 49) {
      look.background = -1;
    } else if (code == 38) {
      look.foreground = extendedColor(codes, i);
    } else if (code == 48) {
      look.background = extendedColor(codes, i);
    }
  }
}

// A line being written, one look per character, so that a carriage return can overwrite it.
class Screen {
public:
  void put(QChar c) {
    if (m_column < m_text.size()) {
      m_text[m_column] = c;
      m_looks[std::size_t(m_column)] = m_look;
    } else {
      m_text += c;
      m_looks.push_back(m_look);
    }
    ++m_column;
  }
  void carriageReturn() { m_column = 0; }
  void backspace() { m_column = qMax<qsizetype>(0, m_column - 1); }
  void eraseToEnd() {
    m_text.truncate(m_column);
    m_looks.resize(std::size_t(m_column));
  }
  void newLine() {
    flush();
    append(m_looksTable[std::size_t(m_look)], QLatin1Char('\n'));
  }
  void setLook(const AnsiRun& look) {
    m_looksTable.push_back(look);
    m_look = int(m_looksTable.size()) - 1;
  }
  const AnsiRun& look() const { return m_looksTable[std::size_t(m_look)]; }
  std::vector<AnsiRun> finish() {
    flush();
    return std::move(m_runs);
  }

private:
  void append(const AnsiRun& look, QChar c) {
    if (m_runs.empty() || !m_runs.back().sameLook(look)) {
      m_runs.push_back(look);
      m_runs.back().text.clear();
    }
    m_runs.back().text += c;
  }
  void flush() {
    for (qsizetype i = 0; i < m_text.size(); ++i) append(m_looksTable[std::size_t(m_looks[std::size_t(i)])], m_text[i]);
    m_text.clear();
    m_looks.clear();
    m_column = 0;
  }
  QString m_text;
  std::vector<int> m_looks;
  qsizetype m_column = 0;
  std::vector<AnsiRun> m_looksTable{AnsiRun{}};
  int m_look = 0;
  std::vector<AnsiRun> m_runs;
};

// Index after the escape sequence that starts at i.
qsizetype readEscape(const QString& text, qsizetype i, Screen& screen) {
  if (i + 1 >= text.size()) return text.size();
  const QChar kind = text[i + 1];
  if (kind == QLatin1Char(']')) {  // OSC (titles, links): up to BEL or ESC backslash
    for (qsizetype j = i + 2; j < text.size(); ++j) {
      if (text[j] == QChar(7)) return j + 1;
      if (text[j] == QChar(27)) return qMin(j + 2, text.size());
    }
    return text.size();
  }
  if (kind != QLatin1Char('[')) return i + 2;
  qsizetype j = i + 2;
  while (j < text.size() && (text[j].unicode() < 0x40 || text[j].unicode() > 0x7e)) ++j;
  if (j >= text.size()) return text.size();
  const QString parameters = text.mid(i + 2, j - i - 2);
  if (text[j] == QLatin1Char('m')) {
    AnsiRun look = screen.look();
    applySgr(parameters, look);
    screen.setLook(look);
  } else if (text[j] == QLatin1Char('K')) {
    if (parameters == QLatin1StringView("2")) screen.carriageReturn();
    screen.eraseToEnd();
  }
  return j + 1;
}

}  // namespace

std::vector<AnsiRun> parseAnsi(const QString& text) {
  Screen screen;
  for (qsizetype i = 0; i < text.size();) {
    const QChar c = text[i];
    if (c == QChar(27)) {
      i = readEscape(text, i, screen);
      continue;
    }
    if (c == QLatin1Char('\n')) {
      screen.newLine();
    } else if (c == QLatin1Char('\r')) {
      screen.carriageReturn();
    } else if (c == QLatin1Char('\b')) {
      screen.backspace();
    } else if (c == QLatin1Char('\t') || c.unicode() >= 0x20) {
      screen.put(c);
    }
    ++i;
  }
  return screen.finish();
}

QString stripAnsi(const QString& text) {
  QString plain;
  for (const AnsiRun& run : parseAnsi(text)) plain += run.text;
  return plain;
}

QTextCharFormat ansiFormat(const AnsiRun& run, const QPalette& palette) {
  const bool dark = isDark(palette);
  const auto color = [dark](int code) {
    if (code & kRgb) return QColor(QRgb(code & 0xffffff));
    return QColor((dark ? kDark : kLight)[code & 15]);
  };
  QTextCharFormat format;
  format.setForeground(run.foreground >= 0 ? color(run.foreground)
                       : run.faint         ? toneColor(Tone::Faint, palette)
                                           : palette.color(QPalette::Text));
  if (run.background >= 0) {
    QColor back = color(run.background);
    back.setAlpha(90);
    format.setBackground(back);
  }
  if (run.bold) format.setFontWeight(QFont::Bold);
  format.setFontItalic(run.italic);
  format.setFontUnderline(run.underline);
  return format;
}

}  // namespace cc::ui
