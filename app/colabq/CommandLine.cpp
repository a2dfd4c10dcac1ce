// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that includes CLI11, which is dear to compile.
#include "colabq/CommandLine.h"

#include "base/Config.h"
#include "base/Version.h"
#include "jobs/JobState.h"

#include <CLI/CLI.hpp>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

using Texts = std::vector<std::string>;

// CLI11 fills plain types; they are turned into Options afterwards.
struct Raw {
  bool json = false, verbose = false, version = false, highRam = false, allowErrors = false, keepRuntime = false,
       noBrowser = false, drive = false, storage = false;
  std::string dataDir, configFile, notebook, parametersFile, provider, accelerators, timeout, cellTimeout, name, kernel,
      checkpointEvery, backupTo, results, to, since, runtimeAction = "list", runtime, providerAction = "list",
                                                     secretAction = "list", secret, server, address;
  std::string credentials, account;
  Texts parameters, sweeps, inputs, checkpoints, artifacts, jobs, states;
  int retries = 0, priority = 0, limit = 0;
  double maxUnits = 0;
};

struct Program {
  CLI::App app{"Run Jupyter notebooks durably: queue them, follow them, keep their results.", "colabq"};
  Raw raw;
  std::map<std::string, CLI::App*> verbs;
  CLI::Option* runRetries = nullptr;
  CLI::Option* submitRetries = nullptr;

  Program() {
    app.require_subcommand(1);
    app.fallthrough();
    app.set_help_flag("--help,-h", "show this text");
    app.add_flag("--json", raw.json, "one JSON document, or one object a line for streams");
    app.add_option("--data-dir", raw.dataDir, "use this data folder")->type_name("DIR");
    app.add_option("--config", raw.configFile, "use this configuration file")->type_name("FILE");
    app.add_flag("-v,--verbose", raw.verbose, "show the log on stderr");
    app.add_flag("--version", raw.version, "show the version");
    app.footer(
        "exit codes: 0 succeeded, 1 the notebook failed, 2 usage or bad input, 3 could not be run,\n"
        "            4 timed out, 5 lost, 130 cancelled");
    addRunAndSubmit();
    addJobVerbs();
    addOthers();
  }

  CLI::App* verb(const char* name, const char* help) {
    CLI::App* sub = app.add_subcommand(name, help);
    sub->fallthrough();
    verbs[name] = sub;
    return sub;
  }

  void addRunAndSubmit() {
    for (const char* name : {"run", "submit"}) {
      const bool runs = std::string(name) == "run";
      CLI::App* sub =
          verb(name, runs ? "run a notebook and wait for its end" : "queue a notebook and print the job's id");
      sub->add_option("notebook", raw.notebook, "the notebook (.ipynb)")->required()->type_name("NOTEBOOK");
      many(sub, "-p,--parameter", raw.parameters, "a parameter; JSON scalars and lists, else text", "NAME=VALUE");
      sub->add_option("--params", raw.parametersFile, "parameters from a .yaml or .json file")->type_name("FILE");
      many(sub, "--sweep", raw.sweeps, "one job for each value; several make a grid", "NAME=V1,V2,...");
      sub->add_option("--provider", raw.provider, "where to run")->type_name("NAME");
      sub->add_option("--accelerator", raw.accelerators, "in order of preference")->type_name("A100,L4,T4");
      sub->add_flag("--high-ram", raw.highRam, "a machine with more memory");
      sub->add_option("--timeout", raw.timeout, "limit of one attempt")->type_name("20h");
      sub->add_option("--cell-timeout", raw.cellTimeout, "limit of one cell")->type_name("30m");
      CLI::Option* retries =
          sub->add_option("--retries", raw.retries, "further attempts")->check(CLI::Range(0, 100))->type_name("N");
      (runs ? runRetries : submitRetries) = retries;
      sub->add_option("--max-units", raw.maxUnits, "limit of what the job may cost, in compute units")
          ->check(CLI::NonNegativeNumber)
          ->type_name("N");
      sub->add_option("--priority", raw.priority, "higher first")->type_name("N");
      sub->add_option("--name", raw.name, "name of the job")->type_name("TEXT");
      many(sub, "--input", raw.inputs, "a file here, of Drive or of Cloud Storage for the working folder",
           "FROM[=NAME]");
      many(sub, "--checkpoint", raw.checkpoints, "files to go on from (checkpoints/**)", "GLOB");
      sub->add_option("--checkpoint-every", raw.checkpointEvery, "how often checkpoints come home")->type_name("30m");
      many(sub, "--artifact", raw.artifacts, "files to bring home", "GLOB");
      sub->add_option("--backup-to", raw.backupTo, "gdrive:PATH, gs://BUCKET/PATH or a folder")->type_name("PLACE");
      sub->add_option("--results", raw.results, "results folder")->type_name("DIR");
      sub->add_flag("--allow-errors", raw.allowErrors, "go on after a cell that fails");
      sub->add_flag("--keep-runtime", raw.keepRuntime, "keep the runtime when the notebook succeeds or a cell fails");
      sub->add_option("--kernel", raw.kernel, "kernel to use")->type_name("NAME");
    }
  }

