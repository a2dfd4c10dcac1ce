// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace cc::app {

// What the user sees: stdout, stderr and the progress line. Main thread.
class Terminal {
public:
  explicit Terminal(bool json);

  bool isJson() const { return m_json; }
  bool hasProgressBar() const { return m_errIsTerminal && !m_json; }
  void out(const QByteArray& utf8);  // as it is, to stdout; without escapes when that is no terminal
  void err(const QByteArray& utf8);  // the same to stderr
  void out(const QString& text) { out(text.toUtf8()); }
  void err(const QString& text) { err(text.toUtf8()); }
  void document(const Json& json);     // the one document of --json
  void line(const Json& json);         // one object of a stream
  void error(const Error& error);      // text or object, to stderr
  void note(const QString& sentence);  // to stderr, not with --json
  void table(const QStringList& head, const std::vector<QStringList>& rows);
  // The progress line on stderr; drawn again after other output. Empty: removed.
  void setProgress(const QString& text);

private:
  void write(FILE* to, bool keepEscapes, const QByteArray& utf8);
  void clearProgress();
  void drawProgress();

  bool m_json, m_outIsTerminal, m_errIsTerminal;
  bool m_atLineStart = true;
  bool m_drawn = false;
  QString m_progress;
};

// {"code","message","hint","details"}
Json errorObject(const Error& error);
// Adds message and hint to every error inside a document of the engine.
void explainErrors(Json& document);
// What the exit code says about an error, see product contract: 1 notebook, 2 usage, 3 not run, 4 timed out, 5 lost.
int exitCodeFor(const Error& error);

}  // namespace cc::app
