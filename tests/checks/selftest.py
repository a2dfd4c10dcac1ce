# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks can fail: each is shown a tree with the fault it is there for, and one without."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import documents  # noqa: E402
import layers  # noqa: E402
import nogui  # noqa: E402
import sizes  # noqa: E402
import translations  # noqa: E402
import words  # noqa: E402
from sources import Allowed, Tree, code_only  # noqa: E402

TABLE = """
| room | target | holds | links | includes |
|---|---|---|---|---|
| `core/base` | `cc_base` | x | `Qt6::Core` | |
| `core/net` | `cc_net` | x | `cc_base`, `Qt6::Network` | `base/*` |
| `core/jobs` | `cc_jobs` | x | `cc_base` | `base/*` |
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.tree = Tree(self.folder.name)

    def put(self, name, text):
        path = Path(self.folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def allowed(self, text=""):
        self.put("allow.txt", text)
        return Allowed(Path(self.folder.name) / "allow.txt")


class Translations(Case):
    def ts(self, language, *messages):
        body = "".join(f"<message><source>{s}</source><translation{k}>{t}</translation></message>" for s, k, t in messages)
        self.put(f"resources/translations/colab_{language}.ts",
                 f"<TS><context><name>cc::ui::A</name>{body}</context></TS>")

    def found(self):
        return translations.check(Path(self.folder.name))

    def test_a_text_without_french_is_seen(self):
        self.put("ui/A.cpp", 'void A::f() {\n  tr("one");\n  tr("two %1 "\n     "lines");\n}\n')
        self.ts("en")
        self.ts("fr", ("one", "", "un"), ("two %1 lines", "", "deux %1"))
        self.assertFalse(self.found())
        self.ts("fr", ("one", "", "un"))
        self.assertEqual(len(self.found()), 1)
        self.ts("fr", ("one", ' type="unfinished"', ""), ("two %1 lines", "", "deux"), ("gone", "", "parti"))
        self.assertEqual(len(self.found()), 3)

    def test_a_text_in_another_class_is_seen(self):
        self.put("ui/B.cpp", 'void B::f() {\n  tr("one");\n}\n')
        self.ts("en")
        self.ts("fr", ("one", "", "un"))
        self.assertEqual(len(self.found()), 1)

    def test_a_plural_without_forms_is_seen(self):
        self.put("ui/A.cpp", 'void A::f() {\n  tr("%n jobs", nullptr, 2);\n}\n')
        forms = "<numerusform>%n a</numerusform><numerusform>%n b</numerusform>"
        self.ts("en", ("%n jobs", "", forms))
        self.ts("fr", ("%n jobs", "", forms))
        self.assertFalse(self.found())
        self.ts("en")
        self.assertEqual(len(self.found()), 1)


class Layers(Case):
    rooms = layers.rooms_of(TABLE)

    def test_a_new_link_is_seen(self):
        self.assertFalse(layers.check_links(self.rooms, "cc_jobs|STATIC_LIBRARY|cc_flags;cc_base"))
        self.assertTrue(layers.check_links(self.rooms, "cc_jobs|STATIC_LIBRARY|cc_flags;cc_base;cc_net"))
        self.assertTrue(layers.check_links(self.rooms, "cc_jobs|STATIC_LIBRARY|$<LINK_ONLY:cc_net>"))

    def test_a_room_outside_the_table_is_seen(self):
        self.assertTrue(layers.check_links(self.rooms, "cc_other|STATIC_LIBRARY|"))

    def test_a_new_include_is_seen(self):
        self.put("core/jobs/A.cpp", '#include "jobs/A.h"\n#include "base/B.h"\n// #include "net/C.h"\n')
        self.assertFalse(layers.check_includes(self.tree, self.rooms))
        self.put("core/jobs/B.cpp", '#include "net/C.h"\n')
        self.assertEqual(len(layers.check_includes(self.tree, self.rooms)), 1)

    def test_a_wrapped_library_elsewhere_is_seen(self):
        self.put("core/net/A.cpp", "#include <QNetworkReply>\n")
        self.assertFalse(layers.check_includes(self.tree, self.rooms))
        self.put("core/jobs/A.cpp", "#include <QNetworkReply>\n#include <QtCore>\n")
        self.assertEqual(len(layers.check_includes(self.tree, self.rooms)), 2)

    def test_a_cycle_in_the_table_is_seen(self):
        self.assertFalse(layers.check_graph(self.rooms))
        self.assertTrue(layers.check_graph(layers.rooms_of(TABLE.replace("`Qt6::Core`", "`cc_jobs`"))))


class Words(Case):
    def test_comments_and_strings_do_not_count(self):
        self.put("core/a/A.cpp", '// QEventLoop\nauto x = "qDebug()"; /* sender() */\nauto y = R"(waitForIt())";\n')
        self.assertFalse(words.check(self.tree, self.allowed()))

    def test_each_forbidden_word_is_seen(self):
        for code in ("QEventLoop loop;", "qApp->processEvents();", "auto* s = sender();", "Engine::instance()->x();",
                     "p.waitForFinished(1);", "qDebug() << 1;", "QSettings s;", "new QNetworkAccessManager(this);",
                     "QThread::msleep(3);", "co_await x;", "dialog.exec();"):
            self.put("core/a/A.cpp", code + "\n")
            self.assertEqual(len(words.check(self.tree, self.allowed())), 1, code)

    def test_text_and_secrets_are_seen_in_any_file(self):
        for text in ("# TO" "DO later", "see /wo" "rk/x", "key = AI" "za" + "x" * 35, "-----BEGIN PRIVATE " "KEY-----"):
            self.put("docs/a.md", text + "\n")
            self.assertEqual(len(words.check(self.tree, self.allowed())), 1, text)

    def test_an_exception_needs_a_reason_and_a_use(self):
        self.put("core/a/A.cpp", "QEventLoop loop;\n")
        self.assertFalse(words.check(self.tree, self.allowed("nested-loop core/a/A.cpp  # because\n")))
        self.assertTrue(words.check(self.tree, self.allowed("nested-loop core/a/A.cpp\n")))
        self.assertEqual(len(words.check(self.tree, self.allowed(
            "nested-loop core/a/A.cpp  # because\nsender core/a/B.cpp  # once\n"))), 1)


class Sizes(Case):
    LONG = "  f();\n" * 70
    HEAD = "// SPDX-License-Identifier: GPL-3.0-or-later\n"

    def test_functions_are_found_with_their_lengths(self):
        text = ("namespace a {\nclass B : public C {\n  int f() const { return 1; }\n  std::vector<int> v{1, 2};\n};\n"
                "B::B(int x)\n    : m_x(x), m_y{x} {\n  g([&] { return 1; });\n}\n"
                "auto h(int a = 1) -> int {\n  if (a) {\n    k();\n  }\n}\nconst int t[] = {1, 2};\n}\n")
        found = {name: last - first + 1 for name, first, last in sizes.functions(text)}
        self.assertEqual(found, {"f": 1, "B::B": 4, "h": 5})

    def test_a_long_function_is_seen(self):
        for head in ("void f() {\n", "A::A(int x) : B(x), m_y(x) {\n", "Status S::f(const T& t,\n         int u) const {\n",
                     "template <typename T>\nauto f(T t) -> int {\n", "static bool operator==(const A& a, const B& b) {\n"):
            self.put("core/a/A.cpp", self.HEAD + "namespace n {\n" + head + self.LONG + "}\n}\n")
            self.assertEqual(len(sizes.check(self.tree, self.allowed())[0]), 1, head)

    def test_a_long_class_is_no_function(self):
        self.put("core/a/A.h", self.HEAD + "class A {\npublic:\n" + "  void f();\n" * 90 + "};\n")
        self.assertFalse(sizes.check(self.tree, self.allowed())[0])

    def test_long_files_and_missing_licences_are_seen(self):
        self.put("core/a/A.cpp", self.HEAD + "int x;\n" * 801)
        self.put("core/a/B.h", "int x;\n")
        self.assertEqual(len(sizes.check(self.tree, self.allowed())[0]), 2)


class Others(Case):
    def test_a_dead_link_is_seen(self):
        self.put("a.md", "[x](b.md) [y](https://example.org) [z](#part)\n")
        self.assertEqual(len(documents.check_links(self.tree)), 1)

    def test_an_undocumented_key_is_seen(self):
        self.put("core/base/Config.cpp", 'read(u"jobs"_s); read(u"retries"_s);\n')
        self.put("docs/SETUP.md", "## execution_config.yaml\n| `jobs.retries` | x |\n## Other\n| `other` | x |\n")
        self.assertFalse(documents.check_keys(self.tree, set()))
        self.put("docs/SETUP.md", "## execution_config.yaml\n| `jobs.timeout` | x |\n")
        self.assertEqual(len(documents.check_keys(self.tree, set())), 2)

    def test_a_graphical_library_is_seen(self):
        self.assertTrue(nogui.graphical("libQt6Gui.so.6 => /usr/lib/libQt6Gui.so.6"))
        self.assertFalse(nogui.graphical("libQt6Core.so.6 => x\nlibQt6Network.so.6 => y"))

    def test_lines_keep_their_numbers(self):
        text = 'a /* x\ny */ b "s\\"t" \'c\' 1\'000\n// z\nd R"q(\n)q" e\n'
        self.assertEqual(code_only(text).count("\n"), text.count("\n"))
        self.assertIn("1'000", code_only(text))

    def test_braces_in_characters_do_not_count(self):
        self.assertNotIn("{", code_only("if (c == u'{' || c == '\"' || c == u8'{' || c == L'\\'') f(\"{\", u\"{\"_s);"))


if __name__ == "__main__":
    unittest.main()
