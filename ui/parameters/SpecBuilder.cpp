// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/SpecBuilder.h"

#include "base/Ids.h"

#include <QFileInfo>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QString shortText(const Json& value) {
  return value.is_string() ? fromStd(value.get_ref<const std::string&>()) : QString::fromUtf8(dumpJson(value));
}

}  // namespace

qsizetype SpecBuilder::count() const {
  qsizetype count = notebooks.size();
  for (const auto& [parameter, values] : parameters) {
    count *= qsizetype(values.size());
    if (count > kMaxJobs) return count;
  }
  return count;
}

std::vector<engine::JobSpec> SpecBuilder::build() const {
  std::vector<engine::JobSpec> specs;
  if (count() > kMaxJobs) return specs;
  for (const QString& notebook : notebooks) {
    const qsizetype combinations = count() / qMax<qsizetype>(1, notebooks.size());
    const QString sweep = combinations > 1 ? newId() : QString();
    for (qsizetype n = 0; n < combinations; ++n) {
      engine::JobSpec spec = common;
      spec.notebook = notebook;
      spec.sweep = sweep;
      spec.name = name.isEmpty() ? QFileInfo(notebook).completeBaseName() : name;
      qsizetype rest = n;
      for (auto it = parameters.rbegin(); it != parameters.rend(); ++it) {  // the last parameter varies fastest
        const auto& [parameter, values] = *it;
        const Json& value = values[std::size_t(rest % qsizetype(values.size()))];
        rest /= qsizetype(values.size());
        spec.parameters[toStd(parameter)] = value;
      }
      if (combinations > 1) {
        for (const auto& [parameter, values] : parameters) {
          if (values.size() > 1)
            spec.name += u" %1=%2"_s.arg(parameter, shortText(spec.parameters[toStd(parameter)]).left(24));
        }
      }
      specs.push_back(std::move(spec));
    }
  }
  return specs;
}

}  // namespace cc::ui
