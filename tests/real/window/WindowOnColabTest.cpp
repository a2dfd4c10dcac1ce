// SPDX-License-Identifier: GPL-3.0-or-later
// From an empty window to results on Drive: what a researcher does on the first evening, by clicks and keys, on the Colab
// stand-in and with its consent page in a real browser.
#include "WindowFixture.h"

#include "Chromium.h"
#include "ui/charts/MetricChart.h"
#include "ui/jobs/JobDetailPane.h"
#include "ui/jobs/JobText.h"
#include "ui/output/OutputView.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCryptographicHash>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::engine::JobState;
using cc::test::Chromium;
using cc::test::waitFor;

namespace {

class WindowOnColabTest : public test::WindowFixture {
protected:
  // In English; in other languages, that there is something to read.
  bool says(const QString& text, const char* pattern) const {
    if (QLocale().language() != QLocale::English && QLocale().language() != QLocale::C) return !text.isEmpty();
    return text.contains(QRegularExpression(QString::fromUtf8(pattern)));
  }
  bool waitForText(const char* widget, const char* pattern) {
    return waitFor([&] { return says(text<QToolButton>(widget) + text<QLabel>(widget), pattern); }, kLong);
  }
  bool isRunning() const { return window->model().rowCount() == 1 && job().state == JobState::Running; }
  // What can be read in the output view.
  QString outputs() const {
    QString all;
    const auto views = window->details()->findChildren<QTextBrowser*>();
    for (const QTextBrowser* view : views) {
      if (view->isVisible() && view->objectName() != u"sourceView"_s) all += view->toPlainText() + u'\n';
    }
    return all;
  }
  int pointsOf(const char* chart) const {
    const auto* found = visible<MetricChart>(chart);
    return found ? found->pointCount() : 0;
  }
  QTreeWidget* files() const { return visible<QTreeWidget>("filesTree"); }
  QStringList fileNames() const {
    QStringList names;
    for (int i = 0; files() && i < files()->topLevelItemCount(); ++i)
      names << files()->topLevelItem(i)->text(0).section(u' ', 0, 0);
    return names;
  }

  void signIn();
  void fillInTheForm();
  void chooseAccelerator(const QString& name);
  void watchItRun();
  void checkWhatItLeft();
  void checkDrive();
  std::vector<JobState> states;
};

void WindowOnColabTest::signIn() {
  picture("01-welcome");
  click("welcomeSignInButton");
  shown<QAbstractButton>("emptySignInButton");
  picture("02-accounts", visible<QDialog>("accountDialog"));
  click("emptySignInButton");
  EXPECT_FALSE(shown<QAbstractButton>("continueSignInButton")->isEnabled()) << "which client asks is not known yet";
  drop(shown<QWidget>("clientDropField"), standin.clientFile());
  click("driveCheckBox");
  picture("03-client", visible<QDialog>("accountDialog"));
  click("continueSignInButton");
  ASSERT_TRUE(waitFor([this] { return browser.pages.size() == 1; }, kLong)) << "no browser was opened";
  picture("04-waiting", visible<QDialog>("accountDialog"));
  Chromium chromium;
  ASSERT_TRUE(chromium.isUp()) << chromium.log().toStdString();
  chromium.open(browser.pages.first());
  EXPECT_TRUE(chromium.title().contains(u"Google Accounts"_s)) << chromium.title().toStdString();
  chromium.click("#continue");
  shown<QAbstractButton>("doneSignInButton");
  EXPECT_TRUE(says(text<QLabel>("doneTitleLabel"), "^Signed in as tester@example.com$"));
  EXPECT_TRUE(says(text<QLabel>("doneAllowedLabel"), "Colab, Drive"));
  EXPECT_TRUE(waitFor([&] { return says(chromium.title(), "^You can close this page$"); }, kLong))
      << chromium.title().toStdString();
  picture("05-signed-in", visible<QDialog>("accountDialog"));
  click("doneSignInButton");
  shown<QWidget>("accountCard");
  picture("06-account", visible<QDialog>("accountDialog"));
  click("closeAccountsButton");
}

void WindowOnColabTest::chooseAccelerator(const QString& name) {
  click("chooseAcceleratorButton");
  auto* menu = shown<QMenu>("acceleratorsMenu");
  ASSERT_NE(menu, nullptr);
  QAction* wanted = nullptr;
  const auto actions = menu->actions();
  for (QAction* action : actions) {
    const QString accelerator = action->text().section(u'\t', 0, 0), note = action->text().section(u'\t', 1);
    if (accelerator == name) wanted = action;
    if (accelerator == u"H100"_s) {
      EXPECT_FALSE(action->isEnabled()) << "the account may not have it";
      EXPECT_TRUE(says(note, "^not with this account$")) << note.toStdString();
    } else if (action->isEnabled()) {
      EXPECT_TRUE(says(note, "\\d units an hour$|^price not known$")) << action->text().toStdString();
    }
  }
  picture("08-accelerators", menu);
  ASSERT_NE(wanted, nullptr);
  QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(wanted).center());
  EXPECT_EQ(shown<QLineEdit>("acceleratorsEdit")->text(), name);
}

