"""Every catalogue of po/LINGUAS is whole: languages.py SOURCE EXTRACTION…

A catalogue is held against a template that is extracted anew: no message is missing, fuzzy or without translation, and conversions,
equations, markup and mnemonics are those of the original.
"""
import os
import re
import subprocess
import sys
import tempfile

import catalogues
import tap

source = os.path.abspath(sys.argv[1])
folder = tempfile.TemporaryDirectory()
template = os.path.join(folder.name, 'plume.pot')
environment = dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='')
# what a translation may not change: names in equations and tags
FIXED = re.compile(r'\\\\[a-zA-Z]+|</?(?:i|b|sub|sup|a)\b')
report = tap.Report()


def tool(*arguments):
    found = subprocess.run(arguments, capture_output=True, text=True, env=environment, check=False)
    assert found.returncode == 0, found.stderr
    return found.stderr + found.stdout


def merged(language):
    """The catalogue as it would be with the messages of now."""
    output = os.path.join(folder.name, language + '.po')
    tool('msgmerge', '--quiet', '--no-wrap', '--output-file=' + output, os.path.join(source, 'po', language + '.po'), template)
    return output


def is_whole(language):
    def statement():
        catalogue = merged(language)
        statistics = tool('msgfmt', '--statistics', '--output-file=/dev/null', catalogue).strip()
        missing = [entry['msgid'] for entry in read(catalogue, '--untranslated')] + \
            ['fuzzy: ' + entry['msgid'] for entry in read(catalogue, '--only-fuzzy')]
        assert not missing, '\n'.join([statistics, *missing])
    return statement


def formats_agree(language):
    def statement():
        tool('msgfmt', '--check', '--output-file=/dev/null', merged(language))
    return statement


def read(catalogue, selection):
    output = os.path.join(folder.name, 'selection.po')
    tool('msgattrib', '--no-wrap', '--no-obsolete', '--force-po', selection, '--output-file=' + output, catalogue)
    return [entry for _, entry in catalogues.messages(output) if entry['msgid']]


def signs_agree(language):
    def statement():
        found = []
        for entry in read(merged(language), '--translated'):
            for key, text in entry.items():
                if key.startswith('msgstr') and sorted(FIXED.findall(entry['msgid'])) != sorted(FIXED.findall(text)):
                    found.append(f'{entry["msgid"]} → {text}')
        assert not found, '\n'.join(found)
    return statement


def names_itself(language):
    def statement():
        with open(os.path.join(source, 'po', language + '.po'), encoding='utf-8') as file:
            assert f'"Language: {language}\\n"' in file.read(), 'the header says another language'
    return statement


def a_torn_catalogue_is_seen():
    """The checks can fail: a message without translation, a fuzzy one, a conversion and a tag too few."""
    with open(os.path.join(folder.name, 'torn.pot'), 'w', encoding='utf-8') as file:
        file.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "one"\nmsgstr ""\n\n'
                   '#, fuzzy\nmsgid "two"\nmsgstr "zwei"\n\n#, c-format\nmsgid "%s three"\nmsgstr "drei"\n\n'
                   'msgid "<b>four</b>"\nmsgstr "vier"\n')
    torn = file.name
    assert [entry['msgid'] for entry in read(torn, '--untranslated')] == ['one']
    assert [entry['msgid'] for entry in read(torn, '--only-fuzzy')] == ['two']
    assert subprocess.run(['msgfmt', '--check-format', '--output-file=/dev/null', torn], capture_output=True, check=False).returncode != 0
    assert FIXED.findall('<b>four</b>') == ['<b', '</b']


with open(os.path.join(source, 'po', 'LINGUAS'), encoding='utf-8') as file:
    languages = [word for line in file for word in line.split('#')[0].split()]
catalogues.extract(source, sys.argv[2:], template)
report.fact('/languages/torn-catalogue-is-seen', a_torn_catalogue_is_seen)
if not languages:
    print('# po/LINGUAS names no language yet')
for each in languages:
    report.fact(f'/languages/{each}/is-whole', is_whole(each))
    report.fact(f'/languages/{each}/formats-agree', formats_agree(each))
    report.fact(f'/languages/{each}/signs-agree', signs_agree(each))
    report.fact(f'/languages/{each}/names-itself', names_itself(each))
report.end()
