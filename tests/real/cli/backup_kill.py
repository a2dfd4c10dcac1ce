#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the engine in the middle of a backup to the stand-in's Drive and bucket: at a folder that is made, within a
file's chunks, and at files that are stored and whose reply never came. After the last start each file is there once, as it
is at home, verified and recorded.

backup_kill.py COLABQ STANDIN. Runs below with-keyring.sh.
"""
import collections
import hashlib
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Findings, Home, Standin, eventually, notebook

# Each lets so many requests through and has the next take effect without a reply: the engine dies waiting for it.
MOMENTS = {
    "gdrive:runs": [("drive.files.post", 1), ("drive.session.put drive.multipart.post", 0),
                    ("drive.session.put drive.multipart.post", 2), ("drive.resumable.post", 1)],
    "gs://standin-bucket/runs": [("storage.session.put storage.simple.post", 0), ("storage.session.put storage.simple.post", 2),
                                 ("storage.resumable.post", 1)],
}
findings = Findings()
expect = findings.expect


def sums_at_home(job):
    results = pathlib.Path(job["results_dir"])
    return {str(path.relative_to(results)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in results.rglob("*") if path.is_file() and "checkpoints" not in path.parts}


def drive_tree():
    """(path, SHA-256) of each file of Drive, and (path,) of each folder; the same path twice where it is there twice."""
    entries = {entry["id"]: entry for entry in standin.control("/drive") if not entry.get("trashed")}

    def path_of(entry):
        parents = [entries[one] for one in entry.get("parents", []) if one in entries]
        return (path_of(parents[0]) + "/" if parents else "") + entry["name"]

    files, folders = [], []
    for entry in entries.values():
        if entry["mimeType"] == "application/vnd.google-apps.folder":
            folders.append(path_of(entry))
        else:
            files.append((path_of(entry), entry["sha256Checksum"]))
    return files, folders


def sending_large(job):
    """Within the chunks of the large file: they are slowed, so that it is seen."""
    standin.fault("delay", route="drive.session.put storage.session.put", seconds=1, times=0)
    return eventually(lambda: home.show(job)["backup"]["sending"] == "artifacts/out/large.bin", 90)


def no_reply(route, after):
    host = route.split(".")[0]
    before = len(standin.requests(host))
    standin.fault("hang", route=route, after=after)
    return lambda job: eventually(lambda: any("hang" in r["faults"] for r in standin.requests(host)[before:]), 90)


def check(target, moments):
    home.serve()
    wait = no_reply(*moments[0])
    job = home.submit(work_notebook, "--artifact", "out/**", "--backup-to", target)
    for moment in [*moments[1:], sending_large, None]:
        if not expect(f"{target}: the moment before {moment} comes", wait(job), home.show(job)["backup"]):
            break
        home.kill()
        standin.clear()
        wait = moment if callable(moment) else no_reply(*moment) if moment else None
        home.serve()
    done = eventually(lambda: home.show(job)["backup"]["state"] == "done", 120)
    told = home.show(job)
    expect(f"{target}: the backup is done", done, told["backup"])
    at_home = sums_at_home(told)
    names = collections.Counter(file["path"] for file in told["backup"]["files"])
    expect(f"{target}: each file is recorded once", names == dict.fromkeys(at_home, 1), (names, at_home))
    expect(f"{target}: and verified", all(file["verified_at"] and file["checksum"] for file in told["backup"]["files"]))
    check_stored(target, told, at_home)
    home.stop()


def check_stored(target, told, at_home):
    top = pathlib.Path(told["results_dir"]).name
    if target.startswith("gdrive:"):
        files, folders = drive_tree()
        twice = [one for one, count in collections.Counter(folders).items() if count > 1]
        expect("no folder is on Drive twice", not twice, twice)
        stored = [(path.split(f"{top}/", 1)[1], digest) for path, digest in files if f"{top}/" in path]
        expect("each file is on Drive once", sorted(path for path, _ in stored) == sorted(at_home), (stored, at_home))
        expect("as at home", {path: digest for path, digest in stored if path != "job.log"}
               == {path: digest for path, digest in at_home.items() if path != "job.log"}, (stored, at_home))
        return
    objects = [entry for entry in standin.control("/storage") if f"/{top}/" in entry["name"]]
    stored = sorted(entry["name"].split(f"{top}/", 1)[1] for entry in objects)
    expect("each file is in the bucket once", stored == sorted(at_home), (stored, at_home))
    results = pathlib.Path(told["results_dir"])
    for entry in objects:
        path = entry["name"].split(f"{top}/", 1)[1]
        if path != "job.log":
            expect("of its size", int(entry["size"]) == (results / path).stat().st_size, entry)


folder = tempfile.TemporaryDirectory()
work = pathlib.Path(folder.name)
standin = Standin(sys.argv[2], work)
home = Home(sys.argv[1], work, standin.endpoints)
try:
    home.must("sign-in", "--credentials", standin.credentials)
    work_notebook = notebook(work / "n.ipynb", "import os\nos.makedirs('out/deep', exist_ok=True)\n"
                             "for i in range(6):\n    open(f'out/deep/{i}.bin', 'wb').write(os.urandom(700_000))\n"
                             "open('out/large.bin', 'wb').write(os.urandom(20_000_000))")
    for target, moments in MOMENTS.items():
        check(target, moments)
finally:
    home.end()
    standin.stop()
findings.finish()
