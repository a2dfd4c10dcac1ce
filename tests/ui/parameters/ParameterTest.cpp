// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/LaunchDialog.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/parameters/NumberEdit.h"
#include "ui/parameters/ParameterField.h"
#include "ui/settings/WindowState.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using notebook::Parameter;
using notebook::ParameterType;

namespace {

Parameter parameter(const QString& name, ParameterType type, Json value) {
  return {.name = name, .type = type, .value = std::move(value)};
}

std::vector<Json> sweep(ParameterType type, const QString& text) {
  const ReadValue read = readSweep(parameter(u"p"_s, type, nullptr), text);
  return read.ok() ? read.values : std::vector<Json>{"problem"};
}

struct LaunchDialogTest : testing::Test {
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  LaunchMemory memory{state};
  test::ScriptedEngine engine;
  test::FakeDialogs dialogs;
  LaunchDefaults defaults;
  QPointer<LaunchDialog> dialog;

  void open(const QStringList& notebooks = {u"/n/a.ipynb"_s}) {
    engine::NotebookInspection inspection{.path = u"/n/a.ipynb"_s, .codeCells = 3};
    inspection.parameters = {
        parameter(u"epochs"_s, ParameterType::Int, 10), parameter(u"lr"_s, ParameterType::Float, 0.1),
        parameter(u"tag"_s, ParameterType::String, "x"), parameter(u"layers"_s, ParameterType::List, {1, 2})};
    engine.inspections.insert(u"/n/a.ipynb"_s, inspection);
    dialog = new LaunchDialog({engine, memory, dialogs, defaults, folder.filePath(u"presets"_s)});
    dialog->setNotebooks(notebooks);
    dialog->show();
    ASSERT_TRUE(waitFor([&] { return !edit(u"epochsEditor"_s) ? submit()->isEnabled() : true; }));
  }
  void TearDown() override { delete dialog; }
  QWidget* edit(const QString& name) { return dialog->findChild<QWidget*>(name); }
  QPushButton* submit() { return dialog->findChild<QPushButton*>(u"submitButton"_s); }
  Json specs() {
    const auto* call = engine.lastCall(u"submit"_s);
    return call ? call->arguments["specs"] : Json();
  }
};

}  // namespace

TEST(NumberEdit, TakesNumbersOfAnySizeAndStepsTheLastDigit) {
  NumberEdit whole(NumberEdit::Kind::Int);
  whole.setValue(qint64(9'000'000'000'000));
  whole.stepBy(1);
  EXPECT_EQ(whole.value(), Json(qint64(9'000'000'000'001)));
  NumberEdit real(NumberEdit::Kind::Float);
  real.setValue(0.25);
  real.stepBy(-1);
  EXPECT_EQ(real.text(), u"0.24"_s);
  EXPECT_EQ(NumberEdit::parse(u"1e-4"_s, NumberEdit::Kind::Float), Json(1e-4));
  EXPECT_FALSE(NumberEdit::parse(u"inf"_s, NumberEdit::Kind::Float));
  EXPECT_FALSE(NumberEdit::parse(u"1.5"_s, NumberEdit::Kind::Int));
}

TEST(Sweep, ReadsListsAndRanges) {
  EXPECT_EQ(sweep(ParameterType::Int, u"1, 2,5"_s), (std::vector<Json>{1, 2, 5}));
  EXPECT_EQ(sweep(ParameterType::Int, u"3..1"_s), (std::vector<Json>{3, 2, 1}));
  EXPECT_EQ(sweep(ParameterType::Float, u"0.1..0.3 step 0.1"_s), (std::vector<Json>{0.1, 0.2, 0.3}));
  EXPECT_EQ(sweep(ParameterType::String, u"fr, en"_s), (std::vector<Json>{"fr", "en"}));
  EXPECT_EQ(sweep(ParameterType::List, u"[[1],[2,3]]"_s), (std::vector<Json>{{1}, {2, 3}}));
  for (const QString& bad : {u""_s, u","_s, u"a"_s, u"1..x"_s, u"1..2 step 0"_s, u"1..99999999"_s}) {
    EXPECT_EQ(sweep(ParameterType::Int, bad), std::vector<Json>{"problem"}) << qPrintable(bad);
  }
}

TEST(SpecBuilder, MakesEveryCombinationForEveryNotebook) {
  SpecBuilder builder;
  builder.notebooks = {u"/n/a.ipynb"_s, u"/n/b.ipynb"_s};
  builder.parameters = {{u"lang"_s, {"fr", "en"}}, {u"n"_s, {1, 2, 3}}, {u"k"_s, {7}}};
  EXPECT_EQ(builder.count(), 12);
  const auto specs = builder.build();
  ASSERT_EQ(specs.size(), 12u);
  EXPECT_EQ(specs[1].parameters, (Json{{"lang", "fr"}, {"n", 2}, {"k", 7}}));
  EXPECT_EQ(specs[0].sweep, specs[5].sweep);
  EXPECT_NE(specs[0].sweep, specs[6].sweep);
  EXPECT_EQ(specs[1].name, u"a lang=fr n=2"_s);
}

