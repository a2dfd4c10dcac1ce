// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/TimeWindow.h"

namespace cc::ui {

void TimeWindow::setSpan(EpochMs span) {
  m_span = qBound(kLeast, span, kMost);
  Q_EMIT changed();
}

void TimeWindow::follow(bool on) {
  const bool was = m_following;
  if (was && !on) m_span = span();
  m_following = on;
  if (on) m_to = m_newest;
  if (was != on) Q_EMIT followingChanged(on);
  Q_EMIT changed();
}

void TimeWindow::setExtent(EpochMs oldest, EpochMs newest) {
  m_oldest = oldest;
  m_newest = newest;
  if (!m_following) return;
  m_to = newest;
  Q_EMIT changed();
}

void TimeWindow::zoom(double factor, EpochMs around) {
  const EpochMs wanted = qBound(kLeast, EpochMs(double(span()) * factor), kMost);
  if (!m_following) {  // else the newest sample stays at the right border
    const double share = double(around - from()) / double(m_span);
    m_to = around + EpochMs((1 - share) * double(wanted));
  }
  m_span = wanted;
  Q_EMIT changed();
}

void TimeWindow::pan(EpochMs by) {
  if (m_following && by < 0) {
    m_span = span();
    m_following = false;
    m_to += by;
    Q_EMIT followingChanged(false);
  } else {
    m_to += by;
  }
  if (m_to >= m_newest + m_span / 2) m_to = m_newest + m_span / 2;
  Q_EMIT changed();
}

void TimeWindow::showAll(EpochMs from, EpochMs to) {
  if (to <= from) return;
  const EpochMs margin = qMax<EpochMs>(1000, (to - from) / 100);
  m_span = qBound(kLeast, to - from + 2 * margin, kMost);
  m_to = to + margin;
  if (m_following) {
    m_following = false;
    Q_EMIT followingChanged(false);
  }
  Q_EMIT changed();
}

}  // namespace cc::ui
