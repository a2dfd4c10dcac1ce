// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/MachinesDialog.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;

namespace {

struct MachinesDialogTest : testing::Test {
  test::ScriptedEngine engine;
  std::unique_ptr<MachinesDialog> dialog;

  void open() {
    dialog = std::make_unique<MachinesDialog>(engine);
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    dialog->show();
    ASSERT_TRUE(waitFor([&] { return list()->topLevelItemCount() == int(engine.runtimeList.size()); }));
  }
  QTreeWidget* list() { return dialog->findChild<QTreeWidget*>(u"machinesList"_s); }
  QPushButton* button(const QString& name) { return dialog->findChild<QPushButton*>(name); }
  void select(int row) { list()->setCurrentItem(list()->topLevelItem(row)); }
};

TEST_F(MachinesDialogTest, OnlyWhatNoJobUsesCanBeLetGo) {
  engine.runtimeList = {
      {.id = u"a"_s, .provider = u"colab"_s, .state = u"active"_s, .job = u"01abcdefgh"_s},
      {.id = u"b"_s, .provider = u"colab"_s, .description = u"Colab T4"_s, .state = u"foreign"_s, .ours = false},
      {.id = u"c"_s, .provider = u"colab"_s, .state = u"attached"_s}};
  open();
  EXPECT_FALSE(button(u"releaseMachineButton"_s)->isEnabled()) << "nothing is chosen";
  select(0);
  EXPECT_FALSE(button(u"releaseMachineButton"_s)->isEnabled());
  EXPECT_FALSE(button(u"attachMachineButton"_s)->isEnabled());
  select(1);
  EXPECT_TRUE(button(u"releaseMachineButton"_s)->isEnabled());
  EXPECT_TRUE(button(u"attachMachineButton"_s)->isEnabled());
  select(2);
  EXPECT_TRUE(button(u"releaseMachineButton"_s)->isEnabled());
  EXPECT_FALSE(button(u"attachMachineButton"_s)->isEnabled()) << "it is given already";
}

TEST_F(MachinesDialogTest, AMachineIsReleasedAndTheListLookedAtAgain) {
  engine.runtimeList = {{.id = u"b"_s, .provider = u"colab"_s, .state = u"foreign"_s, .ours = false}};
  open();
  select(0);
  QTest::mouseClick(button(u"releaseMachineButton"_s), Qt::LeftButton);
  EXPECT_TRUE(waitFor([&] { return engine.countCalls(u"releaseRuntime"_s) == 1; }));
  EXPECT_TRUE(waitFor([&] { return engine.countCalls(u"runtimes"_s) == 2; }));
}

TEST_F(MachinesDialogTest, AMachineIsGivenToTheQueue) {
  engine.runtimeList = {{.id = u"b"_s, .provider = u"colab"_s, .state = u"foreign"_s, .ours = false}};
  open();
  select(0);
  QTest::mouseClick(button(u"attachMachineButton"_s), Qt::LeftButton);
  EXPECT_TRUE(waitFor([&] { return engine.countCalls(u"attachRuntime"_s) == 1; }));
  EXPECT_TRUE(waitFor(
      [&] { return list()->topLevelItemCount() == 1 && list()->topLevelItem(0)->text(0) == u"given to the queue"_s; }));
}

TEST_F(MachinesDialogTest, NoMachineIsSaid) {
  open();
  EXPECT_TRUE(waitFor(
      [&] { return dialog->findChild<QLabel*>(u"machinesSummaryLabel"_s)->text().startsWith(u"No machine"_s); }));
}

}  // namespace
