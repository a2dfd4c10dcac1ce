// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/FileSender.h"

#include "base/Log.h"
#include "base/Redactor.h"
#include "net/ProxyChoice.h"

#include <curl/curl.h>
#include <QElapsedTimer>
#include <QFile>
#include <QMutex>
#include <QNetworkProxy>
#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QThread>
#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <set>
#include <vector>
#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Qt::StringLiterals;

namespace cc::net {

namespace {

constexpr long kBuffer = 512 * 1024;  // of libcurl, for each transfer
constexpr long kConnectMs = 30'000;
constexpr qsizetype kLargestReply = 16 * 1024 * 1024;
constexpr int kIdleMs = 60'000;  // of the thread, between looks when nothing runs
constexpr qint64 kProgressMs = 100;

// Qt's authorities, so that both ways of the program trust the same. Reads them from the disk: not in the owner's thread.
QByteArray trustedAuthorities() {
  QList<QSslCertificate> all = QSslConfiguration::defaultConfiguration().caCertificates();
  if (all.isEmpty()) all = QSslConfiguration::systemCaCertificates();
  QByteArray text;
  for (const QSslCertificate& one : all) text += one.toPem();
  return text;
}

QByteArray proxyAddress(const QUrl& url) {
  const QNetworkProxy proxy = proxyFor(QNetworkProxyQuery(url));
  if (proxy.type() != QNetworkProxy::HttpProxy && proxy.type() != QNetworkProxy::Socks5Proxy &&
      proxy.type() != QNetworkProxy::HttpCachingProxy) {
    return {};
  }
  QUrl address;
  address.setScheme(proxy.type() == QNetworkProxy::Socks5Proxy ? u"socks5h"_s : u"http"_s);
  address.setHost(proxy.hostName());
  address.setPort(proxy.port());
  address.setUserName(proxy.user(), QUrl::DecodedMode);
  address.setPassword(proxy.password(), QUrl::DecodedMode);
  return address.toEncoded();
}

Error transportError(CURLcode code, const QString& host, const char* text) {
  Error error{.code = ErrorCode::NetUnreachable,
              .params = {{u"host"_s, host}},
              .detail = Redactor::redact(QString::fromUtf8(*text ? text : curl_easy_strerror(code))),
              .retryable = true};
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return std::move(error).with(u"reason"_s, u"unknown_host"_s);
    case CURLE_COULDNT_CONNECT:
      return std::move(error).with(u"reason"_s, u"refused"_s);
    case CURLE_OPERATION_TIMEDOUT:
      error.code = ErrorCode::NetTimedOut;
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      error.code = ErrorCode::NetTls;
      error.retryable = false;
      break;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_FILESIZE_EXCEEDED:
      error.code = ErrorCode::NetBadReply;
      error.retryable = false;
      break;
    default:
      break;
  }
  return error;
}

}  // namespace

// One request on its way: the owner makes it, ends it and asks for its end; everything between is the worker's.
struct FileTransfer {
  HttpRequest request;
  Promise<HttpReply> promise;
  QByteArray url, proxy, authorities;
  std::function<void(qint64 sent)> tell;  // from the worker's thread
  QFile file;
  qint64 left = 0, told = 0;
  HttpReply reply;
  QElapsedTimer clock, sinceTold;
  std::optional<Error> stop;              // why we ended it ourselves
  std::atomic<bool> isCancelled = false;  // said by the owner's thread
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  char trouble[CURL_ERROR_SIZE] = {};

  FileTransfer(HttpRequest asked, Promise<HttpReply> answer) : request(std::move(asked)), promise(std::move(answer)) {}
  Q_DISABLE_COPY_MOVE(FileTransfer)
  ~FileTransfer() { curl_slist_free_all(headers); }
  bool open();
  void describe();
  Error fileError() const {
    return Error{
        .code = ErrorCode::FileUnreadable, .params = {{u"path"_s, file.fileName()}}, .detail = file.errorString()};
  }
  Result<HttpReply> outcome(CURLcode code);
  void log(const QString& text) const {
    qCDebug(lcNet).noquote() << request.verb << request.url.host() << Redactor::redact(request.url.path()) << text
                             << clock.elapsed() << "ms";
  }
};

