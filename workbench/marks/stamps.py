# SPDX-License-Identifier: AGPL-3.0-or-later
"""Release stamps: what an agency decided about the document, when, and under which number.

An opening (rules/stamps.yaml) says the decision; behind it a stamp may hold a date, an agency, an order and numbers,
over two or more lines, and the mark ends with the last of them. ``UNCLASSIFIED U.S. Department of State Case
No. ...`` says that a copy was released, not what the document is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from workbench.documents import Document
from workbench.marks.crest_stamps import damaged_stamps
from workbench.marks.groups import is_scheduled
from workbench.marks.late import Match, Pattern, ending, late, sought
from workbench.marks.lines import Lines
from workbench.marks.model import Mark, MarkType, Stamp, make_mark
from workbench.marks.phrases import Phrase, Phrasebook
from workbench.marks.shipped import rule_data
from workbench.marks.stamp_tail import Tail, tidy_reference


RELEASING: Final = frozenset(
    {"release", "release_in_full", "release_in_part", "sanitized", "declassified", "declassified_in_part"}
)
"""The decisions after which a copy may be shown; the others (deny, exempt, review_completed, ...) release nothing."""


class Opening(NamedTuple):
    """A wording that begins a stamp. ``place`` as in rules/stamps.yaml."""

    decision: str
    place: str


def find_stamps(document: Document, lines: Lines) -> Iterator[Mark]:
    """Every release stamp, in no order; a wording inside a longer one overlaps it and is left out by ``find_marks``."""
    found: list[Mark] = []
    for opening, match in openings().matches(lines.shadow, capital=True):
        found += _read(document, lines, opening, match)
    yield from found
    ends = {mark.end for mark in found}
    for start, end, decision, date, reference in damaged_stamps(lines.shadow, ends):
        value = Stamp(decision, date, tidy_reference(reference))
        yield make_mark(document, MarkType.STAMP, start, end, value)


def _read(document: Document, lines: Lines, opening: Opening, match: Match) -> Iterator[Mark]:
    start, end = match.span()
    if not match.group()[0].isupper() or not _placed(lines, opening, match):
        return
    if match.group().lower().startswith("declassified on") and is_scheduled(lines, start):
        return
    tail = Tail(document.text, end)
    if opening.place == "line" and not tail.complete(lines):
        return
    start, number = _lead(lines, start)
    value = Stamp(opening.decision, tail.date, tail.reference or number)
    yield make_mark(document, MarkType.STAMP, start, tail.end, value)


def _placed(lines: Lines, opening: Opening, match: Match) -> bool:
    left = lines.left(match.start())
    if opening.place == "anywhere":
        return True
    if opening.place == "form":
        entry = lines.text[max(0, match.start() - 80) : match.start()]
        return _closes(lines.right(match.end())) and _FORM.match(entry) is not None
    if opening.place == "alone":
        alone = match.group().isupper() and not left.strip(" \t|*_~") and _closes(lines.right(match.end()))
        return alone and not _offered(lines, match.start())
    return not _MARGIN.sub("", left) or left.endswith(("   ", "\t"))


def _offered(lines: Lines, start: int) -> bool:
    """Whether it is one of the boxes of a form of the CIA (``NO CHANGE IN CLASS.``, ``CLASS. CHANGED TO``)."""
    around = lines.text[max(0, start - 120) : start + 160].upper()
    return "CHANGE IN CLASS" in around or "CLASS. CHANGED" in around


def _closes(right: str) -> bool:
    return _CLOSE.match(right) is not None


_CLOSE = late(
    r"[\s|*_~.]*$|\s{0,3}(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\s*$|PER\b|BY\b|AUTHORITY|E\.?O\.?|DATE|NND)", re.IGNORECASE
)

_FORM = ending(r"(?:^|\n)[ \t]*(?:RESTRICTIONS?|CURRENT STATUS)[ \t]*(?:\n\s{0,40})?[:;]?[ \t]*")

# What an agency prints before the opening and belongs to the stamp: the Next 3 of "Next 3 Page(s) In Document Denied".
_MARGIN = late(r"C0\d{7}|UNCLASSIFIED(?=\s)|\(U\)|(?<!\w)[Bb]\(?[1-9]\)?(?:\(?[A-F]\)?)?(?=[\s,;])|[\s|*_~•,;\-\[]")
_BEFORE = sought(
    r"(?:(?P<number>(?<!\w)C0\d{7})\s*|(?<=^|\s)(?:NEXT|Next|next)\s+\d{1,4}\s+|(?<=^\s*)20\d\d\s+"
    r"|(?<=^\s*)(?:[A-Z][a-z]+ ){1,2}(?:[A-Z]\.? )?[A-Z][a-z]+ )$"
)


def _lead(lines: Lines, start: int) -> tuple[int, str | None]:
    """Where the stamp really begins: at the signatory, year, number or count of pages before its wording."""
    left = lines.left(start)[-60:]
    match = _BEFORE.search(left) if left and not left.isspace() else None
    return (start - len(match.group()), match["number"]) if match else (start, None)


@cache
def openings() -> Phrasebook[Opening]:
    """The wordings of rules/stamps.yaml."""
    return Phrasebook(
        (Opening(stamp["decision"], stamp["place"]), Phrase(_spelled(wording), wording, _WIDEST_GAP, "release"))
        for rules in rule_data("stamps.yaml")
        for stamp in rules
        for wording in stamp["wordings"]
    )


_WIDEST_GAP = 483  # between two words: a line's end, or two, with what OCR leaves around it
_LONG = 4  # words that nobody writes in that order by chance, so that a blank line may part them

# Rase, Ruse, Rejse, "1 'lease", Relea8e: any word of an R or a stroke, but then the date must follow.
_GARBLED_RELEASE = r"(?:release|[R1lI]\S{0,2} ?\S{2,6}(?=\s{0,3}:?\s{0,3}(?:1[89]|20)\d\d[/-]\d\d))"


def _spelled(wording: str) -> Pattern:
    """The wording with any spacing, one line break, other dashes, and *release* as OCR garbles it."""
    words = [_word(word) for word in wording.split()]
    if wording.lower().endswith(" release"):
        words[-1] = _GARBLED_RELEASE
    breaks = 2 if len(words) >= _LONG else 1
    pattern = rf"(?:[ \t]{{1,4}}|[ \t]{{0,160}}(?:\r?\n[ \t]{{0,160}}){{1,{breaks}}})".join(words)
    return late(rf"(?<![A-Za-z_/]){pattern}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    if "{agency}" in word:
        return "(?-i:[A-Z]{2,8}(?:(?:, ?| and |/| ?& ?)[A-Z]{2,8}){0,4})" + re.escape(word.replace("{agency}", ""))
    if word == "-":
        return "[-–—.]?"
    return re.escape(word).replace("o", "[o0]").replace("O", "[O0]")
