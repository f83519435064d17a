"""Every word of the window comes from a catalogue: it is walked in the pseudo language en_XA, and what has plain letters is told.
test_words.py PLUME PLUME_CLI SOURCE EXTRACTION…"""
import json
import os
import re
import subprocess
import sys
import time

from gi.repository import GLib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import catalogues
from window import Report, Window, is_showing, wait_for, walk

program, cli, source = map(os.path.abspath, sys.argv[1:4])
folder = os.environ['PLUME_TEST_FOLDER']
template = os.path.join(folder, 'plume.pot')
catalogues.extract(source, sys.argv[4:], template)
catalogues.write_pseudo(template, folder)
experiments = json.loads(subprocess.run([cli, 'list', '--json'], capture_output=True, check=True).stdout)
os.environ.update(PLUME_LOCALEDIR=folder, LANGUAGE=catalogues.LANGUAGE)

# The toolkit has catalogues of its own, in which en_XA is no language; widgets without a name have that of their kind.
TOOLKIT = re.compile('(Gtk|Adw|Plume)[A-Z][A-Za-z]*|(Close|Minimize|Maximize)( the window)?|Search|Search Results|No Results Found|'
                     'Try a different search[.]?|Back|((Shift|Ctrl|Alt)[+])+.*|Shift|Ctrl|Alt|Home|End|Escape|Menu|Page Up|Page Down|Tab|Shortcuts|'
                     '([.][a-z]+(, )?)+|.*/numbers[.]csv')
EQUATIONS = re.compile(r'\nEquations\n(.*?)\n\n', re.DOTALL)
report = Report()
STRETCH = 0  # by how much words are longer than in English


def describe(entry, *how):
    return subprocess.run([cli, 'describe', entry['id'], *how], capture_output=True, text=True, check=True,
                          env=dict(os.environ, LANGUAGE='')).stdout


def names_of_experiments():
    """What people, data and programs call so: units, ids, symbols, values, equations, authors and papers."""
    texts = ['Plume', 'numbers.csv', 'pA']
    for entry in experiments:
        texts += [str(value) for key, value in pairs(json.loads(describe(entry, '--json')))
                  if key in ('unit', 'default', 'id', 'samples')]
        texts += re.findall(r'\*\* \*([^*]+)\*', describe(entry, '--markdown').replace('\\_', ''))
        texts += [describe(entry, '--bibtex'), EQUATIONS.search(describe(entry))[1]]
    return {word for text in texts for word in re.findall('[A-Za-z]+', text)}


