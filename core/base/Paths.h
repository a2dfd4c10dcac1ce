// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc {

// Where the program keeps its files. A value made once at start and passed down; nothing else asks the environment.
// COLAB_CONTROLLER_HOME puts everything below one folder (config/, data/, state/, cache/); otherwise the XDG folders
// (their equals on Windows and macOS) with "colab-controller" below. --data-dir and --config replace single ones.
struct Paths {
  QString config;      // folder of execution_config.yaml
  QString configFile;  // that file
  QString data;        // jobs.sqlite, samples.sqlite, logs/, runtimes/
  QString state;       // engine.lock, engine socket, window state
  QString cache;

  static Paths fromEnvironment();
  QString jobsDatabase() const;     // data/jobs.sqlite
  QString samplesDatabase() const;  // data/samples.sqlite
  QString accountsFile() const;     // data/accounts.json
  QString historyFile() const;      // data/logs/execution_history.jsonl
  QString logFile() const;          // state/log/engine.log
  QString engineLock() const;       // data/engine.lock: one engine per data folder
  QString engineSocket() const;     // local socket name, short enough for sun_path, derived from data
  // Where results go when the configuration names no folder: ~/ColabController, or data/results below
  // COLAB_CONTROLLER_HOME.
  QString defaultResults() const;
  QString localRuntimeRoot() const;  // data/runtimes/local: root folder of the local Jupyter server
};

}  // namespace cc
