// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notebook/OutputAssembler.h"

#include <QString>
#include <string>
#include <vector>

namespace cc::test {

// A notebook of code cells with these sources.
inline notebook::Notebook codeNotebook(const std::vector<std::string>& sources) {
  notebook::Notebook notebook;
  for (const std::string& source : sources) notebook.insertCell(notebook.cellCount(), newCodeCell(notebook, source));
  return notebook;
}

inline notebook::OutputMessage message(const QString& parent, const std::string& type, Json content,
                                       const QString& date = QStringLiteral("2026-01-02T03:04:05.678901Z")) {
  return {.type = type, .parentId = parent, .date = date, .content = std::move(content)};
}

inline notebook::OutputMessage stream(const QString& parent, const std::string& text,
                                      const std::string& name = "stdout") {
  return message(parent, "stream", {{"name", name}, {"text", text}});
}

inline notebook::OutputMessage display(const QString& parent, const std::string& text,
                                       const std::string& displayId = {}, const std::string& type = "display_data") {
  Json content = {{"data", {{"text/plain", text}}}, {"metadata", Json::object()}};
  if (!displayId.empty()) content["transient"] = {{"display_id", displayId}};
  return message(parent, type, std::move(content));
}

inline notebook::OutputMessage status(const QString& parent, const std::string& state) {
  return message(parent, "status", {{"execution_state", state}});
}

inline notebook::OutputMessage input(const QString& parent, int count) {
  return message(parent, "execute_input", {{"code", ""}, {"execution_count", count}});
}

inline notebook::OutputMessage reply(const QString& parent, Json content = {{"status", "ok"}}) {
  return message(parent, "execute_reply", std::move(content));
}

inline notebook::OutputMessage clear(const QString& parent, bool wait) {
  return message(parent, "clear_output", {{"wait", wait}});
}

}  // namespace cc::test
