"""Where the decimal mark is a comma, files are what they are elsewhere: locales.py PLUME_CLI TEST_LOCALE"""
import os
import subprocess
import sys
import tempfile

import catalogues

cli, test_locale = map(os.path.abspath, sys.argv[1:3])
folder = tempfile.TemporaryDirectory()
name = catalogues.make_locale(folder.name)
if name is None:
    print('1..0 # SKIP skipped: localedef cannot make de_DE.UTF-8')
    sys.exit(0)
here = dict(os.environ, LOCPATH=folder.name, LC_ALL=name, LANGUAGE='en')
failed = 0


def files(environment, into):
    """All that plume-cli writes and says of one run; its settings have points in every locale."""
    os.mkdir(into)
    said = subprocess.run([cli, 'run', 'momentum-sampling', '--set', 'guidance=2.5', '--export', 'a.svg', '--numbers', 'a.json',
                           '--numbers', 'a.csv', '--recipe', 'a.plume'], cwd=into, env=environment, capture_output=True, check=True)
    content = {'said': said.stdout}
    for each in sorted(os.listdir(into)):
        with open(os.path.join(into, each), 'rb') as file:
            content[each] = file.read()
    return content


def fact(number, statement, trouble):
    global failed
    failed += bool(trouble)
    for line in str(trouble).splitlines() if trouble else []:
        print('# ' + line)
    print('not ok' if trouble else 'ok', number, statement)


print('1..2')
german, plain = (files(environment, os.path.join(folder.name, into))
                 for environment, into in ((here, 'german'), (dict(os.environ, LC_ALL='C.UTF-8'), 'plain')))
fact(1, '/locale/command-line-is-the-same-everywhere', [key for key in plain if german[key] != plain[key]])
program = subprocess.run([test_locale], env=here, capture_output=True, text=True, check=False)
fact(2, '/locale/window-writes-points-and-shows-commas',
     program.stdout + program.stderr if program.returncode or 'skipped' in program.stdout else '')
sys.exit(1 if failed else 0)
