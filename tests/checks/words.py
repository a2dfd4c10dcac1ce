# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not stand in the product's code, in any file, and what looks like a secret."""

import re
import sys

from sources import CPP, Allowed, Tree, code_only, finish

# name in allow.txt, pattern in code, why, folders where it is fine
CODE = [
    ("nested-loop", r"\bQEventLoop\b|\bprocessEvents\s*\(", "no nested event loops", ()),
    ("sender", r"(?<![\w.])sender\s*\(\s*\)", "a slot does not ask who called; use a lambda with a context", ()),
    ("singleton", r"\binstance\s*\(\s*\)", "no singletons: construct and pass", ("app/",)),
    ("wait", r"\bwaitFor[A-Z]\w*\s*\(", "nothing blocks the event loop", ()),
    ("debug", r"\bqDebug\s*\(|\bstd::cout\b|\bprintf\s*\(", "logs go through the categories of base/Log.h", ("app/",)),
    ("settings", r"\bQSettings\b", "settings of the window are kept by ui/settings", ("ui/settings/",)),
    ("network", r"\bnew\s+QNetworkAccessManager\b|\bQNetworkAccessManager\s+m?_?\w+\s*[;{(]", "HTTP goes through core/net",
     ("core/net/",)),
    ("sleep", r"\b(QThread::m?u?sleep|sleep_for|usleep|nanosleep)\b", "no sleeps", ()),
    ("coroutine", r"\bco_(await|yield|return)\b", "no coroutines (docs/adr)", ()),
    ("exec", r"\.exec\s*\(\s*\)|->exec\s*\(\s*\)", "dialogs open(); only main() runs the event loop", ("app/", "core/store/")),
    ("terminate", r"(\bstd::|(?<!\w)::)(abort|terminate|exit|quick_exit|_Exit)\s*\(", "errors are values", ()),
]
# Everywhere, comments and documents as well.
TEXT = [
    ("unfinished", r"\b(TODO|FIXME|XXX|HACK)\b", "finish it or file it"),
    ("machine-path", r"(?<![\w.])/(work|root|Users)/|/home/(?!u\b|user\b|you\b|ada\b|me\b|alice\b)[a-z]\w*/|\.\./shared\b", "a path of one machine"),
    ("authorship", r"(?i)\b(generated|written|made)[ -](by|with) (an? )?(ai|llm|assistant|language model)\b|co-authored-by",
     "documents speak about the program"),
]
SECRETS = [
    r"AIza[0-9A-Za-z_-]{35}", r"ya29\.[0-9A-Za-z_-]{20,}", r"GOCSPX-[0-9A-Za-z_-]{20,}", r"1//0[0-9A-Za-z_-]{30,}",
    r"gh[pousr]_[0-9A-Za-z]{36}", r"AKIA[0-9A-Z]{16}", r"xox[baprs]-[0-9A-Za-z-]{10,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
]


def check_code(name, text, allowed):
    problems = []
    lines = code_only(text).splitlines()
    for key, pattern, why, fine in CODE:
        if name.startswith(fine) if fine else False:
            continue
        for number, line in enumerate(lines, 1):
            match = re.search(pattern, line)
            if match and not allowed.accepts(key, name):
                problems.append(f"{name}:{number}: {match.group(0).strip()} [{key}]: {why}")
    return problems


def check_text(name, text, allowed):
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        for key, pattern, why in TEXT:
            match = re.search(pattern, line)
            if match and not allowed.accepts(key, name):
                problems.append(f"{name}:{number}: '{match.group(0)}' [{key}]: {why}")
        for pattern in SECRETS:
            if re.search(pattern, line) and not allowed.accepts("secret", name):
                problems.append(f"{name}:{number}: looks like a secret: {pattern}")
    return problems


def check(tree, allowed):
    problems = []
    for name in tree.files():
        if name == "LICENSE" or name.startswith("tests/checks/") or not tree.is_text(name):
            continue
        text = tree.text(name)
        if name.endswith(CPP) and name.startswith(("core/", "ui/", "app/")):
            problems += check_code(name, text, allowed)
        problems += check_text(name, text, allowed)
    return problems + allowed.complaints("secret", *(c[0] for c in CODE), *(t[0] for t in TEXT))


if __name__ == "__main__":
    finish(check(Tree(sys.argv[1]), Allowed(sys.argv[1] + "/tests/checks/allow.txt")), what="forbidden words")
