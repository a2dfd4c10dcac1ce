// SPDX-License-Identifier: GPL-3.0-or-later
// Why a sign-in did not work, or what an account may not spend, by the cause in the error's parameters.
#include "ui/common/AccountErrorTexts.h"

#include <QtGlobal>

namespace cc::ui {

namespace {
struct Entry {
  ErrorCode code;
  const char* name;  // of the parameter
  const char* value;
  ErrorWords words;
};

// clang-format off
constexpr Entry kEntries[] = {
    {ErrorCode::AccountClientUnusable, "problem", "none",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "No OAuth client is known yet."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Google wants to know which program asks; that is said by a client file of your own."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Create an OAuth client of the type Desktop app in the Google Cloud console, then: colabq sign-in --credentials FILE")}},
    {ErrorCode::AccountClientUnusable, "problem", "web",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "This OAuth client is for a web site."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "[The file is {path}. ]A program on a computer cannot use it: Google would send the answer to the web site."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Create another client in the same project, of the type Desktop app, download its JSON and use that file.")}},
    {ErrorCode::AccountClientUnusable, "problem", "service_account",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "This is the key of a service account."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "[The file is {path}. ]Colab belongs to people; a service account cannot use it."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Create an OAuth client of the type Desktop app in the Google Cloud console and use its JSON.")}},
    {ErrorCode::AccountClientUnusable, "problem", "not_json",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "This is no Google credentials file."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "[The file is {path}. ]It is not valid JSON."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Download the JSON of your OAuth client again from the Google Cloud console.")}},
    {ErrorCode::AccountClientUnusable, "problem", "unknown",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "This is no Google credentials file."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "[The file is {path}. ]It holds neither an OAuth client nor a signed-in user."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Download the JSON of your OAuth client from the Google Cloud console: APIs and services, Credentials.")}},
    {ErrorCode::AccountSignInRefused, "reason", "access_denied",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The sign-in was cancelled on Google’s page."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Access was not allowed. A client whose consent screen is in testing lets only its listed test users in."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in again and choose Continue; add yourself to the test users of the consent screen if Google says that access is blocked.")}},
    {ErrorCode::AccountSignInRefused, "reason", "other_account",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "Another account was chosen in the browser[: {account}]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "The sign-in was for one account and came back with another; nothing was changed."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in again and choose the right account, or add the other one as an account of its own.")}},
    {ErrorCode::AccountSignInRefused, "reason", "admin_policy_enforced",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The administrator of this account does not allow it."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Work and school accounts let only programs in that their administrator trusts."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Ask the administrator to trust your OAuth client, or use another account.")}},
    {ErrorCode::AccountSignInIncomplete, "reason", "timeout",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "Nobody finished the sign-in."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It waits ten minutes for the answer of the browser."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Start it again; on another machine’s browser use --no-browser and paste the address.")}},
    {ErrorCode::AccountSignInIncomplete, "reason", "cancelled",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The sign-in was ended."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Nothing was changed."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Start it again when you like.")}},
    {ErrorCode::AccountSignInIncomplete, "reason", "replaced",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "Another sign-in has taken the place of this one."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "There is one at a time; it was started in another window or command."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Finish that one, or start this one again.")}},
    {ErrorCode::AccountSignInIncomplete, "reason", "no_browser",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "No browser could be opened."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "This machine has no browser that the program can start."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Use colabq sign-in --no-browser and open the address that it prints on any machine.")}},
    {ErrorCode::AccountSignInIncomplete, "reason", "cannot_listen",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The answer of the browser cannot be received."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "No port of 127.0.0.1 could be opened on this machine."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Check firewall and sandbox of this machine, then sign in again.")}},
    {ErrorCode::AccountSignInIncomplete, "reason", "no_refresh_token",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "Google gave no lasting sign-in."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It would have ended within the hour, so it was not kept."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Remove the program in your Google account (Security, third-party access), then sign in again.")}},
    {ErrorCode::AccountSignInNeeded, "cause", "no_account",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "Nobody is signed in[ for {provider}]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Colab needs a Google account."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in with colabq sign-in, or in the window under Google accounts.")}},
    {ErrorCode::AccountSignInNeeded, "cause", "no_token",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The keychain has no sign-in[ of {account}]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It was removed there, or the account was signed in with another keychain."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in again: colabq sign-in")}},
    {ErrorCode::AccountSignInNeeded, "cause", "revoked",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The sign-in[ of {account}] was taken back."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It was removed in the Google account, its password was changed, or it was unused for long."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in again: colabq sign-in")}},
    {ErrorCode::AccountSignInNeeded, "cause", "session_control",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "Your organisation asks for a new sign-in[ of {account}]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It limits how long a sign-in lasts."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in again: colabq sign-in")}},
    {ErrorCode::AccountSignInNeeded, "cause", "client_changed",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The OAuth client is not accepted any more."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It was deleted, or its secret was replaced, in the Google Cloud console."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Download its JSON again and sign in with it: colabq sign-in --credentials FILE")}},
    {ErrorCode::AccountSignInNeeded, "cause", "rejected",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The sign-in[ of {account}] is not accepted."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Google refuses it without saying why."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Sign in again: colabq sign-in")}},
    {ErrorCode::UsageBadParameter, "problem", "not_an_answer",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "This is not the address at the end of the sign-in."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It begins with http://127.0.0.1 and has state and code in it."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Copy the whole address line of the page that the browser could not load.")}},
    {ErrorCode::UsageBadParameter, "problem", "other_sign_in",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "This address belongs to another sign-in."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Each sign-in has an address of its own, which is good once."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Open the address of this sign-in, and paste the one that it ends on.")}},
    {ErrorCode::UsageNotAllowedInState, "what", "sign-in",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "No sign-in is going on."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It has ended already, or was never begun."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Start it again: colabq sign-in")}},
    {ErrorCode::KeychainUnavailable, "lasting", "no",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "There is no keychain to keep the sign-in in."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "This command’s engine ends with it, and a sign-in in memory would be gone at once."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Start a keychain such as gnome-keyring; or open the window or colabq serve first: it keeps the sign-in in memory while it runs.")}},
    {ErrorCode::AccountBudgetSpent, "scope", "job",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The budget of the job is spent[: {spent} of {limit} units]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "It was stopped and its machine released; what it made until then is kept."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Submit it again with a higher --max-units.")}},
    {ErrorCode::AccountBudgetSpent, "scope", "day",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The budget of the day is spent[: {spent} of {limit} units]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Jobs that cost wait until midnight; those that run go on, and so do the others."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Raise budget.day in the configuration if they should not wait.")}},
    {ErrorCode::AccountBudgetSpent, "scope", "month",
     {QT_TRANSLATE_NOOP("ErrorPresenter", "The budget of the month is spent[: {spent} of {limit} units]."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Jobs that cost wait until the month is over; those that run go on, and so do the others."),
      QT_TRANSLATE_NOOP("ErrorPresenter", "Raise budget.month in the configuration if they should not wait.")}},
};
// clang-format on
}  // namespace

const ErrorWords* accountErrorWords(const Error& error) {
  for (const Entry& entry : kEntries) {
    if (entry.code == error.code &&
        error.params.value(QString::fromLatin1(entry.name)) == QLatin1StringView(entry.value))
      return &entry.words;
  }
  return nullptr;
}

}  // namespace cc::ui
