// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace cc::app {

std::unique_ptr<Command> makeCommand(const Options& options, Terminal& terminal) {
  using Make = std::unique_ptr<Command> (*)(const Options&, Terminal&);
  static const QHash<QString, Make> makers{
      {u"run"_s, makeRun},           {u"submit"_s, makeSubmit},       {u"jobs"_s, makeJobs},
      {u"show"_s, makeShow},         {u"wait"_s, makeWait},           {u"watch"_s, makeWait},
      {u"cancel"_s, makeChange},     {u"retry"_s, makeChange},        {u"hold"_s, makeChange},
      {u"release"_s, makeChange},    {u"results"_s, makeResults},     {u"history"_s, makeHistory},
      {u"runtimes"_s, makeRuntimes}, {u"providers"_s, makeProviders}, {u"secrets"_s, makeSecrets},
      {u"sign-in"_s, makeSignIn},    {u"sign-out"_s, makeSignOut},    {u"account"_s, makeAccount},
      {u"serve"_s, makeServe},       {u"doctor"_s, makeDoctor}};
  const auto found = makers.constFind(options.verb);
  return found == makers.cend() ? nullptr : (*found)(options, terminal);
}

}  // namespace cc::app
