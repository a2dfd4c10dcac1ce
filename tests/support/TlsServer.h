// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>

namespace cc::test {

// A certificate for 127.0.0.1 and localhost, made for one test and signed by nobody but itself.
struct TlsIdentity {
  QSslCertificate certificate;
  QSslKey key;
  static TlsIdentity make() {
    const QTemporaryDir folder;
    const QString key = folder.filePath(QStringLiteral("key.pem")),
                  certificate = folder.filePath(QStringLiteral("cert.pem"));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("2"),
                   QStringLiteral("-subj"), QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                   QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1"), QStringLiteral("-keyout"), key,
                   QStringLiteral("-out"), certificate});
    openssl.waitForFinished();
    TlsIdentity made;
    QFile keyFile(key);
    if (keyFile.open(QIODevice::ReadOnly)) made.key = QSslKey(keyFile.readAll(), QSsl::Rsa);
    made.certificate = QSslCertificate::fromPath(certificate).value(0);
    EXPECT_FALSE(made.certificate.isNull()) << qPrintable(openssl.errorString());
    return made;
  }
};

// Takes one HTTPS request after another, whole, and answers each with the same bytes.
class TlsServer {
public:
  TlsServer(const TlsIdentity& identity, QByteArray answer) : m_answer(std::move(answer)) {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(identity.certificate);
    configuration.setPrivateKey(identity.key);
    m_server.setSslConfiguration(configuration);
    m_server.listen(QHostAddress(QHostAddress::LocalHost));
    QObject::connect(&m_server, &QSslServer::pendingConnectionAvailable, &m_server, [this] {
      while (QTcpSocket* socket = m_server.nextPendingConnection()) serve(socket);
    });
  }
  QUrl url() const { return QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(m_server.serverPort())); }
  const QByteArray& lastBody() const { return m_body; }

private:
  void serve(QTcpSocket* socket) {
    auto buffer = std::make_shared<QByteArray>();
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer] {
      *buffer += socket->readAll();
      const qsizetype end = buffer->indexOf("\r\n\r\n");
      const qsizetype at = buffer->toLower().indexOf("content-length:");
      if (end < 0 || at < 0 || at > end) return;
      const qsizetype length = buffer->mid(at + 15, buffer->indexOf('\r', at) - at - 15).trimmed().toLongLong();
      if (buffer->size() < end + 4 + length) return;
      m_body = buffer->mid(end + 4, length);
      buffer->remove(0, end + 4 + length);
      socket->write(m_answer);
    });
  }

  QSslServer m_server;
  QByteArray m_answer, m_body;
};

}  // namespace cc::test
