// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "base/Json.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

// Private to EngineJson: one list of fields per type serves both directions, so that they cannot drift apart.
namespace cc::engine {

class JsonWriter {
public:
  void text(const char* key, const QString& value) { m_json[key] = toStd(value); }
  void text(const char* key, const QByteArray& value) { m_json[key] = value.toStdString(); }
  // An empty text is null: "no value".
  void name(const char* key, const QString& value) {
    if (value.isEmpty())
      m_json[key] = nullptr;
    else
      text(key, value);
  }
  template <typename T>
  void number(const char* key, T value) {
    m_json[key] = value;
  }
  void flag(const char* key, bool value) { m_json[key] = value; }
  void time(const char* key, EpochMs value) {
    if (value == 0)
      m_json[key] = nullptr;
    else
      text(key, toRfc3339(value));
  }
  void json(const char* key, const Json& value) { m_json[key] = value; }
  void texts(const char* key, const QStringList& values) {
    Json& out = m_json[key] = Json::array();
    for (const QString& value : values) out.push_back(toStd(value));
  }
  void map(const char* key, const QMap<QString, QString>& values) {
    Json& out = m_json[key] = Json::object();
    for (auto it = values.cbegin(); it != values.cend(); ++it) out[toStd(it.key())] = toStd(it.value());
  }
  void error(const char* key, const std::optional<Error>& value) { m_json[key] = value ? toJson(*value) : Json(); }
  void optionalNumber(const char* key, const std::optional<double>& value) {
    if (value) m_json[key] = *value;
  }
  void numberOrNull(const char* key, const std::optional<double>& value) {
    m_json[key] = value ? Json(*value) : Json();
  }
  template <typename T, typename From>
  void list(const char* key, const std::vector<T>& values, From) {
    Json& out = m_json[key] = Json::array();
    for (const T& value : values) out.push_back(toJson(value));
  }
  template <typename F>
  void object(const char* key, F fields) {
    JsonWriter inner;
    fields(inner);
    m_json[key] = std::move(inner).take();
  }
  Json take() && { return std::move(m_json); }

private:
  Json m_json = Json::object();
};

// Wrong types and missing members leave the default: what comes from another process is never trusted.
class JsonReader {
public:
  explicit JsonReader(const Json& json) : m_json(json) {}
  void text(const char* key, QString& value) { value = stringAt(m_json, key); }
  void text(const char* key, QByteArray& value) {
    const Json& found = at(m_json, key);
    if (found.is_string()) value = QByteArray::fromStdString(found.template get_ref<const std::string&>());
  }
  void name(const char* key, QString& value) { text(key, value); }
  void number(const char* key, int& value) {
    value = static_cast<int>(std::clamp<qint64>(intAt(m_json, key, value), std::numeric_limits<int>::min(),
                                                std::numeric_limits<int>::max()));
  }
  void number(const char* key, qint64& value) { value = intAt(m_json, key, value); }
  void number(const char* key, double& value) { value = numberAt(m_json, key, value); }
  void flag(const char* key, bool& value) { value = boolAt(m_json, key, value); }
  void time(const char* key, EpochMs& value) { value = fromRfc3339(stringAt(m_json, key)); }
  void json(const char* key, Json& value) { value = at(m_json, key); }
  void texts(const char* key, QStringList& values) {
    values.clear();
    for (const Json& item : array(key)) {
      if (item.is_string()) values.append(fromStd(item.get_ref<const std::string&>()));
    }
  }
  void map(const char* key, QMap<QString, QString>& values) {
    const Json& object = at(m_json, key);
    if (!object.is_object()) return;
    for (const auto& [name, value] : object.items()) {
      if (value.is_string()) values.insert(fromStd(name), fromStd(value.get_ref<const std::string&>()));
    }
  }
  void error(const char* key, std::optional<Error>& value) {
    if (const Json& found = at(m_json, key); found.is_object()) value = errorFromJson(found);
  }
  void optionalNumber(const char* key, std::optional<double>& value) {
    if (const Json& found = at(m_json, key); found.is_number()) value = found.get<double>();
  }
  void numberOrNull(const char* key, std::optional<double>& value) { optionalNumber(key, value); }
  template <typename T, typename From>
  void list(const char* key, std::vector<T>& values, From from) {
    for (const Json& item : array(key)) values.push_back(from(item));
  }
  template <typename F>
  void object(const char* key, F fields) {
    JsonReader inner(at(m_json, key));
    fields(inner);
  }

private:
  const Json& array(const char* key) const {
    static const Json empty = Json::array();
    const Json& found = at(m_json, key);
    return found.is_array() ? found : empty;
  }
  const Json& m_json;
};

}  // namespace cc::engine
