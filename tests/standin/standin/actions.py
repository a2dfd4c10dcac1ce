# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that happen at once: a machine dies, tokens expire, sockets close, a stranger takes a machine."""

import fnmatch
import os
import signal

from .catalogue import ACCELERATORS, spec_of
from .tunnel import AUTH_TYPES


def _machines(world, endpoint):
    found = [m for m in world.machines.live() if fnmatch.fnmatchcase(m.endpoint, endpoint)]
    if not found:
        raise ValueError("no live machine is named " + endpoint)
    return found


def kill_vm(world, endpoint="*"):
    """The machine is gone, as when it was reclaimed."""
    found = _machines(world, endpoint)
    for machine in found:
        world.machines.end(machine, "killed")
    return [m.endpoint for m in found]


def expire_tokens(world, kind="access", endpoint="*", status=None):
    """kind: access, refresh, proxy, xsrf, code, session. status: what the proxy answers from now on (401 or 404)."""
    if status is not None:
        world.expired_token_status = int(status)
    if kind in ("access", "refresh"):
        world.oauth.expire(kind)
    elif kind == "proxy":
        for machine in _machines(world, endpoint):
            machine.proxy_tokens.clear()
    elif kind == "xsrf":
        world.xsrf.clear()
    elif kind == "code":
        world.oauth.codes.clear()
    elif kind == "session":
        return world.drive.forget_sessions() + world.storage.forget_sessions()
    else:
        raise ValueError("no such kind of token: " + kind)
    return kind


def close_sockets(world, endpoint="*", code=1006):
    return sum(world.proxy.close_sockets(m, int(code)) for m in _machines(world, endpoint))


def new_address(world, endpoint="*"):
    """The address behind the proxy changes; lists and renewals give the new one."""
    found = _machines(world, endpoint)
    for machine in found:
        world.background(world.proxy.move(machine))
    return [m.endpoint for m in found]


def _signal_kernels(world, endpoint, number):
    pids = [pid for machine in _machines(world, endpoint) if machine.vm for pid in machine.vm.kernels()]
    for pid in pids:
        os.kill(pid, number)
    return pids


def kill_kernel(world, endpoint="*"):
    """As when the memory ran out; the Jupyter server starts the kernel again."""
    return _signal_kernels(world, endpoint, signal.SIGKILL)


def freeze_kernel(world, endpoint="*"):
    return _signal_kernels(world, endpoint, signal.SIGSTOP)


def thaw_kernel(world, endpoint="*"):
    return _signal_kernels(world, endpoint, signal.SIGCONT)


def foreign_machine(world, accelerator="NONE", high_mem=False):
    """A machine that the user opened in a browser."""
    if accelerator not in ACCELERATORS:
        raise ValueError("unknown accelerator")
    spec = spec_of(accelerator, high_mem)
    world.background(world.machines.create(world.accounts.first, spec, spec, origin="browser", lazy=True))
    return accelerator


def gpu(world, endpoint="*", utilization=None, fails=False, name=None):
    """What the card of a machine shows from now on; utilization 0 to 1, or null for a wave."""
    for machine in _machines(world, endpoint):
        if machine.vm and machine.vm.gpu:
            machine.vm.gpu.update(utilization=utilization, fails=bool(fails), name=name or machine.vm.gpu["name"])
            machine.vm.write_gpu()
    return utilization


def resources(world, endpoint="*", values=None):
    """Keys that replace those of /api/colab/resources."""
    for machine in _machines(world, endpoint):
        machine.told = dict(values or {})
    return sorted(values or {})


def consent(world, endpoint="*", authtype="*", given=True):
    """As if the user had answered the page of credential propagation."""
    kinds = [kind for kind in AUTH_TYPES if fnmatch.fnmatchcase(kind, authtype)]
    for machine in _machines(world, endpoint):
        machine.consents = machine.consents | set(kinds) if given else machine.consents - set(kinds)
    return kinds


def stale_mount(world, endpoint="*"):
    """A mounted Drive stops answering: every access below the mount point fails."""
    found = []
    for machine in _machines(world, endpoint):
        for folder, names, _ in os.walk(machine.vm.content):
            if "MyDrive" in names:
                place = os.path.join(folder, "MyDrive")
                os.rename(place, place + ".gone")
                os.symlink("MyDrive", place)
                found.append(place)
                names.clear()
        log = os.path.join(machine.vm.folder, "root", "var", "colab", "drive-timeouts")
        with open(log, "a", encoding="utf-8") as file:
            file.write("DriveFS operation timed out\n")
    return found


def foreign_file(world, name="theirs.txt", content="", parent="root"):
    """A file in Drive that another client made: not visible to the lesser scope."""
    account = world.accounts.first
    file = world.drive.create(account, "another client", {"name": name, "mimeType": "text/plain", "parents": [parent]})
    blob = world.drive.sessions.blob()
    blob.write(content.encode())
    blob.close()
    world.drive.put_content(file, blob)
    return file.id


ACTIONS = {action.__name__: action for action in (
    kill_vm, expire_tokens, close_sockets, new_address, kill_kernel, freeze_kernel, thaw_kernel, foreign_machine,
    foreign_file, gpu, resources, consent, stale_mount)}
