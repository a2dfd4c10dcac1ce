// SPDX-License-Identifier: GPL-3.0-or-later
// Files up and down against a real jupyter-server.
#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include "jupyter/FileTransfer.h"
#include "support/RealJupyterServer.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::jupyter;
using test::RealJupyterServer;

namespace {

QByteArray randomBytes(qsizetype size) {
  QByteArray bytes(size, Qt::Uninitialized);
  QRandomGenerator random(42);
  for (char& byte : bytes) byte = static_cast<char>(random.generate());
  return bytes;
}
QString sha256(const QByteArray& bytes) {
  return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}
QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}
void writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly)) << qPrintable(path);
  ASSERT_EQ(file.write(bytes), bytes.size());
}

class RealTransferTest : public testing::Test {
protected:
  static void SetUpTestSuite() { s_server = new RealJupyterServer; }
  static void TearDownTestSuite() {
    delete s_server;
    s_server = nullptr;
  }
  void SetUp() override { ASSERT_TRUE(s_server->isUp()) << s_server->log().constData(); }

  QString onServer(const QString& path) const { return s_server->root() + u'/' + path; }
  QString local(const QString& name) const { return m_folder.filePath(name); }
  Result<Nothing> upload(const QString& from, const QString& to, std::function<void(TransferProgress)> progress = {}) {
    return test::await<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) {
          return uploadFile(client, from, to, progress, context, std::move(reply));
        },
        std::chrono::seconds(90));
  }
  Result<Nothing> uploadData(const QByteArray& bytes, const QString& to) {
    return test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return uploadBytes(client, bytes, to, context, std::move(reply));
    });
  }
  Result<Nothing> download(const QString& from, const QString& to, qint64 size, const QString& hash) {
    return test::await<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) {
          return downloadFile(client, from, to, size, hash, {}, context, std::move(reply));
        },
        std::chrono::seconds(60));
  }
  Result<QByteArray> range(const QString& path, qint64 offset, qint64 limit) {
    return test::await<QByteArray>([&](QObject* context, Reply<QByteArray> reply) {
      return client.readRange(path, offset, limit, context, std::move(reply));
    });
  }
  Result<ContentModel> stat(const QString& path) {
    return test::await<ContentModel>(
        [&](QObject* context, Reply<ContentModel> reply) { return client.stat(path, context, std::move(reply)); });
  }
  Result<Nothing> makeFolder(const QString& path) {
    return test::await<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) { return client.makeFolder(path, context, std::move(reply)); });
  }
  Result<Nothing> remove(const QString& path) {
    return test::await<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) { return client.remove(path, context, std::move(reply)); });
  }

  static RealJupyterServer* s_server;
  QTemporaryDir m_folder;
  net::HttpClient http;
  JupyterClient client{http, s_server->endpoint()};
};
RealJupyterServer* RealTransferTest::s_server = nullptr;

TEST_F(RealTransferTest, TwentyMegabytesGoUpAndDownUnchanged) {
  const QByteArray bytes = randomBytes(20'000'000);
  writeFile(local(u"big.bin"_s), bytes);
  qint64 last = 0;
  int calls = 0;
  const auto up = upload(local(u"big.bin"_s), u"a/b/big.bin"_s, [&](TransferProgress progress) {
    EXPECT_GT(progress.done, last);
    EXPECT_EQ(progress.total, 20'000'000);
    last = progress.done;
    ++calls;
  });
  ASSERT_TRUE(up.ok()) << qPrintable(up.error().toLogLine());
  EXPECT_EQ(last, 20'000'000);
  EXPECT_EQ(calls, 10);
  EXPECT_TRUE(contentOf(onServer(u"a/b/big.bin"_s)) == bytes);
  const auto down = download(u"a/b/big.bin"_s, local(u"back/big.bin"_s), bytes.size(), sha256(bytes));
  ASSERT_TRUE(down.ok()) << qPrintable(down.error().toLogLine());
  EXPECT_TRUE(contentOf(local(u"back/big.bin"_s)) == bytes);
  EXPECT_FALSE(QFile::exists(local(u"back/big.bin.part"_s)));
}

