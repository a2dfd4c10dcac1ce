// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/colab/ColabMachines.h"
#include "providers/colab/ColabQuestions.h"
#include "providers/common/JupyterAttemptRun.h"

namespace cc::providers {

// An attempt on a machine of Colab: its proxy's token is kept fresh, the questions of Colab's library are answered, and
// the machine itself is asked for its load while the sampler tells nothing of a card (kernels other than Python).
class ColabAttemptRun : public JupyterAttemptRun {
  Q_OBJECT
public:
  ColabAttemptRun(net::HttpClient& http, Clock& clock, ColabMachines& machines, QString key, RunPlace place,
                  jobs::AttemptPlan plan, ColabQuestions::Needs needs);
  ~ColabAttemptRun() override;
  void start() override;
  void detach() override;

private:
  void watchLoad();
  void watchDrive();
  void tellWarning();
  void letGo();

  Clock& m_clock;
  ColabMachines& m_machines;
  QString m_key;
  ColabQuestions m_questions;
  qint64 m_cardSeen = -1;  // monotonic
  std::optional<Error> m_consent, m_stale;
  QStringList m_driveLines;
  bool m_holds = false;
};

}  // namespace cc::providers
