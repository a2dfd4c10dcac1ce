// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/SystemBrowser.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace cc::auth {

// The address holds a hash and a random number, no secret: an argument list is no place for one.
bool openSystemBrowser(const QUrl& url) {
  if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1) return false;
  const QString address = url.toString(QUrl::FullyEncoded);
  QProcess opener;
#if defined(Q_OS_WIN)
  opener.setProgram(u"rundll32"_s);
  opener.setArguments({u"url.dll,FileProtocolHandler"_s, address});
#elif defined(Q_OS_MACOS)
  opener.setProgram(u"open"_s);
  opener.setArguments({address});
#else
  opener.setProgram(u"xdg-open"_s);
  opener.setArguments({address});
#endif
  opener.setStandardOutputFile(QProcess::nullDevice());
  opener.setStandardErrorFile(QProcess::nullDevice());
  return opener.startDetached();
}

}  // namespace cc::auth
