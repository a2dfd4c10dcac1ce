// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/Annotation.h"

#include "notebook/LiteralReader.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr int kMaxDepth = 10;

// The parts between a mark that stands outside of brackets and strings.
std::vector<QStringView> split(QStringView text, QChar mark) {
  std::vector<QStringView> parts;
  int depth = 0;
  qsizetype begin = 0;
  for (qsizetype i = 0; i < text.size();) {
    const QChar c = text[i];
    if (c == u'"' || c == u'\'') {
      i = skipString(text, i, SourceLanguage::Python);
      continue;
    }
    if (c == u'[' || c == u'(') ++depth;
    if (c == u']' || c == u')') --depth;
    if (c == mark && depth == 0) {
      parts.push_back(text.sliced(begin, i - begin).trimmed());
      begin = i + 1;
    }
    ++i;
  }
  parts.push_back(text.sliced(begin).trimmed());
  return parts;
}

std::optional<ParameterType> plainType(const QString& name) {
  static const QMap<QString, ParameterType> types{
      {u"int"_s, ParameterType::Int},       {u"float"_s, ParameterType::Float}, {u"str"_s, ParameterType::String},
      {u"bool"_s, ParameterType::Bool},     {u"list"_s, ParameterType::List},   {u"List"_s, ParameterType::List},
      {u"tuple"_s, ParameterType::List},    {u"Tuple"_s, ParameterType::List},  {u"Sequence"_s, ParameterType::List},
      {u"Iterable"_s, ParameterType::List}, {u"dict"_s, ParameterType::Dict},   {u"Dict"_s, ParameterType::Dict},
      {u"Mapping"_s, ParameterType::Dict},  {u"None"_s, ParameterType::None}};
  const auto found = types.constFind(name);
  return found == types.cend() ? std::nullopt : std::optional(*found);
}

std::optional<ParameterType> typeOf(const Json& value) {
  if (value.is_boolean()) return ParameterType::Bool;
  if (value.is_number_integer()) return ParameterType::Int;
  if (value.is_string()) return ParameterType::String;
  return std::nullopt;
}

Annotation readAt(QStringView text, int depth);

Annotation readUnion(const std::vector<QStringView>& parts, int depth) {
  Annotation all;
  int others = 0;
  for (const QStringView part : parts) {
    Annotation one = readAt(part, depth + 1);
    all.optional = all.optional || one.optional || one.type == ParameterType::None;
    if (one.type == ParameterType::None) continue;
    ++others;
    all.type = one.type;
    all.choices = std::move(one.choices);
  }
  // "int | str" says no single type.
  if (others > 1) return Annotation{.type = std::nullopt, .optional = all.optional};
  return all;
}

Annotation readLiteral(QStringView arguments) {
  Annotation literal;
  const auto choices = LiteralReader::read(QString(u'[' + arguments.toString() + u']'), SourceLanguage::Python);
  if (!choices) return literal;
  for (const Json& choice : *choices) {
    if (choice.is_null()) {
      literal.optional = true;
      continue;
    }
    literal.choices.push_back(choice);
    if (!literal.type) literal.type = typeOf(choice);
  }
  return literal;
}

Annotation readAt(QStringView text, int depth) {
  text = text.trimmed();
  if (depth > kMaxDepth || text.isEmpty()) return {};
  if (text.size() >= 2 && (text.front() == u'"' || text.front() == u'\'') && text.back() == text.front()) {
    return readAt(text.sliced(1, text.size() - 2), depth + 1);
  }
  if (const auto parts = split(text, u'|'); parts.size() > 1) return readUnion(parts, depth);
  const qsizetype bracket = text.indexOf(u'[');
  QString name = text.left(bracket < 0 ? text.size() : bracket).trimmed().toString();
  name = name.sliced(name.lastIndexOf(u'.') + 1);
  if (bracket < 0 || !text.endsWith(u']')) return Annotation{.type = plainType(name)};
  const QStringView arguments = text.sliced(bracket + 1, text.size() - bracket - 2);
  if (name == u"Literal") return readLiteral(arguments);
  if (name == u"Union") return readUnion(split(arguments, u','), depth);
  if (name == u"Annotated" || name == u"Final") return readAt(split(arguments, u',').front(), depth + 1);
  if (name == u"Optional") {
    Annotation inner = readAt(arguments, depth + 1);
    inner.optional = true;
    return inner;
  }
  return Annotation{.type = plainType(name)};
}

}  // namespace

Annotation Annotation::read(QStringView text) {
  return readAt(text, 0);
}

}  // namespace cc::notebook
