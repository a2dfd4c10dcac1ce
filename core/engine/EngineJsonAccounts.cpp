// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineJson.h"
#include "engine/JsonFields.h"

namespace cc::engine {

namespace {

template <typename Fields, typename Account>
void accountFields(Fields& fields, Account& account) {
  fields.text("id", account.id);
  fields.text("email", account.email);
  fields.text("name", account.name);
  fields.texts("scopes", account.scopes);
  fields.texts("features", account.features);
  fields.texts("missing", account.missing);
  fields.flag("default", account.isDefault);
  fields.name("sign_in_needed", account.signInNeeded);
  fields.flag("persistent", account.persistent);
  fields.time("signed_in_at", account.signedInAt);
}

template <typename Fields, typename Options>
void optionFields(Fields& fields, Options& options) {
  fields.name("credentials_file", options.credentialsFile);
  fields.name("environment_file", options.environmentFile);
  fields.name("account", options.account);
  fields.texts("features", options.features);
  fields.flag("open_browser", options.openBrowser);
  fields.flag("needs_keychain", options.needsKeychain);
}

}  // namespace

Json toJson(const AccountInfo& account) {
  JsonWriter writer;
  accountFields(writer, account);
  return std::move(writer).take();
}

AccountInfo accountInfoFromJson(const Json& json) {
  AccountInfo account;
  JsonReader reader(json);
  accountFields(reader, account);
  return account;
}

Json toJson(const SignInOptions& options) {
  JsonWriter writer;
  optionFields(writer, options);
  return std::move(writer).take();
}

SignInOptions signInOptionsFromJson(const Json& json) {
  SignInOptions options;
  JsonReader reader(json);
  optionFields(reader, options);
  return options;
}

}  // namespace cc::engine
