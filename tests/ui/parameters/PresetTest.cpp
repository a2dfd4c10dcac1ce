// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/LaunchDialog.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/parameters/PresetStore.h"
#include "ui/settings/WindowState.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;

namespace {

struct PresetTest : testing::Test {
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  LaunchMemory memory{state};
  test::ScriptedEngine engine;
  test::FakeDialogs dialogs;
  LaunchDefaults defaults{.retries = 3, .timeoutMs = 7'200'000, .provider = u"lab"_s};
  std::unique_ptr<LaunchDialog> dialog;

  void open() {
    engine::NotebookInspection inspection{.path = u"/n/a.ipynb"_s, .codeCells = 1};
    inspection.parameters = {{.name = u"epochs"_s, .type = notebook::ParameterType::Int, .value = 10}};
    engine.inspections.insert(u"/n/a.ipynb"_s, inspection);
    dialog = std::make_unique<LaunchDialog>(LaunchDialog::Parts{engine, memory, dialogs, defaults, presets()});
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    dialog->setNotebooks({u"/n/a.ipynb"_s});
    dialog->show();
    ASSERT_TRUE(waitFor([&] { return dialog->findChild<QWidget*>(u"epochsEditor"_s) != nullptr; }));
  }
  QString presets() const { return folder.filePath(u"presets"_s); }
  QSpinBox* retries() { return dialog->findChild<QSpinBox*>(u"retriesSpin"_s); }
  QLineEdit* edit(const QString& name) { return dialog->findChild<QLineEdit*>(name); }
  QAction* entry(const QString& text) {
    const auto actions = dialog->findChild<QMenu*>(u"presetMenu"_s)->actions();
    for (QAction* action : actions) {
      if (action->text() == text) return action;
    }
    return nullptr;
  }
  void keepAs(const QString& name) {
    dialog->findChild<QAction*>(u"keepPresetAction"_s)->trigger();
    auto* ask = dialog->findChild<QInputDialog*>(u"presetNameDialog"_s);
    ASSERT_TRUE(ask && waitFor([&] { return ask->isVisible(); }));
    QTest::keyClicks(ask->findChild<QLineEdit*>(), name);
    QTest::keyClick(ask, Qt::Key_Return);
    ASSERT_TRUE(waitFor([&] { return entry(name) != nullptr; }));
  }
};

}  // namespace

TEST_F(PresetTest, TheFormStartsWithWhatTheConfigurationSays) {
  open();
  EXPECT_EQ(retries()->value(), 3);
  EXPECT_EQ(edit(u"timeoutEdit"_s)->text(), u"2h"_s);
  EXPECT_TRUE(dialog->findChild<QComboBox*>(u"providerCombo"_s)->itemText(0).contains(u"lab"_s));
  QTest::mouseClick(dialog->findChild<QPushButton*>(u"submitButton"_s), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return engine.countCalls(u"submit"_s) == 1; }));
  EXPECT_EQ(engine.lastCall(u"submit"_s)->arguments["specs"][0]["retries"], 3);
}

TEST_F(PresetTest, TheLastChoiceWinsOverTheConfiguration) {
  memory.remember(u"/n/a.ipynb"_s, Json{{"retries", 0}, {"timeout", ""}});
  open();
  EXPECT_EQ(retries()->value(), 0);
  EXPECT_EQ(edit(u"timeoutEdit"_s)->text(), QString());
}

TEST_F(PresetTest, KeepsChoicesUnderANameAndFillsTheFormFromThem) {
  open();
  retries()->setValue(7);
  edit(u"artifactsEdit"_s)->setText(u"*.pt"_s);
  keepAs(u"Long & slow"_s.left(4));
  retries()->setValue(1);
  edit(u"artifactsEdit"_s)->clear();
  edit(u"nameEdit"_s)->setText(u"mine"_s);
  entry(u"Long"_s)->trigger();
  EXPECT_EQ(retries()->value(), 7);
  EXPECT_EQ(edit(u"artifactsEdit"_s)->text(), u"*.pt"_s);
  EXPECT_EQ(edit(u"nameEdit"_s)->text(), u"mine"_s);
}

TEST_F(PresetTest, APresetTravelsAsAFile) {
  open();
  retries()->setValue(9);
  dialogs.path = folder.filePath(u"shared.json"_s);
  dialog->findChild<QAction*>(u"savePresetAction"_s)->trigger();
  ASSERT_TRUE(waitFor([&] { return QFile::exists(dialogs.path); }));
  retries()->setValue(0);
  dialog->findChild<QAction*>(u"openPresetAction"_s)->trigger();
  EXPECT_TRUE(waitFor([&] { return retries()->value() == 9; }));
  EXPECT_TRUE(waitFor([&] { return entry(u"shared"_s) != nullptr; }));
}

TEST_F(PresetTest, AFileThatIsNoPresetIsRefusedWithAMessage) {
  open();
  for (const QByteArray& content : {QByteArray("[1]"), QByteArray("{"), QByteArray("{\"colab_controller_preset\":1}"),
                                    QByteArray("{\"colab_controller_preset\":1,\"name\":3,\"choices\":{}}")}) {
    QFile file(folder.filePath(u"bad.json"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly) && file.write(content) > 0);
    file.close();
    const auto read = PresetStore::read(file.fileName());
    EXPECT_FALSE(read.ok()) << content.constData();
  }
  dialogs.path = folder.filePath(u"bad.json"_s);
  dialog->findChild<QAction*>(u"openPresetAction"_s)->trigger();
  auto* title = dialog->findChild<QLabel*>(u"messageTitleLabel"_s);
  EXPECT_TRUE(waitFor([&] { return title->isVisible(); }));
}

TEST(PresetStore, KeepsNamesApartThatLookAlikeAndRemovesTheRightOne) {
  QTemporaryDir folder;
  const PresetStore store(folder.path());
  ASSERT_TRUE(store.save({.name = u"a b"_s}).ok());
  ASSERT_TRUE(store.save({.name = u"a-b"_s}).ok());
  ASSERT_TRUE(store.save({.name = u"../x"_s, .choices = {{"retries", 2}}}).ok());
  EXPECT_EQ(store.all().size(), 3u);
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 3);
  ASSERT_TRUE(store.remove(u"a b"_s).ok());
  ASSERT_EQ(store.all().size(), 2u);
  EXPECT_EQ(store.all()[0].name, u"../x"_s);
}
