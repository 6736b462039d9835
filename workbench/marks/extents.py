# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a placeholder says was taken out: ``1-1/2``, ``1½``, ``11/2`` (printed for 1½), ``two pages``.

Numbers as printed in *Foreign Relations of the United States*, whose editors count lines of the source text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from workbench.marks.late import late


_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD_VALUES = {word: float(number) for number, word in enumerate(_WORDS, 1)}
_WORD_VALUES |= {ten: 10.0 * number for number, ten in enumerate(_TENS, 2)}
_WORD_VALUES |= {f"{ten}-{one}": _WORD_VALUES[ten] + _WORD_VALUES[one] for ten in _TENS for one in _WORDS[:9]}
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
# The halves and quarters people print. Any other pair of digits ("2/2") is a misprint whose value nobody knows.
_FRACTIONS = {("1", "2"): 0.5, ("1", "4"): 0.25, ("3", "4"): 0.75, ("1", "3"): 1 / 3, ("2", "3"): 2 / 3}

_WORDED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_WORDS[:9])}))?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
)

NUMBER = (
    r"(?P<number>"
    r"(?:\d+|[lI])?\s*[-–—‑−]?\s*[½¼¾⅓⅔⅛]"
    r"|\d+\s*[-–—‑−]\s*\d\s*/\s*\d|\d+ and \d\s*/\s*\d|\d+\s+\d\s*/\s*\d|\d+\s*/\s*\d"
    rf"|(?:\d+|{_WORDED}) and (?:a|one)[ -]half(?!\w)"
    r"|\d+\.\d+|\d{1,3}(?:,\d{3})+|\d+|(?<!\w)[lI](?!\w)"
    rf"|(?:one-half|{_WORDED}|half|an|a)(?!\w)"
    r")"
)


class Extent(NamedTuple):
    """A quantity with its unit; ``quantity`` is None where the print makes no sense. ``start`` is where it stands."""

    quantity: float | None
    unit: str
    start: int


_SHAPE = late(r"(\d*)[-–—‑−]?([½¼¾⅓⅔⅛])|(\d+)[-–—‑− ](\d)/(\d)|(\d*)(\d)/(\d)|(\d+(?:\.\d+)?)")


_AROUND_DASH = late(r"\s*([-–—‑−/])\s*")
_SPACES = late(r"\s+")
_AND_HALF = late(r"(.+) and (?:a|one)[ -]half")
_REMAINDER = late(r"\s*remainder", re.IGNORECASE)


@lru_cache(maxsize=1024)
def number_of(printed: str) -> float | None:
    """The value of a number as printed, None where it has none (``1-2/2``).

    ``11/2`` is 1½, because a fraction above one is never printed; ``1/2`` is ½.
    """
    words = _SPACES.sub(" ", printed.strip().lower())
    if half := _AND_HALF.fullmatch(words):
        known = number_of(half[1])
        return None if known is None else known + 0.5
    squeezed = _AROUND_DASH.sub(r"\1", words.replace(" and ", " ")).replace(",", "")
    if squeezed in ("l", "i", "a", "an"):
        return 1.0
    if squeezed in ("half", "one-half"):
        return 0.5
    if (word := squeezed.replace(" ", "-")) in _WORD_VALUES:
        return _WORD_VALUES[word]
    if squeezed[:1] in ("l", "i"):
        squeezed = "1" + squeezed[1:]
    match = _SHAPE.fullmatch(_SPACES.sub(" ", squeezed).replace(" ½", "½"))
    if not match:
        return None
    if match[2]:
        return float(match[1] or 0) + _VULGAR[match[2]]
    if match[9]:
        return float(match[9])
    whole, above, below = (match[3], match[4], match[5]) if match[5] else (match[6], match[7], match[8])
    fraction = _FRACTIONS.get((above, below))
    return None if fraction is None else float(whole or 0) + fraction


_COUNTED = late(
    rf"(?<![\w/.]){NUMBER}[\s-]*(?:(?:full|entire|additional)\s+)?(?P<word>\w{{3,14}})(?!\w)", re.IGNORECASE
)
_SHORTEST = 4  # letters: a shorter unit one letter off is another word
_ALIKE = {
    "l": "1i",
    "i": "1l",
    "s": "5",
    "e": "co",
    "o": "0c",
    "n": "u",
    "a": "o",
    "g": "q",
    "t": "fl",
    "c": "e",
    "r": "t",
}


