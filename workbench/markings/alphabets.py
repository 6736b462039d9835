# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks in letters that only look like Latin ones: wide letters, letters of other alphabets, mathematical alphabets.

A mark that no search finds withholds nothing. Capitals only: a small beta is no ``b`` of ``b(1)``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache


# What the UTF-8 of no such letter begins with: where nothing else is left of a text it has none, told in no time.
_USUAL = bytes(byte for byte in range(256) if not (0xC9 <= byte <= 0xD6 or byte in (0xE1, 0xEA, 0xEF, 0xF0)))
_FIRST = 0x250  # letters of Latin with a stroke or a hook stand before it: they are read as what they are
_COPTIC = b"\xe2\xb2"
_OTHER_ALPHABET = re.compile("[\u0370-\u1dff\u2c00-\ud7ff]")
_WITH_LATIN = re.compile(r"[^\sA-Za-z]*+[A-Za-z]\S*")


def may_disguise(text: str) -> bool:
    """Whether a letter of another alphabet or font may stand in ``text``; False is certain."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "surrogatepass")
    return bool(data.translate(None, _USUAL)) or _COPTIC in data


def as_latin(text: str) -> str:
    """``text``, character for character, with Latin letters for those that are taken for them.

    On a line that has other letters of another alphabet, as every line of a text in that language has, only a word that
    mixes the two is read so.
    """
    if not may_disguise(text):
        return text
    done, read = 0, list[str]()
    for letter in _letters().finditer(text):
        if letter.start() >= done:
            start, end = text.rfind("\n", 0, letter.start()) + 1, text.find("\n", letter.end())
            end = end if end >= 0 else len(text)
            read += [text[done:start], _as_latin(text[start:end])]
            done = end
    return "".join([*read, text[done:]])


def is_disguised(text: str) -> bool:
    """Whether a letter of another alphabet stands in ``text`` for a Latin one."""
    return not text.isascii() and text.translate(_alphabets()) != text


def _as_latin(line: str) -> str:
    line = line.translate(_fonts())
    read = line.translate(_alphabets())
    return _WITH_LATIN.sub(_mixed, line) if read != line and _OTHER_ALPHABET.search(read) else read


def _mixed(word: re.Match[str]) -> str:
    read = word.group().translate(_alphabets())
    return read if read.isascii() else word.group()


@cache
def _letters() -> re.Pattern[str]:
    # Ranges beyond U+FFFF: letter by letter they would be compared with one by one.
    return re.compile(f"[\uff01-\uff5e\U0001d400-\U0001d7ff{''.join(map(chr, _alphabets()))}]")


@cache
def _fonts() -> dict[int, str]:
    """Wide letters and signs of East Asian fonts, mathematical alphabets."""
    letters = (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800))
    read = ((code, unicodedata.normalize("NFKC", chr(code))) for code in letters)
    return {code: plain for code, plain in read if plain.isascii()}


@cache
def _alphabets() -> dict[int, str]:
    """Capitals of other alphabets, and small capitals."""
    from workbench.core.lookalikes import LOOKALIKES

    return {
        code: latin for code, latin in LOOKALIKES.items() if code >= _FIRST and latin.isupper() and chr(code).isalpha()
    }
