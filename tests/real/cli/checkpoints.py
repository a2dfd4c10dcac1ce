#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs put in place and checkpoints brought home, by the real colabq: on this machine a kernel dies, on the stand-in a
whole machine, once before and once during a kill -9 of the engine; each time the next attempt goes on from the newest
checkpoint instead of from the beginning. Inputs come from this disk, from Drive and from Cloud Storage.

checkpoints.py COLABQ STANDIN. Runs below with-keyring.sh.
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
home = Home(sys.argv[1], work, standin.endpoints, "jobs: {retry_delay: 1s}\n")
run, show, submit, newest = home.run, home.show, home.submit, home.newest
findings = Findings()
expect = findings.expect

# Climbs, leaves its height each step, and goes on from there. The big file is written over in place, as torch.save does.
CLIMB = """
import json, os, pathlib, time
folder = pathlib.Path('checkpoints'); folder.mkdir(exist_ok=True)
state = folder / 'state.json'
start = json.loads(state.read_text())['step'] if state.exists() else 0
print('from', start, flush=True)
for step in range(start + 1, STEPS + 1):
    time.sleep(0.1)
    if step % 5 == 0:
        (folder / 'weights.bin').write_bytes(step.to_bytes(4, 'big') * 500_000)
        (folder / 'state.tmp').write_text(json.dumps({'step': step})); os.replace(folder / 'state.tmp', state)
    DIES
print('top', step)
"""


def climb(name, steps, dies="pass"):
    return notebook(work / name, CLIMB.replace("STEPS", str(steps)).replace("DIES", dies),
                    "pathlib.Path('out').mkdir(exist_ok=True); pathlib.Path('out/top.txt').write_text(str(step))")


def checkpoint(job):
    """The newest one of a job, read from its results folder and compared with what is on record; its step."""
    told = show(job)
    newest_one = told["checkpoints"][0]
    place = pathlib.Path(told["results_dir"]) / newest_one["path"]
    for file in newest_one["files"]:
        data = (place / file["path"]).read_bytes()
        expect("a checkpoint is what is on record", hashlib.sha256(data).hexdigest() == file["sha256"] and len(data) == file["size"],
               file)
    return json.loads((place / "checkpoints/state.json").read_text())["step"]


def started_from(job):
    return int(printed(pathlib.Path(show(job)["results_dir"]) / "executed.ipynb")[0].split()[1])


