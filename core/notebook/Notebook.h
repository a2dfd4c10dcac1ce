// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <string>
#include <vector>

namespace cc::notebook {

enum class CellType { Code, Markdown, Raw };

// A notebook in memory: the nbformat 4 document as it is, so that unknown members survive. Multi-line text (source,
// stream text, text/* of bundles) is held joined, as one string; NotebookIo splits it again when writing.
// Value type; one thread at a time.
class Notebook {
public:
  Notebook();  // empty, nbformat 4.5
  explicit Notebook(Json document) : m_document(std::move(document)) {}

  Json& document() { return m_document; }
  const Json& document() const { return m_document; }

  int minor() const;  // nbformat_minor
  int cellCount() const;
  Json& cell(int index);
  const Json& cell(int index) const;
  CellType cellType(int index) const;
  const std::string& source(int index) const;
  QString cellId(int index) const;  // empty below 4.5
  QStringList tags(int index) const;
  bool hasTag(int index, const char* tag) const;
  // Kernel name of metadata.kernelspec, or empty.
  QString kernelName() const;
  // metadata.kernelspec.language, else metadata.language_info.name, else empty; lower case.
  QString language() const;
  // Index of the first cell with the tag, or -1.
  int firstTagged(const char* tag) const;
  void insertCell(int index, Json cell);

private:
  Json m_document;
};

// A new code cell with an id when the notebook needs ids.
Json newCodeCell(const Notebook& notebook, const std::string& source, const QStringList& tags = {});

}  // namespace cc::notebook
