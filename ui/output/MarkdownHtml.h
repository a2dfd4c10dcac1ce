// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc::ui {

// Markdown of a cell as the HTML that a text view shows: GitHub's dialect, raw HTML shown as text, formulas as code.
QString markdownToHtml(const QString& markdown);

}  // namespace cc::ui
