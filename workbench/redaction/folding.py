# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader sees of a text, whatever characters it is written with.

Folding never decides whether a term is there (``searching`` does). It makes spellings equal that look equal, and says
for every folded character which character of the source it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

from workbench.core.lookalikes import LOOKALIKES


# Printable ASCII folds to its lower case one to one; everything else goes character by character.
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
# What stands before the hyphen is asked behind it: what begins with a hyphen is found five times as fast.
_END_OF_LINE_HYPHEN = re.compile(
    r"[-\u00ad\u2010\u2011](?<=\w.)[^\S\n\r\f\u2028\u2029]*+[\n\r\f\u2028\u2029]\s*+(?=\w)"
)
_WORD = re.compile(r"[^\W_]+")
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_WHITE = re.compile(r"[^\S ]\s*| \s+")  # other than one space, as nearly all of it is
_INVISIBLE = frozenset(("Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"))
# Code points that are letters by category and empty on the page: Hangul fillers, Braille blank, Khmer inherent vowels.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")


# Accents that stand by themselves: TeX draws them before or over a letter. Some of them are letters by category, as are
# the stroke that stretches an Arabic word and the apostrophes that some alphabets have.
_ACCENTS = frozenset("\u00a8\u00af\u00b4\u00b8\u0640\ua78b\ua78c").union(map(chr, range(0x2B9, 0x2E0)))


def fold(text: str) -> tuple[str, Sequence[int]]:
    """``text`` as a reader sees it, and for each folded character the index of its source character.

    Compatibility forms, ligatures and full-width letters are decomposed, case is folded, look-alikes of other scripts
    become Latin, accents, zero-width characters, soft hyphens, bidi and control characters are gone, a hyphen at the
    end of a line is gone with the line break, and other white space is one space. The indices never decrease.
    """
    folded: list[str] = []
    offsets = array("L")
    place = 0
    for hyphen in _END_OF_LINE_HYPHEN.finditer(text):
        _fold_stretch(text, place, hyphen.start(), folded, offsets)
        place = hyphen.end()
    _fold_stretch(text, place, len(text), folded, offsets)
    return "".join(folded), offsets


def folded(text: str) -> str:
    """What ``fold`` makes of ``text``, without the indices: several times as fast."""
    joined = _END_OF_LINE_HYPHEN.sub("", text)
    if text.isascii() and not _CONTROL.search(text):
        return _WHITE.sub(" ", joined).lower()
    seen = joined.translate(_FOLDS)
    while "\0\0" in seen:
        seen = seen.replace("\0\0", "\0")
    # What a character is folded to may end with a space of its own.
    return seen.replace(" \0", " ").replace("\0", " ")


def folded_words(text: str) -> list[str]:
    """The letters and digits in a row of ``text``, folded: what is left of it where nothing else tells two texts."""
    seen = folded(text)
    return seen.translate(_SIGNS).split() if seen.isascii() else _WORD.findall(seen)


def skeleton(text: str) -> str:
    """The letters and digits of ``text``, folded."""
    return "".join(folded_words(text))


def is_invisible(character: str) -> bool:
    """Whether a reader sees nothing there, not even a space."""
    if character in " \n\t\r\f":
        return False
    return unicodedata.category(character) in _INVISIBLE or character in _BLANK


def _fold_stretch(text: str, start: int, end: int, folded: list[str], offsets: array[int]) -> None:
    while start < end:
        plain = _PLAIN.match(text, start, end)
        if plain:
            folded.append(plain.group().lower())
            offsets.extend(range(start, plain.end()))
            start = plain.end()
            continue
        character = fold_character(text[start])
        # One space for any run of white space, whichever kinds it is made of.
        if character and not (character == " " and folded and folded[-1].endswith(" ")):
            folded.append(character)
            offsets.extend([start] * len(character))
        start += 1


_KNOWN_CHARACTERS = 8192


@lru_cache(maxsize=_KNOWN_CHARACTERS)
def fold_character(character: str) -> str:
    """The folded form of one character: usually one character, none for an invisible one, several for a ligature."""
    if character.isspace():
        return " "
    if "\uf721" <= character <= "\uf7ff":  # old figures and small capitals, as fonts of Adobe mean them
        character = chr(ord(character) - 0xF700)
    if is_invisible(character) or character in _ACCENTS:
        return ""
    if character.isdecimal():  # of any script
        return str(unicodedata.decimal(character))
    decomposed = unicodedata.normalize("NFKD", character.translate(LOOKALIKES))
    lowered = unicodedata.normalize("NFKD", decomposed.casefold())
    kept = "".join(c for c in lowered if unicodedata.category(c) not in _INVISIBLE).translate(LOOKALIKES).lower()
    return " " if kept.isspace() else kept


class _Folds(dict[int, str]):
    """What each code point folds to, told when it is asked for; NUL, which nothing folds to, for white space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = character.lower() if "!" <= character <= "~" else fold_character(character)
        found = "\0" if folded == " " else folded
        if len(self) < _KNOWN_CHARACTERS:
            self[code] = found
        return found


_FOLDS = _Folds()
