// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/StorageClient.h"

#include "google/GoogleReply.h"
#include "google/MediaDownload.h"
#include "google/VerifiedUpload.h"

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

StorageObject objectFrom(const Json& json) {
  return {.bucket = stringAt(json, "bucket"),
          .name = stringAt(json, "name"),
          .generation = stringAt(json, "generation"),
          .updated = fromRfc3339(stringAt(json, "updated")),
          .digests = {.size = stringAt(json, "size").toLongLong(),
                      .md5 = QByteArray::fromBase64(stringAt(json, "md5Hash").toLatin1()).toHex(),
                      .crc32c = stringAt(json, "crc32c").toLatin1()}};
}

}  // namespace

std::optional<StoragePath> StoragePath::parse(const QString& address) {
  if (!address.startsWith("gs://"_L1)) return std::nullopt;
  const QString rest = address.mid(5);
  const qsizetype slash = rest.indexOf(u'/');
  StoragePath path{.bucket = rest.left(slash), .object = slash < 0 ? QString() : rest.mid(slash + 1)};
  return path.bucket.isEmpty() ? std::nullopt : std::optional<StoragePath>(std::move(path));
}

StorageClient::StorageClient(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, QObject* parent)
    : QObject(parent), m_http(http), m_clock(clock), m_endpoints(std::move(endpoints)) {}

QUrl StorageClient::objectUrl(const StoragePath& path, const QList<QPair<QString, QString>>& query) const {
  return addressOf(m_endpoints.storage, "/storage/v1/b/" + segment(path.bucket) + "/o/" + segment(path.object), query);
}

Call StorageClient::stat(const StoragePath& path, QObject* context, Reply<std::optional<StorageObject>> reply) {
  const QUrl url = objectUrl(path);
  return m_http.send({.url = url}, context, [url, reply = std::move(reply)](Result<net::HttpReply> result) {
    if (!result.ok()) return reply(std::move(result).error());
    const auto json = googleJson(*result, url);
    if (json.ok()) return reply(std::optional<StorageObject>(objectFrom(*json)));
    if (result->status == 404) return reply(std::optional<StorageObject>());
    reply(json.error());
  });
}

void StorageClient::listPage(const QString& bucket, const QString& prefix, const QString& page,
                             std::shared_ptr<std::vector<StorageObject>> found,
                             const Promise<std::vector<StorageObject>>& promise, const std::shared_ptr<Call>& inner) {
  constexpr size_t kMost = 100'000;  // a server that always has another page
  QList<QPair<QString, QString>> query{
      {u"prefix"_s, prefix},
      {u"fields"_s, u"nextPageToken,items(bucket,name,size,crc32c,md5Hash,generation,updated)"_s}};
  if (!page.isEmpty()) query.append({u"pageToken"_s, page});
  const QUrl url = addressOf(m_endpoints.storage, "/storage/v1/b/" + segment(bucket) + "/o", query);
  *inner =
      m_http.send({.url = url}, this, [this, bucket, prefix, url, found, promise, inner](Result<net::HttpReply> r) {
        if (!r.ok()) return promise.resolve(std::move(r).error());
        const auto json = googleJson(*r, url);
        if (!json.ok()) return promise.resolve(json.error());
        const Json& items = at(*json, "items");
        if (!json->is_object() || (!items.is_null() && !items.is_array())) {
          return promise.resolve(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"items"_s}}});
        }
        for (const Json& item : items) {
          StorageObject object = objectFrom(item);
          if (object.bucket.isEmpty()) object.bucket = bucket;
          if (!object.name.isEmpty()) found->push_back(std::move(object));
        }
        const QString next = stringAt(*json, "nextPageToken");
        if (next.isEmpty() || found->size() >= kMost) return promise.resolve(std::move(*found));
        listPage(bucket, prefix, next, found, promise, inner);
      });
}

Call StorageClient::list(const QString& bucket, const QString& prefix, QObject* context,
                         Reply<std::vector<StorageObject>> reply) {
  const Promise<std::vector<StorageObject>> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  listPage(bucket, prefix, {}, std::make_shared<std::vector<StorageObject>>(), promise, inner);
  return promise.call();
}

Call StorageClient::upload(const QString& file, const StoragePath& path,
                           std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                           Reply<StorageObject> reply) {
  UploadRequest request{
      .path = file,
      .verb = "POST",
      .initiate = addressOf(m_endpoints.storageUpload, "/upload/storage/v1/b/" + segment(path.bucket) + "/o",
                            {{u"uploadType"_s, u"resumable"_s}, {u"name"_s, path.object}}),
      .metadata = {{"contentType", "application/octet-stream"}},
      .chunk = m_chunk,
      .progress = std::move(progress)};
  const auto discard = [this, path](const Json&, QObject* home, Reply<Nothing> gone) {
    return remove(path, home, std::move(gone));
  };
  return VerifiedUpload::run(m_http, m_clock, std::move(request),
                             {[](const Json& object) { return objectFrom(object).digests; }, discard}, context,
                             [reply = std::move(reply)](Result<Json> object) {
                               if (!object.ok()) return reply(std::move(object).error());
                               reply(objectFrom(*object));
                             });
}

Call StorageClient::download(const StorageObject& object, const QString& target,
                             std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                             Reply<Nothing> reply) {
  QList<QPair<QString, QString>> query{{u"alt"_s, u"media"_s}};
  if (!object.generation.isEmpty()) query.append({u"generation"_s, object.generation});
  return MediaDownload::run(m_http, m_clock,
                            {.url = objectUrl({object.bucket, object.name}, query),
                             .target = target,
                             .expected = object.digests,
                             .progress = std::move(progress)},
                            context, std::move(reply));
}

Call StorageClient::remove(const StoragePath& path, QObject* context, Reply<Nothing> reply) {
  const QUrl url = objectUrl(path);
  return m_http.send({.verb = "DELETE", .url = url}, context,
                     [url, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       if (result->status == 404) return reply(done());
                       const auto json = googleJson(*result, url);
                       json.ok() ? reply(done()) : reply(json.error());
                     });
}

}  // namespace cc::google
