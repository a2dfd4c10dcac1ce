// SPDX-License-Identifier: GPL-3.0-or-later
// Needs a session bus of its own: run by with "dbus-run-session", see CMakeLists.txt.
#include "ui/settings/Preferences.h"
#include "ui/settings/WindowState.h"
#include "ui/tray/Notifier.h"

#include "support/EventLoop.h"

#include <gtest/gtest.h>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVariantMap>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using engine::JobState;
using engine::JobSummary;

namespace {

// What a desktop's notification daemon is to the program: keeps what it is told, and clicks when the test says so.
class Daemon : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
  struct Shown {
    QString title, text, icon;
    QStringList actions;
    QVariantMap hints;
  };
  QList<Shown> shown;

public Q_SLOTS:
  uint Notify(const QString&, uint, const QString& icon, const QString& title, const QString& text,
              const QStringList& actions, const QVariantMap& hints, int) {
    shown << Shown{title, text, icon, actions, hints};
    return uint(shown.size());
  }

Q_SIGNALS:
  void ActionInvoked(uint id, const QString& action);
  void NotificationClosed(uint id, uint reason);
};

struct NotifierBus : testing::Test {
  static constexpr auto kService = "org.freedesktop.Notifications";
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  Preferences preferences{state};
  QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"daemon"_s);
  Daemon daemon;

  void serve() {
    ASSERT_TRUE(bus.isConnected()) << "no session bus: run below dbus-run-session";
    ASSERT_TRUE(bus.registerObject(u"/org/freedesktop/Notifications"_s, &daemon,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    ASSERT_TRUE(bus.registerService(QString::fromLatin1(kService)));
  }
  void TearDown() override {
    bus.unregisterService(QString::fromLatin1(kService));
    bus.unregisterObject(u"/org/freedesktop/Notifications"_s);
    QDBusConnection::disconnectFromBus(u"daemon"_s);
  }
  static JobSummary ended(const QString& id, JobState jobState) {
    JobSummary job;
    job.id = id;
    job.name = u"name "_s + id;
    job.state = jobState;
    job.startedAt = 1000;
    job.finishedAt = 66'000;
    if (jobState == JobState::Failed) job.error = Error{.code = ErrorCode::DiskFull};
    return job;
  }
};

}  // namespace

TEST_F(NotifierBus, TellsAnEndWithItsTimeAndAClickAsksForThatJob) {
  serve();
  Notifier notifier(preferences);
  QSignalSpy clicked(&notifier, &Notifier::clicked);
  notifier.jobsEnded({ended(u"a"_s, JobState::Succeeded), ended(u"b"_s, JobState::Failed)});
  ASSERT_TRUE(waitFor([&] { return daemon.shown.size() == 2; }));
  EXPECT_TRUE(daemon.shown[0].title.contains(u"name a"_s));
  EXPECT_TRUE(daemon.shown[0].text.contains(u"1 min"_s)) << qPrintable(daemon.shown[0].text);
  EXPECT_EQ(daemon.shown[0].hints.value(u"urgency"_s).toUInt(), 1u);
  EXPECT_EQ(daemon.shown[1].hints.value(u"urgency"_s).toUInt(), 2u);
  EXPECT_FALSE(daemon.shown[1].text.isEmpty());
  // The id reaches the notifier with the reply, a moment after the daemon has shown it.
  ASSERT_TRUE(waitFor([&] {
    if (clicked.isEmpty()) Q_EMIT daemon.ActionInvoked(2, u"default"_s);
    return !clicked.isEmpty();
  }));
  EXPECT_EQ(clicked.first().first().toString(), u"b"_s);
}

TEST_F(NotifierBus, ManyEndsAreOneSentence) {
  serve();
  Notifier notifier(preferences);
  notifier.jobsEnded({ended(u"a"_s, JobState::Succeeded), ended(u"b"_s, JobState::Lost),
                      ended(u"c"_s, JobState::Succeeded), ended(u"d"_s, JobState::Succeeded)});
  ASSERT_TRUE(waitFor([&] { return daemon.shown.size() == 1; }));
  EXPECT_TRUE(daemon.shown[0].title.contains(u'4'));
  EXPECT_TRUE(daemon.shown[0].text.contains(u'3'));
}

TEST_F(NotifierBus, AKindThatIsSwitchedOffIsNotTold) {
  serve();
  preferences.setNotifies(NotificationKind::Succeeded, false);
  Notifier notifier(preferences);
  notifier.jobsEnded({ended(u"a"_s, JobState::Succeeded)});
  notifier.jobsEnded({ended(u"b"_s, JobState::TimedOut)});
  ASSERT_TRUE(waitFor([&] { return !daemon.shown.isEmpty(); }));
  EXPECT_EQ(daemon.shown.size(), 1);
  EXPECT_TRUE(daemon.shown[0].title.contains(u"name b"_s));
}

TEST_F(NotifierBus, WithoutADaemonTheTrayIsAsked) {
  Notifier notifier(preferences);
  QSignalSpy fallback(&notifier, &Notifier::fallback);
  notifier.jobsEnded({ended(u"a"_s, JobState::Succeeded)});
  ASSERT_TRUE(waitFor([&] { return fallback.count() == 1; }));
  EXPECT_EQ(fallback.first().last().toString(), u"a"_s);
}

TEST(NotifierWithoutBus, TheTrayIsAsked) {
  ASSERT_FALSE(QDBusConnection::sessionBus().isConnected());
  QTemporaryDir folder;
  WindowState state(folder.filePath(u"w.ini"_s));
  Preferences preferences(state);
  Notifier notifier(preferences);
  QSignalSpy fallback(&notifier, &Notifier::fallback);
  notifier.jobsEnded({NotifierBus::ended(u"a"_s, JobState::Succeeded)});
  EXPECT_TRUE(waitFor([&] { return fallback.count() == 1; }));
}

#include "NotifierBusTest.moc"
