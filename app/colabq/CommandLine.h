// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "jobs/JobSpec.h"

#include <QString>
#include <QStringList>
#include <variant>

namespace cc::app {

// What was typed, checked as far as possible without files and without the engine.
struct Options {
  QString verb;
  bool json = false;
  bool verbose = false;
  QString dataDir, configFile;

  jobs::JobSpec spec;  // run, submit: notebook and wishes, without parameters
  bool retriesGiven = false;
  QStringList parameters, sweeps;  // "NAME=VALUE", "NAME=V1,V2"
  QString parametersFile;

  QStringList jobs;    // show, wait, watch, cancel, retry, hold, release, results
  QString to;          // results
  QStringList states;  // jobs
  int limit = 0;
  QString since;  // history
  QString runtimeAction = QStringLiteral("list");
  QString runtime;
  QString providerAction = QStringLiteral("list");
  QString secretAction = QStringLiteral("list"), secret;
  QString server, address;  // providers add
  bool noBrowser = false;   // sign-in
  QString credentials;      // sign-in: absolute
  QString account;          // sign-in, sign-out; account: the new default
  QStringList features;     // sign-in: "drive", "storage"
};

// --help and --version: text for stdout, exit code 0.
struct Answer {
  QString text;
};

// UsageBadFlag (flag, nearest, problem), UsageBadParameter (name, value, expected).
Result<std::variant<Options, Answer>> parseCommandLine(int argc, const char* const* argv);
// Whether --json stands among the arguments, also when they are wrong: the error is then an object.
bool wantsJson(int argc, const char* const* argv);

}  // namespace cc::app