namespace {

size_t onRead(char* to, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<FileTransfer*>(user);
  const qint64 wanted = std::min<qint64>(static_cast<qint64>(size * count), transfer.left);
  if (wanted == 0) return 0;
  const qint64 got = transfer.file.read(to, wanted);
  if (got <= 0) {
    transfer.stop = transfer.fileError();
    return CURL_READFUNC_ABORT;
  }
  transfer.left -= got;
  return static_cast<size_t>(got);
}

size_t onHeader(char* from, size_t size, size_t count, void* user) {
  auto& reply = static_cast<FileTransfer*>(user)->reply;
  const QByteArray line = QByteArray(from, static_cast<qsizetype>(size) * static_cast<qsizetype>(count)).trimmed();
  if (line.startsWith("HTTP/")) reply = {};  // an interim one, or a proxy's, came before
  if (const qsizetype colon = line.indexOf(':'); colon > 0) {
    reply.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
  }
  return size * count;
}

size_t onBody(char* from, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<FileTransfer*>(user);
  transfer.reply.body.append(from, static_cast<qsizetype>(size) * static_cast<qsizetype>(count));
  if (transfer.reply.body.size() <= kLargestReply) return size * count;
  transfer.stop = Error{.code = ErrorCode::NetBadReply,
                        .params = {{u"host"_s, transfer.request.url.host()}},
                        .detail = u"the reply is too large"_s};
  return 0;
}

int onProgress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  auto& transfer = *static_cast<FileTransfer*>(user);
  if (!transfer.tell || sent == transfer.told || transfer.sinceTold.elapsed() < kProgressMs) return 0;
  transfer.told = sent;
  transfer.sinceTold.start();
  transfer.tell(sent);
  return 0;
}

void initializeCurl() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (once != CURLE_OK) qCWarning(lcNet) << "libcurl cannot start:" << curl_easy_strerror(once);
}

}  // namespace

bool FileTransfer::open() {
  clock.start();
  sinceTold.start();
  file.setFileName(request.file->path);
  left = request.file->length;
  return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) && file.seek(request.file->from);
}

void FileTransfer::describe() {
  easy = curl_easy_init();
  const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  set(CURLOPT_URL, url.constData());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_CUSTOMREQUEST, request.verb.constData());
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.file->length));
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_UPLOAD_BUFFERSIZE, kBuffer);
  set(CURLOPT_CONNECTTIMEOUT_MS, std::min<long>(kConnectMs, request.timeoutMs));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(request.timeoutMs) / 1000));
  set(CURLOPT_PROXY, proxy.constData());  // empty: none, whatever the environment says
  if (request.url.scheme() == "https"_L1) authorities = trustedAuthorities();
  curl_blob trusted{authorities.data(), static_cast<size_t>(authorities.size()), CURL_BLOB_NOCOPY};
  if (!authorities.isEmpty()) set(CURLOPT_CAINFO_BLOB, &trusted);
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(trouble));
  set(CURLOPT_READFUNCTION, &onRead);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_HEADERFUNCTION, &onHeader);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &onBody);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_XFERINFOFUNCTION, &onProgress);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_PRIVATE, this);
  const auto header = [this](const QByteArray& line) { headers = curl_slist_append(headers, line.constData()); };
  header("Expect:");  // a server that does not know it costs a second each time
  header("Content-Type: " + request.contentType);
  for (const auto& [name, value] : request.headers) header(name + ": " + value);
  set(CURLOPT_HTTPHEADER, headers);
}

Result<HttpReply> FileTransfer::outcome(CURLcode code) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (stop) return *stop;
  if (code != CURLE_OK) return transportError(code, request.url.host(), trouble);
  reply.status = static_cast<int>(status);
  return std::move(reply);
}

// The thread's side. Transfers stay the owner's; each is given back once, by done().
class FileSender::Worker {
public:
  explicit Worker(FileSender& owner) : m_owner(owner) {
    initializeCurl();
    m_multi = curl_multi_init();
  }
  Q_DISABLE_COPY_MOVE(Worker)
  ~Worker() { curl_multi_cleanup(m_multi); }

  void add(FileTransfer* transfer) {
    {
      const QMutexLocker lock(&m_mutex);
      m_new.push_back(transfer);
    }
    wake();
  }
  void wake() { curl_multi_wakeup(m_multi); }
  void stop() {
    m_isStopping = true;
    wake();
  }
  void run();

private:
  void takeNew();
  void dropCancelled();
  void takeFinished();
  void remove(FileTransfer* transfer);
  void giveBack(FileTransfer* transfer, Result<HttpReply> result) {
    QMetaObject::invokeMethod(
        &m_owner,
        [&owner = m_owner, transfer, result = std::move(result)]() mutable { owner.done(transfer, std::move(result)); },
        Qt::QueuedConnection);
  }

