# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine's inside: a real Jupyter server in a folder of its own, reached through a Unix socket."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid

HERE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LONGEST_SOCKET = 100
START_SECONDS = 120


class Vm:
    def __init__(self, folder, device, memory, environment):
        self.folder = folder
        self.gpu = {"name": device, "memory": memory, "uuid": "GPU-" + str(uuid.uuid4()), "utilization": None,
                    "fails": False} if memory and device else None
        self.token = uuid.uuid4().hex
        self.extra = environment
        self.process = None
        self.sockets = None

    @property
    def content(self):
        return os.path.join(self.folder, "root", "content")

    @property
    def disk(self):
        """The folder on the machine's disk, as the machine sees it."""
        inside = "/proc/%d/root/content" % self.process.pid if self.alive() else ""
        return inside if self.extra.get("STANDIN_DISK") and os.path.isdir(inside) else self.content

    @property
    def socket(self):
        return os.path.join(self.sockets or self.folder, "s")

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def _lay_out(self, hostname):
        for name in ("root/content/sample_data", "root/var/colab", "home", "runtime", "bin"):
            os.makedirs(os.path.join(self.folder, name), mode=0o700)
        with open(os.path.join(self.folder, "root/var/colab/hostname"), "w") as file:
            file.write(hostname + "\n")
        if len(os.path.join(self.folder, "s")) > LONGEST_SOCKET:
            self.sockets = tempfile.mkdtemp(prefix="standin-")
        if self.gpu:
            shutil.copy(os.path.join(HERE, "vm", "nvidia-smi"), os.path.join(self.folder, "bin", "nvidia-smi"))
            self.write_gpu()

    def write_gpu(self):
        if self.gpu is None:
            return
        place = os.path.join(self.folder, "gpu.json")
        with open(place + ".new", "w") as file:
            json.dump(self.gpu, file)
        os.replace(place + ".new", place)

    def _environment(self):
        keep = {key: os.environ[key] for key in ("LANG", "LC_ALL", "TZ", "TMPDIR") if key in os.environ}
        home = os.path.join(self.folder, "home")
        return {**keep, "HOME": home, "PATH": os.path.join(self.folder, "bin") + ":/usr/local/bin:/usr/bin:/bin",
                "PYTHONPATH": os.path.join(HERE, "vm"), "PYTHONDONTWRITEBYTECODE": "1", "JUPYTER_NO_CONFIG": "1",
                "JUPYTER_TOKEN": self.token, "JUPYTER_RUNTIME_DIR": os.path.join(self.folder, "runtime"),
                "JUPYTER_CONFIG_DIR": os.path.join(home, ".jupyter"), "JUPYTER_DATA_DIR": os.path.join(home, ".data"),
                "IPYTHONDIR": os.path.join(home, ".ipython"), "STANDIN_GPU": os.path.join(self.folder, "gpu.json"),
                "STANDIN_ROOT": os.path.join(self.folder, "root"), "COLAB_JUPYTER_TRANSPORT": "ipc",
                "MPLBACKEND": "agg", **self.extra}

    async def start(self, hostname):
        self._lay_out(hostname)
        command = [sys.executable, "-m", "jupyter_server", "--ServerApp.sock=" + self.socket,
                   "--ServerApp.open_browser=False", "--ServerApp.allow_root=True",
                   "--ServerApp.root_dir=" + os.path.join(self.folder, "root"),
                   "--ServerApp.allow_remote_access=True", "--ServerApp.allow_origin=*",
                   "--ServerApp.terminals_enabled=False", "--ServerApp.limit_rate=False",
                   "--ServerApp.jpserver_extensions={}", "--ContentsManager.allow_hidden=True",
                   "--FileContentsManager.delete_to_trash=False", "--FileContentsManager.always_delete_dir=True",
                   "--MappingKernelManager.default_kernel_name=python3", "--ServerApp.kernel_ws_protocol=",
                   '--ServerApp.tornado_settings={"websocket_max_message_size":104857600}']
        log = open(os.path.join(self.folder, "server.log"), "wb")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-ISB", os.path.join(HERE, "vm", "init.py"), self.folder, *command],
                stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, env=self._environment(),
                cwd=self.content, start_new_session=True)
        for _ in range(START_SECONDS * 50):
            if not self.alive():
                raise RuntimeError("the Jupyter server ended: " + self.log_tail())
            if os.path.exists(self.socket) and any(
                    name.startswith("jpserver-") and name.endswith(".json")
                    for name in os.listdir(os.path.join(self.folder, "runtime"))):
                return
            await asyncio.sleep(0.02)
        raise RuntimeError("the Jupyter server did not come up: " + self.log_tail())

    def log_tail(self):
        try:
            with open(os.path.join(self.folder, "server.log"), errors="replace") as file:
                return file.read()[-1000:]
        except OSError:
            return ""

    def stop(self):
        """All its processes and files go."""
        if self.process is not None:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)
            self.process.stdin.close()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for folder in (self.folder, self.sockets):
            if folder:
                shutil.rmtree(folder, ignore_errors=True)

    def processes(self):
        """Pids of everything that runs in the machine, the first process excluded."""
        if not self.alive():
            return []
        parents = {}
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open("/proc/%s/stat" % name) as file:
                        parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
                except OSError:
                    pass
        found, waiting = [], [self.process.pid]
        while waiting:
            one = waiting.pop()
            below = [pid for pid, parent in parents.items() if parent == one]
            found += below
            waiting += below
        return found

    def kernels(self):
        """Pids of the kernels' processes."""
        found = []
        for pid in self.processes():
            try:
                with open("/proc/%d/cmdline" % pid, "rb") as file:
                    arguments = file.read()
            except OSError:
                continue
            if b"ipykernel_launcher" in arguments or b"IRkernel" in arguments:
                found.append(pid)
        return found

    def own_root(self):
        """Whether /content exists inside."""
        return "no /content of its own" not in self.log_tail()
