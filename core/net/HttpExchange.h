// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/HttpClient.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QTimer>
#include <memory>

namespace cc::net {

// One HttpClient::send(): its attempts, its time limit, its single end. Child of the client; deletes itself when over.
class HttpExchange : public QObject {
  Q_OBJECT
public:
  HttpExchange(QNetworkAccessManager& network, HttpRequest request, Promise<HttpReply> promise, QObject* parent);
  ~HttpExchange() override;
  void start();
  void cancel();

private:
  QNetworkReply* dispatch(const QNetworkRequest& request);
  QNetworkRequest describe() const;
  void onHead();
  void onBytes();
  void onSilence();
  void onFinished();
  void afterReply(HttpReply reply);
  void afterFailure(Error error);
  bool mayRepeat() const;
  void repeatAfter(std::chrono::milliseconds delay);
  std::chrono::milliseconds backOff() const;
  void drop();
  void finish(Result<HttpReply> result);
  void log(const QString& outcome) const;
  Error transportError(QNetworkReply::NetworkError error, const QString& text) const;
  Error sinkError() const;

  QNetworkAccessManager& m_network;
  HttpRequest m_request;
  Promise<HttpReply> m_promise;
  QNetworkReply* m_reply = nullptr;
  std::unique_ptr<QIODevice> m_bodyDevice;
  QTimer m_silence;
  QElapsedTimer m_clock;
  std::optional<Error> m_stop;  // why we ended the reply ourselves
  HttpReply m_head;
  int m_attempt = 0;
  bool m_headSeen = false, m_sinkTouched = false, m_finished = false;
};

}  // namespace cc::net
