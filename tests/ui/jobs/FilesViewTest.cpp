// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/FilesView.h"

#include "support/EventLoop.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;

namespace {

struct FilesViewTest : testing::Test {
  QTemporaryDir folder;
  test::FakeDialogs dialogs;
  FilesView view{dialogs, folder.filePath(u"pages"_s)};
  ResultTree* tree = view.findChild<ResultTree*>(u"filesTree"_s);

  engine::JobDetail detail(const QString& name, const QByteArray& executed) {
    engine::JobDetail detail;
    detail.summary.id = name;
    detail.summary.resultsDir = folder.filePath(name);
    QDir().mkpath(detail.summary.resultsDir);
    QFile file(detail.summary.resultsDir + u"/executed.ipynb"_s);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(executed) == executed.size());
    detail.artifacts = {{.path = u"artifacts/a.csv"_s, .size = 3, .sha256 = u"00"_s},
                        {.path = u"../../outside"_s, .size = 3}};
    return detail;
  }
};

TEST_F(FilesViewTest, aLineTellsHowTheBackupIs) {
  auto* label = view.findChild<QLabel*>(u"backupLabel"_s);
  engine::JobDetail shown = detail(u"one"_s, "{}");
  view.showDetail(&shown);
  EXPECT_TRUE(label->isHidden());
  shown.backup = {.to = u"gdrive:/runs/x"_s, .state = u"done"_s, .files = {{}, {}}, .filesTotal = 2};
  view.showDetail(&shown);
  EXPECT_FALSE(label->isHidden());
  EXPECT_TRUE(label->text().contains(u"gdrive:/runs/x"_s));
  shown.backup.state = u"waiting"_s;
  shown.backup.error = Error{.code = ErrorCode::AccountScopeMissing, .params = {{u"option"_s, u"--drive"_s}}};
  view.showDetail(&shown);
  EXPECT_TRUE(label->text().contains(u"colabq sign-in --drive"_s)) << qPrintable(label->text());
}

}  // namespace

TEST_F(FilesViewTest, ListsWhatIsThereAndNothingOutsideTheFolder) {
  const auto one = detail(u"one"_s, "{}");
  view.show();
  view.showDetail(&one);
  ASSERT_TRUE(waitFor([&] { return tree->topLevelItemCount() == 2; }));
  EXPECT_TRUE(tree->topLevelItem(0)->text(0).startsWith(u"executed.ipynb"_s));
  EXPECT_EQ(tree->topLevelItem(1)->text(0), u"artifacts/a.csv"_s);
}

TEST_F(FilesViewTest, AnswersForAJobLeftMeanwhileAreNotShown) {
  const auto one = detail(u"one"_s, "{}");
  view.showDetail(&one);
  view.showDetail(nullptr);
  const auto two = detail(u"two"_s, "{}");
  view.showDetail(&two);
  ASSERT_TRUE(waitFor([&] { return tree->topLevelItemCount() == 2; }));
  EXPECT_TRUE(tree->topLevelItem(0)->data(0, ResultTree::kPathRole).toString().contains(u"/two/"_s));
}

TEST_F(FilesViewTest, OpensTheExecutedNotebookAsAPageOfItsOwn) {
  const auto one = detail(u"one"_s, R"json({"cells":[{"cell_type":"code","source":"print(1)","outputs":[]}]})json");
  view.show();
  view.showDetail(&one);
  ASSERT_TRUE(waitFor([&] { return tree->isVisible(); }));
  QTest::mouseClick(view.findChild<QToolButton*>(u"openInBrowserButton"_s), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return dialogs.opened.size() == 1; }));
  QFile page(dialogs.opened.first().toLocalFile());
  ASSERT_TRUE(page.open(QIODevice::ReadOnly));
  EXPECT_TRUE(page.readAll().contains("print(1)"));
}

TEST_F(FilesViewTest, AFileThatIsGoneIsExplained) {
  const auto one = detail(u"one"_s, "{}");
  view.show();
  view.showDetail(&one);
  ASSERT_TRUE(waitFor([&] { return tree->topLevelItemCount() == 2; }));
  QSignalSpy failed(&view, &FilesView::failed);
  tree->setCurrentItem(tree->topLevelItem(1));
  QTest::keyClick(tree, Qt::Key_Return);
  EXPECT_TRUE(waitFor([&] { return failed.count() == 1; }));
}
