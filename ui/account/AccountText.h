// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QString>

namespace cc::ui {

// "Colab, Drive" for the words of AccountInfo's features.
QString featureNames(const QStringList& features);
// The state of an account in one sentence.
QString accountState(const engine::AccountInfo& account);

}  // namespace cc::ui
