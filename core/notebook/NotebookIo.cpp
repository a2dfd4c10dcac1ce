// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookIo.h"

#include "notebook/JsonReader.h"
#include "notebook/NotebookShape.h"
#include "notebook/NotebookUpgrade.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr qint64 kMaxBytes = qint64(2) * 1024 * 1024 * 1024;

Error tooLarge(qint64 size) {
  return Error{.code = ErrorCode::NotebookTooLarge,
               .params = {{u"size"_s, QString::number(size)}, {u"limit"_s, QString::number(kMaxBytes)}}};
}

Error unreadable(const QString& path, const QString& detail) {
  return Error{.code = ErrorCode::NotebookUnreadable, .params = {{u"path"_s, path}}, .detail = detail};
}

Result<QByteArray> readAll(const QString& path) {
  const QFileInfo info(path);
  if (!info.exists()) return unreadable(path, u"no such file"_s);
  // A pipe or a device would block or never end.
  if (!info.isFile()) return unreadable(path, u"not a regular file"_s);
  if (info.size() > kMaxBytes) return tooLarge(info.size()).with(u"path"_s, path);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return unreadable(path, file.errorString());
  QByteArray bytes = file.readAll();
  if (file.error() != QFileDevice::NoError) return unreadable(path, file.errorString());
  return bytes;
}

}  // namespace

Result<Notebook> parseNotebook(QByteArrayView bytes, ReadNotes* notes) {
  ReadNotes seen;
  if (bytes.size() > kMaxBytes) return tooLarge(bytes.size());
  CC_TRY(Json document, JsonReader::read(bytes));
  CC_CHECK(checkVersion(document));
  if (document["nbformat"] == 3) {
    CC_CHECK(upgradeFrom3(document));
    seen.upgradedFrom3 = true;
  }
  CC_CHECK(normalise(document, seen));
  if (notes) *notes = seen;
  return Notebook(std::move(document));
}

Result<Notebook> readNotebook(const QString& path, ReadNotes* notes) {
  CC_TRY(const QByteArray bytes, readAll(path));
  auto notebook = parseNotebook(bytes, notes);
  if (!notebook.ok()) return std::move(notebook).error().with(u"path"_s, path);
  return notebook;
}

}  // namespace cc::notebook
