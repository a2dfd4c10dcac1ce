# SPDX-License-Identifier: GPL-3.0-or-later
"""Size budgets: lines of a file, lines of a function; and the licence line that every source begins with."""

import re
import sys

from sources import CPP, Allowed, Tree, code_only, finish

BUDGETS = {".cpp": (400, 800), ".h": (200, 350), ".py": (400, 800)}
FUNCTION_WARN, FUNCTION_FAIL = 40, 60
NO_FUNCTION = re.compile(r"\b(if|for|while|switch|catch|do|else|try|return)\b\s*(\(|$)|=\s*$|\benum\b|\bnamespace\b")
SIGNATURE = re.compile(r"([~\w:<>]+|operator\s*\S{1,3})\s*\((?:.|\n)*\)[\s\w:&<>,*()\[\]{}.=+!?\"'-]*$")


def functions(text):
    """(name, first line, last line) of each function body at namespace or class level."""
    code = code_only(text)
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: "\n" * m.group(0).count("\n"), code, flags=re.M)
    found, stack, head_start = [], [], 0
    for position, char in enumerate(code):
        if char in ";" and not any(kind == "function" for kind, *_ in stack):
            if code.count("(", head_start, position) == code.count(")", head_start, position):
                head_start = position + 1
        elif char == "{":
            head = code[head_start:position]
            inside = any(kind == "function" for kind, *_ in stack)
            initialiser = not inside and re.search(r"[)\w>]\s*:(?!:)[^{};]*[\w>]\s*$", head) and "(" in head \
                and not re.search(r"\b(class|struct|enum|namespace)\b", head)
            if inside or initialiser:
                stack.append(("brace", "", 0))
            elif re.search(r"\b(class|struct|union|namespace|enum|extern)\b", head) and not re.search(r"\)\s*(const|noexcept|override|final|\s)*$", head):
                stack.append(("scope", "", 0))
                head_start = position + 1
            elif "(" in head and not NO_FUNCTION.search(head.strip().splitlines()[-1] if head.strip() else "") and SIGNATURE.search(head):
                name = re.search(r"([~\w:]+|operator\s*[^\s(]+)\s*\(", head)
                first = code.count("\n", 0, head_start + len(head) - len(head.lstrip())) + 1
                stack.append(("function", name.group(1) if name else "?", first))
            else:
                stack.append(("brace", "", 0))
        elif char == "}" and stack:
            kind, name, first = stack.pop()
            if kind == "function":
                found.append((name, first, code.count("\n", 0, position) + 1))
            if kind in ("function", "scope"):
                head_start = position + 1
    return found


def check(tree, allowed):
    problems, warnings = [], []
    for name in tree.files(*BUDGETS, ".sh", ".cmake", "CMakeLists.txt"):
        text = tree.text(name)
        if text.strip() and not any("SPDX-License-Identifier:" in line for line in text.splitlines()[:3]):
            problems.append(f"{name}: no SPDX-License-Identifier in the first lines")
        ending = "." + name.rsplit(".", 1)[-1]
        if ending in BUDGETS:
            warn, fail = BUDGETS[ending]
            lines = text.count("\n")
            if lines > fail and not allowed.accepts("file-size", name):
                problems.append(f"{name}: {lines} lines, {fail} are the most")
            elif lines > warn:
                warnings.append(f"{name}: {lines} lines; above {warn} a file is better split")
        if name.endswith(CPP) and name.startswith(("core/", "ui/", "app/")):
            for function, first, last in functions(text):
                length = last - first + 1
                if length > FUNCTION_FAIL and not allowed.accepts("function-size", name):
                    problems.append(f"{name}:{first}: {function}() has {length} lines, {FUNCTION_FAIL} are the most")
                elif length > FUNCTION_WARN:
                    warnings.append(f"{name}:{first}: {function}() has {length} lines")
    return problems + allowed.complaints("file-size", "function-size"), warnings


if __name__ == "__main__":
    found, noted = check(Tree(sys.argv[1]), Allowed(sys.argv[1] + "/tests/checks/allow.txt"))
    finish(found, noted, "budgets broken")
