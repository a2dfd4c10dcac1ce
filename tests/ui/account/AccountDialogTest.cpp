// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/AccountDialog.h"
#include "ui/main/MainWindow.h"
#include "ui/settings/Preferences.h"
#include "ui/settings/WindowState.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::ScriptedEngine;
using cc::test::waitFor;

namespace {

struct AccountDialogTest : testing::Test {
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  Preferences preferences{state};
  test::FakeDialogs dialogs;
  ScriptedEngine engine;
  std::unique_ptr<MainWindow> window;

  void openWindow() {
    preferences.setNotebookFolder(folder.path());
    window = std::make_unique<MainWindow>(MainWindowParts{state, preferences, dialogs, {}});
    window->attachEngine(&engine, EngineState::Hosted);
    window->show();
  }
  void open() {
    openWindow();
    window->findChild<QAction*>(u"accountsAction"_s)->trigger();
    ASSERT_TRUE(waitFor([&] { return dialog() && engine.countCalls(u"accounts"_s) > 0; }));
    ASSERT_TRUE(waitFor([&] { return cards().size() == qsizetype(engine.accountList.size()); }));
  }
  AccountDialog* dialog() { return window->findChild<AccountDialog*>(u"accountDialog"_s); }
  QList<QWidget*> cards() {
    QList<QWidget*> all = dialog()->findChildren<QWidget*>(u"accountCard"_s);
    all.removeIf([](QWidget* card) { return !card->isVisible(); });
    return all;
  }
  template <typename T = QPushButton>
  T* find(const QString& name) {
    for (T* one : dialog()->findChildren<T*>(name)) {
      if (one->isVisible()) return one;
    }
    return nullptr;
  }
  void click(const QString& name) {
    ASSERT_TRUE(waitFor([&] { return find(name) && find(name)->isEnabled(); })) << qPrintable(name);
    QTest::mouseClick(find(name), Qt::LeftButton);
  }
  QString text(const QString& name) { return find<QLabel>(name) ? find<QLabel>(name)->text() : QString(); }
  void drop(QWidget* target, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint at = target->rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &dropped);
  }
};

}  // namespace

TEST_F(AccountDialogTest, ADroppedClientFileLeadsThroughTheBrowserToAnAccount) {
  open();
  click(u"emptySignInButton"_s);
  EXPECT_FALSE(find(u"continueSignInButton"_s)->isEnabled()) << "no client is known yet";
  drop(find<QWidget>(u"clientDropField"_s), u"/home/ada/client_secret_1.json"_s);
  EXPECT_EQ(text(u"clientFileLabel"_s), u"client_secret_1.json"_s);
  click(u"continueSignInButton"_s);
  ASSERT_TRUE(waitFor([&] { return !dialogs.opened.isEmpty(); }));
  EXPECT_EQ(dialogs.opened.last(), engine.signInPage);
  const Json& asked = engine.lastCall(u"signIn"_s)->arguments;
  EXPECT_EQ(asked["credentials_file"], "/home/ada/client_secret_1.json");
  EXPECT_EQ(asked["open_browser"], false) << "the window opens it";
  EXPECT_EQ(find<QLineEdit>(u"signInAddressEdit"_s)->text(), engine.signInPage.toString());
  click(u"copyAddressButton"_s);
  EXPECT_EQ(QGuiApplication::clipboard()->text(), engine.signInPage.toString());
  engine.endSignIn(ScriptedEngine::account(u"ada@example.org"_s, {u"drive"_s, u"storage"_s}));
  ASSERT_TRUE(waitFor([&] { return find(u"doneSignInButton"_s) != nullptr; }));
  EXPECT_TRUE(text(u"doneTitleLabel"_s).contains(u"ada@example.org"_s));
  EXPECT_TRUE(text(u"doneMissingLabel"_s).contains(u"Drive, Cloud Storage"_s));
  click(u"doneSignInButton"_s);
  EXPECT_TRUE(waitFor([&] { return cards().size() == 1; }));
}

