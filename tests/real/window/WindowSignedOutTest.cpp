// SPDX-License-Identifier: GPL-3.0-or-later
// A sign-in that ends: one job tells, the others wait for it and say so, and go on when it is renewed.
#include "WindowFixture.h"

#include "ui/jobs/JobDetailPane.h"

#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::engine::JobState;
using cc::test::waitFor;

namespace {

class WindowSignedOutTest : public test::WindowFixture {
protected:
  // The browser's part, without one.
  void consent() {
    ASSERT_TRUE(waitFor([this] { return !browser.pages.isEmpty(); }, kLong));
    standin.browse(browser.pages.takeFirst(), u"continue"_s);
    click("doneSignInButton");
  }
  void signIn() {
    click("welcomeSignInButton");
    click("emptySignInButton");
    drop(shown<QWidget>("clientDropField"), standin.clientFile());
    click("continueSignInButton");
    consent();
    click("closeAccountsButton");
  }
  void submit(const QString& name) {
    const QString notebook = home.filePath(u"work/"_s + name + u".ipynb"_s);
    const Json cell{{"id", "c0"},
                    {"cell_type", "code"},
                    {"metadata", Json::object()},
                    {"outputs", Json::array()},
                    {"execution_count", nullptr},
                    {"source", "print('here')"}};
    const Json kernel{{"name", "python3"}, {"display_name", "Python 3"}, {"language", "python"}};
    QFile file(notebook);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(
        dumpJson({{"nbformat", 4}, {"nbformat_minor", 5}, {"metadata", {{"kernelspec", kernel}}}, {"cells", {cell}}}));
    file.close();
    drop(window, notebook);
    auto* providers = shown<QComboBox>("providerCombo");
    ASSERT_NE(providers, nullptr);
    ASSERT_TRUE(waitFor([&] { return providers->findData(u"colab"_s) >= 0; }, kLong));
    QTest::keyClicks(providers, u"colab"_s);
    const int before = window->model().rowCount();
    click("submitButton");
    ASSERT_TRUE(waitFor([&] { return window->model().rowCount() == before + 1; }, kLong));
  }
  const engine::JobSummary* jobOf(const QString& name) const {
    for (int row = 0; row < window->model().rowCount(); ++row) {
      if (window->model().jobAt(row).name == name) return &window->model().jobAt(row);
    }
    return nullptr;
  }
  bool reaches(const QString& name, JobState state) {
    return waitFor([&] { return jobOf(name) && jobOf(name)->state == state; }, kLong);
  }
  bool isRead(const QString& text) const {
    const auto labels = window->details()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
  }
};

TEST_F(WindowSignedOutTest, JobsBehindASignInThatEndedWaitForItAndSaySo) {
  start();
  ASSERT_NO_FATAL_FAILURE(signIn());
  standin.fault("invalid_grant", {{"times", 0}});
  standin.fault("expire_tokens", {{"kind", "access"}});
  ASSERT_NO_FATAL_FAILURE(submit(u"first"_s));
  ASSERT_TRUE(reaches(u"first"_s, JobState::Failed));
  ASSERT_TRUE(jobOf(u"first"_s)->error);
  EXPECT_EQ(jobOf(u"first"_s)->error->code, ErrorCode::AccountSignInNeeded)
      << jobOf(u"first"_s)->error->toLogLine().toStdString();
  ASSERT_NO_FATAL_FAILURE(submit(u"second"_s));
  const QString reason =
      window->model().index(window->model().rowOf(jobOf(u"second"_s)->id), JobTableModel::Progress).data().toString();
  EXPECT_EQ(jobOf(u"second"_s)->state, JobState::Queued);
  EXPECT_FALSE(reason.isEmpty());
  EXPECT_TRUE(waitFor([&] { return window->table()->currentJob() == jobOf(u"second"_s)->id; }, kLong));
  picture("21-waits");
  openTab(JobDetailPane::Details);
  EXPECT_TRUE(waitFor([&] { return isRead(reason); }, kLong));
  picture("22-waits-details");
  standin.clearFaults();
  click("errorAccountsButton");
  picture("23-sign-in-again", shown<QDialog>("accountDialog"));
  click("signInAgainButton");
  ASSERT_NO_FATAL_FAILURE(consent());
  click("closeAccountsButton");
  EXPECT_TRUE(reaches(u"second"_s, JobState::Succeeded)) << "it goes on by itself";
  EXPECT_TRUE(waitFor([&] { return !isRead(reason); }, kLong));
  picture("24-went-on");
  EXPECT_TRUE(machinesAreGone()) << standin.machines().dump();
}

}  // namespace
