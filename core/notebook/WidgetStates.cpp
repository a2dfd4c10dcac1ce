// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/WidgetStates.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

Json memberOrNull(const Json& state, const char* key) {
  return at(state, key);
}

bool isOutputModel(const Json& state) {
  return at(state, "_model_module") == "@jupyter-widgets/output" && at(state, "_model_name") == "OutputModel";
}

}  // namespace

void WidgetStates::take(OutputMessage& message) {
  const Json& id = at(message.content, "comm_id");
  const Json& data = at(message.content, "data");
  if (!id.is_string() || !data.is_object()) return;
  const std::string commId = id.get<std::string>();
  const Json& state = at(data, "state");
  if (!state.is_object()) return;
  if (message.type == "comm_open") takeOpen(commId, message);
  const bool isOutputWidget = m_outputWidgets.contains(commId);
  if (isOutputWidget && message.type == "comm_msg" && at(state, "msg_id").is_string()) {
    setParent(commId, stringAt(state, "msg_id"));
  }
  takeBuffers(commId, message);
  Json& known = m_states.try_emplace(commId, Json::object()).first->second;
  for (auto& [key, value] : message.content["data"]["state"].items()) known[key] = std::move(value);
}

void WidgetStates::takeOpen(const std::string& commId, const OutputMessage& message) {
  if (at(message.content, "target_name") != "jupyter.widget") return;
  if (isOutputModel(at(at(message.content, "data"), "state"))) m_outputWidgets[commId];
}

void WidgetStates::takeBuffers(const std::string& commId, const OutputMessage& message) {
  const Json& paths = at(at(message.content, "data"), "buffer_paths");
  if (!paths.is_array()) return;
  const std::size_t count = std::min(paths.size(), message.buffers.size());
  for (std::size_t i = 0; i < count; ++i) {
    Json buffer = {{"data", message.buffers[i].toBase64().toStdString()}, {"encoding", "base64"}, {"path", paths[i]}};
    auto& known = m_buffers[commId];
    const auto same = std::find_if(known.begin(), known.end(), [&](const Json& b) { return b["path"] == paths[i]; });
    if (same == known.end()) {
      known.push_back(std::move(buffer));
    } else {
      *same = std::move(buffer);
    }
  }
}

void WidgetStates::setParent(const std::string& commId, const QString& parentId) {
  OutputWidget& widget = m_outputWidgets[commId];
  if (!parentId.isEmpty()) {
    widget.parentId = parentId;
    m_catching[parentId].push_back(commId);
    return;
  }
  if (const auto found = m_catching.find(widget.parentId); found != m_catching.end()) {
    auto& stack = *found;
    const auto last = std::find(stack.rbegin(), stack.rend(), commId);
    if (last != stack.rend()) stack.erase(std::next(last).base());
    if (stack.empty()) m_catching.erase(found);
  }
  widget.parentId.clear();
}

bool WidgetStates::catches(const QString& parentId) const {
  return m_catching.contains(parentId);
}

Json& WidgetStates::outputsOf(const std::string& commId) {
  Json& outputs = m_states.try_emplace(commId, Json::object()).first->second["outputs"];
  if (!outputs.is_array()) outputs = Json::array();
  return outputs;
}

void WidgetStates::addOutput(const QString& parentId, Json output) {
  const auto found = m_catching.constFind(parentId);
  if (found == m_catching.cend()) return;
  const std::string& commId = found->back();
  Json& outputs = outputsOf(commId);
  if (std::exchange(m_outputWidgets[commId].clearPending, false)) outputs = Json::array();
  if (!outputs.empty()) {
    Json& last = outputs.back();
    if (at(last, "output_type") == "stream" && output["output_type"] == "stream" &&
        at(last, "name") == output["name"] && at(last, "text").is_string()) {
      last["text"].get_ref<std::string&>() += output["text"].get_ref<const std::string&>();
      return;
    }
  }
  outputs.push_back(std::move(output));
}

void WidgetStates::clearOutputs(const QString& parentId, bool wait) {
  const auto found = m_catching.constFind(parentId);
  if (found == m_catching.cend()) return;
  const std::string& commId = found->back();
  if (wait) {
    m_outputWidgets[commId].clearPending = true;
  } else {
    outputsOf(commId) = Json::array();
  }
}

Json WidgetStates::takeMetadata() {
  if (m_states.empty()) return nullptr;
  Json states = Json::object();
  for (auto& [commId, state] : m_states) {
    if (!state.contains("_model_name")) continue;
    Json& model = states[commId] = {{"model_name", memberOrNull(state, "_model_name")},
                                    {"model_module", memberOrNull(state, "_model_module")},
                                    {"model_module_version", memberOrNull(state, "_model_module_version")}};
    model["state"] = std::move(state);
    if (auto found = m_buffers.find(commId); found != m_buffers.end()) model["buffers"] = std::move(found->second);
  }
  m_states.clear();
  m_buffers.clear();
  return {{"application/vnd.jupyter.widget-state+json",
           {{"state", std::move(states)}, {"version_major", 2}, {"version_minor", 0}}}};
}

}  // namespace cc::notebook
