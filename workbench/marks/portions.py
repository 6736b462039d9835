# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates for portion marks: what stands in parentheses and means a marking, in a place where a mark may stand.

CAPCO 2016 section C puts the mark before its portion; INR and the CIA of the 1990s after it, cables after the number of
the paragraph, and some for the whole telegram (``C-ENTIRE TEXT.``). Which candidate marks which paragraph is for
``workbench.structure``; what can be seen from the line alone to be innocent is left out here (``portion_context``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from workbench.documents import Document
from workbench.markings import Form, Marking, parse
from workbench.marks.damaged_portions import damaged_portions
from workbench.marks.entire_text import entire_text
from workbench.marks.late import late
from workbench.marks.lines import Lines
from workbench.marks.model import Mark, MarkType, make_mark
from workbench.marks.portion_context import Places
from workbench.marks.portion_habits import habits


# A level, abbreviated or spelled out, or a foreign mark comes first; then what marks are written with. What it means is
# for the grammar to say: this only keeps the grammar from being asked about every parenthesis.
_HEAD = (
    r"(?:TS|CTS|SBU|LOU|S[E8]U|FOU[OQ0]|F0U[0O]|FOQUO|OUO|A[IT]UO|CUI|LES|SSI|SP-[A-Z]{2,9}|(?:TS|[SC])(?:F?RD|NSI)|TSC|SC|N[SCRU]"
    r"|Cc|Ss|Uu|[SCURL8]"
    r"|(?:[Tt]op )?(?:[Ss]ecret|[Cc]onfidential)(?=[/,-])"
    r"|TOP ?(?:\n[ \t]{0,40})?(?<=\s)SECRET|SECRET|CONFIDENTIAL|UNCL(?:AS(?:SIFIED)?)?|LIMITED OFFICIAL USE"
    r"|SENSITIVE BUT UNCLASSIFIED"
    r"|NATO|COSMIC|[A-Z]{2,4}(?=-[SCR]\W)|// ?[A-Z]{1,12})"
)
# A list of countries may run over the ends of lines, but no mark over an empty one.
# What a releaser leaves of a control: a black bar, brackets with nothing or a word in them.
_SIGNS = r"[/A-Za-z0-9 ,.\-–\[\]█▇■_]"
_REST = (
    rf"(?:[ \t]?[/\-–, ]{_SIGNS}{{0,150}}(?:\n{_SIGNS}{{1,100}}){{0,3}})?(?:(?<=S)\.)?[ \t]?[)}}](?:\((?:NF?|F?RD)\))?"
)
_ROUND = late(rf"\([ \t]?{_HEAD}{_REST}")
_CURLY = late(rf"\{{[ \t]?{_HEAD}{_REST}")  # on its own: a pattern that begins with one literal is ten times faster
_SHORTEST_CURLY = 5
_NATO = ("(NS)", "(NC)", "(NR)", "(NU)")  # places and words as well, and marks in a document of NATO
_BLACKED = late(
    r"(?<=^\(TS)/(?=[█▇■\[])|(?<=^\([SC])/(?=[█▇■\[])"
)  # what is behind a level's only stroke is a category
_SMALL = late(r"\((?:ts|[sc])//?(?!/)[a-z/ ,]{2,60}\)|\(u//(?!/)[a-z/ ,]{2,60}\)")


def find_portions(document: Document, lines: Lines) -> Iterator[Mark]:
    """Every plausible portion mark, in no order, parentheses included."""
    places = Places(lines)
    whole = dict(chain(_whole(document.text, places), _worded(lines, places)))
    for (start, end), marking in whole.items():
        yield make_mark(document, MarkType.PORTION, start, end, marking)
    for start, end, marking in damaged_portions(lines, places, {start for start, _ in whole}):
        yield make_mark(document, MarkType.PORTION, start, end, marking)


def _whole(text: str, places: Places) -> Iterator[tuple[tuple[int, int], Marking]]:
    for sign, pattern in (("(", _ROUND), ("{", _CURLY), ("/", _SMALL)):
        for match in pattern.finditer(text) if sign in text else ():
            raw = match.group()
            if (
                pattern is _CURLY
                and (len(raw) < _SHORTEST_CURLY or text[match.start() - 1] in "$]" or text[match.start() - 1].isalpha())
                and raw[-1] == "}"
            ):
                continue  # {S} is a set, believed beside other marks; ${SECRET} a variable
            if raw[-2] == ",":
                continue  # (C,) is a tuple
            marking = _meaning(raw) or (_meaning(f"(//{raw[1:]}") if raw in _NATO and places.are_nato else None)
            start, end = match.span()
            if marking and places.may_hold(start, end, marking):
                yield (start, end), marking


def _worded(lines: Lines, places: Places) -> Iterator[tuple[tuple[int, int], Marking]]:
    """Where a level is not in parentheses, or is spelled out in them."""
    for start, end, level in chain(entire_text(lines), habits(lines.text, places)):
        if marking := _meaning(f"({level})"):
            yield (start, end), marking


@lru_cache(maxsize=4096)
def _meaning(raw: str) -> Marking | None:
    """What the grammar makes of it. Kept as ``parse`` keeps its answers: a document repeats a few marks."""
    raw = _BLACKED.sub("//", raw)
    marking = _parsed(raw)
    if marking is None or (marking.unknown and ("//" not in raw or any(len(word) < 2 for word in marking.unknown))):
        return None  # an office symbol, (S/ES): what the register does not know needs the modern form to be believed
    return marking


def _parsed(raw: str) -> Marking | None:
    words = " ".join(raw.replace("{", "(").replace("}", ")").split())
    parsed = parse(words, Form.PORTION)
    unread = parsed.marking.unknown if parsed.marking else ()
    if words != words.upper() and any(name.startswith(("REL ", "DISPLAY ")) for name in unread):
        return None  # a sentence where a list's countries should be: the parenthesis was closed before it
    return parsed.marking
