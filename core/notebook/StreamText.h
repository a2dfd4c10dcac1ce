// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <string>
#include <string_view>

namespace cc::notebook {

// Deletes, in each line at or after from (a line's start), everything up to the last carriage return that something
// other than a line feed follows: what a terminal would have overwritten. "50%\r60%\n" becomes "60%\n"; "\r\n" stays.
// The same as nbconvert's re.sub(r".*\r(?=[^\n])", "", text).
void dropOverwritten(std::string& text, std::size_t from = 0);

// text + more with dropOverwritten applied, in time proportional to more (amortised): text must be the result of such
// calls. Doing it as the text comes gives what doing it once at the end would give.
void appendStream(std::string& text, std::string_view more);

// nbconvert's coalesce_streams over an array of outputs: neighbouring streams of one name become one.
void coalesceStreams(Json& outputs);

}  // namespace cc::notebook
