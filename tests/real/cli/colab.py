#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A researcher's evening on Colab, by the real colabq against the stand-in: sign in, run with a card, artifacts home,
backup on Drive, two machines at the account's limit, kill -9 in the middle, sign out; no machine left, no secret anywhere.

colab.py COLABQ STANDIN. Runs below with-keyring.sh.
"""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

colabq, standin_run = sys.argv[1:3]
folder = tempfile.TemporaryDirectory()
home = pathlib.Path(folder.name) / "home"
environment = {name: value for name, value in os.environ.items()
               if not name.startswith(("COLAB_CONTROLLER", "GOOGLE_", "CLOUDSDK"))}
environment["COLAB_CONTROLLER_HOME"] = str(home)
PLANTED = "planted-" + os.urandom(12).hex()
SECRETS = re.compile(rb"ya29\.[\w-]{20}|1//0[\w-]{20}|" + PLANTED.encode())
wrong, said = [], []


def expect(what, holds, seen=""):
    if not holds:
        wrong.append(f"{what}: {seen}")


def run(*words, timeout=200, typed=None):
    done = subprocess.run([colabq, *words], capture_output=True, text=True, env=environment, timeout=timeout, cwd=folder.name,
                          **({"input": typed} if typed else {"stdin": subprocess.DEVNULL}))
    said.append(done.stdout + done.stderr)
    return done


def serve():
    """An engine that answers. No other command may ask meanwhile: it would take the data folder for itself."""
    path = home / "engine.log"
    before = path.stat().st_size if path.exists() else 0
    log = open(path, "ab")
    process = subprocess.Popen([colabq, "serve"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
                               cwd=folder.name)
    expect("the engine answers", eventually(lambda: "is running" in path.read_text()[before:]), path.read_text()[before:])
    return process


def control(path, body=None):
    request = urllib.request.Request(told["admin"] + path, None if body is None else json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=30))


def eventually(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def newest():
    return json.loads(run("jobs", "--json").stdout)["jobs"][0]["id"]


def submit(*words):
    asked = run("submit", *words)
    if asked.returncode:
        raise SystemExit(f"submit: {asked}; until then: {wrong}")
    return asked.stdout.strip()


def show(job):
    told_of = run("show", job, "--json")
    if told_of.returncode:
        raise SystemExit(f"show {job}: {told_of}; until then: {wrong}")
    return json.loads(told_of.stdout)


def notebook(name, *cells):
    (pathlib.Path(folder.name) / name).write_text(json.dumps({
        "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [{"id": f"c{i}", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": s}
                  for i, s in enumerate(cells)]}))
    return name


standin = subprocess.Popen([sys.executable, "-B", standin_run, "--port", "0", "--state", str(home.parent / "standin"),
                            "--with-parent"], stdout=subprocess.PIPE, text=True, stderr=open(home.parent / "standin.log", "w"))
told = json.loads(standin.stdout.readline())
engine = None
try:
    (home / "config").mkdir(parents=True)
    (home / "config" / "execution_config.yaml").write_text(
        "endpoints:\n" + "".join(f"  {name}: {url}\n" for name, url in told["endpoints"].items()) + "queue: {parallel: 4}\n")
    short = notebook("short.ipynb", "import time, os\nprint('on', os.getcwd())\ntime.sleep(3)",
                     "os.makedirs('out', exist_ok=True); open('out/data.bin', 'wb').write(b'x' * 2_000_000)")
    long = notebook("long.ipynb", "import time\nfor i in range(60):\n  print('line', i, flush=True)\n  time.sleep(0.1)")

    # Nobody is signed in.
    ran = run("run", short, "--provider", "colab")
    expect("without an account it could not be run", ran.returncode == 3, ran)
    expect("it says what to do", "colabq sign-in" in ran.stderr, ran.stderr)

    signed = run("sign-in", "--credentials", told["credentials"])
    expect("sign-in", signed.returncode == 0, signed)
    listed = run("providers")
    expect("the account's units are told", "100" in listed.stdout and "tester@example.com" in listed.stdout, listed.stdout)

    # From a card to a verified backup.
    ran = run("run", short, "--provider", "colab", "--accelerator", "A100,T4", "--artifact", "out/*", "--backup-to",
              "gdrive:runs")
    expect("the run succeeds", ran.returncode == 0, ran)
    job = show(newest())
    attempt = job["attempts"][-1]
    expect("it got the card", attempt["accelerator"] == "A100", attempt)
    expect("the artifact is home", job["artifacts"][0]["size"] == 2_000_000, job["artifacts"])
    expect("the backup is verified", job["backup"]["state"] == "done", job["backup"])
    expect("the machine is gone", eventually(lambda: control("/machines") == []), control("/machines"))
    samples = (pathlib.Path(job["results_dir"]) / "samples.csv").read_text()
    expect("the card was watched", "A100" in samples, samples[:500])

    # What it cost is on record, and said; the account tells what is left and what accelerators cost.
    expect("the card's price is told at submission", "units an hour" in ran.stderr, ran.stderr)
    cost = job["cost"]
    expect("the cost is recorded", cost["compute_units"] > 0 and cost["accelerator_seconds"] >= 3, cost)
    expect("with how its price was found", attempt["cost"]["rate_from"] in ("alone", "difference", "listed"), attempt["cost"])
    usage = json.loads(run("account", "--json").stdout)["usage"][0]
    expect("the balance is told", 0 < usage["units"] < 100 and usage["tier"] == "pro", usage)
    expect("what was spent is told", usage["spent_this_month"] >= cost["compute_units"] * 0.999,
           (usage["spent_this_month"], cost))
    prices = {a["name"]: a for a in usage["accelerators"] if not a["high_ram"]}
    expect("accelerators have prices", prices["A100"]["units_per_hour"] > 0 and not prices["H100"]["eligible"], prices)

    # A job's own budget ends it.
    spent = run("run", long, "--provider", "colab", "--accelerator", "A100", "--max-units", "0.0005", "--retries", "2")
    expect("a spent budget stops the job", spent.returncode == 3, spent)
    job = show(newest())
    expect("and says so", job["error"]["code"] == "account.budget_spent", job["error"])
    expect("it is tried once", len(job["attempts"]) == 1, job["attempts"])
    expect("its machine is gone", eventually(lambda: control("/machines") == []), control("/machines"))

    # A secret of the notebook's: typed once, read by the notebook, found nowhere else.
    kept = run("secrets", "set", "CANARY", typed=PLANTED + "\n")
    expect("the secret is kept", kept.returncode == 0 and run("secrets").stdout == "CANARY\n", kept)
    asks = notebook("asks.ipynb", "from google.colab import userdata\nimport hashlib\n"
                    "print(hashlib.sha256(userdata.get('CANARY').encode()).hexdigest())")
    ran = run("run", asks, "--provider", "colab")
    expect("the notebook reads it", hashlib.sha256(PLANTED.encode()).hexdigest() in ran.stdout, ran)
    gone = run("secrets", "remove", "CANARY")
    expect("it can be taken back", gone.returncode == 0 and not run("secrets").stdout, gone)

    # At the account's limit the second job waits and then runs; retries are not spent.
    control("/account", {"limit": 1})
    engine = serve()
    first = submit(long, "--provider", "colab")
    expect("the first runs", eventually(lambda: show(first)["state"] == "running"), show(first))
    second = submit(short, "--provider", "colab")
    expect("the second waits", eventually(lambda: show(second)["state"] == "waiting_retry"), show(second))
    told_error = show(second)["error"]
    expect("and says why", told_error["code"] == "account.too_many_runtimes", told_error)
    listed = json.loads(run("runtimes", "--json").stdout)
    expect("one machine is listed, as ours", len([r for r in listed["runtimes"] if r["provider"] == "colab"]) == 1, listed)

    # kill -9 under the running job: taken up again, each line once, no second machine.
    engine.kill()
    engine.wait()
    engine = serve()
    expect("the first succeeds", run("wait", first).returncode == 0, show(first))
    executed = json.loads((pathlib.Path(show(first)["results_dir"]) / "executed.ipynb").read_text())
    text = "".join("".join(o["text"]) for o in executed["cells"][0]["outputs"])
    expect("each line is there once", text == "".join(f"line {i}\n" for i in range(60)), text)
    expect("in one attempt", len(show(first)["attempts"]) == 1, show(first)["attempts"])
    expect("the second gets its machine", run("wait", second, timeout=200).returncode == 0, show(second))

    # A machine that dies is replaced when a retry is allowed; one opened in a browser is left alone.
    control("/account", {"limit": 5})
    control("/faults", {"what": "foreign_machine", "accelerator": "T4"})
    foreign = control("/machines")[0]["endpoint"]
    third = submit(long, "--provider", "colab", "--retries", "1")
    expect("the third runs", eventually(lambda: show(third)["state"] == "running"), show(third))
    mine = [m["endpoint"] for m in control("/machines") if m["endpoint"] != foreign][0]
    control("/faults", {"what": "kill_vm", "endpoint": mine})
    expect("a retry is planned", eventually(lambda: show(third)["state"] in ("waiting_retry", "queued", "starting")),
           show(third))
    expect("it succeeds on another machine", run("wait", third).returncode == 0, show(third))
    expect("the user's own machine is left", eventually(lambda: [m["endpoint"] for m in control("/machines")] == [foreign]),
           control("/machines"))
    released = run("runtimes", "release", foreign)
    expect("until the user lets it go", released.returncode == 0 and control("/machines") == [], released)

    # Nothing secret in any file of ours nor in what was said.
    for file in (f for f in home.rglob("*") if f.is_file() and not f.is_symlink()):
        expect(f"no secret in {file.relative_to(home)}", not SECRETS.search(file.read_bytes()))
    for text in said:
        expect("no secret said", not SECRETS.search(text.encode()), text[:200])
finally:
    if engine:
        engine.terminate()
        engine.wait(30)
    local = [int(p) for p in os.listdir("/proc") if p.isdigit() and int(p) != os.getpid()]
    for pid in local:
        try:
            if f"COLAB_CONTROLLER_HOME={home}".encode() in pathlib.Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                os.kill(pid, 15)
        except OSError:
            pass
    standin.terminate()
    standin.wait(30)
print("\n".join(wrong) or "all well")
sys.exit(1 if wrong else 0)
