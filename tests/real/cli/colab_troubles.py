#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong with Colab, or could, as a user of the real colabq meets it: a refusal of no known kind, the wrong account
chosen in the browser, a second program on the same account, a thousand small files, a disk that fills, a kernel that dies;
and after all of it no secret that was ever sent is found anywhere.

colab_troubles.py COLABQ STANDIN. Runs below with-keyring.sh.
"""
import hashlib
import json
import pathlib
import re
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Arguments, Findings, Home, Standin, eventually, files_below, leaks, notebook, printed

FILES = 1000
DISK = 64 << 20
folder = tempfile.TemporaryDirectory()
work = pathlib.Path(folder.name)
standin = Standin(sys.argv[2], work)
home = Home(sys.argv[1], work, standin.endpoints, "queue: {parallel: 4}\nlog: {level: debug}\n"
            "providers: {colab: {kind: colab, generation: tunnel}}\n")
findings = Findings()
expect = findings.expect
SECRET_HEADERS = ("Authorization", "X-Goog-Colab-Token", "X-Colab-Runtime-Proxy-Token")
SECRET_FIELDS = ("client_secret", "refresh_token", "code", "code_verifier", "upload_id", "colab-runtime-proxy-token", "token")


def check_other_account():
    code, last, err = home.sign_in("--credentials", standin.client_file)
    expect("signed in", code == 0 and last["account"]["email"] == "tester@example.com", (code, last, err))

    def someone_else(address):
        return re.sub("login_hint=[^&]*", "login_hint=other%40example.com", address)

    before = len(standin.requests("oauth.revoke.post"))
    code, last, err = home.sign_in("--account", "tester@example.com", chosen=someone_else)
    error = json.loads(err)["error"] if err.startswith("{") else {}
    expect("another account than the expected one is refused", code == 3 and error.get("code") == "account.sign_in_refused",
           (code, last, err))
    expect("it says which one came", "other@example.com" in error.get("message", ""), error)
    expect("what the other one granted is given back", len(standin.requests("oauth.revoke.post")) == before + 1)
    accounts = home.json("account")["accounts"]
    expect("the account is as it was", [(a["email"], a["sign_in_needed"]) for a in accounts]
           == [("tester@example.com", None)], accounts)


def check_unknown_refusal():
    said = "The label of the runtime is malformed."
    standin.fault("status", route="tun.assign.post v2.runtimes.post", status=400, message=said, times=0)
    ran = home.run("run", hello, "--provider", "colab", "--retries", "2")
    expect("a refusal of no known kind could not be run", ran.returncode == 3, ran)
    job = home.show(home.newest())
    expect("it tells what the service said", said in json.dumps(job["error"]), job["error"])
    expect("it is not asked again", len(job["attempts"]) == 1, job["attempts"])
    expect("nothing was paid", not job["cost"]["compute_units"], job["cost"])
    expect("no machine was made", not standin.machines(ended=True), standin.machines(ended=True))
    standin.clear()


def check_two_programs():
    """Each with a data folder of its own; one account, each other's machines are somebody else's."""
    other = Home(sys.argv[1], work, standin.endpoints, name="second")
    try:
        signed = other.run("sign-in", "--credentials", standin.credentials)
        expect("signed in a second time", signed.returncode == 0, signed)
        home.serve()
        job = home.submit(slow, "--provider", "colab")
        expect("the first runs", eventually(lambda: home.show(job)["state"] == "running"), home.show(job))
        machine = standin.machines()[0]["endpoint"]
        other.serve()
        listed = other.json("runtimes")["runtimes"]
        expect("the second sees the machine as not its own", [(r["id"], r["state"]) for r in listed
               if r["provider"] == "colab"] == [(machine, "foreign")], listed)
        second = other.submit(hello, "--provider", "colab")
        expect("the second makes a machine of its own", other.run("wait", second).returncode == 0, other.show(second))
        used = [m["endpoint"] for m in standin.machines(ended=True) if m["endpoint"] != machine]
        expect("it used no other", used and machine not in json.dumps(other.show(second)), other.show(second))
        other.kill()
        other.serve()  # what it compares at its start
        expect("it has compared", other.json("runtimes"))
        expect("the first one's machine is alive", [m["endpoint"] for m in standin.machines()] == [machine],
               standin.machines())
        expect("the first is untroubled", home.run("wait", job).returncode == 0, home.show(job))
        expect("in one attempt", len(home.show(job)["attempts"]) == 1, home.show(job)["attempts"])
        expect("its machine goes", eventually(lambda: not standin.machines()), standin.machines())
    finally:
        other.end()
        home.stop()


def check_many_files():
    many = notebook(work / "many.ipynb", "import os, hashlib\nos.makedirs('out/deep', exist_ok=True)\n"
                    f"for i in range({FILES}):\n    open(f'out/deep/{{i:04}}.txt', 'w').write(f'file {{i}}\\n' * (i % 7))\n"
                    "print(len(os.listdir('out/deep')))")
    ran = home.run("run", many, "--provider", "colab", "--artifact", "out/**", timeout=400)
    expect("many files come home", ran.returncode == 0, ran)
    job = home.show(home.newest())
    expect("all of them", len(job["artifacts"]) == FILES, len(job["artifacts"]))
    results = pathlib.Path(job["results_dir"])
    for number, artifact in enumerate(sorted(job["artifacts"], key=lambda one: one["path"])):
        made = (f"file {number}\n" * (number % 7)).encode()
        right = (f"artifacts/out/deep/{number:04}.txt", len(made), hashlib.sha256(made).hexdigest())
        if not expect("as it was made", (artifact["path"], artifact["size"], artifact["sha256"]) == right, artifact) or \
           not expect("on disk", (results / artifact["path"]).read_bytes() == made, artifact):
            break


def check_full_disk():
    standin.control("/account", {"disk": DISK})
    fills = notebook(work / "fills.ipynb", f"open('big', 'wb').write(b'x' * ({DISK} * 95 // 100))",
                     "import os, time\nwhile not os.path.exists('go'):\n    time.sleep(0.1)",
                     "os.remove('big')\nwhile not os.path.exists('end'):\n    time.sleep(0.1)")
    home.serve()
    job = home.submit(fills, "--provider", "colab")
    expect("it runs", eventually(lambda: home.show(job)["state"] == "running"), home.show(job))
    if not standin.machines()[0]["ownRoot"]:
        print("no mount namespace here: the disk of a machine cannot be filled")
        home.run("cancel", job)
        home.run("wait", job)
        home.stop()
        return
    low = eventually(lambda: home.show(job)["warning"])
    expect("a disk that is nearly full is told", low and low["code"] == "runtime.disk_low"
           and 90 <= int(low["details"]["used_percent"]) <= 100, home.show(job))
    expect("in words", "disk is nearly full" in home.run("show", job).stdout, home.run("show", job).stdout)
    inside = pathlib.Path("/proc", str(standin.machines()[0]["pid"]), "root", "content")
    (inside / "go").touch()
    expect("and taken back", eventually(lambda: home.show(job)["warning"] is None), home.show(job)["warning"])
    (inside / "end").touch()
    expect("it succeeds", home.run("wait", job).returncode == 0, home.show(job))
    home.stop()
    standin.control("/account", {"disk": None})


def check_crash():
    dies = notebook(work / "dies.ipynb", "print('before', flush=True)", "import os\nos.kill(os.getpid(), 9)")
    ran = home.run("run", dies, "--provider", "colab")
    expect("a kernel that died is told", ran.returncode in (1, 5), ran)
    results = pathlib.Path(home.show(home.newest())["results_dir"])
    expect("what was printed is kept", printed(results / "executed.ipynb")[0] == "before\n")


def sent_secrets():
    """Whatever the services took for a secret."""
    found = {json.loads(pathlib.Path(standin.client_file).read_text())["installed"]["client_secret"]}
    for request in standin.requests(""):
        for name in SECRET_HEADERS:
            found.add(request["headers"].get(name, "").removeprefix("Bearer "))
        body = request.get("body", "") if request["route"].startswith("oauth.") else ""
        for name, value in urllib.parse.parse_qsl(request["query"]) + urllib.parse.parse_qsl(body):
            if name in SECRET_FIELDS:
                found.add(value)
    return [value.encode() for value in found if len(value) >= 16]


def check_secrets():
    ran = home.run("run", hello, "--provider", "colab", "--backup-to", "gdrive:runs")
    expect("a backup, with upload ids", ran.returncode == 0 and home.show(home.newest())["backup"]["state"] == "done", ran)
    secrets = sent_secrets()
    for start in ("ya29.", "1//0", "4/0", "proxy-", "AX"):  # the last: tokens against forged requests
        expect(f"secrets like {start} were sent", any(secret.startswith(start.encode()) for secret in secrets))
    expect("upload ids were sent", any("upload_id" in r["query"] for r in standin.requests("drive.session")))
    files = list(files_below(home.path)) + list(files_below(work / "second"))
    names = " ".join(name for name, _ in files)
    for part in ("jobs.sqlite", "executed.ipynb", "job.log", ".log"):
        expect(f"{part} was looked at", part in names, names)
    expect("arguments were seen", any(b"serve" in words for words in arguments.seen))
    texts = [("said", text.encode()) for text in home.said] + [("engine.log", home.log().encode())]
    for leak in leaks(files + texts + [(words, words) for words in arguments.seen], secrets):
        expect("a secret", False, leak)


try:
    hello = notebook(work / "hello.ipynb", "print('hello')")
    slow = notebook(work / "slow.ipynb", "import time\nfor i in range(150):\n    print(i, flush=True)\n    time.sleep(0.1)")
    with Arguments(home) as arguments:
        check_other_account()
        signed = home.run("sign-in", "--credentials", standin.credentials)
        expect("signed in with Drive", signed.returncode == 0, signed)
        for check in (check_unknown_refusal, check_two_programs, check_many_files, check_full_disk, check_crash):
            check()
        check_secrets()
finally:
    home.end()
    standin.stop()
findings.finish()
