// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/output/OutputBlocks.h"

#include <QImage>
#include <QWidget>

class QLabel;
class QToolButton;

namespace cc::ui {

class SafeTextView;

// A block on the screen. Laid out by its cell: heightFor() answers and applies the height for a width.
class BlockWidget : public QWidget {
  Q_OBJECT
public:
  using QWidget::QWidget;
  virtual int heightFor(int width) = 0;
  // Shows another block of the same kind in place; false: make a new widget.
  virtual bool update(const OutputBlock&) { return false; }
  static BlockWidget* create(const OutputBlock& block, QWidget* parent);

Q_SIGNALS:
  void heightChanged();
  void linkActivated(const QUrl& url);
};

// Streams and plain text: the last kShownLines lines, all of them on a click.
class TextBlockWidget : public BlockWidget {
  Q_OBJECT
public:
  static constexpr int kShownLines = 300;
  TextBlockWidget(const OutputBlock& block, QWidget* parent);
  int heightFor(int width) override;
  bool update(const OutputBlock& block) override;

private:
  void show(const QString& text);
  QString m_text;
  bool m_all = false;
  SafeTextView* m_view;
  QToolButton* m_more;
};

class RichBlockWidget : public BlockWidget {
  Q_OBJECT
public:
  RichBlockWidget(const OutputBlock& block, QWidget* parent);
  int heightFor(int width) override;

private:
  SafeTextView* m_view;
  QLabel* m_note = nullptr;
};

class ImageBlockWidget : public BlockWidget {
  Q_OBJECT
public:
  ImageBlockWidget(const OutputBlock& block, QWidget* parent);
  int heightFor(int width) override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

private:
  QImage m_image;
  QSize m_natural;
};

class ErrorBlockWidget : public BlockWidget {
  Q_OBJECT
public:
  ErrorBlockWidget(const OutputBlock& block, QWidget* parent);
  int heightFor(int width) override;

private:
  QLabel* m_title;
  QToolButton* m_toggle;
  SafeTextView* m_traceback;
};

}  // namespace cc::ui
