# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text of the window has a finished French translation in its class's context, none is left over, and every
plural has its forms.

lupdate of Qt 6.4 does not see classes in a nested namespace, so the .ts files are kept by hand and checked here.
"""

import re
import sys
import xml.etree.ElementTree as tree
from pathlib import Path

LITERAL = r'"(?:[^"\\]|\\.)*"'
TEXT = rf'({LITERAL}(?:\s*{LITERAL})*)'
OWN = re.compile(rf'(?<!\w)tr\(\s*{TEXT}')
NAMED = re.compile(rf'(?:translate|QT_TRANSLATE_NOOP)\(\s*{LITERAL}\s*,\s*{TEXT}')
METHOD = re.compile(r'^(?:\w[\w:<>*&, ]*[ *&])?(\w+)::~?\w+\(', re.M)
PLACE = re.compile(r'%(?:n|L?\d+)')
ESCAPES = {r'\n': '\n', r'\"': '"', r'\\': '\\', r'\t': '\t'}


def literal(source):
    parts = (part[1:-1] for part in re.findall(LITERAL, source))
    return re.sub(r'\\[n"\\t]', lambda m: ESCAPES[m.group()], ''.join(parts))


def texts_of_sources(root):
    """(text, class or None, file) of every text that is translated."""
    for folder in ('ui', 'app/colab-controller'):
        for path in sorted((root / folder).rglob('*.cpp')):
            content = path.read_text(encoding='utf-8')
            for match in NAMED.finditer(content):
                yield literal(match.group(1)), None, path.relative_to(root)
            methods = [(m.start(), m.group(1)) for m in METHOD.finditer(content)]
            for match in OWN.finditer(content):
                owners = [name for start, name in methods if start < match.start()]
                own = owners and not content[:match.start()].endswith('::')  # else the context is named elsewhere
                yield literal(match.group(1)), owners[-1] if own else None, path.relative_to(root)


def messages(root, language):
    for context in tree.parse(root / f'resources/translations/colab_{language}.ts').getroot().iter('context'):
        for message in context.iter('message'):
            translation = message.find('translation')
            forms = [form.text or '' for form in translation.iter('numerusform')] or [translation.text or '']
            yield context.findtext('name').split('::')[-1], message.findtext('source'), translation.get('type'), forms


def check(root):
    problems = []
    sources = list(texts_of_sources(root))
    known = {text for text, _, _ in sources}
    french = set()
    for context, source, kind, forms in messages(root, 'fr'):
        french |= {(context, source), (None, source)}
        name = f'colab_fr.ts: {context}: '
        if kind or not all(forms):
            problems.append(f'{name}unfinished: {source!r}')
        if source not in known:
            problems.append(f'{name}no such text in the sources: {source!r}')
        if '%n' in source and len(forms) != 2:
            problems.append(f'{name}one form for {source!r}')
        for form in forms:
            if set(PLACE.findall(form)) != set(PLACE.findall(source)):
                problems.append(f'{name}other places than in {source!r}: {form!r}')
    plurals = {source for _, source, _, forms in messages(root, 'en') if len(forms) == 2 and all(forms)}
    for text, owner, path in sources:
        if (owner, text) not in french:
            problems.append(f'{path}: no French in the context {owner} for {text!r}')
        if '%n' in text and text not in plurals:
            problems.append(f'{path}: no English plural for {text!r}')
    return problems


if __name__ == '__main__':
    found = check(Path(sys.argv[1]))
    print('\n'.join(found) or 'every text is translated')
    sys.exit(1 if found else 0)
