// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/LocalPeer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace cc::engine {

bool isSameUser(qintptr socketDescriptor) {
#if defined(Q_OS_LINUX)
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(static_cast<int>(socketDescriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == geteuid();
#elif defined(Q_OS_UNIX)
  uid_t uid = 0;
  gid_t gid = 0;
  return getpeereid(static_cast<int>(socketDescriptor), &uid, &gid) == 0 && uid == geteuid();
#else
  Q_UNUSED(socketDescriptor);
  return true;
#endif
}

bool prepareSocketFolder(const QString& socketName) {
#ifdef Q_OS_UNIX
  const QString folder = QFileInfo(socketName).absolutePath();
  const QByteArray path = QFile::encodeName(folder);
  if (!QFileInfo::exists(folder)) {
    QDir().mkpath(QFileInfo(folder).absolutePath());
    if (mkdir(path.constData(), 0700) != 0 && errno != EEXIST) return false;
  }
  struct stat info {};
  // In a folder that others may write to, they could put a socket of their own in our place.
  return lstat(path.constData(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
         (info.st_mode & 0022) == 0;
#else
  Q_UNUSED(socketName);
  return true;
#endif
}

}  // namespace cc::engine
