// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/SecretPrompt.h"
#include "colabq/commands/Commands.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

// Secrets that notebooks on Colab read by google.colab.userdata.get(). Values come from stdin and are never shown.
class Secrets : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    m_engine = engine;
    if (m_options.secretAction == u"set"_s) return ask();
    if (m_options.secretAction == u"remove"_s) return store({});
    engine->secrets(this, then<QStringList>([this](const QStringList& names) {
                      list(names);
                      finish(0);
                    }));
  }

private:
  // Never an argument: everybody on the machine can read those.
  void ask() {
    auto* prompt = new SecretPrompt(this);
    connect(prompt, &SecretPrompt::entered, this, [this](const QString& value) {
      if (!value.isEmpty()) return store(value);
      fail(Error{.code = ErrorCode::UsageBadParameter,
                 .params = {{u"name"_s, m_options.secret}, {u"expected"_s, u"a value on standard input"_s}}});
    });
    if (prompt->isTerminal()) m_terminal.note(u"Value of %1 (not shown):"_s.arg(m_options.secret));
    prompt->start();
  }

  void store(const QString& value) {
    m_engine->setSecret(m_options.secret, value, this, then<Nothing>([this, kept = !value.isEmpty()](Nothing) {
                          if (m_terminal.isJson())
                            m_terminal.document({{kept ? "set" : "removed", toStd(m_options.secret)}});
                          else
                            m_terminal.out(m_options.secret + u'\n');
                          finish(0);
                        }));
  }

  void list(const QStringList& names) {
    if (m_terminal.isJson()) {
      Json all = Json::array();
      for (const QString& name : names) all.push_back(toStd(name));
      return m_terminal.document({{"secrets", std::move(all)}});
    }
    if (names.isEmpty()) return m_terminal.note(u"No secrets. Keep one with: colabq secrets set NAME"_s);
    m_terminal.out(names.join(u'\n') + u'\n');
  }

  engine::Engine* m_engine = nullptr;
};

}  // namespace

std::unique_ptr<Command> makeSecrets(const Options& options, Terminal& terminal) {
  return std::make_unique<Secrets>(options, terminal);
}

}  // namespace cc::app
