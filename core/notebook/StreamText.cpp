// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/StreamText.h"

#include <algorithm>
#include <utility>

namespace cc::notebook {

namespace {

// First byte that stays of the line [begin, end): end is the line feed or the text's end.
std::size_t keptFrom(const std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = end; i > begin; --i) {
    const std::size_t at = i - 1;
    if (text[at] == '\r' && at + 1 < end) return at + 1;
  }
  return begin;
}

bool isStream(const Json& output) {
  return output.is_object() && at(output, "output_type") == "stream" && at(output, "name").is_string() &&
         at(output, "text").is_string();
}

}  // namespace

void dropOverwritten(std::string& text, std::size_t from) {
  std::size_t read = from;
  std::size_t write = from;
  while (read < text.size()) {
    const std::size_t feed = text.find('\n', read);
    const std::size_t end = feed == std::string::npos ? text.size() : feed;
    const std::size_t next = feed == std::string::npos ? end : end + 1;
    const std::size_t kept = keptFrom(text, read, end);
    if (kept != write)
      std::copy(text.begin() + std::ptrdiff_t(kept), text.begin() + std::ptrdiff_t(next),
                text.begin() + std::ptrdiff_t(write));
    write += next - kept;
    read = next;
  }
  text.resize(std::min(write, text.size()));
}

void appendStream(std::string& text, std::string_view more) {
  if (more.empty()) return;
  const bool overwrites = (!text.empty() && text.back() == '\r') || more.find('\r') != std::string_view::npos;
  if (!overwrites) {
    text += more;
    return;
  }
  const std::size_t feed = text.rfind('\n');
  const std::size_t lineStart = feed == std::string::npos ? 0 : feed + 1;
  text += more;
  dropOverwritten(text, lineStart);
}

void coalesceStreams(Json& outputs) {
  if (!outputs.is_array()) return;
  auto& items = outputs.get_ref<Json::array_t&>();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (kept > 0 && isStream(items[i]) && isStream(items[kept - 1]) && items[i]["name"] == items[kept - 1]["name"]) {
      items[kept - 1]["text"].get_ref<std::string&>() += items[i]["text"].get_ref<const std::string&>();
      continue;
    }
    if (kept != i) items[kept] = std::move(items[i]);
    ++kept;
  }
  items.resize(kept);
  for (Json& output : items) {
    if (isStream(output)) dropOverwritten(output["text"].get_ref<std::string&>());
  }
}

}  // namespace cc::notebook
