"""The atlas, recent files and the history of steps. It knows no experiment: the command line says which there are."""
import json
import os
import subprocess
import sys
import time

from window import Report, Window, wait_for

FOLDER = os.environ['PLUME_TEST_FOLDER']
THUMBNAILS = os.path.join(os.environ['XDG_CACHE_HOME'], 'plume', 'thumbnails')
CLI = os.path.join(os.path.dirname(os.path.realpath(sys.argv[1])), '..', 'cli', 'plume-cli')


def ask(*arguments):
    return json.loads(subprocess.run([CLI, *arguments, '--json'], capture_output=True, check=True).stdout)


experiments = ask('list')
first, other = experiments[0], next(e for e in experiments[1:] if e['chapter'] != experiments[0]['chapter'])
study = os.path.join(FOLDER, 'kept aside.plume')
subprocess.run([CLI, 'run', first['id'], '--recipe', study], capture_output=True, check=True)

report = Report()
memory = {}
window = Window(sys.argv[1])


def title():
    """The one of the window, which is that of the experiment."""
    names = subprocess.run(['xdotool', 'getwindowname', window.id], capture_output=True, text=True).stdout
    return names.strip()


def find_slider():
    sliders = [s for s in window.all('slider') if s.name]
    widest = max(sliders, key=lambda s: window.extents(s)[2])
    return [s for s in sliders if s != widest][0]


def has_value(changed):
    slider = find_slider().queryValue()
    roundness = 0.01 * (slider.maximumValue - slider.minimumValue)  # of numbers under a pointer
    return (abs(slider.currentValue - memory['changed']) < roundness) == changed


def search(words, *keys):
    window.key(*keys)
    time.sleep(0.5)
    window.key('ctrl+a')
    window.type(words)
    time.sleep(1)
    window.key('Return')


def pictures_are_painted_and_kept():
    window.find('label', 'Read-outs')
    wait_for('two files', lambda: len([n for n in os.listdir(THUMBNAILS) if n.endswith('-light.png')]) >= 2, 120)
    with open(os.path.join(THUMBNAILS, os.listdir(THUMBNAILS)[0]), 'rb') as file:
        assert file.read(8) == b'\x89PNG\r\n\x1a\n'


def search_opens():
    wait_for('the first experiment', lambda: title() == first['title'])
    time.sleep(3)
    slider = find_slider().queryValue()
    slider.currentValue += 0.1 * (slider.maximumValue - slider.minimumValue) \
        * (1 if slider.currentValue < (slider.minimumValue + slider.maximumValue) / 2 else -1)
    time.sleep(1)
    memory['changed'] = find_slider().queryValue().currentValue
    search(other['title'].upper(), 'ctrl+shift+f')
    wait_for('the other experiment', lambda: title() == other['title'])


def what_was_left_is_as_it_was():
    search(first['title'], 'ctrl+shift+f')
    wait_for('the first experiment', lambda: title() == first['title'])
    wait_for('its value', lambda: has_value(True))


def start_page_finds_papers():
    window.key('alt+Home')
    time.sleep(2)
    window.type(other['paper'].lower())
    time.sleep(1)
    window.key('Return')
    wait_for('the other experiment', lambda: title() == other['title'])


def history_goes_to_any_step():
    search(first['title'], 'ctrl+shift+f')
    wait_for('the first experiment', lambda: title() == first['title'])
    wait_for('its value', lambda: has_value(True))
    window.find('push button', 'Undo')
    window.key('ctrl+h')
    time.sleep(1.5)
    window.key('End', 'Return')
    wait_for('the value as opened', lambda: has_value(False))
    window.key('ctrl+shift+z')
    wait_for('the changed value', lambda: has_value(True))


def is_quiet():
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)


def opened_files_are_remembered():
    global window
    window.close()
    window = Window(sys.argv[1], study)
    wait_for('the name in the pane', lambda: window.all('label', os.path.basename(study)))
    window.close()
    window = Window(sys.argv[1])
    wait_for('the name at the next start', lambda: window.all('label', os.path.basename(study)))


report.fact('/atlas/pictures-are-painted-and-kept', pictures_are_painted_and_kept)
report.fact('/atlas/search-opens', search_opens)
report.fact('/atlas/what-was-left-is-as-it-was', what_was_left_is_as_it_was)
report.fact('/atlas/start-page-finds-papers', start_page_finds_papers)
report.fact('/atlas/history-goes-to-any-step', history_goes_to_any_step)
report.fact('/atlas/toolkit-has-no-complaints', is_quiet)
report.fact('/atlas/opened-files-are-remembered', opened_files_are_remembered)
report.fact('/atlas/toolkit-has-still-no-complaints', is_quiet)
window.close()
report.end()
