"""From a file to an input, as a person or a screen reader does it: roles are guessed, shown above the columns, and changed; the data
are used; a parameter names one of their columns. The experiment is the one of tests/cells.h."""
import os
import subprocess
import sys
import time

import pyatspi

from window import Report, Window, has_role, wait_for, walk

program = sys.argv[1]
folder = os.environ['PLUME_TEST_FOLDER']
window = Window(program)
report = Report()


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def flowers():
    """Three measures, whole numbers that are labels, and texts that name each row."""
    rows = ''.join(f'flower {i},{i % 7 + 0.5},{i % 5 + 0.25},{i * 0.125},{i % 3 + 1}\n' for i in range(60))
    return write('flowers.csv', 'name,sepal,petal,weight,class\n' + rows)


def open_file(path):
    """As the file manager does; the window that is there already opens it."""
    subprocess.run([program, path], check=True, stderr=subprocess.DEVNULL)
    window.find('push button', 'Use Data')


def walk_outside_rows(node):
    """All but the cells of tables, of which there are hundreds."""
    yield node
    for child in node:
        if child is not None and child.name != 'GtkColumnListView':
            yield from walk_outside_rows(child)


def texts():
    return [node.name for node in walk_outside_rows(window.application) if has_role(node, ('label', 'alert'))]


def headings():
    """What stands above the columns: a title, and under it the role."""
    return [text for text in texts() if '\n' in text]


def says(text):
    wait_for(f'“{text}”', lambda: any(text in label for label in texts()))


def press_menu(name):
    """A menu button is two: one that has the name, and one within that is pressed."""
    def press():
        for button in reversed(window.all('push button', name)):
            if button.name == name and button.queryAction().nActions > 0:
                button.queryAction().doAction(0)
                return True
        return False
    wait_for(f'menu “{name}”', press)


def first_match(name):
    """What stands first in the list of a button."""
    for items in window.all('list', name):
        if items.name == name:
            for node in walk(items):
                if has_role(node, ('label',)):
                    return node.name
    return None


def choose(name, text):
    """Searches the list for a title and takes the first match."""
    press_menu(name)
    wait_for('the search field', has_focused_search)
    window.type(text)
    wait_for('a match', lambda: first_match(name) == text)
    window.key('Return')


def has_focused_search():
    return any(entry.getState().contains(pyatspi.STATE_FOCUSED) for entry in window.all('entry', 'Search Columns'))


def guesses_roles():
    open_file(flowers())
    says('flowers.csv · 60 samples · 3 features · no missing cells')
    wait_for('headings', lambda: len(headings()) == 5)
    assert headings() == ['name\n', 'sepal\nFeatures', 'petal\nFeatures', 'weight\nFeatures', 'class\nLabel'], headings()


def changes_a_role():
    choose('Label', 'No column')
    wait_for('no label', lambda: 'class\nLabel' not in headings())
    assert 'class\n' in headings(), headings()  # by its title it is no feature either
    choose('Label', 'weight')
    wait_for('another label', lambda: 'weight\nLabel' in headings())
    says('60 samples · 2 features')
    choose('Label', 'class')
    says('60 samples · 3 features')


def says_units_once():
    press_menu('Unit of Dose')
    units = wait_for('the units', lambda: [node.name for items in window.all('list', 'Unit of Dose')
                                           for node in walk(items) if has_role(node, ('label',))])
    assert units == ['mg', 'g'], units
    assert not has_focused_search()  # two are found without
    window.key('Down', 'Return')
    wait_for('another unit', lambda: 'g' in texts())
    says('60 samples')


def search(text):
    window.key('ctrl+a', 'BackSpace')
    window.type(text)
    wait_for('matches only', lambda: all(text in box.name for box in window.all('check box')))


def ticks_columns():
    press_menu('Columns of Features')
    wait_for('the search field', has_focused_search)
    wait_for('all columns of numbers', lambda: len(window.all('check box')) == 4)
    search('petal')
    window.press('push button', '_None None')  # of what is searched for
    says('60 samples · 2 features')
    wait_for('a heading without role', lambda: 'petal\n' in headings())
    window.key('Tab', 'Tab', 'Tab', 'space')  # over All and None to the first match
    says('60 samples · 3 features')
    window.key('shift+Tab', 'shift+Tab', 'shift+Tab')
    search('')
    window.press('push button', '_None None')
    says('choose at least one')
    use = window.find('push button', 'Use Data')
    wait_for('nothing to use', lambda: not use.getState().contains(pyatspi.STATE_SENSITIVE))
    window.press('push button', '_All All')
    says('60 samples · 4 features')  # all are all: the labels, too
    search('class')
    window.press('push button', '_None None')
    says('60 samples · 3 features')
    window.key('Escape')
    wait_for('a closed list', lambda: not has_focused_search())


def turn(key):
    combo = window.find('combo box', 'Direction of Features')
    combo[0].queryAction().doAction(0)
    time.sleep(1)  # until the list has the keyboard
    window.key(key, 'Return')


def turns_the_table():
    turn('Down')
    says('3 samples · 60 features')
    wait_for('names of features', lambda: 'flower 0\nFeatures' in headings())
    turn('Up')
    says('60 samples · 3 features')


def uses_the_data():
    window.press('push button', 'Use Data')
    wait_for('a closed dialog', lambda: not window.all('frame', 'Open Data'))
    wait_for('read-outs of the data', lambda: '60' in texts())
    says('60 rows')


def names_a_column():
    choose('Colour', 'sepal')
    wait_for('its title', lambda: 'sepal' in texts())
    window.key('ctrl+z')
    wait_for('undone', lambda: 'sepal' not in texts())


def refuses_in_place():
    open_file(write('words.csv', 'a,b\nx,y\nz,w\n'))
    says('holds no numbers for')
    window.press('push button', 'Cancel')
    wait_for('a closed dialog', lambda: not window.all('frame', 'Open Data'))
    says('60 rows')


def opens_wide_tables():
    titles = ','.join(f'gene{i}' for i in range(30000))
    rows = ''.join(f'{name},' + ','.join(str((i * i + k) % 7) for i in range(30000)) + '\n' for k, name in enumerate('ababab'))
    open_file(write('wide.csv', f'louvain,{titles}\n{rows}'))
    wait_for('its size', lambda: any('features' in text and '30' in text and '6 samples' in text for text in texts()))
    choose('Label', 'gene29999')
    wait_for('its label', lambda: 'gene29999\nLabel' in headings())
    window.press('push button', 'Cancel')


def is_quiet():
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)


report.fact('/data-dialog/guesses-roles', guesses_roles)
report.fact('/data-dialog/changes-a-role', changes_a_role)
report.fact('/data-dialog/says-units-once', says_units_once)
report.fact('/data-dialog/ticks-columns', ticks_columns)
report.fact('/data-dialog/turns-the-table', turns_the_table)
report.fact('/data-dialog/uses-the-data', uses_the_data)
report.fact('/data-dialog/names-a-column', names_a_column)
report.fact('/data-dialog/refuses-in-place', refuses_in_place)
report.fact('/data-dialog/opens-wide-tables', opens_wide_tables)
report.fact('/data-dialog/toolkit-has-no-complaints', is_quiet)
window.close()
report.end()
