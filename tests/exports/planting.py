# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways to put a text back into a finished copy: codes it may be written in, and spots of a file it may stand in."""

from __future__ import annotations

import base64
import bz2
import codecs
import functools
import gzip
import io
import json
import lzma
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, String

from tests.documents.docx_files import zipped_bytes
from tests.exports.places.docx_switches import files_of
from tests.exports.places.pdf_switches import saved


# Codes in which a text is still a text.
CODES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "capitals": str.upper,
    "letters apart": " ".join,
    "dots between": ".".join,
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "full width": lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
    "accents": lambda t: "".join(c + "\u0301" if c.isalpha() else c for c in t),
    "backwards": lambda t: t[::-1],
    "ROT13": lambda t: codecs.encode(t, "rot13"),
    "base64": lambda t: base64.b64encode(t.encode()).decode(),
    "base64 in the middle": lambda t: base64.b64encode(f"he said that {t} there".encode()).decode(),
    "base64 of UTF-16": lambda t: base64.b64encode(t.encode("utf-16-le")).decode(),
    "base64 twice": lambda t: base64.b64encode(base64.b64encode(t.encode())).decode(),
    "base64 in lines": lambda t: base64.encodebytes(f"{'x' * 60} {t} {'y' * 60}".encode()).decode(),
    "base64, compressed": lambda t: base64.b64encode(zlib.compress(t.encode())).decode(),
    "base32": lambda t: base64.b32encode(t.encode()).decode(),
    "base85": lambda t: base64.b85encode(t.encode()).decode(),
    "ASCII85": lambda t: base64.a85encode(t.encode(), adobe=True).decode(),
    "hexadecimal": lambda t: t.encode().hex(),
    "hexadecimal set apart": lambda t: t.encode().hex(" "),
    "hexadecimal of UTF-16": lambda t: t.encode("utf-16-be").hex(),
    "percent signs": lambda t: "".join(f"%{b:02X}" for b in t.encode()),
    "address": lambda t: "https://example.org/?q=" + urllib.parse.quote_plus(t),
    "character references": lambda t: "".join(f"&#{ord(c)};" for c in t),
    "octal escapes": lambda t: "".join(f"\\{b:03o}" for b in t.encode()),
    "Unicode escapes": lambda t: "".join(f"\\u{ord(c):04x}" for c in t),
    "quoted printable": lambda t: "".join(f"={b:02X}" for b in t.encode()),
    "array of numbers": lambda t: json.dumps([*map(ord, t)]),
    "objects of numbers": lambda t: json.dumps([{"c": ord(c)} for c in t]),
    "array of characters": lambda t: json.dumps([*t]),
    "objects of characters": lambda t: json.dumps([{"text": c, "x": 5 * n} for n, c in enumerate(t)]),
    "tags inside": lambda t: "<b>" + "</b><b>".join(t) + "</b>",
}
# Codes that are bytes.
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "UTF-16": lambda b: b.decode().encode("utf-16-le"),
    "UTF-16 with a mark": lambda b: b.decode().encode("utf-16"),
    "UTF-32": lambda b: b.decode().encode("utf-32-be"),
    "UTF-32 with a mark": lambda b: b.decode().encode("utf-32"),
    "zlib": zlib.compress,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": lambda b: zipped_bytes({"a.txt": b}),
    "zip in a zip": lambda b: zipped_bytes({"a.zip": zipped_bytes({"a.txt": b})}),
    "gzip in a zip": lambda b: zipped_bytes({"a.gz": gzip.compress(b)}),
    "PDF in a zip": lambda b: zipped_bytes({"a.pdf": _pdf_of(b.decode())}),
    "attachment of a PDF": lambda b: attached(_pdf_of("nothing"), gzip.compress(b)),
    "name in a zip": lambda b: zipped_bytes({b.decode(): b"x"}),
    "comment of a zip": lambda b: zipped_bytes({"a.txt": b"x"}, b),
    "zip behind other bytes": lambda b: b"#!/bin/sh" + zipped_bytes({"a.txt": b}),
    "zip with a wrong sum": lambda b: _with_wrong_sums(zipped_bytes({"a.txt": b})),
    "zlib with a wrong sum": lambda b: _flipped(zlib.compress(b)),
    "zlib of a small window": lambda b: zlib.compress(b, wbits=9),
    "bzip2 with a wrong sum": lambda b: _flipped(bz2.compress(b)),
    "bzip2 with a wrong sum of its block": lambda b: bz2.compress(b)[:10] + b"none" + bz2.compress(b)[14:],
    "second gzip": lambda b: gzip.compress(b"x") + gzip.compress(b),
    "tar, compressed": lambda b: gzip.compress(_tar_of(gzip.compress(b))),
    "among bytes": lambda b: bytes(range(256)) * 9 + b + bytes(range(256)),
    "behind a zero byte": lambda b: b"of\0" + b,
}


