// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/StatusArea.h"

#include "ui/account/UsageText.h"
#include "ui/look/Icons.h"

#include <QDateTime>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

StatusArea::StatusArea(QWidget* parent) : QStatusBar(parent) {
  setObjectName(u"statusBar"_s);
  setSizeGripEnabled(false);
  m_engineIcon = new QLabel(this);
  m_engine = new QLabel(this);
  m_engine->setObjectName(u"engineStateLabel"_s);
  m_loading = new QLabel(this);
  m_loading->setObjectName(u"loadingLabel"_s);
  m_counts = new QLabel(this);
  m_counts->setObjectName(u"countsLabel"_s);
  m_engineIcon->setContentsMargins(8, 3, 0, 4);
  m_counts->setContentsMargins(0, 3, 8, 4);
  addWidget(m_engineIcon);
  addWidget(m_engine);
  m_usage = new QToolButton(this);
  m_usage->setObjectName(u"usageButton"_s);
  m_usage->setAutoRaise(true);
  m_usage->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_usage->hide();
  connect(m_usage, &QToolButton::clicked, this, &StatusArea::usageClicked);
  addPermanentWidget(m_loading);
  addPermanentWidget(m_usage);
  addPermanentWidget(m_counts);
  m_loading->hide();
  refresh();
}

void StatusArea::setEngineState(EngineState state) {
  m_state = state;
  refresh();
}

void StatusArea::setCounts(int running, int queued, bool held) {
  m_running = running;
  m_queued = queued;
  m_held = held;
  refresh();
}

void StatusArea::setUsage(const std::vector<engine::UsageInfo>& usage) {
  m_usages = usage;
  refreshUsage();
}

void StatusArea::setBudgetSpent(bool spent) {
  m_budgetSpent = spent;
  refresh();
}

// One account has the bar's room; the tool tip tells of all.
void StatusArea::refreshUsage() {
  QStringList tips;
  Tone tone = Tone::Neutral;
  for (const engine::UsageInfo& usage : m_usages) {
    tips << usageLong(usage);
    if (tone == Tone::Neutral) tone = usageTone(usage, QDateTime::currentMSecsSinceEpoch());
  }
  const QString text = m_usages.empty() ? QString() : usageShort(m_usages.front());
  m_usage->setText(text);
  m_usage->setToolTip(tips.join(u"\n\n"_s));
  m_usage->setAccessibleName(tr("Compute units: %1").arg(text));
  const QColor colour = tone == Tone::Neutral ? palette().color(QPalette::WindowText) : toneColor(tone, palette());
  m_usage->setIcon(themedIcon(tone == Tone::Neutral ? u"cost"_s : u"warning"_s, colour));
  m_usage->setVisible(!text.isEmpty());
}

void StatusArea::setLoading(int loaded, int total) {
  m_loading->setVisible(loaded < total);
  const QLocale locale;
  m_loading->setText(tr("Reading jobs: %1 of %2").arg(locale.toString(loaded), locale.toString(total)));
}

void StatusArea::refresh() {
  QString text;
  Tone tone = Tone::Good;
  switch (m_state) {
    case EngineState::Starting:
      text = tr("Starting…");
      tone = Tone::Waiting;
      break;
    case EngineState::Hosted:
      text = tr("Ready");
      break;
    case EngineState::Remote:
      text = tr("Connected to the engine of another process");
      break;
    case EngineState::Failed:
      text = tr("The engine is not running");
      tone = Tone::Bad;
      break;
    case EngineState::Stopping:
      text = tr("Stopping…");
      tone = Tone::Waiting;
      break;
  }
  if (m_held && tone == Tone::Good) {
    text += u" · "_s + tr("queue on hold");
    tone = Tone::Warning;
  }
  if (m_budgetSpent && (tone == Tone::Good || tone == Tone::Warning)) {
    text += u" · "_s + tr("budget spent");
    tone = Tone::Warning;
  }
  m_engine->setText(text);
  const QString icon = m_held && tone == Tone::Warning ? u"hold"_s : tone == Tone::Bad ? u"warning"_s : u"server"_s;
  m_engineIcon->setPixmap(themedIcon(icon, toneColor(tone, palette())).pixmap(QSize(16, 16), devicePixelRatioF()));
  m_counts->setText(tr("%n running", nullptr, m_running) + u"  ·  "_s + tr("%n queued", nullptr, m_queued));
}

void StatusArea::changeEvent(QEvent* event) {
  QStatusBar::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) {
    refresh();
    refreshUsage();
  }
}

}  // namespace cc::ui
