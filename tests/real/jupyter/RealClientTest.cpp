// SPDX-License-Identifier: GPL-3.0-or-later
// JupyterClient and KernelChannel against a real jupyter-server and real kernels.
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QFile>

#include "base/Ids.h"
#include "jupyter/JupyterClient.h"
#include "jupyter/KernelChannel.h"
#include "support/RealJupyterServer.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::jupyter;
using test::RealJupyterServer;

namespace {

// One conversation with a kernel: collects what arrives.
struct Talk {
  explicit Talk(const Endpoint& endpoint, const QString& kernelId, const QString& sessionId)
      : channel(endpoint, kernelId, sessionId) {
    QObject::connect(&channel, &KernelChannel::arrived, &channel,
                     [this](const KernelMessage& message) { seen.push_back(message); });
    QObject::connect(&channel, &KernelChannel::closed, &channel, [this](const Error& error) { closed = error; });
  }
  bool open() {
    closed.reset();
    channel.open();
    return test::waitFor([this] { return channel.isOpen() || closed; }, std::chrono::seconds(60)) && channel.isOpen();
  }
  void execute(const QString& id, const std::string& code) {
    channel.send("shell", "execute_request", id,
                 {{"code", code},
                  {"silent", false},
                  {"store_history", true},
                  {"user_expressions", Json::object()},
                  {"allow_stdin", false},
                  {"stop_on_error", true}});
  }
  const KernelMessage* find(const QString& parent, const std::string& type, const std::string& state = {}) const {
    for (const auto& message : seen) {
      if (message.parentId() != parent || message.type() != type) continue;
      if (state.empty() || message.content.value("execution_state", "") == state) return &message;
    }
    return nullptr;
  }
  bool finished(const QString& id) const { return find(id, "execute_reply") && find(id, "status", "idle"); }
  bool waitFinished(const QString& id) {
    return test::waitFor([&] { return finished(id); }, std::chrono::seconds(60));
  }
  std::string text(const QString& id) const {
    std::string all;
    for (const auto& message : seen) {
      if (message.parentId() == id && message.type() == "stream") all += message.content.value("text", "");
    }
    return all;
  }

  KernelChannel channel;
  std::vector<KernelMessage> seen;
  std::optional<Error> closed;
};

class RealClientTest : public testing::Test {
protected:
  static void SetUpTestSuite() { s_server = new RealJupyterServer; }
  static void TearDownTestSuite() {
    delete s_server;
    s_server = nullptr;
  }
  void SetUp() override { ASSERT_TRUE(s_server->isUp()) << s_server->log().constData(); }
  void TearDown() override {
    for (const QString& session : m_sessions) std::ignore = remove(session).ok();
  }

  Result<SessionModel> session(const QString& path, const QString& kernel = u"python3"_s) {
    auto result = test::await<SessionModel>(
        [&](QObject* context, Reply<SessionModel> reply) {
          return client.openSession(path, u"t"_s, kernel, context, std::move(reply));
        },
        std::chrono::seconds(60));
    if (result.ok()) m_sessions.append(result->id);
    return result;
  }
  Result<Nothing> remove(const QString& id) {
    return test::await<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) { return client.deleteSession(id, context, std::move(reply)); });
  }
  Result<KernelModel> kernel(const QString& id) {
    return test::await<KernelModel>(
        [&](QObject* context, Reply<KernelModel> reply) { return client.kernel(id, context, std::move(reply)); });
  }

  static RealJupyterServer* s_server;
  QStringList m_sessions;
  net::HttpClient http;
  JupyterClient client{http, s_server->endpoint()};
};
RealJupyterServer* RealClientTest::s_server = nullptr;

TEST_F(RealClientTest, StatusTellsTheVersion) {
  const auto status = test::await<ServerStatus>(
      [&](QObject* context, Reply<ServerStatus> reply) { return client.status(context, std::move(reply)); });
  ASSERT_TRUE(status.ok()) << qPrintable(status.error().toLogLine());
  EXPECT_FALSE(status->version.isEmpty());
}

TEST_F(RealClientTest, SpecsHoldPython) {
  const auto specs = test::await<KernelSpecs>(
      [&](QObject* context, Reply<KernelSpecs> reply) { return client.kernelSpecs(context, std::move(reply)); });
  ASSERT_TRUE(specs.ok());
  const auto python =
      std::find_if(specs->specs.begin(), specs->specs.end(), [](const auto& s) { return s.name == u"python3"_s; });
  ASSERT_NE(python, specs->specs.end());
  EXPECT_EQ(python->language, u"python"_s);
  EXPECT_EQ(python->interruptMode, u"signal"_s);
}

