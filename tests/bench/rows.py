# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the table: each a function of Bench that yields {what, value, bar, ok, note}."""

import contextlib
import csv
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import bare
from display import Display
from home import Home, notebook, peak_memory

ROOT = Path(__file__).resolve().parents[2]
ROWS = {}
LINES = "for i in range(100_000): print(i)"
CELLS = 1000


def row(function):
    ROWS[function.__name__] = function
    return function


def line(what, value, bar, ok, note=""):
    return {"what": what, "value": value, "bar": bar, "ok": bool(ok), "note": note}


def at_most(what, value, bar, note=""):
    return line(what, value, f"<= {bar}", value <= bar, note)


def at_least(what, value, bar, note=""):
    return line(what, value, f">= {bar}", value >= bar, note)


class Bench:
    """Where the programs are, and what is running for the row at hand."""

    def __init__(self, programs, folder, repeat):
        self.programs, self.folder, self.repeat = programs, folder, repeat
        self.homes, self.count = [], 0

    def home(self, **options):
        self.count += 1
        home = Home(self.programs, self.folder / f"home{self.count}", **options)
        self.homes.append(home)
        return home

    def notebook(self, name, *cells):
        return notebook(self.folder / f"{name}.ipynb", *cells)

    def clean(self):
        while self.homes:
            self.homes.pop().stop()


def in_turns(repeat, *measures):
    """Medians, the measures taken one after the other each round; the first round is not counted."""
    found = [[] for _ in measures]
    for turn in range(repeat + 1):
        for values, measure in zip(found, measures):
            value = measure()
            if turn:
                values.append(value)
    return [statistics.median(values) for values in found]


def against_bare(bench, cells_one, cells_many):
    """(bare seconds, our seconds) for what `many` costs more than `one`: start-up of either client falls out."""
    one, many = bench.notebook("one", *cells_one), bench.notebook("many", *cells_many)
    home = bench.home(engine=True)
    server = bare.Server(str(bench.folder))
    kernel = bare.Kernel(server)

    def ours(path):
        home.wait_until_warm()
        return home.run(path)
    try:
        figures = in_turns(bench.repeat, lambda: kernel.execute(cells_one)[0], lambda: kernel.execute(cells_many)[0],
                           lambda: ours(one), lambda: ours(many))
    finally:
        kernel.close()
        server.stop()
    return figures, home


@row
def cells(bench):
    """1,000 trivial cells on a warm kernel, a cell's time over that of a bare client which queues the same"""
    (bare_one, bare_many, our_one, our_many), _ = against_bare(bench, ["x = 0\nx"], [f"x = {i}\nx" for i in range(CELLS)])
    theirs, ours = (bare_many - bare_one) / (CELLS - 1), (our_many - our_one) / (CELLS - 1)
    yield at_most("1,000 cells, per cell over a bare client", ours / theirs, 1.10,
                  f"{ours * 1000:.2f} ms and {theirs * 1000:.2f} ms; whole runs {our_many:.2f} s and {bare_many:.2f} s")


def nbconvert(bench, path):
    begin = time.perf_counter()
    subprocess.run(["jupyter", "nbconvert", "--to", "notebook", "--execute", str(path), "--output-dir",
                    str(bench.folder / "nbconvert")], check=True, capture_output=True)
    return time.perf_counter() - begin


def over_nbconvert(bench, what, bars, ours):
    for count, bar in bars.items():
        path = bench.notebook(f"cells{count}", *[f"x = {i}\nx" for i in range(count)])
        theirs, our = in_turns(bench.repeat, lambda p=path: nbconvert(bench, p), lambda p=path: ours(p))
        yield at_least(f"{what}, {count} cell{'s' * (count > 1)}: nbconvert over colabq", theirs / our, bar,
                       f"{theirs:.2f} s and {our:.2f} s")


@row
def cold(bench):
    """nbconvert --execute over colabq run, whole processes, nothing running: 1 and 200 cells"""
    home = bench.home(engine=False)

    def ours(path):
        seconds = home.run(path)
        home.stop()  # also waits for the server that is ending
        return seconds
    yield from over_nbconvert(bench, "cold", {1: 1.6, 200: 1.3}, ours)


@row
def warm(bench):
    """the same with the engine running and its kernel warm"""
    home = bench.home(engine=True)

    def ours(path):
        home.wait_until_warm()
        return home.run(path)
    yield from over_nbconvert(bench, "engine running", {1: 15, 200: 3}, ours)