void WindowOnColabTest::fillInTheForm() {
  const QString notebook = home.filePath(u"work/sample.ipynb"_s);
  ASSERT_TRUE(QFile::copy(QStringLiteral(CC_SOURCE_DIR "/templates/sample.ipynb"), notebook));
  drop(window, notebook);
  auto* form = shown<QDialog>("launchDialog");
  ASSERT_NE(form, nullptr);
  type(shown<QAbstractSpinBox>("stepsEditor"), u"100"_s);
  picture("07-form", form);
  auto* providers = shown<QComboBox>("providerCombo");
  ASSERT_TRUE(waitFor([&] { return providers->findData(u"colab"_s) >= 0; }, kLong));
  QTest::keyClicks(providers, u"colab"_s);
  EXPECT_EQ(providers->currentData().toString(), u"colab"_s);
  chooseAccelerator(u"T4"_s);
  EXPECT_TRUE(waitForText("forecastLabel", "\\d units an hour \\(.+\\)"))
      << text<QLabel>("forecastLabel").toStdString();
  click("moreOptionsButton");
  type(shown<QLineEdit>("timeoutEdit"), u"1h"_s);
  EXPECT_TRUE(waitForText("forecastLabel", "^At most [\\d.]+ units by the time limit"))
      << text<QLabel>("forecastLabel").toStdString();
  type(shown<QLineEdit>("artifactsEdit"), u"sample-output/*"_s);
  type(shown<QLineEdit>("backupEdit"), u"gdrive:runs"_s);
  picture("09-form-filled-in", form);
  click("submitButton");
}

void WindowOnColabTest::watchItRun() {
  ASSERT_TRUE(waitFor([this] { return window->model().rowCount() == 1; }, kLong));
  EXPECT_TRUE(waitFor([this] { return window->table()->currentJob() == job().id; }, kLong)) << "it is not selected";
  ASSERT_TRUE(waitFor([this] { return job().state == JobState::Starting; }, kLong));
  picture("10-starting");
  ASSERT_TRUE(waitFor([this] { return isRunning() && outputs().contains(u"step   5/100"_s); }, kLong))
      << outputs().toStdString();
  EXPECT_EQ(cell(JobTableModel::Provider), u"colab · T4"_s);
  EXPECT_TRUE(says(cell(JobTableModel::State), "^Running$"));
  picture("11-running-output");
  ASSERT_TRUE(waitFor([this] { return isRunning() && outputs().contains(u"step  15/100"_s); }, kLong)) << "it grows";
  openTab(JobDetailPane::Charts);
  int points = 0;
  ASSERT_TRUE(waitFor([&] { return isRunning() && (points = pointsOf("gpuChart")) >= 2; }, kLong)) << points;
  EXPECT_GT(pointsOf("vramChart"), 0);
  ASSERT_TRUE(waitFor([&] { return isRunning() && pointsOf("gpuChart") > points; }, kLong)) << "it does not move";
  picture("12-running-charts");
  EXPECT_TRUE(waitForText("usageButton", "^Pro  ·  [\\d.]+ units left  ·  [\\d.]+ units an hour  ·  lasts until .+"))
      << text<QToolButton>("usageButton").toStdString();
  EXPECT_TRUE(shown<QToolButton>("usageButton")->toolTip().startsWith(u"tester@example.com\n"_s));
  EXPECT_TRUE(waitFor([this] { return says(cell(JobTableModel::Cost), "\\d units$"); }, kLong))
      << cell(JobTableModel::Cost).toStdString();
  EXPECT_TRUE(isRunning()) << "the cost is told while it grows";
  EXPECT_TRUE(says(text<QLabel>("countsLabel"), "^1 running"));
}

