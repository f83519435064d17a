"""The window of shortcuts is complete and true: whatever it lists is bound somewhere, and whatever is bound for the whole program or
the window is listed. It reads the sources and needs no screen: test_shortcuts.py SOURCE_ROOT"""
import glob
import os
import re
import sys
import xml.etree.ElementTree as tree

root = sys.argv[1]
# what the toolkit binds: the shortcuts window itself, and the way of the focus
OF_THE_TOOLKIT = {'<Control>question', 'Tab'}
count = 0
failed = False


def read(path):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        return file.read()


def fact(name, wrong):
    global count, failed
    count += 1
    for line in sorted(wrong):
        print('#', line)
    print('not ok' if wrong else 'ok', count, '/shortcuts/' + name)
    failed = failed or bool(wrong)


def listed():
    """Accelerators of the window of shortcuts, in the order of the page."""
    for node in tree.parse(os.path.join(root, 'ui/help-overlay.ui')).iter('property'):
        if node.get('name') == 'accelerator':
            yield from node.text.split()


def of_the_program():
    """Accelerators of plume-application.c, each with its action."""
    table = re.search(r'accelerators\[\] = \{(.*?)\n\};', read('src/app/plume-application.c'), re.S).group(1)
    return {key: action for action, keys in re.findall(r'\{ "([\w.-]+)", \{ (.*?) \} \}', table)
            for key in re.findall(r'"([^"]+)"', keys)}


def triggers(path):
    """Of the shortcut controllers of a template, without those of the keypad."""
    found = set()
    for node in tree.parse(path).iter('property'):
        if node.get('name') == 'trigger':
            found |= {key for key in node.text.split('|') if not key.startswith('KP_')}
    return found


def of_templates():
    return set().union(*(triggers(path) for path in glob.glob(os.path.join(root, 'ui/*.ui'))))


def of_code():
    """Keys that widgets look at themselves; copying and context menus have a modifier."""
    found = set()
    for path in glob.glob(os.path.join(root, 'src/app/*.c')):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        found |= set(re.findall(r'GDK_KEY_(\w+)', text))
        if re.search(r'GDK_KEY_c, GDK_CONTROL_MASK', text):
            found.add('<Control>c')
        if 'GDK_KEY_F10' in text and 'GDK_SHIFT_MASK' in text:
            found.add('<Shift>F10')
    return found


def installed_actions():
    found = set()
    for path in glob.glob(os.path.join(root, 'src/app/*.c')):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        found |= set(re.findall(r'install_(?:property_)?action \(\s*\w+, "([\w.-]+)"', text))
        found |= {'app.' + name for name in re.findall(r'\.name = "([\w-]+)"', text)}
        found |= set(re.findall(r'"(win\.[\w-]+)"', text)) & set(re.findall(r'add_action[^;]*"(win\.[\w-]+)"', text))
    return found | {'window.close'}  # of every GtkWindow


page = set(listed())
program = of_the_program()
window = triggers(os.path.join(root, 'ui/plume-window.ui'))
fact('there-are-some', [] if len(page) > 20 and len(program) > 10 and window else ['too few were found'])
fact('what-is-listed-is-bound', page - set(program) - of_templates() - of_code() - OF_THE_TOOLKIT)
fact('what-is-bound-is-listed', (set(program) | window) - page)
fact('what-is-bound-does-something', set(program.values()) - installed_actions())
print(f'1..{count}')
sys.exit(1 if failed else 0)
