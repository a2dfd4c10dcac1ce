// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/BackupStore.h"
#include "jobs/JobState.h"
#include "store/JobStore.h"

#include <QObject>
#include <QSet>
#include <memory>
#include <optional>

namespace cc::jobs {

struct JobServices;
struct JobSpec;

// For the transaction that ends a job: its backup is due from then on, when one was asked for and anything ran.
Status openBackup(store::JobStore& store, const store::JobRow& job, const QString& target, JobState end, bool ran);

// A checkpoint has come home: it is copied while the job goes on, unless an older one is on its way, after which this is
// looked at again.
Status backUpCheckpoint(store::JobStore& store, const store::JobRow& job, const QString& target);

// Copies the results of ended jobs, and the newest checkpoint of running ones, to where they were asked to go: one job at a time, one file after the other, each
// recorded once its store's checksum agreed, so that no restart sends it again. What may pass is tried again with growing
// pauses; what only the user can cure waits and is tried again at start, when the accounts changed and every ten minutes.
// Engine's thread.
class BackupKeeper : public QObject {
  Q_OBJECT
public:
  explicit BackupKeeper(JobServices& services, QObject* parent = nullptr);
  ~BackupKeeper() override;
  // Once at start: whatever is open is due now.
  void recover();
  // Looks for what is due; cheap.
  void wake();
  // The cause of waiting may be gone.
  void retryWaiting();
  // Makes a waiting or failed backup due now; others stay as they are.
  Status startAgain(const QString& jobId);
  // Program end: the upload going on is given up, its file is sent again next time.
  void stop();

  struct Sending {
    QString job, path;
    qint64 done = 0, total = 0;
  };
  // What is being sent now; nothing between files.
  const std::optional<Sending>& sending() const { return m_sending; }

Q_SIGNALS:
  void changed(const QString& jobId);
  void progressed(const QString& jobId);

private:
  struct Round;
  struct LocalFile {
    QString path, sha256;
  };
  void look();
  void begin(const store::BackupRow& row);
  void plan();
  void planned(std::vector<LocalFile> files);
  void next();
  void check(const LocalFile& file);
  void send(const LocalFile& file);
  void onSent(const LocalFile& file, const Result<StoredFile>& result);
  void fileFailed(const LocalFile& file, const Error& error);
  void roundFailed(const Error& error);
  bool hasNewerCheckpoint() const;
  void conclude();
  void settle(store::BackupRow row, const QString& event, const Error* error);
  bool stillWanted() const;
  void persist(const char* what, std::function<Status()> write, std::function<void()> then);
  void leave();
  void log(const QString& line);
  void arm(EpochMs due);

  JobServices& m_services;
  std::unique_ptr<Round> m_round;
  std::optional<Sending> m_sending;
  Call m_call;
  qint64 m_toldAt = 0;
  EpochMs m_armed = 0;
  bool m_lookPending = false;
  bool m_stopped = false;
};

}  // namespace cc::jobs
