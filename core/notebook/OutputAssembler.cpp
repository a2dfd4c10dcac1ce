// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/OutputAssembler.h"

#include "notebook/StreamText.h"

#include <algorithm>
#include <utility>

namespace cc::notebook {

namespace {

// Python's str.strip() leaves nothing.
bool isBlank(const std::string& source) {
  if (std::any_of(source.begin(), source.end(), [](char c) { return c > ' ' && c < '\x7f'; })) return false;
  const QString text = fromStd(source);
  return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || (c >= u'\x1c' && c <= u'\x1f'); });
}

Json& objectIn(Json& parent, const char* key) {
  Json& member = parent[key];
  if (!member.is_object()) member = Json::object();
  return member;
}

Json& arrayIn(Json& parent, const char* key) {
  Json& member = parent[key];
  if (!member.is_array()) member = Json::array();
  return member;
}

}  // namespace

OutputAssembler::OutputAssembler(Notebook notebook, AssemblyOptions options)
    : m_notebook(std::move(notebook)), m_options(options), m_runs(std::size_t(m_notebook.cellCount())) {
  for (int i = 0; i < m_notebook.cellCount(); ++i) {
    CellRun& run = m_runs[std::size_t(i)];
    if (m_notebook.cellType(i) != CellType::Code || isBlank(m_notebook.source(i)) ||
        m_notebook.hasTag(i, "skip-execution")) {
      run.progress.outcome = CellOutcome::Skipped;
      continue;
    }
    m_cellsToRun.push_back(i);
    run.number = int(m_cellsToRun.size());
  }
}

const std::vector<int>& OutputAssembler::cellsToRun() const {
  return m_cellsToRun;
}

bool OutputAssembler::stopsOnError(int cell) const {
  return !m_options.allowErrors && !m_notebook.hasTag(cell, "raises-exception");
}

const CellProgress& OutputAssembler::progress(int cell) const {
  return m_runs[std::size_t(cell)].progress;
}

std::vector<int> OutputAssembler::takeChanged() {
  const std::set<int> changed = std::exchange(m_changed, {});
  return {changed.begin(), changed.end()};
}

const Notebook& OutputAssembler::notebook() const {
  return m_notebook;
}

void OutputAssembler::setLanguageInfo(const Json& languageInfo) {
  if (languageInfo.is_object()) objectIn(m_notebook.document(), "metadata")["language_info"] = languageInfo;
}

void OutputAssembler::expect(int cell, const QString& messageId) {
  CellRun& run = m_runs[std::size_t(cell)];
  if (!run.messageId.isEmpty()) m_cellOf.remove(run.messageId);
  if (run.messageId.isEmpty()) {
    hold(cell);
  } else {
    clearOutputs(cell);
  }
  run.messageId = messageId;
  run.clearPending = false;
  run.restored = false;
  run.progress = CellProgress{};
  m_cellOf.insert(messageId, cell);
  Json& json = m_notebook.cell(cell);
  json["outputs"] = Json::array();
  json["execution_count"] = nullptr;
  if (m_options.recordTiming) objectIn(json, "metadata")["execution"] = Json::object();
  m_changed.insert(cell);
}

void OutputAssembler::hold(int cell) {
  Json& json = m_notebook.cell(cell);
  Held& held = m_runs[std::size_t(cell)].held;
  held.outputs = std::exchange(json["outputs"], Json::array());
  held.executionCount = std::exchange(json["execution_count"], nullptr);
  Json& metadata = objectIn(json, "metadata");
  held.hasTiming = metadata.contains("execution");
  if (held.hasTiming) held.timing = metadata["execution"];
}

void OutputAssembler::restore(int cell) {
  Json& json = m_notebook.cell(cell);
  Held& held = m_runs[std::size_t(cell)].held;
  clearOutputs(cell);
  if (held.outputs.is_array()) json["outputs"] = std::move(held.outputs);
  json["execution_count"] = held.executionCount;
  Json& metadata = objectIn(json, "metadata");
  if (held.hasTiming) {
    metadata["execution"] = held.timing;
  } else if (m_options.recordTiming) {
    metadata.erase("execution");
  }
  held = Held{};
  m_runs[std::size_t(cell)].restored = true;
  m_changed.insert(cell);
}

