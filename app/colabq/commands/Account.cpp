// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobText.h"
#include "colabq/commands/Commands.h"
#include "engine/EngineJson.h"
#include "ui/common/CostText.h"
#include "ui/common/ErrorPresenter.h"

#include <QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

using Accounts = std::vector<engine::AccountInfo>;
using Usages = std::vector<engine::UsageInfo>;

constexpr qint64 kUsageAgeMs = 15'000;

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
                         if (accounts.empty()) {
                           show(accounts, {});
                           return finish(0);
                         }
                         m_engine->usage(kUsageAgeMs, this, then<Usages>([this, accounts](const Usages& usages) {
                                           show(accounts, usages);
                                           finish(0);
                                         }));
                       }));
  }

  static QString spentText(double spent, double limit) {
    return limit > 0 ? u"%1 of %2"_s.arg(ui::unitsNumber(spent), ui::unitsNumber(limit)) : ui::unitsNumber(spent);
  }

  void showUsage(const Usages& usages) {
    const auto number = [](const std::optional<double>& value) { return value ? ui::unitsNumber(*value) : u"-"_s; };
    std::vector<QStringList> rows;
    for (const engine::UsageInfo& usage : usages) {
      if (usage.error) {
        m_terminal.note(usage.provider + u": "_s + ui::present(*usage.error).title);
        continue;
      }
      const auto left = usage.units ? usage.units : usage.freeUnits;
      const QString until = usage.lastsUntil > 0
                                ? QDateTime::fromMSecsSinceEpoch(usage.lastsUntil).toString(u"yyyy-MM-dd HH:mm"_s)
                                : u"-"_s;
      rows.push_back({usage.account, usage.tier.isEmpty() ? u"-"_s : ui::tierText(usage.tier), number(left),
                      number(usage.unitsPerHour), until, spentText(usage.spentToday, usage.dayLimit),
                      spentText(usage.spentThisMonth, usage.monthLimit)});
    }
    if (rows.empty()) return;
    m_terminal.out(u"\n"_s);
    m_terminal.table(
        {u"ACCOUNT"_s, u"TIER"_s, u"UNITS"_s, u"AN HOUR"_s, u"LASTS UNTIL"_s, u"HERE TODAY"_s, u"HERE THIS MONTH"_s},
        rows);
    showPrices(usages);
  }

  void showPrices(const Usages& usages) {
    std::vector<QStringList> rows;
    for (const engine::UsageInfo& usage : usages) {
      for (const engine::AcceleratorPrice& price : usage.accelerators) {
        rows.push_back({price.name, price.highRam ? u"high RAM"_s : u"-"_s, price.eligible ? u"yes"_s : u"no"_s,
                        price.unitsPerHour ? ui::unitsNumber(*price.unitsPerHour) : u"-"_s,
                        price.unitsPerHour ? ui::rateFromText(price.rateFrom) : u"-"_s});
      }
    }
    if (rows.empty()) return;
    m_terminal.out(u"\n"_s);
    m_terminal.table({u"ACCELERATOR"_s, u"SHAPE"_s, u"ALLOWED"_s, u"AN HOUR"_s, u"PRICE"_s}, rows);
  }

  static QString stateOf(const engine::AccountInfo& account) {
    if (!account.signInNeeded.isEmpty()) return u"sign in again ("_s + account.signInNeeded + u')';
    return account.persistent ? u"signed in"_s : u"signed in (in memory only)"_s;
  }

  void show(const Accounts& accounts, const Usages& usages) {
    if (m_terminal.isJson()) {
      Json list = Json::array();
      for (const engine::AccountInfo& account : accounts) list.push_back(toJson(account));
      Json used = Json::array();
      for (const engine::UsageInfo& usage : usages) used.push_back(toJson(usage));
      Json document{{"accounts", std::move(list)}, {"usage", std::move(used)}};
      explainErrors(document);
      return m_terminal.document(document);
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
    showUsage(usages);
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
