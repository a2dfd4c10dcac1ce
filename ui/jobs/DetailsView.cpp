// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/DetailsView.h"

#include "base/Config.h"
#include "ui/common/CostText.h"
#include "ui/jobs/JobText.h"
#include "ui/look/EmptyState.h"
#include "ui/look/ErrorText.h"

#include <QDateTime>
#include <QDir>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMostEvents = 200;

QLabel* textLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

QString fullTime(EpochMs time) {
  return time > 0 ? QLocale().toString(QDateTime::fromMSecsSinceEpoch(time), u"yyyy-MM-dd HH:mm:ss"_s) : QString();
}

}  // namespace

DetailsView::DetailsView(QWidget* parent) : QScrollArea(parent) {
  setObjectName(u"detailsView"_s);
  setAccessibleName(tr("Details of the job"));
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  viewport()->setBackgroundRole(QPalette::Base);
  m_empty = new EmptyState(u"details"_s, tr("No job selected"),
                           tr("Select a job in the table to see what is known about it."), this);
}

void DetailsView::showDetail(const engine::JobDetail* detail) {
  m_detail = detail ? std::optional(*detail) : std::nullopt;
  m_empty->setVisible(!detail);
  rebuild();
}

void DetailsView::rebuild() {
  const int scroll = verticalScrollBar()->value();
  m_page = new QWidget;
  m_page->setBackgroundRole(QPalette::Base);
  m_page->setAutoFillBackground(true);
  m_grid = new QGridLayout(m_page);
  m_grid->setContentsMargins(16, 12, 16, 12);
  m_grid->setHorizontalSpacing(20);
  m_grid->setVerticalSpacing(5);
  m_grid->setColumnStretch(1, 1);
  m_row = 0;
  if (m_detail) {
    const auto& summary = m_detail->summary;
    const bool waits = summary.state == engine::JobState::Queued && summary.warning;
    if (summary.error) addError(*summary.error, Tone::Bad);
    if (waits) addError(*summary.warning, Tone::Warning);
    addSpec(*m_detail);
    if (!m_detail->attempts.empty()) addAttempts(*m_detail);
    if (!m_detail->events.empty()) addEvents(*m_detail);
  }
  m_grid->setRowStretch(m_row, 1);
  setWidget(m_page);
  verticalScrollBar()->setValue(scroll);
  m_empty->raise();
}

void DetailsView::section(const QString& title) {
  auto* label = textLabel(title, m_page);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  label->setContentsMargins(0, m_row > 0 ? 10 : 0, 0, 2);
  m_grid->addWidget(label, m_row++, 0, 1, 2);
}

void DetailsView::row(const QString& name, const QString& value) {
  if (value.isEmpty()) return;
  auto* key = textLabel(name, m_page);
  key->setForegroundRole(QPalette::PlaceholderText);
  key->setWordWrap(false);
  auto* text = textLabel(value, m_page);
  text->setAccessibleName(name + u": "_s + value);
  m_grid->addWidget(key, m_row, 0, Qt::AlignTop | Qt::AlignLeft);
  m_grid->addWidget(text, m_row++, 1, Qt::AlignTop);
}

void DetailsView::addError(const Error& error, Tone tone) {
  const ErrorText text = errorText(error);
  auto* title = textLabel(text.what, m_page);
  title->setObjectName(u"jobErrorLabel"_s);
  QFont bold = title->font();
  bold.setBold(true);
  title->setFont(bold);
  QPalette red = title->palette();
  red.setColor(QPalette::WindowText, toneColor(tone, palette()));
  title->setPalette(red);
  m_grid->addWidget(title, m_row++, 0, 1, 2);
  QStringList lines{text.why, text.next};
  lines.removeAll(QString());
  if (!lines.isEmpty()) m_grid->addWidget(textLabel(lines.join(u'\n'), m_page), m_row++, 0, 1, 2);
  if (errorWord(error.code).startsWith(u"account."_s)) {
    auto* accounts = new QPushButton(tr("Google accounts…"), m_page);
    accounts->setObjectName(u"errorAccountsButton"_s);
    accounts->setAutoDefault(false);
    connect(accounts, &QPushButton::clicked, this, &DetailsView::accountsRequested);
    m_grid->addWidget(accounts, m_row++, 0, 1, 2, Qt::AlignLeft);
  }
  if (!text.details.isEmpty()) row(tr("Details"), text.details.left(4000));
}