TEST_F(AccountDialogTest, TheAddressWhereTheBrowserEndedCanBePasted) {
  open();
  click(u"emptySignInButton"_s);
  drop(find<QWidget>(u"clientDropField"_s), u"/c.json"_s);
  click(u"continueSignInButton"_s);
  ASSERT_TRUE(waitFor([&] { return !dialogs.opened.isEmpty(); }));
  engine.pasteFails = Error{.code = ErrorCode::UsageBadParameter, .params = {{u"problem"_s, u"not_an_answer"_s}}};
  auto* edit = find<QLineEdit>(u"pasteAddressEdit"_s);
  QTest::keyClicks(edit, u"http://elsewhere/"_s);
  QTest::keyClick(edit, Qt::Key_Return);
  ASSERT_TRUE(waitFor([&] { return text(u"messageTitleLabel"_s).contains(u"not the address"_s); }));
  EXPECT_TRUE(engine.isSigningIn()) << "it goes on";
  EXPECT_TRUE(dialog()->isVisible()) << "return in the field is not the dialog's";
  edit->clear();
  QTest::keyClicks(edit, u" http://127.0.0.1:1/?code=x "_s);
  click(u"useAddressButton"_s);
  ASSERT_TRUE(waitFor([&] { return engine.pasted.size() == 2; }));
  EXPECT_EQ(engine.pasted.last(), u"http://127.0.0.1:1/?code=x"_s);
}

TEST_F(AccountDialogTest, CancellingOrClosingEndsTheSignIn) {
  open();
  click(u"emptySignInButton"_s);
  drop(find<QWidget>(u"clientDropField"_s), u"/c.json"_s);
  click(u"continueSignInButton"_s);
  click(u"cancelSignInButton"_s);
  EXPECT_EQ(engine.cancelledCalls, 1);
  EXPECT_FALSE(engine.isSigningIn());
  click(u"emptySignInButton"_s);
  click(u"continueSignInButton"_s);
  ASSERT_TRUE(waitFor([&] { return engine.isSigningIn(); }));
  QTest::keyClick(dialog(), Qt::Key_Escape);
  EXPECT_TRUE(waitFor([&] { return dialog() == nullptr; }));
  EXPECT_FALSE(engine.isSigningIn());
}

TEST_F(AccountDialogTest, AFailureIsExplainedWhereItCanBeTriedAgain) {
  open();
  engine.failures[u"signIn"_s] =
      Error{.code = ErrorCode::AccountClientUnusable, .params = {{u"problem"_s, u"web"_s}, {u"path"_s, u"/c.json"_s}}};
  click(u"emptySignInButton"_s);
  drop(find<QWidget>(u"clientDropField"_s), u"/c.json"_s);
  click(u"continueSignInButton"_s);
  ASSERT_TRUE(waitFor([&] { return text(u"messageTitleLabel"_s).contains(u"web site"_s); }));
  EXPECT_TRUE(text(u"messageBodyLabel"_s).contains(u"Desktop app"_s));
  EXPECT_TRUE(find(u"continueSignInButton"_s)->isEnabled());
}

TEST_F(AccountDialogTest, ACardOffersWhatItsAccountNeeds) {
  auto ended = ScriptedEngine::account(u"bob@example.org"_s);
  ended.signInNeeded = u"seven_days"_s;
  engine.setAccounts({ScriptedEngine::account(u"ada@example.org"_s, {u"storage"_s}), ended});
  open();
  const auto visible = [](QWidget* card, const QString& name) {
    return card->findChild<QPushButton*>(name) != nullptr;
  };
  EXPECT_TRUE(visible(cards()[0], u"allowStorageButton"_s));
  EXPECT_FALSE(visible(cards()[0], u"allowDriveButton"_s));
  EXPECT_FALSE(visible(cards()[0], u"makeDefaultButton"_s));
  EXPECT_TRUE(visible(cards()[1], u"signInAgainButton"_s));
  EXPECT_TRUE(cards()[1]->findChild<QLabel*>(u"accountStateLabel"_s)->text().contains(u"seven days"_s));
  click(u"allowStorageButton"_s);
  ASSERT_TRUE(waitFor([&] { return engine.isSigningIn(); }));
  EXPECT_EQ(engine.lastCall(u"signIn"_s)->arguments["account"], "ada@example.org");
  EXPECT_EQ(engine.lastCall(u"signIn"_s)->arguments["features"], Json({"storage"}));
  click(u"cancelSignInButton"_s);
  click(u"makeDefaultButton"_s);
  ASSERT_TRUE(waitFor([&] { return engine.accountList[0].email == u"bob@example.org"_s; }));
}

