// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/PresetStore.h"

#include "base/Ids.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <algorithm>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kMark = "colab_controller_preset";

}  // namespace

// The hash keeps names apart that look alike as a file name ("a b", "a-b").
QString PresetStore::pathOf(const QString& name) const {
  const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha1).toHex().left(8);
  return m_folder + u'/' + slug(name) + u'-' + QString::fromLatin1(hash) + u".json"_s;
}

std::vector<Preset> PresetStore::all() const {
  std::vector<Preset> presets;
  const auto files = QDir(m_folder).entryInfoList({u"*.json"_s}, QDir::Files);
  for (const QFileInfo& file : files.mid(0, kMost)) {
    if (auto preset = read(file.filePath())) presets.push_back(std::move(preset).value());
  }
  std::sort(presets.begin(), presets.end(),
            [](const Preset& a, const Preset& b) { return QString::localeAwareCompare(a.name, b.name) < 0; });
  return presets;
}

Status PresetStore::save(const Preset& preset) const {
  QDir().mkpath(m_folder);
  return write(preset, pathOf(preset.name));
}

Status PresetStore::remove(const QString& name) const {
  QFile file(pathOf(name));
  if (file.remove() || !file.exists()) return done();
  return Error{
      .code = ErrorCode::FileUnwritable, .params = {{u"path"_s, file.fileName()}}, .detail = file.errorString()};
}

Result<Preset> PresetStore::read(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}, .detail = file.errorString()};
  }
  const Error bad{.code = ErrorCode::UsageBadSpec, .params = {{u"path"_s, path}}};
  if (file.size() > kMaxBytes) return bad;
  auto json = parseJson(file.readAll());
  if (!json || intAt(*json, kMark) != 1 || !at(*json, "choices").is_object()) return bad;
  Preset preset{.name = stringAt(*json, "name").simplified().left(80), .choices = at(*json, "choices")};
  if (preset.name.isEmpty()) return bad;
  return preset;
}

Status PresetStore::write(const Preset& preset, const QString& path) {
  const Json json{{kMark, 1}, {"name", toStd(preset.name)}, {"choices", preset.choices}};
  QSaveFile file(path);
  const QByteArray bytes = QByteArray::fromStdString(json.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
  if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) return done();
  return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, path}}, .detail = file.errorString()};
}

}  // namespace cc::ui
