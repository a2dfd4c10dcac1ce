// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookIo.h"
#include "notebook/PythonJsonWriter.h"

#include <QBuffer>
#include <QFileDevice>
#include <QSaveFile>
#include <cerrno>
#include <functional>
#include <string>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

using WriteMember = std::function<void(const Json&)>;

// The members of an object in order; other(key) gives the writer of a member that is not written as it is.
void writeObject(PythonJsonWriter& out, const Json& object, const std::function<bool(const std::string&)>& skip,
                 const std::function<WriteMember(const std::string&)>& other) {
  if (!object.is_object()) {
    out.value(object);
    return;
  }
  out.openObject();
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (skip(member.key())) continue;
    out.key(member.key());
    if (const WriteMember write = other(member.key())) {
      write(*member);
    } else {
      out.value(*member);
    }
  }
  out.closeObject();
}

void writeArray(PythonJsonWriter& out, const Json& array, const WriteMember& write) {
  if (!array.is_array()) {
    out.value(array);
    return;
  }
  out.openArray();
  for (const Json& element : array) {
    out.item();
    write(element);
  }
  out.closeArray();
}

bool keepAll(const std::string& /*key*/) {
  return false;
}

void writeText(PythonJsonWriter& out, const Json& text) {
  if (text.is_string()) {
    out.lines(text.get_ref<const std::string&>());
  } else {
    out.value(text);
  }
}

bool isSplitMime(const std::string& mime) {
  return mime.starts_with("text/") || mime == "application/javascript" || mime == "image/svg+xml";
}

void writeBundle(PythonJsonWriter& out, const Json& bundle) {
  writeObject(out, bundle, keepAll, [&out](const std::string& mime) -> WriteMember {
    if (!isSplitMime(mime)) return {};
    return [&out](const Json& text) { writeText(out, text); };
  });
}

void writeOutput(PythonJsonWriter& out, const Json& output) {
  const Json& type = at(output, "output_type");
  const bool bundle = type == "execute_result" || type == "display_data";
  const bool stream = type == "stream";
  writeObject(out, output, keepAll, [&out, bundle, stream](const std::string& key) -> WriteMember {
    if (bundle && key == "data") return [&out](const Json& data) { writeBundle(out, data); };
    if (stream && key == "text") return [&out](const Json& text) { writeText(out, text); };
    return {};
  });
}

void writeCell(PythonJsonWriter& out, const Json& cell) {
  const bool code = at(cell, "cell_type") == "code";
  writeObject(out, cell, keepAll, [&out, code](const std::string& key) -> WriteMember {
    if (key == "source") return [&out](const Json& source) { writeText(out, source); };
    if (key == "outputs" && code) {
      return [&out](const Json& outputs) {
        writeArray(out, outputs, [&out](const Json& output) { writeOutput(out, output); });
      };
    }
    if (key == "attachments") {
      return [&out](const Json& attachments) {
        writeObject(out, attachments, keepAll, [&out](const std::string& /*name*/) -> WriteMember {
          return [&out](const Json& bundle) { writeBundle(out, bundle); };
        });
      };
    }
    if (key == "metadata") {
      return [&out](const Json& metadata) {
        writeObject(
            out, metadata, [](const std::string& name) { return name == "trusted"; },
            [](const std::string& /*name*/) -> WriteMember { return {}; });
      };
    }
    return {};
  });
}

bool isTransient(const std::string& key) {
  return key == "orig_nbformat" || key == "orig_nbformat_minor" || key == "signature";
}

void writeDocument(PythonJsonWriter& out, const Json& document) {
  writeObject(out, document, keepAll, [&out](const std::string& key) -> WriteMember {
    if (key == "cells") {
      return [&out](const Json& cells) { writeArray(out, cells, [&out](const Json& cell) { writeCell(out, cell); }); };
    }
    if (key == "metadata") {
      return [&out](const Json& metadata) {
        writeObject(out, metadata, isTransient, [](const std::string& /*name*/) -> WriteMember { return {}; });
      };
    }
    return {};
  });
  out.raw("\n");
}

bool isFull(int systemError) {
#ifdef EDQUOT
  if (systemError == EDQUOT) return true;
#endif
  return systemError == ENOSPC;
}

Error writeError(const QIODevice& device, int systemError) {
  return Error{.code = isFull(systemError) ? ErrorCode::DiskFull : ErrorCode::NotebookUnwritable,
               .detail = device.errorString()};
}

}  // namespace

Status writeNotebook(const Notebook& notebook, QIODevice& device) {
  PythonJsonWriter out(device);
  writeDocument(out, notebook.document());
  if (!out.flush()) return writeError(device, out.failure());
  if (auto* file = qobject_cast<QFileDevice*>(&device)) {
    errno = 0;
    if (!file->flush()) return writeError(device, errno);
  }
  return done();
}

Status saveNotebook(const Notebook& notebook, const QString& path) {
  const auto failed = [&path](Error error) { return std::move(error).with(u"path"_s, path); };
  QSaveFile file(path);
  // Unbuffered, because the writer has its own buffer and the system's error must be seen where it happens.
  errno = 0;
  if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) return failed(writeError(file, errno));
  if (auto written = writeNotebook(notebook, file); !written.ok()) return failed(std::move(written).error());
  errno = 0;
  if (!file.commit()) return failed(writeError(file, errno));
  return done();
}

QByteArray notebookBytes(const Notebook& notebook) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  (void)writeNotebook(notebook, buffer);
  return bytes;
}

}  // namespace cc::notebook
