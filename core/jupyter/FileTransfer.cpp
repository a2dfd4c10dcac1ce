// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/FileTransfer.h"

#include "jupyter/FileDownload.h"
#include "jupyter/FileUpload.h"
#include "jupyter/PartsUpload.h"

#include <QPointer>

namespace cc::jupyter {

namespace {

template <typename Work, typename T>
Call run(const QPointer<Work>& work, const Promise<T>& promise) {
  promise.onCancel([work] {
    if (work) work->cancel();
  });
  work->start();
  return promise.call();
}

}  // namespace

Call uploadFile(JupyterClient& client, const QString& source, const QString& target,
                std::function<void(TransferProgress)> progress, QObject* context, Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  return run(QPointer(new FileUpload(client, std::make_unique<QFile>(source), target, std::move(progress), promise)),
             promise);
}

Call uploadBytes(JupyterClient& client, const QByteArray& bytes, const QString& target, QObject* context,
                 Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  auto buffer = std::make_unique<QBuffer>();
  buffer->setData(bytes);
  return run(QPointer(new FileUpload(client, std::move(buffer), target, {}, promise)), promise);
}

Call uploadParts(JupyterClient& client, const QString& source, const QString& target, QObject* context,
                 Reply<QStringList> reply) {
  const Promise<QStringList> promise(context, std::move(reply));
  return run(QPointer(new PartsUpload(client, source, target, promise)), promise);
}

Call downloadFile(JupyterClient& client, const QString& source, const QString& target, qint64 size,
                  const QString& sha256, std::function<void(TransferProgress)> progress, QObject* context,
                  Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  return run(QPointer(new FileDownload(client, source, target, size, sha256, std::move(progress), promise)), promise);
}

}  // namespace cc::jupyter
