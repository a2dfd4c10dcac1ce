// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of what windows and tables show beside jobs: notebooks, outputs, samples, runtimes, providers, checks.
#include "engine/EngineJson.h"
#include "engine/JsonFields.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

using notebook::CellType;
using notebook::Parameter;
using notebook::ParameterType;

constexpr std::array kParameterTypes{ParameterType::Bool,   ParameterType::Int,       ParameterType::Float,
                                     ParameterType::String, ParameterType::List,      ParameterType::Dict,
                                     ParameterType::None,   ParameterType::Expression};

template <typename Io, typename Chunk>
void chunkFields(Io& io, Chunk& chunk) {
  io.text("job", chunk.job);
  io.number("cell", chunk.cell);
  io.text("kind", chunk.kind);
  io.text("text", chunk.text);
}

template <typename Io, typename Cell>
void cellFields(Io& io, Cell& cell) {
  io.number("index", cell.index);
  io.json("cell", cell.cell);
  io.flag("running", cell.running);
  io.flag("truncated", cell.truncated);
}

template <typename Io, typename View>
void viewFields(Io& io, View& view) {
  io.text("job", view.job);
  io.number("revision", view.revision);
  io.number("cell_count", view.cellCount);
  io.name("language", view.language);
}

template <typename Io, typename P>
void parameterFields(Io& io, P& parameter) {
  io.text("name", parameter.name);
  io.json("value", parameter.value);
  io.text("source", parameter.sourceText);
  io.name("annotation", parameter.annotation);
  io.flag("optional", parameter.optional);
  io.name("help", parameter.help);
  io.number("line", parameter.line);
}

template <typename Io, typename Inspection>
void inspectionFields(Io& io, Inspection& inspection) {
  io.text("path", inspection.path);
  io.name("title", inspection.title);
  io.name("language", inspection.language);
  io.name("kernel", inspection.kernel);
  io.number("cells", inspection.cells);
  io.number("code_cells", inspection.codeCells);
  io.flag("upgraded", inspection.upgraded);
}

template <typename Io, typename Runtime>
void runtimeFields(Io& io, Runtime& runtime) {
  io.text("id", runtime.id);
  io.text("provider", runtime.provider);
  io.text("description", runtime.description);
  io.name("accelerator", runtime.accelerator);
  io.text("state", runtime.state);
  io.name("job", runtime.job);
  io.time("since", runtime.since);
  io.flag("ours", runtime.ours);
}

template <typename Io, typename Provider>
void providerFields(Io& io, Provider& provider) {
  io.text("name", provider.name);
  io.text("kind", provider.kind);
  io.text("description", provider.description);
  io.flag("ok", provider.ok);
  io.error("error", provider.error);
  io.number("running", provider.running);
  io.number("parallel", provider.parallel);
  io.texts("accelerators", provider.accelerators);
}

template <typename Io, typename Check>
void checkFields(Io& io, Check& check) {
  io.text("id", check.id);
  io.flag("ok", check.ok);
  io.flag("warning", check.warning);
  io.map("params", check.params);
  io.error("error", check.error);
}

template <typename Io, typename Gpu>
void gpuFields(Io& io, Gpu& gpu) {
  io.number("index", gpu.index);
  io.name("uuid", gpu.uuid);
  io.text("name", gpu.name);
  io.optionalNumber("utilization", gpu.utilization);
  io.optionalNumber("memory_used", gpu.memoryUsed);
  io.optionalNumber("memory_total", gpu.memoryTotal);
  io.optionalNumber("temperature", gpu.temperature);
  io.optionalNumber("power", gpu.power);
}

template <typename Io, typename S>
void sampleFields(Io& io, S& sample) {
  io.time("at", sample.time);
  io.optionalNumber("cpu_percent", sample.cpuPercent);
  io.optionalNumber("process_cpu_percent", sample.processCpuPercent);
  io.optionalNumber("memory_used", sample.memoryUsed);
  io.optionalNumber("memory_total", sample.memoryTotal);
  io.optionalNumber("process_memory", sample.processMemory);
  io.optionalNumber("disk_free", sample.diskFree);
  io.optionalNumber("disk_total", sample.diskTotal);
}

Json toJson(const CellView& cell) {
  JsonWriter writer;
  cellFields(writer, cell);
  Json json = std::move(writer).take();
  json["type"] = cell.type == CellType::Code ? "code" : cell.type == CellType::Markdown ? "markdown" : "raw";
  return json;
}

