# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs of a text that are another text in base64, base32, base85, uuencode, hexadecimal or numbers of characters.

Nobody reads them, and every tool decodes them.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import Any

from workbench.redaction import numerals


_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{6,}(?:[ \t]*\r?\n[ \t>|#*]*[A-Za-z0-9+/_-]{8,})*"
    r"(?:[ \t]*\r?\n[ \t>|#*]*[A-Za-z0-9+/_-]{2,7}(?==))?={0,2}"
)
_BASE32 = re.compile(
    r"[A-Z0-9]{8,}(?:\r?\n[A-Z0-9]{8,})*={0,6}|[A-Z0-9]{5,7}=|(?<![a-z0-9])(?=[a-z]*[0-9])[a-z0-9]{8,}={0,6}"
)
_BASE85 = re.compile(r"[!-~]{8,}(?:\r?\n[!-~]{12,})*")
_UU = re.compile(r"^begin [0-7]{3,4} [^\n]*\n(?:[ -`]{1,62}\r?\n)+", re.MULTILINE)
_WORDS = re.compile(
    r"[(\"'\[]*[A-Za-z]*[a-z](?:[-/'.,](?:[A-Za-z][a-z]*)?)*[.,;:!?)\"'\]]*|[A-Z]+[.,;:!?)]*|[0-9.,:/-]+"
)
# An ordinary word; what encodes readable text has capitals among small letters, or digits.
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z/_-]*|[A-Z/_-]*|[a-z0-9/_-]*|[A-Z0-9/_-]*")
_GLUED = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_PLAIN_LETTERS = re.compile(r"[A-Z]?[a-z/]*|[A-Z/]*")
_HEX_DIGITS = re.compile("(?:0[xX])?((?:[0-9a-fA-F]{2}){2,})")
_NARROW = ("utf-8", "latin-1")
# Where letters of one alphabet are the upper quarter of a byte, which a fourth of the bytes of noise are.
_UPPER = bytes(range(0xC0, 0x100))
_ALPHABETS = ("cp1251", "koi8-r", "cp1253", "cp1255", "cp1256")
_READABLE = re.compile(r"[ -~\r\n\t]+")
_LONGEST_GLUED = 120
_MAX_DEPTH = 3
_MAX_DECODED = 1 << 22
_COMPRESSED: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b", lambda: zlib.decompressobj(31)),
    (b"\x78", zlib.decompressobj),
    (b"", lambda: zlib.decompressobj(-15)),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ", lambda: lzma.LZMADecompressor(memlimit=16 * _MAX_DECODED)),
)


