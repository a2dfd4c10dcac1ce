# SPDX-License-Identifier: Apache-2.0
"""drive.mount: asks for the credential, then shows a folder in the place of Drive."""

import os

from google.colab import _machine, _message


def mount(mountpoint, force_remount=False, timeout_ms=120000, readonly=False):
    if not os.path.exists(os.path.join(os.environ["STANDIN_ROOT"], "var/colab/hostname")):
        raise NotImplementedError("Mounting drive is unsupported in this environment.")
    mountpoint = os.path.expanduser(mountpoint)
    if " " in mountpoint:
        raise ValueError("Mountpoint must not contain a space.")
    if os.path.islink(mountpoint):
        raise ValueError("Mountpoint must not be a symlink")
    _message.blocking_request("request_auth", {"authType": "dfs_ephemeral"}, timeout_ms / 1000.0)
    place = os.path.join(mountpoint, "MyDrive")
    if os.path.isdir(place) and not force_remount:
        print("Drive already mounted at %s; to attempt to forcibly remount, call drive.mount(\"%s\", force_remount=True)."
              % (mountpoint, mountpoint))
        return
    if os.path.isdir(mountpoint) and set(os.listdir(mountpoint)) - {"MyDrive", "MyDrive.gone"}:
        raise ValueError("Mountpoint must not already contain files")
    if not os.path.isdir(os.path.dirname(os.path.abspath(mountpoint))):
        raise ValueError("Mountpoint must be in a directory that exists")
    if _machine.credential("dfs_ephemeral") is None:
        raise ValueError("mount failed")
    if os.path.islink(place):
        os.unlink(place)
    gone = place + ".gone"
    if os.path.isdir(gone):
        os.rename(gone, place)
    os.makedirs(place, exist_ok=True)
    print("Mounted at %s" % mountpoint)


def flush_and_unmount(timeout_ms=24 * 60 * 60 * 1000):
    print("Drive not mounted, so nothing to flush and unmount.")
