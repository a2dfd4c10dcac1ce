// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QHash>
#include <QObject>

namespace cc::ui {

class Preferences;

// Tells about ended jobs by org.freedesktop.Notifications, or by fallback() where nobody serves it. Never blocks.
class Notifier : public QObject {
  Q_OBJECT
public:
  explicit Notifier(Preferences& preferences, QObject* parent = nullptr);
  void jobWarned(const engine::JobSummary& job);
  void unitsLow(const engine::UsageInfo& usage, int minutes);
  void jobsEnded(const std::vector<engine::JobSummary>& jobs);

Q_SIGNALS:
  void fallback(const QString& title, const QString& text, const QString& job);
  void clicked(const QString& job);  // the user wants to see that job

private Q_SLOTS:
  void onActionInvoked(uint id, const QString& action);
  void onClosed(uint id, uint reason);

private:
  bool isWanted(const engine::JobSummary& job) const;
  void send(const QString& title, const QString& text, bool urgent, const QString& job);
  Preferences& m_preferences;
  QHash<uint, QString> m_jobs;
};

}  // namespace cc::ui
