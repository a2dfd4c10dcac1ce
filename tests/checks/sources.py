# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks share: the project's files, C++ without comments and strings, the list of accepted exceptions."""

import re
import subprocess
import sys
from pathlib import Path

CPP = (".cpp", ".h")


class Tree:
    """The files that belong to the project: those known to git, or all below root in an unpacked archive."""

    def __init__(self, root):
        self.root = Path(root).resolve()

    def files(self, *endings):
        names = self._tracked() or self._found()
        found = [n for n in sorted(names) if (self.root / n).is_file()]
        return [n for n in found if not endings or n.endswith(tuple(endings))]

    def text(self, name):
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def is_text(self, name):
        with open(self.root / name, "rb") as file:
            return b"\0" not in file.read(8192)

    def _tracked(self):
        if not (self.root / ".git").exists():
            return []
        out = subprocess.run(["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files", "-z"],
                             capture_output=True, check=False)
        return [n for n in out.stdout.decode().split("\0") if n]

    def _found(self):
        return [str(p.relative_to(self.root)) for p in self.root.rglob("*")
                if p.is_file() and not {"build", ".git", ".cache", "__pycache__"} & set(p.relative_to(self.root).parts)]


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|'
    r"(?:\b(?:u8|[uUL])|(?<![0-9A-Za-z_]))'(?:\\.|[^'\\\n])+'", re.S)


def code_only(text):
    """C++ with comments, strings and characters blanked; every line keeps its number."""
    def blank(match):
        token = match.group(0)
        if token.startswith("/"):
            return "\n" * token.count("\n") or " "
        token = token.lstrip("u8UL")
        return token[0] + "\n" * token.count("\n") + token[-1]
    return _TOKEN.sub(blank, text)


class Allowed:
    """allow.txt: "check path  # reason" a line. A reason is required, and a line that is no longer needed fails."""

    def __init__(self, file):
        self.reasons, self.used, self.bad = {}, set(), []
        if not Path(file).exists():
            return
        for number, line in enumerate(Path(file).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            head, _, reason = line.partition("#")
            parts = head.split()
            if len(parts) != 2 or not reason.strip():
                self.bad.append(f"{file}:{number}: not of the form: check path  # reason")
            else:
                self.reasons[tuple(parts)] = reason.strip()

    def accepts(self, check, path):
        if (check, path) in self.reasons:
            self.used.add((check, path))
            return True
        return False

    def complaints(self, *checks):
        stale = [f"allow.txt: '{c} {p}' is not needed any more" for c, p in self.reasons
                 if c in checks and (c, p) not in self.used]
        return self.bad + stale


def finish(problems, warnings=(), what="problems"):
    for line in warnings:
        print("warning:", line)
    for line in problems:
        print("error:", line)
    print(f"{len(problems)} {what}, {len(warnings)} warnings")
    sys.exit(1 if problems else 0)
