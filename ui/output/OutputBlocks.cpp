// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/OutputBlocks.h"

#include "ui/output/AnsiText.h"

#include <QCoreApplication>
#include <QDateTime>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxImageBytes = 24 * 1024 * 1024;

// nbformat allows a string or a list of strings.
QString joined(const Json& value) {
  if (value.is_string()) return fromStd(value.get_ref<const std::string&>());
  if (!value.is_array()) return value.is_null() ? QString() : QString::fromUtf8(dumpJson(value));
  std::string text;
  for (const Json& part : value) {
    if (part.is_string()) text += part.get_ref<const std::string&>();
  }
  return fromStd(text);
}

OutputBlock made(OutputBlock::Kind kind, QString text) {
  OutputBlock block{.kind = kind, .text = std::move(text)};
  block.hash = qHash(block.text);
  return block;
}

OutputBlock note(const QString& text) {
  return made(OutputBlock::Kind::Note, text);
}

bool svgIsSafe(const QByteArray& svg) {
  const QByteArray lower = svg.toLower();
  if (lower.contains("<!entity") || lower.contains("<script")) return false;
  for (qsizetype at = lower.indexOf("href"); at >= 0; at = lower.indexOf("href", at + 4)) {
    qsizetype i = at + 4;
    while (i < lower.size() && (lower[i] == ' ' || lower[i] == '=' || lower[i] == '"' || lower[i] == '\'')) ++i;
    const QByteArray target = lower.mid(i, 11);
    if (!target.startsWith('#') && !target.startsWith("data:image/") && !target.startsWith("http")) return false;
    if (target.startsWith("http") && lower.contains("<image")) return false;
  }
  return true;
}

OutputBlock imageBlock(const QString& base64) {
  if (base64.size() > kMaxImageBytes * 4 / 3) {
    return note(QCoreApplication::translate("OutputView", "An image too large to show here; it is in executed.ipynb."));
  }
  OutputBlock block{.kind = OutputBlock::Kind::Image, .bytes = QByteArray::fromBase64(base64.toLatin1())};
  block.hash = qHash(block.bytes);
  return block;
}

OutputBlock svgBlock(const QString& text) {
  const QByteArray bytes = text.toUtf8();
  if (bytes.size() > kMaxImageBytes / 4 || !svgIsSafe(bytes)) {
    return note(QCoreApplication::translate("OutputView",
                                            "A drawing that loads other files or is too large is not shown here."));
  }
  OutputBlock block{.kind = OutputBlock::Kind::Svg, .bytes = bytes};
  block.hash = qHash(block.bytes);
  return block;
}

std::optional<OutputBlock> bundleBlock(const Json& data) {
  const auto has = [&data](const char* type) { return data.is_object() && data.contains(type); };
  for (const char* type : {"image/png", "image/jpeg", "image/gif"}) {
    if (has(type)) return imageBlock(joined(data[type]));
  }
  if (has("image/svg+xml")) return svgBlock(joined(data["image/svg+xml"]));
  if (has("text/html")) return made(OutputBlock::Kind::Html, joined(data["text/html"]));
  if (has("text/markdown")) return made(OutputBlock::Kind::Markdown, joined(data["text/markdown"]));
  if (has("text/latex")) return made(OutputBlock::Kind::Text, joined(data["text/latex"]));
  if (has("text/plain")) return made(OutputBlock::Kind::Text, joined(data["text/plain"]));
  if (has("application/json")) {
    return made(OutputBlock::Kind::Text,
                fromStd(data["application/json"].dump(2, ' ', false, Json::error_handler_t::replace)));
  }
  if (data.is_object() && !data.empty()) {
    return note(
        QCoreApplication::translate("OutputView", "Output of type %1 is not shown here; it is in executed.ipynb.")
            .arg(fromStd(data.begin().key())));
  }
  return {};
}

OutputBlock errorBlock(const Json& output) {
  OutputBlock block{.kind = OutputBlock::Kind::Error};
  block.text = stringAt(output, "ename") + u": "_s + stripAnsi(stringAt(output, "evalue"));
  QStringList lines;
  if (const Json& traceback = at(output, "traceback"); traceback.is_array()) {
    for (const Json& line : traceback) {
      if (line.is_string()) lines << fromStd(line.get_ref<const std::string&>());
    }
  }
  block.traceback = lines.join(u'\n');
  block.hash = qHash(block.text);
  return block;
}

}  // namespace

QString cellSource(const Json& cell) {
  return joined(at(cell, "source"));
}

int cellExecutionCount(const Json& cell) {
  return int(intAt(cell, "execution_count", -1));
}

double cellSeconds(const Json& cell) {
  const Json& timing = at(at(cell, "metadata"), "execution");
  const QString from = stringAt(timing, "iopub.execute_input"), to = stringAt(timing, "shell.execute_reply");
  const QDateTime start = QDateTime::fromString(from, Qt::ISODateWithMs),
                  end = QDateTime::fromString(to, Qt::ISODateWithMs);
  return start.isValid() && end.isValid() ? double(start.msecsTo(end)) / 1000 : -1;
}

std::vector<OutputBlock> outputBlocks(const Json& cell) {
  std::vector<OutputBlock> blocks;
  const Json& outputs = at(cell, "outputs");
  if (!outputs.is_array()) return blocks;
  for (const Json& output : outputs) {
    const QString type = stringAt(output, "output_type");
    if (type == u"stream"_s) {
      OutputBlock block = made(OutputBlock::Kind::Text, joined(at(output, "text")));
      block.isStderr = stringAt(output, "name") == u"stderr"_s;
      if (!block.text.isEmpty()) blocks.push_back(std::move(block));
    } else if (type == u"error"_s) {
      blocks.push_back(errorBlock(output));
    } else if (auto block = bundleBlock(at(output, "data"))) {
      blocks.push_back(std::move(*block));
    }
  }
  return blocks;
}

}  // namespace cc::ui
