// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/LineInput.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"
#include "engine/EnvironmentCredentials.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class SignIn : public Command {
public:
  using Command::Command;

  void start(engine::Engine* engine) override {
    m_engine = engine;
    connect(engine, &engine::Engine::signInAddress, this, &SignIn::showAddress);
    // In an engine of our own a sign-in that is only in memory would end with this command.
    engine->signIn({.credentialsFile = m_options.credentials,
                    .environmentFile = engine::environmentCredentials(),
                    .account = m_options.account,
                    .features = m_options.features,
                    .openBrowser = !m_options.noBrowser,
                    .needsKeychain = isHosted()},
                   this, then<engine::AccountInfo>([this](const engine::AccountInfo& account) { show(account); }));
  }

private:
  void showAddress(const QUrl& address) {
    const QString text = QString::fromLatin1(address.toEncoded());
    if (m_terminal.isJson()) {
      m_terminal.line({{"event", "sign_in_address"}, {"address", toStd(text)}});
    } else if (m_options.noBrowser) {
      m_terminal.note(u"Open this address in a browser on any machine:"_s);
      m_terminal.out(text + u'\n');
    } else {
      m_terminal.note(u"Sign in with the browser that opens. If none does, open this address:\n"_s + text);
    }
    if (!m_options.noBrowser && !LineInput::isTerminal()) return;
    if (m_options.noBrowser) {
      m_terminal.note(
          u"Afterwards the browser shows the end of the sign-in, or a page that it cannot load (127.0.0.1).\n"
          "In the second case paste the whole address of that page here:"_s);
    }
    auto* input = new LineInput(this);
    connect(input, &LineInput::entered, this, &SignIn::paste);
    connect(input, &LineInput::ended, this, [this] {
      m_inputEnded = true;
      giveUp();
    });
  }

  void paste(const QString& address) {
    ++m_underWay;
    m_engine->pasteRedirect(address, this, [this](const Result<Nothing>& pasted) {
      --m_underWay;
      m_refused.reset();
      if (pasted.ok()) {
        m_accepted = true;
      } else if (!m_accepted) {
        m_refused = pasted.error();
        if (!m_inputEnded) m_terminal.error(*m_refused);
      }
      giveUp();
    });
  }

  // Nobody can paste another one; a browser on this machine still can bring the answer when nothing was pasted.
  void giveUp() {
    if (m_inputEnded && m_underWay == 0 && m_refused) fail(*m_refused);
  }

  void show(const engine::AccountInfo& account) {
    if (m_terminal.isJson()) {
      m_terminal.line({{"event", "signed_in"}, {"account", toJson(account)}});
    } else {
      m_terminal.note(u"Signed in. Allowed: %1."_s.arg(account.features.join(u", "_s)));
      for (const QString& feature : m_options.features) {
        if (account.missing.contains(feature))
          m_terminal.note(u"Not granted: %1. Sign in again with --%1 and leave it ticked."_s.arg(feature));
      }
      if (!account.persistent) {
        m_terminal.note(u"There is no keychain: the sign-in is kept in memory until the engine ends, nowhere else."_s);
      }
      m_terminal.out(account.email + u'\n');
    }
    finish(0);
  }

  engine::Engine* m_engine = nullptr;
  std::optional<Error> m_refused;
  int m_underWay = 0;
  bool m_inputEnded = false, m_accepted = false;
};

}  // namespace

std::unique_ptr<Command> makeSignIn(const Options& options, Terminal& terminal) {
  return std::make_unique<SignIn>(options, terminal);
}

}  // namespace cc::app
