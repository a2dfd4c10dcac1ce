// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"

namespace cc {

// Adds the provider to the configuration file, or replaces the entry of the same name; every other byte of the file
// (comments, order, blank lines) stays. Creates file and folder when missing. Written atomically, and only when the
// new text is a valid configuration. ConfigNotYaml, ConfigUnknownKey, ConfigBadValue, ConfigUnreadable, FileUnwritable.
Status saveProvider(const QString& file, const ProviderConfig& provider);
// The same on text.
Result<QByteArray> withProvider(const QByteArray& yaml, const ProviderConfig& provider);

}  // namespace cc
