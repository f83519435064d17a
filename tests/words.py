"""Every word that the command line and the experiments say comes from a catalogue: words.py SOURCE PLUME_CLI TEST_WORDS EXTRACTION…"""
import json
import os
import re
import subprocess
import sys
import tempfile

import catalogues
import tap

source, cli, test_words = map(os.path.abspath, sys.argv[1:4])
extraction = sys.argv[4:]
folder = tempfile.TemporaryDirectory()
template = os.path.join(folder.name, 'plume.pot')
environment = dict(os.environ, PLUME_LOCALEDIR=folder.name, LANGUAGE=catalogues.LANGUAGE, LC_ALL='C.UTF-8')
# what is typed or written to files, in every language
NAMES = {'plume', 'cli', 'json', 'csv', 'png', 'svg', 'pdf', 'Plume', 'help', 'list', 'describe', 'run'}
# lines of GLib, which has catalogues of its own
GLIB = ('Usage:', 'Help Options:', 'Application Options:')
report = tap.Report()


def run(*arguments, code=0):
    found = subprocess.run([cli, *arguments], capture_output=True, text=True, env=environment, cwd=folder.name, check=False)
    assert found.returncode == code, f'{arguments} gave {found.returncode}: {found.stderr}'
    return found.stdout if code == 0 else found.stderr


def all_files_are_listed():
    listed = os.path.join(folder.name, 'POTFILES')
    subprocess.run(['sh', 'po/make-potfiles.sh', listed], cwd=source, check=True)
    with open(listed, encoding='utf-8') as now, open(os.path.join(source, 'po', 'POTFILES'), encoding='utf-8') as kept:
        assert now.read() == kept.read(), 'run po/make-potfiles.sh'


def template_is_clean():
    complaints = catalogues.extract(source, extraction, template)
    assert not complaints, complaints
    complaints = catalogues.write_pseudo(template, folder.name)
    assert not complaints, complaints


def experiments_speak():
    found = subprocess.run([test_words], capture_output=True, text=True, env=environment, check=False)
    assert found.returncode == 0, '\n'.join(line for line in found.stdout.splitlines() if not line.startswith('ok'))


def says_no_plain_word(text, exceptions=frozenset()):
    found = [line for line in text.splitlines() if catalogues.plain_words(line, NAMES | exceptions)]
    assert not found, '\n'.join(found[:20])


def helps_in_words(command):
    def statement():
        text = run(*([command] if command else []), '--help')
        # options and the names of their values are typed; GLib's own option has its own catalogue
        lines = [re.sub(r"--?[a-z][\w-]*(=\S+)?|'[^']*'|[A-Z]{2,}[^ ]*|\b[a-z]+\[[^ ]*", '', line)
                 for line in text.splitlines() if '--help' not in line and not line.startswith(GLIB)]
        says_no_plain_word('\n'.join(lines), {command} | commands())
    return statement


def commands():
    text = subprocess.run([cli, '--help'], capture_output=True, text=True, check=True, env={**environment, 'LANGUAGE': ''}).stdout
    return set(re.findall(r'^  (\w+)  ', text, re.MULTILINE))


def experiments():
    return {entry['id']: entry for entry in json.loads(run('list', '--json'))}


def titles_are_translated():
    for entry in experiments().values():
        says_no_plain_word(entry['title'])


def fails_in_words(name, *arguments, code):
    def statement():
        text = run(*arguments, code=code)
        says_no_plain_word(re.sub(r"'[^']*'", '', text), {*re.findall(r'\w+', ' '.join(arguments))})
    report.fact('/words/errors/' + name, statement)


def every_failure_is_wrapped():
    """What g_set_error() and its like say is written as _ ("…"), so that it is in the catalogue at all."""
    says = re.compile(r'\b(?:g_set_error(?:_literal)?|plume_dataset_add_note|plume_figure_set_note|cli_fail_usage|output_refuse|output_note)'
                      r' \((?:[^"();]|\([^"();]*\))*"((?:\\.|[^"\\])*)"')
    found = []
    for root, _, names in os.walk(os.path.join(source, 'src')):
        for name in sorted(names):
            # equations are written by those who write experiments
            if name.endswith('.c') and name != 'plume-equation-parse.c':
                with open(os.path.join(root, name), encoding='utf-8') as file:
                    text = file.read()
                for sentence in says.finditer(text):
                    before = text[sentence.start():sentence.start(1)]
                    if not before.rstrip('"').rstrip().endswith(('_ (', 'gettext (')) and catalogues.plain_words(re.sub(r'%\w+', '', sentence[1])):
                        found.append(f'{name}: {sentence[1]}')
    assert not found, '\n'.join(found)


report.fact('/words/all-files-are-listed', all_files_are_listed)
report.fact('/words/template', template_is_clean)
report.fact('/words/every-failure-is-wrapped', every_failure_is_wrapped)
report.fact('/words/list', titles_are_translated)
for word in ('', *sorted(commands() - {'validate'})):
    report.fact('/words/help' + ('-' + word if word else ''), helps_in_words(word))
fails_in_words('no-command', 'paint', code=2)
fails_in_words('no-experiment', 'describe', 'tea', code=2)
with open(os.path.join(folder.name, 'tea.plume'), 'w', encoding='utf-8') as recipe:
    recipe.write('{}')
fails_in_words('no-recipe', 'run', 'tea.plume', code=3)
with open(os.path.join(folder.name, 'tea.csv'), 'w', encoding='utf-8') as table:
    table.write('a,b\n1,2\n3\n')
fails_in_words('no-table', 'run', 'gas-chromatography', '--data', 'tea.csv', code=3)
report.fact('/words/experiments', experiments_speak)
report.end()
