// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/local/WarmKernel.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

WarmKernel::WarmKernel(jupyter::JupyterClient& client, Clock& clock, QString id, QString kernelName, QString folder,
                       QString folderOnRuntime, QObject* parent)
    : QObject(parent),
      m_client(client),
      m_clock(clock),
      m_id(std::move(id)),
      m_kernelName(std::move(kernelName)),
      m_folder(std::move(folder)),
      m_folderOnRuntime(std::move(folderOnRuntime)) {}

WarmKernel::~WarmKernel() {
  if (m_run) m_run->detach();
}

void WarmKernel::start() {
  m_client.openSession(m_folder + u"/warm.ipynb"_s, u"warm"_s, m_kernelName, this,
                       [this](Result<jupyter::SessionModel> session) {
                         if (!session.ok()) {
                           Q_EMIT failed(session.error());
                           return;
                         }
                         m_session = std::move(session).value();
                         run();
                       });
}

void WarmKernel::run() {
  auto channel = std::make_unique<jupyter::KernelChannel>(m_client.endpoint(), m_session.kernel.id, m_id);
  m_run = std::make_unique<jupyter::NotebookRun>(m_client, std::move(channel), m_clock, notebook::Notebook(),
                                                 jupyter::RunOptions{.attemptId = m_id,
                                                                     .folder = m_folder,
                                                                     .folderOnRuntime = m_folderOnRuntime,
                                                                     .language = u"python"_s,
                                                                     .sampleIntervalMs = 0});
  connect(m_run.get(), &jupyter::NotebookRun::ready, this, [this] { m_run->proceed(); });
  connect(m_run.get(), &jupyter::NotebookRun::finished, this,
          [this](jupyter::RunResult result, const std::optional<Error>& error) {
            if (result == jupyter::RunResult::Succeeded) {
              m_ready = true;
              Q_EMIT ready();
            } else {
              Q_EMIT failed(error.value_or(Error{.code = ErrorCode::KernelStartFailed}));
            }
          });
  m_run->start();
}

std::unique_ptr<jupyter::KernelChannel> WarmKernel::takeChannel() {
  return m_run ? m_run->takeChannel() : nullptr;
}

}  // namespace cc::providers
