// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/Notebook.h"

#include "notebook/CellIds.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::notebook {

Notebook::Notebook()
    : m_document({{"cells", Json::array()}, {"metadata", Json::object()}, {"nbformat", 4}, {"nbformat_minor", 5}}) {}

int Notebook::minor() const {
  return int(intAt(m_document, "nbformat_minor"));
}

int Notebook::cellCount() const {
  const Json& cells = at(m_document, "cells");
  return cells.is_array() ? int(cells.size()) : 0;
}

Json& Notebook::cell(int index) {
  return m_document["cells"][std::size_t(index)];
}

const Json& Notebook::cell(int index) const {
  return m_document["cells"][std::size_t(index)];
}

CellType Notebook::cellType(int index) const {
  const Json& type = at(cell(index), "cell_type");
  if (type == "code") return CellType::Code;
  return type == "raw" ? CellType::Raw : CellType::Markdown;
}

const std::string& Notebook::source(int index) const {
  static const std::string none;
  const Json& source = at(cell(index), "source");
  return source.is_string() ? source.get_ref<const std::string&>() : none;
}

QString Notebook::cellId(int index) const {
  return stringAt(cell(index), "id");
}

QStringList Notebook::tags(int index) const {
  QStringList list;
  const Json& tags = at(at(cell(index), "metadata"), "tags");
  if (!tags.is_array()) return list;
  for (const Json& tag : tags) {
    if (tag.is_string()) list.append(fromStd(tag.get_ref<const std::string&>()));
  }
  return list;
}

bool Notebook::hasTag(int index, const char* tag) const {
  const Json& tags = at(at(cell(index), "metadata"), "tags");
  return tags.is_array() && std::any_of(tags.begin(), tags.end(), [tag](const Json& item) { return item == tag; });
}

QString Notebook::kernelName() const {
  return stringAt(at(at(m_document, "metadata"), "kernelspec"), "name");
}

QString Notebook::language() const {
  const Json& metadata = at(m_document, "metadata");
  const QString language = stringAt(at(metadata, "kernelspec"), "language");
  if (!language.isEmpty()) return language.toLower();
  return stringAt(at(metadata, "language_info"), "name").toLower();
}

int Notebook::firstTagged(const char* tag) const {
  for (int i = 0; i < cellCount(); ++i) {
    if (hasTag(i, tag)) return i;
  }
  return -1;
}

void Notebook::insertCell(int index, Json cell) {
  Json& cells = m_document["cells"];
  if (!cells.is_array()) cells = Json::array();
  const auto place = std::clamp<std::ptrdiff_t>(index, 0, std::ptrdiff_t(cells.size()));
  cells.insert(cells.begin() + place, std::move(cell));
}

Json newCodeCell(const Notebook& notebook, const std::string& source, const QStringList& tags) {
  Json cell = {{"cell_type", "code"},
               {"execution_count", nullptr},
               {"metadata", Json::object()},
               {"outputs", Json::array()},
               {"source", source}};
  for (const QString& tag : tags) cell["metadata"]["tags"].push_back(toStd(tag));
  if (notebook.minor() >= 5) cell["id"] = newCellId(usedCellIds(notebook.document()));
  return cell;
}

}  // namespace cc::notebook
