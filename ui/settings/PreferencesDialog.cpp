// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/PreferencesDialog.h"

#include "ui/look/Icons.h"
#include "ui/settings/Preferences.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  label->setContentsMargins(0, 8, 0, 2);
  return label;
}

}  // namespace

PreferencesDialog::PreferencesDialog(Preferences& preferences, QWidget* parent)
    : QDialog(parent), m_preferences(preferences) {
  setObjectName(u"preferencesDialog"_s);
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Preferences"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 16, 20, 16);
  m_search = new QLineEdit(this);
  m_search->setObjectName(u"preferencesSearchEdit"_s);
  m_search->setAccessibleName(tr("Search preferences"));
  m_search->setPlaceholderText(tr("Search preferences"));
  m_search->setClearButtonEnabled(true);
  m_search->addAction(themedIcon(u"search"_s), QLineEdit::LeadingPosition);
  column->addWidget(m_search);
  column->addWidget(buildLook());
  column->addWidget(buildNotifications());
  column->addWidget(buildWindow());
  column->addStretch(1);
  auto* buttons = new QDialogButtonBox(this);
  auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  close->setObjectName(u"closePreferencesButton"_s);
  close->setAutoDefault(false);  // Return in the search must not close the dialog
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_search, &QLineEdit::textChanged, this, &PreferencesDialog::search);
  resize(460, sizeHint().height());
}

QWidget* PreferencesDialog::buildLook() {
  auto* box = new QWidget(this);
  auto* form = new QFormLayout(box);
  form->setContentsMargins(0, 0, 0, 0);
  form->addRow(heading(tr("Appearance"), box));
  auto* scheme = new QComboBox(box);
  scheme->setObjectName(u"schemeCombo"_s);
  scheme->setAccessibleName(tr("Colours"));
  scheme->addItem(tr("Like the desktop"), int(ColorScheme::System));
  scheme->addItem(tr("Light"), int(ColorScheme::Light));
  scheme->addItem(tr("Dark"), int(ColorScheme::Dark));
  scheme->setCurrentIndex(scheme->findData(int(m_preferences.scheme())));
  connect(scheme, &QComboBox::activated, this,
          [this, scheme] { m_preferences.setScheme(ColorScheme(scheme->currentData().toInt())); });
  auto* language = new QComboBox(box);
  language->setObjectName(u"languageCombo"_s);
  language->setAccessibleName(tr("Language"));
  language->addItem(tr("Like the desktop"), QString());
  language->addItem(u"English"_s, u"en"_s);
  language->addItem(u"Français"_s, u"fr"_s);
  language->setCurrentIndex(qMax(0, language->findData(m_preferences.language())));
  connect(language, &QComboBox::activated, this,
          [this, language] { m_preferences.setLanguage(language->currentData().toString()); });
  form->addRow(tr("&Colours"), scheme);
  form->addRow(tr("&Language"), language);
  for (QComboBox* combo : {scheme, language}) form->labelForField(combo)->setMinimumHeight(combo->sizeHint().height());
  return box;
}

QWidget* PreferencesDialog::buildNotifications() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(heading(tr("Notify me when a job"), box));
  const std::tuple<NotificationKind, QString, QString> kinds[] = {
      {NotificationKind::Succeeded, tr("has &succeeded"), u"notifySucceededCheck"_s},
      {NotificationKind::Failed, tr("has &failed or timed out"), u"notifyFailedCheck"_s},
      {NotificationKind::Lost, tr("has lost its &runtime"), u"notifyLostCheck"_s}};
  for (const auto& [kind, text, objectName] : kinds) {
    auto* check = new QCheckBox(text, box);
    check->setObjectName(objectName);
    check->setChecked(m_preferences.notifies(kind));
    connect(check, &QCheckBox::toggled, this, [this, kind = kind](bool on) { m_preferences.setNotifies(kind, on); });
    column->addWidget(check);
  }
  return box;
}

QWidget* PreferencesDialog::buildWindow() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(heading(tr("Window"), box));
  auto* check = new QCheckBox(tr("Closing the window &keeps jobs running in the tray"), box);
  check->setObjectName(u"closesToTrayCheck"_s);
  check->setToolTip(tr("Without a tray, closing the window quits"));
  check->setChecked(m_preferences.closesToTray());
  connect(check, &QCheckBox::toggled, this, [this](bool on) { m_preferences.setClosesToTray(on); });
  column->addWidget(check);
  return box;
}

void PreferencesDialog::search(const QString& text) {
  const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
  const auto matches = [&words](QString of) {
    of.remove(u'&');
    return std::all_of(words.begin(), words.end(),
                       [&of](const QString& word) { return of.contains(word, Qt::CaseInsensitive); });
  };
  for (QCheckBox* check : findChildren<QCheckBox*>()) check->setVisible(matches(check->text()));
  for (QComboBox* combo : findChildren<QComboBox*>()) {
    auto* form = qobject_cast<QFormLayout*>(combo->parentWidget()->layout());
    const bool visible = matches(combo->accessibleName());
    combo->setVisible(visible);
    if (form && form->labelForField(combo)) form->labelForField(combo)->setVisible(visible);
  }
}

}  // namespace cc::ui
