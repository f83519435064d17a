#!/bin/sh
# Runs a test of the real window on a screen and a session bus of its own: run.sh PLUME TEST.py [ARGUMENT…]
# The report is TAP; where a needed tool is missing everything is skipped.
set -u

plume=$1
test=$2
shift 2

skip ()
{
  echo "1..0 # SKIP $1"
  exit 0
}

command -v xvfb-run >/dev/null || skip "xvfb-run is not installed"
command -v dbus-run-session >/dev/null || skip "dbus-run-session is not installed"
command -v xdotool >/dev/null || skip "xdotool is not installed"
/usr/bin/python3 -c 'import pyatspi' 2>/dev/null || skip "pyatspi is not installed"

folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/home" "$folder/run"
chmod 700 "$folder/run"
# a window that introduces what it plays would not be at rest when the test begins
mkdir -p "$folder/home/.config/gtk-4.0"
printf '[Settings]\ngtk-enable-animations=0\n' > "$folder/home/.config/gtk-4.0/settings.ini"

HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" XDG_CONFIG_HOME="$folder/home/.config" \
XDG_DATA_HOME="$folder/home/.local/share" XDG_CACHE_HOME="$folder/home/.cache" \
GSETTINGS_BACKEND=memory GDK_BACKEND=x11 GTK_USE_PORTAL=0 LC_ALL=C.UTF-8 PLUME_TEST_FOLDER="$folder" \
  xvfb-run -a -s "-screen 0 1400x900x24 -noreset" dbus-run-session -- \
    sh -c 'until xdotool getdisplaygeometry >/dev/null 2>&1; do sleep 0.1; done; exec /usr/bin/python3 "$@"' \
      sh "$test" "$plume" "$@" 2>"$folder/errors"
result=$?
grep -v -e '^dbus-daemon' -e '^SpiRegistry' "$folder/errors" | sed 's/^/# /'
exit $result
