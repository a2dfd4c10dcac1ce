// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/CellWidget.h"

#include "ui/jobs/JobText.h"
#include "ui/output/BlockWidgets.h"
#include "ui/output/MarkdownHtml.h"
#include "ui/output/SafeTextView.h"

#include <QFontDatabase>
#include <QLabel>
#include <QLocale>
#include <QPainter>

namespace cc::ui {

using namespace Qt::StringLiterals;
using notebook::CellType;

namespace {

constexpr int kMargin = 6;
constexpr qsizetype kMaxSource = 256 * 1024;

QString secondsText(double seconds) {
  if (seconds < 0) return {};
  if (seconds < 10) return QLocale().toString(seconds, 'f', seconds < 1 ? 2 : 1) + u" s"_s;
  return durationText(qint64(seconds * 1000));
}

}  // namespace

CellWidget::CellWidget(QWidget* parent) : QWidget(parent) {
  setObjectName(u"cellWidget"_s);
  m_prompt = new QLabel(this);
  m_prompt->setObjectName(u"promptLabel"_s);
  m_prompt->setAlignment(Qt::AlignRight | Qt::AlignTop);
  m_prompt->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_time = new QLabel(this);
  m_time->setObjectName(u"cellTimeLabel"_s);
  m_time->setAlignment(Qt::AlignRight | Qt::AlignTop);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.85);
  m_time->setFont(small);
  for (QLabel* label : {m_prompt, m_time}) label->setForegroundRole(QPalette::PlaceholderText);
}

void CellWidget::setCell(const engine::CellView& view, const QString& language) {
  m_code = view.type == CellType::Code;
  m_running = view.running;
  const QString source = cellSource(view.cell).left(kMaxSource);
  if (!m_source) {
    m_source = new SafeTextView(this);
    m_source->setObjectName(u"sourceView"_s);
    m_source->setAccessibleName(tr("Cell %1").arg(view.index + 1));
    connect(m_source, &SafeTextView::linkActivated, this, &CellWidget::linkActivated);
    if (view.type != CellType::Markdown) m_source->setMonospace();
    m_source->show();
  }
  if (view.type == CellType::Markdown) {
    m_source->setSafeHtml(markdownToHtml(source));
  } else if (language.isEmpty() || m_code) {
    m_source->setCode(source);
  } else {
    m_source->setAnsi(source);
  }
  const int count = cellExecutionCount(view.cell);
  m_prompt->setText(!m_code ? QString() : m_running ? u"[*]"_s : count >= 0 ? u"[%1]"_s.arg(count) : u"[ ]"_s);
  m_time->setText(m_code ? m_running ? tr("running") : secondsText(cellSeconds(view.cell)) : QString());
  std::vector<OutputBlock> blocks = outputBlocks(view.cell);
  if (view.truncated) {
    blocks.push_back({.kind = OutputBlock::Kind::Note,
                      .text = tr("This output is longer than what is shown here; the whole is in executed.ipynb."),
                      .hash = 1});
  }
  setBlocks(std::move(blocks));
  update();
}

void CellWidget::setBlocks(std::vector<OutputBlock> blocks) {
  m_failed = std::any_of(blocks.begin(), blocks.end(),
                         [](const OutputBlock& b) { return b.kind == OutputBlock::Kind::Error; });
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const bool sameKind =
        i < m_blocks.size() && m_blocks[i].kind == blocks[i].kind && m_blocks[i].isStderr == blocks[i].isStderr;
    if (sameKind && (m_blocks[i] == blocks[i] || m_widgets[i]->update(blocks[i]))) continue;
    auto* widget = BlockWidget::create(blocks[i], this);
    connect(widget, &BlockWidget::heightChanged, this, &CellWidget::heightChanged);
    connect(widget, &BlockWidget::linkActivated, this, &CellWidget::linkActivated);
    widget->show();
    if (i < m_widgets.size()) {
      m_widgets[i]->deleteLater();
      m_widgets[i]->hide();
      m_widgets[i] = widget;
    } else {
      m_widgets.push_back(widget);
    }
  }
  while (m_widgets.size() > blocks.size()) {
    m_widgets.back()->hide();
    m_widgets.back()->deleteLater();
    m_widgets.pop_back();
  }
  m_blocks = std::move(blocks);
}

int CellWidget::layOut(int width) {
  const int left = kPromptWidth + 10, content = qMax(80, width - left - 16);
  int y = kMargin;
  m_sourceHeight = m_source ? m_source->heightFor(content) : 0;
  if (m_source) m_source->setGeometry(left, y, content, m_sourceHeight);
  const int line = m_prompt->sizeHint().height();
  m_prompt->setGeometry(6, y + 4, kPromptWidth - 6, line);
  m_time->setGeometry(6, y + 4 + line, kPromptWidth - 6, m_time->sizeHint().height());
  y += qMax(m_sourceHeight, m_time->text().isEmpty() ? 0 : line + m_time->sizeHint().height() + 4);
  for (BlockWidget* widget : m_widgets) {
    y += 4;
    const int height = widget->heightFor(content);
    widget->setGeometry(left, y, content, height);
    y += height;
  }
  return y + kMargin;
}

int CellWidget::estimateHeight(const engine::CellView& view, int lineHeight) {
  int lines = int(cellSource(view.cell).count(u'\n')) + 1;
  int extra = 0;
  for (const OutputBlock& block : outputBlocks(view.cell)) {
    if (block.kind == OutputBlock::Kind::Image || block.kind == OutputBlock::Kind::Svg) {
      extra += 320;
    } else if (block.kind == OutputBlock::Kind::Error) {
      extra += 60;
    } else {
      lines += qMin<int>(TextBlockWidget::kShownLines, int(block.text.count(u'\n')) + 1);
    }
  }
  return lines * lineHeight + extra + 2 * kMargin + 8;
}

void CellWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_code && m_source) {
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().color(QPalette::AlternateBase));
    painter.drawRoundedRect(QRectF(m_source->geometry()).adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4);
  }
  if (m_running || m_failed) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(toneColor(m_running ? Tone::Active : Tone::Bad, palette()));
    painter.drawRoundedRect(QRectF(1, kMargin, 3, height() - 2 * kMargin), 1.5, 1.5);
  }
}

}  // namespace cc::ui
