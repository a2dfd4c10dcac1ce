// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ChartsView.h"

#include "ui/charts/MetricChart.h"
#include "ui/jobs/JobText.h"
#include "ui/look/Dialogs.h"
#include "ui/look/EmptyState.h"
#include "ui/look/InBackground.h"

#include <QComboBox>
#include <QGridLayout>
#include <QSaveFile>
#include <QScrollArea>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::Sample;

namespace {

constexpr int kChartWidth = 330;  // narrower ones have no room for their times

}  // namespace

ChartsView::ChartsView(Dialogs& dialogs, QWidget* parent) : QWidget(parent), m_dialogs(dialogs) {
  setObjectName(u"chartsView"_s);
  m_stack = new QStackedLayout(this);
  m_empty = new EmptyState(u"charts"_s, {}, {}, this);
  m_page = new QWidget(this);
  auto* column = new QVBoxLayout(m_page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* bar = new QWidget(m_page);
  column->addWidget(bar);
  auto* scroll = new QScrollArea(m_page);
  scroll->setObjectName(u"chartsScrollArea"_s);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  m_canvas = new QWidget(scroll);
  m_canvas->setBackgroundRole(QPalette::Base);
  m_canvas->setAutoFillBackground(true);
  m_grid = new QGridLayout(m_canvas);
  m_grid->setContentsMargins(4, 4, 4, 4);
  m_grid->setSpacing(4);
  scroll->setWidget(m_canvas);
  column->addWidget(scroll, 1);
  m_cpu = makeChart(u"cpuChart"_s, tr("Processor"), u"%"_s);
  m_ram = makeChart(u"ramChart"_s, tr("Memory"), u"GiB"_s);
  m_gpu = makeChart(u"gpuChart"_s, tr("Graphics processor"), u"%"_s);
  m_vram = makeChart(u"vramChart"_s, tr("Graphics memory"), u"GiB"_s);
  m_disk = makeChart(u"diskChart"_s, tr("Disk"), u"GiB"_s);
  for (MetricChart* chart : {m_gpu, m_vram, m_disk}) chart->hide();
  buildToolBar(bar);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_page);
  updateEmptyState();
}

MetricChart* ChartsView::makeChart(const QString& name, const QString& title, const QString& unit) {
  auto* chart = new MetricChart(title, unit, m_ring, m_window, m_canvas);
  chart->setObjectName(name);
  m_charts.push_back(chart);
  return chart;
}