  void addJobVerbs() {
    CLI::App* list = verb("jobs", "list jobs, newest first");
    many(list, "--state", raw.states, "only jobs in this state", "S");
    list->add_option("--limit", raw.limit, "at most so many")->check(CLI::Range(0, 1'000'000'000))->type_name("N");
    verb("show", "all about one job")
        ->add_option("job", raw.jobs, "job id, or its beginning")
        ->required()
        ->expected(1)
        ->type_name("JOB");
    const std::map<const char*, const char*> several{{"wait", "wait until jobs have ended"},
                                                     {"watch", "follow jobs live"},
                                                     {"cancel", "cancel jobs"},
                                                     {"retry", "run ended jobs again"},
                                                     {"hold", "keep queued jobs from starting"},
                                                     {"release", "let held jobs start"}};
    for (const auto& [name, help] : several) {
      verb(name, help)->add_option("job", raw.jobs, "job ids, or their beginnings")->required()->type_name("JOB");
    }
    CLI::App* results = verb("results", "bring results home and print their folder");
    results->add_option("job", raw.jobs, "job id, or its beginning")->required()->expected(1)->type_name("JOB");
    results->add_option("--to", raw.to, "copy them into this folder")->type_name("DIR");
    verb("history", "the central log")
        ->add_option("--since", raw.since, "a time (2026-01-31 or with hours), or a span like 2h")
        ->type_name("T");
  }

  void addOthers() {
    CLI::App* runtimes = verb("runtimes", "runtimes that exist now");
    runtimes->add_option("action", raw.runtimeAction, "list, release or attach")
        ->check(CLI::IsMember({"list", "release", "attach"}))
        ->type_name("ACTION");
    runtimes->add_option("id", raw.runtime, "runtime id")->type_name("ID");
    CLI::App* providers = verb("providers", "what is configured, and whether it answers");
    providers->add_option("action", raw.providerAction, "list, or add: a Jupyter server, its token from stdin")
        ->check(CLI::IsMember({"list", "add"}))
        ->type_name("ACTION");
    providers->add_option("name", raw.server, "name of the server in the configuration")->type_name("NAME");
    providers->add_option("url", raw.address, "its address; may be left out to replace only the token")
        ->type_name("URL");
    addAccounts();
    CLI::App* secrets = verb("secrets", "secrets that notebooks on Colab may read");
    secrets->add_option("action", raw.secretAction, "list, set (the value from stdin) or remove")
        ->check(CLI::IsMember({"list", "set", "remove"}))
        ->type_name("ACTION");
    secrets->add_option("name", raw.secret, "name of the secret")->type_name("NAME");
    verb("serve", "run the engine without a window");
    verb("doctor", "check the set-up and say how to fix it");
  }

  void addAccounts() {
    CLI::App* signIn = verb("sign-in", "sign in to a Google account");
    signIn->add_flag("--no-browser", raw.noBrowser, "print the address instead of opening it");
    signIn->add_option("--credentials", raw.credentials, "OAuth client file, or the file of a signed-in user")
        ->type_name("FILE");
    signIn->add_option("--account", raw.account, "renew this account")->type_name("ACCOUNT");
    signIn->add_flag("--drive", raw.drive, "allow Drive as well");
    signIn->add_flag("--storage", raw.storage, "allow Cloud Storage as well");
    verb("sign-out", "take back the sign-in and forget the account")
        ->add_option("account", raw.account, "e-mail address; the default account if left out")
        ->type_name("ACCOUNT");
    verb("account", "list the accounts")
        ->add_option("--default", raw.account, "make this one the default")
        ->type_name("ACCOUNT");
  }

  static void many(CLI::App* sub, const char* names, Texts& target, const char* help, const char* type) {
    sub->add_option(names, target, help)->allow_extra_args(false)->type_name(type);
  }
};

QString text(const std::string& value) {
  return QString::fromStdString(value);
}
QStringList texts(const Texts& values) {
  QStringList out;
  for (const std::string& value : values) out.append(text(value));
  return out;
}

Error badFlag(const QString& flag, const QString& problem, const QStringList& candidates = {}) {
  Error error{.code = ErrorCode::UsageBadFlag, .params = {{u"flag"_s, flag}, {u"problem"_s, problem}}};
  if (const auto close = nearest(flag, candidates)) error.params.insert(u"nearest"_s, *close);
  return error;
}

QStringList verbNames(const Program& program) {
  QStringList names;
  for (const auto& [name, sub] : program.verbs) names.append(text(name));
  return names;
}

QStringList flagsOf(const CLI::App& app) {
  QStringList names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.append(u"--"_s + text(name));
  }
  return names;
}

// The first argument that is no option nor the value of one: the verb.
QString typedVerb(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const QString word = QString::fromLocal8Bit(argv[i]);
    if (word == u"--data-dir"_s || word == u"--config"_s)
      ++i;
    else if (!word.startsWith(u'-'))
      return word;
  }
  return {};
}

