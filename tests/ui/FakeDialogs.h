// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Dialogs.h"

#include <QList>

namespace cc::test {

// Answers at once with what the test set, and keeps what was asked.
class FakeDialogs : public ui::Dialogs {
public:
  bool answer = true;
  QStringList notebooks;
  QString path;
  QList<ui::Question> questions;
  QList<QUrl> opened;

  void ask(QWidget*, const ui::Question& question, std::function<void(bool)> reply) override {
    questions << question;
    reply(answer);
  }
  void chooseNotebooks(QWidget*, const QString&, std::function<void(QStringList)> chosen) override {
    chosen(notebooks);
  }
  void chooseFolder(QWidget*, const QString&, const QString&, std::function<void(QString)> chosen) override {
    chosen(path);
  }
  void chooseFile(QWidget*, const QString&, const QString&, std::function<void(QString)> chosen) override {
    chosen(path);
  }
  void chooseSaveFile(QWidget*, const QString&, const QString&, std::function<void(QString)> chosen) override {
    chosen(path);
  }
  void openUrl(const QUrl& url) override { opened << url; }
};

}  // namespace cc::test
