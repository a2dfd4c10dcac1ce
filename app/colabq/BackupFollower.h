// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "colabq/Terminal.h"
#include "engine/Engine.h"

#include <QHash>
#include <QSet>

namespace cc::app {

// Waits until the backups of ended jobs are done, or wait for the user, or have failed; tells how they get on.
class BackupFollower : public QObject {
  Q_OBJECT
public:
  BackupFollower(engine::Engine& engine, Terminal& terminal, QObject* parent);
  // Whole ids; those without a backup are left out.
  void start(const QStringList& ids);
  bool isActive() const { return !m_open.isEmpty(); }

Q_SIGNALS:
  void ended();
  void failed(const cc::Error& error);

private:
  void ask(const QString& id);
  void take(const engine::JobDetail& job);
  void tellProgress(const engine::BackupDetail& backup);
  void tellEnd(const QString& id, const engine::BackupDetail& backup);

  engine::Engine& m_engine;
  Terminal& m_terminal;
  QSet<QString> m_open, m_asked, m_again;
  QHash<QString, QString> m_told;  // last line by job
};

}  // namespace cc::app
