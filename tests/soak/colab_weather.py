#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many short jobs on several machines of the Colab stand-in at once, in bad weather.

`colabq serve` runs the jobs while a seeded stream of faults befalls the services: machines die, tokens expire, replies get
lost, pages of HTML come instead of JSON, and the engine itself is killed now and then. Afterwards every job has ended once
and succeeded, each printed line stands in its executed notebook once, no machine is left or was there twice, every unit
that the account lost went to a machine of one of our leases and stands in our ledger (money.py says how closely), and
every artifact is home as it was made.

    colab_weather.py --colabq build/dev/bin/colabq --standin tests/standin/run [--jobs N] [--machines N] [--lines N]
                     [--seconds N] [--least N] [--brief] [--seed N] [--generation tunnel|public] [--keep DIR]

Runs below with-keyring.sh: the sign-in has to outlive the engine.
"""
import argparse
import collections
import contextlib
import hashlib
import json
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from colab_home import Findings, Home, Standin, notebook, printed
from money import Money, name_of
from weather import Weather

FINAL = ("succeeded", "failed", "lost", "timed_out", "cancelled")


class Soak:
    def __init__(self, options, folder):
        self.options, self.folder, self.problems = options, folder, Findings()
        self.standin = Standin(options.standin, folder)
        self.home = Home(options.colabq, folder, self.standin.endpoints,
                         f"providers: {{colab: {{kind: colab, generation: {options.generation}}}}}\n"
                         f"queue: {{parallel: {options.machines}}}\n"
                         "jobs: {retries: 100, retry_delay: 1s, retry_delay_max: 5s}\n")
        self.weather = Weather(self.standin, self.home, options.seed)
        self.machines, self.doubles, self.kills, self.stormed, self.money = {}, set(), 0, 0.0, {}

    def look(self):
        """The live machines; remembers all."""
        for machine in self.standin.machines(ended=True):
            self.machines[machine["endpoint"]] = machine
        return [machine for machine in self.machines.values() if machine["state"] == "live"]

    def prepare(self):
        self.standin.control("/account", {"limit": self.options.machines})
        self.home.must("sign-in", "--credentials", self.standin.credentials)
        self.balance = self.standin.control("/account")["balance"]
        self.home.serve()
        for number in range(self.options.jobs):
            name = f"job{number}"
            notebook(self.folder / f"{name}.ipynb",
                     f"import time\nfor i in range({self.options.lines}):\n"
                     f"    print('{name} line', i, flush=True)\n    time.sleep(0.1)",
                     "import hashlib, os\nos.makedirs('out', exist_ok=True)\nmade = os.urandom(300_000)\n"
                     "open('out/data.bin', 'wb').write(made)\nprint(hashlib.sha256(made).hexdigest())")
            card = ["--accelerator", "T4"] if number % 3 == 1 else []
            self.home.submit(f"{name}.ipynb", "--name", name, "--provider", "colab", "--artifact", "out/*", *card)

    def open_jobs(self):
        return self.home.rows(f"SELECT name, state, error FROM jobs WHERE state NOT IN {FINAL}")

    def look_for_doubles(self):
        live = self.look()
        times = collections.Counter(name_of(machine) for machine in live)
        self.doubles |= {name for name, count in times.items() if count > 1}
        self.problems.expect("machines at once", len(live) <= self.options.machines, len(live))

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
                self.home.kill()
                self.kills += 1
                time.sleep(rng.choice([0, 0, 1, 4]))
                self.home.serve()
            time.sleep(rng.uniform(0.5, 2.5))
        self.stormed = time.monotonic() - begun
        self.standin.clear()

    def calm(self, what, left, seconds):
        until = time.monotonic() + seconds
        while left() and time.monotonic() < until:
            self.look_for_doubles()
            time.sleep(0.5)
        self.problems.expect(what, not left(), left())

    def check(self):
        self.look()
        events = self.home.rows(f"SELECT job, count(*) AS ends FROM events WHERE to_state IN {FINAL} GROUP BY job")
        ends = {row["job"]: row["ends"] for row in events}
        jobs = self.home.rows("SELECT * FROM jobs")
        expect = self.problems.expect
        expect("jobs", len(jobs) == self.options.jobs, len(jobs))
        for job in jobs:
            before = len(self.problems)
            expect(f"{job['name']} ends once", ends.get(job["id"]) == 1, ends.get(job["id"]))
            self.check_job(job)
            if len(self.problems) > before:
                self.problems.append((Path(job["results_dir"]) / "job.log").read_text()[-3000:])
        expect("no machine is left", not self.look(), self.look())
        expect("no machine was there twice", not self.doubles, self.doubles)
        held = self.home.rows("SELECT id, state, active_at FROM leases WHERE state != 'released'")
        expect("no lease is left", not [lease for lease in held if not self.options.brief or lease["active_at"]], held)
        expect("the weather lasted", self.stormed >= self.options.least, self.stormed)
        self.money = Money(self.standin.control("/account"), self.machines, self.home, self.balance).check(expect)

    def check_job(self, job):
        expect, name = self.problems.expect, job["name"]
        if not expect(f"{name} succeeds", job["state"] == "succeeded", (job["state"], job["error"])):
            return
        results = Path(job["results_dir"])
        lines, digest = printed(results / "executed.ipynb")
        expected = "".join(f"{name} line {i}\n" for i in range(self.options.lines))
        expect(f"{name} printed each line once", lines == expected, repr(lines))
        artifacts = self.home.rows("SELECT * FROM artifacts WHERE job = ?", job["id"])
        expect(f"{name} has its artifact", [a["path"] for a in artifacts] == ["artifacts/out/data.bin"], artifacts)
        at_home = hashlib.sha256((results / "artifacts/out/data.bin").read_bytes()).hexdigest()
        for artifact in artifacts:
            seen = (artifact["sha256"], artifact["verified"], digest.strip())
            expect(f"{name}'s artifact is as it was made", seen == (at_home, "sha256", at_home), (at_home, seen))

    def run(self):
        try:
            self.prepare()
            self.storm()
            self.calm("jobs that do not end", self.open_jobs, 900)
            self.calm("machines that are not let go", self.look, 420)
            held = "SELECT id, state, job FROM leases WHERE state != 'released'"
            if not self.options.brief:
                self.calm("leases that are not let go", lambda: self.home.rows(held), 420)
            self.check()
        finally:
            self.home.end()
            self.standin.stop()
        attempts = self.home.rows("SELECT count(*) AS n FROM attempts")[0]["n"]
        print(f"seed {self.options.seed}: {self.options.jobs} jobs in {attempts} attempts on {len(self.machines)} "
              f"machines; {sum(self.weather.count.values())} faults in {self.stormed:.0f} s, the engine killed {self.kills} "
              f"times; {self.money}")
        print(dict(self.weather.count))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--colabq", required=True)
    parser.add_argument("--standin", required=True)
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--machines", type=int, default=5)
    parser.add_argument("--lines", type=int, default=300, help="printed by each job, ten a second")
    parser.add_argument("--seconds", type=int, default=600, help="how long the faults go on at most")
    parser.add_argument("--least", type=int, default=0, help="and how long they have to, or there were too few jobs")
    parser.add_argument("--brief", action="store_true",
                        help="do not wait for leases of which nobody knows for minutes whether a machine will come")
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
