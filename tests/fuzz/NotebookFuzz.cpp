// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: reading gives a notebook or an error; a notebook that was read is written and read again as the same, and
// its parameters are inferred.
#include "notebook/NotebookIo.h"
#include "notebook/Parameters.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cc::notebook;
  const auto read = parseNotebook(QByteArrayView(data, qsizetype(size)));
  if (read.ok()) {
    const QByteArray bytes = notebookBytes(*read);
    const auto again = parseNotebook(bytes);
    if (!again.ok() || notebookBytes(*again) != bytes) std::abort();
  }
  // The same bytes as the source of a parameters cell.
  Notebook source;
  source.insertCell(
      0, newCodeCell(source, std::string(reinterpret_cast<const char*>(data), size), {QStringLiteral("parameters")}));
  for (const char* language : {"python", "R"}) {
    source.document()["metadata"]["kernelspec"] = {{"name", "k"}, {"language", language}};
    cc::Json values = cc::Json::object();
    for (const Parameter& parameter : inferParameters(source)) values[cc::toStd(parameter.name)] = parameter.value;
    if (!values.empty() && !injectParameters(source, values).ok() && language[0] == 'p') std::abort();
  }
  return 0;
}
