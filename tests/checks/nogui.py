# SPDX-License-Identifier: GPL-3.0-or-later
"""nogui.py PROGRAM: fails when the program loads Qt Gui or anything above it (ldd's word)."""

import re
import subprocess
import sys


def graphical(listing):
    return sorted(set(re.findall(r"libQt6(?:Gui|Widgets|Charts|Svg|OpenGL|Quick)\w*|libX11|libxcb|libGL\b", listing)))


if __name__ == "__main__":
    listing = subprocess.run(["ldd", sys.argv[1]], capture_output=True, text=True, check=True).stdout
    if "libQt6Core" not in listing:
        sys.exit(f"error: ldd does not show Qt Core in {sys.argv[1]}; the check would be blind")
    found = graphical(listing)
    if found:
        sys.exit(f"error: {sys.argv[1]} loads {', '.join(found)}")
    print("no graphical library")
