// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobText.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

using Accounts = std::vector<engine::AccountInfo>;

class Account : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) override {
    m_engine = engine;
    if (m_options.account.isEmpty()) return list();
    engine->makeDefaultAccount(m_options.account, this, then<Nothing>([this](Nothing) { list(); }));
  }

private:
  void list() {
    m_engine->accounts(this, then<Accounts>([this](const Accounts& accounts) {
                         show(accounts);
                         finish(0);
                       }));
  }

  static QString stateOf(const engine::AccountInfo& account) {
    if (!account.signInNeeded.isEmpty()) return u"sign in again ("_s + account.signInNeeded + u')';
    return account.persistent ? u"signed in"_s : u"signed in (in memory only)"_s;
  }

  void show(const Accounts& accounts) {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const engine::AccountInfo& account : accounts) list.push_back(toJson(account));
      return m_terminal.document({{"accounts", std::move(list)}});
    }
    if (accounts.empty()) return m_terminal.note(u"Nobody is signed in. Sign in with: colabq sign-in"_s);
    const EpochMs now = SystemClock().now();
    std::vector<QStringList> rows;
    for (const engine::AccountInfo& account : accounts) {
      rows.push_back(
          {account.email, account.isDefault ? u"default"_s : u"-"_s, stateOf(account), account.features.join(u", "_s),
           account.missing.isEmpty() ? u"-"_s : account.missing.join(u", "_s), timeText(account.signedInAt, now)});
    }
    m_terminal.table({u"ACCOUNT"_s, u"DEFAULT"_s, u"STATE"_s, u"ALLOWED"_s, u"NOT ALLOWED"_s, u"SINCE"_s}, rows);
  }

  engine::Engine* m_engine = nullptr;
};

class SignOut : public Command {
public:
  using Command::Command;
  // Asked first: the default account is to be named before it is gone.
  void start(engine::Engine* engine) override {
    engine->accounts(
        this, then<Accounts>([this, engine](const Accounts& accounts) {
          const QString wanted = m_options.account;
          const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const engine::AccountInfo& account) {
            return wanted.isEmpty() ? account.isDefault : account.id == wanted || account.email == wanted;
          });
          const QString name = found == accounts.end() ? wanted : found->email;
          engine->signOut(wanted, this, then<Nothing>([this, name](Nothing) {
                            if (m_terminal.isJson())
                              m_terminal.document({{"signed_out", toStd(name)}});
                            else
                              m_terminal.out(name + u'\n');
                            finish(0);
                          }));
        }));
  }
};

}  // namespace

std::unique_ptr<Command> makeAccount(const Options& options, Terminal& terminal) {
  return std::make_unique<Account>(options, terminal);
}

std::unique_ptr<Command> makeSignOut(const Options& options, Terminal& terminal) {
  return std::make_unique<SignOut>(options, terminal);
}

}  // namespace cc::app
