// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/JournalRecord.h"

#include "notebook/PythonJsonReader.h"

namespace cc::jupyter {

namespace {
void readBuffers(const Json& coded, std::vector<QByteArray>& buffers) {
  if (!coded.is_array()) return;
  for (const Json& item : coded) {
    if (!item.is_string()) continue;
    const auto& text = item.get_ref<const std::string&>();
    buffers.push_back(QByteArray::fromBase64(QByteArray(text.data(), static_cast<qsizetype>(text.size()))));
  }
}
}  // namespace

JournalRecord parseJournalLine(const QByteArray& line) {
  JournalRecord record;
  Result<Json> parsed = notebook::parsePythonJson(line);
  if (!parsed.ok() || !parsed->is_object()) return record;
  Json& json = *parsed;
  const QString channel = stringAt(json, "ch");
  if (channel == u"open") {
    record.kind = JournalRecord::Kind::Open;
    record.facts = std::move(json);
  } else if (channel == u"lost") {
    record.kind = JournalRecord::Kind::Lost;
    record.lost = intAt(json, "n");
    record.why = stringAt(json, "why");
  } else if (channel == u"iopub" || channel == u"shell") {
    const Json& header = at(json, "h");
    const auto content = json.find("c");
    if (!header.is_object() || content == json.end() || !content->is_object()) return record;
    record.kind = JournalRecord::Kind::Message;
    record.messageId = stringAt(header, "msg_id");
    record.message.type = toStd(stringAt(header, "msg_type"));
    record.message.date = stringAt(header, "date");
    record.message.parentId = stringAt(json, "p");
    record.message.content = std::move(*content);
    record.metadata = at(json, "m");
    readBuffers(at(json, "b"), record.message.buffers);
  }
  return record;
}

}  // namespace cc::jupyter