@row
def lines(bench):
    """100,000 printed lines in one cell: time over the bare client, lines lost"""
    (bare_one, bare_many, our_one, our_many), home = against_bare(bench, ["pass"], [LINES])
    text = home.stdout_of_last()
    lost = 100_000 - len(set(text.split()))
    yield at_most("100,000 lines, over a bare client", (our_many - our_one) / (bare_many - bare_one), 1.25,
                  f"{our_many - our_one:.3f} s and {bare_many - bare_one:.3f} s (a trivial run: {our_one:.2f} s)")
    yield at_most("lines lost or doubled", abs(lost) + abs(text.count("\n") - 100_000), 0)


@row
def big(bench):
    """one output of 50 MB: peak memory of colabq over the output's size"""
    size = 50_000_000
    kinds = {"stream": f"print('x' * {size})",
             "display": f"from IPython.display import display\ndisplay({{'text/plain': 'x' * {size}}}, raw=True)"}
    for kind, source in kinds.items():
        home = bench.home(engine=False)
        peak = peak_memory(home.command("run", str(bench.notebook(kind, source))), home.environment)
        kept = home.last_executed().stat().st_size
        yield at_most(f"50 MB {kind}: peak of colabq over it", peak / size, 4, f"{peak / 1e6:.0f} MB; executed.ipynb {kept / 1e6:.0f} MB")


@row
def recorder(bench):
    """100,000 printed lines with the recorder over without it, on a bare client"""
    source = (ROOT / "core/jupyter/kernel/recorder.py").read_text()
    request = {"attempt": "bench", "folder": str(bench.folder / "journal"), "journal": "journal.jsonl", "samples": "samples.jsonl"}
    code = f"exec({source!r}, {{'__name__': 'recorder', 'request': {request!r}}})"
    server = bare.Server(str(bench.folder))
    without, with_it = bare.Kernel(server), bare.Kernel(server)
    with_it.execute([code], silent=True, store_history=False)
    try:
        plain, recorded = in_turns(max(9, bench.repeat), lambda: without.execute([LINES])[0], lambda: with_it.execute([LINES])[0])
    finally:
        server.stop()
    journal = bench.folder / "journal" / "journal.jsonl"
    if not journal.exists() or journal.stat().st_size < 1_000_000:
        raise RuntimeError("the recorder has recorded nothing: the comparison would be empty")
    yield at_most("recorder: 100,000 lines with it over without", recorded / plain, 1.15, f"{recorded:.3f} s and {plain:.3f} s")


@row
def sampler(bench):
    """jitter of the sampler's interval at 1 Hz while a cell spins in pure Python for a minute"""
    home = bench.home(engine=True)
    home.run(bench.notebook("spin", "import time\nend = time.time() + 60\nn = 0\nwhile time.time() < end: n += 1"))
    with open(home.last_executed().parent / "samples.csv", newline="") as file:
        records = list(csv.DictReader(file))
    times = [instant(next(iter(r.values()))) for r in records][1:-1]
    gaps = sorted(abs(b - a - 1000) for a, b in zip(times, times[1:]))
    if len(gaps) < 50:
        raise RuntimeError(f"only {len(gaps)} intervals in samples.csv")
    p99 = gaps[min(len(gaps) - 1, int(len(gaps) * 0.99))]
    yield at_most("sampler: jitter at 1 Hz under load, p99, ms", p99, 20, f"{len(gaps)} intervals, median {gaps[len(gaps) // 2]:.1f} ms")


def instant(text):
    """Milliseconds, of an RFC 3339 time or a number of them."""
    if re.fullmatch(r"[\d.]+", text):
        return float(text)
    from datetime import datetime
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


@row
def store(bench):
    """durable transitions a second over bare SQLite, and the submit rate (store_bench)"""
    out = subprocess.run([str(bench.programs / "store_bench"), "--benchmark_format=json", "--benchmark_filter=durable|submit",
                          f"--benchmark_repetitions={bench.repeat}", "--benchmark_report_aggregates_only=true"],
                         check=True, capture_output=True, text=True).stdout
    found = {r["run_name"].split("/")[0]: r for r in json.loads(out[out.index("{"):])["benchmarks"]
             if r.get("aggregate_name") == "median"}
    durable, submit = found["durableTransitions"], found["submitTenThousand"]
    yield at_least("durable transitions over bare SQLite", durable["ratio"], 0.7,
                   f"{durable['store_per_second']:,.0f}/s and {durable['bare_per_second']:,.0f}/s")
    yield at_least("submit of 10,000 jobs in one batch, jobs/s", submit["per_second"], 20_000)


