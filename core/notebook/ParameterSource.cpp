// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/Identifiers.h"
#include "notebook/Parameters.h"
#include "notebook/PythonJsonWriter.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr int kMaxDepth = 100;

std::string hex(char32_t code, int digits) {
  return QByteArray::number(uint(code), 16).rightJustified(digits, '0').toStdString();
}

std::string escaped(char32_t code, SourceLanguage language) {
  switch (code) {
    case U'"':
      return "\\\"";
    case U'\\':
      return "\\\\";
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      break;
  }
  if (code >= 0x20 && code < 0x7F) return std::string(1, char(code));
  // In R a \x escape is a byte, not a character, and does not go with \u in one string.
  if (code < 0x100 && language == SourceLanguage::Python) return "\\x" + hex(code, 2);
  return code < 0x10000 ? "\\u" + hex(code, 4) : "\\U" + hex(code, 8);
}

// Writes JSON values as literals of a language; every text is escaped to printable ASCII, so no value can end its string.
class LiteralWriter {
public:
  explicit LiteralWriter(SourceLanguage language) : m_language(language) {}

  // Empty when it has no literal in the language: problem() says why.
  std::string write(const Json& value, int depth = 0) {
    if (depth > kMaxDepth) return fail(u"at most 100 levels"_s);
    if (value.is_null()) return python() ? "None" : "NULL";
    if (value.is_boolean()) return boolean(value.get<bool>());
    if (value.is_number_float()) return number(value.get<double>());
    if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    if (value.is_string()) return string(value.get_ref<const std::string&>());
    return value.is_object() ? members(value, depth) : items(value, depth);
  }
  const QString& problem() const { return m_problem; }

private:
  bool python() const { return m_language == SourceLanguage::Python; }
  std::string fail(const QString& expected) {
    if (m_problem.isEmpty()) m_problem = expected;
    return {};
  }
  std::string boolean(bool value) const {
    if (python()) return value ? "True" : "False";
    return value ? "TRUE" : "FALSE";
  }
  std::string number(double value) const {
    if (std::isnan(value)) return python() ? "float('nan')" : "NaN";
    if (std::isinf(value)) {
      if (python()) return value < 0 ? "float('-inf')" : "float('inf')";
      return value < 0 ? "-Inf" : "Inf";
    }
    return pythonFloat(value);
  }
  std::string string(const std::string& text) {
    std::string literal = "\"";
    const QList<uint> codes = fromStd(text).toUcs4();
    for (const uint code : codes) {
      if (code == 0 && !python()) return fail(u"text without NUL"_s);
      literal += escaped(code, m_language);
    }
    return literal + '"';
  }
  std::string items(const Json& array, int depth) {
    std::string literal = python() ? "[" : "list(";
    for (std::size_t i = 0; i < array.size(); ++i) literal += (i > 0 ? ", " : "") + write(array[i], depth + 1);
    return literal + (python() ? "]" : ")");
  }
  std::string members(const Json& object, int depth) {
    std::string literal = python() ? "{" : "list(";
    bool first = true;
    for (const auto& [key, value] : object.items()) {
      if (key.empty() && !python()) return fail(u"names that are not empty"_s);
      if (!first) literal += ", ";
      first = false;
      literal += string(key) + (python() ? ": " : " = ") + write(value, depth + 1);
    }
    return literal + (python() ? "}" : ")");
  }

  SourceLanguage m_language;
  QString m_problem;
};

Error badParameter(const QString& name, const QString& expected) {
  return Error{.code = ErrorCode::UsageBadParameter, .params = {{u"name"_s, name}, {u"expected"_s, expected}}};
}

// Of a notebook that names no language: by its kernel; a notebook without kernel runs in the default one, Python.
QString languageOf(const Notebook& notebook) {
  if (const QString language = notebook.language(); !language.isEmpty()) return language;
  const QString kernel = notebook.kernelName().toLower();
  if (kernel.isEmpty() || kernel.startsWith(u"python")) return u"python"_s;
  return kernel == u"ir" ? u"r"_s : kernel;
}

}  // namespace

Result<std::string> parameterSource(const QString& language, const Json& values) {
  const auto known = sourceLanguage(language);
  if (!known) {
    return Error{.code = ErrorCode::NotebookLanguageUnsupported, .params = {{u"language"_s, language}}};
  }
  if (!values.is_object()) return badParameter({}, u"names with values"_s);
  std::string source = "# Parameters\n";
  for (const auto& [key, value] : values.items()) {
    const QString name = fromStd(key);
    if (!isIdentifier(name, *known)) return badParameter(name, u"identifier"_s);
    LiteralWriter writer(*known);
    const std::string literal = writer.write(value);
    if (!writer.problem().isEmpty()) return badParameter(name, writer.problem());
    source += key + " = " + literal + '\n';
  }
  return source;
}

Result<int> injectParameters(Notebook& notebook, const Json& values) {
  if (values.is_null() || (values.is_object() && values.empty())) return -1;
  CC_TRY(const std::string source, parameterSource(languageOf(notebook), values));
  Json cell = newCodeCell(notebook, source, {u"injected-parameters"_s});
  if (const int old = notebook.firstTagged("injected-parameters"); old >= 0) {
    notebook.cell(old) = std::move(cell);
    return old;
  }
  const int place = notebook.firstTagged("parameters") + 1;
  notebook.insertCell(place, std::move(cell));
  return place;
}

}  // namespace cc::notebook
