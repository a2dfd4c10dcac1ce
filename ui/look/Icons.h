// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

namespace cc::ui {

// An icon of resources/icons, drawn in the text colour of the moment (or in tint): follows light, dark and disabled.
QIcon themedIcon(const QString& name, const QColor& tint = {});
QIcon applicationIcon();

bool isDark(const QPalette& palette);

// Colours with a meaning, chosen for contrast on the palette's base.
enum class Tone { Neutral, Active, Waiting, Good, Bad, Warning, Faint };
QColor toneColor(Tone tone, const QPalette& palette);

}  // namespace cc::ui
