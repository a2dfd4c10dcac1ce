// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/OutputView.h"

#include "ui/jobs/JobText.h"
#include "ui/look/EmptyState.h"
#include "ui/output/CellWidget.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QScrollBar>
#include <utility>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::CellView;
using engine::JobState;
using engine::NotebookView;

OutputView::OutputView(QWidget* parent) : QAbstractScrollArea(parent) {
  setObjectName(u"outputView"_s);
  setAccessibleName(tr("Executed notebook"));
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setBackgroundRole(QPalette::Base);
  viewport()->setAutoFillBackground(true);
  verticalScrollBar()->setSingleStep(24);
  m_layoutTimer.setSingleShot(true);
  m_layoutTimer.setInterval(0);
  connect(&m_layoutTimer, &QTimer::timeout, this, &OutputView::relayout);
  connect(verticalScrollBar(), &QScrollBar::sliderMoved, this, &OutputView::userScrolled);
  connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &OutputView::userScrolled);
  m_jump = new QPushButton(themedIcon(u"jump"_s), tr("Jump to running"), this);
  m_jump->setObjectName(u"jumpToRunningButton"_s);
  m_jump->setToolTip(tr("Show the running cell and follow it"));
  m_jump->hide();
  connect(m_jump, &QPushButton::clicked, this, &OutputView::jumpToRunning);
  m_empty = new EmptyState(u"output"_s, {}, {}, viewport());
  updateEmptyState();
}

void OutputView::setEngine(engine::Engine* engine) {
  m_engine = engine;
  if (!engine) return;
  connect(engine, &engine::Engine::viewChanged, this, [this](const QString& job, qint64 revision) {
    if (job == m_job && revision > m_revision) ask();
  });
}

void OutputView::showJob(const QString& id, JobState state, const QString& waits) {
  const bool stateChanged = state != m_state;
  m_state = state;
  const bool reasonChanged = std::exchange(m_waits, waits) != waits;
  if (id == m_job) {
    if (reasonChanged) updateEmptyState();
    if (stateChanged && m_cells.empty()) m_follow = !jobs::isFinal(state);  // selected before it started
    if (stateChanged) ask();
    return;
  }
  m_call.cancel();
  m_job = id;
  m_revision = 0;
  m_asking = m_askAgain = false;
  m_follow = !jobs::isFinal(state);
  for (CellWidget* widget : std::as_const(m_widgets)) {
    widget->hide();
    widget->deleteLater();
  }
  m_widgets.clear();
  m_cells.clear();
  m_heights.clear();
  verticalScrollBar()->setValue(0);
  relayout();
  if (!id.isEmpty()) ask();
}

void OutputView::ask() {
  if (!m_engine || m_job.isEmpty()) return;
  if (m_asking) {
    m_askAgain = true;
    return;
  }
  m_asking = true;
  m_call = m_engine->view(m_job, m_revision, this, [this, job = m_job](Result<NotebookView> view) {
    if (job != m_job) return;
    m_asking = false;
    if (!view) {
      if (isAlive(m_state) || jobs::isFinal(m_state)) Q_EMIT failed(view.error());
      return;
    }
    apply(*view);
    if (std::exchange(m_askAgain, false)) ask();
  });
}

void OutputView::apply(const NotebookView& view) {
  m_revision = view.revision;
  m_language = view.language;
  const std::size_t count = std::size_t(qMax(0, view.cellCount));
  if (count < m_cells.size()) {
    for (auto it = m_widgets.begin(); it != m_widgets.end();) {
      if (std::size_t(it.key()) >= count) {
        it.value()->hide();
        it.value()->deleteLater();
        it = m_widgets.erase(it);
      } else {
        ++it;
      }
    }
  }
  m_cells.resize(count);
  m_heights.resize(count, 40);
  const int line = fontMetrics().height();
  for (const CellView& cell : view.cells) {
    if (cell.index < 0 || std::size_t(cell.index) >= count) continue;
    const std::size_t at = std::size_t(cell.index);
    m_cells[at] = cell;
    if (CellWidget* widget = m_widgets.value(cell.index)) {
      widget->setCell(cell, m_language);
    } else {
      m_heights[at] = CellWidget::estimateHeight(cell, line);
    }
  }
  relayout();
}

int OutputView::runningCell() const {
  for (const CellView& cell : m_cells) {
    if (cell.running) return cell.index;
  }
  return -1;
}

// Where the run has come to: between two cells the one that ran last, before the first one none.
int OutputView::newestCell() const {
  int newest = -1;
  for (const CellView& cell : m_cells) {
    if (cell.running) return cell.index;
    if (const Json& outputs = at(cell.cell, "outputs");
        !outputs.empty() || intAt(cell.cell, "execution_count", -1) >= 0)
      newest = cell.index;
  }
  return newest;
}

int OutputView::topOf(int index) const {
  int top = 6;
  for (int i = 0; i < index; ++i) top += m_heights[std::size_t(i)];
  return top;
}

CellWidget* OutputView::widgetFor(int index) {
  if (CellWidget* widget = m_widgets.value(index)) return widget;
  auto* widget = new CellWidget(viewport());
  widget->setCell(m_cells[std::size_t(index)], m_language);
  connect(widget, &CellWidget::heightChanged, this, [this] { m_layoutTimer.start(); });
  connect(widget, &CellWidget::linkActivated, this, &OutputView::linkActivated);
  widget->show();
  m_widgets.insert(index, widget);
  return widget;
}

