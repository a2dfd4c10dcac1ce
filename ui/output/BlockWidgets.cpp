// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/BlockWidgets.h"

#include "ui/look/Icons.h"
#include "ui/output/HtmlSanitizer.h"
#include "ui/output/MarkdownHtml.h"
#include "ui/output/SafeTextView.h"

#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QImageReader>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QSvgRenderer>
#include <QToolButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMaxPixels = 40'000'000;

QImage decodeImage(const QByteArray& bytes) {
  QBuffer buffer;
  buffer.setData(bytes);
  QImageReader reader(&buffer);
  const QSize size = reader.size();
  if (!size.isValid() || qint64(size.width()) * size.height() > kMaxPixels) return {};
  return reader.read();
}

QImage drawSvg(const QByteArray& bytes, QSize& natural) {
  QSvgRenderer renderer(bytes);
  if (!renderer.isValid()) return {};
  natural = renderer.defaultSize().boundedTo(QSize(2000, 2000)).expandedTo(QSize(16, 16));
  QImage image(natural * 2, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::white);  // drawings are made for paper
  QPainter painter(&image);
  renderer.render(&painter);
  return image;
}

QString lastLines(const QString& text, int lines, qsizetype* total) {
  *total = text.count(u'\n') + (text.endsWith(u'\n') ? 0 : 1);
  if (*total <= lines) return text;
  qsizetype at = text.size() - (text.endsWith(u'\n') ? 1 : 0);
  for (int i = 0; i < lines && at > 0; ++i) at = text.lastIndexOf(u'\n', at - 1);
  return text.mid(at + 1);
}

}  // namespace

BlockWidget* BlockWidget::create(const OutputBlock& block, QWidget* parent) {
  switch (block.kind) {
    case OutputBlock::Kind::Image:
    case OutputBlock::Kind::Svg:
      return new ImageBlockWidget(block, parent);
    case OutputBlock::Kind::Html:
    case OutputBlock::Kind::Markdown:
    case OutputBlock::Kind::Note:
      return new RichBlockWidget(block, parent);
    case OutputBlock::Kind::Error:
      return new ErrorBlockWidget(block, parent);
    case OutputBlock::Kind::Text:
      break;
  }
  return new TextBlockWidget(block, parent);
}

TextBlockWidget::TextBlockWidget(const OutputBlock& block, QWidget* parent) : BlockWidget(parent) {
  m_view = new SafeTextView(this);
  m_view->setObjectName(u"streamView"_s);
  m_view->setAccessibleName(block.isStderr ? tr("Error stream") : tr("Text output"));
  m_view->setMonospace();
  m_more = new QToolButton(this);
  m_more->setObjectName(u"showAllLinesButton"_s);
  m_more->setAutoRaise(true);
  m_more->hide();
  if (block.isStderr) {
    setAutoFillBackground(true);
    QPalette tinted = palette();
    QColor back = toneColor(Tone::Bad, tinted);
    back.setAlpha(isDark(tinted) ? 28 : 16);
    tinted.setColor(QPalette::Window, back);
    setPalette(tinted);
  }
  connect(m_more, &QToolButton::clicked, this, [this] {
    m_all = true;
    show(m_text);
    Q_EMIT heightChanged();
  });
  show(block.text);
}

void TextBlockWidget::show(const QString& text) {
  m_text = text;
  qsizetype total = 0;
  const QString shown = lastLines(text, kShownLines, &total);
  const bool cut = !m_all && total > kShownLines;
  m_more->setVisible(cut);
  if (cut) m_more->setText(tr("Show all %1 lines").arg(QLocale().toString(total)));
  QString body = m_all ? text : shown;
  if (body.endsWith(u'\n')) body.chop(1);
  m_view->setAnsi(body);
}

bool TextBlockWidget::update(const OutputBlock& block) {
  show(block.text);
  return true;
}

int TextBlockWidget::heightFor(int width) {
  int top = 0;
  if (!m_more->isHidden()) {
    m_more->setGeometry(0, 0, qMin(width, m_more->sizeHint().width()), m_more->sizeHint().height());
    top = m_more->height();
  }
  const int height = m_view->heightFor(width);
  m_view->setGeometry(0, top, width, height);
  return top + height;
}

RichBlockWidget::RichBlockWidget(const OutputBlock& block, QWidget* parent) : BlockWidget(parent) {
  m_view = new SafeTextView(this);
  m_view->setObjectName(u"richView"_s);
  m_view->setAccessibleName(tr("Formatted output"));
  connect(m_view, &SafeTextView::linkActivated, this, &BlockWidget::linkActivated);
  QString noteText;
  if (block.kind == OutputBlock::Kind::Markdown) {
    m_view->setSafeHtml(markdownToHtml(block.text));
  } else if (block.kind == OutputBlock::Kind::Note) {
    m_view->setSafeHtml(u"<i>"_s + block.text.toHtmlEscaped() + u"</i>"_s);
  } else {
    const SafeHtml safe = sanitizeHtml(block.text);
    m_view->setSafeHtml(safe.html);
    if (safe.cut) noteText = tr("Only the beginning is shown; the whole output is in executed.ipynb.");
    if (safe.dropped && !safe.cut) noteText = tr("Scripts and remote content of this output are not shown.");
  }
  if (noteText.isEmpty()) return;
  m_note = new QLabel(noteText, this);
  m_note->setTextFormat(Qt::PlainText);
  m_note->setEnabled(false);
  m_note->setMargin(4);
}

