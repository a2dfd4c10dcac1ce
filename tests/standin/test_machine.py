# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Jupyter server behind the proxy of the stand-in."""

import unittest

from harness import StandinTest


class AMachine(StandinTest):
    async def test_is_assigned_runs_code_and_is_released(self):
        standin = self.standin
        machine = standin.assign(accelerator="T4").json
        self.assertEqual(4, machine["outcome"])
        self.assertEqual("T4", machine["accelerator"])
        kernel = standin.vm(machine, "POST", "/api/kernels", {"name": "python3", "path": None})
        self.assertEqual(201, kernel.status)
        self.assertRegex(kernel.json["last_activity"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
        channels = await standin.channels(machine, kernel.json["id"])
        self.assertIsNone(channels.socket.selected_subprotocol)
        text, reply = await channels.run("import os\nprint(6 * 7, os.getcwd())")
        self.assertEqual("ok", reply["status"])
        self.assertIn("42 ", text)
        self.assertTrue(text.strip().endswith("/content"))
        text, _ = await channels.run("!nvidia-smi --query-gpu=name --format=csv,noheader")
        self.assertIn("Tesla T4", text)
        self.assertEqual(204, standin.release(machine["endpoint"]).status)
        self.assertIsNone(await channels.next())
        self.assertEqual([], standin.machines())
        self.assertEqual(404, standin.vm(machine, "GET", "/api/status").status)

    async def test_has_a_disk_of_its_own_that_can_be_filled(self):
        self.standin.account(disk=32 << 20)
        machine = self.standin.assign(accelerator="T4").json
        kernel = self.standin.vm(machine, "POST", "/api/kernels", {"name": "python3", "path": None})
        channels = await self.standin.channels(machine, kernel.json["id"])
        if not self.standin.machines()[0]["ownRoot"]:
            print("no mount namespace here: machines have the disk of this one")
            return
        text, reply = await channels.run("import os\nopen('full', 'wb').write(b'x' * (30 << 20))\nos.statvfs('.').f_blocks")
        self.assertEqual("ok", reply["status"])
        told = self.standin.vm(machine, "GET", "/api/colab/resources").json["disks"][0]["filesystem"]
        self.assertEqual(32 << 20, told["totalBytes"])
        self.assertGreaterEqual(told["usedBytes"], 30 << 20)
        text, reply = await channels.run("open('more', 'wb').write(b'x' * (4 << 20))")
        self.assertEqual(("error", "OSError"), (reply["status"], reply["ename"]))


if __name__ == "__main__":
    unittest.main()
