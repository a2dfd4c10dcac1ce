# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is left behind, however the stand-in ends; and what its command line does."""

import json
import os
import signal
import subprocess
import unittest

from harness import HERE, Standin, alive, wait_for


class TheEnd(unittest.TestCase):
    def setUp(self):
        self.standin = Standin()
        self.addCleanup(self.standin.stop)
        self.standin.sign_in()
        self.machine = self.standin.assign().json
        self.assertEqual(201, self.standin.vm(self.machine, "POST", "/api/kernels", {"name": "python3"}).status)
        found = self.standin.machines()[0]
        self.assertEqual(1, len(found["kernels"]))
        self.pids = [found["pid"], *found["kernels"]]

    def gone(self):
        wait_for(lambda: not any(alive(pid) for pid in self.pids), what="the end of its processes")

    def test_by_sigterm(self):
        self.standin.process.send_signal(signal.SIGTERM)
        self.assertEqual(0, self.standin.process.wait(60))
        self.gone()
        self.assertFalse(os.path.exists(os.path.join(self.standin.state, "vm")))

    def test_by_sigkill(self):
        self.standin.process.kill()
        self.standin.process.wait(60)
        self.gone()

    def test_of_a_machine_takes_its_processes_along(self):
        self.standin.release(self.machine["endpoint"])
        self.gone()


class TheCommand(unittest.TestCase):
    def test_prints_one_line_and_the_files_are_private(self):
        standin = Standin([{"what": "recaptcha"}])
        self.addCleanup(standin.stop)
        self.assertEqual({"oauth_authorize", "oauth_token", "oauth_revoke", "oauth_tokeninfo", "userinfo", "colab",
                          "colab_gapi", "colab_api", "drive", "drive_upload", "storage", "storage_upload"},
                         set(standin.endpoints))
        for name in ("client_file", "credentials"):
            self.assertEqual(0o600, os.stat(standin.told[name]).st_mode & 0o777)
        self.assertEqual("authorized_user", standin.file("credentials")["type"])
        standin.sign_in()
        self.assertIs(True, standin.tunnel("GET", "/tun/m/assign", {"nbh": "a" * 44}).json["p"])

    def test_can_do_without_authuser(self):
        standin = Standin(options=["--lenient"])
        self.addCleanup(standin.stop)
        standin.sign_in()
        self.assertEqual(200, standin.ask("GET", standin.endpoints["colab"] + "/tun/m/assignments").status)

    def test_refuses_faults_that_it_does_not_know(self):
        standin = Standin()
        self.addCleanup(standin.stop)
        for spec in ({"what": "nothing"}, {"what": "delay", "route": "*", "minutes": 1}, {"what": "delay"}, {"what": "kill_vm"},
                     {"what": "random", "route": "*", "kinds": ["grant"]}, {"what": "gpu", "color": "red"}, 3):
            answer = standin.ask("POST", standin.admin + "/faults", json.dumps(spec), bearer=False)
            self.assertEqual(400, answer.status, spec)

    def test_says_what_is_wrong(self):
        done = subprocess.run([os.path.join(HERE, "run"), "--state", "/proc/nowhere"], capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("run:", done.stderr)


if __name__ == "__main__":
    unittest.main()
