// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc {

// "0.1.0", from the one place that says it: project() in CMakeLists.txt.
QString programVersion();

}  // namespace cc