TEST_F(AccountDialogTest, AnAccountInMemoryIsToldPlainly) {
  auto account = ScriptedEngine::account(u"ada@example.org"_s);
  account.persistent = false;
  engine.setAccounts({account});
  open();
  EXPECT_TRUE(text(u"accountStateLabel"_s).contains(u"in memory until the program ends"_s));
}

TEST_F(AccountDialogTest, SigningOutAsksWithTheConsequence) {
  engine.setAccounts({ScriptedEngine::account(u"ada@example.org"_s)});
  open();
  dialogs.answer = false;
  click(u"signOutButton"_s);
  EXPECT_EQ(engine.countCalls(u"signOut"_s), 0);
  ASSERT_FALSE(dialogs.questions.isEmpty());
  EXPECT_TRUE(dialogs.questions.last().consequence.contains(u"Runtimes"_s));
  dialogs.answer = true;
  click(u"signOutButton"_s);
  EXPECT_TRUE(waitFor([&] { return find(u"emptySignInButton"_s) != nullptr; }));
}

TEST_F(AccountDialogTest, AClientFileDroppedOnTheWindowOpensIt) {
  openWindow();
  drop(window.get(), u"/home/ada/client.json"_s);
  ASSERT_TRUE(waitFor([&] { return dialog() && find(u"continueSignInButton"_s); }));
  EXPECT_EQ(text(u"clientFileLabel"_s), u"client.json"_s);
  drop(window.get(), u"/home/ada/other.json"_s);
  EXPECT_EQ(window->findChildren<AccountDialog*>().size(), 1) << "one at a time";
  EXPECT_EQ(text(u"clientFileLabel"_s), u"other.json"_s);
}

TEST_F(AccountDialogTest, EverythingIsReachedByTheKeyboard) {
  engine.setAccounts({ScriptedEngine::account(u"ada@example.org"_s, {u"drive"_s, u"storage"_s})});
  open();
  dialog()->activateWindow();
  QStringList reached;
  find(u"allowDriveButton"_s)->setFocus();
  for (int i = 0; i < 12; ++i) {
    if (QWidget* focus = QApplication::focusWidget()) reached << focus->objectName();
    QTest::keyClick(dialog()->focusWidget() ? dialog()->focusWidget() : dialog(), Qt::Key_Tab);
  }
  for (const QString& name : {u"allowDriveButton"_s, u"allowStorageButton"_s, u"signOutButton"_s, u"addAccountButton"_s,
                              u"closeAccountsButton"_s}) {
    EXPECT_TRUE(reached.contains(name)) << qPrintable(name);
  }
}

TEST_F(AccountDialogTest, ASmallWindowCutsNoText) {
  open();
  dialog()->resize(400, 300);
  const auto whole = [&] {
    for (const QLabel* label : dialog()->findChildren<QLabel*>()) {
      if (label->isVisible() && label->wordWrap() && label->height() < label->heightForWidth(label->width()))
        return false;
    }
    return true;
  };
  click(u"emptySignInButton"_s);
  EXPECT_TRUE(waitFor(whole)) << "first step";
  drop(find<QWidget>(u"clientDropField"_s), u"/c.json"_s);
  click(u"continueSignInButton"_s);
  EXPECT_TRUE(waitFor([&] { return engine.isSigningIn() && whole(); })) << "second step";
}

TEST_F(AccountDialogTest, AJobThatFailedForItsAccountLeadsThere) {
  const QString id = engine.addJob(u"one"_s);
  engine.setState(id, engine::JobState::Failed,
                  Error{.code = ErrorCode::AccountSignInExpired, .params = {{u"account"_s, u"ada@example.org"_s}}});
  state.setValue(u"detail/tab"_s, 4);
  openWindow();
  ASSERT_TRUE(waitFor([&] { return window->findChild<QPushButton*>(u"errorAccountsButton"_s) != nullptr; }));
  QTest::mouseClick(window->findChild<QPushButton*>(u"errorAccountsButton"_s), Qt::LeftButton);
  EXPECT_TRUE(waitFor([&] { return dialog() && dialog()->isVisible(); }));
}
