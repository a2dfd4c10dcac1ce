// SPDX-License-Identifier: GPL-3.0-or-later
// The launch form: accelerators with their prices, the forecast, the budget.
#include "ui/parameters/AcceleratorField.h"
#include "ui/parameters/LaunchDialog.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/settings/WindowState.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;

namespace {

struct LaunchCostTest : testing::Test {
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  LaunchMemory memory{state};
  test::ScriptedEngine engine;
  test::FakeDialogs dialogs;
  std::unique_ptr<LaunchDialog> dialog;

  void open() {
    QLocale::setDefault(QLocale::c());
    engine.inspections.insert(u"/n/a.ipynb"_s, {.path = u"/n/a.ipynb"_s, .codeCells = 1});
    engine.usageList = {{.provider = u"colab"_s,
                         .units = 5,
                         .at = 1,
                         .accelerators = {{.name = u"NONE"_s, .unitsPerHour = 0.1, .rateFrom = u"listed"_s},
                                          {.name = u"T4"_s, .unitsPerHour = 1.2, .rateFrom = u"learned"_s},
                                          {.name = u"A100"_s, .unitsPerHour = 12, .rateFrom = u"listed"_s},
                                          {.name = u"H100"_s, .eligible = false}}}};
    engine.forecastInfo = {.paid = true,
                           .unitsPerHour = 1.2,
                           .hours = 2,
                           .units = 2.4,
                           .balance = 5,
                           .rateFrom = u"learned"_s,
                           .basis = u"earlier_runs"_s,
                           .runs = 3};
    dialog = std::make_unique<LaunchDialog>(
        LaunchDialog::Parts{engine, memory, dialogs, LaunchDefaults{.provider = u"colab"_s}, folder.path()});
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    dialog->setNotebooks({u"/n/a.ipynb"_s});
    dialog->show();
    ASSERT_TRUE(waitFor([&] { return menu() && field()->isVisible(); }));
  }
  QMenu* menu() { return dialog->findChild<QMenu*>(u"acceleratorsMenu"_s); }
  AcceleratorField* field() { return dialog->findChild<AcceleratorField*>(); }
  QAction* entry(const QString& name) {
    Q_EMIT menu()->aboutToShow();
    const auto actions = menu()->actions();
    for (QAction* action : actions) {
      if (action->text().startsWith(name)) return action;
    }
    return nullptr;
  }
  QLabel* forecast() { return dialog->findChild<QLabel*>(u"forecastLabel"_s); }
};

TEST_F(LaunchCostTest, AcceleratorsAreOfferedWithPriceAndEligibility) {
  open();
  EXPECT_TRUE(entry(u"T4"_s)->text().endsWith(u"\t1.20 units an hour"_s));
  EXPECT_TRUE(entry(u"A100"_s)->text().endsWith(u"\t~ 12.0 units an hour"_s)) << "an estimate says so";
  EXPECT_FALSE(entry(u"H100"_s)->isEnabled());
  EXPECT_EQ(entry(u"NONE"_s), nullptr);
}

TEST_F(LaunchCostTest, TheOrderOfChoosingIsTheOrderOfPreference) {
  open();
  entry(u"A100"_s)->trigger();
  entry(u"T4"_s)->trigger();
  EXPECT_EQ(field()->accelerators(), (QStringList{u"A100"_s, u"T4"_s}));
  EXPECT_TRUE(entry(u"T4"_s)->text().startsWith(u"T4 (choice 2)"_s));
  entry(u"A100"_s)->trigger();
  EXPECT_EQ(field()->accelerators(), QStringList{u"T4"_s});
}

TEST_F(LaunchCostTest, WhatItWillCostIsSaidBeforeLaunch) {
  open();
  ASSERT_TRUE(waitFor([&] { return forecast()->isVisible(); }));
  EXPECT_TRUE(forecast()->text().contains(u"2.40 units"_s)) << forecast()->text().toStdString();
  EXPECT_FALSE(forecast()->text().contains(u"Only"_s));
  engine.forecastInfo.units = 9;
  field()->setText(u"A100"_s);
  EXPECT_TRUE(waitFor([&] { return forecast()->text().contains(u"Only 5.00 units left"_s); }));
}

TEST_F(LaunchCostTest, BudgetAndMemoryGoWithTheJob) {
  open();
  auto* budget = dialog->findChild<QLineEdit*>(u"maxUnitsEdit"_s);
  budget->setText(u"much"_s);
  EXPECT_FALSE(dialog->findChild<QPushButton*>(u"submitButton"_s)->isEnabled());
  budget->setText(u"2.5"_s);
  dialog->findChild<QCheckBox*>(u"highRamCheck"_s)->setChecked(true);
  field()->setText(u"A100, T4"_s);
  ASSERT_TRUE(waitFor([&] { return dialog->findChild<QPushButton*>(u"submitButton"_s)->isEnabled(); }));
  dialog->findChild<QPushButton*>(u"submitButton"_s)->click();
  ASSERT_TRUE(waitFor([&] { return engine.countCalls(u"submit"_s) == 1; }));
  const engine::JobSpec spec = engine.details.back().spec;
  EXPECT_EQ(spec.maxUnits, 2.5);
  EXPECT_TRUE(spec.highRam);
  EXPECT_EQ(spec.accelerators, (QStringList{u"A100"_s, u"T4"_s}));
}

}  // namespace