int RichBlockWidget::heightFor(int width) {
  const int height = m_view->heightFor(width);
  m_view->setGeometry(0, 0, width, height);
  if (!m_note) return height;
  const int noteHeight = m_note->sizeHint().height();
  m_note->setGeometry(0, height, width, noteHeight);
  return height + noteHeight;
}

ImageBlockWidget::ImageBlockWidget(const OutputBlock& block, QWidget* parent) : BlockWidget(parent) {
  setObjectName(u"imageView"_s);
  setAccessibleName(tr("Image output"));
  if (block.kind == OutputBlock::Kind::Svg) {
    m_image = drawSvg(block.bytes, m_natural);
  } else {
    m_image = decodeImage(block.bytes);
    m_natural = m_image.size();
  }
}

int ImageBlockWidget::heightFor(int width) {
  if (m_image.isNull()) return fontMetrics().height() + 8;
  const int shown = qMin(width - 8, m_natural.width());
  return int(qint64(m_natural.height()) * shown / qMax(1, m_natural.width())) + 8;
}

void ImageBlockWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (m_image.isNull()) {
    painter.drawText(rect().adjusted(4, 0, 0, 0), Qt::AlignVCenter, tr("This image cannot be shown."));
    return;
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const int shown = qMin(width() - 8, m_natural.width());
  const QRect target(4, 4, shown, int(qint64(m_natural.height()) * shown / qMax(1, m_natural.width())));
  painter.drawImage(target, m_image);
}

void ImageBlockWidget::contextMenuEvent(QContextMenuEvent* event) {
  if (m_image.isNull()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* copy = menu->addAction(themedIcon(u"copy"_s), tr("Copy image"));
  connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setImage(m_image); });
  menu->popup(event->globalPos());
}

ErrorBlockWidget::ErrorBlockWidget(const OutputBlock& block, QWidget* parent) : BlockWidget(parent) {
  m_title = new QLabel(block.text.left(2000), this);
  m_title->setObjectName(u"errorTitleLabel"_s);
  m_title->setTextFormat(Qt::PlainText);
  m_title->setWordWrap(true);
  m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
  QFont bold = m_title->font();
  bold.setBold(true);
  m_title->setFont(bold);
  QPalette red = m_title->palette();
  red.setColor(QPalette::WindowText, toneColor(Tone::Bad, palette()));
  m_title->setPalette(red);
  m_toggle = new QToolButton(this);
  m_toggle->setObjectName(u"tracebackButton"_s);
  m_toggle->setText(tr("Traceback"));
  m_toggle->setIcon(themedIcon(u"chevron-right"_s));
  m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_toggle->setAutoRaise(true);
  m_toggle->setCheckable(true);
  m_toggle->setVisible(!block.traceback.isEmpty());
  m_traceback = new SafeTextView(this);
  m_traceback->setObjectName(u"tracebackView"_s);
  m_traceback->setAccessibleName(tr("Traceback"));
  m_traceback->setMonospace();
  m_traceback->hide();
  connect(m_toggle, &QToolButton::toggled, this, [this, text = block.traceback](bool on) {
    if (on) m_traceback->setAnsi(text.right(256 * 1024));
    m_traceback->setVisible(on);
    m_toggle->setIcon(themedIcon(on ? u"chevron-down"_s : u"chevron-right"_s));
    Q_EMIT heightChanged();
  });
  setAutoFillBackground(true);
  QPalette tinted = palette();
  QColor back = toneColor(Tone::Bad, tinted);
  back.setAlpha(isDark(tinted) ? 30 : 16);
  tinted.setColor(QPalette::Window, back);
  setPalette(tinted);
}

int ErrorBlockWidget::heightFor(int width) {
  int y = 6;
  const int titleHeight = m_title->heightForWidth(width - 16);
  m_title->setGeometry(8, y, width - 16, titleHeight);
  y += titleHeight + 2;
  if (!m_toggle->isHidden()) {
    const QSize size = m_toggle->sizeHint();
    m_toggle->setGeometry(4, y, size.width(), size.height());
    y += size.height() + 2;
  }
  if (!m_traceback->isHidden()) {
    const int height = m_traceback->heightFor(width - 8);
    m_traceback->setGeometry(4, y, width - 8, height);
    y += height;
  }
  return y + 4;
}

}  // namespace cc::ui
