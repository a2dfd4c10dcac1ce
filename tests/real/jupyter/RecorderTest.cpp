// SPDX-License-Identifier: GPL-3.0-or-later
#include "RunFixture.h"

#include <QDir>

#include "jupyter/ServerFiles.h"

#include <algorithm>

namespace cc::test {

using jupyter::RunResult;
using namespace Qt::StringLiterals;

// The Python that is placed in the kernel.
class RecorderTest : public RunTest {
protected:
  QString journal(const jupyter::RunOptions& options) const { return file(options.folder + u"/journal.jsonl"_s); }
};

TEST_F(RecorderTest, LeavesNoNamesBehind) {
  Watched run(*kernel, notebookOf({codeCell("print(sorted(n for n in dir() if not n.startswith('_')))")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(streamText(run.notebook(), 0), "['In', 'Out', 'exit', 'get_ipython', 'quit']\n") << run.said();
}

TEST_F(RecorderTest, AWarmKernelWritesEachAttemptToItsOwnJournal) {
  Watched first(*kernel, notebookOf({codeCell("print('one')")}), kernel->options());
  ASSERT_TRUE(first.go()) << first.said();
  auto options = kernel->options();
  options.attemptId += u"two"_s;
  options.folder += u"-two"_s;
  options.folderOnRuntime += u"-two"_s;
  options.workingDirectory = server->root();
  Watched second(*kernel, notebookOf({codeCell("import os\nprint('two', os.getcwd())")}), options,
                 first.run.takeChannel());
  ASSERT_TRUE(second.go()) << second.said();
  EXPECT_EQ(streamText(second.notebook(), 0), "two " + toStd(QDir(server->root()).canonicalPath()) + "\n");
  EXPECT_TRUE(contentOf(journal(kernel->options())).contains("one"));
  EXPECT_FALSE(contentOf(journal(kernel->options())).contains("two "));
  EXPECT_TRUE(contentOf(journal(options)).contains("two "));
}

// A run may hold parameters that belong in no other file; its own history is there as always.
TEST_F(RecorderTest, NothingOfARunGoesIntoTheHistoryFileOfTheUser) {
  const std::string mark = toStd(newId());
  Watched run(*kernel,
              notebookOf({codeCell("kept = '" + mark + "'"),
                          codeCell("import os, sqlite3\nfrom IPython.paths import locate_profile\n"
                                   "history = get_ipython().history_manager\n"
                                   "history.writeout_cache()\n"
                                   "file = sqlite3.connect(os.path.join(locate_profile(), 'history.sqlite'))\n"
                                   "print(file.execute('select count(*) from history where source like ?',\n"
                                   "                   (f'%{kept}%',)).fetchone()[0], In[1])\n"
                                   "%history 1")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  EXPECT_EQ(streamText(run.notebook(), 1), "0 kept = '" + mark + "'\nkept = '" + mark + "'\n") << run.said();
}

TEST_F(RecorderTest, EverythingThatWasShownIsInTheJournalOnce) {
  Watched run(*kernel,
              notebookOf({codeCell("import threading\n"
                                   "def say(k):\n  for i in range(200): print(f'{k}-{i}', flush=True)\n"
                                   "ts = [threading.Thread(target=say, args=(k,)) for k in range(4)]\n"
                                   "for t in ts: t.start()\nfor t in ts: t.join()"),
                          codeCell("1/0")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  const QByteArray bytes = contentOf(journal(kernel->options()));
  for (const char* text : {"0-199", "3-0", "ZeroDivisionError", "execute_reply"})
    EXPECT_TRUE(bytes.contains(text)) << text;
  EXPECT_EQ(bytes.count("3-117"), 1);
  for (const QByteArray& line : bytes.split('\n')) {
    EXPECT_TRUE(line.isEmpty() || parseJson(line).ok()) << line.constData();
  }
}

TEST_F(RecorderTest, SamplesComeEverySecondAndEndWithTheKernel) {
  Watched run(*kernel, notebookOf({codeCell("import time\nend = time.time() + 4.2\nwhile time.time() < end: pass")}),
              kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  std::vector<qint64> times;
  for (const QByteArray& line : run.samples) {
    const auto sample = parseJson(line);
    ASSERT_TRUE(sample.ok()) << line.constData();
    times.push_back(intAt(*sample, "t"));
    EXPECT_GT(numberAt(*sample, "mem_total"), 0);
    EXPECT_GT(numberAt(*sample, "pmem"), 0);
    EXPECT_GT(numberAt(*sample, "disk_total"), 0);
  }
  ASSERT_GE(times.size(), 4u);
  ASSERT_LE(times.size(), 7u);
  for (size_t i = 1; i < times.size(); ++i) EXPECT_NEAR(static_cast<double>(times[i] - times[i - 1]), 1000, 250);
  EXPECT_GT(numberAt(*parseJson(run.samples.last()), "pcpu"), 5);
  EXPECT_GE(numberAt(*parseJson(run.samples.last()), "cpu"), 5);

  const QString samples = file(kernel->name + u"/samples.jsonl"_s);
  const auto running = [&] {
    int found = 0;
    for (const QString& pid : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
      if (contentOf(u"/proc/"_s + pid + u"/cmdline"_s).contains(samples.toUtf8())) ++found;
    }
    return found;
  };
  EXPECT_EQ(running(), 1);
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) {
                return kernel->client.deleteSession(sessionOfKernel(), c, r);
              }).ok());
  EXPECT_TRUE(waitFor([&] { return running() == 0; }, std::chrono::seconds(5)));
}

TEST_F(RecorderTest, CodeThatWaitsForItsChildrenDoesNotWaitForTheSampler) {
  Watched run(*kernel,
              notebookOf({codeCell("import os\ntry:\n  os.wait()\nexcept ChildProcessError:\n  print('none')")}),
              kernel->options());
  ASSERT_TRUE(run.go(std::chrono::seconds(20))) << run.said();
  EXPECT_EQ(streamText(run.notebook(), 0), "none\n");
}

class GpuSamplerTest : public RunTest {
protected:
  // A stand-in for nvidia-smi, before everything else on PATH, that answers as the real one does with -lms.
  static void SetUpTestSuite() {
    tools = std::make_unique<QTemporaryDir>();
    QFile script(tools->filePath(u"nvidia-smi"_s));
    ASSERT_TRUE(script.open(QIODevice::WriteOnly));
    script.write(
        "#!/bin/sh\nwhile :; do\n"
        "echo '0, GPU-aaaa, Stand-In A, 37, 1024, 16384, 51, 70.25'\n"
        "echo '1, GPU-bbbb, Stand-In B, [N/A], 0, 16384, [Not Supported], [N/A]'\n"
        "sleep 1\ndone\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    oldPath = qgetenv("PATH");
    qputenv("PATH", tools->path().toUtf8() + ':' + oldPath);
    server = std::make_unique<RealJupyterServer>();
    qputenv("PATH", oldPath);
  }
  static inline std::unique_ptr<QTemporaryDir> tools;
  static inline QByteArray oldPath;
};

TEST_F(GpuSamplerTest, CardsAreSampledAndWhatTheyCannotTellIsAbsent) {
  Watched run(*kernel, notebookOf({codeCell("import time; time.sleep(2.5)")}), kernel->options());
  ASSERT_TRUE(run.go()) << run.said();
  ASSERT_FALSE(run.samples.isEmpty());
  const auto sample = parseJson(run.samples.last());
  ASSERT_TRUE(sample.ok());
  const Json& gpus = at(*sample, "gpus");
  ASSERT_TRUE(gpus.is_array()) << run.samples.last().constData();
  ASSERT_EQ(gpus.size(), 2u);
  EXPECT_EQ(gpus[0], (Json{{"index", 0},
                           {"uuid", "GPU-aaaa"},
                           {"name", "Stand-In A"},
                           {"util", 37.0},
                           {"mem_used", 1024.0 * 1048576},
                           {"mem_total", 16384.0 * 1048576},
                           {"temp", 51.0},
                           {"power", 70.25}}));
  EXPECT_FALSE(gpus[1].contains("util"));
  EXPECT_FALSE(gpus[1].contains("temp"));
  EXPECT_FALSE(gpus[1].contains("power"));
}

}  // namespace cc::test