# What holds something that nobody looks at.
SEALED: dict[str, bytes] = {
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(9),
    "bzip2 with a wrong sum inside": bz2.compress(b"of it")[:11] + b"none" + bz2.compress(b"of it")[15:],
    "gzip that is cut off": gzip.compress(b"of it")[:-4],
    "picture in a zip": zipped_bytes({"a": b"\x89PNG\r\n"}),
    "tar in gzip in gzip and so on": functools.reduce(lambda b, _: gzip.compress(b), range(9), b"of it"),
}


def _flipped(data: bytes) -> bytes:
    return data[:-2] + bytes([data[-2] ^ 255]) + data[-1:]


def _with_wrong_sums(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return data.replace(archive.infolist()[0].CRC.to_bytes(4, "little"), b"none")


def _tar_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("a.gz")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _pdf_of(text: str) -> bytes:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), text)
        return bytes(pdf.tobytes(deflate=True, no_new_id=True))


def changed(copy: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The PDF with something done to it."""
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        change(pdf)
        return saved(pdf, compress_streams=True)


def attached(copy: bytes, data: bytes) -> bytes:
    """The PDF with a file attached."""

    def put(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a"] = data

    return changed(copy, put)


def drawn(copy: bytes, text: str, **options: object) -> bytes:
    """The PDF with a line of text on its first page, in a font that has every letter."""
    with pymupdf.open("pdf", copy) as pdf:
        pdf[0].insert_text((36, 760), text, fontname="china-s", fontsize=5, **options)
        return bytes(pdf.tobytes(no_new_id=True))


def _string(text: str) -> String:
    try:
        return String(text)
    except ValueError:
        return String(b"\xfe\xff" + text.encode("utf-16-be"))


def _octal(text: str) -> str:
    return "".join(f"\\{ord(x):03o}" for x in text)


def _operators(copy: bytes, make: Callable[[str], str], text: str) -> bytes:
    def put(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page.obj.Resources.Font.Planted = pdf.make_indirect(font)
        stream = page.obj.Contents
        stream.write(stream.read_bytes() + f"\nBT /Planted 6 Tf 36 40 Td {make(text)} ET".encode("latin-1"))

    return changed(copy, put)


def _put(value: Callable[[pikepdf.Pdf, str], object], key: str) -> Callable[[bytes, str], bytes]:
    return lambda copy, text: changed(copy, lambda pdf: setattr(pdf.Root, key, value(pdf, text)))


# Spots of a PDF for a text in any code.
PDF_SPOTS: dict[str, Callable[[bytes, str], bytes]] = {
    "page": drawn,
    "text that is not painted": lambda copy, text: drawn(copy, text, render_mode=3),
    "string": _put(lambda pdf, text: _string(text), "Left"),
    "stream": _put(lambda pdf, text: pdf.make_stream(f"of {text} and so on".encode() * 9), "Left"),
    "attachment": lambda copy, text: attached(copy, f"of {text} and so on".encode()),
}
# Ways of a PDF to write a word.
PDF_WAYS: dict[str, Callable[[bytes, str], bytes]] = {
    "octal string": lambda c, t: _operators(c, lambda w: f"({_octal(w)}) Tj", t),
    "hexadecimal string": lambda c, t: _operators(c, lambda w: f"<{w.encode().hex()}> Tj", t),
    "split array": lambda c, t: _operators(c, lambda w: "[" + " -15 ".join(f"({x})" for x in w) + "] TJ", t),
    "letter by letter": lambda c, t: _operators(c, lambda w: " ".join(f"({x}) Tj" for x in w), t),
    "line by line": lambda c, t: _operators(c, lambda w: "8 TL " + " ".join(f"({x}) '" for x in w), t),
    "spaced": lambda c, t: _operators(c, lambda w: f"7 Tc ({w}) Tj", t),
    "escaped line ends": lambda c, t: _operators(c, lambda w: "(" + "\\\n".join(w) + ") Tj", t),
    "replacement text": lambda c, t: _operators(c, lambda w: f"/Span <</ActualText ({w})>> BDC (x) Tj EMC", t),
    "comment": lambda c, t: _operators(c, lambda w: f"% {w}\n", t),
    "inline dictionary": lambda c, t: _operators(c, lambda w: f"/P <</By <{w.encode().hex()}>>> DP", t),
    "inline dictionary, octal": lambda c, t: _operators(c, lambda w: f"/P <</By ({_octal(w)})>> DP", t),
    "inline dictionary, brackets": lambda c, t: _operators(c, lambda w: f"/P <</By ({w[:9]}(-){w[9:]})>> DP", t),
    "inline dictionary, set apart": lambda c, t: _operators(c, lambda w: f"/P <</By <{w.encode().hex(' ')}>>> DP", t),
    "name": _put(lambda pdf, text: Name("/" + text.replace(" ", "_")), "Left"),
    "key": lambda c, t: changed(c, lambda pdf: setattr(pdf.Root, t.replace(" ", "_"), 1)),
    "array of letters": _put(lambda pdf, text: Array([String(x) for x in text]), "Left"),
    "array of names": _put(lambda pdf, text: Array([Name(f"/{x}") for x in text if x.isalnum()]), "Left"),
    "title": lambda c, t: changed(c, lambda pdf: pdf.docinfo.__setitem__("/Title", t)),
    "bytes behind the end": lambda c, t: c + t.encode(),
    "bytes behind the end, UTF-16": lambda c, t: c + t.encode("utf-16-le"),
    "octal string behind the end": lambda c, t: c + f"\n9 0 obj\n({_octal(t)})".encode(),
    "hexadecimal string behind the end": lambda c, t: c + f"\n9 0 obj\n<{t.encode().hex()}>".encode(),
    "name behind the end": lambda c, t: c + ("\n9 0 obj\n/" + "".join(f"#{x:02x}" for x in t.encode())).encode(),
    "array of letters behind the end": lambda c, t: c + f"\n% {json.dumps([*t])}".encode(),
    "letters before the beginning": lambda c, t: " ".join(t).encode() + b"\n" + c,
    "base64 behind the end": lambda c, t: c + b"\n% " + base64.b64encode(f"of {t} and".encode()),
    "stream that nothing refers to": lambda c, t: c + b"\nstream\n" + zlib.compress(t.encode()) + b"\nendstream",
    "such a stream with a wrong sum": lambda c, t: c + b"\nstream\n" + _flipped(zlib.compress(t.encode())),
}


def in_docx(copy: bytes, text: str, part: str = "word/document.xml") -> bytes:
    """The DOCX with a text in a run of its own."""
    files = files_of(copy)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").encode()
    run = b"<w:p><w:r><w:t xml:space='preserve'>" + escaped + b"</w:t></w:r></w:p><w:sectPr"
    return _repacked({**files, part: files[part].replace(b"<w:sectPr", run, 1)})


def _repacked(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


DOCX_SPOTS: dict[str, Callable[[bytes, str], bytes]] = {
    "text": in_docx,
    "part": lambda copy, text: _repacked({**files_of(copy), "word/x.xml": f"<a>{text}</a>".encode()}),
}
TEXT_SPOTS: dict[str, Callable[[bytes, str], bytes]] = {
    "line": lambda copy, text: copy + text.encode() + b"\n",
    "middle of a line": lambda copy, text: copy.replace(b". ", b". " + text.encode() + b" ", 1),
}
