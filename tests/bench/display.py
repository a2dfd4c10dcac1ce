# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen in memory, watched from outside: what is measured needs no help from the program measured."""

import mmap
import os
import subprocess
import time

WIDTH, HEIGHT = 1600, 1000
NOTICEABLE = 2_000  # bytes that must change; a blinking cursor does not count
SETTLED = 2.0
TABLE = (300, 100, 1200, 360)  # left, top, right, bottom of what both programs show in their middle: the table


class Display:
    def __init__(self, folder):
        self.folder = folder / "screen"

    def __enter__(self):
        self.folder.mkdir(exist_ok=True)
        read, write = os.pipe()
        with open(self.folder / "Xvfb.log", "wb") as log:
            self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
                                            "-nolisten", "tcp", "-fbdir", str(self.folder)], pass_fds=[write], stderr=log)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()  # the whole line: the server ends when it cannot write it
        with open(self.folder / "Xvfb_screen0", "rb") as file:
            self.screen = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        return self

    def __exit__(self, *_):
        self.screen.close()
        self.server.terminate()
        self.server.wait()

    def until_usable(self, command, environment, end):
        """Seconds from the start of the program to its first paint, and to the first frame that is usable.

        Usable: the part of the screen that TABLE names looks as it does SETTLED seconds later, but for a percent of its
        pixels; with a list of jobs, that is when the first ones are there. `end` ends the program in order.
        """
        self.rest()
        before = self.screen[:]
        begin = time.perf_counter()
        said = self.folder / "stderr"
        with open(said, "wb") as log:
            program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
                                       env={**os.environ, **environment, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"})
        frames = []
        try:
            while not frames or time.perf_counter() - begin < frames[0][0] + SETTLED:
                time.sleep(0.004)
                now, at = self.screen[:], time.perf_counter() - begin
                if now != before and (frames or changed(before, now)):
                    frames.append((at, table(now)))
                    before = now
                if not frames and (at > 30 or program.poll() is not None):
                    raise RuntimeError(f"{command[0]} has shown nothing in {at:.0f} s (exit code {program.poll()}): "
                                       f"{said.read_text()[-300:]}")
            final = frames[-1][1]
            return frames[0][0], next(at for at, picture in frames if alike(picture, final))
        finally:
            end(program)

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


def table(picture):
    left, top, right, bottom = TABLE
    return [picture[(y * WIDTH + left) * 4:(y * WIDTH + right) * 4] for y in range(top, bottom)]


def alike(picture, final):
    """But for one percent of the bytes, such as a time that runs."""
    differing = sum(sum(a != b for a, b in zip(x, y)) for x, y in zip(picture, final) if x != y)
    return differing * 100 <= sum(map(len, final))
