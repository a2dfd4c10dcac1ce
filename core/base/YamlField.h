// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <yaml-cpp/yaml.h>
#include <QString>
#include <QStringList>
#include <functional>
#include <utility>
#include <vector>

namespace cc {

// One value of a YAML document with the dotted name of its key ("jobs.timeout") and its line, for precise errors.
// Private to the configuration.
class YamlField {
public:
  using Read = std::function<Status(const YamlField&)>;
  struct Member {
    QString name;
    Read read;
  };

  YamlField(const YAML::Node& node, QString key, int line) : m_node(node), m_key(std::move(key)), m_line(line) {}

  QString key() const { return m_key; }
  Error bad(const QString& expected) const;  // ConfigBadValue

  Result<QString> text() const;
  Result<QString> oneOf(const QStringList& words) const;
  Result<bool> boolean() const;
  Result<int> integer(int least, int most) const;
  Result<double> number(double least, double most) const;
  Result<qint64> duration() const;    // milliseconds
  Result<QStringList> texts() const;  // a list, or one text

  // Calls read for each member of a map; keys not listed are ConfigUnknownKey. An empty value leaves the default.
  Status members(const std::vector<Member>& known) const;
  // Calls read for each entry of a map with free names.
  Status entries(const std::function<Status(const QString& name, const YamlField&)>& read) const;

private:
  YAML::Node m_node;
  QString m_key;
  int m_line;  // from 1
};

// Sets a plain variable from what a reader gives.
template <typename T, typename R>
YamlField::Read into(T& target, R (YamlField::*get)() const) {
  return [&target, get](const YamlField& field) -> Status {
    auto value = (field.*get)();
    if (!value.ok()) return std::move(value).error();
    target = std::move(value).value();
    return done();
  };
}

}  // namespace cc
