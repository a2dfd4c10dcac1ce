// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QIODevice>
#include <string>
#include <string_view>

namespace cc::notebook {

// Shortest text that reads back as the number, formatted as Python's repr: "1.0", "1e-05", "1e+16"; NaN, Infinity.
std::string pythonFloat(double value);

// Writes JSON text byte for byte as Python's json.dumps(indent=1, sort_keys=True, separators=(",", ": "),
// ensure_ascii=False) into a device, through a buffer of 64 KiB. The caller writes containers by open/item/close and
// whole values by value(), which needs no stack however deep the value is nested.
class PythonJsonWriter {
public:
  explicit PythonJsonWriter(QIODevice& device);

  void openObject() { open('{'); }
  void openArray() { open('['); }
  void closeObject() { close('}'); }
  void closeArray() { close(']'); }
  void key(std::string_view name);
  // Before each element of an array.
  void item();
  void string(std::string_view text);
  void value(const Json& json);
  // The text as an array of its lines.
  void lines(std::string_view text);
  void raw(std::string_view text);
  // Writes what is buffered. False once the device took less than it was given.
  bool flush();
  bool ok() const { return !m_failed; }
  // errno after the failed write, 0 when unknown.
  int failure() const { return m_errno; }

private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void scalar(const Json& json);

  QIODevice& m_device;
  std::string m_buffer;
  int m_depth = 0;
  bool m_empty = true;  // the innermost open container has no element yet
  bool m_failed = false;
  int m_errno = 0;
};

}  // namespace cc::notebook
