#!/bin/sh
# The floors of the house: a file includes only from its own floor and from below; nothing below gl and app knows GTK, GDK or GL.
# And one place sets tooltips: the toolkit asks the display where the pointer is for each that is set otherwise.
# Speaks TAP. floors.sh SOURCE_ROOT LIBRARY_OR_PROGRAM…
root=$1
shift
echo "1..4"
python3 - "$root" <<'PYTHON'
import os, re, sys
floors = [['core'], ['linalg'], ['data'], ['transport', 'disc', 'manifold', 'generative', 'neural'], ['figure'], ['lab'], ['experiments'], ['cli', 'gl'], ['app']]
level = {room: height for height, rooms in enumerate(floors) for room in rooms}
root = os.path.join(sys.argv[1], 'src')
low, toolkit, tips = [], [], []
for folder, _, files in os.walk(root):
    room = os.path.relpath(folder, root).split(os.sep)[0]
    for name in files:
        if not name.endswith(('.c', '.h')):
            continue
        path = os.path.join(folder, name)
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            if 'set_tooltip' in line and name != 'plume-tip.c':
                tips.append(f'{path}:{number} sets a tooltip')
            found = re.match(r'\s*#\s*include\s*[<"]([^">]+)[">]', line)
            if not found:
                continue
            target = found.group(1)
            other = target.split('/')[0]
            if '/' in target and other in level and (level[other] > level[room] or (level[other] == level[room] and other != room)):
                low.append(f'{path}:{number} includes {target}')
            if room not in ('gl', 'app') and re.match(r'(gtk|gdk|adwaita|epoxy|GL)[/.]', target):
                toolkit.append(f'{path}:{number} includes {target}')
            if room == 'gl' and re.match(r'(gtk|gdk|adwaita)[/.]', target):
                toolkit.append(f'{path}:{number} includes {target}')
for folder, _, files in os.walk(os.path.join(sys.argv[1], 'ui')):
    for name in files:
        path = os.path.join(folder, name)
        tips += [f'{path}:{number} sets a tooltip; PlumeTip does it' for number, line in enumerate(open(path, encoding='utf-8'), 1)
                 if '<property name="tooltip-' in line]
for number, (name, bad) in enumerate([('a-file-includes-only-from-below', low), ('no-toolkit-below-the-front-end', toolkit),
                                      ('one-place-sets-tooltips', tips)], 1):
    for line in bad:
        print('#', line)
    print('not ok' if bad else 'ok', number, '/house/' + name)
PYTHON
if ldd "$@" | grep -E 'libgtk|libgdk|libadwaita|libepoxy|libGL'; then
  echo "not ok 4 /house/the-command-line-links-without-toolkit"
else
  echo "ok 4 /house/the-command-line-links-without-toolkit"
fi
