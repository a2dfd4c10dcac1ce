#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the engine with SIGKILL, again and again, and proves that nothing is lost or doubled.

Each round submits jobs to a running `colabq serve`, kills the engine at a random moment, or at its n-th flush of the
store (strace sends the signal when the n-th fdatasync is about to happen), starts it again, waits for the jobs to end and
checks them:
every job succeeded in its first attempt, the executed notebook holds each output once, each cell ran once (a file on
disk counts), no runtime is left, the store is whole, and the history tells each event once.

    kill_rounds.py --colabq build/dev/bin/colabq --rounds 200 [--seed N] [--at-writes]
"""
import argparse
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from colab_home import accepts, eventually, notebook

LINES = 12


def write_notebook(path: Path, counter: Path) -> None:
    count = f"open({str(counter)!r}, 'a').write"
    sources = [
        f"{count}('a')\nprint('first')",
        f"{count}('b')\nimport time\nfor i in range({LINES}):\n    print(i, flush=True)\n    time.sleep(0.05)",
        f"{count}('c')\nfrom IPython.display import display\nh = display('shown', display_id='d')",
        f"{count}('d')\nimport sys\nprint('oops', file=sys.stderr)\n6 * 7",
    ]
    notebook(path, *sources)


def outputs(path: Path) -> list:
    found = []
    for cell in json.loads(path.read_text())["cells"]:
        found.append([(o["output_type"], "".join(o.get("text", [])) or "".join(o.get("data", {}).get("text/plain", [])))
                      for o in cell["outputs"]])
    return found


EXPECTED = [
    [("stream", "first\n")],
    [("stream", "".join(f"{i}\n" for i in range(LINES)))],
    [("display_data", "'shown'")],
    [("stream", "oops\n"), ("execute_result", "42")],
]


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Engine:
    def __init__(self, colabq: str, home: Path):
        self.colabq, self.home, self.process, self.refusal = colabq, home, None, ""
        self.flushes = 0  # of the store in one round, once known
        self.env = dict(os.environ, COLAB_CONTROLLER_HOME=str(home), DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")

    def start(self, kill_at_write: int = 0) -> None:
        command = [self.colabq, "serve"]
        if kill_at_write:
            # Only flushes of the store count: kernels, which strace follows as well, flush files of their own.
            store = str(self.home / "data/jobs.sqlite")
            command = ["strace", "-f", "-o", "/dev/null", "-P", store, "-P", store + "-wal", "-e",
                       "trace=fdatasync,fsync", "-e",
                       f"inject=fdatasync,fsync:signal=KILL:when={kill_at_write}"] + command
        log = open(self.home / "serve.log", "ab")
        self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                        start_new_session=True)

    def call(self, *arguments: str, check: bool = True):
        done = subprocess.run([self.colabq, "--json", *arguments], env=self.env, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            self.refusal = f"{arguments}: {done.returncode} {done.stdout} {done.stderr}"
            if check:
                raise RuntimeError(self.refusal)
            return None
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def wait_ready(self, seconds: float = 60) -> None:
        """Asks the socket itself: colabq would host an engine of its own to answer."""
        socket = self.home / "data/engine.sock"
        eventually(lambda: accepts(socket) or self.process.poll() is not None, seconds)
        if self.process.poll() is not None or not accepts(socket):
            raise RuntimeError(f"the engine does not answer (exit code {self.process.poll()})")

    def wait_killed(self, names: list, seconds: float = 120) -> bool:
        """Until strace has killed the engine, which is its first child; strace itself goes on with the Jupyter server.

        False when it was not: the jobs have ended, and no flush was left to be killed at.
        """
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        until, killed = time.monotonic() + seconds, True
        while children and is_running(children[0]):
            if self.have_ended(names):
                time.sleep(1)  # the last flush comes after the last word
                killed = not is_running(children[0])
                break
            if time.monotonic() > until:
                raise RuntimeError(f"{names}: neither killed nor done")
            time.sleep(0.05)
        self.kill()
        until = time.monotonic() + 5
        while children and is_running(children[0]) and time.monotonic() < until:
            time.sleep(0.02)  # its threads may take a moment to die
        return killed

    def have_ended(self, names: list) -> bool:
        with contextlib.closing(sqlite3.connect(f"file:{self.home}/data/jobs.sqlite?mode=ro", uri=True)) as database:
            marks = ",".join("?" * len(names))
            query = f"SELECT count(*) FROM jobs WHERE name IN ({marks}) AND state IN ('succeeded', 'failed', 'lost')"
            return database.execute(query, names).fetchone()[0] == len(names)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)


def submit(engine: Engine, path: Path, name: str) -> bool:
    """False when the engine died under the request; the job may be there all the same."""
    return engine.call("submit", str(path), "--name", name, check=False) is not None


def check_job(engine: Engine, name: str, counter: Path) -> list:
    problems = []
    rows = [job for job in engine.call("jobs")["jobs"] if job["name"] == name]
    if len(rows) != 1:
        return [f"{name}: {len(rows)} jobs instead of one"]
    job = engine.call("show", rows[0]["id"])
    if job["state"] != "succeeded":
        problems.append(f"{name}: {job['state']} {job['error']}")
    if len(job["attempts"]) != 1:
        problems.append(f"{name}: {len(job['attempts'])} attempts")
    executed = Path(job["results_dir"]) / "executed.ipynb"
    if not executed.exists() or outputs(executed) != EXPECTED:
        problems.append(f"{name}: outputs {outputs(executed) if executed.exists() else None}")
    ran = counter.read_text() if counter.exists() else ""
    if ran != "abcd":
        problems.append(f"{name}: cells ran as {ran!r}")
    return problems


def check_stores(home: Path) -> list:
    problems = []
    with sqlite3.connect(f"file:{home}/data/jobs.sqlite?mode=ro", uri=True) as database:
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            problems.append("the store is damaged")
    numbers = []
    for line in (home / "data/logs/execution_history.jsonl").read_bytes().splitlines():
        numbers.append(json.loads(line)["number"])
    if numbers != sorted(set(numbers)):
        problems.append("the history tells an event twice or out of order")
    return problems


def check_runtimes(engine: Engine) -> list:
    until = time.monotonic() + 20
    while True:
        held = [r for r in engine.call("runtimes")["runtimes"] if r["state"] != "spare"]
        if not held:
            return []
        if time.monotonic() > until:
            return [f"runtimes left: {held}"]
        time.sleep(0.2)


def play(engine: Engine, work: Path, number: int, rng: random.Random, at_writes: bool) -> list:
    names = [f"round{number}-{part}" for part in "ab"]
    paths = {}
    for name in names:
        paths[name] = (work / f"{name}.ipynb", work / f"{name}.count")
        write_notebook(*paths[name])
    if at_writes:
        engine.stop()
        flush = (number - 1) % engine.flushes + 1 if engine.flushes else number
        engine.start(kill_at_write=flush)
        time.sleep(0.3)  # it may die before it listens
    taken = [name for name in names if submit(engine, paths[name][0], name)]
    if at_writes:
        if not engine.wait_killed(taken) and taken == names and not engine.flushes:
            engine.flushes = flush - 1
            print(f"round {number}: a round has {engine.flushes} flushes; from the first again", flush=True)
    else:
        time.sleep(rng.uniform(0, 2.5))
        engine.kill()
    engine.start()
    engine.wait_ready()
    known = {job["name"] for job in engine.call("jobs")["jobs"]}
    for name in names:
        if name not in known and not submit(engine, paths[name][0], name):
            return [f"{name} cannot be submitted: {engine.refusal}"]
    ids = [job["id"] for job in engine.call("jobs")["jobs"] if job["name"] in names]
    subprocess.run([engine.colabq, "--json", "wait", *ids], env=engine.env, capture_output=True, timeout=180)
    problems = []
    for name in names:
        problems += check_job(engine, name, paths[name][1])
    return problems + check_runtimes(engine) + check_stores(engine.home)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--colabq", required=True)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1, help="number of the first round")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--at-writes", action="store_true",
                        help="kill at the n-th flush of the store in round n, from the first again after the last")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    failures = 0
    with tempfile.TemporaryDirectory(prefix="colabq-soak-") as folder:
        home, work = Path(folder) / "home", Path(folder) / "work"
        home.mkdir()
        work.mkdir()
        engine = Engine(os.path.abspath(options.colabq), home)
        engine.start()
        try:
            engine.wait_ready()
            for number in range(options.first, options.first + options.rounds):
                problems = play(engine, work, number, rng, options.at_writes)
                failures += bool(problems)
                for problem in problems:
                    print(f"round {number}: {problem}", flush=True)
                if number % 10 == 0:
                    print(f"round {number}: {failures} failed so far", flush=True)
            engine.stop()
        finally:
            engine.kill()
            if failures:
                print((home / "serve.log").read_text()[-4000:])
    print(f"seed {options.seed}: {options.rounds - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
