# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the corpus: small notebooks, one behaviour each, that must come out of colabq as they come out of nbclient.

make.py [--check]: writes *.ipynb beside itself; with --check, fails when a file on disk differs.
"""

import base64
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

from cells import BOOKS, code, markdown, raw  # noqa: F401

HERE = Path(__file__).parent
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def png(red):
    """A PNG of one pixel."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) +
                            chunk(b"IDAT", zlib.compress(bytes([0, red, 0, 0]))) + chunk(b"IEND", b"")).decode()


def split(text):
    return text.splitlines(True)


def build(name, cells, minor=5, kernelspec=KERNELSPEC, options=None, metadata=None):
    out = []
    for index, cell in enumerate(cells):
        cell = json.loads(json.dumps(code(cell) if isinstance(cell, str) else cell).replace("@PNG@", png(200)))
        cell["source"] = split(cell["source"])
        if minor >= 5:
            cell = {"id": hashlib.sha1(f"{name} {index}".encode()).hexdigest()[:8], **cell}
        out.append(cell)
    meta = dict(metadata or {})
    if kernelspec:
        meta["kernelspec"] = kernelspec
    if options:
        meta["corpus"] = options
    return {"cells": out, "metadata": meta, "nbformat": 4, "nbformat_minor": minor}


def version_3():
    def cell(source, number, outputs):
        return {"cell_type": "code", "collapsed": False, "input": split(source), "language": "python", "metadata": {},
                "outputs": outputs, "prompt_number": number}
    return {"metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {}, "cells": [
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["A heading"]},
        {"cell_type": "markdown", "metadata": {}, "source": ["Some *text*"]},
        cell("print('three')\n3", 1, [{"output_type": "pyout", "prompt_number": 1, "metadata": {}, "text": ["old"]}]),
        cell("1 + 1", 2, [{"output_type": "stream", "stream": "stdout", "text": ["old\n"]}])]}]}


def text_of(book):
    return json.dumps(book, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def books():
    for name, (cells, arguments) in BOOKS.items():
        yield name, text_of(build(name, cells, **arguments))
    yield "nbformat_3", text_of(version_3())
    as_text = build("source_as_text", ["print('a')\nprint('b')"])
    for cell in as_text["cells"]:
        cell["source"] = "".join(cell["source"])
    yield "source_as_text", text_of(as_text)


def main():
    bad = []
    for name, text in books():
        path = HERE / f"{name}.ipynb"
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            bad.append(path.name)
    extra = {p.name for p in HERE.glob("*.ipynb")} - {f"{name}.ipynb" for name, _ in books()}
    if bad or extra:
        sys.exit(f"not as make.py writes them: {', '.join(bad + sorted(extra))}")
    print(f"{sum(1 for _ in books())} notebooks")


if __name__ == "__main__":
    main()
