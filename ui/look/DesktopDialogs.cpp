// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/Dialogs.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

void DesktopDialogs::ask(QWidget* parent, const Question& question, std::function<void(bool)> answer) {
  auto* box = new QMessageBox(parent);
  box->setObjectName(u"questionDialog"_s);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setIcon(QMessageBox::Question);
  box->setWindowTitle(QCoreApplication::applicationName());
  box->setText(question.title);
  box->setInformativeText(question.consequence);
  auto* yes = box->addButton(question.yes, QMessageBox::AcceptRole);
  yes->setObjectName(u"yesButton"_s);
  auto* no = box->addButton(question.no, QMessageBox::RejectRole);
  no->setObjectName(u"noButton"_s);
  box->setDefaultButton(no);
  box->setEscapeButton(no);
  QObject::connect(box, &QMessageBox::finished, parent,
                   [box, yes, answer = std::move(answer)] { answer(box->clickedButton() == yes); });
  box->open();
}

void DesktopDialogs::chooseNotebooks(QWidget* parent, const QString& folder, std::function<void(QStringList)> chosen) {
  auto* dialog = new QFileDialog(parent, QCoreApplication::translate("Dialogs", "Choose notebooks"), folder,
                                 QCoreApplication::translate("Dialogs", "Notebooks (*.ipynb)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  QObject::connect(dialog, &QFileDialog::filesSelected, parent, std::move(chosen));
  dialog->open();
}

void DesktopDialogs::chooseFolder(QWidget* parent, const QString& title, const QString& folder,
                                  std::function<void(QString)> chosen) {
  auto* dialog = new QFileDialog(parent, title, folder);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
  dialog->open();
}

void DesktopDialogs::chooseFile(QWidget* parent, const QString& title, const QString& filter,
                                std::function<void(QString)> chosen) {
  auto* dialog = new QFileDialog(parent, title, QString(), filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
  dialog->open();
}

void DesktopDialogs::chooseSaveFile(QWidget* parent, const QString& title, const QString& suggestion,
                                    std::function<void(QString)> chosen) {
  auto* dialog = new QFileDialog(parent, title, suggestion);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->selectFile(suggestion);
  QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
  dialog->open();
}

void DesktopDialogs::openUrl(const QUrl& url) {
  QDesktopServices::openUrl(url);
}

}  // namespace cc::ui
