// SPDX-License-Identifier: GPL-3.0-or-later
// DriveClient::ensureFolder(): one path after the other, one segment after the other.
#include "google/DriveClient.h"
#include "google/GoogleReply.h"

using namespace Qt::StringLiterals;

namespace cc::google {

class DriveClient::FolderWalk : public QObject {
public:
  FolderWalk(DriveClient& drive, const QString& path, Promise<QString> promise)
      : QObject(&drive),
        m_drive(drive),
        m_segments(path.split(u'/', Qt::SkipEmptyParts)),
        m_promise(std::move(promise)) {}
  bool isCancelled() const { return m_promise.isCancelled(); }

  void step() {
    if (m_promise.isCancelled()) return end(m_parent);
    if (m_at == m_segments.size()) return end(m_parent);
    const QString path = m_segments.mid(0, m_at + 1).join(u'/');
    if (const QString known = m_drive.m_folders.value(path); !known.isEmpty()) return arrived(path, known);
    m_drive.query(u"%1 and mimeType='application/vnd.google-apps.folder'"_s.arg(childOf(m_parent, m_segments.at(m_at))),
                  this, [this, path](Result<std::vector<DriveFile>> found) {
                    if (!found.ok()) return end(std::move(found).error());
                    if (!found->empty()) return arrived(path, found->back().id);  // the oldest: the same every time
                    make(path);
                  });
  }

  static QString childOf(const QString& parent, QString name) {
    name.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u"name='%1' and '%2' in parents and trashed=false"_s.arg(name, parent);
  }

private:
  // The id comes first, so that a repeated request makes no second folder.
  void make(const QString& path) {
    m_drive.get(m_drive.files("/generateIds", {{u"count"_s, u"1"_s}, {u"space"_s, u"drive"_s}}), this,
                [this, path](Result<Json> json) {
                  if (!json.ok()) return end(std::move(json).error());
                  const Json& ids = at(*json, "ids");
                  if (!ids.is_array() || ids.empty() || !ids[0].is_string()) {
                    return end(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"ids"_s}}});
                  }
                  create(path, fromStd(ids[0].get<std::string>()));
                });
  }

  void create(const QString& path, const QString& id) {
    const QUrl url = m_drive.files({}, {{u"fields"_s, u"id"_s}});
    const Json body{{"id", toStd(id)},
                    {"name", toStd(m_segments.at(m_at))},
                    {"mimeType", "application/vnd.google-apps.folder"},
                    {"parents", {toStd(m_parent)}}};
    m_drive.m_http.send(
        {.verb = "POST", .url = url, .body = dumpJson(body), .contentType = "application/json; charset=UTF-8"}, this,
        [this, path, id, url](Result<net::HttpReply> reply) {
          if (!reply.ok()) return end(std::move(reply).error());
          if (reply->status == 409) return arrived(path, id);  // an earlier try got through
          const auto json = googleJson(*reply, url);
          json.ok() ? arrived(path, stringAt(*json, "id", id)) : end(json.error());
        });
  }

  void arrived(const QString& path, const QString& id) {
    m_drive.m_folders.insert(path, id);
    m_parent = id;
    ++m_at;
    step();
  }

  void end(Result<QString> result) {
    m_promise.resolve(std::move(result));
    m_drive.m_walks.pop_front();
    deleteLater();
    m_drive.walkNext();
  }

  DriveClient& m_drive;
  QStringList m_segments;
  Promise<QString> m_promise;
  QString m_parent = u"root"_s;
  qsizetype m_at = 0;
};

Call DriveClient::ensureFolder(const QString& path, QObject* context, Reply<QString> reply) {
  const Promise<QString> promise(context, std::move(reply));
  m_walks.push_back(new FolderWalk(*this, path, promise));
  if (m_walks.size() == 1) walkNext();
  return promise.call();
}

// From the event loop: a walk that ends at once would otherwise nest.
void DriveClient::walkNext() {
  if (m_walks.empty()) return;
  QMetaObject::invokeMethod(
      m_walks.front(), [walk = m_walks.front()] { walk->step(); }, Qt::QueuedConnection);
}

Call DriveClient::find(const QString& folder, const QString& name, QObject* context,
                       Reply<std::optional<DriveFile>> reply) {
  return query(FolderWalk::childOf(folder, name), context,
               [reply = std::move(reply)](Result<std::vector<DriveFile>> found) {
                 if (!found.ok()) return reply(std::move(found).error());
                 if (found->empty()) return reply(std::optional<DriveFile>());
                 reply(std::optional<DriveFile>(std::move(found->front())));
               });
}

}  // namespace cc::google
