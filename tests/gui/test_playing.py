"""The transport bar as a person or a screen reader uses it: every number can be played, steps, once, again and again and there and
back, over a range that is typed. It knows no experiment: it plays what the bar begins with."""
import sys
import time

from window import Report, Window, wait_for

window = Window(sys.argv[1])
report = Report()


def bar_slider():
    """The slider of the transport bar is the widest."""
    return max(window.all('slider'), key=lambda s: window.extents(s)[2])


def place(slider=None):
    """Where the played parameter stands in its range, 0…1."""
    value = (slider or bar_slider()).queryValue()
    return (value.currentValue - value.minimumValue) / (value.maximumValue - value.minimumValue)


def go_to(fraction):
    value = bar_slider().queryValue()
    value.currentValue = value.minimumValue + fraction * (value.maximumValue - value.minimumValue)
    wait_for('the place', lambda: abs(place() - fraction) < 0.02)


def every_number_can_be_played():
    window.find('label', 'Read-outs')
    buttons = len(window.all('push button', 'Play This Parameter'))
    sliders = len([s for s in window.all('slider') if s.name]) - 1
    assert buttons >= sliders > 0, f'{buttons} play buttons for {sliders} sliders'


def steps():
    go_to(0.5)
    window.press('push button', 'One Step Forward')
    wait_for('a step on', lambda: 0.505 < place() < 0.53)
    window.press('push button', 'One Step Back')
    window.press('push button', 'One Step Back')
    wait_for('two steps back', lambda: 0.47 < place() < 0.497)


def open_options():
    for button in reversed(window.all('push button', 'How to Play') + window.all('toggle button', 'How to Play')):
        if button.queryAction().nActions > 0:
            button.queryAction().doAction(0)
            break
    wait_for('the options', lambda: 'Repeat' in window.texts())
    time.sleep(0.5)


def choose_repeat(*keys):
    open_options()
    window.key('Return')
    time.sleep(0.5)
    window.key(*keys)
    window.key('Return')
    time.sleep(0.5)
    window.key('Escape')
    wait_for('closed options', lambda: 'Repeat' not in window.texts())


def there_and_back():
    choose_repeat('Down', 'Down')  # from Once, where the list begins
    go_to(0.85)
    button = window.find('push button', 'Play or Pause').queryAction()
    slider = bar_slider()
    button.doAction(0)
    places = []
    end = time.monotonic() + 20
    while time.monotonic() < end and not comes_back(places):
        places.append(place(slider))
        time.sleep(0.1)
    button.doAction(0)
    assert comes_back(places), f'it does not come back: {places}'


def comes_back(places):
    """Where it would jump to the beginning, it went up again at once."""
    return len(places) >= 4 and places[-4] > places[-3] > places[-2] > places[-1]


def says_its_state():
    button = window.find('push button', 'Play or Pause')
    wait_for('a sentence about the pause', lambda: 'paused at' in button.description)
    button.queryAction().doAction(0)
    wait_for('a sentence about playing', lambda: 'Playing' in button.description)
    button.queryAction().doAction(0)
    wait_for('a sentence about the pause', lambda: 'paused at' in button.description)


def range_is_typed():
    value = bar_slider().queryValue()
    low, high = value.minimumValue, value.maximumValue
    to = round(low + 0.25 * (high - low), 3)
    open_options()
    window.key('Tab', 'Tab')  # over From to To
    window.key('ctrl+a')
    window.type(f'{to:g}')
    window.key('Return')
    wait_for('the other end', lambda: abs(bar_slider().queryValue().maximumValue - to) < 1e-6 * abs(high))
    window.key('ctrl+a')
    window.type('nonsense')
    window.key('Return')
    wait_for('a refusal', lambda: any('no range of the parameter' in text for text in window.texts()))
    assert abs(bar_slider().queryValue().maximumValue - to) < 1e-6 * abs(high)
    window.key('Escape')


def is_quiet():
    complaints = window.complaints()
    assert not complaints, '\n'.join(complaints)


report.fact('/playing/every-number-can-be-played', every_number_can_be_played)
report.fact('/playing/steps', steps)
report.fact('/playing/there-and-back', there_and_back)
report.fact('/playing/says-its-state', says_its_state)
report.fact('/playing/range-is-typed', range_is_typed)
report.fact('/playing/toolkit-has-no-complaints', is_quiet)
window.close()
report.end()
