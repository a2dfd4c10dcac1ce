// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>
#include <functional>

class QWidget;

namespace cc::ui {

struct Question {
  QString title;        // what is asked
  QString consequence;  // what will happen, concretely
  QString yes, no;      // words of the buttons
};

// What leaves the window: questions, file choosers, other programs. A seam for tests; nothing here runs a nested loop.
// Callbacks come from the event loop, not at all when the parent has gone, and not for a dismissed chooser.
class Dialogs {
public:
  virtual ~Dialogs() = default;
  virtual void ask(QWidget* parent, const Question& question, std::function<void(bool)> answer) = 0;
  virtual void chooseNotebooks(QWidget* parent, const QString& folder, std::function<void(QStringList)> chosen) = 0;
  virtual void chooseFolder(QWidget* parent, const QString& title, const QString& folder,
                            std::function<void(QString)> chosen) = 0;
  virtual void chooseFile(QWidget* parent, const QString& title, const QString& filter,
                          std::function<void(QString)> chosen) = 0;
  virtual void chooseSaveFile(QWidget* parent, const QString& title, const QString& suggestion,
                              std::function<void(QString)> chosen) = 0;
  virtual void openUrl(const QUrl& url) = 0;
};

class DesktopDialogs : public Dialogs {
public:
  void ask(QWidget* parent, const Question& question, std::function<void(bool)> answer) override;
  void chooseNotebooks(QWidget* parent, const QString& folder, std::function<void(QStringList)> chosen) override;
  void chooseFolder(QWidget* parent, const QString& title, const QString& folder,
                    std::function<void(QString)> chosen) override;
  void chooseFile(QWidget* parent, const QString& title, const QString& filter,
                  std::function<void(QString)> chosen) override;
  void chooseSaveFile(QWidget* parent, const QString& title, const QString& suggestion,
                      std::function<void(QString)> chosen) override;
  void openUrl(const QUrl& url) override;
};

}  // namespace cc::ui
