# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what the program must reach, each against its floor in the same run, and prints one table.

run.py [ROW...] [--build DIR] [--repeat N] [--json FILE] [--list]

DIR holds the programs: cmake --preset bench && ninja -C build/bench bench. Every figure is a median of N runs, taken in
turns with the one it is compared with. Run it on a quiet machine.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import rows  # noqa: E402


def shown(value):
    return "-" if value is None else f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="all when none is named")
    parser.add_argument("--build", metavar="DIR", default=str(rows.ROOT / "build" / "bench"))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    if given.list:
        for name, function in rows.ROWS.items():
            print(f"{name:10} {function.__doc__}")
        return
    unknown = set(given.rows) - set(rows.ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(rows.ROWS)}")
    found, failed = [], False
    with tempfile.TemporaryDirectory(prefix="cc-bench-") as folder:
        bench = rows.Bench(Path(given.build).resolve() / "bin", Path(folder), given.repeat)
        for name in given.rows or rows.ROWS:
            try:
                for line in rows.ROWS[name](bench):
                    found.append({"row": name, **line})
                    print(f"  {name}: {line['what']}: {shown(line['value'])}", file=sys.stderr, flush=True)
            except Exception as error:  # the other rows are still worth having
                failed = True
                found.append({"row": name, "what": f"not measured: {type(error).__name__}: {error}"[:300], "value": None,
                              "bar": "", "ok": False, "note": ""})
                print(f"  {name}: {error}", file=sys.stderr, flush=True)
            finally:
                bench.clean()
    print("\n| measure | value | bar | | figures |\n|---|---|---|---|---|")
    for line in found:
        print(f"| {line['what']} | {shown(line['value'])} | {line['bar']} | {'met' if line['ok'] else 'NOT MET'} | {line['note']} |")
    if given.json:
        Path(given.json).write_text(json.dumps(found, indent=1) + "\n")
    sys.exit(1 if failed or not all(line["ok"] for line in found) else 0)


if __name__ == "__main__":
    main()
