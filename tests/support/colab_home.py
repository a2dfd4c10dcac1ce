# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the real colabq share: a home of its own for the program, the stand-in of Google beside it, a notebook of a
few lines, conditions that are waited for, and a search for secrets in whatever was left behind."""

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

PATIENCE = 60
# Access and refresh tokens, codes, clients' secrets, and the tokens of a machine's proxy, as the stand-in makes them.
SECRETS = re.compile(rb"ya29\.[\w-]{20}|1//0[\w-]{20}|(?<![\w/])4/0[\w-]{20}|GOCSPX-[\w-]{20}|proxy-[\w-]{64}")


class Findings(list):
    """What was not as it should be, in the order in which it was found."""

    def expect(self, what, holds, seen=""):
        if not holds:
            self.append(f"{what}: {seen}")
        return holds

    def finish(self, well="all well"):
        print("\n".join(self) or well)
        sys.exit(bool(self))


def eventually(condition, seconds=PATIENCE):
    """What the condition came to; nothing when it never held."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)


def notebook(path, *sources):
    cells = [{"id": f"c{i}", "cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
             for i, source in enumerate(sources)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    Path(path).write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}))
    return str(path)


def printed(path):
    """The text of each cell of an executed notebook."""
    cells = json.loads(Path(path).read_text())["cells"]
    return ["".join("".join(output.get("text", [])) for output in cell["outputs"]) for cell in cells]


