// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "DesktopApp.h"
#include "support/EventLoop.h"
#include "support/Standin.h"
#include "ui/jobs/JobTableView.h"
#include "ui/main/MainWindow.h"

#include <gtest/gtest.h>
#include <QAbstractButton>
#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QScrollArea>
#include <QTabBar>
#include <QtTest/QTest>
#include <memory>

namespace cc::test {

// What the desktop was asked to open.
class OpenedPages : public QObject {
  Q_OBJECT
public:
  OpenedPages() { QDesktopServices::setUrlHandler(QStringLiteral("http"), this, "open"); }
  ~OpenedPages() override { QDesktopServices::unsetUrlHandler(QStringLiteral("http")); }
  QList<QUrl> pages;
public Q_SLOTS:
  void open(const QUrl& url) { pages << url; }
};

// The desktop program without its main(), with its engine, over an empty home of its own and the Colab stand-in; and
// what a user does with it. With CC_PICTURES=FOLDER it saves how it looks on its way; CC_LOOK="fr dark 1920x1080" says
// in which language, colours and size.
class WindowFixture : public testing::Test {
protected:
  static constexpr auto kLong = std::chrono::seconds(90);

  void SetUp() override {
    ASSERT_TRUE(standin.isUp()) << standin.log().toStdString();
    for (const char* name : {"config", "data", "state", "cache", "work"}) QDir(home.path()).mkpath(QLatin1String(name));
    paths.config = home.filePath(QStringLiteral("config"));
    paths.configFile = paths.config + QStringLiteral("/execution_config.yaml");
    paths.data = home.filePath(QStringLiteral("data"));
    paths.state = home.filePath(QStringLiteral("state"));
    paths.cache = home.filePath(QStringLiteral("cache"));
    for (const QString& word : qEnvironmentVariable("CC_LOOK").split(QLatin1Char(' '), Qt::SkipEmptyParts)) look(word);
    ui::WindowState state(paths.state + QStringLiteral("/window.ini"));
    state.setValue(QStringLiteral("look/language"), m_language);
    state.setValue(QStringLiteral("look/scheme"), m_scheme);
    state.flush();
  }
  void TearDown() override { quit(); }

  void start() {
    const QString templates = QStringLiteral(CC_SOURCE_DIR "/templates/sample.ipynb");
    auto config = Config::parse(configText(), home.filePath(QStringLiteral("results")));
    ASSERT_TRUE(config.ok()) << config.error().toLogLine().toStdString();
    program = std::make_unique<app::DesktopApp>(*qApp, paths, templates);
    program->start({.paths = paths, .config = *config}, {});
    for (QWidget* widget : QApplication::topLevelWidgets()) {
      if (auto* main = qobject_cast<ui::MainWindow*>(widget)) window = main;
    }
    ASSERT_NE(window, nullptr);
    window->resize(m_size);
    ASSERT_TRUE(waitFor([this] { return text<QLabel>("engineStateLabel") == ready(); }, kLong))
        << text<QLabel>("engineStateLabel").toStdString();
  }
  // As at the end of a session: the machines of jobs that have ended are gone by then.
  void quit() {
    if (!program) return;
    const QPointer<ui::MainWindow> closing(window);
    program->quit();
    program.reset();
    window = nullptr;
    EXPECT_TRUE(closing.isNull());
  }

  // The visible widget of this name, waited for; null, and a failure, when there is none.
  template <typename Widget>
  Widget* shown(const char* name) {
    Widget* found = nullptr;
    EXPECT_TRUE(waitFor([&] { return (found = visible<Widget>(name)) != nullptr; }, kLong)) << name << " is not shown";
    return found;
  }
  template <typename Widget>
  Widget* visible(const char* name) const {
    for (Widget* widget : window->findChildren<Widget*>(QLatin1String(name))) {
      if (widget->isVisible()) return widget;
    }
    return nullptr;
  }
  template <typename Widget>
  QString text(const char* name) const {
    const Widget* widget = visible<Widget>(name);
    return widget ? widget->text() : QString();
  }
  // Where a user can reach it.
  void bringIntoView(QWidget* widget) {
    for (QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
      if (auto* area = qobject_cast<QScrollArea*>(parent)) area->ensureWidgetVisible(widget);
    }
  }
  void click(const char* name) {
    auto* button = shown<QAbstractButton>(name);
    ASSERT_NE(button, nullptr);
    ASSERT_TRUE(waitFor([&] { return button->isEnabled(); }, kLong)) << name << " stays disabled";
    bringIntoView(button);
    ASSERT_FALSE(button->visibleRegion().isEmpty()) << name << " cannot be reached";
    QTest::mouseClick(button, Qt::LeftButton);
  }
  // Over what is there, key by key.
  void type(QWidget* field, const QString& text) {
    ASSERT_NE(field, nullptr);
    bringIntoView(field);
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
  }
  void drop(QWidget* target, const QString& file) {
    ASSERT_NE(target, nullptr);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    const QPoint at = target->rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &dropped);
  }
  void openTab(int tab) {
    auto* bar = shown<QTabBar>("detailTabBar");
    ASSERT_NE(bar, nullptr);
    QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(tab).center());
    ASSERT_EQ(bar->currentIndex(), tab);
  }
  // What the table says of its only job.
  QString cell(int column) const {
    const auto& model = window->model();
    return model.rowCount() == 1 ? model.index(0, column).data().toString() : QString();
  }
  const engine::JobSummary& job() const { return window->model().jobAt(0); }
  void picture(const char* name, QWidget* of = nullptr) {
    const QString folder = qEnvironmentVariable("CC_PICTURES");
    if (folder.isEmpty()) return;
    QDir().mkpath(folder);
    QCoreApplication::processEvents();
    (of ? of : window)->grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name)));
  }
  bool machinesAreGone() {
    return waitFor([this] { return standin.machines().empty(); }, kLong);
  }

  Standin standin;
  QTemporaryDir home;
  Paths paths;
  OpenedPages browser;
  std::unique_ptr<app::DesktopApp> program;
  ui::MainWindow* window = nullptr;

private:
  void look(const QString& word) {
    const QStringList size = word.split(QLatin1Char('x'));
    if (size.size() == 2) {
      m_size = QSize(size[0].toInt(), size[1].toInt());
    } else if (word == QLatin1String("fr")) {
      m_language = word;
    } else {
      m_scheme = word;
    }
  }
  QString ready() const { return m_language == QLatin1String("fr") ? QStringLiteral("Prêt") : QStringLiteral("Ready"); }
  QByteArray configText() const {
    QByteArray text = "endpoints:\n";
    const auto endpoints = standin.endpoints();
    for (auto it = endpoints.cbegin(); it != endpoints.cend(); ++it)
      text += "  " + it.key().toUtf8() + ": " + it.value().toUtf8() + '\n';
    return text;
  }
  QString m_language = QStringLiteral("en"), m_scheme = QStringLiteral("light");
  QSize m_size{1280, 800};
};

}  // namespace cc::test
