# SPDX-License-Identifier: GPL-3.0-or-later
"""/colab/tty: one shared shell of a machine in JSON frames; who comes later takes it over."""

import asyncio
import codecs
import fcntl
import json
import os
import pty
import struct
import subprocess
import termios

from .channels import Socket


class Shell:
    """A shell in the machine's folder on a terminal of its own, kept while the machine lives."""

    def __init__(self, vm):
        self.master, slave = pty.openpty()
        environment = {**os.environ, "HOME": vm.content, "TERM": "xterm"}
        self.process = subprocess.Popen(["/bin/bash", "--norc", "-i"], stdin=slave, stdout=slave, stderr=slave,
                                        cwd=vm.content, env=environment, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)
        os.set_blocking(self.master, False)
        self.user = None
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        asyncio.get_running_loop().add_reader(self.master, self.read)

    def read(self):
        try:
            data = os.read(self.master, 65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.end()
        elif self.user is not None:
            self.user.send(self.decoder.decode(data))

    def size(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def end(self):
        if self.master < 0:
            return
        asyncio.get_running_loop().remove_reader(self.master)
        os.close(self.master)
        self.master = -1
        self.process.kill()
        self.process.wait()
        if self.user is not None:
            self.user.cut(1000)


class Tty(Socket):
    name = "proxy.tty"

    def open(self, *_, **__):
        super().open()
        shell = getattr(self.machine, "shell", None)
        if shell is None or shell.master < 0:
            shell = self.machine.shell = Shell(self.machine.vm)
        if shell.user is not None:
            shell.user.cut(1000)
        shell.user = self

    def send(self, text):
        if self.is_open:
            self.write_message(json.dumps({"data": text}))

    def on_message(self, message):
        try:
            value = json.loads(message)
        except ValueError:
            return
        shell = self.machine.shell
        if shell.user is not self or shell.master < 0 or not isinstance(value, dict):
            return
        if isinstance(value.get("data"), str):
            os.write(shell.master, value["data"].replace("\x04", "").encode())
        elif isinstance(value.get("cols"), int) and isinstance(value.get("rows"), int):
            shell.size(value["cols"], value["rows"])

    def on_close(self):
        super().on_close()
        if self.machine.shell.user is self:
            self.machine.shell.user = None
