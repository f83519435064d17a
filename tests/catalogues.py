"""Catalogues for the tests: the template of Plume's words as it is now, and the pseudo language en_XA, whose every letter is accented.

What stays plain in a program that speaks en_XA did not come from a catalogue.
"""
import os
import re
import subprocess

LANGUAGE = 'en_XA'
PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
ACCENTED = 'ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļḿñöþǫŕšţûṽŵẋýž'
ACCENTS = str.maketrans(PLAIN, ACCENTED)
# what has a meaning for programs: conversions, tags, entities, escapes, and all of an equation but its words
KEPT = re.compile(r"%(?:\d+\$)?[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t|L)?[a-zA-Z%]"
                  r'|<[^>]*>|&[a-z]+;|\\.')
WORDS_OF_EQUATION = re.compile(r'(\\\\text\{)([^}]*)(\})')


def extract(source, arguments, output):
    """Writes the template; returns what xgettext complains of."""
    found = subprocess.run(['xgettext', '--directory=' + source, '--files-from=' + os.path.join(source, 'po', 'POTFILES'),
                            '--package-name=plume', '--output=' + output, *arguments],
                           capture_output=True, text=True, check=True)
    return found.stderr.strip()


def accent(text):
    """The letters of a message between brackets, its length half as much again where longer is asked for."""
    if '\\\\' in text:  # an equation
        return WORDS_OF_EQUATION.sub(lambda found: found[1] + found[2].translate(ACCENTS) + found[3], text)
    pieces, end = [], 0
    for kept in KEPT.finditer(text):
        pieces += [text[end:kept.start()].translate(ACCENTS), kept[0]]
        end = kept.end()
    return ''.join([*pieces, text[end:].translate(ACCENTS)])


def bracket(text, stretch):
    if not text or '\\\\' in text:
        return accent(text)
    begin, middle, end = re.fullmatch(r'((?:\\n|\s)*)(.*?)((?:\\n|\s)*)', text, re.DOTALL).groups()
    return f'{begin}⟦{accent(middle)}{"~" * int(stretch * len(middle))}⟧{end}'


def messages(template):
    """The entries of a PO file as lists of (keyword, text as it is quoted), with their flags."""
    entry, flags = [], ''
    for line in [*open(template, encoding='utf-8'), '']:
        line = line.rstrip('\n')
        if line.startswith('#,'):
            flags = line
        elif line.startswith('"'):
            entry[-1] = (entry[-1][0], entry[-1][1] + line[1:-1])
        elif line.startswith('msg'):
            keyword, text = line.split(' ', 1)
            entry.append((keyword, text[1:-1]))
        elif not line and entry:
            yield flags, dict(entry)
            entry, flags = [], ''


def write_pseudo(template, folder, stretch=0):
    """Writes FOLDER/en_XA/LC_MESSAGES/plume.mo; messages grow by the part stretch. Returns what msgfmt complains of."""
    output = os.path.join(folder, LANGUAGE, 'LC_MESSAGES')
    os.makedirs(output, exist_ok=True)
    with open(os.path.join(output, 'plume.po'), 'w', encoding='utf-8') as file:
        file.write('msgid ""\nmsgstr ""\n"Language: en_XA\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
                   '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n')
        for flags, entry in messages(template):
            if not entry['msgid']:
                continue
            file.write('\n' + (flags + '\n' if flags else ''))
            for keyword in ('msgctxt', 'msgid', 'msgid_plural'):
                if keyword in entry:
                    file.write(f'{keyword} "{entry[keyword]}"\n')
            if 'msgid_plural' in entry:
                file.write(f'msgstr[0] "{bracket(entry["msgid"], stretch)}"\n'
                           f'msgstr[1] "{bracket(entry["msgid_plural"], stretch)}"\n')
            else:
                file.write(f'msgstr "{bracket(entry["msgid"], stretch)}"\n')
    checked = subprocess.run(['msgfmt', '--check-format', '--output-file=' + os.path.join(output, 'plume.mo'),
                              os.path.join(output, 'plume.po')], capture_output=True, text=True, check=False)
    return checked.stderr.strip()


def make_locale(folder, name='de_DE'):
    """Compiles a locale with a decimal comma; its name, or None where that is not possible. LOCPATH has to be the folder."""
    full = name + '.UTF-8'
    try:
        subprocess.run(['localedef', '-i', name, '-f', 'UTF-8', os.path.join(folder, full)], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return full if os.path.isdir(os.path.join(folder, full)) else None


def plain_words(text, exceptions=frozenset()):
    """Words of two letters or more that no catalogue has accented; markup and what is excepted left out."""
    text = re.sub(r'<[^>]*>|&[a-z]+;', '', text)
    return [word for word in re.findall(r'(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])', text) if word not in exceptions]
