#!/usr/bin/env python3
"""Writes the good and broken files that tests and fuzzers start from. Run in this folder; needs nothing but Python."""
import gzip
import io
import os
import struct
import zipfile
import zlib


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def make_csv():
    rows = "".join("%.2f,%d\n" % (0.25 * i, i * i) for i in range(8))
    files = {
        "plain.csv": "time (min),signal [pA]\n" + rows,
        "no-header.csv": rows,
        "semicolon-comma.csv": "Zeit / min;Signal_mV\n0,5;1,25\n1,0;2,5\n1,5;-3,75e1\n",
        "tab.tsv": "t_s\ty\n1\t2\n3\t\n5\t6\n",
        "pipe.txt": "a|b\n1|2\n3|4\n",
        "blanks.dat": "# time  signal\n  0.0   1.0\n  0.5   2.0  \n  1.0   4.0\n",
        "comments.csv": "# first\n% second\n// third\ntime,signal\n1,2\n# inside\n\n3,4\n",
        "quotes.csv": 'name,"value, raw"\n"a ""b""\nc",1\n"d,e",2\n',
        "units-row.csv": "time,signal\nmin,mAU\n1,2\n3,4\n",
        "missing.csv": "a,b,c,d\n1,NA,,n/a\n2,NaN,null,-\n3,?,4,5\n-9999,1,inf,-Infinity\n",
        "all-missing.csv": "a,b\n1,\n2,NA\n3,\n",
        "crlf.csv": "a,b\r\n1,2\r\n3,4\r\n",
        "cr.csv": "a,b\r1,2\r3,4\r",
        "trailing.csv": "a,b,\n1,2,\n3,4,\n",
        "ragged.csv": "a,b\n1,2\n3\n4,5\n6,7\n",
        "ragged-long.csv": "a,b\n1,2\n3,4,5\n6,7\n",
        "bad-cell.csv": "x,y\n" + "".join("%d,1.5\n" % i for i in range(19)) + "N?A,2\n",
        "thousands.csv": 'x,y\n1,"1,234.5"\n2,"2,345.5"\n',
        "text-column.csv": "name,value\nalpha,1\nbeta,2\n",
        "decreasing.csv": "time,signal\n1,1\n3.2,1\n3.1,1\n",
        "duplicate.csv": "time,signal\n1,1\n2,1\n2,1\n",
        "infinite.csv": "time,signal\n1,1\n2,inf\n3,nan\n",
        "open-quote.csv": 'a,b\n1,2\n"3,4\n5,6\n',
        "only-header.csv": "time,signal\n",
        "only-comments.csv": "# nothing\n# here\n",
        "preamble.csv": "Report\nOperator: N. N.\n\ntime,signal\n1,2\n3,4\n",
        "blocks.txt": "[Header]\nApplication\tX\nData File\tC:\\run.lcd\n\n[Peak Table]\n# of Peaks\t2\nPeak#\tTime\n1\t0.4\n2\t0.8\n\n"
                      "[Chromatogram]\nInterval(msec)\t400\n# of Points\t4\nR.Time (min)\tIntensity\n"
                      "0.0\t10\n0.4\t20\n0.8\t30\n1.2\t25\n\n[Footer]\nEnd\tyes\n",
        "empty.csv": "",
        "newlines.csv": "\n\n\n",
        "one-number.csv": "42",
        "minus.csv": "a,b\n\u22121.5,2\n3,\u22124\n",
        "utf8-bom.csv": "\ufeffZeit (min),Höhe (µV)\n1,2\n3,4\n",
    }
    for name, text in files.items():
        write("csv/" + name, text)
    european = "Zeit (min),Höhe (µV)\n1,2\n3,4\n"
    write("csv/latin1.csv", european.encode("latin-1"))
    write("csv/utf16le.csv", b"\xff\xfe" + european.encode("utf-16-le"))
    write("csv/utf16be.csv", b"\xfe\xff" + european.encode("utf-16-be"))
    write("csv/utf16-no-bom.csv", "a,b\n1,2\n3,4\n".encode("utf-16-le"))
    write("csv/utf16-cut.csv", (b"\xff\xfe" + european.encode("utf-16-le"))[:-1])
    write("csv/binary.csv", bytes(range(256)) * 4)
    write("csv/nul.csv", b"a,b\n1,\0\n")
    packed = gzip.compress(("time,signal\n" + rows * 20).encode(), mtime=0)
    write("csv/good.csv.gz", packed)
    write("csv/two-members.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0) + gzip.compress(b"3,4\n", mtime=0))
    write("csv/truncated.csv.gz", packed[:len(packed) // 2])
    write("csv/bad-sum.csv.gz", packed[:-8] + b"\1\2\3\4" + packed[-4:])
    write("csv/workbook.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64))


def npy(descr, shape, data, fortran=False, version=1):
    text = "{'descr': %s, 'fortran_order': %s, 'shape': %s, }" % (
        descr if descr.startswith("[") else repr(descr), fortran, shape if isinstance(shape, str) else repr(shape))
    size = 10 if version == 1 else 12
    text += " " * (-(size + len(text) + 1) % 64) + "\n"
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text.encode() + data


def make_npy():
    codes = {"b1": "?", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q",
             "f2": "e", "f4": "f", "f8": "d"}
    for kind, code in codes.items():
        values = [0, 1, 1, 0] if kind == "b1" else [0, 1, 100, 7] if kind[0] == "u" else [0, 1, -100, 7]
        for order, name in (("<", "le"), (">", "be")):
            write("npy/%s-%s.npy" % (kind, name), npy(order + kind, (4,), struct.pack(order + "4" + code, *values)))
    six = struct.pack("<6d", *range(6))
    good = npy("<f8", (2, 3), six)
    files = {
        "matrix.npy": good,
        "fortran.npy": npy("<f8", (2, 3), struct.pack("<6d", 0, 3, 1, 4, 2, 5), fortran=True),
        "cube-fortran.npy": npy("<i2", (2, 3, 2), struct.pack("<12h", *range(12)), fortran=True),
        "version2.npy": npy("<f8", (2, 3), six, version=2),
        "version3.npy": npy("<f8", (2, 3), six, version=3),
        "version9.npy": npy("<f8", (2, 3), six, version=2).replace(b"NUMPY\2", b"NUMPY\11", 1),
        "scalar.npy": npy("<f8", (), six[:8]),
        "no-rows.npy": npy("<f8", (0, 3), b""),
        "texts.npy": npy("<U3", (2,), "abcdé\0".encode("utf-32-le")),
        "bytes.npy": npy("|S2", (2,), b"abc\0"),
        "lying-shape.npy": npy("<f8", (2000, 3), six),
        "overflow.npy": npy("<f8", (2 ** 62, 8), six),
        "huge-length.npy": npy("<f8", "(99999999999999999999999,)", six),
        "negative.npy": npy("<f8", "(-2, 3)", six),
        "nine-dimensions.npy": npy("<f8", (1,) * 9, six[:8]),
        "records.npy": npy("[('a', '<f8'), ('b', '<i4')]", (1,), bytes(12)),
        "objects.npy": npy("|O", (1,), b"\x80\x04."),
        "complex.npy": npy("<c16", (1,), bytes(16)),
        "odd-type.npy": npy("<f16", (1,), bytes(16)),
        "deep-header.npy": npy("<f8", "((((((((((((((((2,),),),),),),),),),),),),),),),)", six),
        "no-shape.npy": b"\x93NUMPY\1\0\x14\0{'descr': '<f8'}    \n" + six,
        "truncated.npy": good[:-9],
        "truncated-header.npy": good[:40],
        "only-magic.npy": good[:6],
        "trailing.npy": good + b"more",
        "large-integers.npy": npy("<i8", (2,), struct.pack("<2q", 2 ** 60 + 1, 3)),
        "empty.npy": b"",
    }
    for name, data in files.items():
        write("npy/" + name, data)


def archive(members, method=zipfile.ZIP_DEFLATED, force64=False):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as zipped:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = method
            with zipped.open(info, "w", force_zip64=force64) as member:
                member.write(data)
    return file.getvalue()


def make_npz():
    time = npy("<f8", (4,), struct.pack("<4d", 0, 1, 2, 3))
    signal = npy("<i4", (4,), struct.pack("<4i", 5, 6, 7, 8))
    matrix = npy("<f8", (2, 3), struct.pack("<6d", *range(6)))
    members = [("time.npy", time), ("signal.npy", signal), ("image.npy", matrix)]
    deflated, stored = archive(members), archive(members, zipfile.ZIP_STORED)
    directory = deflated.rindex(b"PK\1\2")
    bomb = archive([("zeros.npy", npy("<f8", (1 << 18,), bytes(1 << 21)))])
    # the length in directory and local header claims 100 MiB
    lie = bytearray(bomb)
    place = bytes(bomb).index(b"PK\1\2")
    lie[place + 24:place + 28] = struct.pack("<I", 100 << 20)
    end64 = (struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 3, 3, len(deflated) - 22 - deflated.index(b"PK\1\2"),
                         deflated.index(b"PK\1\2"))
             + struct.pack("<4sIQI", b"PK\6\7", 0, len(deflated) - 22, 1))
    zip64 = deflated[:-22] + end64 + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xffff, 0xffff, 0xffffffff, 0xffffffff, 0)
    encrypted = bytearray(stored)
    encrypted[bytes(stored).index(b"PK\1\2") + 8] |= 1
    damaged = bytearray(stored)
    damaged[stored.index(b"NUMPY") + 130] ^= 0xff
    files = {
        "deflated.npz": deflated,
        "stored.npz": stored,
        "zip64-members.npz": archive(members, force64=True),
        "zip64-directory.npz": zip64,
        "truncated.npz": deflated[:len(deflated) // 2],
        "no-end.npz": deflated[:-22],
        "bad-directory.npz": deflated[:directory] + b"XX" + deflated[directory + 2:],
        "bad-checksum.npz": bytes(damaged),
        "encrypted.npz": bytes(encrypted),
        "lying-length.npz": bytes(lie),
        "no-arrays.npz": archive([("readme.txt", b"no array here")]),
        "workbook.xlsx": archive([("xl/workbook.xml", b"<workbook/>")]),
        "bad-member.npz": archive([("a.npy", b"not an array")]),
        "no-members.npz": archive([]),
    }
    for name, data in files.items():
        write("npz/" + name, data)


def netcdf(dimensions, attributes, variables, version=1):
    """Classic netCDF; dimensions: (name, n); variables: (name, dimension indices, attributes, type, bytes)."""
    def text(value):
        raw = value.encode("latin-1")
        return struct.pack(">I", len(raw)) + raw + bytes(-len(raw) % 4)

    def attribute_list(items):
        if not items:
            return bytes(8)
        return struct.pack(">II", 12, len(items)) + b"".join(text(n) + struct.pack(">I", 2) + text(v) for n, v in items)

    def header(begin):
        out = b"CDF" + bytes([version]) + struct.pack(">I", 0)
        out += struct.pack(">II", 10, len(dimensions)) + b"".join(text(n) + struct.pack(">I", s) for n, s in dimensions)
        out += attribute_list(attributes) + struct.pack(">II", 11, len(variables))
        for name, dims, atts, kind, data in variables:
            padded = len(data) + (-len(data) % 4)
            out += text(name) + struct.pack(">I", len(dims)) + b"".join(struct.pack(">I", d) for d in dims)
            out += attribute_list(atts) + struct.pack(">II", kind, padded)
            out += struct.pack(">I" if version == 1 else ">Q", begin)
            begin += padded
        return out

    body = b"".join(d + bytes(-len(d) % 4) for _, _, _, _, d in variables)
    return header(len(header(0))) + body


def make_andi():
    floats = lambda *v: struct.pack(">%df" % len(v), *v)
    dimensions = [("_32_byte_string", 32), ("point_number", 6), ("peak_number", 2)]
    attributes = [("detector_unit", "mAU"), ("sample_name", "caf\xe9 "), ("retention_unit", "Seconds"),
                  ("injection_date_time_stamp", "20240101120000+0000")]
    names = b"first".ljust(32, b"\0") + b"second".ljust(32, b" ")
    signal = ("ordinate_values", [1], [], 5, floats(1, 2, -9999, 4, 3, 1))
    variables = [("actual_delay_time", [], [], 5, floats(2)), ("actual_sampling_interval", [], [], 5, floats(0.5)), signal,
                 ("peak_name", [2, 0], [], 2, names), ("peak_retention_time", [2], [], 5, floats(3.5, -9999))]
    good = netcdf(dimensions, attributes, variables)
    minutes = [a for a in attributes if a[0] != "retention_unit"] + [("retention_unit", "Minutes")]
    retention = ("raw_data_retention", [1], [], 6, struct.pack(">6d", 0, 1, 2, 4, 8, 16))
    scans = [("scan_acquisition_time", [0], [], 6, struct.pack(">3d", 1, 2, 3)),
             ("total_intensity", [0], [("units", "Counts")], 4, struct.pack(">3i", 10, 20, 30))]
    files = {
        "good.cdf": good,
        "offset64.cdf": netcdf(dimensions, attributes, variables, 2),
        "retention-minutes.cdf": netcdf(dimensions, minutes, variables + [retention]),
        "mass-spectra.cdf": netcdf([("scan_number", 3)], [], scans),
        "no-interval.cdf": netcdf(dimensions, attributes, [signal]),
        "zero-interval.cdf": netcdf(dimensions, attributes, [signal, ("actual_sampling_interval", [], [], 5, floats(0))]),
        "other.cdf": netcdf([("x", 40)], [("title", "no chromatogram")], [("y", [0], [], 5, floats(*range(40)))]),
        "truncated.cdf": good[:-20],
        "truncated-header.cdf": good[:60],
        "only-magic.cdf": good[:4],
        "many-dimensions.cdf": good[:8] + struct.pack(">II", 10, 0xfffffff0) + good[16:],
        "long-signal.cdf": good.replace(b"point_number" + struct.pack(">I", 6), b"point_number" + struct.pack(">I", 1 << 30)),
        "outside.cdf": netcdf(dimensions, attributes, variables)[:-len(floats(0, 0)) - 64],
        "hdf5.nc": b"\x89HDF\r\n\x1a\n" + bytes(40),
    }
    for name, data in files.items():
        write("andi/" + name, data)


def card(keyword, value):
    if isinstance(value, bool):
        text = "%20s" % ("T" if value else "F")
    elif isinstance(value, str):
        text = "'%-8s'" % value.replace("'", "''")
    else:
        text = "%20s" % repr(value)
    return ("%-8s= %s" % (keyword, text)).ljust(80)[:80]


def fits_unit(cards, data=b"", pad=b"\0"):
    header = "".join(card(*c) for c in cards) + "END".ljust(80)
    header = header.ljust(-(-len(header) // 2880) * 2880).encode()
    return header + data + pad * (-len(data) % 2880)


def fits_table(columns, rows, extra=(), heap=b"", kind="BINTABLE", n_rows=None, width=None):
    """columns: (title, form, extra cards); rows: bytes, all of one length"""
    cards = [("XTENSION", kind), ("BITPIX", 8), ("NAXIS", 2),
             ("NAXIS1", len(rows[0]) if width is None else width),
             ("NAXIS2", len(rows) if n_rows is None else n_rows),
             ("PCOUNT", len(heap)), ("GCOUNT", 1), ("TFIELDS", len(columns))]
    for i, (title, form, more) in enumerate(columns, 1):
        cards += [("TTYPE%d" % i, title), ("TFORM%d" % i, form)] + [(k + str(i), v) for k, v in more]
    return fits_unit(cards + list(extra), b"".join(rows) + heap, b" " if kind == "TABLE" else b"\0")


def make_fits():
    primary = fits_unit([("SIMPLE", True), ("BITPIX", 8), ("NAXIS", 0), ("EXTEND", True), ("ORIGIN", "Plume's")])
    nan = float("nan")
    types = fits_table(
        [("d", "D", [("TUNIT", "kpc")]), ("e", "E", [("TUNIT", "km s-1")]), ("j", "J", [("TNULL", -99)]),
         ("scaled", "I", [("TSCAL", 0.5), ("TZERO", 10.0)]), ("unsigned", "I", [("TZERO", 32768)]), ("flag", "L", []),
         ("name", "4A", []), ("vector", "3E", []), ("byte", "B", []), ("id", "K", [])],
        [struct.pack(">dfihh1s4s3fBq", d, e, j, s, u, f, n, v, v + 1, v + 2, b, k) for d, e, j, s, u, f, n, v, b, k in [
            (0.25, 1.5, 7, 4, -32768, b"T", b"one", 1, 0, 1), (nan, nan, -99, -4, 0, b"F", b"two", 4, 255, 2),
            (-1e300, -2, 0, 0, 32767, b"\0", b"", 7, 9, 4611686018427387905)]],
        [("EXTNAME", "STARS"), ("KICK", 6.5), ("TRUTH", "a kick")])
    ascii_rows = [b" 1.50  12 abc", b"-2.5   -3 de ", b"***** 100    "]
    ascii_table = fits_table(
        [("x", "F5.2", [("TBCOL", 1), ("TNULL", "*****"), ("TUNIT", "kpc")]), ("n", "I4", [("TBCOL", 6)]),
         ("t", "A3", [("TBCOL", 11)])], ascii_rows, kind="TABLE")
    image = fits_unit([("SIMPLE", True), ("BITPIX", 16), ("NAXIS", 2), ("NAXIS1", 3), ("NAXIS2", 2), ("BSCALE", 2.0),
                       ("BZERO", 1.0), ("BLANK", -1)], struct.pack(">6h", 0, 1, 2, 3, -1, 5))
    lists = fits_table([("list", "1PE(2)", []), ("x", "D", [])],
                       [struct.pack(">iid", 2, 0, 1.0), struct.pack(">iid", 1, 8, 2.0)], heap=struct.pack(">3f", 1, 2, 3))
    only_lists = fits_table([("list", "1PE(2)", [])], [struct.pack(">ii", 2, 0)], heap=struct.pack(">2f", 1, 2))
    odd = fits_table([("bits", "8X", []), ("complex", "C", []), ("none", "0E", []), ("words", "6A2", []), ("x", "D", [])],
                     [struct.pack(">B2f6sd", 1, 1, 2, b"abcdef", 5.0)])
    simple = fits_table([("x", "D", [])], [struct.pack(">d", i) for i in range(4)])
    compressed = fits_table([("COMPRESSED_DATA", "1PB(8)", [])], [struct.pack(">ii", 8, 0)], heap=bytes(8),
                            extra=[("ZIMAGE", True), ("ZCMPTYPE", "RICE_1"), ("ZBITPIX", 16), ("ZNAXIS", 1), ("ZNAXIS1", 4)])
    files = {
        "types.fits": primary + types,
        "ascii.fits": primary + ascii_table,
        "image.fits": image,
        "two-tables.fits": primary + simple + types,
        "lists.fits": primary + lists,
        "only-lists.fits": primary + only_lists,
        "odd-columns.fits": primary + odd,
        "unpadded.fits": primary + simple[:2880 + 32],
        "no-rows.fits": primary + fits_table([("x", "D", [])], [bytes(8)], n_rows=0)[:2880],
        "compressed.fits": primary + compressed,
        "only-primary.fits": primary,
        "truncated.fits": (primary + types)[:-2800],
        "truncated-header.fits": primary[:500],
        "lying-rows.fits": primary + fits_table([("x", "D", [])], [bytes(8)], n_rows=10 ** 12),
        "overflow.fits": primary + fits_table([("x", "D", [])], [bytes(8)], n_rows=4 * 10 ** 18),
        "no-width.fits": primary + fits_table([("x", "0D", [])], [b""], n_rows=10 ** 12),
        "wrong-width.fits": primary + fits_table([("x", "D", []), ("y", "D", [])], [bytes(8)] * 4),
        "bad-form.fits": primary + fits_table([("x", "Q7", [])], [bytes(8)]),
        "huge-repeat.fits": primary + fits_table([("x", "999999999999D", [])], [bytes(8)]),
        "overlap.fits": primary + fits_table([("x%d" % i, "I2", [("TBCOL", 1)]) for i in range(900)],
                                             [b"12"] * 400, kind="TABLE"),
        "bad-number.fits": primary + fits_table([("x", "F5.2", [("TBCOL", 1)])], [b"1.5x!"], kind="TABLE"),
        "many-axes.fits": fits_unit([("SIMPLE", True), ("BITPIX", 8), ("NAXIS", 9)]
                                    + [("NAXIS%d" % i, 1) for i in range(1, 10)], b"\1"),
        "groups.fits": fits_unit([("SIMPLE", True), ("BITPIX", -32), ("NAXIS", 2), ("NAXIS1", 0), ("NAXIS2", 3),
                                  ("GROUPS", True), ("PCOUNT", 1), ("GCOUNT", 2)], struct.pack(">8f", *range(8))),
        "negative.fits": fits_unit([("SIMPLE", True), ("BITPIX", 8), ("NAXIS", 1), ("NAXIS1", -5)]),
    }
    for name, data in files.items():
        write("fits/" + name, data)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, rows, extra=b"", interlace=0):
    """rows: bytes of all rows, each with its filter byte."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + extra + png_chunk(b"IDAT", zlib.compress(rows))
            + png_chunk(b"IEND", b""))


def make_png():
    grey = png(3, 2, 8, 0, bytes([0, 0, 128, 255, 0, 10, 20, 30]))
    files = {
        "grey8.png": grey,
        "grey16.png": png(2, 1, 16, 0, b"\0" + struct.pack(">2H", 0, 65535)),
        "grey1.png": png(8, 1, 1, 0, b"\0\xaa"),
        "grey-alpha.png": png(3, 1, 8, 4, bytes([0, 0, 0, 0, 255, 100, 51])),
        "colour.png": png(2, 1, 8, 2, bytes([0, 255, 0, 0, 7, 7, 7])),
        "colour-alpha16.png": png(1, 1, 16, 6, b"\0" + struct.pack(">4H", 65535, 0, 0, 65535)),
        "palette.png": png(2, 1, 8, 3, bytes([0, 0, 1]), png_chunk(b"PLTE", bytes([0, 0, 0, 255, 255, 255]))
                           + png_chunk(b"tRNS", bytes([0]))),
        "interlaced.png": png(1, 1, 8, 0, bytes([0, 51]), interlace=1),
        "truncated.png": grey[:-20],
        "only-head.png": grey[:33],
        "bad-crc.png": grey[:29] + b"\0\0\0\0" + grey[33:],
        "short-rows.png": png(3, 9, 8, 0, bytes([0, 0, 128, 255])),
        "bomb.png": png(30000, 30000, 8, 0, bytes(64)),
        "lying.png": png(5000, 5000, 8, 0, bytes(64)),
        "wide.png": png(40000, 1, 8, 0, bytes(64)),
        "no-palette.png": png(2, 1, 8, 3, bytes([0, 0, 1])),
        "bad-stream.png": grey.replace(zlib.compress(bytes([0, 0, 128, 255, 0, 10, 20, 30]))[:6], b"abcdef"),
    }
    for name, data in files.items():
        write("png/" + name, data)


def nifti1(dim, datatype, voxels, order="<", magic=b"n+1\0", offset=352.0, slope=0.0, intercept=0.0,
           pixdim=(1, 2, 3, 4, 0, 0, 0, 0), qform=0, sform=0, srow=(0,) * 12, quaternion=(0, 0, 0),
           units=2, length=348, regular=b"r"):
    head = struct.pack(order + "i10s18sihcB", length, b"", b"", 0, 0, regular, 0)
    head += struct.pack(order + "8h", *(list(dim) + [1] * (8 - len(dim))))
    head += struct.pack(order + "3fhhhh", 0, 0, 0, 0, datatype, 8, 0)
    head += struct.pack(order + "8f", *pixdim) + struct.pack(order + "fff", offset, slope, intercept)
    head += struct.pack(order + "hBBffffii", 0, 0, units, 0, 0, 0, 0, 0, 0)
    head += struct.pack(order + "80s24shh", b"made by Plume", b"", qform, sform)
    head += struct.pack(order + "6f", *quaternion, 0, 0, 0) + struct.pack(order + "12f", *srow)
    head += struct.pack("16s4s", b"", magic)
    assert len(head) == 348
    return head + bytes(4) + voxels


def nifti2(dim, datatype, voxels, order="<", magic=b"n+2\0\r\n\x1a\n", offset=544):
    head = struct.pack(order + "i8shh", 540, magic, datatype, 0)
    head += struct.pack(order + "8q", *(list(dim) + [1] * (8 - len(dim)))) + struct.pack(order + "3d", 0, 0, 0)
    head += struct.pack(order + "8d", 1, 2, 3, 4, 0, 0, 0, 0) + struct.pack(order + "qdd", offset, 0, 0)
    head += bytes(500 - len(head)) + struct.pack(order + "i", 2) + bytes(36)
    assert len(head) == 540
    return head + bytes(4) + voxels


def make_nifti():
    six = [0, 1, 100, 7, 3, 2]
    kinds = {"u1": (2, "B"), "i1": (256, "b"), "u2": (512, "H"), "i2": (4, "h"), "u4": (768, "I"), "i4": (8, "i"),
             "u8": (1280, "Q"), "i8": (1024, "q"), "f4": (16, "f"), "f8": (64, "d")}
    for name, (code, letter) in kinds.items():
        for order, end in (("<", "le"), (">", "be")):
            voxels = struct.pack(order + "6" + letter, *six)
            write("nifti/%s-%s.nii" % (name, end), nifti1([3, 3, 2, 1], code, voxels, order))
    bytes6 = bytes(six)
    good = nifti1([3, 3, 2, 1], 2, bytes6)
    oblique = (-2, 0, 0, 0, 0, 0, 4, 0, 0, 3, 0, 0)
    files = {
        "scaled.nii": nifti1([3, 3, 2, 1], 2, bytes6, slope=0.5, intercept=-10.0),
        "slope-zero.nii": nifti1([3, 3, 2, 1], 2, bytes6, slope=0.0, intercept=5.0),
        "slope-nan.nii": nifti1([3, 3, 2, 1], 2, bytes6, slope=float("nan")),
        "intercept-infinite.nii": nifti1([3, 3, 2, 1], 2, bytes6, slope=2.0, intercept=float("inf")),
        "packed.nii.gz": gzip.compress(good, mtime=0),
        "second.nii": nifti2([3, 3, 2, 1], 2, bytes6),
        "second-be.nii": nifti2([3, 3, 2, 1], 4, struct.pack(">6h", *six), ">"),
        "oriented.nii": nifti1([3, 3, 2, 1], 2, bytes6, sform=1, srow=oblique),
        "turned.nii": nifti1([3, 3, 2, 1], 2, bytes6, qform=1, quaternion=(0, 0, 1)),
        "sform-nan.nii": nifti1([3, 3, 2, 1], 2, bytes6, sform=1, srow=(float("nan"),) * 12),
        "singular.nii": nifti1([3, 3, 2, 1], 2, bytes6, sform=1),
        "voxel-nan.nii": nifti1([1, 2], 16, struct.pack("<2f", float("nan"), 1.5)),
        "analyze.hdr": nifti1([3, 3, 2, 1], 2, bytes6, magic=bytes(4)),
        "series.nii": nifti1([4, 1, 2, 1, 3], 2, bytes6),
        "offset.nii": nifti1([3, 3, 2, 1], 2, bytes(48) + bytes6, offset=400.0),
        "pair.hdr": nifti1([3, 3, 2, 1], 2, b"", magic=b"ni1\0", offset=0.0),
        "truncated.nii": good[:-2],
        "truncated-header.nii": good[:200],
        "truncated-second.nii": nifti2([3, 3, 2, 1], 2, bytes6)[:100],
        "truncated.nii.gz": gzip.compress(good + bytes(4000), mtime=0)[:60],
        "no-dimensions.nii": nifti1([0], 2, bytes6),
        "nine-dimensions.nii": nifti1([9, 3, 2, 1], 2, bytes6),
        "negative-dimension.nii": nifti1([3, 3, -2, 1], 2, bytes6),
        "zero-dimension.nii": nifti1([3, 3, 0, 1], 2, bytes6),
        "huge.nii": nifti1([3, 32767, 32767, 32767], 64, bytes6),
        "overflow.nii": nifti1([7] + [32767] * 7, 64, bytes6),
        "overflow-second.nii": nifti2([3, 1 << 40, 1 << 40, 1 << 40], 2, bytes6),
        "negative-second.nii": nifti2([3, -(1 << 62), 4, 1], 2, bytes6),
        "no-type.nii": nifti1([3, 3, 2, 1], 0, bytes6),
        "binary-type.nii": nifti1([3, 3, 2, 1], 1, bytes6),
        "colours.nii": nifti1([3, 1, 2, 1], 128, bytes6),
        "complex.nii": nifti1([1, 1], 32, bytes(8)),
        "long-double.nii": nifti1([1, 1], 1536, bytes(16)),
        "offset-inside.nii": nifti1([3, 3, 2, 1], 2, bytes6, offset=100.0),
        "offset-outside.nii": nifti1([3, 3, 2, 1], 2, bytes6, offset=1e6),
        "offset-nan.nii": nifti1([3, 3, 2, 1], 2, bytes6, offset=float("nan")),
        "offset-negative.nii": nifti2([3, 3, 2, 1], 2, bytes6, offset=-1),
    }
    for name, data in files.items():
        write("nifti/" + name, data)


def make_matrix_market():
    def banner(words, body):
        return "%%MatrixMarket matrix " + words + "\n" + body

    small = banner("coordinate real general", "% a comment\n\n2 3 4\n1 1 1.5\n2 3 -2e3\n\n1 2 4\n% inside\n1 1 0.5\n")
    ten = "".join("%d %d %d\n" % (i + 1, j + 1, 10 * i + j) for i, j in ((2, 0), (0, 1), (1, 1), (2, 3), (0, 3)))
    ten = banner("coordinate integer general", "%metadata_json: {}\n3 4 5\n" + ten)
    barcodes = "AAAC-1\nAAAG-1\nAAAT-1\nAACA-1\n"
    features = "G1\tCDH1\tGene Expression\nG2\tVIM\tGene Expression\nG3\tZEB1\tGene Expression\n"
    files = {
        "small.mtx": small,
        "small.mtx.gz": gzip.compress(small.encode(), mtime=0),
        "crlf.mtx": small.replace("\n", "\r\n"),
        "no-last-newline.mtx": small.rstrip("\n"),
        "pattern.mtx": banner("coordinate pattern general", "2 2 2\n1 2\n2 1\n"),
        "symmetric.mtx": banner("coordinate real symmetric", "3 3 3\n1 1 2\n2 1 1\n3 2 4\n"),
        "signed-symmetric.mtx": banner("coordinate real symmetric", "3 3 2\n1 1 2\n2 1 -1\n"),
        "skew.mtx": banner("coordinate real skew-symmetric", "3 3 2\n2 1 1\n3 2 4\n"),
        "array.mtx": banner("array real general", "2 3\n1\n2\n3\n4\n5\n6\n"),
        "array-symmetric.mtx": banner("array real symmetric", "3 3\n0\n1\n2\n0\n3\n0\n"),
        "array-skew.mtx": banner("array integer skew-symmetric", "3 3\n1\n2\n3\n"),
        "empty-entries.mtx": banner("coordinate real general", "2 2 0\n"),
        "complex.mtx": banner("coordinate complex general", "1 1 1\n1 1 1 0\n"),
        "vector.mtx": "%%MatrixMarket vector coordinate real general\n1 1\n",
        "no-words.mtx": "%%MatrixMarket\n1 1 1\n1 1 1\n",
        "wrong-words.mtx": banner("array pattern general", "1 1\n1\n"),
        "no-text.mtx": b"%%MatrixMarket matrix \xff\x01 real general\n1 1 1\n1 1 1\n",
        "no-sizes.mtx": banner("coordinate real general", "% nothing\n"),
        "two-sizes.mtx": banner("coordinate real general", "2 2\n1 1 1\n"),
        "negative-sizes.mtx": banner("coordinate real general", "-2 2 1\n1 1 1\n"),
        "no-rows.mtx": banner("coordinate real general", "0 2 0\n"),
        "huge.mtx": banner("coordinate real general", "9999999999999 3 1\n1 1 1\n"),
        "hollow.mtx": banner("coordinate real general", "4000000000 4000000000 1\n1 1 1\n"),
        "huge-array.mtx": banner("array real general", "4000000000 4000000000\n1\n"),
        "truncated.mtx": banner("coordinate real general", "9 9 40\n1 1 1\n2 2 2\n"),
        "too-few.mtx": banner("coordinate real general", "9 9 3\n1 1 1.0\n2 2 2.0\n"),
        "too-many.mtx": banner("coordinate real general", "9 9 1\n1 1 1\n2 2 2\n"),
        "row-outside.mtx": banner("coordinate real general", "2 2 2\n1 1 1\n3 1 1\n"),
        "column-outside.mtx": banner("coordinate real general", "2 2 2\n1 1 1\n1 0 1\n"),
        "no-number.mtx": banner("coordinate real general", "2 2 2\n1 1 1\n1 2 x\n"),
        "no-value.mtx": banner("coordinate real general", "2 2 2\n1 1 1\n1 2\n"),
        "more-on-line.mtx": banner("coordinate real general", "2 2 2\n1 1 1 1\n1 2 1\n"),
        "skew-diagonal.mtx": banner("coordinate real skew-symmetric", "2 2 1\n1 1 1\n"),
        "oblong-symmetric.mtx": banner("coordinate real symmetric", "2 3 1\n1 1 1\n"),
        "bad-sum.mtx.gz": gzip.compress(small.encode(), mtime=0)[:-8] + bytes(8),
        "tenx-3/matrix.mtx.gz": gzip.compress(ten.encode(), mtime=0),
        "tenx-3/barcodes.tsv.gz": gzip.compress(barcodes.encode(), mtime=0),
        "tenx-3/features.tsv.gz": gzip.compress(features.encode(), mtime=0),
        "tenx-2/matrix.mtx": ten,
        "tenx-2/barcodes.tsv": barcodes,
        "tenx-2/genes.tsv": "G1\tCDH1\nG2\tVIM\nG3\tZEB1\n",
        "tenx-prefix/GSM1_matrix.mtx": ten,
        "tenx-prefix/GSM1_barcodes.tsv": barcodes,
        "tenx-prefix/GSM1_features.tsv": features,
        "tenx-prefix/other.mtx": ten,
        "tenx-mismatch/matrix.mtx": ten,
        "tenx-mismatch/barcodes.tsv": barcodes + "AACC-1\n",
        "tenx-broken/matrix.mtx": ten,
        "tenx-broken/barcodes.tsv.gz": gzip.compress(barcodes.encode(), mtime=0)[:-9],
    }
    for name, data in files.items():
        write("matrix-market/" + name, data)


def make_hdf5_streams():
    """What the program that reads HDF5 says, in the byte order of little-endian machines."""
    def text(string):
        data = string if isinstance(string, bytes) else string.encode()
        return struct.pack("<I", len(data)) + data

    def u64(*numbers):
        return struct.pack("<%dQ" % len(numbers), *numbers)

    def stream(*records, total=4096, end=b"E"):
        return b"PLUMEH5\1M" + u64(total) + b"".join(records) + end

    def doubles(*numbers):
        return struct.pack("<%dd" % len(numbers), *numbers)

    def sparse(starts, columns, values, shape, turned=0, kind=0, names="var"):
        return (b"P" + text("X") + text(names) + struct.pack("<II", kind, turned) + u64(*shape, len(columns)) + u64(*starts)
                + struct.pack("<%dI" % len(columns), *columns) + doubles(*values))

    table = b"T" + text("") + u64(2)
    numbers = b"N" + text("depth") + doubles(1.5, float("nan"))
    texts = b"S" + text("cell") + text("a") + text("b")
    categories = b"C" + text("stage") + u64(2) + text("early") + text("late") + struct.pack("<ii", 1, -1)
    names = b"L" + text("var") + u64(3) + text("x") + text("y") + text("z")
    dense = b"D" + text("obsm/map") + text("") + struct.pack("<I", 0) + u64(2, 2) + doubles(1, 2, 3, 4)
    good = sparse((0, 2, 3), (0, 2, 1), (1, 2, 3), (2, 3))
    files = {
        "good": stream(table, texts, numbers, categories, names, good, dense, b"A" + text("colours/stage") + text("#000000 #ffffff"),
                       b"O" + text("something is left out")),
        "turned": stream(table, texts, names, sparse((0, 1, 1, 2), (1, 0), (1, 2), (3, 2), turned=1)),
        "out-of-order": stream(table, texts, names, sparse((0, 3, 4), (2, 0, 2, 1), (1, 2, 3, 4), (2, 3))),
        "empty": b"",
        "only-magic": b"PLUMEH5\1",
        "no-total": b"PLUMEH5\1" + table + texts + b"E",
        "huge-total": stream(total=1 << 63),
        "refusal": b"PLUMEH5\1X" + text("it is of another kind; choose another"),
        "bad-text": stream(b"T" + text("") + u64(1), b"S" + text(b"\xff\0\n") + text(b"\xc3\x28\0\n")),
        "long-text": stream(table, b"S" + text("cell") + struct.pack("<I", 0xffffffff)),
        "nothing": stream(),
        "no-rows": stream(b"T" + text("") + u64(0)),
        "no-columns": stream(table),
        "many-rows": stream(b"T" + text("") + u64(1 << 31), numbers),
        "numbers-without-table": stream(numbers),
        "category-outside": stream(table, categories[:-8] + struct.pack("<ii", 2, 0)),
        "category-negative": stream(table, categories[:-8] + struct.pack("<ii", -2, 0)),
        "names-of-others": stream(names, sparse((0, 1), (0,), (1,), (1, 2))),
        "other-rows": stream(table, texts, sparse((0, 1), (0,), (1,), (1, 3))),
        "unknown-kind": stream(sparse((0, 1), (0,), (1,), (1, 3), kind=7)),
        "oblong-distances": stream(sparse((0, 1), (0,), (1,), (1, 3), kind=1)),
        "starts-decrease": stream(sparse((0, 2, 1, 3), (0, 1, 2), (1, 2, 3), (3, 3))),
        "starts-outside": stream(sparse((0, 9, 3), (0, 1, 2), (1, 2, 3), (2, 3))),
        "first-start": stream(sparse((1, 2, 3), (0, 1, 2), (1, 2, 3), (2, 3))),
        "column-outside": stream(sparse((0, 2, 3), (0, 3, 1), (1, 2, 3), (2, 3))),
        "huge-dense": stream(b"D" + text("X") + text("") + struct.pack("<I", 0) + u64(0xffffffff, 0xffffffff)),
        "huge-sparse": stream(b"P" + text("X") + text("") + struct.pack("<II", 0, 0) + u64(1, 1, 1 << 62)),
        "unknown-record": stream(b"Q" + text("X")),
        "cut": stream(table, texts, good)[:-20],
        "no-end": stream(table, texts, end=b""),
    }
    for name, data in files.items():
        write("hdf5/" + name, data)


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    make_csv()
    make_npy()
    make_npz()
    make_png()
    make_andi()
    make_fits()
    make_nifti()
    make_matrix_market()
    make_hdf5_streams()
