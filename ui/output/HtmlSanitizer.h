// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc::ui {

// The part of a notebook's HTML that is safe and that QTextDocument can show: text structure, tables, colours, data:
// images, http(s) links. Scripts, styles with addresses, frames, forms, event handlers and remote images are gone.
struct SafeHtml {
  QString html;
  bool cut = false;      // more than maxRows table rows or maxLength characters
  bool dropped = false;  // something was left out that the author meant to be seen (script, frame, remote image)
};
SafeHtml sanitizeHtml(const QString& html, int maxRows = 1000, qsizetype maxLength = 256 * 1024);

}  // namespace cc::ui
