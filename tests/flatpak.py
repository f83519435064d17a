"""The manifest of the Flatpak: it builds from sources that are pinned, asks for no network and no files, and uses options that exist.
Speaks TAP: flatpak.py SOURCE_ROOT APPLICATION_ID"""
import json
import os
import re
import sys

root, identifier = sys.argv[1:3]
with open(os.path.join(root, 'flatpak', identifier + '.json'), encoding='utf-8') as file:
    manifest = json.load(file)
with open(os.path.join(root, 'meson_options.txt'), encoding='utf-8') as file:
    options = set(re.findall(r"option\('([^']+)'", file.read()))
modules = manifest['modules']
own = [module for module in modules if any(source['type'] == 'dir' for source in module['sources'])]
count = 0


def fact(name, trouble):
    global count
    count += 1
    for line in trouble:
        print('#', line)
    print('not ok' if trouble else 'ok', count, '/flatpak/' + name)
    return bool(trouble)


def loose_sources():
    for module in modules:
        for source in module['sources']:
            if module not in own and not (source.get('url', '').startswith('https://')
                                          and re.fullmatch('[0-9a-f]{64}', source.get('sha256', ''))):
                yield f'{module["name"]}: {source}'


def wide_permissions():
    for argument in manifest['finish-args']:
        if argument.startswith(('--share=network', '--filesystem', '--talk-name', '--system', '--socket=session')) \
                or argument in ('--device=all', '--socket=x11'):
            yield argument


def unknown_options():
    for option in own[0]['config-opts']:
        name = re.fullmatch('-D([a-z0-9_]+)=.*', option)
        if name and name.group(1) not in options:
            yield option


def undecided_features():
    """A feature that is left to what the machine has makes every build another one."""
    with open(os.path.join(root, 'meson_options.txt'), encoding='utf-8') as file:
        features = re.findall(r"option\('([^']+)', type: 'feature'", file.read())
    decided = {option[2:].split('=')[0] for option in own[0]['config-opts'] if option.startswith('-D')}
    return [feature for feature in features if feature not in decided]


print('1..5')
failed = [
    fact('is-of-this-program', [] if manifest['id'] == identifier and manifest['command'] == 'plume' and len(own) == 1 else ['no']),
    fact('every-source-has-a-checksum', list(loose_sources())),
    fact('asks-for-no-network-and-no-files', list(wide_permissions())),
    fact('options-exist', list(unknown_options())),
    fact('every-feature-is-decided', undecided_features()),
]
sys.exit(any(failed))
