// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notebook/Notebook.h"

#include <QString>
#include <optional>
#include <vector>

namespace cc::notebook {

enum class ParameterType { Bool, Int, Float, String, List, Dict, None, Expression };
QString parameterTypeName(ParameterType type);  // "bool", "int", "float", "str", "list", "dict", "none", "expression"

struct Parameter {
  QString name;
  ParameterType type = ParameterType::Expression;
  Json value;                 // the default; null for Expression
  QString sourceText;         // the default as written
  QString annotation;         // as written: "float", "Optional[int]", or empty
  bool optional = false;      // None is acceptable
  QString help;               // the comment on the same line or on the lines above
  std::vector<Json> choices;  // from "# one of: a, b, c" or Literal[...]
  int line = 0;               // in the parameters cell, from 1
};

// Parameters of the first cell tagged "parameters", in order; none when there is no such cell. Python (annotations,
// comments, "# one of:") and R ("name <- value"). Never runs the notebook's code.
std::vector<Parameter> inferParameters(const Notebook& notebook);

// Checks values against the inferred parameters and converts what is unambiguous ("3" for a float stays a number, an
// int is accepted for a float). Errors: UsageBadParameter (name, value, expected).
// Unknown names are allowed, as in papermill, and returned in unknown.
Result<Json> checkParameters(const std::vector<Parameter>& known, const Json& values, QStringList* unknown = nullptr);

// Source of the injected cell for "python" or "r": a comment line, then one assignment each, every value quoted by
// its type. Errors: NotebookLanguageUnsupported (language), UsageBadParameter (name: no identifier of the language).
Result<std::string> parameterSource(const QString& language, const Json& values);

// papermill's rules: an existing cell tagged "injected-parameters" is replaced, else the new one goes right after the
// parameters cell, else to the top. Nothing is injected for empty values. Index of the injected cell, or -1.
Result<int> injectParameters(Notebook& notebook, const Json& values);

}  // namespace cc::notebook
