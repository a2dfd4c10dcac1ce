// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QByteArray>
#include <QString>
#include <vector>

namespace cc::ui {

// One thing to show below (or instead of) a cell's source, typed; what nbformat's outputs become.
struct OutputBlock {
  enum class Kind { Text, Html, Markdown, Image, Svg, Error, Note };
  Kind kind = Kind::Text;
  bool isStderr = false;
  QString text;       // Text: with ANSI; Html, Markdown: source; Error: "Name: value"; Note: prose
  QString traceback;  // Error: with ANSI
  QByteArray bytes;   // Image, Svg: decoded
  size_t hash = 0;    // equal blocks need no new widget

  bool operator==(const OutputBlock& o) const {
    return kind == o.kind && isStderr == o.isStderr && hash == o.hash && text == o.text && traceback == o.traceback;
  }
};

// Of an nbformat cell. Foreign data: anything may be missing or of another type. Of a bundle the richest entry that can
// be shown is taken (PNG before SVG: matplotlib's clip paths are beyond QtSvg).
std::vector<OutputBlock> outputBlocks(const Json& cell);
QString cellSource(const Json& cell);
// Seconds from nbclient's execution timing metadata; negative when unknown.
double cellSeconds(const Json& cell);
// Of nbformat: execution_count, or -1.
int cellExecutionCount(const Json& cell);

}  // namespace cc::ui
