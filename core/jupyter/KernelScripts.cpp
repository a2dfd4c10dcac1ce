// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/KernelScripts.h"

#include "base/Redactor.h"

#include <QFile>

using namespace Qt::StringLiterals;

static void initKernelPython() {
  Q_INIT_RESOURCE(kernel_python);
}

namespace cc::jupyter {

namespace {
std::string script(const QString& name) {
  initKernelPython();
  QFile file(u":/jupyter/kernel/"_s + name);
  if (!file.open(QIODevice::ReadOnly)) qFatal("resource %s is missing", qPrintable(name));
  return file.readAll().toStdString();
}

// A JSON string is a Python string literal: both know \" \\ \n \uXXXX, and everything else stands for itself.
std::string pythonLiteral(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json silentContent(std::string code) {
  return Json{{"code", std::move(code)}, {"silent", true},
              {"store_history", false},  {"user_expressions", Json::object()},
              {"allow_stdin", false},    {"stop_on_error", false}};
}

// Results travel through sys.modules, the one place that is neither the user's namespace nor lost between two steps.
std::string taken(const std::string& name) {
  return "__import__('sys').modules.pop('" + name + "')";
}

constexpr const char* kEvaluate = R"py(
import sys
class Plain:
    def __init__(self, text): self.text = text
    def __repr__(self): return self.text
space = {"__name__": "_colab_controller_evaluation"}
exec(code, space)
sys.modules["_colab_controller_value"] = Plain(str(eval(expression, space)))
)py";
}  // namespace

Json recorderContent(const RecorderRequest& request) {
  Json asked{{"attempt", toStd(request.attemptId)},
             {"folder", toStd(request.folder)},
             {"journal", kJournalName},
             {"samples", kSamplesName},
             {"interval_ms", request.sampleIntervalMs},
             {"working_directory", toStd(request.workingDirectory)}};
  if (request.sampleIntervalMs > 0) asked["sampler"] = script(u"sampler.py"_s);
  if (!request.checkpoints.isEmpty()) {
    asked["keeper"] = script(u"keeper.py"_s);
    asked["checkpoints"] = kCheckpointsName;
    asked["checkpoint_ms"] = request.checkpointEveryMs;
    for (const QString& glob : request.checkpoints) asked["checkpoint_globs"].push_back(toStd(glob));
  }
  const std::string code = "__import__('builtins').exec(" + pythonLiteral(script(u"recorder.py"_s)) +
                           ", {'__name__': '_colab_controller_recorder', 'request': __import__('json').loads(" +
                           pythonLiteral(asked.dump(-1, ' ', false, Json::error_handler_t::replace)) + ")})";
  Json content = silentContent(code);
  content["user_expressions"]["r"] = taken("_colab_controller_recorder_verdict");
  return content;
}

Json workingFolderContent(const QString& language, const QString& folder) {
  if (language != u"r" || folder.isEmpty()) return nullptr;
  return silentContent("setwd(" + pythonLiteral(toStd(folder)) + ")");
}

Json evaluationContent(const QString& code, const QString& expression) {
  Json content = silentContent("__import__('builtins').exec(" + pythonLiteral(kEvaluate) +
                               ", {'code': " + pythonLiteral(toStd(code)) +
                               ", 'expression': " + pythonLiteral(toStd(expression)) + "})");
  content["user_expressions"]["r"] = taken("_colab_controller_value");
  return content;
}

Result<QString> expressionResult(const Json& replyContent) {
  const QString status = stringAt(replyContent, "status");
  const Json& entry = at(at(replyContent, "user_expressions"), "r");
  if (status == u"ok" && stringAt(entry, "status") == u"ok") {
    const Json& text = at(at(entry, "data"), "text/plain");
    if (text.is_string()) return fromStd(text.get_ref<const std::string&>());
  }
  const Json& failed = entry.is_object() ? entry : replyContent;
  const QString said = stringAt(failed, "ename", status) + u": "_s + stringAt(failed, "evalue");
  return Error{.code = ErrorCode::NetBadReply, .params = {{u"status"_s, status}}, .detail = Redactor::redact(said)};
}

RecorderVerdict verdictFromFacts(Json facts) {
  RecorderVerdict verdict;
  if (!facts.is_object()) {
    verdict.problem = u"no verdict"_s;
    return verdict;
  }
  verdict.records = !stringAt(facts, "journal").isEmpty();
  verdict.samples = intAt(facts, "sampler") > 0;
  verdict.keepsCheckpoints = intAt(facts, "keeper") > 0;
  QStringList problems;
  for (const char* key : {"journal_error", "sampler_error", "keeper_error", "history_error", "chdir_error"}) {
    if (const QString said = stringAt(facts, key); !said.isEmpty()) {
      problems.append(QLatin1StringView(key) + u": "_s + said);
    }
  }
  verdict.problem = Redactor::redact(problems.join(u"; "_s));
  verdict.facts = std::move(facts);
  return verdict;
}

RecorderVerdict parseVerdict(const Json& replyContent) {
  RecorderVerdict none;
  const Result<QString> text = expressionResult(replyContent);
  if (!text) {
    none.problem = text.error().detail;
    return none;
  }
  Result<Json> facts = parseJson(text->toUtf8());
  if (!facts) {
    none.problem = u"the recorder's verdict is not JSON"_s;
    return none;
  }
  return verdictFromFacts(std::move(facts).value());
}

}  // namespace cc::jupyter
