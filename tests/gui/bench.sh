#!/bin/sh
# How long the window takes to its first frame: bench.sh BUILD_FOLDER; median of nine starts on a virtual screen.
plume=$(realpath "$1")/src/app/plume
export plume
command -v xvfb-run >/dev/null || exit 0
GDK_BACKEND=x11 GSETTINGS_BACKEND=memory xvfb-run -a -s "-screen 0 1400x900x24" dbus-run-session -- sh -c '
  for i in 1 2 3 4 5 6 7 8 9 10; do
    PLUME_TRACE=1 timeout 4 "$plume" 2>&1 | grep "first frame"
  done' 2>/dev/null | tail -n 9 | sed 's/[^0-9]*\([0-9]*\).*/\1/' | sort -n \
  | awk '{ t[NR] = $1 } END { printf "first frame of the window                                  median %7.0f ms  (min %d, max %d)\n", t[int((NR + 1) / 2)], t[1], t[NR] }'
