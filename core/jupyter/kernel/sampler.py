# SPDX-License-Identifier: Apache-2.0
"""Samples the machine beside a kernel: python -I -S -c SOURCE kernel_pid file interval_ms

Appends one JSON object per interval to the file, and ends with the kernel or when the file is deleted. Keys: t (epoch
ms), cpu (% of the machine), pcpu (% of one core, the kernel and its descendants), mem_used, mem_total, pmem, disk_free,
disk_total (bytes), gpus [{index, uuid, name, util, mem_used, mem_total (bytes), temp (C), power (W)}]. What can't be
measured is absent. A process of its own, because a thread in the kernel stands still while a cell holds the GIL.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

GPU_FIELDS = "index,uuid,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw"
MIB = 1 << 20


def read(path):
    with open(path) as file:
        return file.read()


def number(text, scale=1.0):
    """nvidia-smi writes [N/A], [Not Supported] and the like for what a card can't tell."""
    try:
        return float(text) * scale
    except ValueError:
        return None


class Gpus:
    """One long-lived nvidia-smi, read by a thread; starting one per sample would cost more than everything else."""

    def __init__(self, interval_ms):
        self.interval_ms = interval_ms
        self.latest = {}
        self.process = None
        self.visible = self.wanted()
        threading.Thread(target=self.run, daemon=True).start()

    @staticmethod
    def wanted():
        """Cards the kernel may use, by index or uuid; None: all."""
        value = os.environ.get("CUDA_VISIBLE_DEVICES")
        if value is None or not value.strip():
            return None if value is None else set()
        parts = {part.strip() for part in value.split(",")}
        known = all(part.isdigit() or part.startswith("GPU-") for part in parts)
        return parts if known else None

    def run(self):
        for _ in range(20):
            try:
                self.process = subprocess.Popen(
                    ["nvidia-smi", "--query-gpu=" + GPU_FIELDS, "--format=csv,noheader,nounits",
                     "-lms", str(self.interval_ms)],
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            except OSError:
                return
            with self.process.stdout as lines:
                for line in lines:
                    self.take(line)
            self.process.wait()
            time.sleep(30)

    def take(self, line):
        parts = [part.strip() for part in line.split(",")]
        if len(parts) != 8 or not parts[0].isdigit():
            return
        index, uuid, name = parts[:3]
        if self.visible is not None and index not in self.visible and uuid not in self.visible:
            return
        values = {"util": number(parts[3]), "mem_used": number(parts[4], MIB), "mem_total": number(parts[5], MIB),
                  "temp": number(parts[6]), "power": number(parts[7])}
        gpu = {"index": int(index), "uuid": uuid, "name": name}
        gpu.update((key, value) for key, value in values.items() if value is not None)
        self.latest[int(index)] = (time.monotonic(), gpu)

    def now(self):
        oldest = time.monotonic() - max(5.0, 3 * self.interval_ms / 1000)
        return [gpu for _, (at, gpu) in sorted(self.latest.items()) if at >= oldest]

    def end(self):
        if self.process:
            try:
                self.process.kill()
            except OSError:
                pass


class Machine:
    def __init__(self, pid, folder):
        self.pid = pid
        self.folder = folder
        self.page = os.sysconf("SC_PAGE_SIZE")
        self.tick = os.sysconf("SC_CLK_TCK")
        self.previous_cpu = None
        self.previous_ticks = None
        self.birth = self.stat(pid)[19] if os.path.exists("/proc/%d/stat" % pid) else None

    @staticmethod
    def stat(pid):
        return read("/proc/%d/stat" % pid).rsplit(")", 1)[1].split()

    def alive(self):
        if self.birth is None:
            try:
                os.kill(self.pid, 0)
                return True
            except OSError:
                return False
        try:
            stat = self.stat(self.pid)
            return stat[19] == self.birth and stat[0] not in "ZX"
        except (OSError, IndexError):
            return False

    def tree(self):
        """The kernel and its descendants."""
        found, todo = [], [self.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            try:
                for task in os.listdir("/proc/%d/task" % pid):
                    todo.extend(int(child) for child in read("/proc/%d/task/%s/children" % (pid, task)).split())
            except OSError:
                pass
        return found

    def cpu(self, sample):
        fields = [int(x) for x in read("/proc/stat").split("\n", 1)[0].split()[1:9]]
        total, idle = sum(fields), fields[3] + fields[4]
        if self.previous_cpu and total > self.previous_cpu[0]:
            part = (idle - self.previous_cpu[1]) / (total - self.previous_cpu[0])
            sample["cpu"] = round(100 * min(1.0, max(0.0, 1 - part)), 1)
        self.previous_cpu = (total, idle)

    def processes(self, sample):
        # With the times of reaped children, so that a child's end does not look like negative work.
        ticks, memory = 0, 0
        for pid in self.tree():
            try:
                ticks += sum(int(x) for x in self.stat(pid)[11:15])
                memory += int(read("/proc/%d/statm" % pid).split()[1]) * self.page
            except (OSError, IndexError):
                pass
        now = time.monotonic()
        if self.previous_ticks and now > self.previous_ticks[1]:
            rate = (ticks - self.previous_ticks[0]) / self.tick / (now - self.previous_ticks[1])
            sample["pcpu"] = round(100 * max(0.0, rate), 1)
        self.previous_ticks = (ticks, now)
        sample["pmem"] = memory

    @staticmethod
    def memory(sample):
        kib = {}
        for line in read("/proc/meminfo").splitlines():
            name, _, rest = line.partition(":")
            if name in ("MemTotal", "MemAvailable"):
                kib[name] = int(rest.split()[0])
        total = kib["MemTotal"] * 1024
        used = total - kib["MemAvailable"] * 1024
        try:  # A container's limit, where its own group is mounted.
            limit = int(read("/sys/fs/cgroup/memory.max"))
            if limit < total:
                cache = [x.split()[1] for x in read("/sys/fs/cgroup/memory.stat").splitlines()
                         if x.startswith("inactive_file ")]
                total, used = limit, max(0, int(read("/sys/fs/cgroup/memory.current")) - int(cache[0]))
        except (OSError, ValueError, IndexError):
            pass
        sample["mem_used"], sample["mem_total"] = used, total

    def disk(self, sample):
        space = os.statvfs(self.folder)
        sample["disk_free"] = space.f_bavail * space.f_frsize
        sample["disk_total"] = space.f_blocks * space.f_frsize

    def sample(self):
        sample = {"t": int(time.time() * 1000)}
        for part in (self.cpu, self.processes, self.memory, self.disk):
            try:
                part(sample)
            except (OSError, ValueError, IndexError, KeyError):
                pass
        return sample


def main():
    pid, path, interval_ms = int(sys.argv[1]), sys.argv[2], max(50, int(sys.argv[3]))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    machine = Machine(pid, os.path.dirname(path))
    gpus = Gpus(interval_ms)

    def stop(*_):
        gpus.end()
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    period, start, n = interval_ms / 1000, time.monotonic(), 0
    while machine.alive() and os.fstat(fd).st_nlink:
        sample = machine.sample()
        cards = gpus.now()
        if cards:
            sample["gpus"] = cards
        try:
            os.write(fd, json.dumps(sample, separators=(",", ":")).encode() + b"\n")
        except OSError:
            pass  # a full disk may have room again later
        n = max(n + 1, int((time.monotonic() - start) / period) + 1)
        time.sleep(max(0.0, start + n * period - time.monotonic()))
    stop()


main()
