// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/PartsUpload.h"

#include "jupyter/FileUpload.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {

// Behind Colab's proxy one stream brings some 0.3 MiB a second, eight about 1.2; requests of 20 MiB are known to pass.
constexpr qint64 kPart = 20LL * 1024 * 1024;
constexpr int kAtOnce = 8;

// Some bytes of a file, as a file of their own.
class FileSlice : public QIODevice {
public:
  FileSlice(const QString& path, qint64 from, qint64 length) : m_file(path), m_from(from), m_length(length) {}
  bool open(OpenMode mode) override {
    return m_file.open(mode) && m_file.seek(m_from) && QIODevice::open(mode | Unbuffered);
  }
  qint64 size() const override { return m_length; }
  bool seek(qint64 to) override { return QIODevice::seek(to) && m_file.seek(m_from + to); }

protected:
  qint64 readData(char* to, qint64 most) override { return m_file.read(to, std::min(most, m_length - pos())); }
  qint64 writeData(const char*, qint64) override { return -1; }

private:
  QFile m_file;
  qint64 m_from, m_length;
};

}  // namespace

PartsUpload::PartsUpload(JupyterClient& client, QString source, QString target, Promise<QStringList> promise)
    : QObject(&client),
      m_client(client),
      m_source(std::move(source)),
      m_target(std::move(target)),
      m_promise(std::move(promise)) {}

void PartsUpload::start() {
  const QFileInfo file(m_source);
  if (!file.exists()) return end(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, m_source}}});
  m_size = file.size();
  more();
}

void PartsUpload::cancel() {
  for (Call& call : m_calls) call.cancel();
  deleteLater();
}

void PartsUpload::more() {
  while (m_running < kAtOnce && (m_at < m_size || m_names.isEmpty())) {
    const qint64 length = std::min(kPart, m_size - m_at);
    const QString name = m_target + u".part-"_s + QString::number(m_names.size());
    m_names.append(name);
    const Promise<Nothing> part(this, [this](const Result<Nothing>& sent) {
      --m_running;
      if (!sent.ok()) return end(sent.error());
      if (m_running == 0 && m_at >= m_size) return end(m_names);
      more();
    });
    const QPointer upload =
        new FileUpload(m_client, std::make_unique<FileSlice>(m_source, m_at, length), name, {}, part);
    part.onCancel([upload] {
      if (upload) upload->cancel();
    });
    m_calls.push_back(part.call());
    m_at += length;
    ++m_running;
    upload->start();
  }
}

void PartsUpload::end(Result<QStringList> result) {
  for (Call& call : m_calls) call.cancel();
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::jupyter