CellView cellFromJson(const Json& json) {
  CellView cell;
  JsonReader reader(json);
  cellFields(reader, cell);
  const QString type = stringAt(json, "type");
  cell.type = type == u"code"_s ? CellType::Code : type == u"markdown"_s ? CellType::Markdown : CellType::Raw;
  return cell;
}

Json toJson(const Parameter& parameter) {
  JsonWriter writer;
  parameterFields(writer, parameter);
  Json json = std::move(writer).take();
  json["type"] = toStd(notebook::parameterTypeName(parameter.type));
  json["choices"] = parameter.choices;
  return json;
}

Parameter parameterFromJson(const Json& json) {
  Parameter parameter;
  JsonReader reader(json);
  parameterFields(reader, parameter);
  for (const ParameterType type : kParameterTypes) {
    if (notebook::parameterTypeName(type) == stringAt(json, "type")) parameter.type = type;
  }
  if (const Json& choices = at(json, "choices"); choices.is_array()) {
    parameter.choices.assign(choices.begin(), choices.end());
  }
  return parameter;
}

Json toJson(const jobs::GpuSample& gpu) {
  JsonWriter writer;
  gpuFields(writer, gpu);
  return std::move(writer).take();
}

jobs::GpuSample gpuFromJson(const Json& json) {
  jobs::GpuSample gpu;
  JsonReader reader(json);
  gpuFields(reader, gpu);
  return gpu;
}

template <typename T>
Json arrayOf(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(toJson(value));
  return out;
}

}  // namespace

Json toJson(const OutputChunk& chunk) {
  JsonWriter writer;
  chunkFields(writer, chunk);
  return std::move(writer).take();
}

OutputChunk outputChunkFromJson(const Json& json) {
  OutputChunk chunk;
  JsonReader reader(json);
  chunkFields(reader, chunk);
  return chunk;
}

Json toJson(const NotebookView& view) {
  JsonWriter writer;
  viewFields(writer, view);
  Json json = std::move(writer).take();
  json["cells"] = arrayOf(view.cells);
  return json;
}

NotebookView notebookViewFromJson(const Json& json) {
  NotebookView view;
  JsonReader reader(json);
  viewFields(reader, view);
  reader.list("cells", view.cells, cellFromJson);
  return view;
}

Json toJson(const NotebookInspection& inspection) {
  JsonWriter writer;
  inspectionFields(writer, inspection);
  Json json = std::move(writer).take();
  json["parameters"] = arrayOf(inspection.parameters);
  return json;
}

NotebookInspection notebookInspectionFromJson(const Json& json) {
  NotebookInspection inspection;
  JsonReader reader(json);
  inspectionFields(reader, inspection);
  reader.list("parameters", inspection.parameters, parameterFromJson);
  return inspection;
}

Json toJson(const RuntimeInfo& runtime) {
  JsonWriter writer;
  runtimeFields(writer, runtime);
  return std::move(writer).take();
}

RuntimeInfo runtimeInfoFromJson(const Json& json) {
  RuntimeInfo runtime;
  JsonReader reader(json);
  runtimeFields(reader, runtime);
  return runtime;
}

Json toJson(const ProviderInfo& provider) {
  JsonWriter writer;
  providerFields(writer, provider);
  return std::move(writer).take();
}

ProviderInfo providerInfoFromJson(const Json& json) {
  ProviderInfo provider;
  JsonReader reader(json);
  providerFields(reader, provider);
  return provider;
}

Json toJson(const DoctorCheck& check) {
  JsonWriter writer;
  checkFields(writer, check);
  return std::move(writer).take();
}

DoctorCheck doctorCheckFromJson(const Json& json) {
  DoctorCheck check;
  JsonReader reader(json);
  checkFields(reader, check);
  return check;
}

Json toJson(const Sample& sample) {
  JsonWriter writer;
  sampleFields(writer, sample);
  Json json = std::move(writer).take();
  json["gpus"] = arrayOf(sample.gpus);
  return json;
}

Sample sampleFromJson(const Json& json) {
  Sample sample;
  JsonReader reader(json);
  sampleFields(reader, sample);
  reader.list("gpus", sample.gpus, gpuFromJson);
  return sample;
}

}  // namespace cc::engine
