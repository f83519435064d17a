"""The main window, driven as a person or a screen reader drives it: a slider changes read-outs and picture, undo brings both back, the
picture is exported. It knows no experiment: it takes the first numeric parameter that changes a read-out."""
import os
import sys
import time

from window import Report, Window, wait_for

CANVAS = (260, 110, 760, 300)  # within the first view, with the atlas and the inspector open
VIEWS = (260, 110, 760, 680)  # all views

window = Window(sys.argv[1])
report = Report()
memory = {}


def has_settled():
    """Whether two looks at the read-outs and the picture, half a second apart, are the same."""
    before = (window.texts(), window.picture(*CANVAS))
    time.sleep(0.5)
    return before == (window.texts(), window.picture(*CANVAS))


def opens_computed():
    window.find('label', 'Read-outs')
    wait_for('a settled window', has_settled)
    assert any(any(c.isdigit() for c in text) for text in window.texts()), 'no read-out shows a number'
    picture = window.picture(*CANVAS)
    colours = {picture[i:i + 3] for i in range(0, len(picture), 3)}
    assert len(colours) > 8, 'the first view is blank'


def find_slider():
    """A slider of the inspector, which is not the one of the transport bar (the widest)."""
    sliders = [s for s in window.all('slider') if s.name]
    widest = max(sliders, key=lambda s: window.extents(s)[2])
    return [s for s in sliders if s != widest][0]


def slider_changes_all():
    slider = find_slider()
    value = slider.queryValue()
    memory['slider'] = slider.name
    memory['value'] = value.currentValue
    memory['texts'] = window.texts()
    memory['picture'] = window.picture(*CANVAS)
    low, high = value.minimumValue, value.maximumValue
    value.currentValue = value.currentValue + (0.2 if value.currentValue < (low + high) / 2 else -0.2) * (high - low)
    wait_for('other read-outs', lambda: window.texts() != memory['texts'])
    wait_for('another picture', lambda: window.picture(*CANVAS) != memory['picture'])
    wait_for('a settled window', has_settled)
    memory['changed'] = window.picture(*CANVAS)


def find_same_slider():
    return [s for s in window.all('slider', memory['slider']) if s.name == memory['slider']][0]


def texts_are_back():
    texts = window.texts()
    other = [text for text in texts if text not in memory['texts']] + [t for t in memory['texts'] if t not in texts]
    assert not other and texts == memory['texts'], other
    return True


def undo_restores():
    window.key('ctrl+z')
    wait_for('the old value', lambda: abs(find_same_slider().queryValue().currentValue - memory['value']) < 1e-9)
    wait_for('the old read-outs', texts_are_back)
    wait_for('another picture', lambda: window.picture(*CANVAS) != memory['changed'])  # its axes may keep their limits


def redo_repeats():
    window.key('ctrl+shift+z')
    wait_for('the new value', lambda: abs(find_same_slider().queryValue().currentValue - memory['value']) > 1e-9)
    window.key('ctrl+z')
    wait_for('the old value', lambda: abs(find_same_slider().queryValue().currentValue - memory['value']) < 1e-9)


def pointer_drag_is_one_step():
    slider = find_same_slider()
    value = slider.queryValue()
    x, y, width, height = window.extents(slider)
    fraction = (value.currentValue - value.minimumValue) / (value.maximumValue - value.minimumValue)
    from_x, middle = int(x + 7 + fraction * (width - 14)), y + height // 2
    step = 6 if fraction < 0.5 else -6
    window.xdotool('mousemove', str(from_x), str(middle), 'mousedown', '1')
    for i in range(1, 9):
        window.xdotool('mousemove', str(from_x + i * step), str(middle))
        time.sleep(0.03)
    window.xdotool('mouseup', '1')
    wait_for('a dragged value', lambda: abs(find_same_slider().queryValue().currentValue - memory['value']) > 1e-9)
    wait_for('a settled window', has_settled)
    window.key('ctrl+z')
    wait_for('the old value', lambda: abs(find_same_slider().queryValue().currentValue - memory['value']) < 1e-9)


def plays_and_pauses():
    wait_for('a settled window', has_settled)
    before = window.picture(*VIEWS)  # time moves the second view, not the first
    # looked up once: while pictures move, each question to the window waits for a frame
    button = window.find('push button', 'Play or Pause').queryAction()
    button.doAction(0)
    wait_for('a moving picture', lambda: window.picture(*VIEWS) != before)
    button.doAction(0)
    wait_for('a settled window', has_settled)
    window.key('ctrl+z')
    wait_for('playing undone in one step', lambda: window.texts() == memory['texts'])


def exports_svg():
    path = os.path.join(os.environ['PLUME_TEST_FOLDER'], 'picture.svg')
    window.key('ctrl+e')
    window.find('push button', 'Cancel')
    time.sleep(1)
    window.key('Tab', 'Tab')  # from Cancel over Export… to the first row, the format
    window.key('space')
    time.sleep(0.5)
    window.key('Down', 'Return')
    time.sleep(1.5)
    window.key('shift+Tab', 'Return')
    time.sleep(1.5)
    window.key('ctrl+a')
    window.type(path)
    window.key('Return')
    wait_for('the file', lambda: os.path.exists(path) and os.path.getsize(path) > 1000)
    with open(path, encoding='utf-8') as file:
        text = file.read()
    assert '<svg' in text, 'not an SVG file'


def is_quiet():
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)


report.fact('/window/opens-with-figure-and-read-outs', opens_computed)
report.fact('/window/slider-changes-read-outs-and-picture', slider_changes_all)
report.fact('/window/undo-restores-both', undo_restores)
report.fact('/window/redo-repeats', redo_repeats)
report.fact('/window/pointer-drag-is-one-step', pointer_drag_is_one_step)
report.fact('/window/plays-and-pauses', plays_and_pauses)
report.fact('/window/exports-svg', exports_svg)
report.fact('/window/toolkit-has-no-complaints', is_quiet)
window.close()
report.end()
