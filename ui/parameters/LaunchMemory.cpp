// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/LaunchMemory.h"

#include "ui/settings/WindowState.h"

#include <QCryptographicHash>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kRecent = "notebooks/recent";

QString keyOf(const QString& notebook) {
  return u"launch/"_s +
         QString::fromLatin1(QCryptographicHash::hash(notebook.toUtf8(), QCryptographicHash::Sha1).toHex().left(16));
}

}  // namespace

Json LaunchMemory::recall(const QString& notebook) const {
  auto json = parseJson(m_state.value(keyOf(notebook)).toString().toUtf8());
  return json && json->is_object() ? std::move(json).value() : Json::object();
}

void LaunchMemory::remember(const QString& notebook, const Json& choices) {
  m_state.setValue(keyOf(notebook), QString::fromUtf8(dumpJson(choices)));
  noteUsed(notebook);
}

QStringList LaunchMemory::recentNotebooks() const {
  return m_state.value(QString::fromLatin1(kRecent)).toStringList();
}

void LaunchMemory::noteUsed(const QString& notebook) {
  QStringList all = m_state.value(QString::fromLatin1(kRecent)).toStringList();
  all.removeAll(notebook);
  all.prepend(notebook);
  while (all.size() > kMost) m_state.remove(keyOf(all.takeLast()));
  m_state.setValue(QString::fromLatin1(kRecent), all);
}

}  // namespace cc::ui
