// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "jupyter/EndpointHttp.h"

#include <QObject>
#include <QString>
#include <vector>

namespace cc::jupyter {

struct KernelModel {
  QString id, name, executionState;  // executionState is advisory only: a 404 is the only reliable "dead"
  int connections = 0;
  QString lastActivity;
};
struct SessionModel {
  QString id, path, name;
  KernelModel kernel;
};
struct KernelSpec {
  QString name, displayName, language, interruptMode;
};
struct KernelSpecs {
  QString defaultName;
  std::vector<KernelSpec> specs;
};
struct ServerStatus {
  QString version;
  int kernels = 0, connections = 0;
};
struct ContentModel {
  QString name, path, type;  // type: file, directory, notebook
  qint64 size = 0;
  QString lastModified;
  bool writable = false;
};

// REST of one Jupyter server (jupyter-server 1.23 and 2.x). Paths are relative to the server's root, '/'-separated,
// not encoded. Engine's thread. Errors: those of HttpClient, and typed ones as noted; 401/403 is AccountForbidden, a
// reply that is not Jupyter's (HTML) is NetBadReply.
class JupyterClient : public QObject {
  Q_OBJECT
public:
  JupyterClient(net::HttpClient& http, Endpoint endpoint, QObject* parent = nullptr);
  const Endpoint& endpoint() const { return m_http.endpoint(); }
  void setEndpoint(Endpoint endpoint) { m_http.setEndpoint(std::move(endpoint)); }
  // For servers behind a proxy whose tokens end; see EndpointHttp.
  void setRenewal(Renewal renewal) { m_http.setRenewal(std::move(renewal)); }
  bool isRenewable() const { return m_http.isRenewable(); }

  Call status(QObject* context, Reply<ServerStatus> reply);
  Call kernelSpecs(QObject* context, Reply<KernelSpecs> reply);
  Call kernels(QObject* context, Reply<std::vector<KernelModel>> reply);
  // RuntimeGone when the server answers 404.
  Call kernel(const QString& kernelId, QObject* context, Reply<KernelModel> reply);
  Call sessions(QObject* context, Reply<std::vector<SessionModel>> reply);
  // Finds or makes the session of path: idempotent by path on the server. KernelUnknown (kernel), KernelStartFailed.
  Call openSession(const QString& path, const QString& name, const QString& kernelName, QObject* context,
                   Reply<SessionModel> reply);
  Call moveSession(const QString& sessionId, const QString& path, QObject* context, Reply<SessionModel> reply);
  // Ends session and kernel; success when it is already gone.
  Call deleteSession(const QString& sessionId, QObject* context, Reply<Nothing> reply);
  Call interruptKernel(const QString& kernelId, QObject* context, Reply<Nothing> reply);
  Call restartKernel(const QString& kernelId, QObject* context, Reply<Nothing> reply);
  Call shutDownServer(QObject* context, Reply<Nothing> reply);

  // Makes the folder and its parents.
  Call makeFolder(const QString& path, QObject* context, Reply<Nothing> reply);
  Call stat(const QString& path, QObject* context, Reply<ContentModel> reply);  // FileNotFound
  // What a folder holds, hidden entries left out; sizes in bytes. FileNotFound.
  Call listFolder(const QString& path, QObject* context, Reply<std::vector<ContentModel>> reply);
  Call remove(const QString& path, QObject* context, Reply<Nothing> reply);  // success when absent
  // Bytes from offset to the end as it is now, at most limit; empty when there is nothing new. FileNotFound.
  // By GET /files with Range. 200, all of the file, is the answer to a range that covers it, and of servers that know no
  // ranges; also of a network that wants a log-in: with less than was read already, or another beginning than begins, it
  // is no file (NetBadReply).
  Call readRange(const QString& path, qint64 offset, qint64 limit, QObject* context, Reply<QByteArray> reply,
                 const QByteArray& begins = {});

  // For FileTransfer. One part of a chunked upload: 1, 2, ... and -1 for the last; 0: all there is. Chunk 1 truncates,
  // the others append blindly, so those are never repeated. The parent folder must exist.
  Call writeChunk(const QString& path, const QByteArray& bytes, int chunk, QObject* context, Reply<ContentModel> reply);
  // Bytes from offset to the end, streamed into sink (borrowed). onHead sees 200 (all bytes come, from the first on) or
  // 206 before the first byte. The reply's status is 200, 206 or 416 (nothing from offset on). FileNotFound.
  Call readInto(const QString& path, qint64 offset, QIODevice* sink,
                std::function<Status(const net::HttpReply&)> onHead, QObject* context, Reply<net::HttpReply> reply);

private:
  net::HttpRequest request(const QByteArray& verb, const QByteArray& route) const;
  net::HttpRequest fileRequest(const QString& path, const QByteArray& range) const;
  EndpointHttp m_http;
};

}  // namespace cc::jupyter