  FileSender& m_owner;
  CURLM* m_multi = nullptr;
  QMutex m_mutex;
  std::vector<FileTransfer*> m_new;
  std::set<FileTransfer*> m_running;
  std::atomic<bool> m_isStopping = false;
};

void FileSender::Worker::run() {
#ifdef Q_OS_UNIX
  // TLS writes by write(2): a peer that is gone must be an error, not a signal.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
#endif
  while (!m_isStopping) {
    takeNew();
    dropCancelled();
    int running = 0;
    curl_multi_perform(m_multi, &running);
    takeFinished();
    curl_multi_poll(m_multi, nullptr, 0, kIdleMs, nullptr);
  }
  while (!m_running.empty()) remove(*m_running.begin());
}

void FileSender::Worker::takeNew() {
  std::vector<FileTransfer*> arrived;
  {
    const QMutexLocker lock(&m_mutex);
    arrived.swap(m_new);
  }
  for (FileTransfer* transfer : arrived) {
    if (!transfer->open()) {
      giveBack(transfer, transfer->fileError());
      continue;
    }
    transfer->describe();
    m_running.insert(transfer);
    curl_multi_add_handle(m_multi, transfer->easy);
  }
}

void FileSender::Worker::dropCancelled() {
  std::vector<FileTransfer*> cancelled;
  std::copy_if(m_running.begin(), m_running.end(), std::back_inserter(cancelled),
               [](const FileTransfer* transfer) { return transfer->isCancelled.load(); });
  for (FileTransfer* transfer : cancelled) {
    remove(transfer);
    giveBack(transfer, Error{.code = ErrorCode::JobCancelled});
  }
}

void FileSender::Worker::takeFinished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* user = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &user);
    auto* transfer = reinterpret_cast<FileTransfer*>(user);
    auto outcome = transfer->outcome(message->data.result);
    remove(transfer);  // the message is gone with it
    giveBack(transfer, std::move(outcome));
  }
}

void FileSender::Worker::remove(FileTransfer* transfer) {
  curl_multi_remove_handle(m_multi, transfer->easy);
  curl_easy_cleanup(std::exchange(transfer->easy, nullptr));
  m_running.erase(transfer);
}

FileSender::FileSender(QObject* parent)
    : QObject(parent),
      m_worker(std::make_unique<Worker>(*this)),
      m_thread(QThread::create([this] { m_worker->run(); })) {
  m_thread->setObjectName(u"file sender"_s);
  m_thread->start();
}

FileSender::~FileSender() {
  m_worker->stop();
  m_thread->wait();
  for (const auto& transfer : m_transfers) {
    transfer->promise.resolve(Error{.code = ErrorCode::NetUnreachable,
                                    .params = {{u"host"_s, transfer->request.url.host()}},
                                    .detail = u"the client is gone"_s});
  }
}

Call FileSender::send(HttpRequest request, QObject* context, Reply<HttpReply> reply) {
  const Promise<HttpReply> promise(context, std::move(reply));
  auto* transfer = m_transfers.emplace_back(std::make_unique<FileTransfer>(std::move(request), promise)).get();
  transfer->url = transfer->request.url.toEncoded();
  transfer->proxy = proxyAddress(transfer->request.url);
  if (transfer->request.onSent) {
    transfer->tell = [this, transfer](qint64 sent) {
      QMetaObject::invokeMethod(
          this,
          [transfer, sent] {
            if (!transfer->isCancelled) transfer->request.onSent(sent);
          },
          Qt::QueuedConnection);
    };
  }
  // Active calls alone can be cancelled, and while one is, its transfer is here.
  promise.onCancel([self = QPointer(this), transfer] {
    if (!self) return;
    transfer->isCancelled = true;
    self->m_worker->wake();
  });
  m_worker->add(transfer);
  return promise.call();
}

void FileSender::done(FileTransfer* transfer, Result<HttpReply> result) {
  const auto at = std::find_if(m_transfers.begin(), m_transfers.end(),
                               [transfer](const auto& one) { return one.get() == transfer; });
  transfer->log(transfer->isCancelled ? u"cancelled"_s
                : result.ok()         ? QString::number(result->status)
                                      : errorWord(result.error().code));
  transfer->promise.resolve(std::move(result));
  m_transfers.erase(at);
}

}  // namespace cc::net
