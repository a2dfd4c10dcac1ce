// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

namespace cc::auth {

// Asks the Secret Service whether its default collection is locked: libsecret says "not found" then. False when there
// is no such service or collection (KWallet, other systems). Answers from the event loop.
void askWhetherKeyringIsLocked(QObject* context, std::function<void(bool locked)> answer);

}  // namespace cc::auth
