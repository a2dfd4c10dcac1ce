# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen in memory, watched from outside: what is measured needs no help from the program measured."""

import mmap
import os
import subprocess
import time

WIDTH, HEIGHT = 1600, 1000
NOTICEABLE = 2_000  # bytes that must change; a blinking cursor does not count
QUIET = 0.5


class Display:
    def __init__(self, folder):
        self.folder = folder / "screen"

    def __enter__(self):
        self.folder.mkdir(exist_ok=True)
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp",
                                        "-fbdir", str(self.folder)], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.name = ":" + os.read(read, 16).decode().strip()
        os.close(read)
        with open(self.folder / "Xvfb_screen0", "rb") as file:
            self.screen = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        return self

    def __exit__(self, *_):
        self.screen.close()
        self.server.terminate()
        self.server.wait()

    def until_usable(self, command, environment):
        """Seconds from the start of the program to its first paint, and to the last change before the screen rests."""
        self.rest()
        before = self.screen[:]
        begin = time.perf_counter()
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={**os.environ, **environment, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"})
        first = last = None
        try:
            while last is None or time.perf_counter() - begin - last < QUIET:
                time.sleep(0.004)
                now, at = self.screen[:], time.perf_counter() - begin
                if now != before and changed(before, now):
                    first, last, before = first or at, at, now
                if last is None and (at > 30 or program.poll() is not None):
                    raise RuntimeError(f"{command[0]} has shown nothing in {at:.0f} s (exit code {program.poll()})")
            return first, last
        finally:
            program.terminate()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()

    def rest(self):
        """Waits until the last program's window has gone."""
        before, since = self.screen[:], time.perf_counter()
        while time.perf_counter() - since < 0.3:
            time.sleep(0.02)
            now = self.screen[:]
            if now != before:
                before, since = now, time.perf_counter()


def changed(before, now):
    """Whether more than a cursor differs; rows are compared first, they are quick."""
    stride, count = WIDTH * 4, 0
    for at in range(0, len(now), stride):
        a, b = before[at:at + stride], now[at:at + stride]
        if a != b:
            count += sum(x != y for x, y in zip(a, b))
            if count > NOTICEABLE:
                return True
    return False
