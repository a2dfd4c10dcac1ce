// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "notebook/OutputMessage.h"

#include <QHash>
#include <QString>
#include <map>
#include <string>
#include <vector>

namespace cc::notebook {

// The states of a kernel's widgets as its comm messages tell them, and the outputs that output widgets ("with out:")
// catch; as nbclient keeps them (nbclient/client.py handle_comm_msg, output_widget.py). Nothing is sent back to the
// kernel. Same thread as the assembler.
class WidgetStates {
public:
  // comm_open, comm_msg or comm_close.
  void take(OutputMessage& message);
  // Whether an output widget catches the outputs of requests with this id.
  bool catches(const QString& parentId) const;
  void addOutput(const QString& parentId, Json output);
  void clearOutputs(const QString& parentId, bool wait);
  // metadata.widgets, or null when no widget was seen. Leaves the states empty.
  Json takeMetadata();

private:
  struct OutputWidget {
    QString parentId;  // whose outputs it catches; empty: none
    bool clearPending = false;
  };
  void takeBuffers(const std::string& commId, const OutputMessage& message);
  void takeOpen(const std::string& commId, const OutputMessage& message);
  void setParent(const std::string& commId, const QString& parentId);
  Json& outputsOf(const std::string& commId);

  std::map<std::string, Json> m_states;
  std::map<std::string, std::vector<Json>> m_buffers;  // each {data, encoding, path}; one for each path
  std::map<std::string, OutputWidget> m_outputWidgets;
  QHash<QString, std::vector<std::string>> m_catching;  // comm ids by parent id; the last one catches
};

}  // namespace cc::notebook
