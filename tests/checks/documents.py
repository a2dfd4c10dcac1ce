# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents against the code: links lead somewhere, every configuration key is described, states are all drawn."""

import re
import sys
from pathlib import Path

from sources import Tree, finish


def check_links(tree):
    problems = []
    for name in tree.files(".md"):
        text = re.sub(r"```.*?```", "", tree.text(name), flags=re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:|#", target):
                continue
            path = (tree.root / name).parent / target.split("#")[0]
            if not path.exists():
                problems.append(f"{name}: link to {target}, which is not there")
    return problems


def keys_read(source):
    """The keys that core/base/Config*.cpp reads: its string literals that look like keys."""
    literals = re.findall(r'u?"([a-z][a-z_]+)"(?:_s|sv|_L1)?', source)
    return set(literals)


def keys_documented(document):
    """Keys in the tables of the section on the file: `jobs.cell_timeout` gives jobs and cell_timeout."""
    document = re.sub(r"(?s).*?^## execution_config.yaml$|^## (?!execution_config).*", "", document, flags=re.M)
    full = set(re.findall(r"^\|\s*`([\w.<>]+)`", document, flags=re.M))
    return full, {part for key in full for part in key.split(".")}


def check_keys(tree, no_key):
    source = "\n".join(tree.text(n) for n in tree.files(".cpp") if re.match(r"core/base/Config\w*\.cpp$", n))
    document = tree.text("docs/SETUP.md")
    _, parts = keys_documented(document)
    problems = [f"docs/SETUP.md does not describe '{key}', which core/base/Config.cpp reads"
                for key in sorted(keys_read(source) - parts - no_key)]
    known = keys_read(source)
    if known:
        problems += [f"docs/SETUP.md describes '{part}', which core/base/Config.cpp does not read"
                     for part in sorted(parts - known) if not part.startswith("<")]
    return problems


# Literals of Config.cpp that are values or parameters of errors, not keys.
NO_KEY = {"key", "line", "value", "expected", "nearest", "path", "detail", "local", "jupyter", "colab", "notebook",
          "job", "auto", "tunnel", "public", "queue", "take", "fail", "debug", "info", "warning", "error", "http",
          "https"}


def main():
    tree = Tree(sys.argv[1])
    finish(check_links(tree) + check_keys(tree, NO_KEY), what="disagreements")


if __name__ == "__main__":
    main()
