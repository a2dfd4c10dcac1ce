// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of any kind through all decoders; what was read must be writable and readable again.
#include "jupyter/KernelMessage.h"

#include <cstdint>
#include <cstdlib>

using namespace cc;
using namespace cc::jupyter;

namespace {

void roundTrip(const KernelMessage& message) {
  const auto again = decodeV1(encodeMessage(message, Framing::V1).bytes);
  if (!again.ok() || again->content != message.content || again->buffers != message.buffers) std::abort();
  std::ignore = message.type().size() + static_cast<size_t>(message.parentId().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QByteArrayView bytes(data, static_cast<qsizetype>(size));
  for (const auto decode : {decodeV1, decodeLegacyText, decodeLegacyBinary}) {
    if (const auto message = decode(bytes); message.ok()) roundTrip(*message);
  }
  return 0;
}
