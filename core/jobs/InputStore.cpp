// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/InputStore.h"

#include "jobs/ResultsFolder.h"

#include <QCryptographicHash>
#include <QFile>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {
QString hashOf(const QByteArray& bytes) {
  return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}
}  // namespace

QString InputStore::path(const QString& sha256) const {
  return m_folder + u'/' + sha256 + u".ipynb"_s;
}

Result<QString> InputStore::keep(const QByteArray& bytes) const {
  const QString sha256 = hashOf(bytes);
  if (QFile::exists(path(sha256)) && QFile(path(sha256)).size() == bytes.size()) return sha256;
  CC_CHECK(ResultsFolder(m_folder).writeFile(sha256 + u".ipynb"_s, bytes));
  return sha256;
}

Result<QByteArray> InputStore::read(const QString& sha256) const {
  QFile file(path(sha256));
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{
        .code = ErrorCode::FileNotFound, .params = {{u"path"_s, file.fileName()}}, .detail = file.errorString()};
  }
  QByteArray bytes = file.readAll();
  if (hashOf(bytes) != sha256)
    return Error{.code = ErrorCode::TransferCorrupt, .params = {{u"path"_s, file.fileName()}}};
  return bytes;
}

}  // namespace cc::jobs
