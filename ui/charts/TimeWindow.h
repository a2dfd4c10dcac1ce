// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"

#include <QObject>

namespace cc::ui {

// The span of time that all charts of a page share: following the newest sample, or wherever the user went.
class TimeWindow : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  EpochMs from() const { return m_to - span(); }
  EpochMs to() const { return m_to; }
  // While following, no more than there is to show: the first minutes of a job fill the charts.
  EpochMs span() const { return m_following ? qMin(m_span, qMax(kYoungest, m_newest - m_oldest)) : m_span; }
  bool isFollowing() const { return m_following; }

  void setSpan(EpochMs span);  // keeps the right end
  void follow(bool on);
  void setExtent(EpochMs oldest, EpochMs newest);  // moves along while following
  void zoom(double factor, EpochMs around);
  void pan(EpochMs by);
  void showAll(EpochMs from, EpochMs to);

Q_SIGNALS:
  void changed();
  void followingChanged(bool on);

private:
  static constexpr EpochMs kLeast = 10'000, kMost = 14 * 86'400'000LL, kYoungest = 60'000;
  EpochMs m_to = 0, m_oldest = 0, m_newest = 0, m_span = 600'000;
  bool m_following = true;
};

}  // namespace cc::ui
