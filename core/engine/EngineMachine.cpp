// SPDX-License-Identifier: GPL-3.0-or-later
// The part of EngineCore that looks around: providers, the set-up, results on disk.
#include "base/ConfigFile.h"
#include "base/Log.h"
#include "base/Redactor.h"
#include "base/WriteError.h"
#include "engine/EngineCore.h"
#include "engine/Gathering.h"
#include "providers/ProviderRegistry.h"
#include "providers/jupyter/JupyterProvider.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QTemporaryFile>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

Result<QString> copyFolder(const QString& from, const QString& to) {
  const QString target = QDir::cleanPath(to) + u'/' + QFileInfo(from).fileName();
  QDirIterator files(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
  if (!QDir().mkpath(target)) return writeError(target, u"the folder cannot be made"_s);
  while (files.hasNext()) {
    const QString source = files.next();
    const QString copy = target + source.mid(from.size());
    QDir().mkpath(QFileInfo(copy).absolutePath());
    QFile::remove(copy);
    QFile file(source);
    if (!file.copy(copy)) return writeError(copy, file.errorString());
  }
  return target;
}

DoctorCheck checkFolder(const QString& id, const QString& path) {
  DoctorCheck check{.id = id, .params = {{u"path"_s, path}}};
  QTemporaryFile probe(path + u"/.probe-XXXXXX"_s);
  if (!QDir().mkpath(path) || !probe.open()) {
    check.error = writeError(path, probe.errorString());
    return check;
  }
  check.ok = true;
  return check;
}

DoctorCheck checkSpace(const QString& path) {
  constexpr qint64 kLow = 1'000'000'000;
  const QStorageInfo storage(path);
  DoctorCheck check{.id = u"disk_space"_s, .ok = true, .warning = storage.bytesAvailable() < kLow};
  check.params = {{u"path"_s, path}, {u"free_bytes"_s, QString::number(storage.bytesAvailable())}};
  return check;
}

}  // namespace

void EngineCore::results(const QString& job, const QString& to, Answer<QString> answer) {
  auto row = rowOf(job);
  if (!row.ok()) {
    answer(row.error());
    return;
  }
  if (Status again = m_queue->backups().startAgain(row->id); !again.ok()) {
    qCWarning(lcEngine).noquote() << "backup:" << again.error().toLogLine();
  }
  const QString folder = row->resultsDir;
  if (!QFileInfo(folder).isDir()) {
    answer(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, folder}, {u"job"_s, row->id}}});
    return;
  }
  if (to.isEmpty()) {
    answer(folder);
    return;
  }
  m_worker.run<Result<QString>>(
      this, [folder, to] { return copyFolder(folder, to); }, std::move(answer));
}

void EngineCore::providers(Answer<std::vector<ProviderInfo>> answer) {
  auto all = std::make_shared<Gathering<ProviderInfo>>();
  all->answer = std::move(answer);
  all->missing = m_providers.size() + 1;
  all->parts.resize(m_providers.size());
  for (size_t i = 0; i < m_providers.size(); ++i) {
    jobs::RuntimeProvider& provider = *m_providers[i];
    const jobs::ProviderCapabilities can = provider.capabilities();
    const auto running = std::count_if(m_queue->runners().begin(), m_queue->runners().end(), [&](const auto& runner) {
      return runner.second->attempt().provider == provider.name();
    });
    all->parts[i] = {.name = provider.name(),
                     .kind = provider.kind(),
                     .running = static_cast<int>(running),
                     .parallel = can.parallel,
                     .accelerators = can.accelerators};
    provider.check(this, [all, i](Result<jobs::ProviderHealth> health) {
      ProviderInfo& info = all->parts[i];
      info.ok = health.ok() && health->ok;
      if (health.ok()) info.description = health->description;
      if (!info.ok) info.error = health.ok() ? health->error : health.error();
      all->oneDone();
    });
  }
  all->oneDone();
}

void EngineCore::doctor(Answer<std::vector<DoctorCheck>> answer) {
  std::vector<DoctorCheck> checks{checkFolder(u"data_folder"_s, m_paths.data),
                                  checkFolder(u"results_folder"_s, m_config.results), checkSpace(m_config.results)};
  m_secrets->read(u"doctor-probe"_s, this, [this, checks, answer](Result<std::optional<QString>> probe) mutable {
    DoctorCheck keychain{.id = u"keychain"_s, .ok = probe.ok() && m_secrets->isPersistent(), .warning = !probe.ok()};
    if (!probe.ok()) keychain.error = probe.error();
    checks.push_back(keychain);
    providers([this, checks, answer](Result<std::vector<ProviderInfo>> found) mutable {
      const bool nobody = m_accounts->store().accounts().empty();
      for (const ProviderInfo& info : found.valueOr({})) {
        // The check of the accounts says it once for all.
        if (nobody && info.error && info.error->code == ErrorCode::AccountSignInNeeded && info.kind == u"colab"_s)
          continue;
        checks.push_back({.id = u"provider"_s,
                          .ok = info.ok,
                          .params = {{u"provider"_s, info.name}, {u"found"_s, info.description}},
                          .error = info.error});
      }
      checkAccounts([checks, answer](Result<std::vector<DoctorCheck>> accounts) mutable {
        for (DoctorCheck& check : accounts.valueOr({})) checks.push_back(std::move(check));
        answer(std::move(checks));
      });
    });
  });
}

void EngineCore::addJupyterServer(const QString& name, const QString& url, const QString& token,
                                  Answer<Nothing> answer) {
  // A configured server keeps what else is said about it, and its address when none is given.
  const ProviderConfig* known = m_config.provider(name);
  ProviderConfig entry = known && known->kind == u"jupyter"_s ? *known : ProviderConfig{.name = name};
  entry.kind = u"jupyter"_s;
  const QUrl address(url.isEmpty() ? entry.url : url, QUrl::StrictMode);
  if (!address.isValid() || (address.scheme() != u"http"_s && address.scheme() != u"https"_s) || name.isEmpty()) {
    answer(Error{.code = ErrorCode::ConfigBadValue,
                 .params = {{u"key"_s, u"url"_s},
                            {u"value"_s, Redactor::redact(url)},
                            {u"expected"_s, u"an http or https address"_s}}});
    return;
  }
  Redactor::remember(token);
  entry.url = address.toString(QUrl::RemoveQuery);
  const auto configure = [this, entry, answer](const Result<Nothing>& written) {
    if (!written.ok()) {
      answer(Error(written.error()).with(u"variable"_s, providers::jupyterTokenVariable(entry.name)));
      return;
    }
    if (Status saved = saveProvider(m_paths.configFile, entry); !saved.ok()) {
      answer(std::move(saved));
      return;
    }
    std::erase_if(m_config.providers, [&](const ProviderConfig& one) { return one.name == entry.name; });
    m_config.providers.push_back(entry);
    const bool busy = std::any_of(m_queue->runners().begin(), m_queue->runners().end(),
                                  [&](const auto& runner) { return runner.second->attempt().provider == entry.name; });
    if (!busy) {  // a busy one is replaced at the next start
      std::erase_if(m_providers, [&](const auto& one) { return one->name() == entry.name; });
      m_providers.push_back(std::make_unique<providers::JupyterProvider>(entry, providerContext()));
    }
    answer(Nothing{});
  };
  if (token.isEmpty()) {
    configure(done());
    return;
  }
  m_secrets->write(providers::jupyterTokenName(name), token, this, configure);
}

}  // namespace cc::engine
