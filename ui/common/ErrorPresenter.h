// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <QString>

namespace cc::ui {

// An error in words. Value type, any thread; translated through the context "ErrorPresenter".
struct ErrorPresentation {
  QString title;        // what happened: one short sentence
  QString explanation;  // why, and where; may be empty
  QString hint;         // what to do next
};
ErrorPresentation present(const Error& error);
// title and explanation as one text: the "message" of --json.
QString message(const Error& error);

// Untranslated words of one code. In the texts {name} is a parameter, {name:number} an index shown counting from one,
// {name:duration} milliseconds, {name:bytes} a size. What stands in [brackets] is left out when a parameter in it is
// missing.
struct ErrorWords {
  const char* title;
  const char* explanation;
  const char* hint;
};
// Null for a code without an entry; a test says that there is none.
const ErrorWords* errorWords(ErrorCode code);

}  // namespace cc::ui
