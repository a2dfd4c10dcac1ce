# SPDX-License-Identifier: GPL-3.0-or-later
"""Every notebook of tests/corpus, executed by colabq and by nbclient, must come out the same.

run_corpus.py COLABQ [NAME...]        both, compared (exit code 1 on any difference, with a diff)
run_corpus.py --reference [NAME...]   nbclient against itself: which notebooks are not deterministic

What nbclient gives is then treated as `jupyter nbconvert --execute` treats it: neighbouring streams are joined.
"""

import argparse
import asyncio
import difflib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from normalise import normalised  # noqa: E402

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PARALLEL = 2
LIMIT = 600  # seconds for all
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # a warning of kernels on the terminal
os.environ["PYTHONHASHSEED"] = "0"  # IPython chooses the lines of some tracebacks by the order of a set


# Differences that are known, with the reason. One that is gone fails, so that the list stays true.
KNOWN = {}


def execute_with_nbclient(path, tries=3):
    """Executes in place; (file name, state, text of the error)."""
    import nbformat
    from nbclient import NotebookClient
    from nbconvert.preprocessors.coalescestreams import coalesce_streams
    path = Path(path)
    asyncio.set_event_loop(asyncio.new_event_loop())  # a forked worker has inherited its parent's
    book = nbformat.read(str(path), as_version=4)
    options = book.metadata.get("corpus", {})
    client = NotebookClient(book, timeout=120, allow_errors=options.get("allow_errors", False),
                            resources={"metadata": {"path": str(path.parent)}})
    state, text = "succeeded", ""
    try:
        client.execute()
    except Exception as error:  # a failing cell, or nbclient itself
        state, text = "failed", f"{type(error).__name__}: {error}"
    if "Kernel died before replying to kernel_info" in text and tries > 1:
        return execute_with_nbclient(path, tries - 1)  # its ports, found free, were taken before it had them
    coalesce_streams(book, {})
    nbformat.write(book, str(path))
    return path.name, state, text


def run_reference(folder, names):
    with ProcessPoolExecutor(PARALLEL) as pool:
        paths = [str(folder / f"{name}.ipynb") for name in names]
        done = {Path(name).stem: (state, text) for name, state, text in pool.map(execute_with_nbclient, paths)}
    return {name: (json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8")), *done[name]) for name in names}


class Colabq:
    """One engine in a home of its own."""

    def __init__(self, program, home):
        self.program, self.home = program, home
        self.environment = {**os.environ, "COLAB_CONTROLLER_HOME": str(home)}
        (home / "config").mkdir(parents=True)
        (home / "config" / "execution_config.yaml").write_text(f"queue:\n  parallel: {PARALLEL}\n")
        self.log = open(home / "serve.log", "wb")
        self.engine = subprocess.Popen([program, "serve"], env=self.environment, stdin=subprocess.DEVNULL,
                                       stdout=self.log, stderr=self.log)

    def call(self, *arguments, codes=(0,), limit=60):
        done = subprocess.run([self.program, *arguments], env=self.environment, capture_output=True, text=True,
                              timeout=limit, stdin=subprocess.DEVNULL, check=False)
        if codes and done.returncode not in codes:
            raise RuntimeError(f"colabq {' '.join(arguments)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def ready(self):
        """Until the socket is there: before, another colabq would host an engine of its own."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.engine.poll() is not None:
                break
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    return probe.connect(str(self.home / "data" / "engine.sock"))
                except OSError:
                    time.sleep(0.05)
        raise RuntimeError(f"colabq serve does not answer: {(self.home / 'serve.log').read_text()}")

    def stop(self):
        self.engine.terminate()
        try:
            self.engine.wait(20)
        except subprocess.TimeoutExpired:
            self.engine.kill()
        self.log.close()
        for file in self.home.glob("**/jpserver-*.json"):  # the server outlives the engine; not this test
            try:
                os.kill(json.loads(file.read_text())["pid"], 15)
            except (ValueError, KeyError, ProcessLookupError):
                pass


def run_ours(program, folder, names, home):
    engine = Colabq(program, home)
    try:
        engine.ready()
        jobs = {}
        for name in names:
            book = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
            options = ["--allow-errors"] if book["metadata"].get("corpus", {}).get("allow_errors") else []
            jobs[name] = engine.call("submit", str(folder / f"{name}.ipynb"), *options).split()[-1]
        engine.call("wait", *jobs.values(), codes=(), limit=LIMIT)
        results = {}
        for name, job in jobs.items():
            shown = json.loads(engine.call("show", job, "--json"))
            path = Path(shown["results_dir"] or "/nowhere") / "executed.ipynb"
            book = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
            results[name] = (book, shown["state"], json.dumps(shown.get("error")))
        return results
    finally:
        engine.stop()


def difference(name, theirs, ours):
    """Lines that say how they differ; none when they do not."""
    if theirs[1] != ours[1]:
        return [f"state: {theirs[1]} {theirs[2][-300:]!r} and {ours[1]} {ours[2]}"]
    if ours[0] is None:
        return ["there is no executed.ipynb"]
    left, right = (json.dumps(normalised(b), indent=1, sort_keys=True, ensure_ascii=False).splitlines()
                   for b in (theirs[0], ours[0]))
    return [line[:300] for line in difflib.unified_diff(left, right, "nbclient", "colabq", n=2, lineterm="")]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reference", action="store_true")
    arguments.add_argument("--keep", action="store_true", help="leave the working folder and say where it is")
    arguments.add_argument("rest", nargs="*")
    given = arguments.parse_args()
    program = None if given.reference else str(Path(given.rest.pop(0)).resolve())
    names = given.rest or sorted(p.stem for p in CORPUS.glob("*.ipynb"))
    work = Path(tempfile.mkdtemp(prefix="cc-corpus-"))
    for part in ("theirs", "ours"):
        (work / part / "books").mkdir(parents=True)
        for name in names:
            shutil.copy(CORPUS / f"{name}.ipynb", work / part / "books")
    begin = time.monotonic()
    theirs = run_reference(work / "theirs" / "books", names)
    middle = time.monotonic()
    books = work / "ours" / "books"
    ours = run_reference(books, names) if given.reference else run_ours(program, books, names, work / "home")
    end = time.monotonic()
    failed = 0
    for name in names:
        lines = difference(name, theirs[name], ours[name])
        if name in KNOWN and not given.reference:
            print(f"--- {name} {'differs, as is known' if lines else 'does not differ any more'}: {KNOWN[name]}")
            failed += not lines
        elif lines:
            failed += 1
            print(f"--- {name} differs", *lines[:60], sep="\n    ")
        expected = "failed" if json.loads((CORPUS / f"{name}.ipynb").read_text())["metadata"].get("corpus", {}).get("fails") \
            else "succeeded"
        if theirs[name][1] != expected:
            failed += 1
            print(f"--- {name}: nbclient's state is {theirs[name][1]}, the corpus says {expected}: {theirs[name][2][-500:]}")
    print(f"{len(names)} notebooks, {failed} differ; nbclient {middle - begin:.0f} s, "
          f"{'again' if given.reference else 'colabq'} {end - middle:.0f} s")
    if given.keep:
        print(work)
    else:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
