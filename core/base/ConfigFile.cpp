// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ConfigFile.h"

#include <yaml-cpp/yaml.h>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QList>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace cc {

namespace {

QByteArray quoted(const QString& text) {
  QString out = text;
  out.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
  return u"\"%1\""_s.arg(out).toUtf8();
}

QByteArray flowEntry(const ProviderConfig& provider) {
  QByteArray out = "{kind: " + provider.kind.toUtf8();
  if (!provider.url.isEmpty()) out += ", url: " + quoted(provider.url);
  out += ", parallel: " + QByteArray::number(provider.parallel);
  if (!provider.python.isEmpty()) out += ", python: " + quoted(provider.python);
  if (!provider.kernel.isEmpty()) out += ", kernel: " + quoted(provider.kernel);
  if (provider.kind == u"local"_s) {
    out += provider.keepWarm ? ", keep_warm: true" : ", keep_warm: false";
    out += ", working_directory: " + provider.workingDirectory.toUtf8();
  }
  return out + '}';
}

int indentOf(const QByteArray& line) {
  int indent = 0;
  while (indent < line.size() && line[indent] == ' ') ++indent;
  return indent;
}

bool isBlankOrComment(const QByteArray& line) {
  const QByteArray text = line.trimmed();
  return text.isEmpty() || text.startsWith('#');
}

// The line after the block that starts at first: lines indented deeper belong to it; blank lines and comments at its
// end do not.
qsizetype endOfBlock(const QList<QByteArray>& lines, qsizetype first, int indent) {
  qsizetype end = first + 1;
  for (qsizetype at = first + 1; at < lines.size(); ++at) {
    if (isBlankOrComment(lines[at])) continue;
    if (indentOf(lines[at]) <= indent) break;
    end = at + 1;
  }
  return end;
}

struct Place {
  YAML::Mark key;
  YAML::Node value;
};
std::optional<Place> placeOf(const YAML::Node& map, const std::string& name) {
  for (const auto& entry : map) {
    if (entry.first.IsScalar() && entry.first.Scalar() == name) return Place{entry.first.Mark(), entry.second};
  }
  return std::nullopt;
}

void replaceLines(QList<QByteArray>& lines, qsizetype first, qsizetype end, const QList<QByteArray>& by) {
  lines.remove(first, end - first);
  for (qsizetype i = 0; i < by.size(); ++i) lines.insert(first + i, by[i]);
}

// The providers as one block, for files where they stand in braces on one line: only that part is written anew.
QList<QByteArray> blockOf(const Config& config, const ProviderConfig& provider) {
  QList<QByteArray> block{"providers:"};
  bool placed = false;
  for (const ProviderConfig& present : config.providers) {
    const bool same = present.name == provider.name;
    placed = placed || same;
    block.append("  " + present.name.toUtf8() + ": " + flowEntry(same ? provider : present));
  }
  if (!placed) block.append("  " + provider.name.toUtf8() + ": " + flowEntry(provider));
  return block;
}

Status edit(QList<QByteArray>& lines, const YAML::Node& root, const Config& config, const ProviderConfig& provider) {
  const QByteArray entry = provider.name.toUtf8() + ": " + flowEntry(provider);
  const auto providers = placeOf(root, "providers");
  if (!providers) {
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty()) lines.removeLast();
    lines.append({"providers:", "  " + entry, ""});
    return done();
  }
  const qsizetype head = providers->key.line;
  if (!providers->value.IsMap() || providers->value.Style() == YAML::EmitterStyle::Flow ||
      providers->value.size() == 0) {
    replaceLines(lines, head, endOfBlock(lines, head, 0), blockOf(config, provider));
    return done();
  }
  const int indent = providers->value.begin()->first.Mark().column;
  if (const auto present = placeOf(providers->value, toStd(provider.name))) {
    const qsizetype first = present->key.line;
    replaceLines(lines, first, endOfBlock(lines, first, indent), {QByteArray(indent, ' ') + entry});
  } else {
    lines.insert(endOfBlock(lines, head, 0), QByteArray(indent, ' ') + entry);
  }
  return done();
}

}  // namespace

Result<QByteArray> withProvider(const QByteArray& yaml, const ProviderConfig& provider) {
  CC_TRY(const Config before, Config::parse(yaml, {}));
  QList<QByteArray> lines = yaml.split('\n');
  try {
    const YAML::Node root = YAML::Load(yaml.toStdString());
    if (root.IsMap() && root.Style() == YAML::EmitterStyle::Flow) {
      return Error{.code = ErrorCode::ConfigBadValue,
                   .params = {{u"key"_s, QString()},
                              {u"line"_s, u"1"_s},
                              {u"value"_s, u"{...}"_s},
                              {u"expected"_s, u"one key a line"_s}}};
    }
    CC_CHECK(edit(lines, root, before, provider));
  } catch (const YAML::Exception& error) {
    return Error{.code = ErrorCode::ConfigNotYaml, .detail = QString::fromStdString(error.msg)};
  }
  QByteArray after = lines.join('\n');
  CC_TRY(const Config checked, Config::parse(after, {}));
  if (!checked.provider(provider.name)) {
    return Error{.code = ErrorCode::Internal, .detail = u"the provider is not in the new configuration"_s};
  }
  return after;
}

Status saveProvider(const QString& file, const ProviderConfig& provider) {
  QByteArray yaml;
  if (QFile in(file); in.exists()) {
    if (!in.open(QIODevice::ReadOnly)) {
      return Error{.code = ErrorCode::ConfigUnreadable, .params = {{u"path"_s, file}}, .detail = in.errorString()};
    }
    yaml = in.readAll();
  }
  auto after = withProvider(yaml, provider);
  if (!after.ok()) return std::move(after).error().with(u"path"_s, file);
  QDir().mkpath(QFileInfo(file).absolutePath());
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly) || out.write(*after) != after->size() || !out.commit()) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, file}}, .detail = out.errorString()};
  }
  return done();
}

}  // namespace cc
