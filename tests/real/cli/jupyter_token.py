#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Jupyter server of somebody else, its token given to colabq by stdin and keychain, or by the environment.

jupyter_token.py COLABQ NOTEBOOK keychain|environment. Runs below with-keyring.sh.
"""
import json
import os
import pathlib
import secrets
import subprocess
import sys
import tempfile
import time

colabq, notebook, way = sys.argv[1:4]
folder = tempfile.TemporaryDirectory()
home = pathlib.Path(folder.name)
token = secrets.token_hex(16)
environment = {name: value for name, value in os.environ.items() if not name.startswith("COLAB_CONTROLLER")}
environment["COLAB_CONTROLLER_HOME"] = str(home / "controller")
environment["JUPYTER_RUNTIME_DIR"] = str(home / "runtime")
wrong = []


def expect(what, holds, seen=""):
    if not holds:
        wrong.append(f"{what}: {seen}")


def run(*words, given="", **more):
    return subprocess.run([colabq, *words], input=given, capture_output=True, text=True, env={**environment, **more},
                          timeout=120)


def start_server():
    (home / "root").mkdir()
    (home / "runtime").mkdir()
    log = open(home / "server.log", "w")
    process = subprocess.Popen(
        ["jupyter-server", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={free_port()}",
         "--ServerApp.port_retries=50", "--ServerApp.open_browser=False", "--ServerApp.allow_root=True",
         f"--ServerApp.root_dir={home / 'root'}"],
        env={**environment, "JUPYTER_TOKEN": token}, stdout=log, stderr=log)
    info = home / "runtime" / f"jpserver-{process.pid}.json"
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            return process, json.loads(info.read_text())["url"]
        except (OSError, ValueError):
            time.sleep(0.05)
    sys.exit("the server did not start: " + (home / "server.log").read_text())


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check(url):
    more = {}
    if way == "keychain":
        added = run("providers", "add", "my-lab", url, given=token + "\n")
        expect("providers add", added.returncode == 0 and added.stdout == "my-lab\n", added)
    else:
        # There is no keychain: a token is refused and named, an address alone is taken.
        refused = run("providers", "add", "my-lab", url, given=token + "\n")
        expect("no keychain", refused.returncode == 3 and "COLAB_CONTROLLER_TOKEN_MY_LAB" in refused.stderr, refused)
        added = run("providers", "add", "my-lab", url, given="")
        expect("providers add without token", added.returncode == 0, added)
        asked = run("providers", "--json")
        error = next(p for p in json.loads(asked.stdout)["providers"] if p["name"] == "my-lab")["error"]
        expect("token asked for", error["code"] == "account.sign_in_needed"
               and "COLAB_CONTROLLER_TOKEN_MY_LAB" in error["hint"], error)
        more = {"COLAB_CONTROLLER_TOKEN_MY_LAB": token}
    listed = run("providers", "--json", **more)
    server = next((p for p in json.loads(listed.stdout)["providers"] if p["name"] == "my-lab"), {})
    expect("providers", server.get("ok") is True and server.get("kind") == "jupyter", listed)
    ran = run("--json", "run", notebook, "--provider", "my-lab", **more)
    expect("run", ran.returncode == 0, ran)
    last = json.loads(ran.stdout.splitlines()[-1]) if ran.stdout else {}
    results = pathlib.Path(last.get("results_dir") or last.get("job", {}).get("results_dir") or "/nonexistent")
    expect("executed notebook", (results / "executed.ipynb").is_file(), last)
    for path in home.rglob("*"):
        if path.is_file() and path.name != "server.log" and home / "runtime" not in path.parents:
            expect("the token is in a file", token.encode() not in path.read_bytes(), path)


process, url = start_server()
try:
    check(url)
finally:
    process.terminate()
    process.wait(30)
print("\n".join(wrong) or f"a job ran on {url} with the token from the {way}")
sys.exit(bool(wrong))
