// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/Theme.h"

#include "ui/look/CalmStyle.h"
#include "ui/look/Icons.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kPortal = "org.freedesktop.portal.Desktop";
constexpr auto kPortalPath = "/org/freedesktop/portal/desktop";
constexpr auto kSettings = "org.freedesktop.portal.Settings";
constexpr auto kAppearance = "org.freedesktop.appearance";

struct Shades {
  QRgb window, base, alternate, text, faint, disabled, button, light, mid, dark, highlight, link;
};

QPalette paletteFrom(const Shades& s) {
  QPalette p;
  p.setColor(QPalette::Window, s.window);
  p.setColor(QPalette::WindowText, s.text);
  p.setColor(QPalette::Base, s.base);
  p.setColor(QPalette::AlternateBase, s.alternate);
  p.setColor(QPalette::Text, s.text);
  p.setColor(QPalette::Button, s.button);
  p.setColor(QPalette::ButtonText, s.text);
  p.setColor(QPalette::BrightText, Qt::white);
  p.setColor(QPalette::Light, s.light);
  p.setColor(QPalette::Midlight, s.light);
  p.setColor(QPalette::Mid, s.mid);
  p.setColor(QPalette::Dark, s.dark);
  p.setColor(QPalette::Shadow, s.dark);
  p.setColor(QPalette::Highlight, s.highlight);
  p.setColor(QPalette::HighlightedText, Qt::white);
  p.setColor(QPalette::Link, s.link);
  p.setColor(QPalette::LinkVisited, s.link);
  p.setColor(QPalette::ToolTipBase, s.button);
  p.setColor(QPalette::ToolTipText, s.text);
  p.setColor(QPalette::PlaceholderText, s.faint);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    p.setColor(QPalette::Disabled, role, s.disabled);
  }
  p.setColor(QPalette::Disabled, QPalette::Highlight, s.mid);
  p.setColor(QPalette::Disabled, QPalette::Base, s.window);
  return p;
}

}  // namespace

QPalette lightPalette() {
  return paletteFrom({.window = 0xfff3f4f7,
                      .base = 0xffffffff,
                      .alternate = 0xfff8f9fb,
                      .text = 0xff1d232b,
                      .faint = 0xff636d7a,
                      .disabled = 0xffa3abb6,
                      .button = 0xfffdfdfe,
                      .light = 0xffffffff,
                      .mid = 0xffd4d9e0,
                      .dark = 0xffb6bdc7,
                      .highlight = 0xff2b66d1,
                      .link = 0xff1f62d0});
}

QPalette darkPalette() {
  return paletteFrom({.window = 0xff20242b,
                      .base = 0xff181b20,
                      .alternate = 0xff1d2026,
                      .text = 0xffe4e7ec,
                      .faint = 0xff949eac,
                      .disabled = 0xff666f7b,
                      .button = 0xff2b3038,
                      .light = 0xff363c46,
                      .mid = 0xff3a414c,
                      .dark = 0xff4b5462,
                      .highlight = 0xff2f66c4,
                      .link = 0xff7fb2ff});
}

Theme::Theme(QApplication& app, QObject* parent) : QObject(parent), m_app(app) {
  QApplication::setStyle(new CalmStyle);
  QDBusConnection::sessionBus().connect(QString::fromLatin1(kPortal), QString::fromLatin1(kPortalPath),
                                        QString::fromLatin1(kSettings), u"SettingChanged"_s, this,
                                        SLOT(onSettingChanged(QString, QString, QDBusVariant)));
}

void Theme::setScheme(ColorScheme scheme) {
  m_scheme = scheme;
  if (scheme == ColorScheme::System && !m_asked) askDesktop();
  apply();
}

void Theme::askDesktop() {
  m_asked = true;
  auto message = QDBusMessage::createMethodCall(QString::fromLatin1(kPortal), QString::fromLatin1(kPortalPath),
                                                QString::fromLatin1(kSettings), u"Read"_s);
  message << QString::fromLatin1(kAppearance) << u"color-scheme"_s;
  auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, 3000), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
    done->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *done;
    if (!reply.isError()) desktopPrefers(reply.value().variant());
  });
}

void Theme::onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group == QLatin1StringView(kAppearance) && key == u"color-scheme"_s) desktopPrefers(value.variant());
}

void Theme::desktopPrefers(const QVariant& value) {
  QVariant inner = value;  // Read() wraps its answer in one variant more than SettingChanged does
  while (inner.canConvert<QDBusVariant>()) inner = inner.value<QDBusVariant>().variant();
  m_desktopDark = inner.toUInt() == 1;
  if (m_scheme == ColorScheme::System) apply();
}

void Theme::apply() {
  const bool dark = m_scheme == ColorScheme::Dark || (m_scheme == ColorScheme::System && m_desktopDark);
  const QPalette palette = dark ? darkPalette() : lightPalette();
  if (palette == m_applied) return;
  m_applied = palette;
  QApplication::setPalette(palette);
}

}  // namespace cc::ui
