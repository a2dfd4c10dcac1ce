// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;

namespace cc::ui {

class Preferences;

// Every choice applies at once. The search line leaves only the rows with its words.
class PreferencesDialog : public QDialog {
  Q_OBJECT
public:
  explicit PreferencesDialog(Preferences& preferences, QWidget* parent = nullptr);

private:
  QWidget* buildLook();
  QWidget* buildNotifications();
  QWidget* buildWindow();
  void search(const QString& words);
  Preferences& m_preferences;
  QLineEdit* m_search;
};

}  // namespace cc::ui
