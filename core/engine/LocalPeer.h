// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

namespace cc::engine {

// Whether the process at the other end of a connected local socket belongs to this user. Where the system cannot tell
// (Windows), the access rights of the pipe decide and this is true.
bool isSameUser(qintptr socketDescriptor);
// Makes the folder of a socket, only for this user; false when it is, or may be, somebody else's.
bool prepareSocketFolder(const QString& socketName);

}  // namespace cc::engine