// As many side by side as can be read; the rest below, reached by scrolling.
void ChartsView::arrange() {
  std::vector<MetricChart*> shown;
  for (MetricChart* chart : m_charts) {
    m_grid->removeWidget(chart);
    if (!chart->isHidden()) shown.push_back(chart);
  }
  const int fitting = qBound(1, width() / kChartWidth, 3), count = int(shown.size());
  const int columns = count == 4 ? qMin(2, fitting) : qMin(count, fitting);
  for (int i = 0; i < count; ++i) {
    const bool lastAlone = i == count - 1 && i % columns == 0;
    m_grid->addWidget(shown[std::size_t(i)], i / columns, i % columns, 1, lastAlone ? columns : 1);
  }
  for (int i = 0; i < 3; ++i) m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void ChartsView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void ChartsView::buildToolBar(QWidget* bar) {
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(8, 4, 8, 0);
  m_span = new QComboBox(bar);
  m_span->setObjectName(u"spanCombo"_s);
  m_span->setAccessibleName(tr("Time shown"));
  m_span->setToolTip(tr("Time shown. Wheel: zoom; drag: move; double click: follow"));
  m_span->addItem(tr("1 minute"), 60'000);
  m_span->addItem(tr("10 minutes"), 600'000);
  m_span->addItem(tr("1 hour"), 3'600'000);
  m_span->addItem(tr("6 hours"), 6 * 3'600'000);
  m_span->addItem(tr("24 hours"), 24 * 3'600'000);
  m_span->addItem(tr("Whole run"), 0);
  m_span->setCurrentIndex(1);
  m_follow = new QToolButton(bar);
  m_follow->setObjectName(u"followButton"_s);
  m_follow->setText(tr("Follow now"));
  m_follow->setIcon(themedIcon(u"jump"_s));
  m_follow->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_follow->setToolTip(tr("Keep the newest values at the right border"));
  m_follow->setCheckable(true);
  m_follow->setChecked(true);
  auto* png = new QToolButton(bar);
  png->setObjectName(u"exportPngButton"_s);
  png->setText(tr("Save image…"));
  png->setIcon(themedIcon(u"export"_s));
  png->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  auto* csv = new QToolButton(bar);
  csv->setObjectName(u"exportCsvButton"_s);
  csv->setText(tr("Save CSV…"));
  csv->setIcon(themedIcon(u"export"_s));
  csv->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  for (QToolButton* button : {m_follow, png, csv}) {
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
  }
  row->addWidget(m_span);
  row->addWidget(m_follow);
  row->addStretch(1);
  row->addWidget(png);
  row->addWidget(csv);
  connect(m_span, &QComboBox::activated, this, [this](int index) {
    const EpochMs span = m_span->itemData(index).toLongLong();
    if (span > 0) {
      m_window.setSpan(span);
    } else {
      m_window.showAll(m_ring.first(), m_ring.last());
    }
  });
  connect(m_follow, &QToolButton::clicked, this, [this](bool on) { m_window.follow(on); });
  connect(&m_window, &TimeWindow::followingChanged, m_follow, &QToolButton::setChecked);
  connect(png, &QToolButton::clicked, this, &ChartsView::exportPng);
  connect(csv, &QToolButton::clicked, this, &ChartsView::exportCsv);
}

void ChartsView::setEngine(engine::Engine* engine) {
  m_engine = engine;
  if (!engine) return;
  connect(engine, &engine::Engine::sampled, this, [this](const QString& job, const std::vector<Sample>& samples) {
    if (job == m_job) add(samples);
  });
}

void ChartsView::showJob(const engine::JobSummary* job) {
  const QString id = job ? job->id : QString();
  if (job) m_state = job->state;
  if (id == m_job) {
    updateEmptyState();
    return;
  }
  m_call.cancel();
  m_job = id;
  m_ring.clear();
  m_shownMetrics.clear();
  updateEmptyState();
  if (!m_engine || id.isEmpty()) return;
  const bool alive = isAlive(m_state);
  m_call = m_engine->samples(id, 0, this, [this, id, alive](Result<std::vector<Sample>> samples) {
    if (id != m_job) return;
    if (!samples) {
      Q_EMIT failed(samples.error());
      return;
    }
    add(*samples);
    if (alive) {
      m_window.follow(true);
    } else if (!m_ring.isEmpty()) {
      m_window.showAll(m_ring.first(), m_ring.last());
      m_span->setCurrentIndex(m_span->count() - 1);
    }
  });
}

void ChartsView::add(const std::vector<Sample>& samples) {
  if (samples.empty()) return;
  m_ring.add(samples);
  updateLines();
  updateEmptyState();
  m_window.setExtent(m_ring.first(), m_ring.last());
}

void ChartsView::updateLines() {
  if (m_ring.metrics() == m_shownMetrics) return;
  m_shownMetrics = m_ring.metrics();
  m_cpu->setLines({{u"cpu"_s, tr("Machine")}, {u"process_cpu"_s, tr("Notebook (100 % = one core)")}}, 100);
  m_ram->setLines({{u"memory"_s, tr("Machine")}, {u"process_memory"_s, tr("Notebook")}}, 0, u"memory_total"_s);
  std::vector<MetricLine> load, memory;
  for (int i = 0; i < m_ring.gpuCount(); ++i) {
    const QString n = QString::number(i);
    const QString name = m_ring.gpuName(i).isEmpty() ? tr("Card %1").arg(i) : n + u" · "_s + m_ring.gpuName(i);
    load.push_back({u"gpu"_s + n, name});
    memory.push_back({u"vram"_s + n, name});
  }
  m_gpu->setVisible(!load.empty());
  m_vram->setVisible(!load.empty());
  m_disk->setVisible(m_ring.values(u"disk_used"_s) != nullptr);
  m_gpu->setLines(load, 100);
  m_vram->setLines(memory, 0, u"vram_total0"_s);
  m_disk->setLines({{u"disk_used"_s, tr("Used")}}, 0, u"disk_total"_s);
  arrange();
}

void ChartsView::setMarkers(const engine::JobDetail& detail) {
  std::vector<std::pair<qint64, QColor>> markers;
  for (const auto& attempt : detail.attempts) {
    if (attempt.startedAt > 0) markers.emplace_back(attempt.startedAt, toneColor(Tone::Faint, palette()));
    if (attempt.finishedAt > 0) {
      markers.emplace_back(attempt.finishedAt, toneColor(attempt.error ? Tone::Bad : Tone::Good, palette()));
    }
  }
  for (MetricChart* chart : m_charts) chart->setMarkers(markers);
}

void ChartsView::updateEmptyState() {
  m_stack->setCurrentWidget(m_ring.isEmpty() ? static_cast<QWidget*>(m_empty) : m_page);
  if (m_job.isEmpty()) {
    m_empty->setTexts(tr("No job selected"), tr("Select a job in the table to see how busy its runtime is."));
  } else if (jobs::isFinal(m_state)) {
    m_empty->setTexts(tr("No measurements"), tr("This job left no measurements of its runtime."));
  } else {
    m_empty->setTexts(tr("No measurements yet"),
                      tr("Processor, memory and graphics cards are shown here, once a second, while the job runs."));
  }
}

QByteArray ChartsView::toCsv() const {
  QByteArray csv = "time";
  const QStringList metrics = m_ring.metrics();
  for (const QString& metric : metrics) csv += "," + metric.toUtf8();
  csv += "\n";
  for (std::size_t i = 0; i < m_ring.size(); ++i) {
    csv += toRfc3339(m_ring.times()[i]).toUtf8();
    for (const QString& metric : metrics) {
      const float value = (*m_ring.values(metric))[i];
      csv += std::isnan(value) ? QByteArray(",") : "," + QByteArray::number(double(value), 'g', 7);
    }
    csv += "\n";
  }
  return csv;
}

void ChartsView::exportPng() {
  m_dialogs.chooseSaveFile(this, tr("Save charts as an image"), u"charts.png"_s, [this](const QString& file) {
    inBackground<bool>(
        this, [image = m_canvas->grab().toImage(), file] { return image.save(file, "PNG"); },
        [this, file](bool saved) {
          if (!saved) Q_EMIT failed(Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, file}}});
        });
  });
}

void ChartsView::exportCsv() {
  m_dialogs.chooseSaveFile(this, tr("Save measurements as CSV"), u"samples.csv"_s, [this](const QString& file) {
    inBackground<Status>(
        this,
        [csv = toCsv(), file]() -> Status {
          QSaveFile out(file);
          if (out.open(QIODevice::WriteOnly) && out.write(csv) == csv.size() && out.commit()) return done();
          return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, file}}, .detail = out.errorString()};
        },
        [this](const Status& status) {
          if (!status) Q_EMIT failed(status.error());
        });
  });
}

}  // namespace cc::ui
