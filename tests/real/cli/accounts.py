#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts with the real colabq against the stand-in: signed in by an address pasted back and by a file, listed, signed
out; and no secret anywhere on the way.

accounts.py COLABQ STANDIN keychain|memory. Runs below with-keyring.sh.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

colabq, standin_run, way = sys.argv[1:4]
folder = tempfile.TemporaryDirectory()
home = pathlib.Path(folder.name) / "home"
environment = {name: value for name, value in os.environ.items()
               if not name.startswith(("COLAB_CONTROLLER", "GOOGLE_", "CLOUDSDK"))}
environment["COLAB_CONTROLLER_HOME"] = str(home)
TOKENS = re.compile(rb"ya29\.[\w-]{20}|1//0[\w-]{20}|(?<![\w/])4/0[\w-]{20}")
wrong, said, seen_arguments, processes = [], [], set(), set()


def expect(what, holds, seen=""):
    if not holds:
        wrong.append(f"{what}: {seen}")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(address, button="continue"):
    """What a browser far away does: the address of 127.0.0.1 that it ends on and cannot load."""
    opener = urllib.request.build_opener(NoRedirect)
    own = urllib.parse.urlsplit(address).netloc
    address += f"&auto={button}"
    while urllib.parse.urlsplit(address).netloc == own:
        try:
            opener.open(address, timeout=30)
            return address
        except urllib.error.HTTPError as error:
            if error.code // 100 != 3:
                raise
            address = urllib.parse.urljoin(address, error.headers["Location"])
    return address


def watch_arguments():
    while not stop_watching.wait(0.02):
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.fsencode(home) not in (entry / "environ").read_bytes():
                        continue  # somebody else's
                    seen_arguments.add((entry / "cmdline").read_bytes())
                except OSError:
                    pass


def run(*words, given="", **more):
    done = subprocess.run([colabq, *words], input=given, capture_output=True, text=True, env={**environment, **more},
                          timeout=120)
    said.append(done.stdout + done.stderr)
    return done


def start(*words):
    process = subprocess.Popen([colabq, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, env=environment)
    processes.add(process)
    return process


def sign_in(*words, button="continue", wrong_first=False):
    process = start("--json", "sign-in", "--no-browser", *words)
    line = process.stdout.readline()
    said.append(line)
    if not line:
        out, err = process.communicate(timeout=60)
        said.append(err)
        return process.returncode, {}, err
    address = json.loads(line)["address"]
    if wrong_first:
        process.stdin.write("http://127.0.0.1:1/?code=x&state=forged\n")
        process.stdin.flush()
        expect("a wrong paste is told", "another sign-in" in process.stderr.readline())
    process.stdin.write(browse(address, button) + "\n")
    out, err = process.communicate(timeout=60)
    said.append(out + err)
    lines = [json.loads(text) for text in out.splitlines()]
    return process.returncode, lines[-1] if lines else {}, err


def accounts():
    listed = run("account", "--json")
    expect("account", listed.returncode == 0, listed)
    return json.loads(listed.stdout)["accounts"] if listed.stdout else []


def admin(path, body=None):
    request = urllib.request.Request(told["admin"] + path, None if body is None else json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=30))


def check_keychain():
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    check = next((c for c in checks if c["id"] == "account"), {})
    expect("doctor without an account", check.get("ok") is False
           and check["error"]["code"] == "account.sign_in_needed" and "colab" in check["error"]["message"], check)
    none = run("sign-in")
    expect("no client", none.returncode == 3 and "Desktop app" in none.stderr, none)
    web = pathlib.Path(folder.name) / "web.json"
    web.write_text(json.dumps({"web": {"client_id": "x", "client_secret": "y"}}))
    refused = run("--json", "sign-in", "--credentials", str(web))
    expect("web client", refused.returncode == 3 and "web site" in json.loads(refused.stderr)["error"]["message"], refused)
    missing = run("sign-in", "--credentials", "/nonexistent/client.json")
    expect("missing file", missing.returncode == 2, missing)

    code, last, err = sign_in("--credentials", told["client_file"], wrong_first=True)
    expect("sign-in", code == 0 and last.get("event") == "signed_in", (code, last, err))
    hopeless = start("--json", "sign-in", "--no-browser")
    hopeless.stdout.readline()
    out, err = hopeless.communicate("http://127.0.0.1:1/\n", timeout=60)
    expect("only a wrong paste", hopeless.returncode == 2 and "not the address" in err, (hopeless.returncode, err))
    account = last.get("account", {})
    expect("account", account.get("email") == "tester@example.com" and account.get("features") == ["colab"]
           and account.get("missing") == ["drive", "storage"] and account.get("persistent"), account)
    code, last, err = sign_in(button="cancel")
    expect("refused on the page", code == 3 and "access_denied" in err, (code, err))
    # The consent page grants again what this client was granted before.
    code, last, err = sign_in("--drive")
    expect("Drive added with the client that is known", code == 0 and "drive" in last["account"]["features"],
           (code, last, err))
    text = run("account")
    expect("table", "tester@example.com" in text.stdout and "default" in text.stdout, text)
    doctor = json.loads(run("doctor", "--json").stdout)["checks"]
    check = next((c for c in doctor if c["id"] == "account"), {})
    expect("doctor", check.get("ok") is True and "drive" in check["params"]["features"], check)
    admin("/faults", {"what": "invalid_grant"})
    doctor = run("doctor")
    expect("doctor on a sign-in taken back", doctor.returncode == 3 and "taken back" in doctor.stdout, doctor)
    urllib.request.urlopen(urllib.request.Request(told["admin"] + "/faults", method="DELETE"), timeout=30)
    expect("sign-in needed", accounts()[0]["sign_in_needed"] == "revoked", accounts())
    code, last, err = sign_in("--account", "tester@example.com")
    expect("signed in again without a file, with what it had", code == 0
           and "drive" in last["account"]["features"] and last["account"]["sign_in_needed"] is None, (code, last, err))
    unknown = run("account", "--default", "nobody@example.org")
    expect("unknown account", unknown.returncode == 3 and "tester@example.com" in unknown.stderr, unknown)
    expect("default", run("account", "--default", "tester@example.com").returncode == 0)
    before = len(admin("/requests?route=oauth.revoke.post"))
    out = run("sign-out")
    expect("sign-out", out.returncode == 0 and out.stdout == "tester@example.com\n", out)
    expect("revoked", len(admin("/requests?route=oauth.revoke.post")) == before + 1)
    expect("list after sign-out", accounts() == [], accounts())
    expect("sign-out of nobody", run("sign-out").returncode == 3)

    imported = run("--json", "sign-in", GOOGLE_COLAB_CREDENTIALS=told["credentials"])
    expect("authorised user", imported.returncode == 0, imported)
    expect("its features", accounts()[0]["features"] == ["colab", "drive", "storage"], accounts())
    expect("sign-out", run("sign-out", "tester@example.com").returncode == 0)


