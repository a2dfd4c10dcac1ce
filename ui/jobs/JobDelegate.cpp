// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobDelegate.h"

#include "ui/jobs/JobTableModel.h"
#include "ui/jobs/JobText.h"

#include <QApplication>
#include <QPainter>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobState;

void JobDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem item(option);
  initStyleOption(&item, index);
  item.state &= ~QStyle::State_HasFocus;  // the row is the unit: no focus frame around one cell
  if (index.column() != JobTableModel::State && index.column() != JobTableModel::Progress) {
    item.rect.adjust(4, 0, -4, 0);
    QStyleOptionViewItem back(item);
    back.rect = option.rect;
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &back, painter, option.widget);
    const bool selected = item.state & QStyle::State_Selected;
    if (index.column() == JobTableModel::Name) placeInSweep(painter, item, index.row());
    const bool faint = index.column() != JobTableModel::Name;
    painter->setPen(selected ? item.palette.color(QPalette::HighlightedText)
                    : faint  ? toneColor(Tone::Faint, item.palette)
                             : item.palette.color(QPalette::Text));
    painter->setFont(item.font);
    const QString text = item.fontMetrics.elidedText(item.text, Qt::ElideRight, item.rect.width() - 4);
    painter->drawText(item.rect.adjusted(2, 0, -2, 0), int(item.displayAlignment) | Qt::TextSingleLine, text);
    return;
  }
  QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, option.widget);
  if (index.column() == JobTableModel::State) {
    paintState(painter, item, index.row());
  } else {
    paintProgress(painter, item, index.row());
  }
}

// A sweep's row has an arrow to open and close it; its jobs stand indented below.
void JobDelegate::placeInSweep(QPainter* painter, QStyleOptionViewItem& item, int row) const {
  const auto kind = m_model.kindOf(row);
  if (kind == JobTableModel::RowKind::Job) return;
  if (kind == JobTableModel::RowKind::Head) {
    const bool selected = item.state & QStyle::State_Selected;
    const QColor color = item.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QRect arrow(item.rect.left(), item.rect.center().y() - 7, 16, 16);
    themedIcon(m_model.isOpen(row) ? u"chevron-down"_s : u"chevron-right"_s, color).paint(painter, arrow);
    item.font.setBold(true);
    item.fontMetrics = QFontMetrics(item.font);
  }
  item.rect.setLeft(item.rect.left() + kIndent - 4);
}

void JobDelegate::paintState(QPainter* painter, const QStyleOptionViewItem& option, int row) const {
  const auto& job = m_model.jobAt(row);
  const bool selected = option.state & QStyle::State_Selected;
  const QColor color = selected ? option.palette.color(QPalette::HighlightedText)
                                : toneColor(job.warning ? Tone::Warning : stateTone(job.state), option.palette);
  const int size = 16;
  const QRect icon(option.rect.left() + 8, option.rect.center().y() - size / 2 + 1, size, size);
  themedIcon(job.warning ? u"warning"_s : stateIconName(job.state), color).paint(painter, icon);
  painter->setPen(color);
  painter->setFont(option.font);
  const QRect text = option.rect.adjusted(8 + size + 7, 0, -4, 0);
  painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                    option.fontMetrics.elidedText(stateText(job.state), Qt::ElideRight, text.width()));
}

void JobDelegate::paintProgress(QPainter* painter, const QStyleOptionViewItem& option, int row) const {
  const auto& job = m_model.jobAt(row);
  const bool selected = option.state & QStyle::State_Selected;
  if (const QString reason = waitReason(job); job.cellsTotal <= 0 || !reason.isEmpty()) {
    const QRect area = option.rect.adjusted(6, 0, -6, 0);
    painter->setPen(selected ? option.palette.color(QPalette::HighlightedText)
                             : toneColor(Tone::Faint, option.palette));
    painter->setFont(option.font);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(reason, Qt::ElideRight, area.width()));
    return;
  }
  const QColor ink = selected ? option.palette.color(QPalette::HighlightedText) : option.palette.color(QPalette::Text);
  const QColor bar =
      selected ? ink : toneColor(isAlive(job.state) ? Tone::Active : stateTone(job.state), option.palette);
  QString text = u"%1/%2"_s.arg(job.cellsDone).arg(job.cellsTotal);
  if (job.runningCell >= 0 && job.runningCellSince > 0 && isAlive(job.state)) {
    text += u" · "_s + durationText(m_model.now() - job.runningCellSince);
  }
  QRect area = option.rect.adjusted(6, 0, -6, 0);
  const int textWidth = qMin(area.width() / 2 + 10, qMax(96, option.fontMetrics.horizontalAdvance(text) + 8));
  QRect textRect = area;
  textRect.setLeft(area.right() - textWidth);
  QRectF track(area.left(), area.center().y() - 2, area.width() - textWidth - 8, 5);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  if (track.width() > 8) {
    QColor rail = ink;
    rail.setAlpha(38);
    painter->setBrush(rail);
    painter->drawRoundedRect(track, 2.5, 2.5);
    const qreal share = qBound(0.0, double(job.cellsDone) / job.cellsTotal, 1.0);
    if (share > 0) {
      painter->setBrush(bar);
      QRectF done(track);
      done.setWidth(qMax(5.0, track.width() * share));
      painter->drawRoundedRect(done, 2.5, 2.5);
    }
  }
  painter->restore();
  painter->setPen(selected ? ink : toneColor(Tone::Faint, option.palette));
  painter->setFont(option.font);
  painter->drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                    option.fontMetrics.elidedText(text, Qt::ElideRight, textRect.width()));
}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QSize size = QStyledItemDelegate::sizeHint(option, index);
  return {size.width() + 16, qMax(size.height(), 30)};
}

}  // namespace cc::ui