try:
    expect("sign-in", run("sign-in", "--credentials", standin.credentials).returncode == 0)

    # Here: the kernel dies in the middle, once.
    dies = "if step == 40 and not os.path.exists('died'): open('died', 'w').close(); os.kill(os.getpid(), 9)"
    ran = run("run", climb("here.ipynb", 60, dies), "--retries", "1", "--checkpoint-every", "1s")
    expect("the second attempt reaches the top", ran.returncode == 0, ran)
    job = newest()
    expect("it took two attempts", len(show(job)["attempts"]) == 2, show(job)["attempts"])
    expect("it went on", started_from(job) >= 5, started_from(job))
    expect("checkpoints are home", checkpoint(job) >= 20, show(job)["checkpoints"])
    expect("two stay at most", len(show(job)["checkpoints"]) in (1, 2), show(job)["checkpoints"])

    # A machine of Colab dies after a checkpoint came home: another one gets it.
    home.serve()
    far = climb("far.ipynb", 150)
    job = submit(far, "--provider", "colab", "--retries", "2", "--checkpoint", "checkpoints/*.json", "--checkpoint",
                 "checkpoints/*.bin", "--checkpoint-every", "1s", "--artifact", "out/*", "--backup-to", "gdrive:climbs")
    expect("a checkpoint comes home while it runs", eventually(lambda: show(job)["checkpoints"]), show(job))
    expect("and to Drive", eventually(lambda: any(f["path"].startswith("checkpoints/") for f in (show(job)["backup"] or {})
                                                  .get("files", []))), show(job)["backup"])
    at_home = checkpoint(job)
    standin.fault("kill_vm", endpoint=standin.machines()[0]["endpoint"])
    expect("a second attempt runs", eventually(lambda: len(show(job)["attempts"]) == 2 and show(job)["state"] == "running"), show(job))
    # The second one dies while nobody watches.
    expect("another checkpoint comes home", eventually(lambda: checkpoint(job) > at_home), show(job))
    home.kill()
    standin.fault("kill_vm", endpoint=standin.machines()[0]["endpoint"])
    home.serve()
    expect("the third attempt reaches the top", run("wait", job).returncode == 0, show(job))
    told = show(job)
    expect("in three attempts", len(told["attempts"]) == 3, told["attempts"])
    expect("from where the second one was", started_from(job) > at_home > 0, (started_from(job), at_home))
    expect("the result is home", (pathlib.Path(told["results_dir"]) / "artifacts/out/top.txt").read_text() == "150")
    expect("the log tells where it went on", "going on from checkpoint" in (pathlib.Path(told["results_dir"]) / "job.log").read_text())
    manifest = json.loads((pathlib.Path(told["results_dir"]) / "manifest.json").read_text())
    expect("the manifest names checkpoints", manifest["checkpoints"][0]["files"], manifest["checkpoints"])
    expect("no machine is left", eventually(lambda: not standin.machines()), standin.machines())

    # Inputs: what went to Drive and to a bucket comes back as the input of another job, and a file from here.
    expect("the backup is verified", eventually(lambda: show(job)["backup"]["state"] == "done"), show(job)["backup"])
    on_drive = f"gdrive:climbs/{pathlib.Path(told['results_dir']).name}/artifacts/out/top.txt"
    made = notebook(work / "made.ipynb", "open('corpus.txt', 'w').write('sa ta na ma ' * 10_000)")
    home.must("run", made, "--provider", "colab", "--artifact", "corpus.txt", "--backup-to", "gs://standin-bucket/data")
    kept = show(newest())
    expect("the bucket has it", eventually(lambda: show(kept["id"])["backup"]["state"] == "done"), show(kept["id"])["backup"])
    in_bucket = f"gs://standin-bucket/data/{pathlib.Path(kept['results_dir']).name}/artifacts/corpus.txt"
    (work / "local.csv").write_bytes(os.urandom(3_000_000))
    reads = notebook(work / "reads.ipynb", "import hashlib\nfor name in ('top.txt', 'data/corpus.txt', 'local.csv'):\n"
                     "    print(name, hashlib.sha256(open(name, 'rb').read()).hexdigest())")
    ran = run("run", reads, "--provider", "colab", "--input", on_drive, "--input", in_bucket + "=data/corpus.txt", "--input",
              "local.csv")
    expect("a job reads its inputs", ran.returncode == 0, ran)
    for name, data in (("top.txt", b"150"), ("data/corpus.txt", b"sa ta na ma " * 10_000),
                       ("local.csv", (work / "local.csv").read_bytes())):
        expect(f"{name} is what it was", f"{name} {hashlib.sha256(data).hexdigest()}" in ran.stdout, ran.stdout)
    cached = sorted(path.name for path in (home.path / "data/inputs").glob("*/*") if path.name != ".used")
    expect("what was fetched is kept for other jobs", cached == ["corpus.txt", "top.txt"], cached)

    # What cannot be: said before a machine is rented.
    before = len(standin.machines(ended=True))
    absent = run("run", reads, "--provider", "colab", "--input", "gs://standin-bucket/nothing.bin")
    expect("an absent object is said", absent.returncode == 2 and "nothing.bin" in absent.stderr, absent)
    expect("and no machine was rented for it", len(standin.machines(ended=True)) == before)
    absent = run("run", reads, "--input", "nothing.csv")
    expect("an absent file is refused at once", absent.returncode == 2 and "nothing.csv" in absent.stderr, absent)
    (work / "taken.csv").write_text("the user's own")
    (work / "other").mkdir()
    (work / "other/taken.csv").write_text("another one")
    own = run("run", reads, "--input", "other/taken.csv")
    expect("a file of the user's own is not overwritten", own.returncode != 0 and
           (work / "taken.csv").read_text() == "the user's own", own)
    for place, found in leaks(files_below(home.path)):
        expect(f"no secret in {place}", False, found)
finally:
    home.end()
    standin.stop()
findings.finish()
