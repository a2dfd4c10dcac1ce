// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QString>
#include <vector>

namespace cc::ui {

// Choices of the launch form under a name: one small JSON file each, made to be given to others.
struct Preset {
  QString name;
  Json choices = Json::object();
};

// The user's presets, in a folder. Everything here reads or writes the disk: call it from the pool.
class PresetStore {
public:
  static constexpr qint64 kMaxBytes = 1024 * 1024;
  static constexpr int kMost = 200;
  explicit PresetStore(QString folder) : m_folder(std::move(folder)) {}
  std::vector<Preset> all() const;  // by name; files that are none are left out
  Status save(const Preset& preset) const;
  Status remove(const QString& name) const;
  // FileNotFound; UsageBadSpec when the file is no preset.
  static Result<Preset> read(const QString& file);
  static Status write(const Preset& preset, const QString& file);  // FileUnwritable

private:
  QString pathOf(const QString& name) const;
  QString m_folder;
};

}  // namespace cc::ui