@row
def start(bench):
    """start of an engine with 10,000 queued jobs until it answers"""
    home = bench.home(engine=True)
    home.run(bench.notebook("one", "1"))
    home.stop()
    fill(home.data / "jobs.sqlite", 10_000, state="queued", schedule="waiting")
    times = []
    for _ in range(bench.repeat):
        begin = time.perf_counter()
        home.start()
        times.append(time.perf_counter() - begin)
        home.stop()
    yield at_most("10,000 queued jobs: start to an engine that answers, s", statistics.median(times), 1)


def fill(database, count, state, schedule):
    """Copies of the one job there, with ids of their own."""
    # Closed at the end: a connection left open keeps the log beside the database, as after a crash.
    with contextlib.closing(sqlite3.connect(database)) as store, store:
        seq, template = store.execute("SELECT seq, id FROM jobs LIMIT 1").fetchone()
        columns = [c[1] for c in store.execute("PRAGMA table_info(jobs)")]
        replaced = {"seq": "? + n", "id": "printf('bench%08d', n)", "position": "position + n", "state": f"'{state}'",
                    "schedule": f"'{schedule}'"}
        chosen = ", ".join(replaced.get(c, c) for c in columns)
        numbers = f"WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {count})"
        store.execute(f"INSERT INTO jobs {numbers} SELECT {chosen} FROM jobs, t WHERE id = ?", (seq, template))
        store.execute(f"INSERT INTO job_specs {numbers} SELECT ? + n, spec FROM job_specs, t WHERE seq = ?", (seq, seq))


def in_order(program):
    program.terminate()
    try:
        program.wait(10)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


@row
def window(bench):
    """cold start to a usable window with 100,000 jobs in the store, over a trivial Qt Widgets program (under Xvfb)"""
    home = bench.home(engine=True)
    home.run(bench.notebook("one", "1"))
    home.stop()
    fill(home.data / "jobs.sqlite", 100_000, state="succeeded", schedule="done")
    firsts = []

    def ours():
        first, usable = display.until_usable([str(bench.programs / "colab-controller")], home.environment, in_order)
        firsts.append(first)
        home.stop()
        return usable
    with Display(bench.folder) as display:
        trivial, our = in_turns(bench.repeat, lambda: display.until_usable([str(bench.programs / "trivial_window")], {}, in_order)[1], ours)
    yield at_most("window: cold start to usable over a trivial program", our / trivial, 2.0,
                  f"{our * 1000:.0f} ms (first paint {statistics.median(firsts) * 1000:.0f} ms) and {trivial * 1000:.0f} ms; 100,000 jobs")


@row
def upload(bench):
    """1 GB by the resumable protocol with three broken connections: bytes sent again, memory, speed over curl"""
    chunk, size, small = 64 << 20, 1_000_000_000, 100_000_000
    for name, length in (("big", size), ("small", small)):
        with open(bench.folder / name, "wb") as file:
            file.truncate(length)
    server = subprocess.Popen([sys.executable, str(Path(__file__).parent / "uploads.py")], stdout=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{int(server.stdout.readline())}"
    again, peaks = [], []

    def ask(path, verb="GET"):
        with urllib.request.urlopen(urllib.request.Request(address + path, method=verb)) as answer:
            return answer.read()

    def ours(name, breaks):
        ask("/counts")
        ask("/breaks/" + ",".join(str(at) for at in breaks), "PUT")
        told = json.loads(subprocess.run([str(bench.programs / "upload_bench"), str(bench.folder / name), address + "/begin"],
                                         check=True, capture_output=True, text=True).stdout)
        received = json.loads(ask("/counts"))["received"]
        return told["seconds"], told["peak"], received - (bench.folder / name).stat().st_size

    def broken():
        seconds, peak, more = ours("big", [(n * size // 4) | 12345 for n in (1, 2, 3)])
        again.append(more)
        peaks.append(peak)
        return seconds

    def curl():
        out = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-w", "%{time_total}", "-T", str(bench.folder / "big"),
                              address + "/plain"], check=True, capture_output=True, text=True).stdout
        return float(out)
    try:
        our, theirs = in_turns(bench.repeat, broken, curl)
        level = statistics.median(ours("small", [])[1] for _ in range(bench.repeat))
    finally:
        server.terminate()
        server.wait()
    yield at_least("1 GB upload, three breaks: speed over curl without any", theirs / our, 0.8, f"{our:.2f} s and {theirs:.2f} s")
    yield at_most("bytes sent again a break, over a chunk", max(again) / 3 / chunk, 1, f"{max(again):,} in all; chunk {chunk:,}")
    yield at_most("peak memory of 1 GB over that of 0.1 GB", max(peaks) / level, 1.1, f"{max(peaks) / 1e6:.0f} MB and {level / 1e6:.0f} MB")
