// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace cc {

// One runtime provider as configured. kind: "local", "jupyter" (later "colab", ...).
struct ProviderConfig {
  QString name;
  QString kind;
  int parallel = 1;          // jobs at once on it; 0: as many as the overall limit
  QString url;               // jupyter: base address of the server
  QString python;            // local: interpreter of the user's environment; empty: found
  QString kernel;            // kernel to use when the notebook names none
  bool keepWarm = true;      // local: one kernel ready for the next job
  QString workingDirectory;  // local: "notebook" (the notebook's own folder) or "job" (a private one)
  QString account;           // colab: e-mail address; empty: the default account
  QString generation;        // colab: "auto", "tunnel" or "public"
  QString onMismatch;        // colab: another accelerator than asked for was granted: "queue", "take" or "fail"
  qint64 lifetimeMs = 0;     // colab: age at which a machine ends; 0: by the account's tier
  qint64 keepMs = 0;         // colab: how long a kept machine is kept alive
};

// Limits of spending, in compute units over all accounts; 0: none.
struct BudgetConfig {
  double job = 0;    // for jobs that name no limit of their own
  double day = 0;    // since midnight, local time
  double month = 0;  // since the first of the month, local time
};
// A GPU that is paid for and does nothing.
struct IdleConfig {
  double belowPercent = 5;
  qint64 afterMs = 1'200'000;  // 0: nobody is warned
};

// execution_config.yaml, checked. Every key is documented in docs/SETUP.md; an unknown one is ConfigUnknownKey with
// params "key", "line" and "nearest"; a wrong value ConfigBadValue with "key", "line", "value", "expected".
struct Config {
  QString results;   // results folder; default: ~/ColabController (below COLAB_CONTROLLER_HOME: data/results)
  int parallel = 2;  // jobs at once over all providers
  QString defaultProvider = QStringLiteral("local");
  std::vector<ProviderConfig> providers;  // always holds one of kind local
  // Defaults for job specs; 0 or empty: none.
  qint64 timeoutMs = 0;
  qint64 cellTimeoutMs = 0;
  qint64 silenceTimeoutMs = 0;
  int retries = 0;
  qint64 waitMs = 12 * 3'600'000LL;  // how long a job waits for a machine when none is free
  qint64 retryDelayMs = 10'000;      // first back-off; doubles, capped by retryDelayMaxMs, with jitter
  qint64 retryDelayMaxMs = 600'000;
  qint64 sampleIntervalMs = 1'000;
  QString logLevel = QStringLiteral("info");
  QMap<QString, QString> endpoints;                 // replaces Google addresses by name
  QMap<QString, QStringList> acceleratorFallbacks;  // old name -> acceptable ones
  QMap<QString, double> acceleratorPrices;          // units an hour by name, "+high_ram" appended where it differs
  BudgetConfig budget;
  IdleConfig idle;

  const ProviderConfig* provider(const QString& name) const;
  // A missing file is the default configuration. resultsDefault is used when the file names no folder.
  static Result<Config> load(const QString& file, const QString& resultsDefault);
  static Result<Config> parse(const QByteArray& yaml, const QString& resultsDefault);
};

// "20h", "30m", "90s", "1h30m", "250ms" or plain seconds -> milliseconds. Nothing when it is no duration or negative.
std::optional<qint64> parseDuration(const QString& text);
// 5400000 -> "1h30m".
QString formatDuration(qint64 ms);
// The candidate with the smallest edit distance, when close enough to be a typing error.
std::optional<QString> nearest(const QString& word, const QStringList& candidates);

}  // namespace cc
