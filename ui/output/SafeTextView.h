// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace cc::ui {

// A text view for untrusted documents: loads nothing but data: images, opens nothing by itself, as tall as its text.
class SafeTextView : public QTextBrowser {
  Q_OBJECT
public:
  explicit SafeTextView(QWidget* parent = nullptr);
  void setMonospace();
  void setSafeHtml(const QString& html);  // already sanitised
  void setAnsi(const QString& text);      // replaces; appends when the old text is a beginning of the new
  void setCode(const QString& source);
  int heightFor(int width);

Q_SIGNALS:
  void linkActivated(const QUrl& url);  // http, https or mailto only

protected:
  QVariant loadResource(int type, const QUrl& name) override;
  void wheelEvent(QWheelEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void render();
  enum class Content { None, Html, Ansi, Code };
  Content m_content = Content::None;
  QString m_source;
  int m_width = -1, m_height = 0;
};

}  // namespace cc::ui
