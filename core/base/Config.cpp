// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Config.h"

#include "base/YamlField.h"

#include <QDir>
#include <QFile>
#include <QUrl>
#include <QUrlQuery>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc {

namespace {

constexpr qint64 kMaxFileBytes = 1024 * 1024;
constexpr int kMaxParallel = 64;
constexpr int kUnset = -1;
constexpr double kMaxUnits = 1'000'000;
constexpr qint64 kKeepMs = 7'200'000;

const QStringList& endpointNames() {
  static const QStringList names{u"oauth_authorize"_s, u"oauth_token"_s,  u"oauth_revoke"_s, u"oauth_tokeninfo"_s,
                                 u"userinfo"_s,        u"colab"_s,        u"colab_gapi"_s,   u"colab_api"_s,
                                 u"drive"_s,           u"drive_upload"_s, u"storage"_s,      u"storage_upload"_s};
  return names;
}

Result<QString> readFolder(const YamlField& field) {
  CC_TRY(QString text, field.text());
  if (text == u"~"_s || text.startsWith(u"~/"_s)) text.replace(0, 1, QDir::homePath());
  if (!QDir::isAbsolutePath(text)) return field.bad(u"an absolute path, or one that starts with ~/"_s);
  return QDir::cleanPath(text);
}

// Tokens do not belong in this file: they are asked for and kept in the keychain.
Result<QString> readUrl(const YamlField& field) {
  CC_TRY(const QString text, field.text());
  const QUrl url(text, QUrl::StrictMode);
  const bool isWeb = url.scheme() == u"http"_s || url.scheme() == u"https"_s;
  if (!url.isValid() || !isWeb || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() ||
      url.hasFragment()) {
    Error error = field.bad(u"an http or https address, without token or password"_s);
    if (url.hasQuery() || !url.userInfo().isEmpty())
      error.params.insert(u"value"_s, url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
    return error;
  }
  return text;
}

bool isProviderName(const QString& name) {
  return !name.isEmpty() && name.size() <= 40 && std::all_of(name.cbegin(), name.cend(), [](QChar c) {
    return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.');
  });
}

template <typename T>
YamlField::Read with(T& target, std::function<Result<T>(const YamlField&)> get) {
  return [&target, get = std::move(get)](const YamlField& field) -> Status {
    CC_TRY(target, get(field));
    return done();
  };
}

YamlField::Read intoInt(int& target, int least, int most) {
  return with<int>(target, [least, most](const YamlField& field) { return field.integer(least, most); });
}

YamlField::Read intoWord(QString& target, const QStringList& words) {
  return with<QString>(target, [words](const YamlField& field) { return field.oneOf(words); });
}

Status readProvider(const QString& name, const YamlField& field, Config& config) {
  if (!isProviderName(name)) return field.bad(u"a name of letters, digits, '-', '_' and '.'"_s);
  ProviderConfig provider{.name = name,
                          .kind = name == u"local"_s || name == u"colab"_s ? name : QString(),
                          .parallel = kUnset,
                          .workingDirectory = u"notebook"_s,
                          .generation = u"auto"_s,
                          .onMismatch = u"queue"_s,
                          .keepMs = kKeepMs};
  CC_CHECK(field.members({{u"kind"_s, intoWord(provider.kind, {u"local"_s, u"jupyter"_s, u"colab"_s})},
                          {u"parallel"_s, intoInt(provider.parallel, 0, kMaxParallel)},
                          {u"url"_s, with<QString>(provider.url, readUrl)},
                          {u"python"_s, into(provider.python, &YamlField::text)},
                          {u"kernel"_s, into(provider.kernel, &YamlField::text)},
                          {u"keep_warm"_s, into(provider.keepWarm, &YamlField::boolean)},
                          {u"working_directory"_s, intoWord(provider.workingDirectory, {u"notebook"_s, u"job"_s})},
                          {u"account"_s, into(provider.account, &YamlField::text)},
                          {u"generation"_s, intoWord(provider.generation, {u"auto"_s, u"tunnel"_s, u"public"_s})},
                          {u"on_mismatch"_s, intoWord(provider.onMismatch, {u"queue"_s, u"take"_s, u"fail"_s})},
                          {u"lifetime"_s, into(provider.lifetimeMs, &YamlField::duration)},
                          {u"keep"_s, into(provider.keepMs, &YamlField::duration)}}));
  if (provider.kind.isEmpty()) return field.bad(u"a member 'kind': local, jupyter or colab"_s);
  if (name == u"local"_s && provider.kind != u"local"_s) return field.bad(u"kind local for the provider named local"_s);
  if (provider.kind == u"jupyter"_s && provider.url.isEmpty())
    return field.bad(u"a member 'url' with the server's address"_s);
  if (provider.parallel == kUnset) provider.parallel = provider.kind == u"jupyter"_s ? 1 : 0;
  config.providers.push_back(std::move(provider));
  return done();
}

Status readEndpoints(const YamlField& field, Config& config) {
  std::vector<YamlField::Member> members;
  for (const QString& name : endpointNames()) members.push_back({name, with<QString>(config.endpoints[name], readUrl)});
  CC_CHECK(field.members(members));
  config.endpoints.removeIf([](const auto& entry) { return entry.value().isEmpty(); });
  return done();
}

Status readJobs(const YamlField& field, Config& config) {
  return field.members({{u"timeout"_s, into(config.timeoutMs, &YamlField::duration)},
                        {u"cell_timeout"_s, into(config.cellTimeoutMs, &YamlField::duration)},
                        {u"silence_timeout"_s, into(config.silenceTimeoutMs, &YamlField::duration)},
                        {u"retries"_s, intoInt(config.retries, 0, 100)},
                        {u"wait_for_runtime"_s, into(config.waitMs, &YamlField::duration)},
                        {u"retry_delay"_s, into(config.retryDelayMs, &YamlField::duration)},
                        {u"retry_delay_max"_s, into(config.retryDelayMaxMs, &YamlField::duration)}});
}

Status readBudget(const YamlField& field, Config& config) {
  const auto units = [](double& target) {
    return with<double>(target, [](const YamlField& one) { return one.number(0, kMaxUnits); });
  };
  return field.members({{u"job"_s, units(config.budget.job)},
                        {u"day"_s, units(config.budget.day)},
                        {u"month"_s, units(config.budget.month)},
                        {u"idle_gpu"_s, [&config](const YamlField& idle) {
                           return idle.members(
                               {{u"below"_s, with<double>(config.idle.belowPercent,
                                                          [](const YamlField& one) { return one.number(0, 100); })},
                                {u"after"_s, into(config.idle.afterMs, &YamlField::duration)}});
                         }}});
}

Status readAccelerators(const YamlField& field, Config& config) {
  const auto fallbacks = [&config](const YamlField& map) {
    return map.entries([&config](const QString& name, const YamlField& entry) -> Status {
      CC_TRY(config.acceleratorFallbacks[name], entry.texts());
      return done();
    });
  };
  const auto prices = [&config](const YamlField& map) {
    return map.entries([&config](const QString& name, const YamlField& entry) -> Status {
      CC_TRY(config.acceleratorPrices[name], entry.number(0, kMaxUnits));
      return done();
    });
  };
  return field.members({{u"fallbacks"_s, fallbacks}, {u"prices"_s, prices}});
}

// There is always a local provider and one for Colab, and the default one exists.
Status settleProviders(Config& config, const QString& defaultProvider, Error unknownDefault) {
  const bool hasLocal = std::any_of(config.providers.cbegin(), config.providers.cend(),
                                    [](const ProviderConfig& provider) { return provider.kind == u"local"_s; });
  if (!hasLocal) {
    config.providers.insert(config.providers.begin(),
                            {.name = u"local"_s, .kind = u"local"_s, .parallel = 0, .workingDirectory = u"notebook"_s});
  }
  const bool hasColab = std::any_of(config.providers.cbegin(), config.providers.cend(),
                                    [](const ProviderConfig& provider) { return provider.kind == u"colab"_s; });
  if (!hasColab && !config.provider(u"colab"_s)) {
    config.providers.push_back({.name = u"colab"_s,
                                .kind = u"colab"_s,
                                .parallel = 0,
                                .generation = u"auto"_s,
                                .onMismatch = u"queue"_s,
                                .keepMs = kKeepMs});
  }
  if (!defaultProvider.isEmpty()) config.defaultProvider = defaultProvider;
  if (config.provider(config.defaultProvider)) return done();
  QStringList names;
  for (const ProviderConfig& provider : config.providers) names.append(provider.name);
  if (defaultProvider.isEmpty()) {  // the only local one has another name
    config.defaultProvider = names.first();
    return done();
  }
  unknownDefault.params.insert(u"expected"_s, names.join(u", "_s));
  return unknownDefault;
}

Status readDocument(const YamlField& document, Config& config) {
  QString defaultProvider;
  Error unknownDefault;
  const auto section = [&config](Status (*read)(const YamlField&, Config&)) {
    return [&config, read](const YamlField& field) { return read(field, config); };
  };
  const auto sampling = [&config](const YamlField& field) -> Status {
    return field.members({{u"interval"_s, [&config](const YamlField& interval) -> Status {
                             CC_TRY(config.sampleIntervalMs, interval.duration());
                             if (config.sampleIntervalMs < 100) return interval.bad(u"at least 100ms"_s);
                             return done();
                           }}});
  };
  CC_CHECK(document.members({
      {u"results"_s, with<QString>(config.results, readFolder)},
      {u"queue"_s,
       [&config](const YamlField& field) {
         return field.members({{u"parallel"_s, intoInt(config.parallel, 1, kMaxParallel)}});
       }},
      {u"default_provider"_s,
       [&](const YamlField& field) -> Status {
         CC_TRY(defaultProvider, field.text());
         unknownDefault = field.bad({});
         return done();
       }},
      {u"providers"_s,
       [&config](const YamlField& field) {
         return field.entries(
             [&config](const QString& name, const YamlField& entry) { return readProvider(name, entry, config); });
       }},
      {u"jobs"_s, section(readJobs)},
      {u"sampling"_s, sampling},
      {u"log"_s,
       [&config](const YamlField& field) {
         return field.members(
             {{u"level"_s, intoWord(config.logLevel, {u"debug"_s, u"info"_s, u"warning"_s, u"error"_s})}});
       }},
      {u"endpoints"_s, section(readEndpoints)},
      {u"accelerators"_s, section(readAccelerators)},
      {u"budget"_s, section(readBudget)},
  }));
  return settleProviders(config, defaultProvider, std::move(unknownDefault));
}

Error notYaml(const YAML::Exception& error) {
  Error out{.code = ErrorCode::ConfigNotYaml, .detail = QString::fromStdString(error.msg)};
  if (error.mark.line >= 0) out.params.insert(u"line"_s, QString::number(error.mark.line + 1));
  return out;
}

}  // namespace

const ProviderConfig* Config::provider(const QString& name) const {
  const auto found = std::find_if(providers.cbegin(), providers.cend(),
                                  [&name](const ProviderConfig& provider) { return provider.name == name; });
  return found == providers.cend() ? nullptr : &*found;
}

Result<Config> Config::parse(const QByteArray& yaml, const QString& resultsDefault) {
  Config config;
  config.results = resultsDefault;
  // The YAML library reports by exception; none leaves this function.
  try {
    CC_CHECK(readDocument(YamlField(YAML::Load(yaml.toStdString()), {}, 1), config));
  } catch (const YAML::Exception& error) {
    return notYaml(error);
  }
  return config;
}

Result<Config> Config::load(const QString& file, const QString& resultsDefault) {
  QFile in(file);
  if (!in.exists()) return parse({}, resultsDefault);
  const auto unreadable = [&file](const QString& detail) {
    return Error{.code = ErrorCode::ConfigUnreadable, .params = {{u"path"_s, file}}, .detail = detail};
  };
  if (!in.open(QIODevice::ReadOnly)) return unreadable(in.errorString());
  const QByteArray bytes = in.read(kMaxFileBytes + 1);
  if (in.error() != QFileDevice::NoError) return unreadable(in.errorString());
  if (bytes.size() > kMaxFileBytes) return unreadable(u"larger than 1 MB"_s);
  auto config = parse(bytes, resultsDefault);
  if (config.ok()) return config;
  return std::move(config).error().with(u"path"_s, file);
}

}  // namespace cc
