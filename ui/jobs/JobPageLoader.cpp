// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobPageLoader.h"

namespace cc::ui {

void JobPageLoader::ask(int offset, int limit) {
  m_engine.jobs({.states = {}, .text = {}, .limit = limit, .offset = offset}, this,
                [this, offset](Result<engine::JobPage> page) {
                  if (!page) {
                    Q_EMIT failed(page.error());
                    return;
                  }
                  const int got = int(page->rows.size());
                  Q_EMIT arrived(page->rows, offset, page->total);
                  // Rows submitted meanwhile shift the pages: a row seen twice is only replaced.
                  if (got > 0 && offset + got < page->total) {
                    ask(offset + got, kPage);
                  } else {
                    Q_EMIT finished();
                  }
                });
}

}  // namespace cc::ui
