# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes to text and back: UTF-8, UTF-16 and UTF-32 with and without BOM, Windows-1252, Latin-1.

``encode_text(*decode_text(data)) == data`` for every file that decodes: a fix changes what it fixes and nothing else.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import re

    from _typeshed import ReadableBuffer as Buffer


# The longer marks first: the UTF-32 mark begins with the UTF-16 one.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le-sig"),
    (codecs.BOM_UTF32_BE, "utf-32-be-sig"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le-sig"),
    (codecs.BOM_UTF16_BE, "utf-16-be-sig"),
)

# What text may hold below U+0020: tab, line ends, form feed, and what printers and terminals left in old files
# (backspace overstrike, escape sequences, the end-of-file sign of CP/M).
_TEXT_CONTROLS = b"\t\n\r\f\v\b\x1b\x1a\x85"
_CONTROLS = bytes(c for c in range(0x20) if c not in _TEXT_CONTROLS) + b"\x7f"
_CONTROL_CHARACTERS = frozenset(map(chr, _CONTROLS))
_GARBAGE = 0.02
"""The share of control characters from which bytes are no text. Random bytes have 0.09, damaged text far less."""
_STREWN = 1 / 3
"""The share of control characters up to which what is text without them is text, in which somebody hid words."""
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_NEARLY, _KANA = 0.9, 0.25
"""The share of ASCII of Western text in one byte a letter, and of the byte 0x30 in kana."""
_LONGEST_WORD = 64
_SAMPLE = 1 << 16

_WIDE_ZEROS = 0.45
"""The share of zero bytes that UTF-16 of ASCII has, nearly: every second byte."""


class NotTextError(ValueError):
    """The bytes are no text in any encoding that is known here; the message says why."""


def decode_text(data: bytes) -> tuple[str, str]:
    """The text of ``data`` and the codec that gives ``data`` back.

    Line ends are kept as they are; a byte order mark is dropped from the text and remembered in the codec
    (``utf-8-sig``, ``utf-16-le-sig``...), which ``str.encode`` knows while this module is loaded.
    Without a mark: UTF-8 if it is valid, UTF-16 if zero bytes say so, else Windows-1252 or, where that has no
    character, Latin-1. What nothing tells apart from Windows-1252 (Windows-1251, Shift-JIS) is read as that: its
    ASCII, and with it every marking, is right.

    Raises:
        NotTextError: binary data, or UTF-16 cut in the middle of a character.

    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode_marked(data, codec), codec
    has_zeros = b"\0" in data
    if (has_zeros or _control_share(data) > _GARBAGE) and not _is_strewn(data):
        if has_zeros:
            return _decode_wide(data)
        raise NotTextError("is binary data, not text")
    for codec in ("utf-8", "cp1252"):
        try:
            return data.decode(codec), codec
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def encode_text(text: str, codec: str) -> bytes:
    """The bytes of ``text`` in a codec named by ``decode_text``.

    Raises:
        UnicodeEncodeError: the codec has no such character.

    """
    return text.encode(codec)


def _decode_marked(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        name = codec.removesuffix("-sig").upper()
        raise NotTextError(f"says that it is {name} and is not, from byte {error.start} on") from None


def _decode_wide(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: nearly all zero bytes stand on one side of each pair."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) <= 0.05 * max(even, odd):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            raise NotTextError("is binary data, not text") from None
        if _is_plausible(text[:_SAMPLE]):
            return text, codec
    raise NotTextError("is binary data, not text")


def _is_plausible(text: str) -> bool:
    """Whether these are characters that people write: in random pairs every fifth is unassigned or private."""
    odd = sum(1 for c in text if unicodedata.category(c) in ("Cn", "Co", "Cs") or c in _CONTROL_CHARACTERS)
    return odd <= _GARBAGE * len(text)


def _is_strewn(data: bytes) -> bool:
    """Whether this is UTF-8 or next to nothing but ASCII, in words, with control characters strewn in.

    A search reads over them, and no copy has them. As UTF-16 pairs of such letters would be other words.
    """
    if data.count(0) >= _WIDE_ZEROS * len(data) or _control_share(data) > _STREWN:
        return False
    return len(data) < _LONGEST_WORD * len(data.split()) and (_is_nearly_ascii(data) or _is_utf_8(data))


def _is_nearly_ascii(data: bytes) -> bool:
    """Whether it is Western text of one byte a letter; in UTF-16 kana look like ASCII too, each behind a 0."""
    return len(data.translate(None, _BEYOND_ASCII)) >= _NEARLY * len(data) and data.count(b"0") < _KANA * len(data)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _control_share(data: bytes) -> float:
    return (len(data) - len(data.translate(None, _CONTROLS))) / max(1, len(data))


def _marked_codec(name: str) -> codecs.CodecInfo | None:
    """``utf-16-le-sig`` and its kin: Python has a codec with a mark of known byte order for UTF-8 only."""
    wanted = name.replace("_", "-")
    bom = next((bom for bom, codec in _BOMS if codec == wanted and codec != "utf-8-sig"), None)
    if bom is None:
        return None
    plain = codecs.lookup(wanted.removesuffix("-sig"))

    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        return bom + plain.encode(text, errors)[0], len(text)

    def decode(data: Buffer, errors: str = "strict") -> tuple[str, int]:
        return plain.decode(bytes(data).removeprefix(bom), errors)[0], len(bytes(data))

    return codecs.CodecInfo(encode, decode, name=wanted)


codecs.register(_marked_codec)


def decode_declared(data: bytes, declared: re.Pattern[bytes]) -> tuple[str, str]:
    """As ``decode_text``; but in the codec that ``declared`` finds named near the start, where nothing else tells one.

    Raises:
        NotTextError: as ``decode_text``.

    """
    text, encoding = decode_text(data)
    named = declared.search(data[:4096])
    if named and encoding in ("cp1252", "latin-1"):
        try:
            codec = codecs.lookup(named[1].decode("ascii")).name
            return data.decode(codec), codec
        except (LookupError, UnicodeDecodeError):
            pass
    return text, encoding
