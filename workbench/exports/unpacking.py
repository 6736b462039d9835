# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files in files: what a zip, a compressed stream or a PDF holds, and what that holds, down to a bounded depth.

A withheld word in an attachment of an attachment is as gone as one on the page is, and no search of the bytes sees it.
What comes out before damage, or in spite of a wrong check sum, is looked at: somebody with time has it too.
"""

from __future__ import annotations

import bz2
import contextlib
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, Protocol


_DEPTH = 6
_MOST_BYTES = 64 << 20  # of one file, unpacked
_MOST_FILES = 2000
_MOST_HELD = 1 << 20  # of a block of bzip2, which has 900,000 before they are repeated
_PIECE = 256  # bytes that are unpacked at a time: of a bomb they are some megabytes
_PDF, _HEAD = b"%PDF-", 1024  # bytes in which a PDF may begin
_ZIP, _ZIP_END, _TAIL = b"PK\x03\x04", b"PK\x05\x06", 66_000  # a zip is found by its end, whatever stands before it
_TAR, _TAR_AT = b"ustar", 257
_GZIP, _BZIP2, _XZ, _LZMA = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"\x5d\0\0"
_SEALED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd", b"MSCF\0\0\0\0")
_PICTURE = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_TOO_LARGE = "a file that is too large"
_CODECS = zlib.error, lzma.LZMAError, OSError, EOFError, ValueError
BROKEN = (*_CODECS, zipfile.BadZipFile, RuntimeError, NotImplementedError)
"""What comes of a zip that is damaged, encrypted or packed in an unknown way."""


class Inner(NamedTuple):
    """Something found inside: ``data`` is a text or bytes; ``unread`` says why more of it was not looked at."""

    data: bytes | str = b""
    unread: str = ""


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: memoryview, /) -> bytes: ...


class Poured(NamedTuple):
    """What came out of a compressed stream, where in the data it ended, and why there is no more, if there may be."""

    data: bytes
    end: int
    unread: str


def inner_files(data: bytes, depth: int = 0) -> Iterator[Inner]:
    """Every file, name and text in ``data`` if that is a container, and in those; nothing where it is none.

    Never raises for what is inside: a container that cannot be opened is an ``Inner`` that says so.
    """
    if depth and data.startswith(_PICTURE):
        yield Inner(unread="a picture in a file")
    for inner in _content(data):
        if depth >= _DEPTH:
            yield Inner(unread="files nested too deep")
            return
        yield inner
        if isinstance(inner.data, bytes) and inner.data:
            yield from inner_files(inner.data, depth + 1)


def _content(data: bytes) -> Iterator[Inner]:
    """What a file holds as anything that it may be: one can be two at once."""
    if _PDF in data[:_HEAD]:
        yield from _of_pdf(data)
    if data.startswith(_ZIP) or _ZIP_END in data[-_TAIL:]:
        yield from _of_zip(data)
    if data.startswith(_TAR, _TAR_AT):
        yield from _of_tar(data)
    if data.startswith(_SEALED):
        yield Inner(unread="a packed file of a kind that is not opened")
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
                yield _member(archive, info)
    except BROKEN:
        yield Inner(unread="a zip that cannot be opened")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Inner:
    del info.CRC  # or a wrong sum would be told with the last bytes, and those be lost
    out, why = bytearray(), ""
    try:
        with archive.open(info) as file:
            while len(out) <= _MOST_BYTES and (piece := file.read(_PIECE)):
                out += piece
    except BROKEN:
        why = "a file in a zip that cannot be opened"
    return _bounded(out, why)


def _of_tar(data: bytes) -> Iterator[Inner]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for number, member in enumerate(archive):
                if number == _MOST_FILES:
                    yield Inner(unread="a tar of too many files")
                    return
                yield Inner(member.name)
                if member.isfile() and (file := archive.extractfile(member)):
                    yield _bounded(file.read(_MOST_BYTES + 1), "")
    except (tarfile.TarError, *BROKEN):
        yield Inner(unread="a tar that cannot be opened")


def _bounded(data: bytes | bytearray, why: str) -> Inner:
    return Inner(bytes(data[:_MOST_BYTES]), _TOO_LARGE if len(data) > _MOST_BYTES else why)


def _inflated(data: bytes) -> Iterator[Inner]:
    """What compressed streams, one behind the other, hold as one; many files begin like one and are none."""
    out, at, why = bytearray(), 0, ""
    while not why and (make := _unpacker(data[at : at + 8])):
        found = poured(make, data, at)
        out += found.data
        at, why = found.end, found.unread or _TOO_LARGE * (len(out) > _MOST_BYTES)
    if out or (why and data.startswith((_GZIP, _BZIP2, _XZ))):
        yield _bounded(out, why)
    if out and at < len(data):
        yield Inner(data[at:])


def _unpacker(head: bytes) -> Callable[[], _Unpacker] | None:
    """What unpacks a stream that begins so."""
    if head.startswith(_BZIP2):
        return bz2.BZ2Decompressor
    if head.startswith((_XZ, _LZMA)):
        return lzma.LZMADecompressor
    is_zlib = len(head) > 1 and head[0] % 16 == 8 and int.from_bytes(head[:2], "big") % 31 == 0  # RFC 1950, 2.2
    return partial(zlib.decompressobj, 47) if is_zlib or head.startswith(_GZIP) else None


def poured(make: Callable[[], _Unpacker], data: bytes, start: int = 0) -> Poured:
    """The compressed stream that begins at ``start``, up to its end or to the byte at which it is damaged."""
    view, out, at, step, unpacker = memoryview(data), bytearray(), start, _PIECE, make()
    while at < len(data) and not unpacker.eof and len(out) <= _MOST_BYTES:
        piece = view[at : at + step]
        try:
            out += unpacker.decompress(piece)
        except _CODECS:
            if step == 1:
                out += _held_back(make(), view[start:at], piece)
                break
            # An unpacker that fails gives nothing of its last piece.
            unpacker, step = make(), 1
            unpacker.decompress(view[start:at])
            continue
        at += len(piece) - len(unpacker.unused_data)
    return Poured(bytes(out), at, "" if unpacker.eof else "a compressed file that is damaged or too large")


def _held_back(unpacker: _Unpacker, head: memoryview, last: memoryview) -> bytes:
    """What bzip2 gives, but its last byte, before it finds the sum of a block wrong: to who asks for one at a time."""
    out = bytearray()
    if isinstance(unpacker, bz2.BZ2Decompressor):
        unpacker.decompress(head)
        with contextlib.suppress(OSError):
            while (found := unpacker.decompress(last, 1)) and len(out) < _MOST_HELD:
                out += found
                last = memoryview(b"")
    return bytes(out)


def _of_pdf(data: bytes) -> Iterator[Inner]:
    import pikepdf
    import pypdfium2

    from workbench.exports.pdf.verification.parts import leftovers, open_pdf, parts, revisions

    try:
        for state in revisions(data):
            with open_pdf(state) as pdf:
                yield from (Inner(part.data) for part in parts(pdf))
        yield from map(Inner, leftovers(data))
        with pypdfium2.PdfDocument(data) as document:
            yield from (Inner(page.get_textpage().get_text_range()) for page in document)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError):
        yield Inner(unread="a PDF that cannot be opened")
