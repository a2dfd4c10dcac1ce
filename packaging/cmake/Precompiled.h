// SPDX-License-Identifier: GPL-3.0-or-later
// What nearly every source includes by itself: compiled once (CcTargets.cmake). Nothing of ours, so that a change here
// is rare; every source still names what it uses, which the sanitizers' build proves: it does without.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <QUrl>
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>
