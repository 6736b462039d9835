# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be left of damaged portion marks: the shapes they are found by, and the two places where one may stand.

Brackets of any kind around a core, a core that lost one of them, and a level before double slashes: at the head of a
portion or at the end of a line. Which of them are marks is for ``damaged_portions`` to tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from typing import NamedTuple

from workbench.marks.late import Match, late, sought
from workbench.marks.lines import Lines
from workbench.marks.portion_context import BEFORE_PORTION, Places
from workbench.marks.shadow import matches_at


PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
"""Opening and closing brackets."""
SHORT = ("U//FOUO", "FOUO", "SBU", "LOU", "TS", "S", "C", "U")
"""What stands in the parentheses of the commonest marks."""


class Piece(NamedTuple):
    """What may be left of a mark at ``lines.text[start:end]``: brackets, or signs that stand for them, around a core.

    ``heads``: it stands where a portion begins; else it ends a line, or stands between two sentences.
    """

    lines: Lines
    start: int
    end: int
    opening: str
    core: str
    closing: str
    heads: bool

    @property
    def text(self) -> str:
        """All of the text it stands in."""
        return self.lines.text

    @property
    def raw(self) -> str:
        """As it stands there."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """A few characters of what stands before it."""
        return self.text[max(0, self.start - 12) : self.start]

    @property
    def framed(self) -> bool:
        """Whether brackets of some kind stand around it."""
        return self.opening in PAIRS and self.closing in PAIRS.values()

    @property
    def quoted(self) -> bool:
        """Whether it begins a title that is quoted."""
        return self.before[-1:] in _QUOTES and self.before[-2:-1].isspace()

    @property
    def parts(self) -> bool:
        """Whether a sentence ends before it, or a quotation begins, and text begins behind it."""
        return (self.quoted or Places.stops(self.before)) and _TEXT_BEGINS.match(self.text, self.end) is not None


_QUOTES = ('"', "“")
_TEXT_BEGINS = late(r"\s+[\"“]?[A-Z]")
_LEVEL = r"(?:[TI1]?[S58$]|[CGEUDO0])"
# What a mark's parentheses hold: no word, no number. One pattern a literal: many times faster than one for all.
_FRAMED = {
    opening: late(
        rf"(?P<opening>\{opening})(?<![\w)\]].) ?[.,'’-]? ?"
        r"(?P<core>(?![A-Z]?[a-z]{3}|\d\d)[A-Za-z0-9$§€¢Ç][^()\[\]{}<>\n]{0,60}+)(?P<closing>[)\]}>])"
    )
    for opening in PAIRS
}
_LEGACY = r"(?:TS|[SCU])(?:/[A-Z]{2,6}){1,3}"
_LINE_ENDS = r"[ \t.,;*_~]{0,6}+(?:\n|\Z)"
_UNOPENED = {
    closing: sought(
        rf"(?P<closing>\{closing})(?=\s+[A-Z\"“]|{_LINE_ENDS})"
        rf"(?<=(?<![\w(])(?P<opening>[/fIlt|]?)(?P<core>{'|'.join(SHORT)}|{_LEGACY})\{closing})"
    )
    for closing in ")}]"
}
_UNCLOSED = sought(
    r"(?P<opening>\()(?P<core>SBU|LOU|TS|S|C|U)(?P<closing>)[jl1|'’]?"
    r"(?=\s+[A-Z][A-Za-z]*,?\s+[A-Za-z](?![^()\n]{0,80}\))|(?<=[.?!\d\"”] \(\w{1,3})[ \t]*(?:\n|\Z))"
    r"|(?P<opening>\()(?P<core>(?:TS|[SCU])//?[A-Z](?:[A-Z/-]|(?<=REL) TO USA|, (?=[A-Z]{3,4}\b)){1,40})(?P<closing>)"
    r"(?=\s+[A-Z][a-z]*\s+[a-z])"
)
_LEVELS = frozenset("STLCU")  # what a level in _UNCLOSED begins with
# The beginning of a line up to two slashes, and what goes on behind them; a letter closes it where text begins.
_BEGUN = late(rf"{BEFORE_PORTION}(?P<opening>[(\[{{<|!/\\fIlrtJ1]?)(?P<level>{_LEVEL})")
_GOES_ON = late(r"(?://|#)[A-Za-z0-9$~^'’/#, .|\-]{2,60}?(?P<closing>[)}\]>]|(?<=[A-Z0-9])[jJltI1](?=[ \t]+[A-Z\"“]))")
_LONGEST_HEAD = 100  # characters
_LONGEST_LEVEL = 2
_LEVEL_ENDS = frozenset("S58$CGEUDO0")
_ENDS_LINE = late(_LINE_ENDS)


def find_pieces(lines: Lines, places: Places, whole: Collection[int]) -> Iterator[Piece]:
    """Every piece that begins at none of ``whole``, the starts of marks found undamaged; some of them twice."""
    text = lines.text
    opened = {sign: [place for place in lines.shadow.places(sign) if place not in whole] for sign in PAIRS}
    framed = (matches_at(pattern, text, opened[sign]) for sign, pattern in _FRAMED.items())
    unclosed = matches_at(_UNCLOSED, text, (place for place in opened["("] if text[place + 1 : place + 2] in _LEVELS))
    unopened = chain.from_iterable(pattern.finditer(text) for sign, pattern in _UNOPENED.items() if sign in text)
    for match in chain(*framed, unclosed, (match for match in unopened if not _closes(lines, match))):
        start = match.start("opening")
        heads = places.heads(start)
        piece = Piece(lines, start, match.end(), match["opening"], match["core"], match["closing"], heads)
        if heads or _ENDS_LINE.match(text, piece.end) or (piece.framed and piece.parts):
            yield piece
    for sign in ("//", "#"):
        for place in lines.shadow.places(sign):
            # Nearly every // of a text stands in a mark that was found.
            read = text.rfind("(", max(0, place - _LONGEST_LEVEL - 1), place) in whole
            if text[place - 1] in _LEVEL_ENDS and not read:
                yield from _slashed(lines, place)


def _slashed(lines: Lines, place: int) -> Iterator[Piece]:
    """What the double slash at ``place`` belongs to, where it stands at the head of a portion."""
    left = lines.left(place)
    begun = _BEGUN.fullmatch(left) if len(left) < _LONGEST_HEAD else None
    goes_on = _GOES_ON.match(lines.text, place) if begun else None
    if begun and goes_on:
        start, end = place - len(left) + begun.start("opening"), goes_on.end()
        core = lines.text[start + len(begun["opening"]) : goes_on.start("closing")]
        yield Piece(lines, start, end, begun["opening"], core, goes_on["closing"], heads=True)


def _closes(lines: Lines, match: Match) -> bool:
    """Whether its parenthesis closes one that was opened before it: the form (Rev. C)."""
    left = lines.left(match.start("core"))
    return left.rfind("(") > left.rfind(")") and left[-1:] != "("
