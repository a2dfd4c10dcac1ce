// SPDX-License-Identifier: GPL-3.0-or-later
// JupyterClient: folders and files.
#include "jupyter/JupyterReplies.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {

constexpr int kChunkTimeoutMs = 60'000;

Error missing(const QString& path, const Error& cause) {
  return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}, .causes = {cause}};
}

Error notWritable(const QString& path, const Error& cause) {
  const bool full = cause.detail.contains("No space left"_L1) || cause.detail.contains("Disk quota"_L1);
  return Error{.code = full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable,
               .params = {{u"path"_s, path}},
               .detail = cause.detail,
               .causes = {cause}};
}

// "bytes 90-99/100" -> 90, 99 and 100; "bytes */100" -> -1, -1 and 100.
struct ContentRange {
  qint64 first = -1, last = -1, total = -1;
};
ContentRange rangeOf(const net::HttpReply& reply) {
  static const QRegularExpression pattern(u"^bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)$"_s);
  const auto match = pattern.match(QString::fromLatin1(reply.header("Content-Range")).trimmed());
  ContentRange range;
  bool ok = false;
  if (const qint64 first = match.captured(1).toLongLong(&ok); ok) range.first = first;
  if (const qint64 last = match.captured(2).toLongLong(&ok); ok) range.last = last;
  if (const qint64 total = match.captured(3).toLongLong(&ok); ok) range.total = total;
  return range;
}

Result<QByteArray> bytesOf(const net::HttpReply& reply, const QString& path, qint64 offset, qint64 limit,
                           const QByteArray& begins) {
  const ContentRange range = rangeOf(reply);
  switch (reply.status) {
    case 416:
      if (range.total >= 0 && range.total < offset) {
        return Error{.code = ErrorCode::TransferSourceChanged,
                     .params = {{u"path"_s, path}, {u"size"_s, QString::number(range.total)}},
                     .detail = u"shorter than what was read already"_s};
      }
      return QByteArray();
    case 206:
      if (range.first != offset) {
        return Error{.code = ErrorCode::NetBadReply, .params = {{u"path"_s, path}}, .detail = u"another range"_s};
      }
      // Something on the way put its own words in the place of the bytes: taken for them, a line would be lost.
      if (reply.body.size() != range.last - range.first + 1) {
        return Error{
            .code = ErrorCode::NetBadReply, .params = {{u"path"_s, path}}, .detail = u"not all of the range"_s};
      }
      return limit > 0 ? reply.body.left(limit) : reply.body;
    default:  // 200: the range covered all there is, or the server knows no ranges
      if (reply.body.size() < offset || !(reply.body.isEmpty() || reply.body.startsWith(begins))) {
        return Error{.code = ErrorCode::NetBadReply,
                     .params = {{u"path"_s, path}},
                     .detail = u"something else came in the place of the file"_s};
      }
      return reply.body.mid(offset, limit > 0 ? limit : -1);
  }
}

// PUTs a folder; when that fails its parents first, from the top. One object per makeFolder(), gone with its end.
class FolderMaker : public QObject {
public:
  using Put = std::function<Call(const QString& path, QObject* context, Reply<Nothing> reply)>;
  FolderMaker(const QString& path, Put put, Promise<Nothing> promise, QObject* parent)
      : QObject(parent), m_put(std::move(put)), m_promise(std::move(promise)) {
    QString prefix;
    for (const QString& segment : path.split(u'/', Qt::SkipEmptyParts)) {
      prefix += (prefix.isEmpty() ? u""_s : u"/"_s) + segment;
      m_prefixes.append(prefix);
    }
  }
  void start() {
    if (m_prefixes.isEmpty()) return end(done());
    m_call = m_put(m_prefixes.constLast(), this, [this](Result<Nothing> result) {
      const bool parentMissing =
          !result.ok() && m_prefixes.size() > 1 &&
          (result.error().code == ErrorCode::FileUnwritable || result.error().code == ErrorCode::FileNotFound);
      if (!parentMissing) return end(std::move(result));
      next(0);
    });
  }
  void cancel() {
    m_call.cancel();
    deleteLater();
  }

private:
  void next(qsizetype index) {
    m_call = m_put(m_prefixes[index], this, [this, index](Result<Nothing> result) {
      if (!result.ok() || index + 1 == m_prefixes.size()) return end(std::move(result));
      next(index + 1);
    });
  }
  void end(Result<Nothing> result) {
    m_promise.resolve(std::move(result));
    deleteLater();
  }

  Put m_put;
  Promise<Nothing> m_promise;
  QStringList m_prefixes;
  Call m_call;
};

}  // namespace

net::HttpRequest JupyterClient::fileRequest(const QString& path, const QByteArray& range) const {
  net::HttpRequest get = request("GET", "files/" + encodePath(path));
  get.headers.append(qMakePair(QByteArray("Range"), range));
  get.headers.append(
      qMakePair(QByteArray("Accept-Encoding"), QByteArray("identity")));  // a compressed range is of no use
  return get;
}

Call JupyterClient::makeFolder(const QString& path, QObject* context, Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  const auto put = [this](const QString& folder, QObject* asker, Reply<Nothing> answer) {
    net::HttpRequest make = request("PUT", "api/contents/" + encodePath(folder));
    make.body = R"({"type":"directory"})";
    make.contentType = "application/json";
    make.retries = 0;  // a missing parent is a 500 too
    return ask<Nothing>(m_http, std::move(make), asker, std::move(answer),
                        [folder](const net::HttpReply& made, const QUrl& url) -> Status {
                          const auto json = apiJson(made, url);
                          if (json.ok()) return done();
                          if (json.error().code != ErrorCode::NetHttpStatus) return json.error();
                          return notWritable(folder, json.error());
                        });
  };
  const QPointer<FolderMaker> maker = new FolderMaker(path, put, promise, this);
  promise.onCancel([maker] {
    if (maker) maker->cancel();
  });
  maker->start();
  return promise.call();
}

