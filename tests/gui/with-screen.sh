#!/bin/sh
# Runs a test program on a screen and a session bus of its own; skips where there is no virtual screen.
command -v xvfb-run >/dev/null && command -v dbus-run-session >/dev/null || { echo "1..0 # SKIP no virtual screen"; exit 0; }
# drivers leak in modules that are unloaded again, where no suppression finds them
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
GDK_BACKEND=x11 GSETTINGS_BACKEND=memory GTK_A11Y=none \
  exec xvfb-run -a -s "-screen 0 1280x900x24" dbus-run-session -- "$@"
