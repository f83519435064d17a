"""What a killed Plume leaves behind: the study comes back as it was in the middle of a drag, and a proper end leaves nothing."""
import json
import os
import signal
import sys
import time

from window import Report, Window, wait_for

SESSIONS = os.path.join(os.environ['PLUME_TEST_FOLDER'], 'state', 'plume', 'sessions')
os.environ['XDG_STATE_HOME'] = os.path.join(os.environ['PLUME_TEST_FOLDER'], 'state')

report = Report()
memory = {}
OFFER = 'Plume has not ended properly'


def recipes():
    return [name for _, _, names in os.walk(SESSIONS) for name in names if name.endswith('.plume')]


def parameters():
    """What is kept of the study."""
    folder, _, names = next(walked for walked in os.walk(SESSIONS) if any(n.endswith('.plume') for n in walked[2]))
    with open(os.path.join(folder, next(n for n in names if n.endswith('.plume'))), encoding='utf-8') as file:
        return json.load(file)['parameters']


def find_slider(window):
    """The first slider of the inspector; the widest is the one of the transport bar."""
    sliders = [s for s in window.all('slider') if s.name]
    widest = max(sliders, key=lambda s: window.extents(s)[2])
    return [s for s in sliders if s != widest][0]


def find_same_slider(window):
    return [s for s in window.all('slider', memory['slider']) if s.name == memory['slider']][0]


def start():
    memory['window'] = Window(sys.argv[1])
    wait_for('a slider', lambda: find_slider(memory['window']))
    return memory['window']


def kill():
    memory['window'].process.send_signal(signal.SIGKILL)
    memory['window'].process.wait()


def quit_properly():
    window = memory['window']
    window.key('ctrl+q')
    wait_for('the end', lambda: window.process.poll() is not None)
    assert window.process.returncode == 0, window.read_errors()


def a_drag_is_kept():
    window = start()
    time.sleep(3)  # what plays by itself at the beginning is over
    slider = find_slider(window)
    value = slider.queryValue()
    memory['slider'], memory['first'] = slider.name, value.currentValue
    x, y, width, height = window.extents(slider)
    fraction = (value.currentValue - value.minimumValue) / (value.maximumValue - value.minimumValue)
    from_x, middle = int(x + 7 + fraction * (width - 14)), y + height // 2
    step = 6 if fraction < 0.5 else -6
    window.xdotool('mousemove', str(from_x), str(middle), 'mousedown', '1')
    for i in range(1, 9):
        window.xdotool('mousemove', str(from_x + i * step), str(middle))
        time.sleep(0.05)
    wait_for('a dragged value', lambda: find_same_slider(window).queryValue().currentValue != memory['first'])
    wait_for('the file', recipes)
    time.sleep(2)  # longer than the interval between two writes
    slider = find_same_slider(window).queryValue()
    memory['dragged'] = slider.currentValue
    memory['roundness'] = 0.01 * (slider.maximumValue - slider.minimumValue)  # of numbers under the pointer
    assert abs(memory['dragged'] - memory['first']) > 2 * memory['roundness']
    kill()
    window.xdotool('mouseup', '1')
    assert recipes(), 'nothing is left'
    memory['kept'] = parameters()


def is_offered():
    window = start()
    window.find('label', OFFER)
    value = find_same_slider(window).queryValue().currentValue
    assert abs(value - memory['first']) < 1e-9, 'it came back unasked'


def comes_back():
    window = memory['window']
    window.press('push button', 'Restore')

    def is_back():
        value = find_same_slider(window).queryValue().currentValue
        assert abs(value - memory['dragged']) < memory['roundness'], f'{value} in place of {memory["dragged"]}'
        return True
    wait_for('the dragged value', is_back)
    wait_for('no offer', lambda: not window.all('label', OFFER))


def is_kept_again():
    wait_for('one file', lambda: len(recipes()) == 1)
    assert parameters() == memory['kept'], 'it is not as it was'
    kill()
    window = start()
    window.find('label', OFFER)


def can_be_discarded():
    window = memory['window']
    window.press('push button', 'Discard')
    wait_for('no offer', lambda: not window.all('label', OFFER))
    wait_for('no file', lambda: not recipes())


def a_proper_end_leaves_nothing():
    window = memory['window']
    time.sleep(3)  # what plays by itself at the beginning is over
    slider = find_same_slider(window).queryValue()
    slider.currentValue = memory['dragged']
    wait_for('the file', recipes)
    quit_properly()
    assert not os.listdir(SESSIONS), os.listdir(SESSIONS)


def undone_changes_are_not_kept():
    window = start()
    time.sleep(3)
    find_same_slider(window).queryValue().currentValue = memory['dragged']
    wait_for('the file', recipes)
    window.key('ctrl+z')
    wait_for('no file', lambda: not recipes())
    kill()
    window = start()
    time.sleep(2)
    assert not window.all('label', OFFER), 'there is nothing to offer'


def is_quiet():
    complaints = memory['window'].complaints()
    assert not complaints, '\n'.join(complaints)
    quit_properly()


report.fact('/recovery/a-drag-is-kept-when-the-program-is-killed', a_drag_is_kept)
report.fact('/recovery/is-offered-at-the-next-start', is_offered)
report.fact('/recovery/restore-brings-the-drag-back', comes_back)
report.fact('/recovery/what-came-back-is-kept-again', is_kept_again)
report.fact('/recovery/discard-forgets', can_be_discarded)
report.fact('/recovery/a-proper-end-leaves-nothing', a_proper_end_leaves_nothing)
report.fact('/recovery/undone-changes-are-not-kept', undone_changes_are_not_kept)
report.fact('/recovery/toolkit-has-no-complaints', is_quiet)
report.end()
