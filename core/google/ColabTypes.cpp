// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/ColabTypes.h"

#include <QCryptographicHash>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

QString uuidFrom(const QString& key) {
  const QUuid given = QUuid::fromString(key);
  if (!given.isNull() && given.version() == QUuid::Random) return given.toString(QUuid::WithoutBraces);
  QByteArray bytes = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).left(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);  // version 4
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
}

QString variantWord(Variant variant) {
  return variant == Variant::Gpu ? u"gpu"_s : variant == Variant::Tpu ? u"tpu"_s : u"cpu"_s;
}

QString wordIn(const Json& value) {
  return value.is_string() ? fromStd(value.get_ref<const std::string&>()).toUpper() : QString();
}

}  // namespace

bool satisfies(const RuntimeSpec& granted, const RuntimeSpec& wanted) {
  return granted.accelerator == wanted.accelerator &&
         (wanted.shape == Shape::Standard || granted.shape == Shape::HighMemory ||
          isHighMemoryOnly(granted.accelerator));
}

Variant variantOf(const QString& accelerator) {
  if (accelerator.isEmpty() || accelerator == "NONE"_L1) return Variant::Cpu;
  const bool isTpu = accelerator == "V28"_L1 || accelerator == "V2-8"_L1 || accelerator.startsWith("V5E"_L1) ||
                     accelerator.startsWith("V6E"_L1);
  return isTpu ? Variant::Tpu : Variant::Gpu;
}

bool isHighMemoryOnly(const QString& accelerator) {
  static const QStringList names{u"L4"_s, u"G4"_s, u"H100"_s, u"V28"_s, u"V5E1"_s, u"V6E1"_s};
  return names.contains(accelerator);
}

ColabKey::ColabKey(const QString& key) : m_uuid(uuidFrom(key)) {}

QString ColabKey::notebookHash() const {
  QString hash = m_uuid;
  return hash.replace(u'-', u'_').leftJustified(44, u'.');
}

QString ColabKey::runtimeId() const {
  return u"cc-"_s + m_uuid;
}

bool ColabRuntime::belongsTo(const ColabKey& key) const {
  return id == key.runtimeId() || notebookHash == key.notebookHash();
}

Json toJson(const ColabRuntime& runtime) {
  return {{"endpoint", toStd(runtime.endpoint)},
          {"id", toStd(runtime.id)},
          {"notebook_hash", toStd(runtime.notebookHash)},
          {"variant", toStd(variantWord(runtime.spec.variant))},
          {"accelerator", toStd(runtime.spec.accelerator)},
          {"high_memory", runtime.spec.shape == Shape::HighMemory},
          {"version", toStd(runtime.spec.version)},
          {"proxy", toStd(runtime.proxy.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery))},
          {"proxy_until", toStd(toRfc3339(runtime.proxyUntil))},
          {"idle_timeout_ms", runtime.idleTimeoutMs}};
}

ColabRuntime runtimeFromJson(const Json& json) {
  ColabRuntime runtime;
  runtime.endpoint = stringAt(json, "endpoint");
  runtime.id = stringAt(json, "id");
  runtime.notebookHash = stringAt(json, "notebook_hash");
  runtime.spec.variant = variantFrom(at(json, "variant"));
  runtime.spec.accelerator = stringAt(json, "accelerator", u"NONE"_s);
  runtime.spec.shape = boolAt(json, "high_memory") ? Shape::HighMemory : Shape::Standard;
  runtime.spec.version = stringAt(json, "version");
  runtime.proxy = QUrl(stringAt(json, "proxy"));
  runtime.idleTimeoutMs = intAt(json, "idle_timeout_ms");
  return runtime;  // the token is not kept, so its end is of no use
}

Variant variantFrom(const Json& value) {
  if (value.is_number_integer()) {
    const auto number = value.get<qint64>();
    return number == 1 ? Variant::Gpu : number == 2 ? Variant::Tpu : Variant::Cpu;
  }
  const QString word = wordIn(value);
  if (word == "GPU"_L1 || word == "VARIANT_GPU"_L1) return Variant::Gpu;
  if (word == "TPU"_L1 || word == "VARIANT_TPU"_L1) return Variant::Tpu;
  return Variant::Cpu;
}

Shape shapeFrom(const Json& value) {
  if (value.is_number_integer()) return value.get<qint64>() >= 1 ? Shape::HighMemory : Shape::Standard;
  const QString word = wordIn(value);
  const bool isHigh = word == "SHAPE_HIGH_MEM"_L1 || word == "SHAPE_HIGHMEM"_L1 || word == "HM"_L1;
  return isHigh ? Shape::HighMemory : Shape::Standard;
}

std::optional<Tier> tierFrom(const Json& value) {
  if (value.is_number_integer()) {
    const auto number = value.get<qint64>();
    return number == 1 ? Tier::Pro : number == 2 ? Tier::ProPlus : Tier::None;
  }
  const QString word = wordIn(value);
  if (word.isEmpty()) return std::nullopt;
  if (word == "SUBSCRIPTION_TIER_PRO"_L1) return Tier::Pro;
  if (word == "SUBSCRIPTION_TIER_PRO_PLUS"_L1) return Tier::ProPlus;
  return Tier::None;
}

QString tierWord(Tier tier) {
  return tier == Tier::ProPlus ? u"pro_plus"_s : tier == Tier::Pro ? u"pro"_s : u"none"_s;
}

}  // namespace cc::google
