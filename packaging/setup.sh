#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what building, running and (with "test") testing need, from the distribution's packages: Debian 12 and
# Ubuntu 24.04. Says what it installs; does nothing, in a fraction of a second, when all is there. Works as root or with
# sudo. Sourced by run.sh and test.sh; by hand: packaging/setup.sh [run|test|lint]
#
# Every package is named here because nothing recommended is installed (libqt6opengl6-dev: Qt Charts' CMake files need
# it without depending on it; libsecret-1-0: loaded by QtKeychain at run time).

CC_BUILD_PACKAGES="g++ cmake ninja-build ccache pkg-config
  qt6-base-dev libqt6opengl6-dev libqt6sql6-sqlite qt6-charts-dev qt6-websockets-dev qt6-svg-dev
  qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qtkeychain-qt6-dev
  nlohmann-json3-dev libyaml-cpp-dev libcli11-dev libmd4c-dev libmd4c-html0-dev
  libcurl4-openssl-dev"
CC_RUN_PACKAGES="libsecret-1-0 qt6-translations-l10n fonts-dejavu-core python3 procps"
CC_JUPYTER_PACKAGES="jupyter-server python3-ipykernel"
CC_TEST_PACKAGES="libgtest-dev libgmock-dev libbenchmark-dev libsqlite3-dev strace r-base-core r-cran-irkernel
  openssl curl xvfb xauth dbus gnome-keyring libsecret-tools
  jupyter-nbconvert python3-nbconvert python3-nbclient python3-nbformat python3-tornado python3-websocket python3-yaml
  man-db groff-base git time sqlite3"
CC_BROWSER_PACKAGES="chromium chromium-driver"
CC_LINT_PACKAGES="clang-format clang-tidy git"
CC_JUPYTER_OLDEST=1.23

cc_say() { printf '%s\n' "== $*"; }
cc_fail() { printf '%s\n' "error: $*" >&2; return 1; }

# The private Python environment, used when the distribution's Jupyter is missing or too old. colabq looks here too.
cc_private_python() { printf '%s' "${XDG_DATA_HOME:-$HOME/.local/share}/colab-controller/python"; }

cc_as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    cc_fail "this needs root: run it as root, install sudo, or run once as root: $*"
  fi
}

cc_missing() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

cc_apt() { cc_as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"; }

cc_apt_update_once() {
  [ -z "${CC_APT_UPDATED:-}" ] || return 0
  cc_apt update >/dev/null || cc_fail "apt-get update failed: is there a network, and /etc/apt/sources.list?" || return 1
  CC_APT_UPDATED=1
}

cc_install() {
  local missing
  missing=$(cc_missing "$@")
  [ -n "$missing" ] || return 0
  cc_say "Installing from the distribution: $missing"
  cc_apt_update_once && cc_apt install --no-install-recommends -y $missing >"${TMPDIR:-/tmp}/cc-apt.$$" 2>&1 || {
    tail -n 20 "${TMPDIR:-/tmp}/cc-apt.$$" >&2
    cc_fail "the packages could not be installed; the lines above say why"
    return 1
  }
  rm -f "${TMPDIR:-/tmp}/cc-apt.$$"
}

# 0 when this interpreter has a Jupyter server that is new enough, and ipykernel.
cc_has_jupyter() {
  [ -x "$1" ] && "$1" - "$CC_JUPYTER_OLDEST" 2>/dev/null <<'PY'
import sys
from importlib.metadata import version
number = lambda text: tuple(int("".join(c for c in part if c.isdigit()) or 0) for part in text.split(".")[:2])
version("ipykernel")
sys.exit(number(version("jupyter_server")) < number(sys.argv[1]))
PY
}

cc_install_jupyter() {
  local private candidate
  private=$(cc_private_python)
  cc_has_jupyter /usr/bin/python3 && return 0
  cc_has_jupyter "$private/bin/python3" && return 0
  if command -v apt-get >/dev/null; then
    cc_apt_update_once || return 1
    candidate=$(apt-cache policy jupyter-server | sed -n 's/^ *Candidate: *\([0-9][^ ]*\)$/\1/p')
    if [ -n "$candidate" ] && dpkg --compare-versions "$candidate" ge "$CC_JUPYTER_OLDEST"; then
      cc_install $CC_JUPYTER_PACKAGES || return 1
      cc_has_jupyter /usr/bin/python3 && return 0
    fi
    cc_install python3-venv || return 1
  fi
  cc_say "The distribution has no Jupyter server $CC_JUPYTER_OLDEST or newer: making a private Python environment in $private"
  python3 -m venv "$private" &&
    "$private/bin/python3" -m pip install -q --disable-pip-version-check "jupyter-server>=$CC_JUPYTER_OLDEST" ipykernel &&
    cc_has_jupyter "$private/bin/python3" ||
    cc_fail "the private Python environment could not be made; the lines above say why"
}

# A browser that a test can drive. Ubuntu has Chromium only as a snap, which its own package brings where snaps work.
cc_has_browser() {
  { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null &&
    { command -v chromedriver || command -v chromium.chromedriver; } >/dev/null
}

cc_install_browser() {
  cc_has_browser && return 0
  if command -v apt-get >/dev/null; then
    cc_apt_update_once || return 1
    if apt-cache policy chromium-driver | grep -q '^ *Candidate: [0-9]'; then
      cc_install $CC_BROWSER_PACKAGES || return 1
    elif command -v snap >/dev/null && snap version >/dev/null 2>&1; then
      cc_install chromium-browser chromium-chromedriver || return 1
    fi
  fi
  cc_has_browser ||
    cc_fail "the test of the sign-in needs a browser, and this system has no package of one: install Chromium or Google Chrome, and chromedriver of the same version (on Ubuntu: snap install chromium)"
}

# cc_setup run | test | lint
cc_setup() {
  if ! command -v apt-get >/dev/null; then
    cc_say "No apt here: make sure that these (Debian's names) are installed:" $CC_BUILD_PACKAGES $CC_RUN_PACKAGES
    [ "$1" != test ] || cc_say "and for the tests:" $CC_TEST_PACKAGES $CC_BROWSER_PACKAGES
  else
    case $1 in
      run) cc_install $CC_BUILD_PACKAGES $CC_RUN_PACKAGES || return 1 ;;
      test) cc_install $CC_BUILD_PACKAGES $CC_RUN_PACKAGES $CC_TEST_PACKAGES || return 1 ;;
      lint) cc_install $CC_LINT_PACKAGES || return 1; return 0 ;;
      *) cc_fail "setup: run, test or lint, not '$1'"; return 2 ;;
    esac
  fi
  [ "$1" != test ] || cc_install_browser || return 1
  cc_install_jupyter
}

# How many compilers fit: one a core, 0.8 GB each.
cc_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 800000) }' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -eu
  cc_setup "${1:-run}"
  cc_say "Everything is installed."
fi
