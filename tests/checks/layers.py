# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms may only use what the table "Rooms" of docs/architecture.md says: link lines and includes.

layers.py ROOT LINKS: LINKS is written by CMake, one target a line: "name|type|lib;lib;...".
"""

import re
import sys
from pathlib import Path

from sources import CPP, Tree, code_only, finish

# Libraries that one room wraps for all others: include pattern, rooms that may.
WRAPPED = [
    (r"QSql\w*", {"core/store"}),
    (r"Q(Network|Ssl|TcpSocket|Udp|WebSocket|AbstractSocket|Dns)\w*", {"core/net"}),
    (r"QTcpServer|QHostAddress", {"core/net", "core/jupyter"}),  # looking for a free port
    (r"QLocal(Server|Socket)", {"core/engine", "app"}),
    (r"yaml-cpp/.*", {"core/base", "app/colabq"}),
    (r"qt6keychain/.*", {"core/auth"}),
    (r"CLI/.*", {"app/colabq"}),
    (r"md4c.*", {"ui"}),
    (r"QtCharts/.*|Q\w*Chart\w*|Q\w*Series", {"ui"}),
    (r"Q(Widget|Application|MainWindow|Dialog|Painter|Pixmap|Image|Icon|Font|Color|Gui|Window|Svg|SystemTray)\w*", {"ui", "app/colab-controller"}),
    (r"sqlite3\.h", {"core/store"}),
]


def rooms_of(document):
    """{folder: (target, {targets it may link}, [includes it may use])} from the table of the document."""
    rooms = {}
    for line in document.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"`(core/\w+|ui|ui/\w+|app/[\w-]+)`", cells[0]):
            links = set(re.findall(r"`([\w:.+-]+)`", cells[3]))
            includes = re.findall(r"`([\w/*.]+)`", cells[4])
            for target in re.findall(r"`(\w[\w-]*)`", cells[1]):
                rooms[target] = (cells[0].strip("`"), links, includes)
    return rooms


def check_links(rooms, links):
    problems = []
    for line in links.splitlines():
        name, kind, libraries = line.split("|", 2)
        if name.startswith("cc_") and name not in rooms and kind == "STATIC_LIBRARY" and name != "cc_testsupport":
            problems.append(f"target {name} is not in the table of docs/architecture.md")
        if name not in rooms:
            continue
        allowed = rooms[name][1] | {"cc_flags"}
        for library in filter(None, libraries.split(";")):
            if library.startswith("$<"):
                library = re.sub(r"^\$<LINK_ONLY:(.*)>$", r"\1", library)
            if library.startswith("/"):
                library = Path(library).name
            if library not in allowed:
                problems.append(f"{name} links {library}, which the table of docs/architecture.md does not allow")
    return problems


def room_of(path, rooms):
    folders = {folder for folder, _, _ in rooms.values()}
    parts = path.split("/")
    for depth in (2, 1):
        if "/".join(parts[:depth]) in folders and len(parts) > depth:
            return "/".join(parts[:depth])
    return None


def matches(pattern, header):
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), header)


def check_includes(tree, rooms):
    by_folder = {}
    for folder, _, includes in rooms.values():
        by_folder.setdefault(folder, set()).update(includes)
    # Headers are included by their room; those of ui by their whole path.
    own = {folder: folder.removeprefix("core/").removeprefix("app/") + "/" for folder in by_folder}
    problems = []
    for name in tree.files(*CPP):
        room = room_of(name, rooms)
        if not room:
            if name.startswith(("core/", "ui/", "app/")):
                problems.append(f"{name} is in no room of docs/architecture.md")
            continue
        raw = tree.text(name)
        live = {number for number, line in enumerate(code_only(raw).splitlines(), 1) if line.lstrip().startswith("#")}
        for number, line in enumerate(raw.splitlines(), 1):
            match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
            if not match or number not in live:
                continue
            quote, header = match.groups()
            where = f"{name}:{number}"
            if quote == '"':
                beside = "/" not in header and (tree.root / name).with_name(header).exists()
                if header.endswith(".moc") or header.startswith(own[room]) or beside:
                    continue
                if not any(matches(a, header) for a in by_folder[room]):
                    problems.append(f'{where}: {room} may not include "{header}"')
            else:
                for pattern, may in WRAPPED:
                    if re.fullmatch(pattern, header) and not {room, room.split("/")[0]} & may:
                        problems.append(f"{where}: <{header}> is for {', '.join(sorted(may))} only")
                if re.fullmatch(r"Qt(?!Global|Math|Endian|Numeric|Algorithms|Plugin|MsgHandler)[A-Z]\w*", header) or re.fullmatch(r"Qt\w+/Qt\w+", header):
                    problems.append(f"{where}: <{header}> is a module umbrella; include the class")
    return problems


def check_graph(rooms):
    """The table itself has no cycle."""
    problems, state = [], {}

    def visit(target, path):
        if state.get(target) == "done" or target not in rooms:
            return
        if target in path:
            problems.append("the table has a cycle: " + " -> ".join([*path, target]))
            return
        for other in rooms[target][1]:
            if other not in rooms or rooms[other][0] != rooms[target][0]:  # a room's own targets may share a row
                visit(other, [*path, target])
        state[target] = "done"
    for target in rooms:
        visit(target, [])
    return problems


def main():
    tree = Tree(sys.argv[1])
    rooms = rooms_of(tree.text("docs/architecture.md"))
    problems = [] if len(rooms) >= 9 else ["docs/architecture.md: the table of rooms was not understood"]
    problems += check_graph(rooms) + check_links(rooms, Path(sys.argv[2]).read_text()) + check_includes(tree, rooms)
    finish(problems, what="forbidden edges")


if __name__ == "__main__":
    main()
