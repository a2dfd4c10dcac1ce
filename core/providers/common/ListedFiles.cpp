// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/common/ListedFiles.h"

#include <QPointer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {
constexpr size_t kMostFiles = 10'000;
constexpr int kMostFolders = 10'000;
}  // namespace

ListedFiles::ListedFiles(jupyter::JupyterClient& client, QString folder, const QStringList& globs,
                         Promise<std::vector<jobs::RemoteFile>> promise)
    : QObject(&client), m_client(client), m_folder(std::move(folder)), m_promise(std::move(promise)) {
  for (const QString& glob : globs) m_globs.emplace_back(glob);
  m_promise.onCancel([guard = QPointer<ListedFiles>(this)] {
    if (!guard) return;
    guard->m_call.cancel();
    guard->deleteLater();
  });
}

void ListedFiles::start() {
  next();
}

void ListedFiles::next() {
  if (m_waiting.isEmpty() || m_found.size() >= kMostFiles || ++m_listings > kMostFolders) {
    std::sort(m_found.begin(), m_found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    end(std::move(m_found));
    return;
  }
  m_listed = m_waiting.takeFirst();
  m_call = m_client.listFolder(m_listed.isEmpty() ? m_folder : m_folder + u'/' + m_listed, this,
                               [this](Result<std::vector<jupyter::ContentModel>> entries) {
                                 // A folder that went away in the meantime has no files.
                                 if (!entries.ok() && entries.error().code != ErrorCode::FileNotFound) {
                                   end(std::move(entries).error());
                                   return;
                                 }
                                 take(entries.valueOr({}));
                                 next();
                               });
}

void ListedFiles::take(const std::vector<jupyter::ContentModel>& entries) {
  const auto any = [this](auto test) { return std::any_of(m_globs.begin(), m_globs.end(), test); };
  for (const jupyter::ContentModel& entry : entries) {
    if (entry.name.isEmpty() || entry.name.contains(u'/') || entry.name == u".."_s) continue;
    const QString path = m_listed.isEmpty() ? entry.name : m_listed + u'/' + entry.name;
    if (entry.type == u"directory"_s) {
      if (any([&](const FileGlob& glob) { return glob.mayMatchBelow(path); })) m_waiting.append(path);
    } else if (m_found.size() < kMostFiles && any([&](const FileGlob& glob) { return glob.matches(path); })) {
      m_found.push_back({.path = path, .size = entry.size, .sha256 = {}});
    }
  }
}

void ListedFiles::end(Result<std::vector<jobs::RemoteFile>> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::providers
