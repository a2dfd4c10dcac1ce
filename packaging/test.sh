#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds and runs every test but the long ones (label soak):
#   1. build/dev:        everything, warnings are errors; all labels: unit, contract, engine, real, ui
#   2. build/core-only:  core and command line (CC_BUILD_UI=OFF): they stand without Qt Gui
#   3. with --sanitize:  build/asan, the same with address and undefined-behaviour sanitizers; unit, contract, engine
# The full ctest run comes last, so that its verdict stands at the end. Nothing of yours is touched: the tests' home is
# build/test-home.
set -eu
cd "$(dirname "$0")/.."
. packaging/setup.sh

start=$SECONDS
summary=()
failed=0
note() { summary+=("$(printf '%-34s %s' "$1" "$2")"); }

# step NAME COMMAND...: runs it, notes result and time; the rest goes on so that one run shows everything.
step() {
  local name=$1 begin=$SECONDS status=0
  shift
  cc_say "$name"
  "$@" || status=$?
  if [ $status -eq 0 ]; then note "$name" "ok, $((SECONDS - begin)) s"; else
    note "$name" "FAILED ($status), $((SECONDS - begin)) s"
    failed=1
  fi
  return $status
}

cc_setup test

rm -rf build/test-home
mkdir -p build/test-home
export COLAB_CONTROLLER_HOME=$PWD/build/test-home
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
if [ -z "${XDG_RUNTIME_DIR:-}" ] || [ ! -w "${XDG_RUNTIME_DIR:-}" ]; then
  XDG_RUNTIME_DIR=$(mktemp -d)
  trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
fi
export XDG_RUNTIME_DIR LC_ALL=C.UTF-8

# Of the debug information only what a stack needs, names and lines: a tenth of the build's time, a third of its size.
lean=-DCMAKE_CXX_FLAGS_DEBUG=-g1
build_dev() {
  cmake --preset dev -DCC_WERROR=ON $lean && cmake --build --preset dev -j "$(cc_jobs)"
}
build_core_only() {
  cmake --preset core-only -DCC_WERROR=ON $lean -DCC_BUILD_TESTS=OFF && cmake --build --preset core-only -j "$(cc_jobs)"
}
build_asan() {
  cmake --preset asan -DCC_WERROR=ON -DCC_BUILD_UI=OFF && cmake --build --preset asan -j "$(cc_jobs)"
}
# Each in a session bus and X server of its own; nothing of the user's desktop is reached.
in_session() {
  dbus-run-session -- xvfb-run -a -s '-screen 0 1600x1000x24' "$@"
}
test_asan() {
  in_session env ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 \
    LSAN_OPTIONS=suppressions="$PWD/tests/checks/lsan.supp":print_suppressions=0 \
    ctest --test-dir build/asan -L '^(unit|contract|engine)$' -LE soak -j "$(nproc)" --output-on-failure --timeout 600 \
    --no-tests=error --output-log build/asan/ctest.log
}
# Real servers and kernels on a busy machine: a case that fails is tried once more, and ctest says so. Most cases wait
# more than they compute, so there is one more of them at once than cores.
test_dev() {
  in_session ctest --test-dir build/dev -LE soak -j "$(($(nproc) + 1))" --output-on-failure --no-tests=error --repeat until-pass:2 \
    --output-log build/dev/ctest.log
}
verdict() { sed -n 's/^\(.*tests passed.*\)$/\1/p' "$1" 2>/dev/null | tail -n 1; }

step "build (dev, warnings are errors)" build_dev || true
step "build (core only)" build_core_only || true
if [ "${1:-}" = --sanitize ] && step "build (core only, sanitizers)" build_asan; then
  step "tests (core only, sanitizers)" test_asan || true
fi
if [ -f build/dev/build.ninja ]; then
  step "tests (all labels)" test_dev || true
fi

echo
cc_say "Summary, $((SECONDS - start)) s in all"
printf '   %s\n' "${summary[@]}"
[ "${1:-}" != --sanitize ] || echo "   sanitizers: $(verdict build/asan/ctest.log)"
echo "   all labels: $(verdict build/dev/ctest.log)"
exit $failed
