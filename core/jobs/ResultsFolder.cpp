// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/ResultsFolder.h"

#include "base/Ids.h"
#include "base/Redactor.h"
#include "base/WriteError.h"
#include "notebook/NotebookIo.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace cc::jobs {

QString ResultsFolder::pathFor(const QString& results, EpochMs created, const QString& jobId, const QString& name) {
  const QString day = QDateTime::fromMSecsSinceEpoch(created, Qt::UTC).toString(u"yyyy-MM-dd"_s);
  return QDir::cleanPath(results) + u'/' + day + u'/' + jobId + u'-' + slug(name);
}

QString ResultsFolder::inputPath() const {
  return m_folder + u"/input.ipynb"_s;
}

QString ResultsFolder::executedPath() const {
  return m_folder + u"/executed.ipynb"_s;
}

QString ResultsFolder::artifactPath(const QString& relative) const {
  return m_folder + u"/artifacts/"_s + relative;
}

Status ResultsFolder::make() const {
  if (!QDir().mkpath(m_folder)) return writeError(m_folder, u"the folder cannot be made"_s);
  return done();
}

Status ResultsFolder::writeInput(const QByteArray& bytes) const {
  return writeFile(u"input.ipynb"_s, bytes);
}

Status ResultsFolder::writeExecuted(const notebook::Notebook& notebook) const {
  return notebook::saveNotebook(notebook, executedPath());
}

Status ResultsFolder::writeManifest(const Json& manifest) const {
  const std::string text = manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  return writeFile(u"manifest.json"_s, QByteArray::fromStdString(text));
}

Status ResultsFolder::writeFile(const QString& name, const QByteArray& bytes) const {
  CC_CHECK(make());
  QSaveFile file(m_folder + u'/' + name);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
    return writeError(file);
  }
  return done();
}

void ResultsFolder::log(EpochMs at, const QString& line) const {
  QFile file(m_folder + u"/job.log"_s);
  const auto append = QIODevice::WriteOnly | QIODevice::Append;
  // The first lines come before the first file does.
  if (!file.open(append) && (!make().ok() || !file.open(append))) return;
  file.write((toRfc3339(at) + u' ' + Redactor::redact(line) + u'\n').toUtf8());
}

QString ResultsFolder::readLog() const {
  QFile file(m_folder + u"/job.log"_s);
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

bool staysBelow(const QString& relative) {
  if (relative.isEmpty() || relative.contains(QChar(0)) || relative.contains(u'\\')) return false;
  if (QDir::isAbsolutePath(relative)) return false;
#ifdef Q_OS_WIN
  if (relative.contains(u':')) return false;  // drives and streams
#endif
  const QString clean = QDir::cleanPath(relative);
  return clean != u".."_s && !clean.startsWith(u"../"_s) && clean != u"."_s;
}

}  // namespace cc::jobs
