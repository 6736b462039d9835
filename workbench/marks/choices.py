# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of a form that offer levels to choose from: ``[ ] UNCLASSIFIED   [ ] CONFIDENTIAL   [X] SECRET``.

Routing slips and record sheets of the CIA have one at head and foot, on one line or below each other. The level that is
ticked is in force, the others are words of the form. Where no tick can be told (scanners lose boxes and pencil strokes)
no level is in force, but the row is a sign of a classified document: an ``Authority`` with the field ``choice``. Where
every box is there and empty nobody has chosen anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from workbench.documents import Document, Span
from workbench.markings import Form, parse
from workbench.marks.late import Match, late
from workbench.marks.lines import Lines
from workbench.marks.model import Authority, Mark, MarkType, make_mark


# By the first letter of each level, in their order.
_LEVEL = late(
    r"(?:(?P<U>[UO0]N?CLASSIFIED)|(?P<I>INTERNAL(?:\s{1,4}USE[ _]ONLY)?|(?:FOR )?OFFICIAL USE ONLY)"
    r"|(?P<C>CONFIDENTIAL)|(?P<S>SECRET)|(?P<T>TOP SECRET))(?![A-Za-z])",
    re.IGNORECASE,
)
_ORDER = "UICST"
_SPELLED = {"U": "UNCLASSIFIED", "I": "INTERNAL USE ONLY", "C": "CONFIDENTIAL", "S": "SECRET", "T": "TOP SECRET"}
_ENDS = late(r"\W{0,4}USE[ _]ONLY\W{0,4}")
_LABEL = late(r"\s*(?:security )?classification\b[^:\n]{0,30}:", re.IGNORECASE)
# Boxes and what a scanner makes of them: signs, and words of one or two letters that no sentence has.
_DEBRIS = late(r"(?:[^\w/~.!?]|_|(?<= )\.(?= )|\b(?!(?i:or|of|to|as|in|by|is|at|on|no|if|an|a)\b)\w{1,2}\b)*")
_TICK = late(r"[\[({|]? ?[xX✓✔]{1,2} ?[\])}|]?|[☒☑⊠]|[\[(]?[Il1][8B&ZX2][I1l][\])]?")
_EMPTY = late(r"\[[ _]{1,4}\]|\([ _]{1,4}\)|[☐□❑❏○]|_{1,6}")  # a scanner reads [] and (] where it lost a tick
_LONGEST = 160  # characters of a line
_ALONE = 24  # characters of one with one level and its boxes
_OFFERED = 3  # levels that nobody puts in their order for another reason


class Row(NamedTuple):
    """Levels offered in ``span``, and those of them that are ticked; None where that cannot be told."""

    span: Span
    ticked: Sequence[Match] | None


def find_rows(document: Document, lines: Lines) -> Iterator[Row]:
    """Every row, in order."""
    end = 0
    for place in lines.shadow.places("confidential"):
        line = lines.at(place)
        said = (
            lines.text[line.start : line.end].strip() if line.start >= end and line.end - line.start < _LONGEST else ""
        )
        stacked = 0 < len(said) < _ALONE
        row = _row(document, _stack(lines, line) if stacked else line) if stacked or "secret" in said.lower() else None
        if row:
            end = row.span.end
            yield row


def row_marks(document: Document, row: Row) -> Iterator[Mark]:
    """A banner for each level that is ticked, or one sign that something was."""
    if row.ticked is None:
        said = Authority("choice", " ".join(document.text[row.span.start : row.span.end].split()))
        yield make_mark(document, MarkType.AUTHORITY, *row.span, said)
    for level in row.ticked or ():
        marking = parse(_SPELLED[level.lastgroup or ""], Form.BANNER).marking
        if marking:
            yield make_mark(document, MarkType.BANNER, *level.span(), marking)


def _row(document: Document, place: Span) -> Row | None:
    """The row that ``place`` is: levels in their order, up or down, and nothing else but boxes."""
    levels = [*_LEVEL.finditer(document.text, *place)] if place.end - place.start < _LONGEST else []
    ranks = [_ORDER.index(level.lastgroup or "") for level in levels]
    if len(ranks) < 2 or ranks not in (sorted(set(ranks)), sorted(set(ranks), reverse=True)):
        return None
    ends = [place.start, *(level.end() for level in levels)]
    starts = [*(level.start() for level in levels), place.end]
    signs = [document.text[end:start] for end, start in zip(ends, starts, strict=True)]
    signs[0] = _LABEL.sub("", signs[0])
    if not all(map(_DEBRIS.fullmatch, signs)) or any(document.is_struck(Span(*level.span())) for level in levels):
        return None
    signs = [sign.strip() for sign in signs]
    if signs[0] == signs[-1] == "|":
        return None  # the head of a table
    boxed = sum(bool(_TICK.fullmatch(sign) or _EMPTY.fullmatch(sign)) for sign in signs) > 1
    if boxed or (len(levels) >= _OFFERED and all(level.group().isupper() for level in levels)):
        return Row(Span(levels[0].start(), levels[-1].end()), _ticked(levels, signs))
    return None


def _ticked(levels: Sequence[Match], signs: Sequence[str]) -> Sequence[Match] | None:
    """The levels with a tick, if each has its sign before it, or each behind it."""
    if bool(signs[0]) == bool(signs[-1]):
        return None
    own = signs[:-1] if signs[0] else signs[1:]
    ticks = [level for level, sign in zip(levels, own, strict=True) if _TICK.fullmatch(sign)]
    others = [sign for sign in own if not _TICK.fullmatch(sign)]
    told = all(_EMPTY.fullmatch(sign) or (ticks and not sign) for sign in others)
    return ticks if told else None


def _stack(lines: Lines, line: Span) -> Span:
    """The lines of one level each, around ``line``, with a blank one between at most; no more than a row may have."""
    first = last = line
    while last.end - first.start < _LONGEST and (above := _offering(lines, lines.before, first)):
        first = above
    while last.end - first.start < _LONGEST and (below := _offering(lines, lines.after, last)):
        last = below
    return Span(first.start, last.end)


def _offering(lines: Lines, step: Callable[[Span], Span | None], line: Span) -> Span | None:
    """The next line that is not blank, if it offers a level too, or ends the name of one."""
    other = step(line)
    said = lines.text[other.start : other.end].strip() if other else ""
    if other and not said:
        other = step(other)
        said = lines.text[other.start : other.end].strip() if other else ""
    if other is None or len(said) >= _ALONE:
        return None
    offers = _ENDS.fullmatch(said) or (len(_LEVEL.findall(said)) == 1 and _DEBRIS.fullmatch(_LEVEL.sub("", said)))
    return other if offers and "\f" not in lines.text[min(line.end, other.end) : max(line.start, other.start)] else None
