#!/bin/sh
# How long the window takes to its first frame, and then to other experiments and sizes: bench.sh BUILD_FOLDER
# The first is the median of nine starts on a virtual screen, the others are those of tests/window-times.c.
build=$(realpath "$1")
plume=$build/src/app/plume
export plume
command -v xvfb-run >/dev/null || exit 0
GDK_BACKEND=x11 GSETTINGS_BACKEND=memory xvfb-run -a -s "-screen 0 1400x900x24" dbus-run-session -- sh -c '
  for i in 1 2 3 4 5 6 7 8 9 10; do
    PLUME_TRACE=1 timeout 4 "$plume" 2>&1 | grep "first frame"
  done' 2>/dev/null | tail -n 9 | sed 's/[^0-9]*\([0-9]*\).*/\1/' | sort -n \
  | awk '{ t[NR] = $1 } END { printf "first frame of the window                                  median %7.0f ms  (min %d, max %d)\n", t[int((NR + 1) / 2)], t[1], t[NR] }'
# with a home of its own, since the first run paints the cached pictures
home=$(mktemp -d) || exit 1
trap 'rm -rf "$home"' EXIT
# what plays when an experiment is opened would have newer pictures come all the time
mkdir -p "$home/config/gtk-4.0"
printf '[Settings]\ngtk-enable-animations=0\n' > "$home/config/gtk-4.0/settings.ini"
HOME="$home" XDG_CACHE_HOME="$home/cache" XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config" \
  GSK_RENDERER=cairo GDK_BACKEND=x11 GSETTINGS_BACKEND=memory GTK_A11Y=none OMP_WAIT_POLICY=passive \
  xvfb-run -a -s "-screen 0 1400x900x24" dbus-run-session -- "$build/tests/window-times" 2>/dev/null
