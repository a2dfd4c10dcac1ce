// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notebook/SourceStatements.h"

#include <QString>
#include <optional>

namespace cc::notebook {

// Whether the text can be assigned to in the language: an identifier and no reserved word.
bool isIdentifier(const QString& name, SourceLanguage language);
// "python", "python3", "ipython", "r"; any case. Nothing for others.
std::optional<SourceLanguage> sourceLanguage(const QString& name);

}  // namespace cc::notebook
