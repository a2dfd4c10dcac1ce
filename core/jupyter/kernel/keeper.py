# SPDX-License-Identifier: Apache-2.0
"""Keeps checkpoints beside a kernel: python -I -S -c SOURCE kernel_pid index folder interval_ms pattern...

Files below folder that match a pattern are a checkpoint once they stand still, so that none is taken half written. The
first one is taken at once, the next ones when something has changed and interval_ms have passed. A checkpoint is copied
to checkpoints/NUMBER beside the index, because the notebook will write over it, and hashed while it is copied. Then the
index gets a line: {"t" (epoch ms), "number", "files": [[path, size, sha256], ...]}, or {"t", "problem"} when there is no
room. The newest two copies stay. Ends with the kernel, or when the index is deleted.
"""

import glob
import hashlib
import json
import os
import shutil
import signal
import sys
import time

MOST_FILES = 10000
SPARE = 256 << 20  # bytes of the disk that the notebook keeps
KEPT = 2


def birth(pid):
    try:
        with open("/proc/%d/stat" % pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return None if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return None


def alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except OSError:
        return False


def look(folder, patterns):
    """What there is now: {path: (size, time of change)}. Links are not followed out of the folder, nor round in it."""
    places, found = {}, {}
    for pattern in patterns:
        for name in glob.iglob(os.path.join(glob.escape(folder), pattern), recursive=True):
            place = (os.path.realpath(os.path.dirname(name)), os.path.basename(name))
            if len(name) < len(places.get(place, name + "/")) and len(places) < MOST_FILES:
                places[place] = name
    for name in places.values():
        try:
            real = os.path.realpath(name)
            if os.path.commonpath([folder, real]) == folder and os.path.isfile(real):
                stat = os.stat(real)
                found[os.path.relpath(name, folder).replace(os.sep, "/")] = (stat.st_size, stat.st_mtime_ns)
        except OSError:
            pass
    return found


def copy(source, target):
    """Size and SHA-256 of what was copied."""
    digest, size = hashlib.sha256(), 0
    with open(source, "rb") as old, open(target, "wb") as new:
        for block in iter(lambda: old.read(1 << 20), b""):
            new.write(block)
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


class Keeper:
    def __init__(self, index, folder, patterns):
        self.folder = os.path.realpath(folder)
        self.patterns = patterns
        self.store = os.path.join(os.path.dirname(index), "checkpoints")
        self.fd = os.open(index, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.taken, self.digests = None, {}
        self.problem = None
        os.makedirs(self.store, exist_ok=True)
        self.number = max([int(name) for name in os.listdir(self.store) if name.isdigit()], default=0)

    def say(self, **what):
        what["t"] = int(time.time() * 1000)
        os.write(self.fd, json.dumps(what, separators=(",", ":")).encode() + b"\n")

    def complain(self, problem):
        if problem != self.problem:
            self.say(problem=problem)
        self.problem = problem

    def take(self, now):
        """True: it is kept, or can't be. False: it changed meanwhile."""
        space = os.statvfs(self.store)
        needed = sum(size for path, (size, _) in now.items() if not self.same(path, now))
        if space.f_bavail * space.f_frsize < needed + SPARE:
            self.complain("no room for a checkpoint of %d bytes" % needed)
            return True
        part = os.path.join(self.store, "%d.part" % (self.number + 1))
        shutil.rmtree(part, ignore_errors=True)
        digests = {}
        for path in sorted(now):
            target = os.path.join(part, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if self.same(path, now):
                os.link(os.path.join(self.store, str(self.number), path), target)
                digests[path] = self.digests[path]
            else:
                digests[path] = copy(os.path.join(self.folder, path), target)
        if look(self.folder, self.patterns) != now:
            shutil.rmtree(part, ignore_errors=True)
            return False
        self.number += 1
        os.rename(part, os.path.join(self.store, str(self.number)))
        self.taken, self.digests, self.problem = now, digests, None
        self.say(number=self.number, files=[[path, *digests[path]] for path in sorted(now)])
        self.forget()
        return True

    def same(self, path, now):
        """Whether the copy that is kept already is this one."""
        return (self.taken is not None and self.taken.get(path) == now[path] and
                os.path.exists(os.path.join(self.store, str(self.number), path)))

    def forget(self):
        for name in os.listdir(self.store):
            if name.isdigit() and int(name) <= self.number - KEPT:
                shutil.rmtree(os.path.join(self.store, name), ignore_errors=True)

    def step(self, seen, due):
        """One look; returns it, and whether a checkpoint was taken."""
        now = look(self.folder, self.patterns)
        if not now or now == self.taken or now != seen or not due:
            return now, False
        try:
            return now, self.take(now)
        except OSError as error:
            self.complain("a checkpoint could not be kept: %s" % error)
            return now, False


def main():
    pid, index, folder, interval = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]) / 1000
    keeper = Keeper(index, folder, sys.argv[5:])
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    started = birth(pid)
    pause = min(10.0, max(0.2, interval / 20))
    seen, taken_at = None, None
    while (birth(pid) == started if started else alive(pid)) and os.fstat(keeper.fd).st_nlink:
        due = taken_at is None or time.monotonic() - taken_at >= interval
        seen, taken = keeper.step(seen, due)
        if taken:
            taken_at = time.monotonic()
        time.sleep(pause)


main()