void WindowOnColabTest::checkWhatItLeft() {
  ASSERT_TRUE(waitFor([this] { return jobs::isFinal(job().state); }, kLong));
  ASSERT_EQ(job().state, JobState::Succeeded) << (job().error ? job().error->toLogLine().toStdString() : "");
  picture("13-ended-charts");
  openTab(JobDetailPane::Output);
  EXPECT_TRUE(waitFor([this] { return outputs().contains(u"after 100 steps"_s); }, kLong)) << outputs().toStdString();
  picture("14-ended-output");
  openTab(JobDetailPane::Files);
  const QStringList expected{u"executed.ipynb"_s, u"input.ipynb"_s, u"artifacts/sample-output/results.json"_s,
                             u"artifacts/sample-output/loss.svg"_s, u"artifacts/sample-output/history.csv"_s};
  for (const QString& name : expected) {
    EXPECT_TRUE(waitFor([&] { return fileNames().contains(name); }, kLong))
        << name.toStdString() << " is not among " << fileNames().join(u' ').toStdString();
  }
  EXPECT_TRUE(waitForText("backupLabel", "^Backed up to gdrive:/runs/.*: \\d+ files, verified$"))
      << text<QLabel>("backupLabel").toStdString();
  picture("15-files");
  EXPECT_TRUE(says(cell(JobTableModel::Cost), "\\d units$")) << cell(JobTableModel::Cost).toStdString();
  EXPECT_GT(job().cost.units.value_or(0), 0);
  EXPECT_GT(job().cost.acceleratorSeconds, 20);
  openTab(JobDetailPane::Details);
  picture("16-details");
}

// What lies on Drive is, byte for byte, what lies here.
void WindowOnColabTest::checkDrive() {
  const Json drive = standin.control(u"/drive"_s);
  for (const char* name : {"executed.ipynb", "results.json", "loss.svg", "history.csv"}) {
    const QString below = QLatin1String(name) == u"executed.ipynb"_s ? QString() : u"/artifacts/sample-output"_s;
    QFile file(job().resultsDir + below + u'/' + QLatin1String(name));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << file.fileName().toStdString();
    const auto here = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex().toStdString();
    EXPECT_NE(drive.dump().find(here), std::string::npos) << name << " is not on Drive: " << drive.dump(1);
  }
}

TEST_F(WindowOnColabTest, FromAnEmptyWindowToResultsOnDrive) {
  start();
  shown<QAbstractButton>("welcomeSignInButton");
  ASSERT_NO_FATAL_FAILURE(signIn());
  const auto note = [this] {
    if (window->model().rowCount() == 1 && (states.empty() || states.back() != job().state))
      states.push_back(job().state);
  };
  QObject::connect(&window->model(), &QAbstractItemModel::rowsInserted, window, note);
  QObject::connect(&window->model(), &QAbstractItemModel::dataChanged, window, note);
  ASSERT_NO_FATAL_FAILURE(fillInTheForm());
  ASSERT_NO_FATAL_FAILURE(watchItRun());
  ASSERT_NO_FATAL_FAILURE(checkWhatItLeft());
  checkDrive();
  EXPECT_TRUE(machinesAreGone()) << standin.machines().dump();
  // A change set may hold more than one step; none comes back and none is made up.
  std::erase(states, JobState::Queued);
  std::erase(states, JobState::Collecting);
  EXPECT_EQ(states, (std::vector{JobState::Starting, JobState::Running, JobState::Succeeded}));
}

}  // namespace
