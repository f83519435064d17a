#!/bin/sh
# Runs the soak of the window on a screen and a session bus of its own: soak.sh PROGRAM SECONDS [SEED]
# PLUME_SOAK_EXPERIMENT=ID keeps to one experiment; PLUME_SOAK_CACHE is a folder for what is painted once, such as thumbnails. The deeds go to PLUME_SOAK_LOG. GSK_RENDERER=cairo makes many more of them where there is no graphics card.
set -u
for tool in xvfb-run dbus-run-session; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/home/.config/gtk-4.0" "$folder/run"
chmod 700 "$folder/run"
# drawing without a graphics card takes most of the time: no more of it than needed
printf '[Settings]\ngtk-enable-animations=0\n' > "$folder/home/.config/gtk-4.0/settings.ini"
here=$(dirname "$(realpath "$0")")

# drivers leak in modules that are unloaded again, where no suppression finds them; memory that
# sanitizers keep back would hide the slope
export ASAN_OPTIONS="detect_leaks=0:quarantine_size_mb=32:abort_on_error=0"
export UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1"
export HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" XDG_CONFIG_HOME="$folder/home/.config"
export XDG_DATA_HOME="$folder/home/.local/share" XDG_CACHE_HOME="${PLUME_SOAK_CACHE:-$folder/home/.cache}" TMPDIR="$folder"
export GSETTINGS_BACKEND=memory GDK_BACKEND=x11 GTK_USE_PORTAL=0 GTK_A11Y=none LC_ALL=C.UTF-8
# results that are kept fill up to this bound, and would hide the slope until they have
export OMP_WAIT_POLICY=passive PLUME_MEMO_MB="${PLUME_MEMO_MB:-16}"
export PLUME_SOAK_LOG="${PLUME_SOAK_LOG:-$folder/deeds}" PLUME_SOAK_FILES="${PLUME_SOAK_FILES:-$here/../corpus}"
# without a window manager the toolkit moves windows itself, and goes on when they are gone; on a
# small screen windows stand half beside it, where what pops up from them has no room
xvfb-run -a -s "-screen 0 3200x2000x24 -noreset" dbus-run-session -- sh -c '
  if command -v openbox >/dev/null; then openbox 2>/dev/null & sleep 1; fi
  exec "$@"' sh "$@"
result=$?
if [ $result -ne 0 ]; then
  echo "ended with $result; the last deeds were"
  tail -n 30 "$PLUME_SOAK_LOG"
fi
exit $result
