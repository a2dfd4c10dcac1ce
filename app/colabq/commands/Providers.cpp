// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/SecretPrompt.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"
#include "ui/common/ErrorPresenter.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Providers : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    if (m_options.providerAction == u"add"_s) return askToken(*engine);
    engine->providers(
        this, then<std::vector<engine::ProviderInfo>>([this](const std::vector<engine::ProviderInfo>& providers) {
          show(providers);
          finish(0);
        }));
  }

private:
  // Never an argument: everybody on the machine can read those.
  void askToken(engine::Engine& engine) {
    auto* prompt = new SecretPrompt(this);
    connect(prompt, &SecretPrompt::entered, this, [this, &engine](const QString& token) { add(engine, token); });
    if (prompt->isTerminal()) m_terminal.note(u"Token of the server (not shown; empty for none):"_s);
    prompt->start();
  }

  void add(engine::Engine& engine, const QString& token) {
    engine.addJupyterServer(m_options.server, m_options.address, token, this, then<Nothing>([this](Nothing) {
                              if (m_terminal.isJson())
                                m_terminal.document({{"added", toStd(m_options.server)}});
                              else
                                m_terminal.out(m_options.server + u'\n');
                              finish(0);
                            }));
  }

  void show(const std::vector<engine::ProviderInfo>& providers) {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const engine::ProviderInfo& provider : providers) list.push_back(toJson(provider));
      explainErrors(list);
      return m_terminal.document({{"providers", std::move(list)}});
    }
    std::vector<QStringList> rows;
    for (const engine::ProviderInfo& provider : providers) {
      const QString about = provider.error ? ui::present(*provider.error).title : provider.description;
      rows.push_back({provider.name, provider.kind, provider.ok ? u"ok"_s : u"not available"_s,
                      u"%1/%2"_s.arg(provider.running).arg(provider.parallel), about});
    }
    m_terminal.table({u"PROVIDER"_s, u"KIND"_s, u"STATE"_s, u"RUNNING"_s, u"DESCRIPTION"_s}, rows);
    for (const engine::ProviderInfo& provider : providers) {
      if (provider.error) m_terminal.note(provider.name + u": "_s + ui::present(*provider.error).hint);
    }
  }
};

}  // namespace

std::unique_ptr<Command> makeProviders(const Options& options, Terminal& terminal) {
  return std::make_unique<Providers>(options, terminal);
}

}  // namespace cc::app
