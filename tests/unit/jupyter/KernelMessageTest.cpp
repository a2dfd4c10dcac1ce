// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/KernelMessage.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QtEndian>
#include <random>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::jupyter;

namespace {

KernelMessage sample(int buffers) {
  KernelMessage message;
  message.channel = "iopub";
  message.header = {{"msg_id", "k_1_2"},
                    {"msg_type", "stream"},
                    {"session", "s"},
                    {"username", "u"},
                    {"date", "2026-01-02T03:04:05.678901Z"},
                    {"version", "5.3"}};
  message.parentHeader = {{"msg_id", "a_0"}, {"msg_type", "execute_request"}};
  message.metadata = {{"m", 1}};
  message.content = {{"name", "stdout"}, {"text", "h\u00e9llo \xF0\x9F\x98\x80\n"}};
  for (int i = 0; i < buffers; ++i) message.buffers.push_back(QByteArray(i * 3, static_cast<char>('a' + i)) + '\0');
  return message;
}

void expectSame(const KernelMessage& a, const KernelMessage& b) {
  EXPECT_EQ(a.channel, b.channel);
  EXPECT_EQ(a.header, b.header);
  EXPECT_EQ(a.parentHeader, b.parentHeader);
  EXPECT_EQ(a.metadata, b.metadata);
  EXPECT_EQ(a.content, b.content);
  EXPECT_EQ(a.buffers, b.buffers);
}

Result<KernelMessage> decode(const Frame& frame, Framing framing) {
  if (framing == Framing::V1) return decodeV1(frame.bytes);
  return frame.binary ? decodeLegacyBinary(frame.bytes) : decodeLegacyText(frame.bytes);
}

QByteArray v1Table(const std::vector<quint64>& integers) {
  QByteArray bytes;
  for (quint64 value : integers) {
    char raw[8];
    qToLittleEndian(value, raw);
    bytes.append(raw, 8);
  }
  return bytes;
}

TEST(KernelMessage, BothFramingsRoundTripWithAndWithoutBuffers) {
  for (const Framing framing : {Framing::V1, Framing::Legacy}) {
    for (const int buffers : {0, 1, 2, 7}) {
      const KernelMessage message = sample(buffers);
      const Frame frame = encodeMessage(message, framing);
      EXPECT_EQ(frame.binary, framing == Framing::V1 || buffers > 0);
      const auto back = decode(frame, framing);
      ASSERT_TRUE(back.ok()) << qPrintable(back.error().toLogLine());
      expectSame(*back, message);
    }
  }
}

TEST(KernelMessage, V1StartsWithSixOffsetsAndTheChannelAt56) {
  const QByteArray frame = encodeMessage(sample(0), Framing::V1).bytes;
  EXPECT_EQ(qFromLittleEndian<quint64>(frame.constData()), 6u);
  EXPECT_EQ(qFromLittleEndian<quint64>(frame.constData() + 8), 56u);
  EXPECT_EQ(qFromLittleEndian<quint64>(frame.constData() + 48), static_cast<quint64>(frame.size()));
  EXPECT_EQ(frame.mid(56, 5), "iopub");
}

TEST(KernelMessage, LegacyBinaryCountsPartsBigEndian) {
  const QByteArray frame = encodeMessage(sample(2), Framing::Legacy).bytes;
  EXPECT_EQ(frame.left(8).toHex(), "0000000300000010");
}

TEST(KernelMessage, NamesOfTheHeaderAreRead) {
  const KernelMessage message = sample(0);
  EXPECT_EQ(message.type(), "stream");
  EXPECT_EQ(message.id(), u"k_1_2"_s);
  EXPECT_EQ(message.parentId(), u"a_0"_s);
  EXPECT_EQ(message.date(), u"2026-01-02T03:04:05.678901Z"_s);
  KernelMessage strange;
  strange.header = {{"msg_type", 5}, {"msg_id", nullptr}};
  EXPECT_EQ(strange.type(), "");
  EXPECT_EQ(strange.id(), QString());
}

TEST(KernelMessage, LegacyTextIgnoresTheServersExtraMembers) {
  const auto message = decodeLegacyText(
      QByteArray(R"({"header":{"msg_type":"status"},"msg_id":"x","msg_type":"status","parent_header":{},"metadata":{},)"
                 R"("content":{"execution_state":"idle"},"buffers":[],"channel":"iopub"})"));
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(message->type(), "status");
  EXPECT_EQ(message->content["execution_state"], "idle");
}

TEST(KernelMessage, FramesThatLieAboutTheirPartsAreRefused) {
  const quint64 huge = ~quint64(0);
  for (const auto& table : std::vector<std::vector<quint64>>{{},
                                                             {0},
                                                             {6},
                                                             {huge},
                                                             {huge, 56},
                                                             {1, 16},
                                                             {6, 56, 1, 2, 3, 4, 56},
                                                             {6, 56, huge, huge, huge, huge, huge},
                                                             {6, 0, 8, 16, 24, 32, 40},
                                                             {6, 56, 57, 58, 59, 60, 61},
                                                             {65'537, 56},
                                                             {6, huge - 1, huge, huge, huge, huge, huge},
                                                             {6, 64, 56, 56, 56, 56, 56}}) {
    const auto message = decodeV1(v1Table(table));
    ASSERT_FALSE(message.ok());
    EXPECT_EQ(message.error().code, ErrorCode::NetBadReply);
  }
  for (const char* hex : {"", "00", "00000000", "ffffffff", "0000000200000008", "00000001000000ff", "0000000100000004",
                          "000000020000000cffffffff7b7d", "7fffffff0000000c"}) {
    EXPECT_FALSE(decodeLegacyBinary(QByteArray::fromHex(hex)).ok()) << hex;
  }
}

TEST(KernelMessage, PartsOfTheWrongTypeAreRefused) {
  for (const char* text : {"", "[]", "{}", "5", "<html>", R"({"channel":5,"header":{},"content":{}})",
                           R"({"channel":"iopub","content":{}})", R"({"channel":"iopub","header":[],"content":{}})",
                           R"({"channel":"iopub","header":{},"content":"x"})",
                           R"({"channel":"iopub","header":{},"content":{},"metadata":3})"}) {
    EXPECT_FALSE(decodeLegacyText(QByteArray(text)).ok()) << text;
  }
  EXPECT_TRUE(
      decodeLegacyText(QByteArray(R"({"channel":"iopub","header":{},"content":{},"parent_header":null})")).ok());
}

TEST(KernelMessage, DamagedFramesNeverCrash) {
  std::mt19937 random(11);
  for (const Framing framing : {Framing::V1, Framing::Legacy}) {
    const QByteArray good = encodeMessage(sample(2), framing).bytes;
    for (int round = 0; round < 20'000; ++round) {
      QByteArray bad = good.left(static_cast<qsizetype>(random() % static_cast<unsigned>(good.size() + 1)));
      if (round % 2) bad = good;
      for (unsigned i = random() % 4; i > 0 && !bad.isEmpty(); --i) {
        bad[static_cast<qsizetype>(random() % static_cast<unsigned>(std::min<qsizetype>(bad.size(), 80)))] =
            static_cast<char>(random());
      }
      std::ignore = decode(Frame{.binary = true, .bytes = bad}, framing).ok();
      std::ignore = decodeLegacyText(bad).ok();
    }
  }
}

TEST(KernelMessage, AHundredThousandSmallMessagesDecodeWellUnderASecond) {
  const QByteArray frame = encodeMessage(sample(0), Framing::V1).bytes;
  QElapsedTimer timer;
  timer.start();
  size_t total = 0;
  for (int i = 0; i < 100'000; ++i) total += decodeV1(frame).value().content.size();
  RecordProperty("ms_per_100k", static_cast<int>(timer.elapsed()));
  std::printf("100,000 messages of %lld bytes: %lld ms\n", static_cast<long long>(frame.size()),
              static_cast<long long>(timer.elapsed()));
  EXPECT_EQ(total, 200'000u);
#if defined(NDEBUG)
  EXPECT_LT(timer.elapsed(), 1'000);
#endif
}

}  // namespace
