// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc::engine {

// The credentials file that this process's environment names (GOOGLE_COLAB_CREDENTIALS, then those of gcloud); empty:
// none. A running engine has another environment than the command that asks it to sign in.
QString environmentCredentials();

}  // namespace cc::engine
