# SPDX-License-Identifier: AGPL-3.0-or-later
"""Characters written as their numbers: hexadecimal and its dumps, decimal, octal, binary; apart, or run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence


_APART = r"(?:_|[^\w\n]{0,6})(?:\r?\n[ \t>|#*]*)?"
# As 4b, 0x4b, \x4b, %4b, 4bh, &H4b, $4b and 16#4b#: what is no letter or digit of these is as good as a blank.
HEX = re.compile(rf"(?:(?:0?x|h|16#)?[0-9a-f](?:\r?\n[ \t>]*)?[0-9a-f]h?{_APART}){{4,}}", re.ASCII | re.IGNORECASE)
# Lines of a hexadecimal dump: an address, sixteen bytes, and what they are as text. A page runs them into one line.
DUMPED = re.compile(r"(?<!\S)[0-9a-fA-F]{4,16}:?[ \t]{1,3}((?:[0-9a-fA-F]{2}[ -]{0,2}){1,16})")
DUMP = re.compile(rf"(?:{DUMPED.pattern}[^\n]{{0,40}}?\s)+{DUMPED.pattern}[^\n]{{0,20}}")
# All that a match of HEX or BITS is made of, and what a line of DUMP begins with.
DIGITS = re.compile(r"[0-9a-fA-FxXhH\W_]{7,}")
_NUMBER = "(?:0[xX][0-9a-fA-F]{2,6}|0[oO][0-7]{2,6}|[0-9]{2,8})"
# As in an array, one a line, in the calls of a function or the values of a key.
NUMBERS = re.compile(rf"{_NUMBER}(?:(?:\.0)?\W{{1,24}}(?:[A-Za-z]{{1,8}}\W{{1,4}})?{_NUMBER}){{3,}}")
# A string for each character, also with its key and others before it: `{"c": "K", "x": 4}, {"c": "e", "x": 9}`.
_LETTER = "(?:\"[^\"\\\\\n]\"|'[^'\\\\\n]')"
LETTERS = re.compile(rf"{_LETTER}(?:(?:\W{{1,24}}\w{{1,8}}){{0,3}}\W{{1,24}}?{_LETTER}){{3,}}")
PACKED = re.compile(r"(?<![0-9])[0-9]{8,}(?![0-9])")
BITS = re.compile(r"[01](?:b?+[^\w\n]{0,4}+(?:\r?\n[ \t>]*+)?+(?:(?<![01])0b)?+[01]){27,}+")
_NOT_HEX = re.compile("16#|0[xX]|[^0-9a-fA-F]")
_NOT_BITS = re.compile("(?<![01])0b|[^01]")
_TWO_OR_THREE = re.compile("1[0-2][0-9]|[3-9][0-9]")
_WORDS = re.compile(rb"[ -~]{4,}")


def decode_hex(run: str) -> Iterator[bytes]:
    """The bytes of a match of ``HEX``, set backwards too, and where the first digit belongs to something else."""
    digits = _NOT_HEX.sub("", run)
    for part in (digits, digits[1:], digits[::-1], digits[-2::-1]):
        yield from _with_words(bytes.fromhex(part[: len(part) // 2 * 2]))


def decode_dump(run: str) -> Iterator[bytes]:
    """Those of all its lines."""
    yield bytes.fromhex("".join(_NOT_HEX.sub("", digits) for digits in DUMPED.findall(run)))


def decode_numbers(run: str) -> Iterator[bytes]:
    """The codes of characters, one after the other: decimal or octal where they do not say."""
    numbers = re.findall(_NUMBER, run)
    for base in (10, 8):
        yield from _characters(numbers, base)


def decode_letters(run: str) -> Iterator[bytes]:
    """The strings of one character, without those that are keys."""
    yield "".join(each[1] for each in re.findall(rf"{_LETTER}(?!\s*:)", run)).encode()


def decode_packed(run: str) -> Iterator[bytes]:
    """Two or three digits each, or three."""
    if not _TWO_OR_THREE.sub("", run):
        yield from _characters(_TWO_OR_THREE.findall(run), 10)
    threes = [run[i : i + 3] for i in range(0, len(run) - 2, 3)]
    for base in (10, 8):
        yield from _characters(threes, base)


def decode_bits(run: str) -> Iterator[bytes]:
    """Eight a character or seven, the first one first or last."""
    bits = _NOT_BITS.sub("", run)
    for written, size in ((bits, 8), (bits[::-1], 8), (bits, 7)):
        yield from _with_words(bytes(int(written[i : i + size], 2) for i in range(0, len(bits), size)))


def _characters(numbers: Sequence[str], base: int) -> Iterator[bytes]:
    try:
        codes = [int(number, 0 if number[1:2] in ("x", "X", "o", "O") else base) for number in numbers]
        yield from _with_words(bytes(codes) if max(codes) < 256 else "".join(map(chr, codes)).encode("utf-8", "ignore"))
    except (ValueError, OverflowError):  # no digit of that base, or no character
        return


def _with_words(data: bytes) -> Iterator[bytes]:
    """All of it, and what reads as words in it: a table may have other numbers beside them."""
    yield data
    yield from (words for words in _WORDS.findall(data) if len(words) < len(data))
