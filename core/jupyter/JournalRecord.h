// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "notebook/OutputAssembler.h"

#include <QByteArray>
#include <QString>

namespace cc::jupyter {

// One line of the recorder's journal; format: kernel/recorder.py.
struct JournalRecord {
  enum class Kind { Open, Message, Lost, Broken };  // Broken: torn or foreign line
  Kind kind = Kind::Broken;
  Json facts;                       // Open
  QString messageId;                // Message: the kernel's own id
  notebook::OutputMessage message;  // Message
  Json metadata;                    // Message: of a question to the front end, else null
  qint64 lost = 0;                  // Lost: how many records
  QString why;                      // Lost
};

JournalRecord parseJournalLine(const QByteArray& line);

}  // namespace cc::jupyter
