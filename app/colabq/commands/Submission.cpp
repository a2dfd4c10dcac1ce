// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Submission.h"

#include "ui/common/CostText.h"

using namespace Qt::StringLiterals;

namespace cc::app {

void Submission::start(engine::Engine* engine) {
  auto specs = specsOf(m_options);
  if (!specs.ok()) return fail(specs.error());
  const jobs::JobSpec first = specs->front();
  const auto count = specs->size();
  engine->submit(std::move(*specs), this, then<QStringList>([this, engine, first, count](const QStringList& ids) {
                   engine->forecast(first, this, [this, engine, ids, count](const Result<engine::ForecastInfo>& told) {
                     if (told.ok()) tell(*told, count);
                     submitted(*engine, ids);
                   });
                 }));
}

// What it will cost, as far as that is known; said, and no reason to wait.
void Submission::tell(const engine::ForecastInfo& forecast, size_t jobs) {
  if (!forecast.paid || !forecast.unitsPerHour) return;
  QString text = ui::rateText(*forecast.unitsPerHour) + (forecast.rateFrom == u"learned"_s ? u""_s : u" (estimate)"_s);
  if (forecast.units) {
    const double all = *forecast.units * static_cast<double>(jobs);
    text += (forecast.basis == u"limit"_s ? u", at most "_s : u", about "_s) + ui::costText(all, false);
    if (jobs > 1) text += u" for %1 jobs"_s.arg(jobs);
    if (forecast.balance && *forecast.balance < all)
      text += u"; the account has only "_s + ui::costText(forecast.balance, false);
  }
  m_terminal.note(text + u'.');
}

}  // namespace cc::app
