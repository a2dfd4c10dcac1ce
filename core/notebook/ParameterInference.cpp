// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/Annotation.h"
#include "notebook/Identifiers.h"
#include "notebook/LiteralReader.h"
#include "notebook/Parameters.h"
#include "notebook/SourceStatements.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

ParameterType typeOf(const std::optional<Json>& value) {
  if (!value) return ParameterType::Expression;
  if (value->is_null()) return ParameterType::None;
  if (value->is_boolean()) return ParameterType::Bool;
  if (value->is_number_integer()) return ParameterType::Int;
  if (value->is_number_float()) return ParameterType::Float;
  if (value->is_string()) return ParameterType::String;
  return value->is_array() ? ParameterType::List : ParameterType::Dict;
}

// name, annotation and value of an assignment to one plain name; false for any other statement.
bool splitPython(const QString& text, Parameter& parameter) {
  static const QRegularExpression name(u"\\A([\\p{L}_][\\p{L}\\p{M}\\p{Nd}_]*)\\s*"_s,
                                       QRegularExpression::UseUnicodePropertiesOption);
  const auto match = name.match(text);
  if (!match.hasMatch() || !isIdentifier(match.captured(1), SourceLanguage::Python)) return false;
  parameter.name = match.captured(1);
  qsizetype at = match.capturedEnd(0);
  if (at < text.size() && text[at] == u':') {
    const qsizetype begin = ++at;
    while (at < text.size() && text[at] != u'=') {
      const bool quote = text[at] == u'"' || text[at] == u'\'';
      at = quote ? skipString(text, at, SourceLanguage::Python) : at + 1;
    }
    parameter.annotation = text.sliced(begin, std::min(at, text.size()) - begin).trimmed();
  }
  if (at >= text.size() || text[at] != u'=' || text.sliced(at).startsWith(u"==")) return false;
  parameter.sourceText = text.sliced(at + 1).trimmed();
  return !parameter.sourceText.isEmpty();
}

bool splitR(const QString& text, Parameter& parameter) {
  static const QRegularExpression assignment(u"\\A([A-Za-z.][A-Za-z0-9._]*)\\s*(?:<-|=(?!=))\\s*"_s);
  const auto match = assignment.match(text);
  if (!match.hasMatch() || !isIdentifier(match.captured(1), SourceLanguage::R)) return false;
  parameter.name = match.captured(1);
  parameter.sourceText = text.sliced(match.capturedEnd(0)).trimmed();
  return !parameter.sourceText.isEmpty();
}

// A choice as it would be written in the language, or as bare text.
Json choiceOf(QStringView text, SourceLanguage language, ParameterType type) {
  const auto literal = LiteralReader::read(text, language);
  if (type == ParameterType::String && !(literal && literal->is_string())) return toStd(text.toString());
  return literal ? *literal : Json(toStd(text.toString()));
}

// The choices that a comment lists behind "one of:", and the comment without them.
QString takeChoices(const QString& comment, SourceLanguage language, Parameter& parameter) {
  static const QRegularExpression list(u"\\(?\\bone of:\\s*([^\\n)]*)\\)?"_s,
                                       QRegularExpression::CaseInsensitiveOption);
  const auto match = list.match(comment);
  if (!match.hasMatch()) return comment;
  if (parameter.choices.empty()) {
    for (const QString& part : match.captured(1).split(u',')) {
      if (const QString choice = part.trimmed(); !choice.isEmpty()) {
        parameter.choices.push_back(choiceOf(choice, language, parameter.type));
      }
    }
  }
  static const QRegularExpression loose(u"[\\s;,.:-]+$"_s);
  QString rest = comment.left(match.capturedStart(0)).remove(loose) + comment.sliced(match.capturedEnd(0));
  return rest.trimmed();
}

// papermill's "# type: int what it is for".
QString takeTypeComment(const QString& comment, Parameter& parameter) {
  static const QRegularExpression pattern(u"\\Atype:\\s*(\\S+)\\s*"_s);
  const auto match = pattern.match(comment);
  if (!match.hasMatch()) return comment;
  if (parameter.annotation.isEmpty()) parameter.annotation = match.captured(1);
  return comment.sliced(match.capturedEnd(0));
}

QString helpAbove(const SourceStatement& statement) {
  QStringList lines = statement.commentsAbove;
  if (!lines.isEmpty() && lines.front().compare(u"parameters", Qt::CaseInsensitive) == 0) lines.removeFirst();
  return lines.join(u'\n');
}

void applyAnnotation(Parameter& parameter) {
  const Annotation annotation = Annotation::read(parameter.annotation);
  parameter.optional = annotation.optional || parameter.type == ParameterType::None;
  parameter.choices = annotation.choices;
  if (!annotation.type || *annotation.type == ParameterType::None) return;
  const bool widened = parameter.type == ParameterType::Int && annotation.type == ParameterType::Float;
  if (parameter.type == ParameterType::None || widened) parameter.type = *annotation.type;
}

std::optional<Parameter> parameterOf(const SourceStatement& statement, SourceLanguage language) {
  const bool python = language == SourceLanguage::Python;
  Parameter parameter;
  if (statement.indented || !(python ? splitPython : splitR)(statement.text, parameter)) return std::nullopt;
  parameter.line = statement.line;
  const auto value = LiteralReader::read(parameter.sourceText, language);
  parameter.type = typeOf(value);
  if (value) parameter.value = *value;
  const QString behind = takeTypeComment(statement.comment, parameter);
  applyAnnotation(parameter);
  // R's plain numbers are doubles; only 3L is an integer.
  if (!python && parameter.type == ParameterType::Int && !parameter.sourceText.endsWith(u'L')) {
    parameter.type = ParameterType::Float;
  }
  const QString help = takeChoices(behind, language, parameter);
  const QString above = takeChoices(helpAbove(statement), language, parameter);
  parameter.help = help.isEmpty() ? above : help;
  return parameter;
}

SourceLanguage languageOf(const Notebook& notebook) {
  const bool r = notebook.language() == u"r" || (notebook.language().isEmpty() && notebook.kernelName() == u"ir");
  return r ? SourceLanguage::R : SourceLanguage::Python;
}

}  // namespace

QString parameterTypeName(ParameterType type) {
  switch (type) {
    case ParameterType::Bool:
      return u"bool"_s;
    case ParameterType::Int:
      return u"int"_s;
    case ParameterType::Float:
      return u"float"_s;
    case ParameterType::String:
      return u"str"_s;
    case ParameterType::List:
      return u"list"_s;
    case ParameterType::Dict:
      return u"dict"_s;
    case ParameterType::None:
      return u"none"_s;
    case ParameterType::Expression:
      break;
  }
  return u"expression"_s;
}

std::vector<Parameter> inferParameters(const Notebook& notebook) {
  std::vector<Parameter> found;
  const int cell = notebook.firstTagged("parameters");
  if (cell < 0 || notebook.cellType(cell) != CellType::Code) return found;
  const SourceLanguage language = languageOf(notebook);
  for (const SourceStatement& statement : sourceStatements(fromStd(notebook.source(cell)), language)) {
    auto parameter = parameterOf(statement, language);
    if (!parameter) continue;
    const auto same =
        std::find_if(found.begin(), found.end(), [&](const Parameter& p) { return p.name == parameter->name; });
    if (same == found.end()) {
      found.push_back(std::move(*parameter));
    } else {
      *same = std::move(*parameter);
    }
  }
  return found;
}

}  // namespace cc::notebook