def pairs(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from pairs(value)
    elif isinstance(node, list):
        for value in node:
            yield from pairs(value)


NAMES = names_of_experiments()


def texts(part=None):
    """What the application, or a part of it, says on screen."""
    for node in walk(part or window.application):
        try:
            if is_showing(node):
                yield from ((node.getRoleName(), text) for text in (node.name, node.description) if text)
        except GLib.Error:
            pass  # it went away


def plain(said_there):
    found = ((role, text, catalogues.plain_words(text, NAMES)) for role, text in said_there if not TOOLKIT.fullmatch(text))
    return sorted(f'{", ".join(words)} in the {role} “{text}”' for role, text, words in found if words)


def all_is_said_in_words(part=None):
    said_there = set(texts(part))
    assert any('⟦' in text for _, text in said_there), 'nothing speaks the pseudo language'
    found = plain(said_there)
    assert not found, '\n'.join([f'{len(found)} texts do not come from a catalogue:', *found[:60]])


def newest():
    """The window that was opened last; a walk through all of them takes seconds."""
    return window.application[window.application.childCount - 1]


def newest_says(text):
    wait_for(text, lambda: any(there == text for _, there in texts(newest())))


def said(text):
    """How a text of the catalogue is shown."""
    return catalogues.bracket(text, STRETCH)


def experiment(entry):
    def statement():
        title = said(entry['title'])
        subprocess.run([program, '--experiment', entry['id']], check=True, stderr=subprocess.DEVNULL)
        heading = said('Read-outs')
        wait_for(title, lambda: {title, heading} <= {text for _, text in texts()})
        time.sleep(2)  # views and read-outs arrive one by one
        all_is_said_in_words()
        before = window.application.childCount
        window.key('F1')
        wait_for('a page of help', lambda: window.application.childCount > before)
        try:
            newest_says(said('Equations'))
            all_is_said_in_words(newest())
        finally:
            close()
    return statement


def close():
    before = window.application.childCount
    window.key('Escape')
    wait_for('the end of a dialog', lambda: window.application.childCount < before)
    window.xdotool('windowfocus', window.id)


def start_page():
    window.find('label', said(experiments[0]['title']))
    all_is_said_in_words()


def dialog(open_it, look=lambda: all_is_said_in_words(newest())):
    def statement():
        before = window.application.childCount
        open_it()
        wait_for('a dialog', lambda: window.application.childCount > before)
        time.sleep(1)
        try:
            look()
        finally:
            close()
    return statement


def item(name):
    """Presses an item of the main menu."""
    def press():
        window.press_menu(said('Main Menu'))
        window.press('menu item', said(name).replace('_', ''))
    return press


def is_about():
    """Most of that window are words of the toolkit and names."""
    assert any(catalogues.accent('A laboratory of diffusion') in text for _, text in texts(newest())), 'what Plume is, is not said in words of the catalogue'


def data():
    path = os.path.join(folder, 'numbers.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('time,signal,name\n' + ''.join(f'{i},{i * i % 17},{"abc"[i % 3]}\n' for i in range(50)))
    dialog(lambda: subprocess.run([program, path], check=True, stderr=subprocess.DEVNULL))()


def menu(name):
    def statement():
        before = sum(1 for _ in texts())
        window.press_menu(said(name))
        wait_for('the menu ' + name, lambda: sum(1 for _ in texts()) > before + 2)
        try:
            all_is_said_in_words()
        finally:
            window.key('Escape')
            time.sleep(1)
    return statement


window = Window(program, '--start')
report.fact('/words/start-page', start_page)
for each in experiments:
    report.fact('/words/' + each['id'], experiment(each))
for name in ('Main Menu', 'Views'):
    report.fact('/words/menu-' + name.lower().replace(' ', '-'), menu(name))
for name, keys in (('export', 'ctrl+e'), ('preferences', 'ctrl+comma'), ('shortcuts', 'ctrl+question'), ('film', 'ctrl+shift+e')):
    report.fact('/words/' + name, dialog(lambda keys=keys: window.key(keys)))
report.fact('/words/sweep', dialog(item('S_weep…')))
report.fact('/words/data', data)
report.fact('/words/about', dialog(item('_About Plume'), is_about))
window.close()


def fits():
    """At 720 × 600 no button of the header bar or the transport bar lies outside or over another, with words half as long again."""
    window.xdotool('windowsize', window.id, '720', '600')
    record = said('Export a Film…')
    boxes = []

    def settled():
        boxes.clear()
        buttons = [(node.name, *window.extents(node)) for role in ('push button', 'toggle button') for node in window.all(role)]
        boxes.extend(box for box in buttons if 0 < box[4] and (box[2] + box[4] <= 60 or box[0] == record))
        return any(box[0] == record and 500 < box[2] < 600 for box in boxes)
    wait_for('a window of 600 pixels', settled)
    assert len(boxes) > 12, 'too few buttons'
    outside = [box for box in boxes if box[1] < 0 or box[1] + box[3] > 720]
    assert not outside, outside
    # a menu button holds another of its name
    over = [(a[0], b[0]) for a in boxes for b in boxes
            if a[0] < b[0] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3] and a[2] < b[2] + b[4] and b[2] < a[2] + a[4]]
    assert not over, over


STRETCH = 0.4
catalogues.write_pseudo(template, folder, STRETCH)
window = Window(program, '--experiment', experiments[0]['id'])
report.fact('/words/long-ones-fit-into-720-pixels', fits)
window.close()
report.end()
