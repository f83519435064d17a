"""What the tests of the window share: starting Plume, finding widgets as assistive technology sees them, pointer, keys, pictures.

Everything waits for what it needs and gives up after PATIENCE seconds; nothing is timed.
"""
import os
import subprocess
import sys
import time

import pyatspi
from gi.repository import GLib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from tap import Report  # noqa: E402, F401 (tests take it from here)

PATIENCE = 30


def wait_for(what, condition, patience=PATIENCE):
    """The first true answer of condition; an AssertionError that says what was waited for."""
    end = time.monotonic() + patience
    trouble = ''
    while True:
        try:
            answer = condition()
        except Exception as error:  # a widget went away while it was looked at
            answer = None
            trouble = f' ({type(error).__name__}: {error})'
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError('waited in vain for ' + what + trouble)
        time.sleep(0.05)


def walk(node):
    """The node and all below it; those that go away meanwhile are left out."""
    yield node
    try:
        children = [child for child in node if child is not None]
    except GLib.Error:
        return
    for child in children:
        yield from walk(child)


def has_role(node, roles):
    try:
        return node.getRoleName() in roles and is_showing(node)
    except GLib.Error:
        return False


def is_showing(node):
    """GTK 4.8 says visible, but not showing."""
    states = node.getState()
    return states.contains(pyatspi.STATE_SHOWING) or states.contains(pyatspi.STATE_VISIBLE)


class Window:
    def __init__(self, program, *arguments):
        environment = dict(os.environ, G_DEBUG='', G_ENABLE_DIAGNOSTIC='0')
        self.errors = open(os.path.join(os.environ['PLUME_TEST_FOLDER'], 'plume-errors'), 'w')
        self.process = subprocess.Popen([program, *arguments], env=environment, stderr=self.errors)
        self.application = wait_for('the application', self.find_application)
        self.id = wait_for('the window', self.find_window)
        self.xdotool('windowmove', self.id, '0', '0', 'windowsize', self.id, '1400', '900', 'windowfocus', self.id)

    def find_application(self):
        assert self.process.poll() is None, f'Plume has ended with {self.process.poll()}: {self.read_errors()}'
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    def find_window(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                               capture_output=True, text=True).stdout.split()
        if not found:
            found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'],
                                   capture_output=True, text=True).stdout.split()
        return found[-1] if found else None

    @staticmethod
    def xdotool(*arguments):
        subprocess.run(['xdotool', *arguments], check=True, stderr=subprocess.DEVNULL)

    def key(self, *keys):
        self.xdotool('key', *keys)

    def type(self, text):
        self.xdotool('type', '--delay', '5', text)

    def each(self, roles, name=None):
        return (node for node in walk(self.application)
                if has_role(node, roles) and (name is None or name in node.name))

    def all(self, role, name=None):
        """Widgets on screen, in the order of the tree."""
        return list(self.each((role,), name))

    def find(self, role, name=None):
        """The first of them; a walk through the whole tree takes a second."""
        return wait_for(f'{role} “{name or ""}”', lambda: next(self.each((role,), name), None))

    def press(self, role, name):
        self.find(role, name).queryAction().doAction(0)

    def press_menu(self, name):
        """A menu button is two: one that has the name, and one of that name within, which is pressed."""
        def press():
            for button in self.each(('push button', 'toggle button'), name):
                if button.name == name == button.parent.name and button.queryAction().nActions > 0:
                    button.queryAction().doAction(0)
                    return True
            return False
        wait_for(f'menu button “{name}”', press)

    def texts(self):
        """All labels on screen that say something."""
        return [node.name for node in walk(self.application) if has_role(node, ('label',)) and node.name]

    def extents(self, node):
        box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return box.x, box.y, box.width, box.height

    def picture(self, x, y, width, height):
        """The pixels of a part of the screen."""
        return subprocess.run(['import', '-silent', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}',
                               '-depth', '8', 'rgb:-'], capture_output=True, check=True).stdout

    def close(self):
        self.process.terminate()
        self.process.wait()

    def read_errors(self):
        with open(self.errors.name, encoding='utf-8', errors='replace') as file:
            return file.read()

    def complaints(self):
        """Warnings of the toolkit, which there must not be."""
        return [line.strip() for line in self.read_errors().splitlines()
                if any(word in line for word in ('-WARNING', '-CRITICAL', '-ERROR'))]
