#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a local job copied to a folder and to the stand-in's Drive and bucket, by the real colabq.

backup.py COLABQ STANDIN IMPORT_ACCOUNT. Runs below with-keyring.sh.
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Findings, Home, Standin, notebook

colabq, standin_run, import_account = sys.argv[1:4]
folder = tempfile.TemporaryDirectory()
work = pathlib.Path(folder.name)
findings = Findings()
expect = findings.expect


def same_as_home(job, stored):
    """stored: relative path -> SHA-256. All but the log, which goes on at home."""
    results = pathlib.Path(job["results_dir"])
    for path in ("executed.ipynb", "input.ipynb", "manifest.json", "artifacts/out/data.bin"):
        here = hashlib.sha256((results / path).read_bytes()).hexdigest()
        expect(f"{path} is the same", stored.get(path) == here, stored)
    expect("the log is there", "job.log" in stored, stored)


notebook(work / "n.ipynb", "import os; os.makedirs('out', exist_ok=True); open('out/data.bin','wb').write(b'x'*3000000)")
standin = Standin(standin_run, work)
home = Home(colabq, work, standin.endpoints, GOOGLE_DRIVE_ROOT="/content/drive/MyDrive/Panini",
            PANINI_BACKUP_BUCKET="gs://standin-bucket")
run, show, newest = home.run, home.show, home.newest
try:
    (home.path / "data").mkdir(mode=0o700)

    # A folder, relative to where we are.
    ran = run("run", "n.ipynb", "--artifact", "out/*", "--backup-to", "backups")
    expect("the run succeeds", ran.returncode == 0, ran)
    expect("it says where the backup is", f"Backup: {work}/backups/" in ran.stdout, ran.stdout)
    job = show(newest())
    expect("the backup is done", job["backup"]["state"] == "done", job["backup"])
    to = pathlib.Path(job["backup"]["to"])
    same_as_home(job, {str(file.relative_to(to)): hashlib.sha256(file.read_bytes()).hexdigest()
                       for file in to.rglob("*") if file.is_file()})
    expect("each is recorded", all(file["verified_at"] and file["checksum"].startswith("sha256:")
                                   for file in job["backup"]["files"]), job["backup"])

    # Nobody is signed in: the notebook's own end counts, and the user is told.
    ran = run("run", "n.ipynb", "--artifact", "out/*", "--backup-to", "gdrive:runs")
    expect("the exit code is the notebook's", ran.returncode == 0, ran)
    expect("it warns", "waits for you" in ran.stderr and "colabq sign-in" in ran.stderr, ran.stderr)
    waiting = newest()
    expect("it waits", show(waiting)["backup"]["state"] == "waiting", show(waiting)["backup"])

    signed = subprocess.run([import_account, standin.credentials, str(home.path / "data/accounts.json"),
                             str(home.config)], capture_output=True, text=True, env=home.environment, timeout=60)
    expect("signed in", signed.returncode == 0, signed)
    ran = run("results", waiting)
    expect("results starts it again", "tried again" in ran.stderr, ran.stderr)

    ran = run("run", "n.ipynb", "--artifact", "out/*", "--backup-to", "gdrive:runs")
    expect("the run succeeds", ran.returncode == 0, ran)
    expect("it says where", "Backup: gdrive:/Panini/runs/" in ran.stdout, ran.stdout + ran.stderr)
    job = show(newest())
    expect("on Drive", job["backup"]["state"] == "done", job["backup"])
    sums = {file["path"]: file["checksum"].split(":")[1] for file in job["backup"]["files"]}
    same_as_home(job, sums)
    names = [file["name"] for file in standin.control("/drive")]
    expect("one folder of the job", names.count(pathlib.Path(job["results_dir"]).name) == 1, names)
    expect("the one that waited went out too", show(waiting)["backup"]["state"] == "done", show(waiting)["backup"])

    ran = run("run", "n.ipynb", "--artifact", "out/*", "--backup-to", "gs:///runs")
    expect("in the bucket", "Backup: gs://standin-bucket/runs/" in ran.stdout, ran.stdout + ran.stderr)
    objects = [item["name"] for item in standin.control("/storage")]
    expect("five objects and the measurements", len([o for o in objects if o.startswith("runs/")]) >= 5, objects)

    ran = run("run", "n.ipynb", "--backup-to", "gs://no-such-bucket/x")
    expect("no bucket is a warning", ran.returncode == 0 and "a bucket that exists" in ran.stderr, ran)
    ran = run("run", "n.ipynb", "--backup-to", "s3://bucket/x")
    expect("a typing error is refused at once", ran.returncode == 2 and "gdrive:PATH" in ran.stderr, ran)
finally:
    home.end()
    standin.stop()
findings.finish()
