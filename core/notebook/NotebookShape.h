// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"
#include "notebook/NotebookIo.h"

#include <QString>
#include <initializer_list>
#include <string>

namespace cc::notebook {

// Error NotebookBadStructure with the cell (-1: not in a cell), the member's path and what was expected there.
Error badStructure(int cell, const QString& member, const QString& expected);

// Joins a list of lines in place; a string stays. False when it is neither.
bool joinLines(Json& text);
// Joins what nbformat joins in a mime bundle: lists of strings of types that are not JSON.
void joinBundle(Json& bundle);
// application/json and application/*+json.
bool isJsonMime(const std::string& mime);

// Whether nbformat and its minor say a notebook we read: 3 or 4. Error NotebookBadVersion.
Status checkVersion(const Json& document);
// Checks an nbformat 4 document against what its schema requires of the members that are used, joins multi-line text,
// drops the transient members (signature, orig_nbformat, trusted) and completes ids where the minor needs them.
Status normalise(Json& document, ReadNotes& notes);

}  // namespace cc::notebook
