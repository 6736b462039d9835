# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files in files: what a zip, a compressed stream or a PDF holds, and what that holds, down to a bounded depth.

A withheld word in an attachment of an attachment is as gone as one on the page is, and no search of the bytes sees it.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple


_DEPTH = 6
_MOST_BYTES = 64 << 20  # of one file, unpacked
_MOST_FILES = 2000
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_HEAD = 1024  # bytes in which a PDF may begin
_CODECS = zlib.error, lzma.LZMAError, OSError, EOFError, ValueError
BROKEN = (*_CODECS, zipfile.BadZipFile, RuntimeError, NotImplementedError)
"""What comes of a zip that is damaged, encrypted or packed in an unknown way."""


class Inner(NamedTuple):
    """Something found inside: ``data`` is a text or bytes; ``unread`` says why more of it was not looked at."""

    data: bytes | str = b""
    unread: str = ""


def inner_files(data: bytes, depth: int = 0) -> Iterator[Inner]:
    """Every file, name and text in ``data`` if that is a container, and in those; nothing where it is none.

    Never raises for what is inside: a container that cannot be opened is an ``Inner`` that says so.
    """
    if depth >= _DEPTH:
        if data.startswith(_ZIP):
            yield Inner(unread="files nested too deep")
        return
    for inner in _content(data):
        yield inner
        if isinstance(inner.data, bytes) and inner.data:
            yield from inner_files(inner.data, depth + 1)


def _content(data: bytes) -> Iterator[Inner]:
    if data.startswith(_ZIP):
        yield from _of_zip(data)
    elif _PDF in data[:_HEAD]:
        yield from _of_pdf(data)
    else:
        yield from _inflated(data)


def _of_zip(data: bytes) -> Iterator[Inner]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Inner(archive.comment)
            members = archive.infolist()
            if len(members) > _MOST_FILES:
                yield Inner(unread="a zip of too many files")
            for info in members[:_MOST_FILES]:
                yield Inner(info.filename)
                with archive.open(info) as file:
                    yield from _bounded(file.read(_MOST_BYTES + 1))
    except BROKEN:
        yield Inner(unread="a zip that cannot be opened")


def _bounded(data: bytes) -> Iterator[Inner]:
    yield Inner(data[:_MOST_BYTES], "a file that is too large" if len(data) > _MOST_BYTES else "")


def _inflated(data: bytes) -> Iterator[Inner]:
    """What a compressed stream holds; many of them begin like anything, so failing means that it is none."""
    try:
        if data[:2] in (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
            yield from _bounded(zlib.decompressobj(47).decompress(data, _MOST_BYTES + 1))
        elif data.startswith(b"BZh"):
            yield from _bounded(bz2.BZ2Decompressor().decompress(data, _MOST_BYTES + 1))
        elif data.startswith(b"\xfd7zXZ\x00"):
            yield from _bounded(lzma.LZMADecompressor().decompress(data, _MOST_BYTES + 1))
    except _CODECS:
        return


def _of_pdf(data: bytes) -> Iterator[Inner]:
    import pikepdf
    import pypdfium2

    from workbench.exports.pdf.parts import leftovers, open_pdf, parts, revisions

    try:
        for state in revisions(data):
            with open_pdf(state) as pdf:
                yield from (Inner(part.data) for part in parts(pdf))
        yield from map(Inner, leftovers(data))
        with pypdfium2.PdfDocument(data) as document:
            yield from (Inner(page.get_textpage().get_text_range()) for page in document)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError):
        yield Inner(unread="a PDF that cannot be opened")
