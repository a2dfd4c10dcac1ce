// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/CellViews.h"

#include <algorithm>
#include <string_view>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

constexpr size_t kMaxText = static_cast<size_t>(kMaxShownText);
constexpr size_t kMaxBinary = 8 * 1024 * 1024;

// Never in the middle of a UTF-8 character.
std::string head(const std::string& text, size_t limit) {
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string tail(const std::string& text, size_t limit) {
  size_t begin = text.size() - limit;
  while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  return text.substr(begin);
}

Json shownBundle(const Json& data, bool& truncated) {
  Json shown = Json::object();
  for (const auto& [mime, value] : data.items()) {
    const bool binary = std::string_view(mime).starts_with("image/") && mime != "image/svg+xml";
    const size_t limit = binary ? kMaxBinary : kMaxText;
    if (!value.is_string()) {
      // JSON bundles are shown as text: a big one is measured, not copied.
      const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
      if (text.size() <= limit) {
        shown[mime] = value;
      } else {
        shown[mime] = head(text, limit);
        truncated = true;
      }
      continue;
    }
    const std::string& text = value.get_ref<const std::string&>();
    if (text.size() <= limit) {
      shown[mime] = value;
    } else {
      truncated = true;
      if (!binary) shown[mime] = head(text, limit);
    }
  }
  return shown;
}

Json shownOutput(const Json& output, bool& truncated) {
  Json shown = Json::object();
  for (const auto& [name, value] : output.items()) {
    if (name == "data" && value.is_object()) {
      shown[name] = shownBundle(value, truncated);
    } else if (name == "text" && value.is_string() && value.get_ref<const std::string&>().size() > kMaxText) {
      shown[name] = tail(value.get_ref<const std::string&>(), kMaxText);
      truncated = true;
    } else {
      shown[name] = value;
    }
  }
  return shown;
}

const char* kindOf(const Json& output) {
  const std::string type = output.value("output_type", std::string());
  if (type == "execute_result") return "result";
  if (type == "error") return "error";
  if (type == "stream") return output.value("name", std::string()) == "stderr" ? "stderr" : "stdout";
  return "display";
}

std::string textOf(const Json& output) {
  const std::string type = output.value("output_type", std::string());
  if (type == "error") {
    std::string text;
    for (const Json& line : at(output, "traceback")) {
      if (line.is_string()) text += line.get_ref<const std::string&>() + "\n";
    }
    return text.empty() ? toStd(stringAt(output, "ename") + u": "_s + stringAt(output, "evalue")) + "\n" : text;
  }
  const Json& data = at(output, "data");
  if (const Json& plain = at(data, "text/plain"); plain.is_string()) return plain.get<std::string>() + "\n";
  std::string names;
  if (data.is_object()) {
    for (const auto& [mime, value] : data.items()) names += (names.empty() ? "" : ", ") + mime;
  }
  return "[" + names + "]\n";
}

}  // namespace

CellView cellView(const notebook::Notebook& notebook, int index, bool running) {
  CellView view{.index = index, .type = notebook.cellType(index), .running = running};
  view.cell = Json::object();
  for (const auto& [name, value] : notebook.cell(index).items()) {
    if (name != "outputs") view.cell[name] = value;
  }
  const Json& outputs = at(notebook.cell(index), "outputs");
  if (!outputs.is_array()) return view;
  Json shown = Json::array();
  for (const Json& output : outputs) shown.push_back(shownOutput(output, view.truncated));
  view.cell["outputs"] = std::move(shown);
  return view;
}

std::vector<OutputChunk> OutputFollower::take(const QString& job, const notebook::Notebook& notebook,
                                              const std::vector<int>& cells) {
  std::vector<OutputChunk> chunks;
  m_told.resize(static_cast<size_t>(notebook.cellCount()));
  for (const int index : cells) {
    if (index >= 0 && index < notebook.cellCount() && notebook.cellType(index) == notebook::CellType::Code) {
      takeCell(job, notebook.cell(index), index, chunks);
    }
  }
  return chunks;
}

std::vector<OutputChunk> OutputFollower::takeAll(const QString& job, const notebook::Notebook& notebook) {
  std::vector<int> all(static_cast<size_t>(notebook.cellCount()));
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
  return take(job, notebook, all);
}

void OutputFollower::takeCell(const QString& job, const Json& cell, int index, std::vector<OutputChunk>& chunks) {
  Told& told = m_told[static_cast<size_t>(index)];
  const Json& outputs = at(cell, "outputs");
  if (!outputs.is_array()) return;
  if (told.outputs > outputs.size()) {
    told.outputs = outputs.size();  // cleared: what was told stays told
    told.lastLength = 0;
  }
  for (size_t i = told.outputs; i < outputs.size(); ++i) {
    const Json& output = outputs[i];
    const bool last = i + 1 == outputs.size();
    const Json& text = at(output, "text");
    if (text.is_string()) {
      const std::string& whole = text.get_ref<const std::string&>();
      const size_t from = i == told.outputs ? std::min(told.lastLength, whole.size()) : 0;
      if (from < whole.size()) {
        chunks.push_back({job, index, QString::fromLatin1(kindOf(output)),
                          QByteArray(whole.data() + from, static_cast<qsizetype>(whole.size() - from))});
      }
      if (last) {  // it may still grow
        told.outputs = i;
        told.lastLength = whole.size();
        return;
      }
    } else {
      chunks.push_back({job, index, QString::fromLatin1(kindOf(output)), QByteArray::fromStdString(textOf(output))});
    }
    told.lastLength = 0;
  }
  told.outputs = outputs.size();
}

}  // namespace cc::engine
