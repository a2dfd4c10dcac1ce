// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>
#include <QTextCharFormat>
#include <vector>

namespace cc::ui {

// Text with SGR colours as runs. Carriage returns overwrite the line, backspaces rub out, every other control
// sequence is dropped: what a terminal would show at the end.
struct AnsiRun {
  QString text;
  int foreground = -1;  // 0-15, or 0x1000000 | rgb
  int background = -1;
  bool bold = false, italic = false, underline = false, faint = false;
  bool sameLook(const AnsiRun& o) const {
    return foreground == o.foreground && background == o.background && bold == o.bold && italic == o.italic &&
           underline == o.underline && faint == o.faint;
  }
};
std::vector<AnsiRun> parseAnsi(const QString& text);
QString stripAnsi(const QString& text);
QTextCharFormat ansiFormat(const AnsiRun& run, const QPalette& palette);

}  // namespace cc::ui
