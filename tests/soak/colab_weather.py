#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many short jobs on several machines of the Colab stand-in at once, in bad weather.

`colabq serve` runs the jobs while a seeded stream of faults befalls the services: machines die, tokens expire, replies get
lost, pages of HTML come instead of JSON, and the engine itself is killed now and then. Afterwards every job has ended once
and succeeded, each printed line stands in its executed notebook once, no machine is left or was there twice, every unit
that the account lost went to a machine of one of our leases, and every artifact is home as it was made.

    colab_weather.py --colabq build/dev/bin/colabq --standin tests/standin/run [--jobs N] [--machines N] [--lines N]
                     [--seconds N] [--seed N] [--generation tunnel|public] [--keep DIR]

Runs below with-keyring.sh: the sign-in has to outlive the engine.
"""
import argparse
import collections
import contextlib
import hashlib
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

FINAL = ("succeeded", "failed", "lost", "timed_out", "cancelled")
ASKING = "tun.*.get gapi.* v2.*.get"  # nothing that makes or changes
MAKING = "tun.assign.post v2.runtimes.post"
RELEASE = "tun.unassign.* v2.runtime.delete"
LISTS = "gapi.assignments.get tun.assignments.get gapi.runtime-proxy-token.get v2.runtimes.get v2.runtime.get"


def notebook(path, name, lines):
    sources = [
        f"import time\nfor i in range({lines}):\n    print('{name} line', i, flush=True)\n    time.sleep(0.1)",
        "import hashlib, os\nos.makedirs('out', exist_ok=True)\nmade = os.urandom(300_000)\n"
        "open('out/data.bin', 'wb').write(made)\nprint(hashlib.sha256(made).hexdigest())",
    ]
    cells = [{"id": f"c{i}", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": s}
             for i, s in enumerate(sources)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}))


def names_of(key):
    """What the machine of a lease is called: its notebook hash in one interface, its id in the other."""
    try:
        made = uuid.UUID(key)
        if made.version != 4:
            raise ValueError
    except ValueError:
        made = uuid.UUID(bytes=hashlib.sha256(key.encode()).digest()[:16], version=4)
    return str(made).replace("-", "_").ljust(44, "."), f"cc-{made}"


def name_of(machine):
    return machine.get("nbh") or machine.get("runtime")


class Standin:
    def __init__(self, run, folder):
        self.process = subprocess.Popen([sys.executable, "-B", run, "--port", "0", "--state", str(folder / "standin"),
                                         "--with-parent"], stdout=subprocess.PIPE, text=True,
                                        stderr=open(folder / "standin.log", "w"))
        self.told = json.loads(self.process.stdout.readline())
        self.machines = {}  # every one that was seen, by endpoint

    def control(self, path, body=None):
        request = urllib.request.Request(self.told["admin"] + path, None if body is None else json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def look(self):
        """The live machines; remembers all."""
        for machine in self.control("/machines?ended=1"):
            self.machines[machine["endpoint"]] = machine
        return [machine for machine in self.machines.values() if machine["state"] == "live"]

    def clear(self):
        request = urllib.request.Request(self.told["admin"] + "/faults", method="DELETE")
        urllib.request.urlopen(request, timeout=60).close()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


class Engine:
    def __init__(self, colabq, folder, endpoints, machines, generation):
        self.colabq, self.home, self.folder, self.process, self.kills = colabq, folder / "home", folder, None, 0
        self.env = {name: value for name, value in os.environ.items()
                    if not name.startswith(("COLAB_CONTROLLER", "GOOGLE_", "CLOUDSDK"))}
        self.env["COLAB_CONTROLLER_HOME"] = str(self.home)
        (self.home / "config").mkdir(parents=True)
        (self.home / "config/execution_config.yaml").write_text(
            "endpoints:\n" + "".join(f"  {name}: {url}\n" for name, url in endpoints.items()) +
            f"providers: {{colab: {{kind: colab, generation: {generation}}}}}\n"
            f"queue: {{parallel: {machines}}}\njobs: {{retries: 100, retry_delay: 1s, retry_delay_max: 5s}}\n")

    def call(self, *words):
        done = subprocess.run([self.colabq, *words], env=self.env, capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.returncode} {done.stdout} {done.stderr}")
        return done.stdout

    def start(self):
        log = open(self.folder / "engine.log", "ab")
        self.process = subprocess.Popen([self.colabq, "serve"], env=self.env, stdin=subprocess.DEVNULL, stdout=log,
                                        stderr=log, cwd=self.folder)
        until = time.monotonic() + 60
        while True:  # asks the socket itself: another command would host an engine of its own
            with socket.socket(socket.AF_UNIX) as client:
                if client.connect_ex(str(self.home / "data/engine.sock")) == 0:
                    return
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"the engine does not answer (exit code {self.process.poll()})")
            time.sleep(0.05)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(f"file:{self.home}/data/jobs.sqlite?mode=ro", uri=True, timeout=30)) as store:
            store.row_factory = sqlite3.Row
            return [dict(row) for row in store.execute(query)]


class Weather:
    """One fault at a time, by chance; the same ones for the same seed, as far as the machines are the same."""

    def __init__(self, standin, engine, seed):
        self.standin, self.engine, self.rng = standin, engine, random.Random(seed)
        self.count = collections.Counter()
        kinds = {self.machine_dies: 3, self.tokens_expire: 4, self.proxy_forgets: 4, self.sockets_close: 4,
                 self.too_often: 3, self.scarce: 0.3, self.services_fail: 5, self.making_is_unclear: 5, self.slow: 2,
                 self.release_fails: 3, self.lists_fail: 3, self.list_lies: 0.5, self.portal: 4, self.ping_refused: 3,
                 self.ping_silent: 1, self.handshake_refused: 2, self.moves: 2, self.kernel_dies: 1, self.drizzle: 1}
        self.kinds, self.weights = list(kinds), list(kinds.values())

    def blow(self):
        kind = self.rng.choices(self.kinds, self.weights)[0]
        faults = kind()
        if not faults:
            return
        self.count[kind.__name__] += 1
        for fault in faults if isinstance(faults, list) else [faults]:
            try:
                self.standin.control("/faults", fault)
            except urllib.error.HTTPError as error:  # the machine has just ended
                if error.code != 400 or "endpoint" not in fault:
                    raise

    def live(self):
        found = [machine["endpoint"] for machine in self.standin.look()]
        return self.rng.choice(sorted(found)) if found else None

    def on_machine(self, what, **more):
        endpoint = self.live()
        return endpoint and {"what": what, "endpoint": endpoint, **more}

    def machine_dies(self):
        return self.on_machine("kill_vm")

    def tokens_expire(self):
        return {"what": "expire_tokens", "kind": self.rng.choice(["access", "xsrf"])}

    def proxy_forgets(self):
        endpoint = self.live()
        return endpoint and [{"what": "expire_tokens", "kind": "proxy", "endpoint": endpoint,
                              "status": self.rng.choice([401, 404])},
                             {"what": "close_sockets", "endpoint": endpoint, "code": 1006}]

    def sockets_close(self):
        return self.on_machine("close_sockets", code=self.rng.choice([1000, 1006, 1011]))

    def too_often(self):
        return {"what": "rate_limited", "route": self.rng.choice([ASKING, RELEASE, "proxy.*"]),
                "retry_after": self.rng.choice([1, 2]), "times": self.rng.randint(1, 4)}

    def scarce(self):
        return {"what": self.rng.choice(["none_available", "too_many_assignments", "rate_limited"]), "route": MAKING}

    def services_fail(self):
        return {"what": self.rng.choice(["unavailable", "internal", "drop", "truncate", "garbage"]),
                "route": self.rng.choice([ASKING, "proxy.*", RELEASE, "oauth.token.post"]),
                "times": self.rng.randint(1, 4)}

    def making_is_unclear(self):
        return {"what": self.rng.choice(["lost_reply", "truncate", "drop", "internal", "garbage", "captive_portal"]),
                "route": MAKING}

    def slow(self):
        return {"what": "slow_create", "seconds": self.rng.uniform(1, 6)}

    def release_fails(self):
        return {"what": "unassign_fails", "times": self.rng.randint(1, 3)}

    def lists_fail(self):
        return {"what": self.rng.choice(["unavailable", "drop", "garbage"]), "route": LISTS, "times": self.rng.randint(1, 6)}

    def list_lies(self):
        return {"what": "list_without"}

    def portal(self):
        return {"what": self.rng.choice(["captive_portal", "sign_in_redirect"]), "times": self.rng.randint(1, 3),
                "route": self.rng.choice([ASKING, "proxy.*", RELEASE, "oauth.token.post", "tun.assign.get"])}

    def ping_refused(self):
        # Before a machine is in use, a token that cannot keep it is a reason to let it go and to fail.
        used = self.engine.rows("SELECT endpoint FROM leases WHERE state = 'active'")
        names = [json.loads(row["endpoint"])["machine"]["endpoint"] for row in used]
        return names and {"what": "keep_alive_scope", "endpoint": self.rng.choice(sorted(names)), "times": 2}

    def ping_silent(self):
        return {"what": "keep_alive_silent"}

    def handshake_refused(self):
        return {"what": "socket_refused", "status": self.rng.choice([401, 404, 503]), "times": self.rng.randint(1, 4)}

    def moves(self):
        return self.on_machine("new_address")

    def kernel_dies(self):
        return self.on_machine("kill_kernel")

    def drizzle(self):
        return {"what": "random", "route": "*", "times": 10, "probability": 0.05, "seed": self.rng.randrange(1 << 30)}


class Soak:
    def __init__(self, options, folder):
        self.options, self.folder, self.problems = options, folder, []
        self.standin = Standin(options.standin, folder)
        self.engine = Engine(os.path.abspath(options.colabq), folder, self.standin.told["endpoints"], options.machines,
                             options.generation)
        self.weather = Weather(self.standin, self.engine, options.seed)
        self.doubles = set()

    def expect(self, holds, what):
        if not holds:
            self.problems.append(what)

    def prepare(self):
        self.standin.control("/account", {"limit": self.options.machines})
        self.engine.call("sign-in", "--credentials", self.standin.told["credentials"])
        self.balance = self.standin.control("/account")["balance"]
        self.engine.start()
        for number in range(self.options.jobs):
            name = f"job{number}"
            notebook(self.folder / f"{name}.ipynb", name, self.options.lines)
            card = ["--accelerator", "T4"] if number % 3 == 1 else []
            self.engine.call("submit", f"{name}.ipynb", "--name", name, "--provider", "colab", "--artifact", "out/*", *card)

    def open_jobs(self):
        return self.engine.rows(f"SELECT name, state, error FROM jobs WHERE state NOT IN {FINAL}")

    def look_for_doubles(self):
        live = self.standin.look()
        times = collections.Counter(name_of(machine) for machine in live)
        self.doubles |= {name for name, count in times.items() if count > 1}
        self.expect(len(live) <= self.options.machines, f"{len(live)} machines at once")

    def storm(self):
        rng = random.Random(self.options.seed + 1)
        begun = time.monotonic()
        gap = self.options.seconds / max(1, min(self.options.seconds // 15, 20))
        next_kill = rng.uniform(0.3, 1.0) * gap
        while self.open_jobs() and time.monotonic() - begun < self.options.seconds:
            self.weather.blow()
            self.look_for_doubles()
            if time.monotonic() - begun > next_kill:
                next_kill = time.monotonic() - begun + rng.uniform(0.7, 1.3) * gap
                self.engine.kill()
                time.sleep(rng.choice([0, 0, 1, 4]))
                self.engine.start()
            time.sleep(rng.uniform(0.5, 2.5))
        self.stormed = time.monotonic() - begun
        self.standin.clear()

    def calm(self, what, left, seconds):
        until = time.monotonic() + seconds
        while left() and time.monotonic() < until:
            self.look_for_doubles()
            time.sleep(0.5)
        self.expect(not left(), f"{what}: {left()}")

    def check(self):
        self.standin.look()
        events = self.engine.rows(f"SELECT job, count(*) AS ends FROM events WHERE to_state IN {FINAL} GROUP BY job")
        ends = {row["job"]: row["ends"] for row in events}
        jobs = self.engine.rows("SELECT * FROM jobs")
        self.expect(len(jobs) == self.options.jobs, f"{len(jobs)} jobs")
        for job in jobs:
            before = len(self.problems)
            self.expect(ends.get(job["id"]) == 1, f"{job['name']}: {ends.get(job['id'])} ends")
            self.check_job(job)
            if len(self.problems) > before:
                self.problems.append((Path(job["results_dir"]) / "job.log").read_text()[-3000:])
        self.check_machines()
        self.check_money()

    def check_job(self, job):
        if job["state"] != "succeeded":
            self.expect(False, f"{job['name']}: {job['state']} {job['error']}")
            return
        results = Path(job["results_dir"])
        cells = json.loads((results / "executed.ipynb").read_text())["cells"]
        printed = ["".join("".join(output.get("text", [])) for output in cell["outputs"]) for cell in cells]
        expected = "".join(f"{job['name']} line {i}\n" for i in range(self.options.lines))
        self.expect(printed[0] == expected, f"{job['name']}: printed {printed[0]!r}")
        artifacts = self.engine.rows(f"SELECT * FROM artifacts WHERE job = '{job['id']}'")
        self.expect([a["path"] for a in artifacts] == ["artifacts/out/data.bin"], f"{job['name']}: artifacts {artifacts}")
        home = hashlib.sha256((results / "artifacts/out/data.bin").read_bytes()).hexdigest()
        for artifact in artifacts:
            seen = (artifact["sha256"], artifact["verified"], printed[1].strip())
            self.expect(seen == (home, "sha256", home), f"{job['name']}: at home {home}, but {seen}")

    def check_machines(self):
        self.expect(not self.standin.look(), f"machines left: {self.standin.look()}")
        self.expect(not self.doubles, f"machines twice: {self.doubles}")
        held = self.engine.rows("SELECT id, state FROM leases WHERE state != 'released'")
        self.expect(not held, f"leases left: {held}")

    def check_money(self):
        ours = {name for row in self.engine.rows("SELECT key FROM leases") for name in names_of(row["key"])}
        account = self.standin.control("/account")
        explained = 0.0
        for entry in account["ledger"]:
            machine = self.standin.machines.get(entry["endpoint"], {})
            self.expect(name_of(machine) in ours, f"nobody's: {entry} {machine}")
            explained += entry["units"]
        self.spent = self.balance - account["balance"]
        self.expect(abs(self.spent - explained) < 1e-6, f"{self.spent} units spent, {explained} explained")

    def run(self):
        try:
            self.prepare()
            self.storm()
            self.calm("jobs that do not end", self.open_jobs, 900)
            held = "SELECT id, state, job FROM leases WHERE state != 'released'"
            self.calm("leases that are not let go", lambda: self.engine.rows(held), 420)
            self.check()
        finally:
            self.engine.stop()
            self.standin.stop()
        attempts = self.engine.rows("SELECT count(*) AS n FROM attempts")[0]["n"]
        print(f"seed {self.options.seed}: {self.options.jobs} jobs in {attempts} attempts on {len(self.standin.machines)} "
              f"machines, {self.spent:.4f} units; {sum(self.weather.count.values())} faults in {self.stormed:.0f} s, the "
              f"engine killed {self.engine.kills} times")
        print(dict(self.weather.count))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--colabq", required=True)
    parser.add_argument("--standin", required=True)
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--machines", type=int, default=5)
    parser.add_argument("--lines", type=int, default=100, help="printed by each job, ten a second")
    parser.add_argument("--seconds", type=int, default=600, help="how long the faults go on at most")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--generation", choices=["tunnel", "public", "auto"], default="tunnel")
    parser.add_argument("--keep", type=Path, help="a new folder for everything, which stays")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        if options.keep:
            options.keep.mkdir(parents=True)
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="colab-weather-")))
        soak = Soak(options, folder.absolute())
        soak.run()
        for problem in soak.problems:
            print(problem)
        if soak.problems:
            print((folder / "engine.log").read_text()[-6000:])
    print(f"{len(soak.problems)} problems" if soak.problems else "all well")
    return 1 if soak.problems else 0


if __name__ == "__main__":
    sys.exit(main())
