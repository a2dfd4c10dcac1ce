// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "jupyter/JupyterClient.h"
#include "jupyter/KernelChannel.h"
#include "jupyter/NotebookRun.h"

#include <QObject>
#include <memory>

namespace cc::providers {

// One kernel started ahead: session open, socket connected, recorder in place. It is made by running an empty notebook,
// so that a warm and a cold start share every step. Engine's thread.
class WarmKernel : public QObject {
  Q_OBJECT
public:
  // folder: below the server's root and absolute; exists.
  WarmKernel(jupyter::JupyterClient& client, Clock& clock, QString id, QString kernelName, QString folder,
             QString folderOnRuntime, QObject* parent = nullptr);
  ~WarmKernel() override;
  void start();
  bool isReady() const { return m_ready; }
  const QString& id() const { return m_id; }
  const QString& kernelName() const { return m_kernelName; }
  const jupyter::SessionModel& session() const { return m_session; }
  std::unique_ptr<jupyter::KernelChannel> takeChannel();

Q_SIGNALS:
  void ready();
  void failed(const cc::Error& error);

private:
  void run();

  jupyter::JupyterClient& m_client;
  Clock& m_clock;
  QString m_id, m_kernelName, m_folder, m_folderOnRuntime;
  jupyter::SessionModel m_session;
  std::unique_ptr<jupyter::NotebookRun> m_run;
  bool m_ready = false;
};

}  // namespace cc::providers
