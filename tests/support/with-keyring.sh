#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a D-Bus session of its own with an unlocked, empty GNOME keyring in a throw-away HOME.
# Needs: dbus-daemon gnome-keyring libsecret-1-0. WITHOUT_KEYRING=1: a session where nobody offers secrets.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run"
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
if [ "${WITHOUT_KEYRING:-}" = 1 ]; then
  sed '/standard_session_servicedirs/d' /usr/share/dbus-1/session.conf > "$folder/session.conf"
  dbus-run-session --config-file="$folder/session.conf" -- "$@"
else
  dbus-run-session -- sh -c '
    printf testpass | gnome-keyring-daemon --unlock --components=secrets --daemonize > "$XDG_RUNTIME_DIR/keyring-env"
    exec "$@"' sh "$@"
fi
