// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Submission.h"

using namespace Qt::StringLiterals;

namespace cc::app {

void Submission::start(engine::Engine* engine) {
  auto specs = specsOf(m_options);
  if (!specs.ok()) return fail(specs.error());
  engine->submit(std::move(*specs), this,
                 then<QStringList>([this, engine](const QStringList& ids) { submitted(*engine, ids); }));
}

}  // namespace cc::app
