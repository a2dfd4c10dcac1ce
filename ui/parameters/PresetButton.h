// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/parameters/PresetStore.h"

#include <QToolButton>
#include <functional>

class QMenu;

namespace cc::ui {

class Dialogs;

// Menu of the user's presets: take one, keep the form's choices as one, give one away or take one in as a file.
class PresetButton : public QToolButton {
  Q_OBJECT
public:
  PresetButton(const QString& folder, Dialogs& dialogs, QWidget* parent = nullptr);
  // What the form says at the moment.
  void setChoices(std::function<Json()> choices) { m_choices = std::move(choices); }

Q_SIGNALS:
  void chosen(const cc::Json& choices);
  void failed(const cc::Error& error);

private:
  void reload();
  void rebuild();
  void askName();
  void save(const Preset& preset);
  void remove(const QString& name);
  void openFile();
  void saveFile();
  PresetStore m_store;
  Dialogs& m_dialogs;
  std::function<Json()> m_choices;
  std::vector<Preset> m_presets;
  QMenu* m_menu;
};

}  // namespace cc::ui