class Standin:
    """Google's services on this machine; see tests/standin/README.md."""

    def __init__(self, run, folder):
        self.process = subprocess.Popen([sys.executable, "-B", run, "--port", "0", "--state", str(Path(folder) / "standin"),
                                         "--with-parent"], stdout=subprocess.PIPE, text=True,
                                        stderr=open(Path(folder) / "standin.log", "w"))
        self.told = json.loads(self.process.stdout.readline())
        self.endpoints, self.client_file = self.told["endpoints"], self.told["client_file"]
        self.credentials = self.told["credentials"]

    def control(self, path, body=None, method=None):
        request = urllib.request.Request(self.told["admin"] + path, None if body is None else json.dumps(body).encode(),
                                         {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return json.load(reply)

    def fault(self, what, **more):
        return self.control("/faults", {"what": what, **more})

    def machines(self, ended=False):
        return self.control("/machines?ended=1" if ended else "/machines")

    def requests(self, route):
        return self.control(f"/requests?route={route}")

    def clear(self):
        self.control("/faults", method="DELETE")

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(address, button="continue"):
    """What a browser far away does: the address of 127.0.0.1 that it ends on and cannot load."""
    opener = urllib.request.build_opener(NoRedirect)
    own = urllib.parse.urlsplit(address).netloc
    address += f"&auto={button}"
    while urllib.parse.urlsplit(address).netloc == own:
        try:
            opener.open(address, timeout=30)
            return address
        except urllib.error.HTTPError as error:
            if error.code // 100 != 3:
                raise
            address = urllib.parse.urljoin(address, error.headers["Location"])
    return address


def accepts(path):
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


class Home:
    """A home folder for colabq with the stand-in's addresses in its configuration, and the program used in it."""

    def __init__(self, colabq, folder, endpoints=None, config="", name="home", **environment):
        self.colabq, self.folder, self.path = os.path.abspath(colabq), Path(folder).absolute(), Path(folder).absolute() / name
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("COLAB_CONTROLLER", "GOOGLE_", "CLOUDSDK"))}
        self.environment.update(COLAB_CONTROLLER_HOME=str(self.path), **environment)
        self.said, self.engine, self._started = [], None, []
        self.config = self.path / "config" / "execution_config.yaml"
        self.config.parent.mkdir(parents=True)
        addresses = "".join(f"  {key}: {url}\n" for key, url in (endpoints or {}).items())
        self.config.write_text(("endpoints:\n" + addresses if addresses else "") + config)

    def run(self, *words, typed=None, timeout=200, **environment):
        done = subprocess.run([self.colabq, *words], capture_output=True, text=True, timeout=timeout, cwd=self.folder,
                              env={**self.environment, **environment},
                              **({"stdin": subprocess.DEVNULL} if typed is None else {"input": typed}))
        self.said.append(done.stdout + done.stderr)
        return done

    def must(self, *words, **more):
        """What it printed; the end of the test when it fails, since nothing after it would mean anything."""
        done = self.run(*words, **more)
        if done.returncode:
            raise RuntimeError(f"{words}: {done}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.must(*words, "--json"))

    def start(self, *words):
        """A command that goes on and is spoken to."""
        process = subprocess.Popen([self.colabq, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=self.environment, cwd=self.folder)
        self._started.append(process)
        return process

    def sign_in(self, *words, button="continue", before=None, chosen=str):
        """By an address pasted back. Its exit code, the last object it told, what it said on stderr. before: is given the
        process when it waits for the address; chosen: makes of the address to open another."""
        process = self.start("--json", "sign-in", "--no-browser", *words)
        line = process.stdout.readline()
        self.said.append(line)
        address = json.loads(line)["address"] if line else ""
        if before and address:
            before(process)
        out, err = process.communicate(browse(chosen(address), button) + "\n" if address else "", timeout=PATIENCE)
        self.said.append(out + err)
        lines = [json.loads(text) for text in out.splitlines()]
        return process.returncode, lines[-1] if lines else {}, err

    # Jobs.

    def submit(self, *words):
        return self.must("submit", *words).strip()

    def show(self, job):
        return self.json("show", job)

    def newest(self):
        return self.json("jobs")["jobs"][0]["id"]

    def rows(self, query, *values):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}/data/jobs.sqlite?mode=ro", uri=True, timeout=30)) as store:
            store.row_factory = sqlite3.Row
            return [dict(row) for row in store.execute(query, values)]

    # The engine without a window.

    def serve(self):
        """Until it answers. Asks its socket itself: another command would host an engine of its own meanwhile."""
        log = open(self.folder / "engine.log", "ab")
        self.engine = subprocess.Popen([self.colabq, "serve"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       env=self.environment, cwd=self.folder)
        self._started.append(self.engine)
        answers = eventually(lambda: accepts(self.path / "data/engine.sock") or self.engine.poll() is not None)
        if not answers or self.engine.poll() is not None:
            raise RuntimeError(f"the engine does not answer: {self.log()[-3000:]}")

    def kill(self):
        self.engine.kill()
        self.engine.wait()

    def stop(self):
        if self.engine and self.engine.poll() is None:
            self.engine.terminate()
            self.engine.wait(PATIENCE)

    def log(self):
        path = self.folder / "engine.log"
        return path.read_text() if path.exists() else ""

    def end(self):
        """Whatever runs for this home, with the Jupyter servers that outlive an engine."""
        self.stop()
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.wait()
            for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
                with contextlib.suppress(OSError):
                    pipe.close()
        for entry in self.processes():
            with contextlib.suppress(OSError):
                os.kill(int(entry.name), signal.SIGTERM)

    def processes(self):
        mine = f"COLAB_CONTROLLER_HOME={self.path}".encode()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mine in (entry / "environ").read_bytes().split(b"\0"):
                    yield entry


class Arguments:
    """What the processes of a home were started with, seen while they run."""

    def __init__(self, home):
        self.home, self.seen = home, set()
        self._stop, self._thread = threading.Event(), threading.Thread(target=self._watch)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _watch(self):
        while not self._stop.wait(0.02):
            for entry in self.home.processes():
                with contextlib.suppress(OSError):
                    self.seen.add((entry / "cmdline").read_bytes())


def leaks(places, planted=()):
    """(place, what was found there) for each secret in [(place, bytes)]; planted: bytes to be found nowhere as well."""
    planted = [secret for secret in planted if secret]
    for place, data in places:
        found = [secret for secret in planted if secret in data] + SECRETS.findall(data)
        if found:
            yield place, found[:3]


def files_below(folder):
    for path in Path(folder).rglob("*"):
        with contextlib.suppress(OSError):  # sockets, and what goes away meanwhile
            if path.is_file() and not path.is_symlink():
                yield str(path), path.read_bytes()
