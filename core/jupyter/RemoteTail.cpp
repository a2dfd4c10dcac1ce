// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/RemoteTail.h"

#include <utility>

namespace cc::jupyter {

namespace {
constexpr qint64 kBlock = 8 << 20;
constexpr int kQuietReads = 10;
constexpr int kSlowFactor = 8;
}  // namespace

RemoteTail::RemoteTail(JupyterClient& client, Clock& clock, QString path, qint64 paceMs, QObject* parent)
    : QObject(parent), m_client(client), m_clock(clock), m_path(std::move(path)), m_pace(paceMs) {}

void RemoteTail::start() {
  if (m_running) return;
  m_running = true;
  read();
}

void RemoteTail::stop() {
  m_running = m_reading = false;
  m_call.cancel();
  ++m_timer;
  m_wanted.clear();
  m_served.clear();
}

void RemoteTail::hurry() {
  const bool slow = m_quiet >= kQuietReads;
  m_quiet = 0;
  if (m_running && slow && !m_reading) schedule(m_pace);
}

void RemoteTail::drain(std::function<void(const Status&)> then) {
  m_wanted.push_back(std::move(then));
  if (!m_running) {
    start();
  } else if (!m_reading) {
    read();
  }
}

void RemoteTail::schedule(qint64 ms) {
  m_clock.after(ms, this, [this, timer = ++m_timer] {
    if (timer == m_timer && m_running && !m_reading) read();
  });
}

void RemoteTail::read() {
  ++m_timer;
  m_reading = true;
  // Only those who asked before the request left can rely on its answer.
  for (auto& waiting : std::exchange(m_wanted, {})) m_served.push_back(std::move(waiting));
  const auto arrived = [this](Result<QByteArray> bytes) {
    m_reading = false;
    if (bytes.ok()) {
      onBytes(*bytes);
    } else {
      onError(bytes.error());
    }
  };
  m_call = m_client.readRange(m_path, m_offset, kBlock, this, arrived, "{");
}

void RemoteTail::onBytes(const QByteArray& bytes) {
  m_offset += bytes.size();
  m_quiet = bytes.isEmpty() ? m_quiet + 1 : 0;
  QList<QByteArray> complete;
  qsizetype start = 0, searched = 0;
  m_rest.isEmpty() ? void(m_rest = bytes) : void((searched = m_rest.size(), m_rest += bytes));
  for (qsizetype end; (end = m_rest.indexOf('\n', searched)) >= 0; start = searched = end + 1) {
    if (end > start) complete.append(m_rest.mid(start, end - start));
  }
  m_rest.remove(0, start);
  const QPointer<RemoteTail> self(this);
  if (!complete.isEmpty()) Q_EMIT lines(complete);
  if (!self || !m_running || m_reading) return;
  if (bytes.size() >= kBlock) {
    schedule(0);
    return;
  }
  for (auto& then : std::exchange(m_served, {})) {
    then(done());
    if (!self || !m_running) return;
  }
  if (m_reading) return;
  if (m_wanted.empty()) {
    schedule(m_quiet >= kQuietReads ? m_pace * kSlowFactor : m_pace);
  } else {
    read();
  }
}

void RemoteTail::onError(const Error& error) {
  const QPointer<RemoteTail> self(this);
  auto waiting = std::exchange(m_served, {});
  for (auto& then : std::exchange(m_wanted, {})) waiting.push_back(std::move(then));
  Q_EMIT failed(error);
  for (auto& then : waiting) {
    if (!self) return;
    then(error);
  }
  if (self && m_running && !m_reading) schedule(m_pace * 2);
}

}  // namespace cc::jupyter
