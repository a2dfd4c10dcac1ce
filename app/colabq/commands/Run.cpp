// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/BackupFollower.h"
#include "colabq/LiveJobs.h"
#include "colabq/commands/Commands.h"
#include "colabq/commands/Submission.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Run : public Submission {
public:
  using Submission::Submission;
  Needs needs() const override { return Needs::Serving; }

  bool interrupt() override {
    if (!m_live) return false;
    if (m_backups) {
      m_terminal.note(u"The backup is not finished; it goes on when the program runs next."_s);
      return false;
    }
    m_terminal.note(u"Cancelling; press Ctrl-C again to leave at once."_s);
    m_engine->cancel(m_live->unfinished(), this, [](Result<Nothing>) {});  // a job that has just ended needs none
    return true;
  }

protected:
  void submitted(engine::Engine& engine, const QStringList& ids) override {
    m_engine = &engine;
    m_live = new LiveJobs(engine, m_terminal, true, this);
    connect(m_live, &LiveJobs::ended, this, [this, ids](int exitCode) { awaitBackups(ids, exitCode); });
    connect(m_live, &LiveJobs::failed, this, [this](const Error& error) { fail(error); });
    m_live->start(ids);
  }

private:
  // How the backups end changes nothing about how the notebook did.
  void awaitBackups(const QStringList& ids, int exitCode) {
    m_backups = new BackupFollower(*m_engine, m_terminal, this);
    connect(m_backups, &BackupFollower::ended, this, [this, exitCode] { finish(exitCode); });
    connect(m_backups, &BackupFollower::failed, this, [this](const Error& error) { fail(error); });
    m_backups->start(m_options.spec.backupTo.isEmpty() ? QStringList() : ids);
  }

  BackupFollower* m_backups = nullptr;
  engine::Engine* m_engine = nullptr;
  LiveJobs* m_live = nullptr;
};

}  // namespace

std::unique_ptr<Command> makeRun(const Options& options, Terminal& terminal) {
  return std::make_unique<Run>(options, terminal);
}

}  // namespace cc::app
