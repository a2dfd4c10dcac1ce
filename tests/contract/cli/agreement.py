#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--help, the man page and the completion files of colabq name the same verbs and options."""
import pathlib
import re
import subprocess
import sys

program, root = sys.argv[1], pathlib.Path(sys.argv[2])


def help_of(*words):
    return subprocess.run([program, *words, "--help"], capture_output=True, text=True, check=True).stdout


def options_in(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


top = help_of()
verbs = re.findall(r"^  ([a-z][a-z-]+)  ", top.split("Subcommands:")[1], re.M)
options = options_in(top).union(*(options_in(help_of(verb)) for verb in verbs))
man = (root / "docs/man/colabq.1").read_text().replace("\\-", "-")
plain_man = re.sub(r"\\f[BIR]", "", man)
files = {
    "docs/man/colabq.1": (options_in(plain_man), set(re.findall(r"^\\fB([a-z][a-z-]+)\\fR", man, re.M))),
}
bash = (root / "packaging/completions/colabq.bash").read_text()
files["colabq.bash"] = (options_in(bash), set(re.search(r"compgen -W '(run[^']*)'", bash)[1].split()))
zsh = (root / "packaging/completions/_colabq").read_text()
files["_colabq"] = (options_in(zsh), set(re.findall(r"^    '([a-z-]+):", zsh, re.M)))
fish = (root / "packaging/completions/colabq.fish").read_text()
files["colabq.fish"] = ({"--" + name for name in re.findall(r" -l ([a-z-]+)", fish)},
                        set(re.findall(r"__fish_use_subcommand -a ([a-z-]+)", fish)))

wrong = []
for name, (found_options, found_verbs) in files.items():
    for what, found, wanted in (("option", found_options, options), ("verb", found_verbs, set(verbs))):
        wrong += [f"{name} lacks the {what} {item}" for item in sorted(wanted - found)]
        wrong += [f"{name} names the {what} {item}, which --help does not" for item in sorted(found - wanted)]
if len(verbs) < 19 or len(options) < 25:
    wrong.append(f"--help was not understood: {len(verbs)} verbs, {len(options)} options")
print("\n".join(wrong) or f"{len(verbs)} verbs and {len(options)} options agree in {len(files)} files")
sys.exit(bool(wrong))
