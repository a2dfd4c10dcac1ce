// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/common/LocalFiles.h"

#include "base/FileGlob.h"
#include "base/FileHash.h"
#include "base/WriteError.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <filesystem>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

constexpr size_t kMostFiles = 10'000;
constexpr qint64 kBlock = 1 << 20;

class Search {
public:
  Search(const QString& folder, const QStringList& globs) : m_root(QFileInfo(folder).canonicalFilePath()) {
    for (const QString& glob : globs) m_globs.emplace_back(glob);
  }

  Result<std::vector<jobs::RemoteFile>> run() {
    if (!m_root.isEmpty()) look({});
    std::sort(m_found.begin(), m_found.end());
    std::vector<jobs::RemoteFile> files;
    for (const QString& path : m_found) {
      QFile file(m_root + u'/' + path);
      const QString hash = file.open(QIODevice::ReadOnly) ? sha256Of(file) : QString();
      if (hash.isEmpty()) {
        return Error{
            .code = ErrorCode::FileUnreadable, .params = {{u"path"_s, file.fileName()}}, .detail = file.errorString()};
      }
      files.push_back({.path = path, .size = file.size(), .sha256 = hash});
    }
    return files;
  }

private:
  bool isBelowRoot(const QString& canonical) const {
    return canonical == m_root || canonical.startsWith(m_root == u"/"_s ? m_root : m_root + u'/');
  }

  void look(const QString& folder) {
    const QString canonical = QFileInfo(m_root + u'/' + folder).canonicalFilePath();
    if (m_open.contains(canonical)) return;  // a link to a folder around it
    m_open.append(canonical);
    const auto entries = QDir(m_root + u'/' + folder)
                             .entryInfoList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo& entry : entries) {
      if (m_found.size() >= qsizetype(kMostFiles)) break;
      if (!isBelowRoot(entry.canonicalFilePath())) continue;
      const QString path = folder.isEmpty() ? entry.fileName() : folder + u'/' + entry.fileName();
      const auto any = [this](auto test) { return std::any_of(m_globs.begin(), m_globs.end(), test); };
      if (entry.isDir()) {
        if (any([&](const FileGlob& glob) { return glob.mayMatchBelow(path); })) look(path);
      } else if (any([&](const FileGlob& glob) { return glob.matches(path); })) {
        m_found.append(path);
      }
    }
    m_open.removeLast();
  }

  QString m_root;
  std::vector<FileGlob> m_globs;
  QStringList m_found, m_open;
};

Status copyBytes(QFile& source, QFile& part) {
  QByteArray block;
  while (!(block = source.read(kBlock)).isEmpty()) {
    if (part.write(block) != block.size()) return writeError(part);
  }
#ifdef Q_OS_UNIX
  if (!part.flush() || fsync(part.handle()) != 0) return writeError(part);
#endif
  return done();
}

Error unreadable(const QFile& file) {
  return Error{
      .code = ErrorCode::FileUnreadable, .params = {{u"path"_s, file.fileName()}}, .detail = file.errorString()};
}

// By way of target + ".part", which is read again.
Status copyVerified(const QString& from, const QString& sha256, const QString& target) {
  QFile source(from), part(target + u".part"_s);
  if (!source.open(QIODevice::ReadOnly)) return unreadable(source);
  if (!part.open(QIODevice::ReadWrite | QIODevice::Truncate)) return writeError(part);
  CC_CHECK(copyBytes(source, part));
  part.seek(0);
  const QString hash = sha256Of(part);
  const qint64 size = part.size();
  part.close();
  if (hash != sha256) {
    part.remove();
    return Error{.code = ErrorCode::TransferSourceChanged,
                 .params = {{u"path"_s, source.fileName()},
                            {u"expected"_s, QString::number(source.size())},
                            {u"size"_s, QString::number(size)}}};
  }
  std::error_code problem;
  std::filesystem::rename(part.fileName().toStdU16String(), target.toStdU16String(), problem);
  if (!problem) return done();
  return writeError(target, QString::fromStdString(problem.message()));
}

}  // namespace

Result<std::vector<jobs::RemoteFile>> findLocalFiles(const QString& folder, const QStringList& globs) {
  return Search(folder, globs).run();
}

Status copyLocalFile(const QString& folder, const jobs::RemoteFile& file, const QString& target) {
  return copyVerified(folder + u'/' + file.path, file.sha256, target);
}

Status placeLocalFile(const QString& source, const QString& folder, const QString& path) {
  const QString target = folder + u'/' + path;
  if (!QDir().mkpath(QFileInfo(target).absolutePath())) return writeError(target, u"the folder cannot be made"_s);
  if (QFileInfo(source).canonicalFilePath() == QFileInfo(target).canonicalFilePath()) return done();
  QFile file(source);
  const QString hash = file.open(QIODevice::ReadOnly) ? sha256Of(file) : QString();
  if (hash.isEmpty()) return unreadable(file);
  return copyVerified(source, hash, target);
}

}  // namespace cc::providers
