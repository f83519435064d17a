"""From the transport bar to a film on disk, as a person or a screen reader does it: what is played is offered, a short GIF is written,
a long one is stopped and leaves nothing. It knows no experiment."""
import os
import sys
import time

from window import Report, Window, wait_for

window = Window(sys.argv[1])
report = Report()
folder = os.environ['PLUME_TEST_FOLDER']


def says(text):
    wait_for(f'“{text}”', lambda: any(text in label for label in window.texts()))


def record_offers_what_is_played():
    window.find('label', 'Read-outs')
    window.press('push button', 'Export a Film')
    window.find('frame', 'Export a Film')
    says('250 frames of 1920 × 1080')
    for title in ('Format', 'View', 'Parameter', 'Steady Axes', 'Frames a Second', 'Size'):
        says(title)


def spin(name):
    return window.find('spin button', name).queryValue()


def settings_tell_the_frames():
    spin('Duration').currentValue = 0.4
    says('10 frames')
    spin('Frames a Second').currentValue = 20
    says('8 frames')


def choose_format(*keys):
    """The first row is the format; the focus begins at Cancel."""
    time.sleep(1)
    window.key('Tab', 'Tab', 'space')
    time.sleep(0.7)
    window.key(*keys)
    window.key('Return')
    time.sleep(0.7)


def save_as(path):
    window.press('push button', 'Export…')
    time.sleep(2)
    window.key('ctrl+a')
    window.type(path)
    window.key('Return')


def has_webm():
    return any(text == 'WebM' for text in window.texts())


def film_is_written():
    path = os.path.join(folder, 'short.gif')
    if has_webm():
        choose_format('Down')
    wait_for('GIF chosen', lambda: any(text == 'GIF' for text in window.texts()))
    save_as(path)
    wait_for('the film', lambda: os.path.exists(path))
    with open(path, 'rb') as file:
        content = file.read()
    assert content.startswith(b'GIF89a'), 'not a GIF'
    assert content.count(b'\x21\xf9\x04') >= 8, 'frames are missing'
    wait_for('the closed dialog', lambda: not window.all('push button', 'Export…'))
    says('short.gif saved')


def stopped_film_leaves_nothing():
    before = set(os.listdir(folder))
    window.press('push button', 'Export a Film')
    window.find('frame', 'Export a Film')
    if has_webm():
        choose_format('Down')
    spin('Duration').currentValue = 300
    save_as(os.path.join(folder, 'long.gif'))
    window.find('progress bar', 'Progress of the film')
    window.press('push button', 'Stop')
    says('frames of 1920 × 1080')  # the settings again
    assert set(os.listdir(folder)) == before, 'something is left'
    window.key('Escape')


def is_quiet():
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)


report.fact('/film-dialog/record-offers-what-is-played', record_offers_what_is_played)
report.fact('/film-dialog/settings-tell-the-frames', settings_tell_the_frames)
report.fact('/film-dialog/film-is-written', film_is_written)
report.fact('/film-dialog/stopped-film-leaves-nothing', stopped_film_leaves_nothing)
report.fact('/film-dialog/toolkit-has-no-complaints', is_quiet)
window.close()
report.end()
