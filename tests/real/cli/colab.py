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
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Findings, Home, Standin, eventually, files_below, leaks, notebook, printed

folder = tempfile.TemporaryDirectory()
work = pathlib.Path(folder.name)
standin = Standin(sys.argv[2], work)
home = Home(sys.argv[1], work, standin.endpoints, "queue: {parallel: 4}\n")
run, show, submit, newest = home.run, home.show, home.submit, home.newest
control, machines = standin.control, standin.machines
PLANTED = "planted-" + os.urandom(12).hex()
findings = Findings()
expect = findings.expect

try:
    short = notebook(work / "short.ipynb", "import time, os\nprint('on', os.getcwd())\ntime.sleep(3)",
                     "os.makedirs('out', exist_ok=True); open('out/data.bin', 'wb').write(b'x' * 2_000_000)")
    long = notebook(work / "long.ipynb", "import time\nfor i in range(60):\n  print('line', i, flush=True)\n  time.sleep(0.1)")

    # Nobody is signed in.
    ran = run("run", short, "--provider", "colab")
    expect("without an account it could not be run", ran.returncode == 3, ran)
    expect("it says what to do", "colabq sign-in" in ran.stderr, ran.stderr)

    signed = run("sign-in", "--credentials", standin.credentials)
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
    expect("the machine is gone", eventually(lambda: machines() == []), machines())
    samples = (pathlib.Path(job["results_dir"]) / "samples.csv").read_text()
    expect("the card was watched", "A100" in samples, samples[:500])

    # What it cost is on record, and said; the account tells what is left and what accelerators cost.
    expect("the card's price is told at submission", "units an hour" in ran.stderr, ran.stderr)
    cost = job["cost"]
    expect("the cost is recorded", cost["compute_units"] > 0 and cost["accelerator_seconds"] >= 3, cost)
    expect("with how its price was found", attempt["cost"]["rate_from"] in ("alone", "difference", "listed"), attempt["cost"])
    usage = home.json("account")["usage"][0]
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
    expect("its machine is gone", eventually(lambda: machines() == []), machines())

    # A secret of the notebook's: typed once, read by the notebook, found nowhere else.
    kept = run("secrets", "set", "CANARY", typed=PLANTED + "\n")
    expect("the secret is kept", kept.returncode == 0 and run("secrets").stdout == "CANARY\n", kept)
    asks = notebook(work / "asks.ipynb", "from google.colab import userdata\nimport hashlib\n"
                    "print(hashlib.sha256(userdata.get('CANARY').encode()).hexdigest())")
    ran = run("run", asks, "--provider", "colab")
    expect("the notebook reads it", hashlib.sha256(PLANTED.encode()).hexdigest() in ran.stdout, ran)
    gone = run("secrets", "remove", "CANARY")
    expect("it can be taken back", gone.returncode == 0 and not run("secrets").stdout, gone)

    # At the account's limit the second job waits and then runs; retries are not spent.
    control("/account", {"limit": 1})
    home.serve()
    first = submit(long, "--provider", "colab")
    expect("the first runs", eventually(lambda: show(first)["state"] == "running"), show(first))
    second = submit(short, "--provider", "colab")
    expect("the second waits", eventually(lambda: show(second)["state"] == "waiting_retry"), show(second))
    told_error = show(second)["error"]
    expect("and says why", told_error["code"] == "account.too_many_runtimes", told_error)
    listed = home.json("runtimes")
    expect("one machine is listed, as ours", len([r for r in listed["runtimes"] if r["provider"] == "colab"]) == 1, listed)

    # kill -9 under the running job: taken up again, each line once, no second machine.
    home.kill()
    home.serve()
    expect("the first succeeds", run("wait", first).returncode == 0, show(first))
    text = printed(pathlib.Path(show(first)["results_dir"]) / "executed.ipynb")[0]
    expect("each line is there once", text == "".join(f"line {i}\n" for i in range(60)), text)
    expect("in one attempt", len(show(first)["attempts"]) == 1, show(first)["attempts"])
    expect("the second gets its machine", run("wait", second, timeout=200).returncode == 0, show(second))

    # A machine that dies is replaced when a retry is allowed; one opened in a browser is left alone.
    control("/account", {"limit": 5})
    standin.fault("foreign_machine", accelerator="T4")
    foreign = eventually(machines)[0]["endpoint"]
    third = submit(long, "--provider", "colab", "--retries", "1")
    expect("the third runs", eventually(lambda: show(third)["state"] == "running"), show(third))
    mine = [m["endpoint"] for m in machines() if m["endpoint"] != foreign][0]
    standin.fault("kill_vm", endpoint=mine)
    expect("a retry is planned", eventually(lambda: show(third)["state"] in ("waiting_retry", "queued", "starting")),
           show(third))
    expect("it succeeds on another machine", run("wait", third).returncode == 0, show(third))
    expect("the user's own machine is left", eventually(lambda: [m["endpoint"] for m in machines()] == [foreign]),
           machines())
    released = run("runtimes", "release", foreign)
    expect("until the user lets it go", released.returncode == 0 and machines() == [], released)

    # Nothing secret in any file of ours nor in what was said.
    for leak in leaks([*files_below(home.path), *(("said", text.encode()) for text in home.said)], [PLANTED.encode()]):
        expect("no secret", False, leak)
finally:
    home.end()
    standin.stop()
findings.finish()
