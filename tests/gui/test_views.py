"""How views are arranged and shown: enlarged, in windows of their own, before an audience. Driven as a person or a screen reader
drives the window; it knows no experiment."""
import os
import sys
import time

import pyatspi

from window import Report, Window, walk, wait_for

window = Window(sys.argv[1])
report = Report()
memory = {}


def buttons(name):
    return window.all('push button', name)


def is_enabled(node):
    return node.getState().contains(pyatspi.STATE_SENSITIVE)


def open_menu(item):
    """An item of the menu of the sweep's own Export button."""
    found = window.all('menu item', item)
    if found:
        return found[0]
    button = [node for node in walk(window.application) if node.name == 'Export'][-1]
    x, y, width, height = window.extents(button)
    window.xdotool('mousemove', str(x + width // 2), str(y + height // 2), 'click', '1')
    time.sleep(0.7)
    return None


def hold(name, picture, seconds):
    """Remembers a part of the screen that stays as it is for so long."""
    time.sleep(seconds)
    memory[name] = picture
    return window.picture(0, 700, 1200, 100) == picture


def focus_main():
    """The main window has the keyboard again."""
    window.xdotool('windowfocus', window.id)


def enlarges_and_comes_back():
    window.find('label', 'Read-outs')
    memory['views'] = len(wait_for('the views', lambda: buttons('Enlarge This View')))
    assert memory['views'] > 1, 'one view cannot be told from all'
    buttons('Enlarge This View')[1].queryAction().doAction(0)
    wait_for('one view', lambda: not buttons('Enlarge This View'))
    focus_main()
    window.xdotool('mousemove', '500', '400', 'mousemove', '510', '410')
    time.sleep(1)
    window.key('Escape')
    wait_for('all views', lambda: len(buttons('Enlarge This View')) == memory['views'])


def menu_of_a_view_has_all():
    canvas = [node for node in window.all('image') if window.extents(node)[2] > 200][0]  # the first view
    x, y, width, height = window.extents(canvas)
    window.xdotool('mousemove', str(x + width // 2), str(y + height // 2), 'click', '3')
    wait_for('the items', lambda: {'Enlarge or restore', 'Window of its own or back', 'Hide view', 'Export picture…'}
             <= {node.name for node in window.all('menu item')})
    window.key('Escape')


def detaches_and_comes_back():
    menu = [node for node in walk(window.application) if node.name == 'View Menu'][0]
    x, y, width, height = window.extents(menu)
    window.xdotool('mousemove', str(x + width // 2), str(y + height // 2), 'click', '1')
    time.sleep(0.5)
    window.key('Down', 'Down', 'Down', 'Return')  # Reset, Export, Enlarge, Window of Its Own
    back = window.find('push button', 'Back to the Main Window')
    wait_for('one view less', lambda: len(buttons('Enlarge This View')) == memory['views'] - 1)
    back.queryAction().doAction(0)
    wait_for('all views', lambda: len(buttons('Enlarge This View')) == memory['views'])
    focus_main()


def pins_and_compares():
    time.sleep(1)
    picture = window.picture(260, 110, 760, 300)
    window.key('p')
    wait_for('columns of a comparison', lambda: any('\u2212' in text and 'B' in text and 'A' in text for text in window.texts()))
    widest = max((s for s in window.all('slider') if s.name), key=lambda s: window.extents(s)[2])
    slider = [s for s in window.all('slider') if s.name and s != widest][0].queryValue()
    before = slider.currentValue
    low, high = slider.minimumValue, slider.maximumValue
    slider.currentValue = before + (0.2 if before < (low + high) / 2 else -0.2) * (high - low)
    wait_for('another picture', lambda: window.picture(260, 110, 760, 300) != picture)
    time.sleep(1)
    compared = window.picture(260, 110, 760, 300)
    window.key('p')
    wait_for('a picture without ghosts', lambda: window.picture(260, 110, 760, 300) != compared)
    wait_for('no comparison', lambda: not any('B\u2009\u2212\u2009A' == text for text in window.texts()))
    window.key('ctrl+z')
    time.sleep(1)


def sweeps_beside_the_study():
    memory['texts'] = window.texts()
    menu = [node for node in walk(window.application) if node.name == 'Main Menu'][0]
    x, y, width, height = window.extents(menu)
    window.xdotool('mousemove', str(x + width // 2), str(y + height // 2), 'click', '1')
    window.find('menu item', 'Sweep').queryAction().doAction(0)
    window.find('push button', 'Compute').queryAction().doAction(0)
    wait_for('a picture for each value', lambda: len([b for b in window.all('push button') if ' = ' in b.name]) == 4)
    pictures = [b for b in window.all('push button') if ' = ' in b.name]
    assert len({b.name for b in pictures}) == 4, 'pictures with the same values'


def sweep_is_written():
    export = wait_for('the menu', lambda: [node for node in walk(window.application) if node.name == 'Export'
                                           and node.getRoleName() == 'push button' and is_enabled(node)])[0]
    for ending, beginning, item in (('png', b'\x89PNG', 'Picture (PNG)…'), ('csv', b'', 'Table of Read-outs (CSV)…')):
        path = os.path.join(os.environ['PLUME_TEST_FOLDER'], 'sweep.' + ending)
        wait_for('the menu item', lambda: open_menu(item)).queryAction().doAction(0)
        time.sleep(1.5)
        window.key('ctrl+a')
        window.type(path)
        window.key('Return')
        wait_for(path, lambda: os.path.exists(path) and os.path.getsize(path) > 100)
        with open(path, 'rb') as file:
            content = file.read()
        assert content.startswith(beginning), 'another format'
        if ending == 'csv':
            assert len(content.decode().splitlines()) == 5, 'a table without a row for each picture'


def picture_gives_its_values():
    window.all('push button', ' = ')[-1].queryAction().doAction(0)
    wait_for('a word about it', lambda: any('taken over' in text for text in window.texts()))
    window.key('Escape')
    wait_for('no sweep', lambda: not [b for b in window.all('push button') if ' = ' in b.name])
    wait_for('other read-outs', lambda: window.texts() != memory['texts'])
    focus_main()
    window.key('ctrl+z')
    time.sleep(1)


def presents_with_controls_that_hide():
    window.key('F5')
    wait_for('no header bar', lambda: not buttons('Export'))
    window.find('push button', 'Leave the Presentation')
    wait_for('a slider', lambda: window.all('slider'))
    memory['presented'] = window.picture(0, 0, 1200, 400)
    assert not buttons('Enlarge This View'), 'title lines of views in a presentation'
    # at rest the lower edge belongs to the figure, until the pointer moves
    wait_for('controls that are gone', lambda: hold('rest', window.picture(0, 700, 1200, 100), 3.5))
    window.xdotool('mousemove', '500', '300', 'mousemove', '520', '320')
    wait_for('controls that are back', lambda: window.picture(0, 700, 1200, 100) != memory['rest'])
    wait_for('controls that are gone again', lambda: window.picture(0, 700, 1200, 100) == memory['rest'])


def turns_the_page():
    window.key('Next')
    wait_for('another view', lambda: window.picture(0, 0, 1200, 400) != memory['presented'])


def escape_leaves():
    """Also with a read-out beside the pointer."""
    window.xdotool('mousemove', '640', '400', 'mousemove', '650', '410')
    time.sleep(1)
    window.key('Escape')
    wait_for('the header bar', lambda: buttons('Export'))
    wait_for('all views', lambda: len(buttons('Enlarge This View')) == memory['views'])
    assert not buttons('Leave the Presentation'), 'controls of the presentation stay'


def is_quiet():
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)


report.fact('/views/enlarged-and-back-by-escape', enlarges_and_comes_back)
report.fact('/views/menu-of-a-view-has-all', menu_of_a_view_has_all)
report.fact('/views/window-of-its-own-and-back', detaches_and_comes_back)
report.fact('/views/pinned-result-is-compared', pins_and_compares)
report.fact('/views/sweep-has-a-picture-for-each-value', sweeps_beside_the_study)
report.fact('/views/sweep-is-written', sweep_is_written)
report.fact('/views/picture-of-a-sweep-gives-its-values', picture_gives_its_values)
report.fact('/views/presentation-hides-its-controls', presents_with_controls_that_hide)
report.fact('/views/page-down-shows-the-next-view', turns_the_page)
report.fact('/views/escape-leaves-the-presentation', escape_leaves)
report.fact('/views/toolkit-has-no-complaints', is_quiet)
window.close()
report.end()
