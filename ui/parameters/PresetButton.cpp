// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/PresetButton.h"

#include "ui/look/Dialogs.h"
#include "ui/look/Icons.h"
#include "ui/look/InBackground.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>

namespace cc::ui {

using namespace Qt::StringLiterals;

PresetButton::PresetButton(const QString& folder, Dialogs& dialogs, QWidget* parent)
    : QToolButton(parent), m_store(folder), m_dialogs(dialogs), m_menu(new QMenu(this)) {
  setObjectName(u"presetButton"_s);
  setText(tr("Presets"));
  setIcon(themedIcon(u"parameters"_s));
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setAutoRaise(true);
  setFocusPolicy(Qt::TabFocus);
  setPopupMode(QToolButton::InstantPopup);
  setToolTip(tr("Fill the form from choices kept under a name, or keep these"));
  m_menu->setObjectName(u"presetMenu"_s);
  setMenu(m_menu);
  rebuild();
  reload();
}

void PresetButton::reload() {
  inBackground<std::vector<Preset>>(
      this, [store = m_store] { return store.all(); },
      [this](std::vector<Preset> presets) {
        m_presets = std::move(presets);
        rebuild();
      });
}

void PresetButton::rebuild() {
  m_menu->clear();
  for (const Preset& preset : m_presets) {
    QString text = preset.name;
    connect(m_menu->addAction(text.replace(u'&', u"&&"_s)), &QAction::triggered, this,
            [this, choices = preset.choices] { Q_EMIT chosen(choices); });
  }
  if (m_presets.empty()) m_menu->addAction(tr("No preset yet"))->setEnabled(false);
  m_menu->addSeparator();
  auto* keep = m_menu->addAction(tr("Keep these choices…"), this, &PresetButton::askName);
  keep->setObjectName(u"keepPresetAction"_s);
  if (!m_presets.empty()) {
    auto* removal = m_menu->addMenu(tr("Remove"));
    for (const Preset& preset : m_presets) {
      QString text = preset.name;
      connect(removal->addAction(text.replace(u'&', u"&&"_s)), &QAction::triggered, this,
              [this, name = preset.name] { remove(name); });
    }
  }
  m_menu->addSeparator();
  auto* open = m_menu->addAction(tr("Take in a file…"), this, &PresetButton::openFile);
  open->setObjectName(u"openPresetAction"_s);
  auto* give = m_menu->addAction(tr("Save to a file…"), this, &PresetButton::saveFile);
  give->setObjectName(u"savePresetAction"_s);
}

void PresetButton::askName() {
  auto* dialog = new QInputDialog(this);
  dialog->setObjectName(u"presetNameDialog"_s);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keep these choices"));
  dialog->setLabelText(tr("Name of the preset; one with the same name is replaced:"));
  dialog->setOkButtonText(tr("Keep"));
  dialog->setCancelButtonText(tr("Cancel"));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
    const QString name = text.simplified().left(80);
    if (!name.isEmpty() && m_choices) save({.name = name, .choices = m_choices()});
  });
  dialog->open();
}

void PresetButton::save(const Preset& preset) {
  inBackground<Status>(
      this, [store = m_store, preset] { return store.save(preset); },
      [this](const Status& status) {
        if (!status) Q_EMIT failed(status.error());
        reload();
      });
}

void PresetButton::remove(const QString& name) {
  inBackground<Status>(
      this, [store = m_store, name] { return store.remove(name); },
      [this](const Status& status) {
        if (!status) Q_EMIT failed(status.error());
        reload();
      });
}

// A file from somebody else is used at once and kept under its own name.
void PresetButton::openFile() {
  m_dialogs.chooseFile(this, tr("Take in a preset"), tr("Presets (*.json)"), [this](const QString& file) {
    inBackground<Result<Preset>>(
        this, [file] { return PresetStore::read(file); },
        [this](const Result<Preset>& preset) {
          if (!preset) {
            Q_EMIT failed(preset.error());
            return;
          }
          Q_EMIT chosen(preset->choices);
          save(*preset);
        });
  });
}

void PresetButton::saveFile() {
  if (!m_choices) return;
  m_dialogs.chooseSaveFile(this, tr("Save the preset"), u"preset.json"_s, [this](const QString& file) {
    Preset preset{.name = file.section(u'/', -1).section(u'.', 0, 0), .choices = m_choices()};
    inBackground<Status>(
        this, [preset, file] { return PresetStore::write(preset, file); },
        [this](const Status& status) {
          if (!status) Q_EMIT failed(status.error());
        });
  });
}

}  // namespace cc::ui
