"""Numbers of the window follow the locale: where the decimal mark is a comma, no control, read-out or view has a point, and what is
typed with a comma is understood. It knows no experiment."""
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import catalogues
from window import Report, Window, wait_for

folder = os.environ['PLUME_TEST_FOLDER']
locale = catalogues.make_locale(folder)
if locale is None:
    print('1..0 # SKIP skipped: localedef cannot make de_DE.UTF-8')
    sys.exit(0)
os.environ.update(LOCPATH=folder, LC_ALL=locale, LANGUAGE='en')
POINT, COMMA = re.compile(r'(?<![\d.])\d+\.\d+(?![\d.])'), re.compile(r'\d,\d')
report = Report()
window = Window(sys.argv[1])
window.find('label', 'Read-outs')


def read(node):
    try:
        text = node.queryText()
        return text.getText(0, text.characterCount)
    except NotImplementedError:
        return ''


def all_have_commas(texts):
    pointed = [text for text in texts if POINT.search(text) and 'doi' not in text and 'arXiv' not in text]
    assert not pointed, '\n'.join(pointed[:20])
    assert any(COMMA.search(text) for text in texts), 'there is no number with a comma'


def labels():
    """Read-outs, ends of sliders, sentences."""
    time.sleep(2)
    all_have_commas([text for text in window.texts() if len(text) < 200])


def entries():
    all_have_commas([read(node) for role in ('spin button', 'text', 'entry') for node in window.all(role)])


def views():
    described = wait_for('views', lambda: [image.description for image in window.all('image') if image.description])
    all_have_commas(described)


def typed():
    """A number typed with a comma is taken."""
    def on_screen():
        return [node for node in window.all('text') if re.fullmatch(r'\d+', read(node))
                and window.extents(node)[2] > 0 and 60 < window.extents(node)[1] < 500 and window.extents(node)[0] > 900]
    node = wait_for('a number on the screen', on_screen)[0]
    changed = read(node) + ',5'
    x, y, width, height = window.extents(node)
    window.xdotool('mousemove', str(x + width // 2), str(y + height // 2), 'click', '1')
    time.sleep(0.5)
    window.key('ctrl+a')
    window.type(changed)
    window.key('Return')
    time.sleep(1)
    wait_for(changed, lambda: read(node) == changed)
    assert not window.complaints(), window.complaints()


report.fact('/numbers/labels-have-commas', labels)
report.fact('/numbers/entries-have-commas', entries)
report.fact('/numbers/views-have-commas', views)
report.fact('/numbers/comma-is-understood', typed)
window.close()
report.end()
