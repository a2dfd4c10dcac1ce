#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keeper of checkpoints by itself: core/jupyter/kernel/keeper.py beside a process that stands for the kernel.

keeper.py KEEPER
"""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import eventually

SOURCE = pathlib.Path(sys.argv.pop()).read_text()


class KeeperTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.work = pathlib.Path(self.folder.name) / "work"
        self.work.mkdir()
        self.index = pathlib.Path(self.folder.name) / "attempt/checkpoints.jsonl"
        self.index.parent.mkdir()
        self.kernel = subprocess.Popen(["sleep", "600"])
        self.addCleanup(self.kernel.wait)
        self.addCleanup(self.kernel.kill)
        self.keepers = []

    def start(self, *patterns, interval=400):
        keeper = subprocess.Popen([sys.executable, "-I", "-S", "-c", SOURCE, str(self.kernel.pid), str(self.index), str(self.work),
                                   str(interval), *patterns])
        self.addCleanup(keeper.wait)
        self.addCleanup(keeper.kill)
        return keeper

    def lines(self):
        return [json.loads(line) for line in self.index.read_text().splitlines()] if self.index.exists() else []

    def waits_for(self, count):
        self.assertTrue(eventually(lambda: len(self.lines()) >= count, 20), self.lines())
        return self.lines()[count - 1]

    def copy(self, number, path):
        return self.index.parent / "checkpoints" / str(number) / path

    def test_copies_are_what_the_index_says_and_stay_when_the_file_is_written_over(self):
        (self.work / "a b").mkdir()
        (self.work / "a b/m[1].pt").write_bytes(b"one" * 1000)
        (self.work / "other.txt").write_text("no checkpoint")
        self.start("**/*.pt")
        first = self.waits_for(1)
        self.assertEqual([["a b/m[1].pt", 3000, hashlib.sha256(b"one" * 1000).hexdigest()]], first["files"])
        self.assertEqual(1, first["number"])
        (self.work / "a b/m[1].pt").write_bytes(b"two")
        second = self.waits_for(2)
        self.assertEqual(hashlib.sha256(b"two").hexdigest(), second["files"][0][2])
        self.assertEqual(b"one" * 1000, self.copy(1, "a b/m[1].pt").read_bytes())

    def test_a_file_that_grows_is_not_taken_before_it_stands_still(self):
        self.start("*.pt")
        with open(self.work / "m.pt", "wb") as growing:
            for i in range(30):
                growing.write(bytes([i]) * 100_000)
                growing.flush()
                self.assertFalse(eventually(self.lines, 0.05), "taken while it grew")
        whole = self.waits_for(1)
        self.assertEqual(3_000_000, whole["files"][0][1])

    def test_what_did_not_change_is_linked_and_two_are_kept(self):
        (self.work / "base.pt").write_bytes(os.urandom(100_000))
        (self.work / "step.pt").write_text("1")
        self.start("*.pt", interval=200)
        for step in range(2, 6):
            self.waits_for(step - 1)
            (self.work / "step.pt").write_text(str(step))
        self.waits_for(5)
        self.assertTrue(eventually(lambda: sorted(os.listdir(self.index.parent / "checkpoints")) == ["4", "5"]))
        self.assertEqual(self.copy(4, "base.pt").stat().st_ino, self.copy(5, "base.pt").stat().st_ino)
        self.assertEqual("5", self.copy(5, "step.pt").read_text())

    def test_the_first_comes_at_once_and_the_next_when_it_is_due(self):
        (self.work / "m.pt").write_text("1")
        self.start("*.pt", interval=3600_000)
        self.waits_for(1)
        (self.work / "m.pt").write_text("2")
        self.assertFalse(eventually(lambda: len(self.lines()) > 1, 1))

    def test_links_are_not_followed_out_of_the_folder_nor_round_in_it(self):
        secret = pathlib.Path(self.folder.name) / "secret.pt"
        secret.write_text("secret")
        (self.work / "link.pt").symlink_to(secret)
        (self.work / "out").symlink_to(self.folder.name)
        (self.work / "m.pt").write_text("1")
        (self.work / "latest.pt").symlink_to("m.pt")
        self.start("**/*.pt")
        self.assertEqual(["latest.pt", "m.pt"], [file[0] for file in self.waits_for(1)["files"]])

    def test_it_goes_on_counting_after_a_new_start(self):
        (self.work / "m.pt").write_text("1")
        keeper = self.start("*.pt")
        self.waits_for(1)
        keeper.terminate()
        keeper.wait()
        (self.work / "m.pt").write_text("2")
        self.start("*.pt")
        self.assertEqual(2, self.waits_for(2)["number"])

    def test_it_ends_with_the_kernel_and_with_its_index(self):
        keeper = self.start("*.pt")
        self.assertTrue(eventually(self.index.exists))
        self.kernel.kill()
        self.assertTrue(eventually(lambda: keeper.poll() is not None, 20))
        self.kernel = subprocess.Popen(["sleep", "600"])
        self.addCleanup(self.kernel.wait)
        self.addCleanup(self.kernel.kill)
        self.index.unlink()
        keeper = self.start("*.pt")
        self.assertTrue(eventually(self.index.exists))
        self.index.unlink()
        self.assertTrue(eventually(lambda: keeper.poll() is not None, 20))


unittest.main()
