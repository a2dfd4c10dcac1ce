// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/Notifier.h"

#include "ui/jobs/JobText.h"
#include "ui/look/ErrorText.h"
#include "ui/settings/Preferences.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobState;
using engine::JobSummary;

namespace {

constexpr auto kService = "org.freedesktop.Notifications";
constexpr auto kPath = "/org/freedesktop/Notifications";
constexpr std::size_t kMostSingle = 2;  // more jobs than this at once are told in one sentence

}  // namespace

Notifier::Notifier(Preferences& preferences, QObject* parent) : QObject(parent), m_preferences(preferences) {
  auto bus = QDBusConnection::sessionBus();
  const QString service = QString::fromLatin1(kService), path = QString::fromLatin1(kPath);
  bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
  bus.connect(service, path, service, u"NotificationClosed"_s, this, SLOT(onClosed(uint, uint)));
}

bool Notifier::isWanted(const JobSummary& job) const {
  switch (job.state) {
    case JobState::Succeeded:
      return m_preferences.notifies(NotificationKind::Succeeded);
    case JobState::Lost:
      return m_preferences.notifies(NotificationKind::Lost);
    case JobState::Failed:
    case JobState::TimedOut:
      return m_preferences.notifies(NotificationKind::Failed);
    default:
      return false;
  }
}

void Notifier::jobWarned(const JobSummary& job) {
  if (job.warning) send(job.name, errorText(*job.warning).what, true, job.id);
}

void Notifier::unitsLow(const engine::UsageInfo& usage, int minutes) {
  const QString title =
      minutes == 0 ? tr("No compute units are left") : tr("Compute units for %n minute(s) are left", nullptr, minutes);
  send(title, tr("%1: Colab ends the machines when they are used up.").arg(usage.account), true, {});
}

void Notifier::jobsEnded(const std::vector<JobSummary>& jobs) {
  std::vector<JobSummary> wanted;
  int good = 0;
  for (const JobSummary& job : jobs) {
    if (!isWanted(job)) continue;
    good += job.state == JobState::Succeeded ? 1 : 0;
    wanted.push_back(job);
  }
  if (wanted.size() > kMostSingle) {
    const int bad = int(wanted.size()) - good;
    QStringList parts;
    if (good > 0) parts << tr("%n succeeded", nullptr, good);
    if (bad > 0) parts << tr("%n failed", nullptr, bad);
    send(tr("%n job(s) have ended", nullptr, int(wanted.size())), parts.join(u", "_s), bad > 0, wanted.back().id);
    return;
  }
  for (const JobSummary& job : wanted) {
    const bool succeeded = job.state == JobState::Succeeded;
    QString text = succeeded   ? tr("Finished in %1").arg(durationText(elapsedMs(job, job.finishedAt)))
                   : job.error ? errorText(*job.error).what
                               : QString();
    send(u"%1: %2"_s.arg(job.name, stateText(job.state)), text, !succeeded, job.id);
  }
}

void Notifier::send(const QString& title, const QString& text, bool urgent, const QString& job) {
  const auto bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) {  // a call on it would never be answered
    Q_EMIT fallback(title, text, job);
    return;
  }
  auto message = QDBusMessage::createMethodCall(QString::fromLatin1(kService), QString::fromLatin1(kPath),
                                                QString::fromLatin1(kService), u"Notify"_s);
  const QVariantMap hints{{u"urgency"_s, QVariant::fromValue<uchar>(urgent ? 2 : 1)},
                          {u"desktop-entry"_s, u"colab-controller"_s}};
  message << QCoreApplication::applicationName() << 0u << u"colab-controller"_s << title << text.toHtmlEscaped()
          << QStringList{u"default"_s, tr("Show")} << hints << -1;
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(message, 5000), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, title, text, job](QDBusPendingCallWatcher* done) {
    done->deleteLater();
    const QDBusPendingReply<uint> reply = *done;
    if (reply.isError()) {
      Q_EMIT fallback(title, text, job);
    } else {
      m_jobs.insert(reply.value(), job);
    }
  });
}

void Notifier::onActionInvoked(uint id, const QString&) {
  if (const QString job = m_jobs.value(id); !job.isEmpty()) Q_EMIT clicked(job);
}

void Notifier::onClosed(uint id, uint) {
  m_jobs.remove(id);
}

}  // namespace cc::ui
