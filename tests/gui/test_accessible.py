"""What a screen reader finds in the window, its popovers and its dialogs: every control has a name, every view says what it shows.
It knows no experiment."""
import os
import subprocess
import sys
import time

from window import Report, Window, is_showing, wait_for, walk
from gi.repository import GLib

CONTROLS = {'push button', 'toggle button', 'slider', 'spin button', 'entry', 'text', 'password text', 'combo box', 'check box',
            'radio button', 'check menu item', 'radio menu item', 'menu item', 'link', 'switch', 'image', 'list', 'tree table',
            'dial', 'progress bar', 'search box', 'page tab'}

window = Window(sys.argv[1])
report = Report()


def path_of(node):
    names = []
    while node is not None and len(names) < 6:
        names.append(f'{node.getRoleName()} “{node.name}”')
        node = node.parent
    return ' < '.join(names)


def unnamed():
    found = []
    for node in walk(window.application):
        try:
            if node.getRoleName() in CONTROLS and is_showing(node) and not node.name:
                found.append(path_of(node))
        except GLib.Error:
            pass  # it went away
    return found


def all_is_named():
    """Looked at twice, since a window that opens is put together piece by piece."""
    if unnamed():
        time.sleep(1)
    nameless = unnamed()
    assert not nameless, f'{len(nameless)} without a name: ' + '; '.join(nameless[:12])


def count():
    return sum(1 for node in walk(window.application) if is_showing(node))


def count_windows():
    return window.application.childCount


def opens_with_names():
    window.find('label', 'Read-outs')
    assert len([node for node in walk(window.application) if node.getRoleName() in CONTROLS]) > 40, 'the walk finds too little'
    all_is_named()


def views_say_what_they_show():
    def described():
        views = [image for image in window.all('image') if 'Horizontally' in (image.description or '')]
        return len(views) >= 2 and views
    for view in wait_for('descriptions of views', described):
        assert view.name, 'a view has no name'
        assert ' from ' in view.description and ' “' in view.description, view.description


def opened_by(keys, role, name):
    """A dialog: all in it is named; Escape closes it."""
    def statement():
        before = count_windows()
        window.key(keys)
        wait_for(f'what {keys} opens', lambda: count_windows() > before)
        window.find(role, name)
        all_is_named()
        window.key('Escape')
        wait_for(f'the end of what {keys} opens', lambda: count_windows() <= before)
    return statement


def menu(name):
    def statement():
        before = count()
        window.press_menu(name)
        wait_for(f'the menu {name}', lambda: count() > before + 2)
        all_is_named()
        window.key('Escape')
        wait_for(f'the end of the menu {name}', lambda: count() <= before)
    return statement


def about():
    """It opens from the main menu, and names papers and licences."""
    before = count_windows()
    window.press_menu('Main Menu')
    window.press('menu item', 'About Plume')
    window.find('label', 'A laboratory of diffusion')
    all_is_named()
    assert any('Credits' in text for text in window.texts()) and any('Legal' in text for text in window.texts())
    window.key('Escape')
    wait_for('the end of what is about', lambda: count_windows() <= before)


def data():
    """The dialog of a file that the window that is there already opens."""
    path = os.path.join(os.environ['PLUME_TEST_FOLDER'], 'numbers.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('time,signal,name\n' + ''.join(f'{i},{i * i % 17},{"abc"[i % 3]}\n' for i in range(50)))
    before = count_windows()
    subprocess.run([sys.argv[1], path], check=True, stderr=subprocess.DEVNULL)
    window.find('push button', 'Use Data')
    all_is_named()
    window.key('Escape')
    wait_for('the end of the dialog', lambda: count_windows() <= before)


def is_quiet():
    """The shortcuts window of GTK 4.8 complains of labels of its own."""
    complaints = [line for line in window.complaints() if 'reported min width' not in line]
    assert not complaints, complaints


report.fact('/accessible/every-control-has-a-name', opens_with_names)
report.fact('/accessible/views-say-what-they-show', views_say_what_they_show)
report.fact('/accessible/menu', menu('Main Menu'))
report.fact('/accessible/views', menu('Views'))
report.fact('/accessible/help', opened_by('F1', 'label', 'Equations'))
report.fact('/accessible/shortcuts', opened_by('ctrl+question', 'label', 'Redo'))
report.fact('/accessible/export', opened_by('ctrl+e', 'push button', 'Cancel'))
report.fact('/accessible/about', about)
report.fact('/accessible/data', data)
report.fact('/accessible/toolkit-does-not-complain', is_quiet)
window.close()
report.end()