TEST_F(RealClientTest, AWrongTokenIsForbidden) {
  Endpoint endpoint = s_server->endpoint();
  endpoint.token = u"wrong"_s;
  client.setEndpoint(endpoint);
  const auto status = test::await<ServerStatus>(
      [&](QObject* context, Reply<ServerStatus> reply) { return client.status(context, std::move(reply)); });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::AccountForbidden);
  const auto bytes = test::await<QByteArray>([&](QObject* context, Reply<QByteArray> reply) {
    return client.readRange(u"x"_s, 0, 10, context, std::move(reply));
  });
  ASSERT_FALSE(bytes.ok());
  EXPECT_EQ(bytes.error().code, ErrorCode::AccountForbidden);
  Talk talk(endpoint, newUuid(), newUuid());
  EXPECT_FALSE(talk.open());
  ASSERT_TRUE(talk.closed.has_value());
  EXPECT_EQ(talk.closed->code, ErrorCode::AccountForbidden) << qPrintable(talk.closed->toLogLine());
}

TEST_F(RealClientTest, OpeningASessionTwiceGivesTheSameKernel) {
  const auto first = session(u"twice.ipynb"_s);
  const auto second = session(u"twice.ipynb"_s);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->id, second->id);
  EXPECT_EQ(first->kernel.id, second->kernel.id);
  const auto all =
      test::await<std::vector<SessionModel>>([&](QObject* context, Reply<std::vector<SessionModel>> reply) {
        return client.sessions(context, std::move(reply));
      });
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(std::count_if(all->begin(), all->end(), [](const auto& s) { return s.path == u"twice.ipynb"_s; }), 1);
}

TEST_F(RealClientTest, AMovedSessionKeepsItsKernel) {
  const auto first = session(u"before.ipynb"_s);
  ASSERT_TRUE(first.ok());
  const auto moved = test::await<SessionModel>([&](QObject* context, Reply<SessionModel> reply) {
    return client.moveSession(first->id, u"after.ipynb"_s, context, std::move(reply));
  });
  ASSERT_TRUE(moved.ok()) << qPrintable(moved.error().toLogLine());
  EXPECT_EQ(moved->path, u"after.ipynb"_s);
  EXPECT_EQ(moved->kernel.id, first->kernel.id);
}

TEST_F(RealClientTest, AnUnknownKernelNameIsKernelUnknown) {
  const auto result = session(u"unknown.ipynb"_s, u"nosuch"_s);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::KernelUnknown) << qPrintable(result.error().toLogLine());
  EXPECT_EQ(result.error().params.value(u"kernel"_s), u"nosuch"_s);
}

