// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/DriveClient.h"

#include "google/GoogleReply.h"
#include "google/MediaDownload.h"
#include "google/VerifiedUpload.h"

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

const QString& fileFields() {
  static const QString fields = u"id,name,mimeType,size,md5Checksum,sha256Checksum,modifiedTime"_s;
  return fields;
}

DriveFile fileFrom(const Json& json) {
  const auto hash = [&json](const char* member) { return stringAt(json, member).toLatin1().toLower(); };
  return {
      .id = stringAt(json, "id"),
      .name = stringAt(json, "name"),
      .isFolder = stringAt(json, "mimeType") == "application/vnd.google-apps.folder"_L1,
      .modified = fromRfc3339(stringAt(json, "modifiedTime")),
      .digests = {
          .size = stringAt(json, "size").toLongLong(), .md5 = hash("md5Checksum"), .sha256 = hash("sha256Checksum")}};
}

}  // namespace

DriveClient::DriveClient(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, QObject* parent)
    : QObject(parent), m_http(http), m_clock(clock), m_endpoints(std::move(endpoints)) {}

QUrl DriveClient::files(const QByteArray& path, Query query) const {
  query.append({u"supportsAllDrives"_s, u"true"_s});
  return addressOf(m_endpoints.drive, "/drive/v3/files" + path, query);
}

Call DriveClient::get(const QUrl& url, QObject* context, Reply<Json> reply) {
  return m_http.send({.url = url}, context, [url, reply = std::move(reply)](Result<net::HttpReply> result) {
    if (!result.ok()) return reply(std::move(result).error());
    reply(googleJson(*result, url));
  });
}

Call DriveClient::about(QObject* context, Reply<DriveAbout> reply) {
  const QUrl url = addressOf(m_endpoints.drive, "/drive/v3/about",
                             {{u"fields"_s, u"user(emailAddress),storageQuota(limit,usage)"_s}});
  return get(url, context, [reply = std::move(reply)](Result<Json> json) {
    if (!json.ok()) return reply(std::move(json).error());
    const Json& quota = at(*json, "storageQuota");
    DriveAbout about{.email = stringAt(at(*json, "user"), "emailAddress"),
                     .used = static_cast<qint64>(numberIn(quota, "usage").value_or(0))};
    if (const auto limit = numberIn(quota, "limit")) about.limit = static_cast<qint64>(*limit);
    reply(std::move(about));
  });
}

Call DriveClient::query(const QString& q, QObject* context, Reply<std::vector<DriveFile>> reply) {
  const Promise<std::vector<DriveFile>> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  listPage(q, {}, std::make_shared<std::vector<DriveFile>>(), promise, inner);
  return promise.call();
}

// Newest first, page by page.
void DriveClient::listPage(const QString& q, const QString& page, std::shared_ptr<std::vector<DriveFile>> found,
                           const Promise<std::vector<DriveFile>>& promise, const std::shared_ptr<Call>& inner) {
  constexpr size_t kMost = 100'000;  // a server that always has another page
  Query query{{u"q"_s, q},
              {u"fields"_s, u"nextPageToken,files(%1)"_s.arg(fileFields())},
              {u"orderBy"_s, u"modifiedTime desc"_s},
              {u"pageSize"_s, u"200"_s},
              {u"spaces"_s, u"drive"_s},
              {u"includeItemsFromAllDrives"_s, u"true"_s}};
  if (!page.isEmpty()) query.append({u"pageToken"_s, page});
  *inner = get(files({}, query), this, [this, q, found, promise, inner](Result<Json> json) {
    if (!json.ok()) return promise.resolve(std::move(json).error());
    const Json& list = at(*json, "files");
    if (!list.is_array()) {
      return promise.resolve(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"files"_s}}});
    }
    for (const Json& entry : list) {
      DriveFile file = fileFrom(entry);
      if (!file.id.isEmpty()) found->push_back(std::move(file));
    }
    const QString next = stringAt(*json, "nextPageToken");
    if (next.isEmpty() || found->size() >= kMost) return promise.resolve(std::move(*found));
    listPage(q, next, found, promise, inner);
  });
}

Call DriveClient::list(const QString& folder, QObject* context, Reply<std::vector<DriveFile>> reply) {
  return query(u"'%1' in parents and trashed=false"_s.arg(folder), context, std::move(reply));
}

Call DriveClient::upload(const QString& path, const QString& folder, const QString& name,
                         std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                         Reply<DriveFile> reply) {
  const Promise<DriveFile> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = find(folder, name, this,
                [this, path, folder, name, progress, promise, inner](Result<std::optional<DriveFile>> found) {
                  if (!found.ok()) return promise.resolve(std::move(found).error());
                  sendUpload(path, folder, name, *found ? (*found)->id : QString(), progress, promise, inner);
                });
  return promise.call();
}

void DriveClient::sendUpload(const QString& path, const QString& folder, const QString& name, const QString& existing,
                             std::function<void(qint64, qint64)> progress, const Promise<DriveFile>& promise,
                             const std::shared_ptr<Call>& inner) {
  const Query query{
      {u"uploadType"_s, u"resumable"_s}, {u"fields"_s, fileFields()}, {u"supportsAllDrives"_s, u"true"_s}};
  const QByteArray place = existing.isEmpty() ? QByteArray() : '/' + segment(existing);
  UploadRequest request{
      .path = path,
      .verb = existing.isEmpty() ? "POST" : "PATCH",
      .initiate = addressOf(m_endpoints.driveUpload, "/upload/drive/v3/files" + place, query),
      .metadata = existing.isEmpty() ? Json{{"name", toStd(name)}, {"parents", {toStd(folder)}}} : Json::object(),
      .chunk = m_chunk,
      .progress = std::move(progress)};
  // New content of an old file is not taken away for being wrong: it is written again.
  const auto discard = [this, existing](const Json& file, QObject* context, Reply<Nothing> reply) {
    if (existing.isEmpty()) return remove(stringAt(file, "id"), context, std::move(reply));
    const Promise<Nothing> nothing(context, std::move(reply));
    nothing.resolve(done());
    return nothing.call();
  };
  *inner = VerifiedUpload::run(m_http, m_clock, std::move(request),
                               {[](const Json& file) { return fileFrom(file).digests; }, discard}, this,
                               [promise](Result<Json> file) {
                                 if (!file.ok()) return promise.resolve(std::move(file).error());
                                 promise.resolve(fileFrom(*file));
                               });
}

Call DriveClient::download(const DriveFile& file, const QString& target,
                           std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                           Reply<Nothing> reply) {
  return MediaDownload::run(m_http, m_clock,
                            {.url = files('/' + segment(file.id), {{u"alt"_s, u"media"_s}}),
                             .target = target,
                             .expected = file.digests,
                             .progress = std::move(progress)},
                            context, std::move(reply));
}

Call DriveClient::remove(const QString& id, QObject* context, Reply<Nothing> reply) {
  const QUrl url = files('/' + segment(id), {});
  return m_http.send({.verb = "DELETE", .url = url}, context,
                     [url, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       if (result->status == 404) return reply(done());
                       const auto json = googleJson(*result, url);
                       json.ok() ? reply(done()) : reply(json.error());
                     });
}

}  // namespace cc::google
