#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a fresh clone to a running program: installs what is missing, builds a release and, with a display, opens the
# window; without one it runs the sample notebook on this machine and shows what comes out. Further arguments go to the
# program that is started.
set -eu
cd "$(dirname "$0")/.."
. packaging/setup.sh

cc_setup run
build() {
  [ -f build/release/build.ninja ] || cmake --preset release
  cmake --build --preset release -j "$(cc_jobs)"
}
if [ -x build/release/bin/colabq ]; then
  build >build/release/run.log 2>&1 || { cat build/release/run.log >&2; exit 1; }
else
  cc_say "Building; the first time takes some minutes"
  build
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  cc_say "Opening the window (build/release/bin/colab-controller)"
  exec build/release/bin/colab-controller "$@"
fi
cc_say "No display: running templates/sample.ipynb on this machine"
set -- run templates/sample.ipynb -p steps=60 -p dataset=rings --artifact 'sample-output/*' "$@"
cc_say "build/release/bin/colabq $*"
exec build/release/bin/colabq "$@"