def check_memory():
    lone = run("--json", "sign-in", "--no-browser", "--credentials", told["client_file"])
    expect("refused before the browser", lone.returncode == 3 and "sign_in_address" not in lone.stdout
           and "colabq serve" in json.loads(lone.stderr)["error"]["hint"], lone)
    engine = start("--json", "serve")
    engine.stdout.readline()
    code, last, err = sign_in("--credentials", told["client_file"])
    expect("kept in memory", code == 0 and last["account"]["persistent"] is False, (code, last, err))
    expect("listed while the engine runs", len(accounts()) == 1 and not accounts()[0]["persistent"])
    text = run("account")
    expect("said plainly", "in memory only" in text.stdout, text)
    # A client that goes away takes its sign-in with it.
    leaving = start("--json", "sign-in", "--no-browser", "--credentials", told["client_file"])
    address = json.loads(leaving.stdout.readline())["address"]
    leaving.kill()
    leaving.wait(30)
    back = browse(address)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(back.split("?")[0], timeout=5)
        except urllib.error.HTTPError:
            time.sleep(0.05)
        except OSError:
            break
    else:
        wrong.append("the sign-in of a killed client goes on")
    engine.terminate()
    out, err = engine.communicate(timeout=60)
    said.append(out + err)
    expect("gone with the engine", accounts() == [], accounts())


def check_secrets():
    client = json.loads(pathlib.Path(told["client_file"]).read_text())["installed"]["client_secret"].encode()
    user = json.loads(pathlib.Path(told["credentials"]).read_text())
    canaries = [client, user["refresh_token"].encode(), user["client_secret"].encode()]

    def clean(what, data):
        found = [canary for canary in canaries if canary in data] + TOKENS.findall(data)
        expect("a secret", not found, (what, found))

    # Its own state has to hold them; all else may not.
    files = [path for path in home.rglob("*") if path.is_file()]
    expect("files looked at", any(path.name == "accounts.json" for path in files) or way == "memory", files)
    for path in files:
        clean(path, path.read_bytes())
    for text in said:
        clean("output", text.encode())
    expect("arguments looked at", any(b"sign-in" in words for words in seen_arguments))
    for words in seen_arguments:
        clean(words[:200], words)


told = {}
stop_watching = threading.Event()
watcher = threading.Thread(target=watch_arguments)
standin = subprocess.Popen([sys.executable, "-B", standin_run, "--port", "0", "--state", folder.name + "/standin",
                            "--with-parent"], stdout=subprocess.PIPE, text=True)
try:
    told = json.loads(standin.stdout.readline())
    (home / "config").mkdir(parents=True)
    (home / "config" / "execution_config.yaml").write_text(
        "log:\n  level: debug\nproviders:\n  colab:\n    kind: colab\nendpoints:\n" + "".join(f"  {k}: {v}\n" for k, v in told["endpoints"].items()))
    watcher.start()
    check_keychain() if way == "keychain" else check_memory()
    stop_watching.set()
    watcher.join()
    check_secrets()
finally:
    stop_watching.set()
    standin.terminate()
    for process in processes:
        if process.poll() is None:
            process.kill()
    standin.wait(60)
print("\n".join(wrong) or f"signed in and out by {way}; no secret in files, output or arguments")
sys.exit(bool(wrong))
