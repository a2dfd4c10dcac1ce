// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Log.h"

#include "base/LogFile.h"
#include "base/Redactor.h"

#include <QDateTime>
#include <QStringList>
#include <cstdio>
#include <memory>

using namespace Qt::StringLiterals;

namespace cc {

Q_LOGGING_CATEGORY(lcNet, "cc.net")
Q_LOGGING_CATEGORY(lcJupyter, "cc.jupyter")
Q_LOGGING_CATEGORY(lcJobs, "cc.jobs")
Q_LOGGING_CATEGORY(lcStore, "cc.store")
Q_LOGGING_CATEGORY(lcEngine, "cc.engine")
Q_LOGGING_CATEGORY(lcUi, "cc.ui")

namespace {

constexpr qint64 kMaxFileBytes = 5 * 1024 * 1024;
constexpr int kKeptFiles = 3;

// What the message handler needs. Qt's handler is a plain function, so this one value is global; it is never freed,
// because messages may still come while the program ends.
struct Sink {
  std::unique_ptr<LogFile> file;
  bool alsoStderr = false;
  Sink* before = nullptr;  // stays: another thread may be writing by it
};
Sink* s_sink = nullptr;

QLatin1StringView wordFor(QtMsgType type) {
  switch (type) {
    case QtDebugMsg:
      return QLatin1StringView("debug");
    case QtInfoMsg:
      return QLatin1StringView("info");
    case QtWarningMsg:
      return QLatin1StringView("warning");
    case QtCriticalMsg:
      return QLatin1StringView("error");
    case QtFatalMsg:
      return QLatin1StringView("fatal");
  }
  return QLatin1StringView("info");
}

void handle(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  const QString category = QString::fromLatin1(context.category ? context.category : "default");
  QString line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs) + u' ' + wordFor(type) + u' ' + category +
                 u' ' + Redactor::redact(text);
  // One message, one line: a reader of the log may trust that a line was not made by foreign text.
  line.replace(u'\n', u"\n  "_s);
  line += u'\n';
  const QByteArray bytes = line.toUtf8();
  if (s_sink->file) s_sink->file->write(bytes);
  if (s_sink->alsoStderr || type == QtCriticalMsg || type == QtFatalMsg) {
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stderr);
  }
}

QString rulesFor(const QString& level) {
  const QStringList levels{u"debug"_s, u"info"_s, u"warning"_s, u"critical"_s};
  const qsizetype from = std::max<qsizetype>(0, levels.indexOf(level == u"error"_s ? u"critical"_s : level));
  QStringList rules{u"*.debug=false"_s};
  for (qsizetype i = 0; i < levels.size() - 1; ++i) {
    rules += u"cc.*.%1=%2"_s.arg(levels.at(i), i < from ? u"false"_s : u"true"_s);
  }
  return rules.join(u'\n');
}

}  // namespace

void installLog(const QString& file, const QString& level, bool alsoStderr) {
  auto* sink = new Sink;
  sink->alsoStderr = alsoStderr;
  if (!file.isEmpty()) {
    sink->file = std::make_unique<LogFile>(file, kMaxFileBytes, kKeptFiles);
    if (!sink->file->isOpen()) {
      std::fprintf(stderr, "The log %s cannot be written: %s\n", qUtf8Printable(file),
                   qUtf8Printable(sink->file->errorText()));
      sink->file.reset();
    }
  }
  sink->before = s_sink;
  s_sink = sink;
  QLoggingCategory::setFilterRules(rulesFor(level));
  qInstallMessageHandler(handle);
}

}  // namespace cc
