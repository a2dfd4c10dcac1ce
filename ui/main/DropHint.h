// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace cc::ui {

// Laid over the window while notebooks are dragged over it.
class DropHint : public QWidget {
  Q_OBJECT
public:
  explicit DropHint(QWidget* parent);

protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace cc::ui