Known = dict[tuple[Callable[[str], Iterator[bytes]], str], tuple[str, ...]]
"""By code and run what it decodes to."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """``source[start:end]`` decodes to ``text``."""

    start: int
    end: int
    text: str


def encoded_runs(text: str, depth: int = 1, known: Known | None = None) -> Iterator[Encoded]:
    """Every run of ``text`` that decodes to text, with what it decodes to; runs inside decoded text count as theirs.

    ``known``: what was told of runs at this depth, also in other texts.
    """
    source, known = _Source(text), {} if known is None else known
    for pattern, decode, looked_for in _CODES:
        # Nearly all runs are ordinary words, which come again and again: each is tried once.
        runs = dict.fromkeys(map(re.Match.group, looked_for(source, pattern)))
        for run in runs:
            if (decode, run) not in known:
                known[decode, run] = tuple(_decoded(decode(run), depth))
        said = {run: inner for run in runs if (inner := known[decode, run])}
        for match in pattern.finditer(text) if said else ():
            yield from (Encoded(match.start(), match.end(), inner) for inner in said.get(match.group(), ()))


def coded_words(text: str, runs: Iterable[Encoded]) -> list[Encoded]:
    """Those of its ``runs``, and parts of runs glued to letters in the clear, that are words; the longest first."""
    found = {run for run in runs if _is_words(run.text)}
    mixed = (run for run in dict.fromkeys(_GLUED.findall(text)) if not _PLAIN_LETTERS.fullmatch(run))
    said = {run: parts for run in mixed if (parts := [*_parts(run)])}
    for match in _GLUED.finditer(text) if said else ():
        start, parts = match.start(), said.get(match.group(), [])
        found.update(Encoded(start + part.start, start + part.end, part.text) for part in parts)
    return sorted(found, key=lambda run: (run.start - run.end, run.start, -len(run.text), run.text))


def _parts(run: str) -> Iterator[Encoded]:
    cuts = range(len(run)) if len(run) <= _LONGEST_GLUED else ()
    for first, last in chain(((cut, len(run)) for cut in cuts), ((0, cut) for cut in cuts[4:])):
        words = {decode(run[first:last]) for decode in (_of_base64, _of_hex)}
        yield from (Encoded(first, last, each) for each in words if _is_words(each))


def _is_words(text: str) -> bool:
    return len(text) >= 2 and text.isprintable() and sum(c.isalnum() or c == " " for c in text) >= 0.8 * len(text)


def _of_base64(code: str) -> str:
    if len(code.rstrip("=")) < 3 or _PLAIN_WORD.fullmatch(code):
        return ""
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4)).decode()
    except ValueError:
        return ""


def _of_hex(code: str) -> str:
    digits = _HEX_DIGITS.fullmatch(code)
    return bytes.fromhex(digits[1]).decode("utf-8", "replace") if digits else ""


class _Source:
    """A text in which codes are looked for, each where it may stand: half of the time of asking everywhere."""

    def __init__(self, text: str) -> None:
        self._text = text

    def everywhere(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self._text)

    def in_words(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What has no blank in it, once: the places are none of the text."""
        return pattern.finditer(" ".join(dict.fromkeys(self._text.split(" "))))

    def in_digits(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return chain.from_iterable(pattern.finditer(self._text, *place) for place in self._digits)

    def in_dumps(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        dumped = any(numerals.DUMPED.search(self._text, *place) for place in self._digits)
        return pattern.finditer(self._text) if dumped else iter(())

    def in_files(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self._text) if "begin " in self._text else iter(())

    @cached_property
    def _digits(self) -> list[tuple[int, int]]:
        return [match.span() for match in numerals.DIGITS.finditer(self._text)]


def _decoded(found: Iterable[bytes], depth: int) -> Iterator[str]:
    """What a run may say, and what runs inside of that do."""
    for data in found:
        for inner in _texts(data):
            yield inner
            yield from (run.text for run in (encoded_runs(inner, depth + 1) if depth < _MAX_DEPTH else ()))


def _texts(data: bytes) -> Iterator[str]:
    """The texts that ``data`` may be; a run that decodes to noise is none."""
    for raw in (data, *_inflated(data)):
        for codec in _codecs(raw):
            text = raw.decode(codec, "ignore")
            whole = text.encode(codec) == raw
            if _looks_like_text(text, whole=whole and codec != "latin-1"):
                yield text
                if whole and codec in _NARROW:  # in either order UTF-16 may be one of some script
                    break


def _codecs(raw: bytes) -> tuple[str, ...]:
    zeros = raw.count(0)
    if zeros * 5 >= 3 * len(raw):
        return ("utf-32-le", "utf-32-be")
    # Of an alphabet nearly all characters have the same first byte.
    wide = [codec for codec, first in (("utf-16-le", 1), ("utf-16-be", 0)) if len(set(raw[first::2])) * 4 <= len(raw)]
    others = _ALPHABETS if len(raw.translate(None, _UPPER)) * 5 <= 2 * len(raw) else ()
    return (*(_NARROW if zeros * 3 <= len(raw) else ()), *wide, *others)


def _looks_like_text(text: str, *, whole: bool) -> bool:
    """``whole``: nothing of what it was decoded from is lost, so that it may be of another script."""
    # Ordinary words decode as base64 too, to noise: without this every long word would be searched as four texts.
    # Half of it may be letters with accents.
    if whole and not text.isascii():
        printable = sum(c.isprintable() or c in "\r\n\t" for c in text)
    else:
        printable = sum(map(len, _READABLE.findall(text)))
    return len(text) >= 2 and printable >= 0.6 * len(text)


def _inflated(data: bytes) -> Iterator[bytes]:
    for magic, opened in _COMPRESSED:
        if data.startswith(magic):
            try:
                yield opened().decompress(data, _MAX_DECODED)
            except (zlib.error, lzma.LZMAError, OSError):
                continue


def _decode_base64(run: str) -> Iterator[bytes]:
    if len(run) < 24 and _PLAIN_WORD.fullmatch(run.rstrip("=")):
        return
    code = re.sub(r"[\s=>|#*]", "", run).translate({ord("-"): "+", ord("_"): "/"})
    # A run may be glued to letters before it, so every phase is tried.
    for phase, written in product(range(min(4, max(1, len(code) - 5))), (code, code[::-1])):
        part = written[phase:]
        part = part[: len(part) - 1] if len(part) % 4 == 1 else part
        try:
            yield base64.b64decode(part + "=" * (-len(part) % 4))
        except binascii.Error:
            continue


def _decode_base32(run: str) -> Iterator[bytes]:
    code = re.sub(r"[\s=]", "", run).upper()
    for decode, written in product((base64.b32decode, base64.b32hexdecode), (code, code[::-1])):
        try:
            yield decode(written + "=" * (-len(code) % 8))
        except binascii.Error:
            continue


def _decode_uu(run: str) -> Iterator[bytes]:
    try:
        yield b"".join(binascii.a2b_uu(line) for line in run.splitlines()[1:] if line not in ("`", "end"))
    except binascii.Error:
        return


def _decode_base85(run: str) -> Iterator[bytes]:
    """As Python and git write it, and as PDF and PostScript do (Ascii85)."""
    if _WORDS.fullmatch(run):
        return
    code = re.sub(r"\s", "", run)
    for decode, part in ((base64.b85decode, code), (base64.a85decode, code.removeprefix("<~").removesuffix("~>"))):
        try:
            data = decode(part)
        except (ValueError, binascii.Error):
            continue
        # Most runs are no code at all and decode to noise.
        if sum(32 <= byte < 127 for byte in data) >= 0.8 * len(data):
            yield data


_CODES = (
    (_BASE64, _decode_base64, _Source.everywhere),
    (numerals.HEX, numerals.decode_hex, _Source.in_digits),
    (_BASE32, _decode_base32, _Source.in_words),
    (_BASE85, _decode_base85, _Source.in_words),
    (numerals.DUMP, numerals.decode_dump, _Source.in_dumps),
    (numerals.NUMBERS, numerals.decode_numbers, _Source.everywhere),
    (numerals.LETTERS, numerals.decode_letters, _Source.everywhere),
    (numerals.PACKED, numerals.decode_packed, _Source.in_digits),
    (numerals.BITS, numerals.decode_bits, _Source.in_digits),
    (_UU, _decode_uu, _Source.in_files),
)
