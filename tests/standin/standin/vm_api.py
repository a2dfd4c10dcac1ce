# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine serves beside Jupyter: resources, image, state of its Drive mount, and the refusals of SSH."""

import math
import os
import time

from .gate import Gate
KEY_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")


def memory():
    found = {}
    with open("/proc/meminfo") as file:
        for line in file:
            key, value = line.split(":")
            found[key] = int(value.split()[0]) * 1024
    return {"totalBytes": found["MemTotal"], "freeBytes": found.get("MemAvailable", found["MemFree"])}


def gpu(vm):
    """The same wave that the machine's nvidia-smi shows."""
    load = vm.gpu["utilization"] if vm.gpu["utilization"] is not None else 0.5 + 0.45 * math.sin(time.time() / 7)
    return {"name": vm.gpu["name"], "memoryUsedBytes": int(vm.gpu["memory"] * load / 2),
            "memoryTotalBytes": vm.gpu["memory"], "gpuUtilization": load, "memoryUtilization": load / 2,
            "everUsed": load > 0}


class Resources(Gate):
    name = "proxy.resources"
    xssi = True

    async def get(self):
        vm = self.machine.vm
        disk = os.statvfs(vm.disk)
        total = disk.f_blocks * disk.f_frsize
        value = {"memory": memory(), "disks": [{"filesystem": {
            "label": "kernel", "totalBytes": total, "usedBytes": total - disk.f_bavail * disk.f_frsize}}],
            "gpus": [gpu(vm)] if vm.gpu and not vm.gpu["fails"] else []}
        await self.reply({**value, **self.machine.told})


class BuildInfo(Gate):
    name = "proxy.build-info"
    xssi = True

    async def get(self):
        await self.reply({"release_tag": self.world.machines.release_tag(self.machine)})


class DriveState(Gate):
    name = "proxy.drive-state"
    xssi = True

    async def get(self):
        try:
            with open(os.path.join(self.machine.vm.folder, "root", "var", "colab", "drive-timeouts")) as file:
                lines = file.read().splitlines()[-1:]
        except OSError:
            lines = []
        await self.reply({"dfs": lines})


class Ssh(Gate):
    """No SSH server runs in a machine: a proper handshake ends with 502."""
    name = "proxy.ssh"

    async def get(self):
        key = self.request.headers.get("X-Colab-Ssh-Pubkey", "")
        if not key:
            self.fail(400, "missing pubkey")
        if key.split(" ", 1)[0] not in KEY_KINDS:
            self.fail(400, "unsupported key type")
        self.fail(502, "sshd is not reachable")


class FromInside(Gate):
    """What the machine's own programs ask for; the address is known inside only."""

    def initialize(self, world):
        super().initialize(world, None, 0)

    def facts(self):
        return {**super(Gate, self).facts()}

    async def before(self):
        self.machine = self.world.machines.get(self.path_kwargs["endpoint"])
        if self.machine is None or self.machine.suffix != self.path_kwargs["suffix"]:
            self.refuse(404)


class Credentials(FromInside):
    name = "vm.credentials"

    async def get(self, **_):
        kind = self.get_argument("authtype", "dfs_ephemeral")
        if kind not in self.machine.credentials:
            self.fail(404, "no credential")
        await self.reply({"email": self.machine.account.email, "authtype": kind})


class UnassignSelf(FromInside):
    name = "vm.unassign"

    async def post(self, **_):
        await self.reply({})
        self.world.machines.end(self.machine, "released from inside")


ROUTES = [(r"/vm/(?P<endpoint>[^/]+)/(?P<suffix>[^/]+)/credentials", Credentials),
          (r"/vm/(?P<endpoint>[^/]+)/(?P<suffix>[^/]+)/unassign", UnassignSelf)]
