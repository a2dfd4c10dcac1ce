// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/BackupTarget.h"

#include <QDir>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qsizetype kLongestPath = 700;  // Cloud Storage takes names of 1024 bytes: room for what is put below

Error bad(const QString& value, const QString& expected) {
  return Error{.code = ErrorCode::UsageBadParameter,
               .params = {{u"name"_s, u"--backup-to"_s}, {u"value"_s, value}, {u"expected"_s, expected}}};
}

// The path without empty segments and slashes at its ends.
Result<QString> cleanPath(const QString& text, const QString& path) {
  const QStringList segments = path.split(u'/', Qt::SkipEmptyParts);
  for (const QString& segment : segments) {
    if (segment == u"."_s || segment == u".."_s) return bad(text, u"a path without . and .. in it"_s);
    if (segment.trimmed() != segment) return bad(text, u"a path without blanks at the ends of a name"_s);
  }
  const QString clean = segments.join(u'/');
  if (clean.toUtf8().size() > kLongestPath) return bad(text.left(80) + u'…', u"a path of at most 700 bytes"_s);
  return clean;
}

bool isBucketName(const QString& name) {
  static const QRegularExpression pattern(u"^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$"_s);
  return pattern.match(name).hasMatch();
}

Result<BackupTarget> drive(const QString& text, const QString& root) {
  const QString given = text.mid(u"gdrive:"_s.size());
  if (given.startsWith("//"_L1)) return bad(text, u"gdrive: and a path, such as gdrive:Runs/2026"_s);
  CC_TRY(QString path, cleanPath(text, given));
  const bool fromTop = given.startsWith(u'/') || path == root || path.startsWith(root + u'/');
  if (!fromTop && !root.isEmpty()) path = path.isEmpty() ? root : root + u'/' + path;
  return BackupTarget{.kind = BackupTarget::Kind::Drive, .path = path};
}

Result<BackupTarget> storage(const QString& text, const QString& defaultBucket) {
  if (!text.startsWith("gs://"_L1)) return bad(text, u"gs:// and a bucket, such as gs://my-bucket/runs"_s);
  const QString rest = text.mid(5);
  const QString bucket = rest.section(u'/', 0, 0);
  QString path = rest.section(u'/', 1);
  BackupTarget target{.kind = BackupTarget::Kind::Storage, .bucket = bucket};
  if (bucket.isEmpty()) {
    if (defaultBucket.isEmpty()) return bad(text, u"a bucket after gs://, or one in PANINI_BACKUP_BUCKET"_s);
    const QString known = defaultBucket.startsWith("gs://"_L1) ? defaultBucket.mid(5) : defaultBucket;
    target.bucket = known.section(u'/', 0, 0);
    path = known.section(u'/', 1) + u'/' + path;
  }
  if (!isBucketName(target.bucket)) {
    return bad(text, u"the name of a bucket: at least three lower-case letters, digits, dots, dashes or underscores"_s);
  }
  CC_TRY(target.path, cleanPath(text, path));
  return target;
}

}  // namespace

BackupDefaults BackupDefaults::fromEnvironment() {
  QString root = qEnvironmentVariable("GOOGLE_DRIVE_ROOT");
  for (const auto mounted : {"/content/drive/MyDrive"_L1, "/content/drive/My Drive"_L1}) {
    if (root.startsWith(mounted)) root = root.mid(mounted.size());
  }
  if (root.startsWith("gdrive:"_L1)) root = root.mid(7);
  return {.driveRoot = root.split(u'/', Qt::SkipEmptyParts).join(u'/'),
          .bucket = qEnvironmentVariable("PANINI_BACKUP_BUCKET")};
}

Result<BackupTarget> BackupTarget::parse(const QString& given, const BackupDefaults& defaults) {
  const QString text = given.trimmed();
  if (text.isEmpty()) return bad(given, u"gdrive:PATH, gs://BUCKET/PATH or a folder"_s);
  if (std::any_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; })) {
    return bad(given.simplified(), u"a place without control characters in its name"_s);
  }
  const QString plain = QDir::fromNativeSeparators(text);
  if (plain.contains(u'\\')) return bad(text, u"slashes instead of backslashes"_s);
  if (plain.startsWith("gdrive:"_L1)) return drive(plain, defaults.driveRoot);
  if (plain.startsWith("gs:"_L1)) return storage(plain, defaults.bucket);
  if (!QDir::isAbsolutePath(plain)) {
    return bad(text, u"gdrive:PATH, gs://BUCKET/PATH or the absolute path of a folder"_s);
  }
  if (plain.split(u'/').contains(u".."_s)) return bad(text, u"a path without .. in it"_s);
  return BackupTarget{.kind = Kind::Folder, .path = QDir::cleanPath(plain)};
}

QString BackupTarget::text() const {
  switch (kind) {
    case Kind::Drive:
      return u"gdrive:/"_s + path;
    case Kind::Storage:
      return u"gs://"_s + bucket + (path.isEmpty() ? QString() : u'/' + path);
    case Kind::Folder:
      break;
  }
  return path;
}

BackupTarget BackupTarget::below(const QString& relative) const {
  BackupTarget target = *this;
  if (target.path.isEmpty() || target.path.endsWith(u'/')) {
    target.path += relative;
  } else {
    target.path += u'/' + relative;
  }
  return target;
}

}  // namespace cc::jobs
