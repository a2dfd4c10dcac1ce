// SPDX-License-Identifier: GPL-3.0-or-later
// The part of EngineCore that keeps secrets for notebooks. A keychain lists nothing, so their names are a record.
#include "base/Redactor.h"
#include "engine/EngineCore.h"
#include "providers/colab/ColabQuestions.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

const QString kRecord = u"colab.secrets"_s;
constexpr qsizetype kMostNameChars = 200;

Error badName(const QString& name) {
  return {.code = ErrorCode::UsageBadParameter,
          .params = {{u"name"_s, u"NAME"_s}, {u"value"_s, name.left(80)}, {u"expected"_s, u"a name without spaces"_s}}};
}

}  // namespace

Result<QStringList> EngineCore::secrets() {
  CC_TRY(const auto record, m_store->record(kRecord));
  QStringList names;
  if (record && record->is_array()) {
    for (const Json& name : *record) {
      if (name.is_string()) names << fromStd(name.get<std::string>());
    }
  }
  return names;
}

void EngineCore::setSecret(const QString& name, const QString& value, Answer<Nothing> answer) {
  static const QRegularExpression space(u"\\s"_s);
  if (name.isEmpty() || name.size() > kMostNameChars || name.contains(space)) return answer(badName(name));
  Redactor::remember(value);
  const auto written = [this, name, kept = !value.isEmpty(), answer](Result<Nothing> result) {
    if (!result.ok()) return answer(std::move(result));
    auto names = secrets();
    if (!names.ok()) return answer(std::move(names).error());
    names->removeAll(name);
    if (kept) names->append(name);
    names->sort();
    Json list = Json::array();
    for (const QString& one : *names) list.push_back(toStd(one));
    answer(m_store->setRecord(kRecord, list));
  };
  const QString entry = providers::colabSecretName(name);
  if (value.isEmpty())
    m_secrets->remove(entry, this, written);
  else
    m_secrets->write(entry, value, this, written);
}

}  // namespace cc::engine
