# SPDX-License-Identifier: GPL-3.0-or-later
"""colabq in a home of its own, measured from outside."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time


def notebook(path, *cells):
    book = {"cells": [{"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": c}
                      for i, c in enumerate(cells)],
            "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
            "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book))
    return path


class Home:
    def __init__(self, programs, folder, engine=False):
        self.programs, self.folder, self.data = programs, folder, folder / "data"
        self.environment = {**os.environ, "COLAB_CONTROLLER_HOME": str(folder), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        self.engine = None
        folder.mkdir(parents=True)
        if engine:
            self.start()
            self.wait_until_warm()

    def command(self, *arguments):
        return [str(self.programs / "colabq"), *arguments]

    def start(self):
        """Until the engine answers a question from another process."""
        self.log = open(self.folder / "serve.log", "ab")
        self.engine = subprocess.Popen(self.command("serve"), env=self.environment, stdin=subprocess.DEVNULL, stdout=self.log,
                                       stderr=self.log)
        end = time.monotonic() + 30
        while not answers(self.data / "engine.sock"):
            if self.engine.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"colabq serve does not answer: {(self.folder / 'serve.log').read_text()[-500:]}")
            time.sleep(0.005)
        subprocess.run(self.command("jobs", "--limit", "1", "--json"), env=self.environment, capture_output=True, check=True)

    def wait_until_warm(self):
        """The warm kernel is idle: no process of this home has used the processor for half a second."""
        quiet, last = 0, None
        end = time.monotonic() + 60
        while quiet < 5 and time.monotonic() < end:
            time.sleep(0.1)
            used = sum(processor_time(pid) for pid in self.processes())
            quiet, last = (quiet + 1 if used == last else 0), used

    def processes(self):
        """Everything that was started with this home in its environment."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    if f"COLAB_CONTROLLER_HOME={self.folder}".encode() in file.read().split(b"\0"):
                        found.append(int(pid))
            except OSError:
                pass
        return found

    def run(self, path):
        begin = time.perf_counter()
        done = subprocess.run(self.command("run", str(path)), env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)
        seconds = time.perf_counter() - begin
        if done.returncode:
            raise RuntimeError(f"colabq run {path.name}: exit code {done.returncode}: {done.stderr.decode()[-500:]}")
        return seconds

    def last_executed(self):
        return max((self.data / "results").glob("*/*/executed.ipynb"), key=lambda p: p.stat().st_mtime)

    def stdout_of_last(self):
        book = json.loads(self.last_executed().read_text())
        return "".join("".join(o["text"]) for c in book["cells"] for o in c.get("outputs", []) if o.get("name") == "stdout")

    def stop(self):
        """Engine, server, kernels: all that belongs to this home, and only that. The files stay for start()."""
        if self.engine:
            self.engine.terminate()
            try:
                self.engine.wait(10)
            except subprocess.TimeoutExpired:
                self.engine.kill()
                self.engine.wait()
            self.engine = None
            self.log.close()
        for wish in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.processes():
                try:
                    os.kill(pid, wish)
                except ProcessLookupError:
                    pass
            end = time.monotonic() + 5
            while self.processes() and time.monotonic() < end:
                time.sleep(0.05)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def answers(path):
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
            return True
        except OSError:
            return False


def processor_time(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
    except OSError:
        return 0


def peak_memory(command, environment):
    """Bytes: the most that the process itself (not its children) has held."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    peak = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as file:
                for text in file:
                    if text.startswith("VmHWM:"):
                        peak = int(text.split()[1]) * 1024
        except OSError:
            pass
        time.sleep(0.01)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {process.stderr.read().decode()[-500:]}")
    return peak