void DetailsView::addSpec(const engine::JobDetail& detail) {
  const auto& job = detail.summary;
  const auto& spec = detail.spec;
  section(job.name.isEmpty() ? tr("Job") : job.name);
  row(tr("State"), stateText(job.state));
  row(tr("Id"), job.id);
  row(tr("Notebook"), QDir::toNativeSeparators(job.notebook));
  QString place = job.provider;
  if (!spec.accelerators.isEmpty()) place += u" · "_s + spec.accelerators.join(u", "_s);
  row(tr("Provider"), place);
  row(tr("Kernel"), spec.kernel);
  row(tr("Submitted"), fullTime(job.createdAt));
  row(tr("Started"), fullTime(job.startedAt));
  row(tr("Ended"), fullTime(job.finishedAt));
  if (job.startedAt > 0 && job.finishedAt > 0) row(tr("Elapsed"), durationText(job.finishedAt - job.startedAt));
  if (job.cellsTotal > 0) {
    QString cells = tr("%1 of %2 done").arg(job.cellsDone).arg(job.cellsTotal);
    if (job.cellsFailed > 0) cells += u", "_s + tr("%n failed", nullptr, job.cellsFailed);
    row(tr("Cells"), cells);
  }
  if (spec.timeoutMs > 0) row(tr("Time limit"), formatDuration(spec.timeoutMs));
  if (spec.cellTimeoutMs > 0) row(tr("Time limit per cell"), formatDuration(spec.cellTimeoutMs));
  if (spec.retries > 0) row(tr("Retries"), QString::number(spec.retries));
  if (job.priority != 0) row(tr("Priority"), QString::number(job.priority));
  QStringList inputs;
  for (const jobs::JobInput& input : spec.inputs) inputs << jobs::toText(input);
  if (!inputs.isEmpty()) row(tr("Input files"), inputs.join(u", "_s));
  if (!spec.checkpoints.isEmpty()) {
    row(tr("Checkpoints"),
        tr("%1, every %2").arg(spec.checkpoints.join(u", "_s), formatDuration(spec.checkpointEveryMs)));
  }
  if (!spec.artifacts.isEmpty()) row(tr("Files to bring home"), spec.artifacts.join(u", "_s));
  if (spec.allowErrors) row(tr("Failing cells"), tr("the notebook goes on after them"));
  row(tr("Results"), QDir::toNativeSeparators(job.resultsDir));
  row(tr("Sweep"), job.sweep);
  if (job.warning && job.state != engine::JobState::Queued) {
    const ErrorText text = errorText(*job.warning);
    row(tr("Warning"), QStringList{text.what, text.why, text.next}.join(u' '));
  }
  row(tr("Cost"), costText(job.cost.units, job.cost.estimated));
  if (spec.maxUnits > 0) row(tr("Budget"), costText(spec.maxUnits, false));
  if (job.cost.acceleratorSeconds > 0)
    row(tr("Accelerator time"), durationText(qint64(job.cost.acceleratorSeconds * 1000)));
}

void DetailsView::addAttempts(const engine::JobDetail& detail) {
  section(tr("Attempts"));
  for (auto it = detail.attempts.rbegin(); it != detail.attempts.rend(); ++it) {
    QStringList parts;
    const auto state = jobs::jobStateFromWord(it->state);
    parts << (state ? stateText(*state) : it->state);
    if (it->startedAt > 0) parts << fullTime(it->startedAt);
    if (it->startedAt > 0 && it->finishedAt > 0) parts << durationText(it->finishedAt - it->startedAt);
    if (!it->accelerator.isEmpty()) parts << it->accelerator;
    if (it->cost.units) {
      QString cost = costText(it->cost.units, it->cost.estimated);
      QStringList price{rateText(it->unitsPerHour), rateFromText(it->rateFrom)};
      price.removeAll(QString());
      if (it->unitsPerHour > 0) cost += u" ("_s + price.join(u", "_s) + u')';
      parts << cost;
    }
    if (it->error) parts << errorText(*it->error).what;
    row(tr("Attempt %1").arg(it->number), parts.join(u" · "_s));
  }
  const Json& environment = detail.attempts.back().environment;
  if (!environment.is_object() || environment.empty()) return;
  section(tr("Environment"));
  for (const auto& [key, value] : environment.items()) {
    if (value.is_string()) {
      row(fromStd(key), fromStd(value.get_ref<const std::string&>()));
    } else if (value.is_object()) {
      QStringList parts;
      for (const auto& [name, version] : value.items()) {
        parts << fromStd(name) + u' ' +
                     (version.is_string() ? fromStd(version.get_ref<const std::string&>()) : QString());
        if (parts.size() >= 40) break;
      }
      row(fromStd(key), parts.join(u", "_s));
    }
  }
}

void DetailsView::addEvents(const engine::JobDetail& detail) {
  section(tr("History"));
  const std::size_t first = detail.events.size() > kMostEvents ? detail.events.size() - kMostEvents : 0;
  for (std::size_t i = detail.events.size(); i > first; --i) {
    const auto& event = detail.events[i - 1];
    const auto to = jobs::jobStateFromWord(event.to);
    QString text = to ? stateText(*to) : event.kind;
    if (!event.reason.isEmpty()) text += u" · "_s + QString(event.reason).replace(u'_', u' ');
    row(fullTime(event.at), text);
  }
}

void DetailsView::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  m_empty->setGeometry(viewport()->rect());
}

void DetailsView::changeEvent(QEvent* event) {
  QScrollArea::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && m_page) rebuild();
}

}  // namespace cc::ui
