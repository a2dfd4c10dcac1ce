// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/ErrorText.h"

#include "ui/common/ErrorPresenter.h"

namespace cc::ui {

ErrorText errorText(const Error& error) {
  const ErrorPresentation words = present(error);
  return {.what = words.title, .why = words.explanation, .next = words.hint, .details = error.detail};
}

}  // namespace cc::ui
