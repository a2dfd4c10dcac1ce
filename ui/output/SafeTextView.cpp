// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/SafeTextView.h"

#include "ui/output/AnsiText.h"
#include "ui/output/PythonHighlighter.h"

#include <QBuffer>
#include <QEvent>
#include <QFontDatabase>
#include <QImageReader>
#include <QScrollBar>
#include <QWheelEvent>

namespace cc::ui {

using namespace Qt::StringLiterals;

SafeTextView::SafeTextView(QWidget* parent) : QTextBrowser(parent) {
  setFrameShape(QFrame::NoFrame);
  setOpenLinks(false);
  setUndoRedoEnabled(false);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  viewport()->setAutoFillBackground(false);
  document()->setDocumentMargin(4);
  setLineWrapMode(WidgetWidth);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
    if (url.scheme() == u"http"_s || url.scheme() == u"https"_s || url.scheme() == u"mailto"_s)
      Q_EMIT linkActivated(url);
  });
}

void SafeTextView::setMonospace() {
  QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  mono.setPointSizeF(font().pointSizeF());
  setFont(mono);
  document()->setDefaultFont(mono);
}

void SafeTextView::setSafeHtml(const QString& html) {
  m_content = Content::Html;
  m_source = html;
  render();
}

void SafeTextView::setCode(const QString& source) {
  if (m_content == Content::Code && m_source == source) return;
  m_content = Content::Code;
  m_source = source;
  render();
}

void SafeTextView::setAnsi(const QString& text) {
  if (m_content == Content::Ansi && text == m_source) return;
  // Colours and carriage returns reach over pieces: appending is only right when the new part has neither.
  if (m_content == Content::Ansi && !m_source.isEmpty() && text.startsWith(m_source)) {
    const QString more = text.mid(m_source.size());
    if (!more.contains(u'\x1b') && !more.contains(u'\r') && !more.contains(u'\b') && !m_source.contains(u'\x1b') &&
        !m_source.endsWith(u'\r')) {
      QTextCursor cursor(document());
      cursor.movePosition(QTextCursor::End);
      cursor.insertText(more);
      m_source = text;
      m_width = -1;
      return;
    }
  }
  m_content = Content::Ansi;
  m_source = text;
  render();
}

void SafeTextView::render() {
  m_width = -1;
  switch (m_content) {
    case Content::None:
      return;
    case Content::Html: {
      const QString mid = palette().color(QPalette::Mid).name(), back = palette().color(QPalette::AlternateBase).name();
      document()->setDefaultStyleSheet(
          u"table { margin-top: 6px; margin-bottom: 6px; border-collapse: collapse; border: 1px solid %1; }"
          "td, th { padding: 3px 9px; border: 1px solid %1; } th { background-color: %2; font-weight: 600; }"
          "code, pre { font-family: monospace; background-color: %4; } a { color: %3; }"_s.arg(
              mid, back, palette().color(QPalette::Link).name(), palette().color(QPalette::Window).name()));
      setHtml(m_source);
      return;
    }
    case Content::Ansi: {
      clear();
      QTextCursor cursor(document());
      cursor.beginEditBlock();
      for (const AnsiRun& run : parseAnsi(m_source)) cursor.insertText(run.text, ansiFormat(run, palette()));
      cursor.endEditBlock();
      return;
    }
    case Content::Code:
      for (auto* old : document()->findChildren<PythonHighlighter*>()) delete old;
      setPlainText(m_source);
      new PythonHighlighter(document(), palette());
      return;
  }
}

int SafeTextView::heightFor(int width) {
  if (width == m_width) return m_height;
  m_width = width;
  document()->setTextWidth(width);
  m_height = int(document()->size().height()) + 1;
  if (document()->idealWidth() > width + 1) m_height += horizontalScrollBar()->sizeHint().height();
  return m_height;
}

QVariant SafeTextView::loadResource(int type, const QUrl& name) {
  if (type != QTextDocument::ImageResource || name.scheme() != u"data"_s) return QVariant(QByteArray());
  const QByteArray encoded = name.toString(QUrl::FullyEncoded).toLatin1();
  const qsizetype comma = encoded.indexOf(',');
  if (comma < 0 || !encoded.left(comma).endsWith(";base64")) return QVariant(QByteArray());
  QByteArray bytes = QByteArray::fromBase64(QByteArray::fromPercentEncoding(encoded.mid(comma + 1)));
  QBuffer buffer(&bytes);
  QImageReader reader(&buffer);
  const QSize size = reader.size();
  if (!size.isValid() || qint64(size.width()) * size.height() > 40'000'000) return QVariant(QByteArray());
  return reader.read();
}

void SafeTextView::wheelEvent(QWheelEvent* event) {
  const bool sideways = event->angleDelta().x() != 0 || (event->modifiers() & Qt::ShiftModifier);
  if (sideways && horizontalScrollBar()->maximum() > 0) {
    QTextBrowser::wheelEvent(event);
  } else {
    event->ignore();
  }
}

void SafeTextView::changeEvent(QEvent* event) {
  QTextBrowser::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) render();
}

}  // namespace cc::ui
