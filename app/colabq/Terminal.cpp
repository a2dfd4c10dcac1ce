// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/Terminal.h"

#include "ui/common/ErrorPresenter.h"

#include <cctype>
#include <cstdio>
#ifdef Q_OS_UNIX
#include <unistd.h>
#else
#include <io.h>
#define isatty _isatty
#define fileno _fileno
#endif

using namespace Qt::StringLiterals;

namespace cc::app {

Terminal::Terminal(bool json)
    : m_json(json), m_outIsTerminal(isatty(fileno(stdout)) != 0), m_errIsTerminal(isatty(fileno(stderr)) != 0) {}

namespace {
void put(FILE* to, QByteArrayView bytes) {
  std::fwrite(bytes.data(), 1, static_cast<size_t>(bytes.size()), to);
}

// Length of the control sequence (ESC [ parameters letter) that text begins with; 1 for any other escape.
qsizetype escapeLength(QByteArrayView text) {
  qsizetype end = 2;
  if (text.size() < 2 || text[1] != '[') return 1;
  while (end < text.size() &&
         (std::isdigit(static_cast<unsigned char>(text[end])) || text[end] == ';' || text[end] == '?'))
    ++end;
  return end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) ? end + 1 : 1;
}

// In pieces: an output may have hundreds of megabytes.
void putWithoutEscapes(FILE* to, QByteArrayView text) {
  for (qsizetype escape = text.indexOf('\x1b'); escape >= 0; escape = text.indexOf('\x1b')) {
    put(to, text.first(escape));
    text = text.sliced(escape);
    text = text.sliced(escapeLength(text));
  }
  put(to, text);
}
}  // namespace

void Terminal::write(FILE* to, bool keepEscapes, const QByteArray& utf8) {
  if (utf8.isEmpty()) return;
  clearProgress();
  keepEscapes ? put(to, utf8) : putWithoutEscapes(to, utf8);
  std::fflush(to);
  m_atLineStart = utf8.endsWith('\n');
  drawProgress();
}

void Terminal::out(const QByteArray& utf8) {
  write(stdout, m_outIsTerminal || m_json, utf8);
}

void Terminal::err(const QByteArray& utf8) {
  write(stderr, m_errIsTerminal || m_json, utf8);
}

void Terminal::document(const Json& json) {
  out(QByteArray::fromStdString(json.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n');
}

void Terminal::line(const Json& json) {
  out(dumpJson(json) + '\n');
}

void Terminal::note(const QString& sentence) {
  if (!m_json) err(sentence + u'\n');
}

void Terminal::error(const Error& error) {
  if (m_json) return err(dumpJson({{"error", errorObject(error)}}) + '\n');
  const ui::ErrorPresentation text = ui::present(error);
  if (!m_atLineStart) err(u"\n"_s);
  err(u"Error: "_s + text.title + u'\n');
  if (!text.explanation.isEmpty()) err(u"  "_s + text.explanation + u'\n');
  if (!error.detail.isEmpty() && !error.detail.contains(u'\n')) err(u"  ("_s + error.detail.left(500) + u")\n"_s);
  if (!text.hint.isEmpty()) err(u"  "_s + text.hint + u'\n');
}

void Terminal::table(const QStringList& head, const std::vector<QStringList>& rows) {
  std::vector<qsizetype> widths;
  for (const QString& title : head) widths.push_back(title.size());
  for (const QStringList& row : rows) {
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], row.value(static_cast<int>(i)).size());
  }
  const auto lineOf = [&widths](const QStringList& row) -> QString {
    QString text;
    for (size_t i = 0; i < widths.size(); ++i) {
      const QString cell = row.value(static_cast<int>(i));
      text += i + 1 < widths.size() ? cell.leftJustified(widths[i] + 2) : cell;
    }
    return text + u'\n';
  };
  QString all = lineOf(head);
  for (const QStringList& row : rows) all += lineOf(row);
  out(all);
}

void Terminal::setProgress(const QString& text) {
  if (!hasProgressBar()) return;
  m_progress = text;
  clearProgress();
  drawProgress();
}

void Terminal::clearProgress() {
  if (!std::exchange(m_drawn, false)) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

void Terminal::drawProgress() {
  // A line that is not complete yet would run into it.
  if (m_progress.isEmpty() || !m_atLineStart) return;
  std::fputs(m_progress.toUtf8().constData(), stderr);
  std::fflush(stderr);
  m_drawn = true;
}

Json errorObject(const Error& error) {
  Json details = Json::object();
  for (auto it = error.params.cbegin(); it != error.params.cend(); ++it) details[toStd(it.key())] = toStd(it.value());
  if (!error.detail.isEmpty()) details["detail"] = toStd(error.detail);
  return {{"code", toStd(errorWord(error.code))},
          {"message", toStd(ui::message(error))},
          {"hint", toStd(ui::present(error).hint)},
          {"details", details}};
}

void explainErrors(Json& document) {
  if (!document.is_structured()) return;
  if (document.is_object() && document.contains("code") && document.contains("params") &&
      document.contains("retryable")) {
    const Json causes = at(document, "causes");
    document = errorObject(errorFromJson(document));
    if (causes.is_array() && !causes.empty()) document["details"]["causes"] = causes;
    return;
  }
  for (Json& member : document) explainErrors(member);
}

int exitCodeFor(const Error& error) {
  switch (error.code) {
    case ErrorCode::JobCancelled:
      return 130;
    case ErrorCode::CellFailed:
    case ErrorCode::CellWantsInput:
      return 1;
    case ErrorCode::CellTimedOut:
    case ErrorCode::CellSilent:
    case ErrorCode::JobTimedOut:
      return 4;
    case ErrorCode::KernelUnknown:
    case ErrorCode::KernelStartFailed:
      return 3;
    case ErrorCode::FileNotFound:
      return 2;
    default:
      break;
  }
  const QString word = errorWord(error.code);
  for (const QLatin1StringView band : {"usage."_L1, "config."_L1, "notebook."_L1}) {
    if (word.startsWith(band)) return 2;
  }
  return word.startsWith("runtime."_L1) ? 5 : 3;
}

}  // namespace cc::app
