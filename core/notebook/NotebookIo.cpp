// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookIo.h"

#include "notebook/NotebookShape.h"
#include "notebook/NotebookUpgrade.h"
#include "notebook/PythonJsonReader.h"
#include "notebook/TextCheck.h"

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

Error notUtf8(std::size_t position, const QString& detail) {
  return Error{
      .code = ErrorCode::NotebookNotUtf8, .params = {{u"position"_s, QString::number(position)}}, .detail = detail};
}

bool hasOtherByteOrderMark(QByteArrayView bytes) {
  return bytes.startsWith(QByteArrayView("\xFF\xFE")) || bytes.startsWith(QByteArrayView("\xFE\xFF"));
}

Error whyNoJson(QByteArrayView bytes, const JsonProblem& problem) {
  if (problem.tooDeep) {
    return Error{.code = ErrorCode::NotebookBadStructure,
                 .params = {{u"member"_s, QString()}, {u"expected"_s, u"at most %1 levels"_s.arg(kMaxJsonDepth)}},
                 .detail = problem.text};
  }
  if (problem.endsTooEarly) {
    return Error{.code = ErrorCode::NotebookTruncated,
                 .params = {{u"position"_s, QString::number(problem.position)}},
                 .detail = problem.text};
  }
  const TextPlace place = placeOf(bytes, std::size_t(problem.position));
  return Error{.code = ErrorCode::NotebookNotJson,
               .params = {{u"line"_s, QString::number(place.line)}, {u"column"_s, QString::number(place.column)}},
               .detail = problem.text};
}

Result<Json> readJson(QByteArrayView bytes) {
  if (hasOtherByteOrderMark(bytes)) return notUtf8(0, u"byte order mark of UTF-16 or UTF-32"_s);
  if (const auto bad = invalidUtf8At(bytes)) {
    const auto byte = static_cast<unsigned char>(bytes[qsizetype(*bad)]);
    return notUtf8(*bad, u"byte 0x"_s + QString::number(byte, 16));
  }
  // Some editors on Windows write it; Python refuses it.
  if (bytes.startsWith(QByteArrayView("\xEF\xBB\xBF"))) bytes = bytes.sliced(3);
  Json document;
  if (const auto problem = readPythonJson(bytes, document)) return whyNoJson(bytes, *problem);
  return document;
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
  CC_TRY(Json document, readJson(bytes));
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
