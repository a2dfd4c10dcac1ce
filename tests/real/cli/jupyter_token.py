#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Jupyter server of somebody else, its token given to colabq by stdin and keychain, or by the environment.

jupyter_token.py COLABQ NOTEBOOK keychain|environment. Runs below with-keyring.sh.
"""
import json
import pathlib
import secrets
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Findings, Home, eventually, files_below, leaks

colabq, notebook, way = sys.argv[1:4]
folder = tempfile.TemporaryDirectory()
work = pathlib.Path(folder.name)
token = secrets.token_hex(16)
findings = Findings()
expect = findings.expect


def start_server():
    (work / "root").mkdir()
    (work / "runtime").mkdir()
    log = open(work / "server.log", "w")
    process = subprocess.Popen(
        ["jupyter-server", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={free_port()}",
         "--ServerApp.port_retries=50", "--ServerApp.open_browser=False", "--ServerApp.allow_root=True",
         f"--ServerApp.root_dir={work / 'root'}"],
        env={**home.environment, "JUPYTER_TOKEN": token}, stdout=log, stderr=log)
    info = work / "runtime" / f"jpserver-{process.pid}.json"

    def address():
        try:
            return json.loads(info.read_text())["url"]
        except (OSError, ValueError):
            return process.poll() is not None

    url = eventually(address)
    if not isinstance(url, str):
        raise SystemExit("the server did not start: " + (work / "server.log").read_text())
    return process, url


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check(url):
    more = {}
    if way == "keychain":
        added = home.run("providers", "add", "my-lab", url, typed=token + "\n")
        expect("providers add", added.returncode == 0 and added.stdout == "my-lab\n", added)
    else:
        # There is no keychain: a token is refused and named, an address alone is taken.
        refused = home.run("providers", "add", "my-lab", url, typed=token + "\n")
        expect("no keychain", refused.returncode == 3 and "COLAB_CONTROLLER_TOKEN_MY_LAB" in refused.stderr, refused)
        added = home.run("providers", "add", "my-lab", url, typed="")
        expect("providers add without token", added.returncode == 0, added)
        asked = home.run("providers", "--json")
        error = next(p for p in json.loads(asked.stdout)["providers"] if p["name"] == "my-lab")["error"]
        expect("token asked for", error["code"] == "account.sign_in_needed"
               and "COLAB_CONTROLLER_TOKEN_MY_LAB" in error["hint"], error)
        more = {"COLAB_CONTROLLER_TOKEN_MY_LAB": token}
    listed = home.run("providers", "--json", **more)
    server = next((p for p in json.loads(listed.stdout)["providers"] if p["name"] == "my-lab"), {})
    expect("providers", server.get("ok") is True and server.get("kind") == "jupyter", listed)
    ran = home.run("--json", "run", notebook, "--provider", "my-lab", **more)
    expect("run", ran.returncode == 0, ran)
    last = json.loads(ran.stdout.splitlines()[-1]) if ran.stdout else {}
    results = pathlib.Path(last.get("results_dir") or last.get("job", {}).get("results_dir") or "/nonexistent")
    expect("executed notebook", (results / "executed.ipynb").is_file(), last)
    for leak in leaks(files_below(home.path), [token.encode()]):
        expect("the token is in a file", False, leak)


home = Home(colabq, work, JUPYTER_RUNTIME_DIR=str(work / "runtime"))
process, url = start_server()
try:
    check(url)
finally:
    home.end()
    process.terminate()
    process.wait(30)
findings.finish(f"a job ran on {url} with the token from the {way}")
