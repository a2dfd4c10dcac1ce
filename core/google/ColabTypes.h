// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Json.h"

#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>
#include <vector>

namespace cc::google {

enum class Variant { Cpu, Gpu, Tpu };
enum class Shape { Standard, HighMemory };
enum class Tier { None, Pro, ProPlus };

// What kind of machine. accelerator is "NONE" for a CPU, upper case always.
struct RuntimeSpec {
  Variant variant = Variant::Cpu;
  QString accelerator = QStringLiteral("NONE");
  Shape shape = Shape::Standard;
  QString version;  // label of the image; empty: the newest
};

// Same accelerator, and as much memory as asked for or more.
bool satisfies(const RuntimeSpec& granted, const RuntimeSpec& wanted);
// The variant that a name of an accelerator stands for: V... followed by a digit is a TPU, NONE a CPU, else a GPU.
Variant variantOf(const QString& accelerator);
// Those exist with much memory only, so nothing is asked for.
bool isHighMemoryOnly(const QString& accelerator);

// Our key of one wanted machine in the forms that the two generations take; the same key gives the same machine.
class ColabKey {
public:
  // A version 4 UUID as it is; any other text gives one by its hash.
  explicit ColabKey(const QString& key);
  const QString& uuid() const { return m_uuid; }
  QString notebookHash() const;  // 44 characters, tunnel
  QString runtimeId() const;     // "cc-<uuid>", public
private:
  QString m_uuid;
};

// One machine of the account. A copy of what the server said last.
struct ColabRuntime {
  QString endpoint;        // Colab's id; never taken apart
  QString id;              // public generation only
  QString notebookHash;    // of whoever made it; empty when not told
  RuntimeSpec spec;        // as granted
  QUrl proxy;              // base address of its Jupyter server; empty when not told
  QString proxyToken;      // for X-Colab-Runtime-Proxy-Token
  EpochMs proxyUntil = 0;  // by our clock
  qint64 idleTimeoutMs = 0;

  // Made for this key, as far as the list tells.
  bool belongsTo(const ColabKey& key) const;
};

// Without the proxy's token: it is a secret, and renewed anyway.
Json toJson(const ColabRuntime& runtime);
ColabRuntime runtimeFromJson(const Json& json);

struct Assignment {
  ColabRuntime runtime;
  bool existed = false;  // found by its key, not made now
  std::optional<Tier> tier;
};

struct EligibleSpec {
  RuntimeSpec spec;
  bool eligible = true;
};

// What the account has and may. Absent values were not told.
struct ColabAccount {
  std::optional<Tier> tier;
  std::vector<EligibleSpec> specs;
  std::optional<double> paidUnits;
  std::optional<double> hourlyRate;  // units per hour over all machines of the account
  std::optional<int> machines;
  std::optional<double> freeUnits;
  EpochMs freeRefillAt = 0;
};

enum class CredentialKind { Drive, User };  // dfs_ephemeral, auth_user_ephemeral

struct Propagation {
  bool done = false;
  QUrl consent;  // where the user has to agree first
};

// Of a machine itself, through its proxy. Fractions 0 to 1; zero when not told.
struct MachineResources {
  struct Gpu {
    QString name;
    double memoryUsed = 0, memoryTotal = 0, use = 0;
  };
  struct Disk {
    QString label;
    double used = 0, total = 0;
  };
  double memoryUsed = 0, memoryTotal = 0;
  std::vector<Gpu> gpus;
  std::vector<Disk> disks;
};

// All spellings of all hosts; an unknown one is the plain kind, as if absent.
Variant variantFrom(const Json& value);
Shape shapeFrom(const Json& value);
std::optional<Tier> tierFrom(const Json& value);
QString tierWord(Tier tier);  // "none", "pro", "pro_plus"

}  // namespace cc::google
