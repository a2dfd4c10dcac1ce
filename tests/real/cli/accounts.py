#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts with the real colabq against the stand-in: signed in by an address pasted back and by a file, listed, signed
out; and no secret anywhere on the way.

accounts.py COLABQ STANDIN keychain|memory. Runs below with-keyring.sh.
"""
import json
import pathlib
import sys
import tempfile
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Arguments, Findings, Home, Standin, browse, eventually, files_below, leaks

folder = tempfile.TemporaryDirectory()
colabq, standin_run, way = sys.argv[1:4]
findings = Findings()
expect = findings.expect


def paste_wrong(process):
    process.stdin.write("http://127.0.0.1:1/?code=x&state=forged\n")
    process.stdin.flush()
    expect("a wrong paste is told", "another sign-in" in process.stderr.readline())


def accounts():
    listed = home.run("account", "--json")
    expect("account", listed.returncode == 0, listed)
    return json.loads(listed.stdout)["accounts"] if listed.stdout else []


def check_keychain():
    checks = json.loads(home.run("doctor", "--json").stdout)["checks"]
    check = next((c for c in checks if c["id"] == "account"), {})
    expect("doctor without an account", check.get("ok") is False
           and check["error"]["code"] == "account.sign_in_needed" and "colab" in check["error"]["message"], check)
    none = home.run("sign-in")
    expect("no client", none.returncode == 3 and "Desktop app" in none.stderr, none)
    web = pathlib.Path(folder.name) / "web.json"
    web.write_text(json.dumps({"web": {"client_id": "x", "client_secret": "y"}}))
    refused = home.run("--json", "sign-in", "--credentials", str(web))
    expect("web client", refused.returncode == 3 and "web site" in json.loads(refused.stderr)["error"]["message"], refused)
    missing = home.run("sign-in", "--credentials", "/nonexistent/client.json")
    expect("missing file", missing.returncode == 2, missing)

    code, last, err = home.sign_in("--credentials", standin.client_file, before=paste_wrong)
    expect("sign-in", code == 0 and last.get("event") == "signed_in", (code, last, err))
    hopeless = home.start("--json", "sign-in", "--no-browser")
    hopeless.stdout.readline()
    out, err = hopeless.communicate("http://127.0.0.1:1/\n", timeout=60)
    expect("only a wrong paste", hopeless.returncode == 2 and "not the address" in err, (hopeless.returncode, err))
    account = last.get("account", {})
    expect("account", account.get("email") == "tester@example.com" and account.get("features") == ["colab"]
           and account.get("missing") == ["drive", "storage"] and account.get("persistent"), account)
    code, last, err = home.sign_in(button="cancel")
    expect("refused on the page", code == 3 and "access_denied" in err, (code, err))
    # The consent page grants again what this client was granted before.
    code, last, err = home.sign_in("--drive")
    expect("Drive added with the client that is known", code == 0 and "drive" in last["account"]["features"],
           (code, last, err))
    text = home.run("account")
    expect("table", "tester@example.com" in text.stdout and "default" in text.stdout, text)
    doctor = json.loads(home.run("doctor", "--json").stdout)["checks"]
    check = next((c for c in doctor if c["id"] == "account"), {})
    expect("doctor", check.get("ok") is True and "drive" in check["params"]["features"], check)
    standin.fault("invalid_grant")
    doctor = home.run("doctor")
    expect("doctor on a sign-in taken back", doctor.returncode == 3 and "taken back" in doctor.stdout, doctor)
    standin.clear()
    expect("sign-in needed", accounts()[0]["sign_in_needed"] == "revoked", accounts())
    code, last, err = home.sign_in("--account", "tester@example.com")
    expect("signed in again without a file, with what it had", code == 0
           and "drive" in last["account"]["features"] and last["account"]["sign_in_needed"] is None, (code, last, err))
    unknown = home.run("account", "--default", "nobody@example.org")
    expect("unknown account", unknown.returncode == 3 and "tester@example.com" in unknown.stderr, unknown)
    expect("default", home.run("account", "--default", "tester@example.com").returncode == 0)
    before = len(standin.requests("oauth.revoke.post"))
    out = home.run("sign-out")
    expect("sign-out", out.returncode == 0 and out.stdout == "tester@example.com\n", out)
    expect("revoked", len(standin.requests("oauth.revoke.post")) == before + 1)
    expect("list after sign-out", accounts() == [], accounts())
    expect("sign-out of nobody", home.run("sign-out").returncode == 3)

    imported = home.run("--json", "sign-in", GOOGLE_COLAB_CREDENTIALS=standin.credentials)
    expect("authorised user", imported.returncode == 0, imported)
    expect("its features", accounts()[0]["features"] == ["colab", "drive", "storage"], accounts())
    expect("sign-out", home.run("sign-out", "tester@example.com").returncode == 0)


def check_memory():
    lone = home.run("--json", "sign-in", "--no-browser", "--credentials", standin.client_file)
    expect("refused before the browser", lone.returncode == 3 and "sign_in_address" not in lone.stdout
           and "colabq serve" in json.loads(lone.stderr)["error"]["hint"], lone)
    engine = home.start("--json", "serve")
    engine.stdout.readline()
    code, last, err = home.sign_in("--credentials", standin.client_file)
    expect("kept in memory", code == 0 and last["account"]["persistent"] is False, (code, last, err))
    expect("listed while the engine runs", len(accounts()) == 1 and not accounts()[0]["persistent"])
    text = home.run("account")
    expect("said plainly", "in memory only" in text.stdout, text)
    # A client that goes away takes its sign-in with it.
    leaving = home.start("--json", "sign-in", "--no-browser", "--credentials", standin.client_file)
    address = json.loads(leaving.stdout.readline())["address"]
    leaving.kill()
    leaving.wait(30)
    back = browse(address)

    def is_closed():
        try:
            urllib.request.urlopen(back.split("?")[0], timeout=5).close()
        except urllib.error.HTTPError:
            return False
        except OSError:
            return True

    expect("the sign-in of a killed client ends with it", eventually(is_closed))
    engine.terminate()
    out, err = engine.communicate(timeout=60)
    home.said.append(out + err)
    expect("gone with the engine", accounts() == [], accounts())


def check_secrets():
    client = json.loads(pathlib.Path(standin.client_file).read_text())["installed"]["client_secret"].encode()
    user = json.loads(pathlib.Path(standin.credentials).read_text())
    planted = [client, user["refresh_token"].encode(), user["client_secret"].encode()]
    # Its own state has to hold them; all else may not.
    files = list(files_below(home.path))
    expect("files looked at", any(path.endswith("accounts.json") for path, _ in files) or way == "memory", files)
    expect("arguments looked at", any(b"sign-in" in words for words in arguments.seen))
    places = files + [("output", text.encode()) for text in home.said] + [(words, words) for words in arguments.seen]
    for leak in leaks(places, planted):
        expect("a secret", False, leak)


standin = Standin(standin_run, folder.name)
home = Home(colabq, folder.name, standin.endpoints, "log:\n  level: debug\nproviders:\n  colab:\n    kind: colab\n")
try:
    with Arguments(home) as arguments:
        check_keychain() if way == "keychain" else check_memory()
    check_secrets()
finally:
    home.end()
    standin.stop()
findings.finish(f"signed in and out by {way}; no secret in files, output or arguments")