def _misprints(words: Iterable[str]) -> dict[str, str]:
    """What a typist or a scanner makes of ``words``: a letter lost, doubled, or read as one that looks like it.

    Or two of them in each other's place. Not any other letter: *3 mines* are no lines.
    """
    words = set(words)
    found = dict[str, str]()
    for word in words:
        for at, letter in enumerate(word):
            before, after = word[:at], word[at + 1 :]
            made = [
                before + after,
                before + 2 * letter + after,
                *(before + other + after for other in _ALIKE.get(letter, "")),
            ]
            if after:
                made.append(before + after[0] + letter + after[1:])
            found |= {misprint: word for misprint in made if misprint not in words}
    return found


class Extents:
    """Finds extents in a phrase. ``units`` maps every spelling to the unit's name."""

    def __init__(self, units: Mapping[str, str], things: Container[str] = ()) -> None:
        """Spellings in any case. ``things`` are units that are none without a number (*name*)."""
        self._things = things
        self._units = {spelling.lower(): name for spelling, name in units.items()}
        spelled = "|".join(sorted(map(re.escape, self._units), key=len, reverse=True))
        # One word may stand between ("2 double-spaced pages"); "2-column source text" is no extent, its lines are.
        self._pattern = late(
            rf"(?<![\w/.]){NUMBER}[\s-]*(?:(?:full|entire|additional|following|typed|typewritten|handwritten|"
            rf"double-spaced|single-spaced)\s+)?(?P<unit>{spelled})(?!\w)",
            re.IGNORECASE,
        )
        self._misprints = _misprints(spelling for spelling in self._units if len(spelling) >= _SHORTEST)
        self._alone = late(rf"(?:the |this |entire |whole |several |some |a few )*(?P<unit>{spelled})\s", re.IGNORECASE)

    def _repaired(self, phrase: str) -> str:
        """``phrase`` with the misprints of units behind numbers set right: ``2 lnes``, ``3 pargraphs``, ``4 linc5``."""
        for match in reversed(list(_COUNTED.finditer(phrase))):
            if unit := self._misprints.get(match["word"].lower()):
                start, end = match.span("word")
                phrase = phrase[:start] + unit + phrase[end:]
        return phrase

    def unit_at_start(self, phrase: str) -> str | None:
        """The unit that ``phrase`` begins with, without a number: ``page withheld``."""
        match = self._alone.match(phrase)
        return self._units[match["unit"].lower()] if match and match["unit"].lower() not in self._things else None

    def each(self, phrase: str) -> Iterator[Extent]:
        """Every quantity with a unit, in order."""
        for match in self._pattern.finditer(phrase):
            unit = self._units[match["unit"].lower()]
            yield Extent(number_of(match["number"]), unit, match.start())

    def of(self, phrase: str) -> Extent | None:
        """The extent of what was taken out: the outer one, of ``1 paragraph (22 words)`` the paragraph.

        Of ``remainder of this paragraph and 3 following paragraphs (1 page)`` it is the page: the words before
        the parenthesis do not say how much there was. Minutes and seconds add up.
        """
        found = list(self.each(self._repaired(phrase)))
        if not found:
            return None
        if _REMAINDER.match(phrase):
            inside = phrase.find("(")
            found = [extent for extent in found if extent.start > inside >= 0] or found
        return _as_time(found) or _outer(found, phrase)


def _outer(found: list[Extent], phrase: str) -> Extent:
    depth_zero = [e for e in found if phrase.count("(", 0, e.start) == phrase.count(")", 0, e.start)]
    return (depth_zero or found)[0]


_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


def _as_time(found: list[Extent]) -> Extent | None:
    if any(extent.unit not in _SECONDS or extent.quantity is None for extent in found):
        return None
    total = sum((extent.quantity or 0) * _SECONDS[extent.unit] for extent in found)
    return Extent(total, "second", found[0].start)
