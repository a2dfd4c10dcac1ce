// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineJson.h"
#include "engine/JsonFields.h"

namespace cc::engine {

namespace {

template <typename Io, typename Price>
void priceFields(Io& io, Price& price) {
  io.text("name", price.name);
  io.flag("eligible", price.eligible);
  io.flag("high_ram", price.highRam);
  io.numberOrNull("units_per_hour", price.unitsPerHour);
  io.name("rate_from", price.rateFrom);
}

template <typename Io, typename Usage>
void usageFields(Io& io, Usage& usage) {
  io.text("provider", usage.provider);
  io.name("account", usage.account);
  io.name("tier", usage.tier);
  io.numberOrNull("units", usage.units);
  io.numberOrNull("free_units", usage.freeUnits);
  io.time("free_refill_at", usage.freeRefillAt);
  io.numberOrNull("units_per_hour", usage.unitsPerHour);
  io.numberOrNull("runtimes", usage.runtimes);
  io.time("at", usage.at);
  io.time("lasts_until", usage.lastsUntil);
  io.number("spent_today", usage.spentToday);
  io.number("spent_this_month", usage.spentThisMonth);
  io.numberOrNull("fell_today", usage.fellToday);
  io.number("day_limit", usage.dayLimit);
  io.number("month_limit", usage.monthLimit);
  io.error("error", usage.error);
}

template <typename Io, typename Forecast>
void forecastFields(Io& io, Forecast& forecast) {
  io.flag("paid", forecast.paid);
  io.numberOrNull("units_per_hour", forecast.unitsPerHour);
  io.name("rate_from", forecast.rateFrom);
  io.numberOrNull("hours", forecast.hours);
  io.name("basis", forecast.basis);
  io.number("runs", forecast.runs);
  io.numberOrNull("units", forecast.units);
  io.numberOrNull("balance", forecast.balance);
}

}  // namespace

Json toJson(const UsageInfo& usage) {
  JsonWriter writer;
  usageFields(writer, usage);
  Json json = std::move(writer).take();
  Json& prices = json["accelerators"] = Json::array();
  for (const AcceleratorPrice& price : usage.accelerators) {
    JsonWriter one;
    priceFields(one, price);
    prices.push_back(std::move(one).take());
  }
  return json;
}

UsageInfo usageInfoFromJson(const Json& json) {
  UsageInfo usage;
  JsonReader reader(json);
  usageFields(reader, usage);
  reader.list("accelerators", usage.accelerators, [](const Json& one) {
    AcceleratorPrice price;
    JsonReader fields(one);
    priceFields(fields, price);
    return price;
  });
  return usage;
}

Json toJson(const ForecastInfo& forecast) {
  JsonWriter writer;
  forecastFields(writer, forecast);
  return std::move(writer).take();
}

ForecastInfo forecastInfoFromJson(const Json& json) {
  ForecastInfo forecast;
  JsonReader reader(json);
  forecastFields(reader, forecast);
  return forecast;
}

}  // namespace cc::engine
