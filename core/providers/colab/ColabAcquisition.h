// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/RuntimeProvider.h"
#include "jupyter/JupyterClient.h"
#include "providers/colab/ColabMachines.h"

namespace cc::providers {

// What one acquire() asks for.
struct ColabWish {
  jobs::Lease lease;
  QStringList accelerators;  // acceptable ones, in order; "NONE": a machine without
  QString onMismatch;        // "queue", "take" or "fail"
};

// One machine for one lease: asks for the accelerators in turn, compares what was granted with what was asked for, by the
// reply and by the card's own name, pings once so that a token that cannot keep machines costs none, and starts the
// kernel. A machine that is refused is let go before the error is told. Deletes itself when over.
//
// Errors: ProviderNothingAvailable (param "tried"; retryable), ProviderRefused, those of ColabApi::assign(), KernelUnknown,
// KernelStartFailed, RuntimeUnreachable.
class ColabAcquisition : public QObject {
  Q_OBJECT
public:
  ColabAcquisition(net::HttpClient& http, Clock& clock, google::ColabApi& api, ColabMachines& machines, ColabWish wish,
                   Promise<jobs::Runtime> promise, QObject* parent);
  void start();
  // A machine that exists already.
  void take(const google::ColabRuntime& runtime);

Q_SIGNALS:
  // The server said clearly that it made no machine for this lease.
  void refused(const QString& key);
  // A machine was assigned; existed: it was there already.
  void assigned(const cc::google::ColabRuntime& runtime, bool existed);

private:
  google::RuntimeSpec specOf(const QString& accelerator) const;
  void ask();
  void onAssigned(Result<google::Assignment> assigned);
  void onRefused(Error error);
  void ping();
  void compareCard();
  void onMismatch(const QString& granted);
  void prepareKernel();
  void openSession(const jupyter::KernelSpecs& specs);
  void kernelLater(Error error);
  void letGo(Error error);
  void succeed(const jupyter::SessionModel& session);
  void end(Result<jobs::Runtime> result);

  Clock& m_clock;
  google::ColabApi& m_api;
  ColabMachines& m_machines;
  ColabWish m_wish;
  Promise<jobs::Runtime> m_promise;
  jupyter::JupyterClient m_client;
  google::ColabRuntime m_runtime;
  qsizetype m_index = 0;
  bool m_isForeign = false;
  std::optional<Error> m_scarce, m_notForUs;
  qint64 m_kernelLimit = 0;  // monotonic
  QString m_language;
  Call m_call;
};

// Whether a card of this name is that accelerator; nothing when the accelerator's card is not known here.
std::optional<bool> isCardOf(const QString& accelerator, const QString& cardName);
// Session path of a lease on its machine; its kernel starts in /content, as in Colab.
QString colabSessionPath(const QString& key);

}  // namespace cc::providers