TEST_F(RealTransferTest, AShortPartIsContinued) {
  const QByteArray bytes = randomBytes(5'000'000);
  writeFile(onServer(u"resume.bin"_s), bytes);
  writeFile(local(u"resume.bin.part"_s), bytes.left(3'000'000));
  const auto down = download(u"resume.bin"_s, local(u"resume.bin"_s), bytes.size(), sha256(bytes));
  ASSERT_TRUE(down.ok()) << qPrintable(down.error().toLogLine());
  EXPECT_TRUE(contentOf(local(u"resume.bin"_s)) == bytes);
}

TEST_F(RealTransferTest, APartOfAnotherContentIsFetchedAnew) {
  const QByteArray bytes = randomBytes(3'000'000);
  writeFile(onServer(u"other.bin"_s), bytes);
  for (const qsizetype size : {qsizetype(1'000'000), bytes.size(), bytes.size() + 10}) {
    writeFile(local(u"other.bin.part"_s), QByteArray(size, 'z'));
    const auto down = download(u"other.bin"_s, local(u"other.bin"_s), bytes.size(), sha256(bytes));
    ASSERT_TRUE(down.ok()) << size << qPrintable(down.error().toLogLine());
    EXPECT_TRUE(contentOf(local(u"other.bin"_s)) == bytes);
  }
}

TEST_F(RealTransferTest, AWrongHashIsCorrupt) {
  writeFile(onServer(u"bad.bin"_s), "12345");
  writeFile(local(u"bad.bin"_s), "older");
  const auto down = download(u"bad.bin"_s, local(u"bad.bin"_s), 5, sha256("54321"));
  ASSERT_FALSE(down.ok());
  EXPECT_EQ(down.error().code, ErrorCode::TransferCorrupt);
  EXPECT_EQ(contentOf(local(u"bad.bin"_s)), "older") << "the target is replaced only by what was checked";
}

TEST_F(RealTransferTest, AnotherSizeMeansTheSourceChanged) {
  writeFile(onServer(u"grown.bin"_s), "1234567890");
  for (const qint64 expected : {qint64(5), qint64(15)}) {
    const auto down = download(u"grown.bin"_s, local(u"grown.bin"_s), expected, {});
    ASSERT_FALSE(down.ok());
    EXPECT_EQ(down.error().code, ErrorCode::TransferSourceChanged) << qPrintable(down.error().toLogLine());
  }
}

TEST_F(RealTransferTest, EmptyFilesTravelToo) {
  ASSERT_TRUE(uploadData({}, u"empty.bin"_s).ok());
  EXPECT_EQ(contentOf(onServer(u"empty.bin"_s)), "");
  const auto down = download(u"empty.bin"_s, local(u"empty.bin"_s), 0, sha256({}));
  ASSERT_TRUE(down.ok()) << qPrintable(down.error().toLogLine());
  EXPECT_EQ(contentOf(local(u"empty.bin"_s)), "");
}

TEST_F(RealTransferTest, SizesAroundAChunkArriveExactly) {
  constexpr qsizetype kChunk = 2 * 1024 * 1024;
  for (const qsizetype size : {qsizetype(1), kChunk - 1, kChunk, kChunk + 1, 2 * kChunk, 2 * kChunk + 1}) {
    const QByteArray bytes = randomBytes(size);
    const auto up = uploadData(bytes, u"edge.bin"_s);
    ASSERT_TRUE(up.ok()) << size << qPrintable(up.error().toLogLine());
    EXPECT_TRUE(contentOf(onServer(u"edge.bin"_s)) == bytes) << size;
  }
}