Call JupyterClient::stat(const QString& path, QObject* context, Reply<ContentModel> reply) {
  net::HttpRequest get = request("GET", "api/contents/" + encodePath(path) + "?content=0");
  return ask<ContentModel>(
      m_http, std::move(get), context, std::move(reply),
      [path](const net::HttpReply& answer, const QUrl& url) -> Result<ContentModel> {
        const auto json = apiJson(answer, url);
        if (!json.ok()) return hasStatus(json.error(), 404) ? missing(path, json.error()) : json.error();
        if (!at(*json, "type").is_string()) {
          return Error{.code = ErrorCode::NetBadReply, .params = {{u"path"_s, path}}, .detail = u"no content model"_s};
        }
        return contentFrom(*json);
      });
}

Call JupyterClient::listFolder(const QString& path, QObject* context, Reply<std::vector<ContentModel>> reply) {
  using Contents = std::vector<ContentModel>;
  net::HttpRequest get = request("GET", "api/contents/" + encodePath(path) + "?type=directory&content=1");
  return ask<Contents>(
      m_http, std::move(get), context, std::move(reply),
      [path](const net::HttpReply& answer, const QUrl& url) -> Result<Contents> {
        const auto json = apiJson(answer, url);
        if (!json.ok()) return hasStatus(json.error(), 404) ? missing(path, json.error()) : json.error();
        const Json& entries = at(*json, "content");
        if (!entries.is_array()) {
          return Error{.code = ErrorCode::NetBadReply, .params = {{u"path"_s, path}}, .detail = u"no list of files"_s};
        }
        Contents contents;
        for (const Json& entry : entries) contents.push_back(contentFrom(entry));
        return contents;
      });
}

Call JupyterClient::remove(const QString& path, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(m_http, request("DELETE", "api/contents/" + encodePath(path)), context, std::move(reply),
                      [path](const net::HttpReply& answer, const QUrl& url) -> Status {
                        const auto json = apiJson(answer, url);
                        if (json.ok() || hasStatus(json.error(), 404)) return done();
                        return json.error().code == ErrorCode::NetHttpStatus ? notWritable(path, json.error())
                                                                             : json.error();
                      });
}

Call JupyterClient::readRange(const QString& path, qint64 offset, qint64 limit, QObject* context,
                              Reply<QByteArray> reply, const QByteArray& begins) {
  QByteArray range = "bytes=" + QByteArray::number(offset) + '-';
  if (limit > 0) range += QByteArray::number(offset + limit - 1);
  return ask<QByteArray>(
      m_http, fileRequest(path, range), context, std::move(reply),
      [path, offset, limit, begins](const net::HttpReply& answer, const QUrl& url) -> Result<QByteArray> {
        CC_CHECK(checkFiles(answer, url, path));
        return bytesOf(answer, path, offset, limit, begins);
      });
}

Call JupyterClient::writeChunk(const QString& path, const QByteArray& bytes, int chunk, QObject* context,
                               Reply<ContentModel> reply) {
  net::HttpRequest put = request("PUT", "api/contents/" + encodePath(path));
  put.contentType = "application/json";
  put.body = R"({"type":"file","format":"base64")";
  if (chunk != 0) put.body += ",\"chunk\":" + QByteArray::number(chunk);
  put.body += ",\"content\":\"" + bytes.toBase64() + "\"}";
  put.timeoutMs = kChunkTimeoutMs;
  put.idempotent = chunk == 0 || chunk == 1;
  if (!put.idempotent) put.retries = 0;
  return ask<ContentModel>(m_http, std::move(put), context, std::move(reply),
                           [path](const net::HttpReply& answer, const QUrl& url) -> Result<ContentModel> {
                             const auto json = apiJson(answer, url);
                             if (json.ok()) return contentFrom(*json);
                             const bool refused = hasStatus(json.error(), 400) || hasStatus(json.error(), 404) ||
                                                  hasStatus(json.error(), 500);
                             return refused ? notWritable(path, json.error()) : json.error();
                           });
}

Call JupyterClient::readInto(const QString& path, qint64 offset, QIODevice* sink,
                             std::function<Status(const net::HttpReply&)> onHead, QObject* context,
                             Reply<net::HttpReply> reply) {
  net::HttpRequest get = fileRequest(path, "bytes=" + QByteArray::number(offset) + '-');
  get.sink = sink;
  get.onHead = [path, offset, onHead = std::move(onHead)](const net::HttpReply& head) -> Status {
    if (head.status == 206 && rangeOf(head).first != offset) {
      return Error{.code = ErrorCode::NetBadReply, .params = {{u"path"_s, path}}, .detail = u"another range"_s};
    }
    const bool good = head.status == 200 || head.status == 206;
    return good && onHead ? onHead(head) : done();
  };
  return ask<net::HttpReply>(m_http, std::move(get), context, std::move(reply),
                             [path](const net::HttpReply& answer, const QUrl& url) -> Result<net::HttpReply> {
                               CC_CHECK(checkFiles(answer, url, path));
                               return answer;
                             });
}

}  // namespace cc::jupyter
