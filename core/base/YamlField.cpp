// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/YamlField.h"

#include "base/Config.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace cc {

Error YamlField::bad(const QString& expected) const {
  QString value;
  if (m_node.IsScalar())
    value = QString::fromStdString(m_node.Scalar()).left(200);
  else if (m_node.IsMap())
    value = u"{...}"_s;
  else if (m_node.IsSequence())
    value = u"[...]"_s;
  return Error{
      .code = ErrorCode::ConfigBadValue,
      .params = {
          {u"key"_s, m_key}, {u"line"_s, QString::number(m_line)}, {u"value"_s, value}, {u"expected"_s, expected}}};
}

Result<QString> YamlField::text() const {
  if (!m_node.IsScalar()) return bad(u"a text"_s);
  return QString::fromStdString(m_node.Scalar());
}

Result<QString> YamlField::oneOf(const QStringList& words) const {
  const QString expected = words.join(u", "_s);
  if (!m_node.IsScalar()) return bad(expected);
  const QString word = QString::fromStdString(m_node.Scalar());
  if (!words.contains(word)) return bad(expected);
  return word;
}

Result<bool> YamlField::boolean() const {
  bool value = false;
  if (!m_node.IsScalar() || !YAML::convert<bool>::decode(m_node, value)) return bad(u"true or false"_s);
  return value;
}

Result<int> YamlField::integer(int least, int most) const {
  int value = 0;
  const QString expected = u"a whole number from %1 to %2"_s.arg(least).arg(most);
  if (!m_node.IsScalar() || !YAML::convert<int>::decode(m_node, value)) return bad(expected);
  if (value < least || value > most) return bad(expected);
  return value;
}

Result<double> YamlField::number(double least, double most) const {
  double value = 0;
  const QString expected = u"a number from %1 to %2"_s.arg(least).arg(most, 0, 'f', 0);
  if (!m_node.IsScalar() || !YAML::convert<double>::decode(m_node, value)) return bad(expected);
  if (!(value >= least && value <= most)) return bad(expected);  // NaN is neither
  return value;
}

Result<qint64> YamlField::duration() const {
  const auto value = m_node.IsScalar() ? parseDuration(QString::fromStdString(m_node.Scalar())) : std::nullopt;
  if (!value) return bad(u"a duration like 90s, 30m or 1h30m"_s);
  return *value;
}

Result<QStringList> YamlField::texts() const {
  if (m_node.IsScalar()) return QStringList{QString::fromStdString(m_node.Scalar())};
  if (!m_node.IsSequence()) return bad(u"a list of texts"_s);
  QStringList out;
  for (const auto& item : m_node) {
    if (!item.IsScalar()) return bad(u"a list of texts"_s);
    out.append(QString::fromStdString(item.Scalar()));
  }
  return out;
}

Status YamlField::entries(const std::function<Status(const QString&, const YamlField&)>& read) const {
  if (m_node.IsNull()) return done();
  if (!m_node.IsMap()) return bad(m_key.isEmpty() ? u"keys with values"_s : u"keys with values, below it"_s);
  QSet<QString> seen;
  for (const auto& entry : m_node) {
    const int line = entry.first.Mark().line + 1;
    const QString name = entry.first.IsScalar() ? QString::fromStdString(entry.first.Scalar()) : QString();
    const YamlField field(entry.second, m_key.isEmpty() ? name : m_key + u'.' + name, line);
    if (name.isEmpty()) return field.bad(u"a name as the key"_s);
    if (seen.contains(name)) return field.bad(u"each key once"_s);
    seen.insert(name);
    CC_CHECK(read(name, field));
  }
  return done();
}

Status YamlField::members(const std::vector<Member>& known) const {
  return entries([&known](const QString& name, const YamlField& field) -> Status {
    QStringList names;
    for (const Member& member : known) {
      if (member.name == name) return field.m_node.IsNull() ? done() : member.read(field);
      names.append(member.name);
    }
    Error error{.code = ErrorCode::ConfigUnknownKey,
                .params = {{u"key"_s, field.m_key}, {u"line"_s, QString::number(field.m_line)}}};
    if (const auto close = nearest(name, names)) error.params.insert(u"nearest"_s, *close);
    return error;
  });
}

}  // namespace cc
