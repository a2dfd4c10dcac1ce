#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with a real browser: Chromium, without a window, goes where colabq sends it, fills in the stand-in's consent
page as a user does and ends on colabq's own page. Agreed, refused, one box unticked; then a run with that sign-in.

browser.py COLABQ STANDIN NOTEBOOK. Runs below with-keyring.sh. Needs chromium and chromedriver.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from colab_home import Findings, Home, Standin, eventually

colabq, standin_run, sample = sys.argv[1:4]
folder = tempfile.TemporaryDirectory()
work = pathlib.Path(folder.name)
bin_folder, opened = work / "bin", work / "opened"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # W3C WebDriver
DRIVE = "https://www.googleapis.com/auth/drive.file"
findings = Findings()
expect = findings.expect


def first(*programs):
    return next(filter(None, map(shutil.which, programs)), None)


class Browser:
    """The few commands of WebDriver that a consent page needs."""

    def __init__(self):
        driver, program = first("chromedriver", "chromium.chromedriver"), first("chromium", "chromium-browser", "google-chrome")
        if not driver or not program:
            raise SystemExit("no chromium with its chromedriver: packaging/setup.sh test installs them")
        log = open(work / "chromedriver.log", "w+")
        self.process = subprocess.Popen([driver, "--port=0"], stdout=log, stderr=log)
        port = eventually(lambda: re.search(r"on port (\d+)\.", (work / "chromedriver.log").read_text()))
        if not port:
            raise SystemExit((work / "chromedriver.log").read_text())
        self.base = f"http://127.0.0.1:{port[1]}/session"
        options = {"binary": program, "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                                               "--no-first-run", f"--user-data-dir={work / 'profile'}"]}
        self.base += "/" + self.ask("", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})["sessionId"]

    def ask(self, path, body=None, method=None):
        request = urllib.request.Request(self.base + path, None if body is None else json.dumps(body).encode(),
                                         {"Content-Type": "application/json"}, method=method)
        try:
            return json.load(urllib.request.urlopen(request, timeout=120))["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()[:500]}") from None

    def find(self, selector):
        return self.ask("/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.ask(f"/element/{self.find(selector)}/click", {})

    def title(self):
        return self.ask("/title")

    def stop(self):
        try:
            self.ask("", method="DELETE")
        finally:
            self.process.terminate()
            self.process.wait(30)


def sign_in(browser, account, answer, *words, untick=()):
    """What colabq said in the end, and the title of the last page."""
    opened.unlink(missing_ok=True)
    process = home.start("--json", "sign-in", *words)
    try:
        address = eventually(lambda: opened.exists() and opened.read_text().strip())
        if not address:
            raise SystemExit(f"no browser was opened: {process.communicate(timeout=10)}")
        browser.ask("/url", {"url": address})
        expect("the consent page", "Google Accounts" in browser.title(), browser.title())
        for scope in untick:
            browser.click(f"input[value='{scope}']")
        if account:
            browser.click(f"#account option:nth-child({account})")
        browser.click(f"#{answer}")
        expect("the last page is colabq's own", eventually(lambda: browser.ask("/url").startswith("http://127.0.0.1")
                                                           and "Google" not in browser.title()), browser.title())
        out, err = process.communicate(timeout=60)
        lines = [json.loads(line) for line in out.splitlines()]
        return process.returncode, lines[-1] if lines else {}, err, browser.title()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def check(browser):
    client = ("--credentials", standin.client_file)
    code, last, err, title = sign_in(browser, 1, "cancel", *client)
    expect("cancelled", code == 3 and "access_denied" in err, (code, last, err))
    expect("the page says so", title == "Not signed in", title)

    code, last, err, title = sign_in(browser, 2, "continue", *client)
    expect("signed in", code == 0 and last["account"]["email"] == "other@example.com", (code, last, err))
    expect("the page can be closed", title == "You can close this page", title)

    code, last, err, title = sign_in(browser, 1, "continue", "--drive", *client, untick=[DRIVE])
    expect("less than was asked for is told", "drive" in last.get("account", {}).get("missing", []) or
           "permission" in err, (code, last, err))
    code, last, err, title = sign_in(browser, 1, "continue", "--drive", *client)
    expect("with Drive", code == 0 and "drive" in last["account"]["features"], (code, last, err))
    expect("its default", home.run("account", "--default", "tester@example.com").returncode == 0)

    shutil.copy(sample, work / "sample.ipynb")
    ran = home.run("run", "sample.ipynb", "--provider", "colab", "--accelerator", "T4", "--backup-to", "gdrive:runs")
    expect("a run with that sign-in", ran.returncode == 0, ran)
    told_of = home.show(home.newest())
    expect("on the card", told_of["attempts"][-1]["accelerator"] == "T4", told_of["attempts"])
    expect("its backup is verified", told_of["backup"]["state"] == "done", told_of["backup"])
    expect("no machine is left", eventually(lambda: standin.machines() == []))


bin_folder.mkdir()
(bin_folder / "xdg-open").write_text(f"#!/bin/sh\nprintf '%s\\n' \"$1\" > '{opened}.new' && mv '{opened}.new' '{opened}'\n")
(bin_folder / "xdg-open").chmod(0o755)
standin = Standin(standin_run, work)
home = Home(colabq, work, standin.endpoints, PATH=f"{bin_folder}:{os.environ['PATH']}")
browser = None
try:
    browser = Browser()
    check(browser)
finally:
    if browser:
        browser.stop()
    home.end()
    standin.stop()
findings.finish()