Error unexpected(const Program& program, const QString& verb, const CLI::ParseError& error) {
  const QString said = QString::fromLocal8Bit(error.what());
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr)
    return badFlag({}, said.trimmed() + (said.endsWith(u'.') ? u""_s : u"."_s));
  // The words come in no certain order; a flag says more than the value after it.
  const QStringList words = said.section(u": "_s, 1).split(u' ', Qt::SkipEmptyParts);
  const auto firstFlag =
      std::find_if(words.begin(), words.end(), [](const QString& typed) { return typed.startsWith(u'-'); });
  const QString word = (firstFlag == words.end() ? words.value(0) : *firstFlag).section(u'=', 0, 0);
  QStringList flags = flagsOf(program.app);
  if (const auto sub = program.verbs.find(verb.toStdString()); sub != program.verbs.end())
    flags += flagsOf(*sub->second);
  return badFlag(word, u"%1 does not take it."_s.arg(verb), flags);
}

Result<qint64> duration(const char* flag, const std::string& value) {
  if (value.empty()) return 0;
  if (const auto ms = parseDuration(text(value))) return *ms;
  return Error{.code = ErrorCode::UsageBadParameter,
               .params = {{u"name"_s, QString::fromLatin1(flag)},
                          {u"value"_s, text(value)},
                          {u"expected"_s, u"a duration like 90s, 30m or 1h30m"_s}}};
}

// A folder may be told as the shell sees it; what looks like an address is the engine's to judge.
QString backupPlace(const QString& given) {
  static const QRegularExpression address(u"^[A-Za-z][A-Za-z0-9+.-]+:"_s);
  if (given.isEmpty() || address.match(given).hasMatch()) return given;
  return QDir::cleanPath(QFileInfo(given).absoluteFilePath());
}

Result<jobs::JobSpec> specOf(const Raw& raw) {
  jobs::JobSpec spec;
  if (!raw.notebook.empty()) spec.notebook = QDir::cleanPath(QFileInfo(text(raw.notebook)).absoluteFilePath());
  spec.name = text(raw.name);
  spec.provider = text(raw.provider);
  spec.accelerators = text(raw.accelerators).split(u',', Qt::SkipEmptyParts);
  for (QString& accelerator : spec.accelerators) accelerator = accelerator.trimmed();
  spec.highRam = raw.highRam;
  spec.kernel = text(raw.kernel);
  CC_TRY(spec.timeoutMs, duration("--timeout", raw.timeout));
  CC_TRY(spec.cellTimeoutMs, duration("--cell-timeout", raw.cellTimeout));
  CC_TRY(spec.checkpointEveryMs, duration("--checkpoint-every", raw.checkpointEvery));
  spec.retries = raw.retries;
  spec.maxUnits = raw.maxUnits;
  spec.priority = raw.priority;
  for (const QString& given : texts(raw.inputs)) {
    jobs::JobInput input = jobs::inputFromText(given);
    input.from = backupPlace(input.from);
    spec.inputs.push_back(std::move(input));
  }
  spec.checkpoints = texts(raw.checkpoints);
  spec.artifacts = texts(raw.artifacts);
  spec.backupTo = backupPlace(text(raw.backupTo));
  if (!raw.results.empty()) spec.results = QDir::cleanPath(QFileInfo(text(raw.results)).absoluteFilePath());
  spec.allowErrors = raw.allowErrors;
  spec.keepRuntime = raw.keepRuntime;
  return spec;
}

