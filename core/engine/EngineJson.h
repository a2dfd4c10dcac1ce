// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

// JSON of the values that cross processes and of "--json" output. The keys of job documents are the contract of
// product.md's "show --json"; times are RFC 3339 UTC, null when not yet.
namespace cc::engine {

Json toJson(const JobSummary& job);
JobSummary jobSummaryFromJson(const Json& json);
Json toJson(const JobDetail& job);
JobDetail jobDetailFromJson(const Json& json);
Json toJson(const JobPage& page);
JobPage jobPageFromJson(const Json& json);
Json toJson(const ChangeSet& changes);
ChangeSet changeSetFromJson(const Json& json);
Json toJson(const NotebookView& view);
NotebookView notebookViewFromJson(const Json& json);
Json toJson(const OutputChunk& chunk);
OutputChunk outputChunkFromJson(const Json& json);
Json toJson(const NotebookInspection& inspection);
NotebookInspection notebookInspectionFromJson(const Json& json);
Json toJson(const RuntimeInfo& runtime);
RuntimeInfo runtimeInfoFromJson(const Json& json);
Json toJson(const ProviderInfo& provider);
ProviderInfo providerInfoFromJson(const Json& json);
Json toJson(const UsageInfo& usage);
UsageInfo usageInfoFromJson(const Json& json);
Json toJson(const ForecastInfo& forecast);
ForecastInfo forecastInfoFromJson(const Json& json);
Json toJson(const AccountInfo& account);
AccountInfo accountInfoFromJson(const Json& json);
Json toJson(const SignInOptions& options);
SignInOptions signInOptionsFromJson(const Json& json);
Json toJson(const DoctorCheck& check);
DoctorCheck doctorCheckFromJson(const Json& json);
Json toJson(const JobEvent& event);
JobEvent jobEventFromJson(const Json& json);
Json toJson(const Sample& sample);
Sample sampleFromJson(const Json& json);

}  // namespace cc::engine