void OutputView::relayout() {
  if (m_placing) return;
  m_placing = true;
  updateEmptyState();
  for (int round = 0; round < 4; ++round) {
    int total = 12;
    for (const int height : m_heights) total += height;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, qMax(0, total - viewport()->height()));
    if (m_follow) {
      const int newest = newestCell();
      const int bottom = newest >= 0 ? topOf(newest) + m_heights[std::size_t(newest)] + 12 : 0;
      if (newest >= 0 || isAlive(m_state)) verticalScrollBar()->setValue(qMax(0, bottom - viewport()->height()));
    }
    if (!placeVisible()) break;
  }
  m_placing = false;
  updateJumpButton();
}

// Puts the widgets near the visible part in place; true when a height turned out different from what was assumed.
bool OutputView::placeVisible() {
  const int view = viewport()->height(), width = viewport()->width();
  const int scroll = verticalScrollBar()->value(), from = scroll - view / 2, to = scroll + view + view / 2;
  bool changed = false;
  int top = 6, shift = 0;
  for (std::size_t i = 0; i < m_cells.size(); ++i) {
    const int assumed = m_heights[i];
    if (top + assumed < from || top > to) {
      if (CellWidget* far = m_widgets.value(int(i))) far->move(0, top - scroll);  // else it stays in the way
      top += assumed;
      continue;
    }
    CellWidget* widget = widgetFor(int(i));
    widget->resize(width, widget->height());
    const int height = widget->layOut(width);
    if (height != assumed) {
      changed = true;
      if (top + assumed <= scroll) shift += height - assumed;  // above the visible part: keep what is seen in place
      m_heights[i] = height;
    }
    widget->setGeometry(0, top - scroll, width, height);
    top += height;
  }
  dropFarWidgets(scroll - 2 * view, scroll + 3 * view);
  if (shift != 0 && !m_follow) {
    verticalScrollBar()->setMaximum(verticalScrollBar()->maximum() + qMax(0, shift));
    verticalScrollBar()->setValue(scroll + shift);
  }
  return changed;
}

void OutputView::dropFarWidgets(int top, int bottom) {
  for (auto it = m_widgets.begin(); it != m_widgets.end();) {
    const int y = topOf(it.key());
    if (y + m_heights[std::size_t(it.key())] >= top && y <= bottom) {
      ++it;
      continue;
    }
    it.value()->hide();
    it.value()->deleteLater();
    it = m_widgets.erase(it);
  }
}

void OutputView::jumpToRunning() {
  m_follow = true;
  relayout();
}

void OutputView::jumpToCell(int index) {
  if (index < 0 || index >= cellCount()) return;
  m_follow = false;
  relayout();
  verticalScrollBar()->setValue(topOf(index) - 6);
}

void OutputView::userScrolled() {
  const bool atEnd = verticalScrollBar()->sliderPosition() >= verticalScrollBar()->maximum() - 4;
  m_follow = atEnd && isAlive(m_state);
  updateJumpButton();
}

void OutputView::scrollContentsBy(int, int) {
  if (!m_placing) relayout();
}

void OutputView::wheelEvent(QWheelEvent* event) {
  if (event->angleDelta().y() > 0) m_follow = false;
  QAbstractScrollArea::wheelEvent(event);
  if (event->angleDelta().y() < 0) userScrolled();
  updateJumpButton();
}

void OutputView::keyPressEvent(QKeyEvent* event) {
  auto* bar = verticalScrollBar();
  switch (event->key()) {
    case Qt::Key_Home:
      bar->triggerAction(QAbstractSlider::SliderToMinimum);
      return;
    case Qt::Key_End:
      bar->triggerAction(QAbstractSlider::SliderToMaximum);
      return;
    case Qt::Key_Up:
      bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
      return;
    case Qt::Key_Down:
      bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void OutputView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  m_empty->setGeometry(viewport()->rect());
  relayout();
}

void OutputView::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  for (CellWidget* widget : std::as_const(m_widgets)) widget->deleteLater();
  m_widgets.clear();
  m_layoutTimer.start();
}

void OutputView::updateJumpButton() {
  const bool wanted = isAlive(m_state) && !m_follow && runningCell() >= 0;
  m_jump->setVisible(wanted);
  if (!wanted) return;
  m_jump->adjustSize();
  m_jump->move(viewport()->width() - m_jump->width() - 16, viewport()->height() - m_jump->height() - 12);
  m_jump->raise();
}

void OutputView::updateEmptyState() {
  m_empty->setVisible(m_cells.empty());
  if (!m_cells.empty()) return;
  if (m_job.isEmpty()) {
    m_empty->setTexts(tr("No job selected"), tr("Select a job in the table to see its notebook, charts and files."));
  } else if (isWaiting(m_state)) {
    m_empty->setTexts(tr("This job has not started"),
                      m_waits.isEmpty() ? tr("Its outputs appear here, cell by cell, once it runs.") : m_waits);
  } else if (isAlive(m_state)) {
    m_empty->setTexts(tr("Getting ready"), tr("The runtime is starting; outputs appear here as they are made."));
  } else {
    m_empty->setTexts(tr("No outputs"), tr("This job ended before the notebook ran. The Log tab says more."));
  }
}

}  // namespace cc::ui
