#!/bin/sh
# Pictures of the real window on a virtual screen, wide and narrow, light and dark: shots.sh BUILD_FOLDER OUTPUT_FOLDER
set -eu
plume=$(realpath "$1")/src/app/plume
output=$(realpath "$2")

# shoot NAME WIDTH HEIGHT STYLE EXPERIMENT
shoot ()
{
  export NAME="$1" WIDTH="$2" HEIGHT="$3" EXPERIMENT="$5" PLUME="$plume" OUTPUT="$output"
  ADW_DEBUG_COLOR_SCHEME="prefer-$4" GDK_BACKEND=x11 GSETTINGS_BACKEND=memory \
    xvfb-run -a -s "-screen 0 ${2}x${3}x24" dbus-run-session -- sh -c '
      "$PLUME" --experiment "$EXPERIMENT" 2>/dev/null & pid=$!
      sleep 3
      window=$(xdotool search --onlyvisible --pid $pid --name . | head -n 1)
      xdotool windowsize --sync "$window" "$WIDTH" "$HEIGHT" windowmove "$window" 0 0
      xdotool mousemove 3 3
      sleep 3
      import -window root "$OUTPUT/$NAME.png"
      kill $pid' 2>/dev/null
}

for experiment in $("$(dirname "$plume")/../cli/plume-cli" list --json | python3 -c 'import json,sys; print(*[e["id"] for e in json.load(sys.stdin)])'); do
  for style in light dark; do
    shoot "window-$experiment-$style-1600" 1600 1000 "$style" "$experiment"
    shoot "window-$experiment-$style-900" 900 800 "$style" "$experiment"
  done
done
