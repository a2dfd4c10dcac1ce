// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <QString>

namespace cc::ui {

// What a window says about an error; the words come from common/ErrorPresenter.
struct ErrorText {
  QString what, why, next, details;
};
ErrorText errorText(const Error& error);

}  // namespace cc::ui
