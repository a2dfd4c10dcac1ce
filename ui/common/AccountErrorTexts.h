// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/ErrorPresenter.h"

namespace cc::ui {

// Words for one cause of an error of accounts; null: those of its code do.
const ErrorWords* accountErrorWords(const Error& error);

}  // namespace cc::ui
