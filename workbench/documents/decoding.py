# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes to text and back: UTF-8, UTF-16 and UTF-32 with and without BOM, Windows-1252, Latin-1.

``encode_text(*decode_text(data)) == data`` for every file that decodes: a fix changes what it fixes and nothing else.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING


if TYPE_CHECKING:
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
# Python knows codecs beyond character sets that are none, and some that take quadratic time (idna).
_CHARSETS = re.compile(
    r"ascii|utf[_-]?(?:7|8|16|32)(?:[_-][bl]e)?|(?:iso[_-]?)?8859[_-]\d{1,2}|iso8859[_-]\d{1,2}|latin[_-]?\d{1,2}"
    r"|cp\d{2,4}|mac[_-]\w+|koi8[_-]\w|big5(?:hkscs)?|gbk?|gb2312|gb18030|hz|euc[_-]\w+|shift[_-]jis\w*|iso2022[_-]\w+"
    r"|johab|tis[_-]620|ptcp154|kz1048"
)
_WIDER = {"gb2312": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
"""Which codec has all of a character set with what programs add to it and name so."""
_NEARLY, _AGAIN = 0.9, 0.45
"""The share of ASCII of Western text in one byte a letter, and that of a byte which UTF-16 has in one place."""
_ON_ROWS, _FEW = frozenset("\u3000\u4e00\uac00"), 0.1
_BLANK, _DEL = 0x20, 0x7F
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
    """UTF-16 without a mark: the first bytes of characters are few, since letters of a script stand together."""
    fewest = sorted(
        (("utf-16-le", 1), ("utf-16-be", 0)),
        key=lambda order: -sum(n * n for n in Counter(data[order[1] :: 2][:_SAMPLE]).values()),
    )
    for codec, _ in fewest:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text[:_SAMPLE]):
            return text, codec
    raise NotTextError("is binary data, not text")


def _is_plausible(text: str) -> bool:
    """Whether these are characters that people write: in random pairs every fifth is unassigned or private.

    Few begin a row of Unicode: what has zeros there are the numbers of some program.
    """
    odd = sum(1 for c in text if unicodedata.category(c) in ("Cn", "Co", "Cs") or c in _CONTROL_CHARACTERS)
    rows = sum(1 for c in text if not ord(c) & 0xFF and c not in _ON_ROWS)
    return odd <= _GARBAGE * len(text) and rows <= _FEW * len(text)


def _is_strewn(data: bytes) -> bool:
    """Whether this is UTF-8 or next to nothing but ASCII, in words, with control characters strewn in.

    A search reads over them, and no copy has them. As UTF-16 pairs of such letters would be other words.
    """
    if data.count(0) >= _WIDE_ZEROS * len(data) or _control_share(data) > _STREWN:
        return False
    if len(data) >= _LONGEST_WORD * len(data.split()):
        return False
    return _is_nearly_ascii(data) or (not data.isascii() and _is_utf_8(data))


def _is_nearly_ascii(data: bytes) -> bool:
    """Whether it is Western text of one byte a letter.

    In pairs without a zero none comes again and again in one place, as the first byte of Indian letters (a tab) or kana
    (a figure) does in UTF-16.
    """
    pairs = [pair for pair in zip(data[:_SAMPLE:2], data[1:_SAMPLE:2], strict=False) if all(pair)]
    beyond = sum((first > _DEL) + (second > _DEL) for first, second in pairs)
    again = [
        max(Counter(byte for byte in side if byte != _BLANK).values(), default=0) for side in zip(*pairs, strict=True)
    ]
    return beyond <= (1 - _NEARLY) * 2 * len(pairs) and max(again, default=0) < _AGAIN * len(pairs)


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
        codec = codec_named(named[1].decode("ascii"))
        try:
            # What says so in ASCII is in no UTF of other widths; Latin-1 of a page is Windows-1252 (HTML, 13.2.3.2).
            if codec and not codec.startswith("utf") and codec not in ("ascii", "iso8859-1"):
                return data.decode(codec), codec
        except UnicodeDecodeError:
            pass
    return text, encoding


def codec_named(charset: str | None) -> str:
    """The codec of a declared character set; empty where it is none that texts have."""
    try:
        name = codecs.lookup(charset.lower().removeprefix("x-").removesuffix("-i")).name if charset else ""
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(name, name) if _CHARSETS.fullmatch(name) else ""