// Whether anything shows that the kernel really ran the cell.
bool OutputAssembler::tracesOf(int cell) const {
  const CellProgress& progress = m_runs[std::size_t(cell)].progress;
  if (m_runs[std::size_t(cell)].restored) return false;
  if (progress.sawInput || !m_notebook.cell(cell)["outputs"].empty()) return true;
  return progress.replied && progress.outcome != CellOutcome::Aborted;
}

int OutputAssembler::take(OutputMessage message) {
  const auto found = m_cellOf.constFind(message.parentId);
  if (found == m_cellOf.cend()) return -1;
  const int cell = *found;
  if (!message.content.is_object()) return cell;
  if (message.type == "execute_reply") {
    takeReply(cell, message);
  } else if (!progress(cell).idle) {
    // nbclient stops listening for a cell once it is idle: what its threads print later is dropped.
    takePublished(cell, message);
  }
  return cell;
}

void OutputAssembler::takeReply(int cell, const OutputMessage& message) {
  CellRun& run = m_runs[std::size_t(cell)];
  CellProgress& progress = run.progress;
  if (progress.replied) return;
  progress.replied = true;
  const QString status = stringAt(message.content, "status");
  m_changed.insert(cell);
  if (status == QLatin1String("aborted") || status == QLatin1String("abort")) {
    progress.outcome = CellOutcome::Aborted;
    if (!tracesOf(cell)) restore(cell);
    return;
  }
  stamp(cell, "shell.execute_reply", message.date);
  if (status == QLatin1String("error")) {
    progress.outcome = stopsOnError(cell) ? CellOutcome::Failed : CellOutcome::AllowedFailure;
    progress.ename = stringAt(message.content, "ename");
    progress.evalue = stringAt(message.content, "evalue");
    if (const Json& traceback = at(message.content, "traceback"); traceback.is_array()) {
      for (const Json& line : traceback) {
        if (line.is_string()) progress.traceback.push_back(line.get<std::string>());
      }
    }
  } else {
    progress.outcome = CellOutcome::Succeeded;
  }
  if (progress.idle) setNumber(cell);
}

void OutputAssembler::takePublished(int cell, OutputMessage& message) {
  const Json& displayIdJson = at(at(message.content, "transient"), "display_id");
  const std::string displayId = displayIdJson.is_string() ? displayIdJson.get<std::string>() : std::string();
  const bool displays =
      message.type == "execute_result" || message.type == "display_data" || message.type == "update_display_data";
  if (displays && !displayId.empty()) updateShown(displayId, message);
  if (const Json& count = at(message.content, "execution_count"); count.is_number_integer()) {
    m_notebook.cell(cell)["execution_count"] = count;
    m_changed.insert(cell);
  }
  if (message.type == "status") {
    takeStatus(cell, message);
  } else if (message.type == "execute_input") {
    CellProgress& progress = m_runs[std::size_t(cell)].progress;
    progress.sawInput = true;
    if (!progress.replied) progress.outcome = CellOutcome::Running;
    m_runs[std::size_t(cell)].held = Held{};
    stamp(cell, "iopub.execute_input", message.date);
  } else if (message.type == "clear_output") {
    takeClear(cell, message);
  } else if (message.type.starts_with("comm")) {
    m_widgets.take(message);
  } else if (message.type != "update_display_data") {
    takeOutput(cell, message, displayId);
  }
}

void OutputAssembler::takeStatus(int cell, const OutputMessage& message) {
  CellProgress& progress = m_runs[std::size_t(cell)].progress;
  const bool restored = m_runs[std::size_t(cell)].restored;
  const QString state = stringAt(message.content, "execution_state");
  if (state == QLatin1String("busy")) {
    if (!progress.replied) progress.outcome = CellOutcome::Running;
    if (!restored) stamp(cell, "iopub.status.busy", message.date);
  } else if (state == QLatin1String("idle")) {
    progress.idle = true;
    if (!restored) stamp(cell, "iopub.status.idle", message.date);
    setNumber(cell);
  }
  m_changed.insert(cell);
}

