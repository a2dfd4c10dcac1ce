# SPDX-License-Identifier: GPL-3.0-or-later
"""An executed notebook without what may differ from run to run: ids, times, process ids, addresses, folders."""

import re

ANY = [
    (re.compile(r"0x[0-9a-f]{6,16}"), "0xADDRESS"),
    (re.compile(r"(/[\w.+-]+)*/ipykernel_\d+/\d+\.py"), "/CELL.py"),
    (re.compile(r"/tmp/cc-corpus-\w+/(theirs/books|ours/books|home/[\w./-]*)"), "/FOLDER"),
    (re.compile(r"\b\d+(\.\d+)? (ns|µs|us|ms|s|min)\b"), "TIME"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"), "WHEN"),
    (re.compile(r"Temporary_\w+"), "TEMPORARY"),
]


def text(value):
    for pattern, instead in ANY:
        value = pattern.sub(instead, value)
    return value


def walk(value):
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        if value and all(isinstance(v, str) for v in value):
            return text("".join(value)).splitlines(True) or value
        return [walk(v) for v in value]
    if isinstance(value, dict):
        return {key: walk(v) for key, v in value.items()}
    return value


def normalised(book):
    """A copy; cells lose their ids, and everything else that varies becomes a word."""
    book = walk(book)
    for cell in book["cells"]:
        cell.pop("id", None)
    return book