Status checkStates(const QStringList& states) {
  for (const QString& state : states) {
    if (jobs::jobStateFromWord(state)) continue;
    QStringList known;
    for (int i = 0; i <= static_cast<int>(jobs::JobState::Lost); ++i)
      known.append(toWord(static_cast<jobs::JobState>(i)));
    Error error{.code = ErrorCode::UsageBadParameter,
                .params = {{u"name"_s, u"--state"_s}, {u"value"_s, state}, {u"expected"_s, known.join(u", "_s)}}};
    return error;
  }
  return done();
}

Result<Options> optionsOf(const Program& program, const QString& verb) {
  const Raw& raw = program.raw;
  Options options{.verb = verb,
                  .json = raw.json,
                  .verbose = raw.verbose,
                  .dataDir = text(raw.dataDir),
                  .configFile = text(raw.configFile)};
  CC_TRY(options.spec, specOf(raw));
  options.retriesGiven = program.runRetries->count() + program.submitRetries->count() > 0;
  options.parameters = texts(raw.parameters);
  options.sweeps = texts(raw.sweeps);
  options.parametersFile = text(raw.parametersFile);
  options.jobs = texts(raw.jobs);
  options.to = raw.to.empty() ? QString() : QDir::cleanPath(QFileInfo(text(raw.to)).absoluteFilePath());
  options.states = texts(raw.states);
  CC_CHECK(checkStates(options.states));
  options.limit = raw.limit;
  options.since = text(raw.since);
  options.runtimeAction = text(raw.runtimeAction);
  options.runtime = text(raw.runtime);
  options.providerAction = text(raw.providerAction);
  options.server = text(raw.server);
  options.address = text(raw.address);
  options.secretAction = text(raw.secretAction);
  options.secret = text(raw.secret);
  if (verb == u"secrets"_s && options.secretAction != u"list"_s && options.secret.isEmpty())
    return badFlag(u"secrets "_s + options.secretAction, u"It needs the name of a secret."_s);
  options.noBrowser = raw.noBrowser;
  if (!raw.credentials.empty())
    options.credentials = QDir::cleanPath(QFileInfo(text(raw.credentials)).absoluteFilePath());
  options.account = text(raw.account);
  if (raw.drive) options.features.append(u"drive"_s);
  if (raw.storage) options.features.append(u"storage"_s);
  if (options.providerAction == u"add"_s && options.server.isEmpty()) {
    return badFlag(u"providers add"_s, u"It needs a name and the address of the server."_s);
  }
  if (verb == u"runtimes"_s && options.runtimeAction != u"list"_s && options.runtime.isEmpty()) {
    return badFlag(u"runtimes "_s + options.runtimeAction, u"It needs the id of a runtime."_s);
  }
  return options;
}

}  // namespace

bool wantsJson(int argc, const char* const* argv) {
  return std::any_of(argv + 1, argv + argc,
                     [](const char* argument) { return std::string_view(argument) == "--json"; });
}

Result<std::variant<Options, Answer>> parseCommandLine(int argc, const char* const* argv) {
  Program program;
  const QString verb = typedVerb(argc, argv);
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--version")
      return std::variant<Options, Answer>(Answer{u"colabq "_s + programVersion() + u'\n'});
  }
  if (!verb.isEmpty() && !verbNames(program).contains(verb)) {
    return badFlag(verb, u"It is no command; there are: %1."_s.arg(verbNames(program).join(u", "_s)),
                   verbNames(program));
  }
  // CLI11 reports by exception; none leaves this function.
  try {
    program.app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto sub = program.verbs.find(verb.toStdString());
    const std::string help = sub != program.verbs.end() ? sub->second->help("colabq") : program.app.help();
    return std::variant<Options, Answer>(Answer{text(help)});
  } catch (const CLI::ParseError& error) {
    if (verb.isEmpty() && argc < 2)
      return badFlag({}, u"A command is missing; there are: %1."_s.arg(verbNames(program).join(u", "_s)));
    return unexpected(program, verb, error);
  }
  CC_TRY(Options options, optionsOf(program, verb));
  return std::variant<Options, Answer>(std::move(options));
}

}  // namespace cc::app
