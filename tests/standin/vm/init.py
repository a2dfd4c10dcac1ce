# SPDX-License-Identifier: GPL-3.0-or-later
"""First process of a stand-in machine: init.py FOLDER COMMAND...

Runs the command with /content and /var/colab of the machine where the system allows a mount namespace, and ends every
process below it when the command ends, when it is told to, or when the stand-in dies (its end of standard input closes).
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000
libc = ctypes.CDLL(None, use_errno=True)


def call(function, *arguments):
    if function(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def mount(source, target, kind=None, flags=0, data=None):
    call(libc.mount, os.fsencode(source), os.fsencode(target), kind, flags, data)


def mirror(source, target, without):
    """Every entry of a folder again in another one, bound or linked."""
    for entry in os.scandir(source):
        if entry.name in without:
            continue
        place = os.path.join(target, entry.name)
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), place)
            continue
        if entry.is_dir():
            os.mkdir(place)
        else:
            open(place, "wb").close()
        try:
            mount(entry.path, place, None, MS_BIND | MS_REC)
        except OSError:
            pass


def own_root(folder):
    """The system's files, with the machine's own /content and /var/colab; False where that is not allowed."""
    user, group = os.getuid(), os.getgid()
    try:
        if libc.unshare(CLONE_NEWNS) != 0:
            call(libc.unshare, CLONE_NEWNS | CLONE_NEWUSER)
            for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(text)
        mount("none", "/", None, MS_REC | MS_PRIVATE)
        if os.environ.get("STANDIN_DISK"):  # below the folder the server serves, so that files arrive there as well
            content = os.path.join(folder, "root", "content")
            mount("tmpfs", content, b"tmpfs", 0, b"size=" + os.environb[b"STANDIN_DISK"])
            os.mkdir(os.path.join(content, "sample_data"))
        root = os.path.join(folder, "mirror")
        os.mkdir(root)
        mount("tmpfs", root, b"tmpfs")
        mirror("/", root, {"content", "var"})
        for name in ("content", "var"):
            os.mkdir(os.path.join(root, name))
        mount(os.path.join(folder, "root", "content"), os.path.join(root, "content"), None, MS_BIND)
        mirror("/var", os.path.join(root, "var"), {"colab"})
        os.mkdir(os.path.join(root, "var", "colab"))
        mount(os.path.join(folder, "root", "var", "colab"), os.path.join(root, "var", "colab"), None, MS_BIND)
        os.chroot(root)
        os.chdir("/content")
        return True
    except OSError as error:
        print("no /content of its own:", error, file=sys.stderr, flush=True)
        return False


def children():
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                found.append(int(name))
    return found


def reap():
    """Whether children are left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return True
    except ChildProcessError:
        return False


def end_all():
    """Orphans come to this process, so it kills its children until none is left."""
    until = time.monotonic() + 10
    while reap() and time.monotonic() < until:
        for pid in children():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.01)


def main():
    folder, command = sys.argv[1], sys.argv[2:]
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    stop = {signal.SIGTERM, signal.SIGINT}
    own = own_root(folder)
    environment = {**os.environ, "STANDIN_OWN_ROOT": "1" if own else "0"}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment, start_new_session=True,
                               preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
    while True:
        ready, _, _ = select.select([0, wake], [], [])
        if 0 in ready and not os.read(0, 1):
            break
        if wake in ready:
            if stop & set(os.read(wake, 64)):
                break
            # Orphans are reaped here; the command itself is known by its pid.
            left = True
            while left:
                try:
                    pid, _ = os.waitpid(-1, os.WNOHANG)
                except ChildProcessError:
                    pid = 0
                left = pid != 0
                if pid == process.pid:
                    end_all()
                    return
    end_all()


if __name__ == "__main__":
    main()