TEST_F(LaunchDialogTest, SubmitsOnlyChangedValuesByKeyboardAlone) {
  open();
  auto* epochs = edit(u"epochsEditor"_s);
  epochs->setFocus();
  QTest::keyClick(epochs, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(epochs, u"25"_s);
  QSignalSpy submitted(dialog, &LaunchDialog::submitted);
  QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(waitFor([&] { return submitted.count() == 1; }));
  ASSERT_EQ(specs().size(), 1u);
  EXPECT_EQ(specs()[0]["parameters"], (Json{{"epochs", 25}}));
}

TEST_F(LaunchDialogTest, SaysWhatIsWrongWhileTyping) {
  open();
  auto* layers = static_cast<QLineEdit*>(edit(u"layersEditor"_s));
  layers->setText(u"[1, 2"_s);
  EXPECT_FALSE(submit()->isEnabled());
  auto* problem = dialog->findChild<QLabel*>(u"layersProblemLabel"_s);
  EXPECT_TRUE(problem->isVisibleTo(dialog));
  dialog->findChild<QToolButton*>(u"layersResetButton"_s)->click();
  EXPECT_TRUE(submit()->isEnabled());
  EXPECT_FALSE(problem->isVisibleTo(dialog));
  auto* limit = dialog->findChild<QLineEdit*>(u"timeoutEdit"_s);
  limit->setText(u"soon"_s);
  EXPECT_FALSE(submit()->isEnabled());
  limit->setText(u"1h30m"_s);
  EXPECT_TRUE(submit()->isEnabled());
}

TEST_F(LaunchDialogTest, ASweepMakesAJobForEachValueAndSaysHowMany) {
  open();
  QTest::mouseClick(dialog->findChild<QToolButton*>(u"lrSweepButton"_s), Qt::LeftButton);
  dialog->findChild<QLineEdit*>(u"lrSweepEdit"_s)->setText(u"0.1, 0.2, 0.4"_s);
  EXPECT_TRUE(submit()->text().contains(u"3"_s));
  QTest::mouseClick(submit(), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return engine.countCalls(u"submit"_s) == 1; }));
  EXPECT_EQ(specs().size(), 3u);
}

TEST_F(LaunchDialogTest, RemembersTheLastChoicesOfANotebook) {
  open();
  static_cast<QLineEdit*>(edit(u"tagEditor"_s))->setText(u"mine"_s);
  dialog->findChild<QLineEdit*>(u"artifactsEdit"_s)->setText(u"*.csv, *.pt"_s);
  dialog->findChild<QLineEdit*>(u"backupEdit"_s)->setText(u" gdrive:runs "_s);
  QTest::mouseClick(submit(), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return !dialog || !dialog->isVisible(); }));
  EXPECT_EQ(specs()[0]["artifacts"], (Json{"*.csv", "*.pt"}));
  EXPECT_EQ(specs()[0]["backup_to"], "gdrive:runs");
  delete dialog;
  open();
  EXPECT_EQ(static_cast<QLineEdit*>(edit(u"tagEditor"_s))->text(), u"mine"_s);
  EXPECT_EQ(dialog->findChild<QLineEdit*>(u"artifactsEdit"_s)->text(), u"*.csv, *.pt"_s);
  EXPECT_EQ(dialog->findChild<QLineEdit*>(u"backupEdit"_s)->text(), u"gdrive:runs"_s);
}

TEST_F(LaunchDialogTest, ABadNotebookShowsItsErrorAndCannotBeSubmitted) {
  engine.failures[u"inspect"_s] = Error{.code = ErrorCode::NotebookNotJson, .params = {{u"path"_s, u"/n/a.ipynb"_s}}};
  dialog = new LaunchDialog({engine, memory, dialogs, defaults, folder.filePath(u"presets"_s)});
  dialog->setNotebooks({u"/n/a.ipynb"_s});
  dialog->show();
  auto* label = dialog->findChild<QLabel*>(u"notebookLabel"_s);
  const QString reading = label->text();
  ASSERT_TRUE(waitFor([&] { return label->text() != reading; }));
  EXPECT_TRUE(label->text().contains(u"JSON"_s)) << qPrintable(label->text());
  EXPECT_FALSE(submit()->isEnabled());
}

TEST_F(LaunchDialogTest, SeveralNotebooksShareTheParametersThatAllHave) {
  engine::NotebookInspection other{.path = u"/n/b.ipynb"_s, .codeCells = 1};
  other.parameters = {parameter(u"epochs"_s, ParameterType::Int, 3)};
  engine.inspections.insert(u"/n/b.ipynb"_s, other);
  open({u"/n/a.ipynb"_s, u"/n/b.ipynb"_s});
  ASSERT_TRUE(waitFor([&] { return edit(u"epochsEditor"_s) != nullptr; }));
  EXPECT_EQ(edit(u"tagEditor"_s), nullptr);
  EXPECT_TRUE(submit()->text().contains(u"2"_s));
}

TEST_F(LaunchDialogTest, KeepsTheFormWhenTheEngineRefuses) {
  open();
  engine.failures[u"submit"_s] = Error{.code = ErrorCode::DiskFull};
  QTest::mouseClick(submit(), Qt::LeftButton);
  auto* title = dialog->findChild<QLabel*>(u"messageTitleLabel"_s);
  ASSERT_TRUE(waitFor([&] { return title->isVisible(); }));
  EXPECT_TRUE(dialog->isVisible());
  EXPECT_TRUE(submit()->isEnabled());
}
