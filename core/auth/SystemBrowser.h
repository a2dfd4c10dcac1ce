// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <functional>

namespace cc::auth {

// Shows an address to the user, outside this program; false when nothing could be started. A seam: tests are the browser.
using OpenBrowser = std::function<bool(const QUrl&)>;

// xdg-open and its equals. For programs without Qt Gui.
bool openSystemBrowser(const QUrl& url);

}  // namespace cc::auth