void OutputAssembler::takeClear(int cell, const OutputMessage& message) {
  const bool wait = boolAt(message.content, "wait");
  if (m_widgets.catches(message.parentId)) {
    m_widgets.clearOutputs(message.parentId, wait);
  } else if (wait) {
    m_runs[std::size_t(cell)].clearPending = true;
  } else {
    clearOutputs(cell);
  }
}

void OutputAssembler::takeOutput(int cell, OutputMessage& message, const std::string& displayId) {
  Json output = outputFromMessage(message);
  if (output.is_null()) return;
  if (m_widgets.catches(message.parentId)) {
    m_widgets.addOutput(message.parentId, std::move(output));
    return;
  }
  CellRun& run = m_runs[std::size_t(cell)];
  if (std::exchange(run.clearPending, false)) clearOutputs(cell);
  addOutput(cell, std::move(output));
  if (!displayId.empty() && message.type != "stream" && message.type != "error") {
    const std::size_t index = m_notebook.cell(cell)["outputs"].size() - 1;
    m_shown[QByteArray::fromStdString(displayId)].push_back({cell, index, run.generation});
  }
}

void OutputAssembler::addOutput(int cell, Json output) {
  Json& outputs = arrayIn(m_notebook.cell(cell), "outputs");
  m_changed.insert(cell);
  const bool stream = m_options.coalesceStreams && output["output_type"] == "stream";
  if (stream) {
    auto& text = output["text"].get_ref<std::string&>();
    if (!outputs.empty() && outputs.back()["output_type"] == "stream" && outputs.back()["name"] == output["name"]) {
      appendStream(outputs.back()["text"].get_ref<std::string&>(), text);
      return;
    }
    dropOverwritten(text);
  }
  outputs.push_back(std::move(output));
}

void OutputAssembler::updateShown(const std::string& displayId, const OutputMessage& message) {
  const auto found = m_shown.find(QByteArray::fromStdString(displayId));
  if (found == m_shown.end() || !at(message.content, "data").is_object()) return;
  std::erase_if(*found,
                [this](const Shown& shown) { return shown.generation != m_runs[std::size_t(shown.cell)].generation; });
  for (const Shown& shown : *found) {
    Json& output = m_notebook.cell(shown.cell)["outputs"][shown.output];
    output["data"] = bundleOf(message.content, "data");
    output["metadata"] = bundleOf(message.content, "metadata");
    m_changed.insert(shown.cell);
  }
}

void OutputAssembler::clearOutputs(int cell) {
  m_notebook.cell(cell)["outputs"] = Json::array();
  ++m_runs[std::size_t(cell)].generation;
  m_changed.insert(cell);
}

void OutputAssembler::stamp(int cell, const char* key, const QString& date) {
  if (!m_options.recordTiming) return;
  const std::string time = timingStamp(date);
  if (time.empty()) return;
  objectIn(objectIn(m_notebook.cell(cell), "metadata"), "execution")[key] = time;
  m_changed.insert(cell);
}

// The running number replaces the kernel's count, which goes on counting in a kernel that is used again.
void OutputAssembler::setNumber(int cell) {
  const CellRun& run = m_runs[std::size_t(cell)];
  if (!run.progress.replied || run.progress.outcome == CellOutcome::Aborted) return;
  m_notebook.cell(cell)["execution_count"] = run.number;
  m_changed.insert(cell);
}

void OutputAssembler::finish() {
  for (const int cell : m_cellsToRun) {
    CellRun& run = m_runs[std::size_t(cell)];
    if (run.messageId.isEmpty()) continue;
    if (!tracesOf(cell)) {
      if (!run.restored) restore(cell);
      continue;
    }
    setNumber(cell);
  }
  if (m_options.coalesceStreams) {
    for (int i = 0; i < m_notebook.cellCount(); ++i) {
      Json& cell = m_notebook.cell(i);
      if (const auto outputs = cell.find("outputs"); outputs != cell.end()) coalesceStreams(*outputs);
    }
  }
  Json widgets = m_widgets.takeMetadata();
  if (!widgets.is_null()) objectIn(m_notebook.document(), "metadata")["widgets"] = std::move(widgets);
}

}  // namespace cc::notebook
