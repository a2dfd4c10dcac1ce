# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive's search expressions and field selections."""

import re

TOKEN = re.compile(r"""\s*(?:(?P<text>'(?:\\.|[^'\\])*')|(?P<op><=|>=|!=|=|<|>)|(?P<sign>[(){}])|(?P<word>[A-Za-z0-9_.:+-]+))""")
FIELDS = {"name", "mimeType", "trashed", "modifiedTime", "createdTime", "starred", "parents", "appProperties", "properties",
          "sharedWithMe", "fullText", "visibility"}


class BadQuery(ValueError):
    pass


class Query:
    """Compiles an expression to a test of a file: Query(text).matches(file)."""

    def __init__(self, text):
        self.tokens, place = [], 0
        while place < len(text.rstrip()):
            match = TOKEN.match(text, place)
            if not match:
                raise BadQuery(text)
            kind = match.lastgroup
            value = match.group(kind)
            if kind == "text":
                value = re.sub(r"\\(.)", r"\1", value[1:-1])
            self.tokens.append((kind, value))
            place = match.end()
        self.test = self.either() if self.tokens else lambda _: True
        if self.tokens:
            raise BadQuery(text)

    def matches(self, file):
        return self.test(file)

    def peek(self, value):
        return bool(self.tokens) and self.tokens[0] == ("word", value)

    def take(self, kind=None, value=None):
        if not self.tokens or (kind and self.tokens[0][0] != kind) or (value and self.tokens[0][1] != value):
            raise BadQuery("unexpected end or word")
        return self.tokens.pop(0)[1]

    def either(self):
        tests = [self.both()]
        while self.peek("or"):
            self.take()
            tests.append(self.both())
        return lambda file: any(test(file) for test in tests)

    def both(self):
        tests = [self.one()]
        while self.peek("and"):
            self.take()
            tests.append(self.one())
        return lambda file: all(test(file) for test in tests)

    def one(self):
        if self.peek("not"):
            self.take()
            test = self.one()
            return lambda file: not test(file)
        if self.tokens and self.tokens[0] == ("sign", "("):
            self.take()
            test = self.either()
            self.take("sign", ")")
            return test
        if self.tokens and self.tokens[0][0] == "text":
            value = self.take()
            self.take("word", "in")
            self.take("word", "parents")
            return lambda file: value in file.parents
        return self.comparison()

    def comparison(self):
        field = self.take("word")
        if field not in FIELDS:
            raise BadQuery(field)
        if self.peek("contains"):
            self.take()
            value = self.take("text").lower()
            return lambda file: any(word.startswith(value) for word in [file.name.lower(), *file.name.lower().split()])
        if self.peek("has"):
            return self.has(field)
        op, value = self.take("op"), self.take()
        if field in ("trashed", "starred", "sharedWithMe"):
            return lambda file: (bool(getattr(file, field, False)) == (value == "true")) == (op == "=")
        compare = {"=": lambda a: a == value, "!=": lambda a: a != value, "<": lambda a: a < value,
                   ">": lambda a: a > value, "<=": lambda a: a <= value, ">=": lambda a: a >= value}[op]
        return lambda file: compare(file.search[field](file))

    def has(self, field):
        self.take()
        self.take("sign", "{")
        self.take("word", "key")
        self.take("op", "=")
        key = self.take("text")
        self.take("word", "and")
        self.take("word", "value")
        self.take("op", "=")
        value = self.take("text")
        self.take("sign", "}")
        return lambda file: file.given.get(field, {}).get(key) == value


def selection(text):
    """{"files": {"id": {}}} of files(id) or files/id."""
    found, place = _group(text.replace(" ", ""), 0)
    if place != len(text.replace(" ", "")):
        raise BadQuery(text)
    return found


def _group(text, place):
    found = {}
    while True:
        match = re.compile(r"[A-Za-z0-9_*]+").match(text, place)
        if not match:
            raise BadQuery(text)
        name, place, below = match.group(0), match.end(), {}
        if text[place:place + 1] == "/":
            below, place = _path(text, place + 1)
        elif text[place:place + 1] == "(":
            below, place = _group(text, place + 1)
            if text[place:place + 1] != ")":
                raise BadQuery(text)
            place += 1
        found.setdefault(name, {}).update(below)
        if text[place:place + 1] != ",":
            return found, place
        place += 1


def _path(text, place):
    match = re.compile(r"[A-Za-z0-9_*]+").match(text, place)
    if not match:
        raise BadQuery(text)
    name, place, below = match.group(0), match.end(), {}
    if text[place:place + 1] == "/":
        below, place = _path(text, place + 1)
    elif text[place:place + 1] == "(":
        below, place = _group(text, place + 1)
        place += 1
    return {name: below}, place


def selected(value, fields, known=None):
    """A resource cut down to the fields asked for."""
    if not fields or "*" in fields:
        return value
    if isinstance(value, list):
        return [selected(one, fields) for one in value]
    if not isinstance(value, dict):
        return value
    unknown = set(fields) - set(known) if known else set()
    if unknown:
        raise BadQuery(", ".join(sorted(unknown)))
    return {key: selected(value[key], below) for key, below in fields.items() if key in value}