TEST_F(RealClientTest, ADeletedSessionsKernelIsGone) {
  const auto opened = session(u"gone.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  EXPECT_TRUE(kernel(opened->kernel.id).ok());
  EXPECT_TRUE(remove(opened->id).ok());
  EXPECT_TRUE(remove(opened->id).ok()) << "gone already is success";
  const auto after = kernel(opened->kernel.id);
  ASSERT_FALSE(after.ok());
  EXPECT_EQ(after.error().code, ErrorCode::RuntimeGone);
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  EXPECT_FALSE(talk.open());
  ASSERT_TRUE(talk.closed.has_value());
  EXPECT_EQ(talk.closed->code, ErrorCode::RuntimeGone) << qPrintable(talk.closed->toLogLine());
}

TEST_F(RealClientTest, V1RunsACell) {
  const auto opened = session(u"v1.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  EXPECT_EQ(talk.channel.framing(), Framing::V1);
  talk.execute(u"a_0"_s, "1+1");
  ASSERT_TRUE(talk.waitFinished(u"a_0"_s));
  const KernelMessage* result = talk.find(u"a_0"_s, "execute_result");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->content["data"]["text/plain"], "2");
  EXPECT_EQ(result->channel, "iopub");
}

TEST_F(RealClientTest, OneCellAtATimeIsNotDelayedByAcknowledgements) {
  const auto opened = session(u"quick.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  talk.execute(u"warm"_s, "1");
  ASSERT_TRUE(talk.waitFinished(u"warm"_s));
  constexpr int kCells = 40;
  QElapsedTimer timer;
  timer.start();
  for (int i = 0; i < kCells; ++i) {
    const QString id = u"q_%1"_s.arg(i);
    talk.execute(id, "1");
    ASSERT_TRUE(talk.waitFinished(id));
  }
  const double each = static_cast<double>(timer.elapsed()) / kCells;
  std::printf("one cell at a time: %.1f ms each\n", each);
  EXPECT_LT(each, 40) << "45 ms: a delayed ACK in every round trip";
}

TEST_F(RealClientTest, TheSameSessionIdGetsWhatWasMissed) {
  const auto opened = session(u"replay.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  talk.execute(u"r_0"_s, "import time\nfor i in range(12): print(i, flush=True); time.sleep(0.1)");
  ASSERT_TRUE(test::waitFor([&] { return !talk.text(u"r_0"_s).empty(); }));
  talk.channel.close();
  EXPECT_FALSE(talk.channel.isOpen());
  ASSERT_TRUE(test::waitFor([&] {
    const auto now = kernel(opened->kernel.id);
    return now.ok() && now->connections == 0;
  }));
  ASSERT_TRUE(talk.open());
  ASSERT_TRUE(talk.waitFinished(u"r_0"_s));
  EXPECT_EQ(talk.text(u"r_0"_s), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n");
}

TEST_F(RealClientTest, AnInterruptEndsTheCellWithKeyboardInterrupt) {
  const auto opened = session(u"interrupt.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  talk.execute(u"i_0"_s, "import time\nprint('on', flush=True)\ntime.sleep(60)");
  ASSERT_TRUE(test::waitFor([&] { return talk.text(u"i_0"_s) == "on\n"; }));
  ASSERT_TRUE(test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                return client.interruptKernel(opened->kernel.id, context, std::move(reply));
              }).ok());
  ASSERT_TRUE(talk.waitFinished(u"i_0"_s));
  EXPECT_EQ(talk.find(u"i_0"_s, "execute_reply")->content["ename"], "KeyboardInterrupt");
}

TEST_F(RealClientTest, ARestartForgetsVariablesAndKeepsTheChannel) {
  const auto opened = session(u"restart.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  talk.execute(u"s_0"_s, "x = 1");
  ASSERT_TRUE(talk.waitFinished(u"s_0"_s));
  ASSERT_TRUE(test::await<Nothing>(
                  [&](QObject* context, Reply<Nothing> reply) {
                    return client.restartKernel(opened->kernel.id, context, std::move(reply));
                  },
                  std::chrono::seconds(60))
                  .ok());
  talk.execute(u"s_1"_s, "x");
  ASSERT_TRUE(talk.waitFinished(u"s_1"_s));
  EXPECT_EQ(talk.find(u"s_1"_s, "execute_reply")->content["ename"], "NameError");
}

TEST_F(RealClientTest, InterruptAndRestartOfAGoneKernelAreRuntimeGone) {
  for (const bool restart : {false, true}) {
    const auto result = test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return restart ? client.restartKernel(newUuid(), context, std::move(reply))
                     : client.interruptKernel(newUuid(), context, std::move(reply));
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::RuntimeGone) << qPrintable(result.error().toLogLine());
  }
}

TEST_F(RealClientTest, BytesThatAreNoUtf8DoNotBreakTheChannel) {
  const auto opened = session(u"bytes.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  talk.execute(u"b_0"_s, "print(b'a\\xffz'.decode('utf8', 'surrogateescape'))");
  talk.execute(u"b_1"_s, "2+2");
  ASSERT_TRUE(talk.waitFinished(u"b_1"_s));
  EXPECT_FALSE(talk.closed.has_value());
  EXPECT_TRUE(talk.find(u"b_1"_s, "execute_result"));
}

TEST_F(RealClientTest, AFiftyMegabyteOutputArrivesWhole) {
  const auto opened = session(u"big.ipynb"_s);
  ASSERT_TRUE(opened.ok());
  Talk talk(s_server->endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  talk.execute(u"big"_s, "from IPython.display import display\ndisplay({'text/plain': 'x' * 50_000_000}, raw=True)");
  ASSERT_TRUE(talk.waitFinished(u"big"_s));
  const KernelMessage* shown = talk.find(u"big"_s, "display_data");
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->content["data"]["text/plain"].get_ref<const std::string&>().size(), 50'000'000u);
}

TEST(RealLegacyServer, TheLegacyFramingRunsACellToo) {
  RealJupyterServer server({u"--ServerApp.kernel_ws_protocol="_s});
  ASSERT_TRUE(server.isUp()) << server.log().constData();
  net::HttpClient http;
  JupyterClient client(http, server.endpoint());
  const auto opened = test::await<SessionModel>(
      [&](QObject* context, Reply<SessionModel> reply) {
        return client.openSession(u"legacy.ipynb"_s, u"t"_s, u"python3"_s, context, std::move(reply));
      },
      std::chrono::seconds(60));
  ASSERT_TRUE(opened.ok());
  Talk talk(server.endpoint(), opened->kernel.id, newUuid());
  ASSERT_TRUE(talk.open());
  EXPECT_EQ(talk.channel.framing(), Framing::Legacy);
  talk.execute(u"a_0"_s, "print('h\u00e9')\n1+1");
  ASSERT_TRUE(talk.waitFinished(u"a_0"_s));
  ASSERT_TRUE(talk.find(u"a_0"_s, "execute_result"));
  EXPECT_EQ(talk.find(u"a_0"_s, "execute_result")->content["data"]["text/plain"], "2");
  EXPECT_EQ(talk.text(u"a_0"_s), "h\u00e9\n");
  server.killHard();
  ASSERT_TRUE(test::waitFor([&] { return talk.closed.has_value(); }));
  EXPECT_EQ(talk.closed->code, ErrorCode::NetSocketClosed);
  EXPECT_FALSE(talk.open());
  EXPECT_EQ(talk.closed->code, ErrorCode::NetUnreachable) << qPrintable(talk.closed->toLogLine());
}

}  // namespace
