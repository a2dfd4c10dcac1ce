// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc::ui {

// What the configuration says for jobs that say nothing; the launch form starts with it.
struct LaunchDefaults {
  int retries = 0;
  qint64 timeoutMs = 0;  // 0: none
  qint64 cellTimeoutMs = 0;
  QString provider;  // what "Default" means; empty: not known
};

}  // namespace cc::ui
