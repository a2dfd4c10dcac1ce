// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/KernelMessage.h"

#include "notebook/PythonJsonReader.h"

#include <QtEndian>
#include <array>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {

constexpr qsizetype kMaxParts = 65'536;  // channel, four JSON parts, buffers: a real frame has a handful

Error badFrame(const char* problem) {
  return Error{.code = ErrorCode::NetBadReply, .detail = u"kernel message: "_s + QLatin1StringView(problem)};
}

// Reads the table of offsets and gives the parts. T: width of one integer; order: how it is read.
template <typename T, typename ReadInteger>
Result<std::vector<QByteArrayView>> cut(QByteArrayView frame, ReadInteger readInteger, bool endInTable) {
  constexpr qsizetype kWidth = sizeof(T);
  if (frame.size() < kWidth) return badFrame("no part count");
  const quint64 count = readInteger(frame.data());
  if (count < 1 || count > kMaxParts || static_cast<qsizetype>(count + 1) * kWidth > frame.size()) {
    return badFrame("part count out of range");
  }
  std::vector<QByteArrayView> parts;
  parts.reserve(count);
  quint64 begin = readInteger(frame.data() + kWidth);
  if (begin < (count + 1) * kWidth) return badFrame("part inside the table");
  const quint64 whole = static_cast<quint64>(frame.size());
  for (quint64 i = 1; i <= count; ++i) {
    if (i == count && endInTable) break;
    const quint64 end = i == count ? whole : readInteger(frame.data() + static_cast<qsizetype>(i + 1) * kWidth);
    if (end < begin || end > whole) return badFrame("part outside the frame");
    parts.push_back(frame.sliced(static_cast<qsizetype>(begin), static_cast<qsizetype>(end - begin)));
    begin = end;
  }
  return parts;
}

Status readObject(QByteArrayView text, Json& out, bool required) {
  CC_TRY(Json parsed, notebook::parsePythonJson(text));
  if (parsed.is_null() && !required) return done();
  if (!parsed.is_object()) return badFrame("a part is no object");
  out = std::move(parsed);
  return done();
}

Status moveMember(Json& from, const char* key, Json& out, bool required) {
  const auto found = from.find(key);
  const bool absent = found == from.end() || found->is_null();
  if (absent && !required) return done();
  if (absent || !found->is_object()) return badFrame("a part is missing or no object");
  out = std::move(*found);
  return done();
}

Result<KernelMessage> fromLegacyJson(QByteArrayView text) {
  CC_TRY(Json whole, notebook::parsePythonJson(text));
  if (!whole.is_object()) return badFrame("no object");
  KernelMessage message;
  if (const Json& channel = at(whole, "channel"); channel.is_string()) {
    message.channel = channel.get_ref<const std::string&>();
  } else {
    return badFrame("no channel");
  }
  CC_CHECK(moveMember(whole, "header", message.header, true));
  CC_CHECK(moveMember(whole, "parent_header", message.parentHeader, false));
  CC_CHECK(moveMember(whole, "metadata", message.metadata, false));
  CC_CHECK(moveMember(whole, "content", message.content, true));
  return message;
}

template <typename T, void (*write)(T, void*)>
QByteArray join(const std::vector<QByteArrayView>& parts, bool endInTable) {
  const qsizetype entries = static_cast<qsizetype>(parts.size()) + (endInTable ? 1 : 0);
  const qsizetype start = (entries + 1) * static_cast<qsizetype>(sizeof(T));
  qsizetype size = start;
  for (QByteArrayView part : parts) size += part.size();
  QByteArray frame(size, Qt::Uninitialized);
  char* table = frame.data();
  char* body = table + start;
  const auto put = [&table](qsizetype value) {
    write(static_cast<T>(value), table);
    table += sizeof(T);
  };
  put(entries);
  put(start);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].isEmpty()) std::memcpy(body, parts[i].data(), static_cast<size_t>(parts[i].size()));
    body += parts[i].size();
    if (endInTable || i + 1 < parts.size()) put(body - frame.constData());
  }
  return frame;
}

void writeLittle(quint64 value, void* to) {
  qToLittleEndian(value, to);
}
void writeBig(quint32 value, void* to) {
  qToBigEndian(value, to);
}

Frame encodeV1(const KernelMessage& message) {
  const std::array<QByteArray, 4> json{dumpJson(message.header), dumpJson(message.parentHeader),
                                       dumpJson(message.metadata), dumpJson(message.content)};
  std::vector<QByteArrayView> parts{QByteArrayView(message.channel.data(), qsizetype(message.channel.size()))};
  parts.insert(parts.end(), json.begin(), json.end());
  parts.insert(parts.end(), message.buffers.begin(), message.buffers.end());
  return Frame{.binary = true, .bytes = join<quint64, writeLittle>(parts, true)};
}

Frame encodeLegacy(const KernelMessage& message) {
  Json whole{{"header", message.header},
             {"parent_header", message.parentHeader},
             {"metadata", message.metadata},
             {"content", message.content},
             {"channel", message.channel}};
  if (message.buffers.empty()) {
    whole["buffers"] = Json::array();
    return Frame{.binary = false, .bytes = dumpJson(whole)};
  }
  const QByteArray text = dumpJson(whole);
  std::vector<QByteArrayView> parts{QByteArrayView(text)};
  parts.insert(parts.end(), message.buffers.begin(), message.buffers.end());
  return Frame{.binary = true, .bytes = join<quint32, writeBig>(parts, false)};
}

}  // namespace

std::string KernelMessage::type() const {
  const Json& type = at(header, "msg_type");
  return type.is_string() ? type.get_ref<const std::string&>() : std::string();
}

QString KernelMessage::id() const {
  return stringAt(header, "msg_id");
}
QString KernelMessage::parentId() const {
  return stringAt(parentHeader, "msg_id");
}
QString KernelMessage::date() const {
  return stringAt(header, "date");
}

Frame encodeMessage(const KernelMessage& message, Framing framing) {
  return framing == Framing::V1 ? encodeV1(message) : encodeLegacy(message);
}

Result<KernelMessage> decodeV1(QByteArrayView frame) {
  const auto little = [](const char* at) { return qFromLittleEndian<quint64>(at); };
  CC_TRY(const auto parts, cut<quint64>(frame, little, true));
  if (parts.size() < 5) return badFrame("fewer than five parts");
  KernelMessage message;
  message.channel = parts[0].toByteArray().toStdString();
  CC_CHECK(readObject(parts[1], message.header, true));
  CC_CHECK(readObject(parts[2], message.parentHeader, false));
  CC_CHECK(readObject(parts[3], message.metadata, false));
  CC_CHECK(readObject(parts[4], message.content, true));
  for (size_t i = 5; i < parts.size(); ++i) message.buffers.push_back(parts[i].toByteArray());
  return message;
}

Result<KernelMessage> decodeLegacyText(QByteArrayView frame) {
  return fromLegacyJson(frame);
}

Result<KernelMessage> decodeLegacyBinary(QByteArrayView frame) {
  const auto big = [](const char* at) { return quint64(qFromBigEndian<quint32>(at)); };
  CC_TRY(const auto parts, cut<quint32>(frame, big, false));
  CC_TRY(KernelMessage message, fromLegacyJson(parts[0]));
  for (size_t i = 1; i < parts.size(); ++i) message.buffers.push_back(parts[i].toByteArray());
  return message;
}

}  // namespace cc::jupyter