TEST_F(RealTransferTest, OddNamesTravelUnchanged) {
  for (const QString& name : {u"a b%é+#?.txt"_s, u"100% sure.txt"_s, u"%2F.bin"_s, u"semi;colon&amp=1.txt"_s,
                              u"日本語.txt"_s, u"quote'\"[]{}.txt"_s, u"note.ipynb"_s, u"page.html"_s, u"😀.txt"_s,
                              u"a\\b.txt"_s, u"tail .txt"_s, u"plus+dir/x+y.txt"_s, u"~tilde|pipe.txt"_s}) {
    const QByteArray bytes = "content of " + name.toUtf8();
    const auto up = uploadData(bytes, u"odd/"_s + name);
    ASSERT_TRUE(up.ok()) << qPrintable(name) << ' ' << qPrintable(up.error().toLogLine());
    EXPECT_EQ(contentOf(onServer(u"odd/"_s + name)), bytes) << qPrintable(name);
    const auto model = stat(u"odd/"_s + name);
    ASSERT_TRUE(model.ok()) << qPrintable(name) << ' ' << qPrintable(model.error().toLogLine());
    EXPECT_EQ(model->size, bytes.size());
    const auto back = range(u"odd/"_s + name, 0, 0);
    ASSERT_TRUE(back.ok()) << qPrintable(name) << ' ' << qPrintable(back.error().toLogLine());
    EXPECT_EQ(*back, bytes);
    ASSERT_TRUE(remove(u"odd/"_s + name).ok());
    EXPECT_FALSE(QFile::exists(onServer(u"odd/"_s + name)));
  }
}

TEST_F(RealTransferTest, RangesOfAGrowingFile) {
  writeFile(onServer(u"log.txt"_s), "0123456789");
  EXPECT_EQ(range(u"log.txt"_s, 0, 0).value(), "0123456789");
  EXPECT_EQ(range(u"log.txt"_s, 0, 4).value(), "0123");
  EXPECT_EQ(range(u"log.txt"_s, 4, 3).value(), "456");
  EXPECT_EQ(range(u"log.txt"_s, 8, 100).value(), "89");
  EXPECT_EQ(range(u"log.txt"_s, 0, 100).value(), "0123456789");
  EXPECT_EQ(range(u"log.txt"_s, 10, 100).value(), "") << "nothing new";
  writeFile(onServer(u"log.txt"_s), "0123456789abc");
  EXPECT_EQ(range(u"log.txt"_s, 10, 0).value(), "abc");
  writeFile(onServer(u"log.txt"_s), "01");
  const auto shrunk = range(u"log.txt"_s, 13, 0);
  ASSERT_FALSE(shrunk.ok());
  EXPECT_EQ(shrunk.error().code, ErrorCode::TransferSourceChanged);
  writeFile(onServer(u"log.txt"_s), "");
  EXPECT_EQ(range(u"log.txt"_s, 0, 0).value(), "");
}

TEST_F(RealTransferTest, AbsentFilesAreNamed) {
  EXPECT_EQ(range(u"none/x.txt"_s, 0, 0).error().code, ErrorCode::FileNotFound);
  EXPECT_EQ(stat(u"none/x.txt"_s).error().code, ErrorCode::FileNotFound);
  EXPECT_EQ(download(u"none.bin"_s, local(u"none.bin"_s), 10, {}).error().code, ErrorCode::FileNotFound);
  EXPECT_EQ(upload(local(u"none.bin"_s), u"none.bin"_s).error().code, ErrorCode::FileNotFound);
  EXPECT_TRUE(remove(u"none/x.txt"_s).ok());
}

TEST_F(RealTransferTest, FoldersAreMadeWithTheirParents) {
  ASSERT_TRUE(makeFolder(u"p/q r/s%t"_s).ok());
  EXPECT_TRUE(QFileInfo(onServer(u"p/q r/s%t"_s)).isDir());
  EXPECT_TRUE(makeFolder(u"p/q r/s%t"_s).ok()) << "again is fine";
  EXPECT_TRUE(makeFolder(u""_s).ok());
  EXPECT_EQ(stat(u"p/q r"_s).value().type, u"directory"_s);
  writeFile(onServer(u"file"_s), "x");
  EXPECT_EQ(makeFolder(u"file/below"_s).error().code, ErrorCode::FileUnwritable);
  ASSERT_TRUE(remove(u"p"_s).ok());
  EXPECT_FALSE(QFile::exists(onServer(u"p"_s)));
}

TEST_F(RealTransferTest, UnwritableTargetsAreNamed) {
  writeFile(onServer(u"x.bin"_s), "12345");
  const auto down = download(u"x.bin"_s, u"/proc/nothing/here"_s, 5, {});
  ASSERT_FALSE(down.ok());
  EXPECT_EQ(down.error().code, ErrorCode::FileUnwritable);
  EXPECT_EQ(uploadData("x", u".hidden"_s).error().code, ErrorCode::FileUnwritable);
}

}  // namespace
