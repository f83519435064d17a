"""Preferences take effect at once and are still there at the next start."""
import os
import sys
import time

from window import Report, Window, wait_for

os.environ['GSETTINGS_BACKEND'] = 'keyfile'
WINDOW = (0, 0, 1400, 900)
KEYS = os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0', 'settings', 'keyfile')

report = Report()
memory = {'window': Window(sys.argv[1])}


def mean(picture):
    return sum(picture) / len(picture)


def open_preferences():
    window = memory['window']
    window.find('label', 'Read-outs')
    window.key('ctrl+comma')
    window.find('label', 'Colour Map')


def every_control_has_a_name():
    window = memory['window']
    nameless = [node.getRoleName() for node in window.all('spin button') + window.all('toggle button') if not node.name]
    assert not nameless, nameless


def style_follows_at_once():
    window = memory['window']
    before = mean(window.picture(*WINDOW))
    window.key('space')  # the drop-down of the style has the keyboard
    time.sleep(0.7)
    window.key('Down', 'Down', 'Return')
    wait_for('a dark window', lambda: mean(window.picture(*WINDOW)) < before - 60)


def is_written():
    def style():
        with open(KEYS, encoding='utf-8') as file:
            return "style='dark'" in file.read()
    wait_for('the file of settings', style)


def is_there_at_the_next_start():
    window = memory['window']
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)
    window.close()
    memory['window'] = window = Window(sys.argv[1])
    window.find('label', 'Read-outs')
    wait_for('a dark window', lambda: mean(window.picture(*WINDOW)) < 100)


def is_quiet():
    complaints = memory['window'].complaints()
    assert not complaints, '\n'.join(complaints)


report.fact('/preferences/open-by-key', open_preferences)
report.fact('/preferences/every-control-has-a-name', every_control_has_a_name)
report.fact('/preferences/style-follows-at-once', style_follows_at_once)
report.fact('/preferences/are-written', is_written)
report.fact('/preferences/are-there-at-the-next-start', is_there_at_the_next_start)
report.fact('/preferences/toolkit-has-no-complaints', is_quiet)
memory['window'].close()
report.end()
