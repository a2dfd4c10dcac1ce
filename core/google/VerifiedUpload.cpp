// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/VerifiedUpload.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace cc::google {

Call VerifiedUpload::run(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, Store store, QObject* context,
                         Reply<Json> reply) {
  const Promise<Json> promise(context, std::move(reply));
  const QPointer<VerifiedUpload> upload =
      new VerifiedUpload(http, clock, std::move(request), std::move(store), promise);
  promise.onCancel([upload] {
    if (!upload) return;
    upload->m_call.cancel();
    upload->deleteLater();
  });
  upload->start();
  return promise.call();
}

VerifiedUpload::VerifiedUpload(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, Store store,
                               Promise<Json> promise)
    : QObject(&http),
      m_http(http),
      m_clock(clock),
      m_request(std::move(request)),
      m_store(std::move(store)),
      m_promise(std::move(promise)) {}

void VerifiedUpload::start() {
  m_uploaded.reset();
  m_hashed = false;
  digestsOf(m_request.path, this, [this](const std::optional<FileDigests>& local) {
    m_hashed = true;
    m_local = local;
    compare();
  });
  m_call = ResumableUpload::run(m_http, m_clock, m_request, this, [this](Result<Json> uploaded) {
    if (!uploaded.ok()) return end(std::move(uploaded));
    m_uploaded = *std::move(uploaded);
    compare();
  });
}

void VerifiedUpload::compare() {
  if (!m_hashed || !m_uploaded || m_promise.isCancelled()) return;
  if (!m_local) return end(Error{.code = ErrorCode::FileUnreadable, .params = {{u"path"_s, m_request.path}}});
  const FileDigests told = m_store.digests(*m_uploaded);
  if (agrees(*m_local, told)) return end(std::move(*m_uploaded));
  Error corrupt{.code = ErrorCode::TransferCorrupt,
                .params = {{u"path"_s, m_request.path},
                           {u"expected"_s, QString::fromLatin1(m_local->sha256)},
                           {u"size"_s, QString::number(told.size)}}};
  m_call = m_store.discard(*m_uploaded, this, [this, corrupt](const Result<Nothing>&) {
    if (std::exchange(m_repeated, true)) return end(corrupt);
    start();
  });
}

void VerifiedUpload::end(Result<Json> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::google
