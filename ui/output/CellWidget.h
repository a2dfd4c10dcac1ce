// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "ui/output/OutputBlocks.h"

#include <QWidget>
#include <vector>

class QLabel;

namespace cc::ui {

class BlockWidget;
class SafeTextView;

// One cell on the screen: prompt, source, outputs. Made only while it is near the visible part.
class CellWidget : public QWidget {
  Q_OBJECT
public:
  static constexpr int kPromptWidth = 76;
  explicit CellWidget(QWidget* parent);
  void setCell(const engine::CellView& view, const QString& language);
  // Lays the parts out for the width and answers the height.
  int layOut(int width);
  // What a cell will probably need, without making it.
  static int estimateHeight(const engine::CellView& view, int lineHeight);

Q_SIGNALS:
  void heightChanged();
  void linkActivated(const QUrl& url);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  void setBlocks(std::vector<OutputBlock> blocks);
  QLabel* m_prompt;
  QLabel* m_time;
  SafeTextView* m_source = nullptr;
  std::vector<OutputBlock> m_blocks;
  std::vector<BlockWidget*> m_widgets;
  bool m_running = false, m_failed = false, m_code = false;
  int m_sourceHeight = 0;
};

}  // namespace cc::ui
