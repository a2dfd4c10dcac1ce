// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QToolButton;

namespace cc::ui {

// Accelerators in order of preference: typed, or chosen from a list that says what each costs and whether the account
// may have it.
class AcceleratorField : public QWidget {
  Q_OBJECT
public:
  explicit AcceleratorField(QWidget* parent = nullptr);
  void setPrices(const std::vector<engine::AcceleratorPrice>& prices);
  QString text() const;
  void setText(const QString& text);
  QStringList accelerators() const;

Q_SIGNALS:
  void changed();

private:
  void fillMenu();
  void toggle(const QString& name);
  std::vector<engine::AcceleratorPrice> m_prices;
  QLineEdit* m_edit;
  QToolButton* m_choose;
  QMenu* m_menu;
};

}  // namespace cc::ui
