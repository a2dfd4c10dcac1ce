// SPDX-License-Identifier: GPL-3.0-or-later
// The floor for the start of a window: a Qt Widgets program that shows a table of three rows and does nothing else.
#include <QApplication>
#include <QMainWindow>
#include <QTableWidget>

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QMainWindow window;
  window.setCentralWidget(new QTableWidget(3, 5));
  window.resize(1200, 800);
  window.show();
  return QApplication::exec();
}
