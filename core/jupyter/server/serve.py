# SPDX-License-Identifier: Apache-2.0
"""Runs a Jupyter server that is the only one of its state folder: python serve.py STATE TOKEN_TRAIT ARGUMENTS...

The lock is held by the server process itself, from before it listens until it is gone, however it ends. Exit code 75:
another one holds it. The token comes from STATE/token and never shows in a process list or in a kernel's environment.
"""

import glob
import os
import sys
import threading


def hold_lock(path):
    try:
        import fcntl
    except ImportError:
        return None
    # Not inherited by kernels: Python's descriptors are closed in child programs.
    lock = open(path, "a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(75)
    return lock


def end_in_any_case(app, seconds):
    """Whoever asks it to shut down does not stay to watch: a cleanup that hangs is cut short."""
    stop = app.stop

    def stop_and_watch(*args, **kwargs):
        watch = threading.Timer(seconds, os._exit, [1])
        watch.daemon = True
        watch.start()
        return stop(*args, **kwargs)

    app.stop = stop_and_watch


def main():
    state, token_trait = sys.argv[1:3]
    lock = hold_lock(os.path.join(state, "server.lock"))
    for stale in glob.glob(os.path.join(glob.escape(os.path.join(state, "runtime")), "jpserver-*.json")):
        os.remove(stale)
    with open(os.path.join(state, "token")) as file:
        token = file.read().strip()
    from jupyter_server.serverapp import ServerApp

    # Only the server uses its own runtime folder: kernels keep the environment that the user has.
    before = os.environ.get("JUPYTER_RUNTIME_DIR")
    os.environ["JUPYTER_RUNTIME_DIR"] = os.path.join(state, "runtime")
    app = ServerApp.instance()
    app.initialize(sys.argv[3:] + ["--%s=%s" % (token_trait, token)])
    if before is None:
        del os.environ["JUPYTER_RUNTIME_DIR"]
    else:
        os.environ["JUPYTER_RUNTIME_DIR"] = before
    # Tokens of other servers are none of a notebook's business.
    for name in [name for name in os.environ if name.startswith("COLAB_CONTROLLER_TOKEN_")]:
        del os.environ[name]
    end_in_any_case(app, 15)
    app.start()
    del lock


main()
