# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drawing a line of a row: the gutter with mark and decision, then the text with its marks, hits and selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

from workbench.markings.model import Marking
from workbench.marks.model import Mark, MarkType
from workbench.redaction.model import Action, Decision
from workbench.tui.levels import CHIP_CELLS, chip_of, fitted, style_of
from workbench.tui.review import Review
from workbench.tui.row_layout import RowLayout, Stretch
from workbench.tui.rows import Row
from workbench.tui.safe_text import one_line
from workbench.tui.signs import Sign


GUTTER_CELLS = CHIP_CELLS + 4
"""Cursor, mark, space, decision, space."""

# A terminal may have no colours, and a reviewer may not see them: the attributes alone tell these apart.
WITHHELD_WORDS = Style(color="#ffffff", bgcolor="#7a1022", underline=True, strike=True)
POLICY_WORDS = Style(strike=True)
RELEASED_WORDS = Style(color="#ffffff", bgcolor="#0b5d2e", bold=True, italic=True)
PROPOSED = Style(color="#000000", bgcolor="#ffd166", underline=True, italic=True)
LABEL = Style(reverse=True)
HIT = Style(color="#000000", bgcolor="#8fd3ff", underline=True)
CURRENT_HIT = Style(color="#000000", bgcolor="#ff9de2", underline=True, bold=True)
SELECTED = Style(reverse=True, bold=True)  # in the colours of the theme: it stands out on a light terminal too
DIM = Style(dim=True)

_SIGNS = {
    Sign.WITHHOLD: Style(color="#ffffff", bgcolor="#7a1022", bold=True),
    Sign.RELEASE: Style(color="#ffffff", bgcolor="#0b5d2e", bold=True),
    Sign.PART: Style(color="#000000", bgcolor="#d6c36a", bold=True),
    Sign.UNDECIDED: Style(bold=True),
    Sign.DISMISSED: Style(bold=True),
    Sign.POLICY: DIM,
    Sign.NONE: DIM,
}
_MARKS = {
    MarkType.PLACEHOLDER: Style(italic=True, dim=True),
    MarkType.EXEMPTION: Style(color="cyan", bold=True),
    MarkType.STAMP: Style(color="magenta", bold=True),
    MarkType.AUTHORITY: Style(underline=True),
}
_VERBS = {Action.WITHHOLD: "withheld", Action.RELEASE: "released", Action.DISMISS: "no redaction"}
_STRUCK = Style(strike=True, dim=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of shown text in a style; later runs go over earlier ones."""

    stretch: Stretch
    style: Style


def style_of_mark(mark: Mark) -> Style:
    """A mark as the view shows it: portions and banners in the colours of their level."""
    style = style_of(mark.value) if isinstance(mark.value, Marking) else _MARKS.get(mark.type, DIM)
    return style + _STRUCK if mark.struck else style


def gutter(review: Review, row: int, line: int, *, current: bool, chosen: bool = False) -> list[Segment]:
    """The first 11 cells of a line. Mark and decision stand on the row's first line only."""
    cursor = "▶" if current and line == 0 else "┃" if current or chosen else " "
    paragraph, sign = review.rows[row].paragraph, Sign.NONE if line else review.sign(row)
    letters, colours = " " * CHIP_CELLS, Style()
    if not (line or paragraph is None or review.rows[row].is_furniture):
        letters, colours = chip_of(paragraph, classified=review.analysis.overall.classified)
    shown = ((cursor, None), (letters, colours), (" ", None), (sign.value, _SIGNS[sign]), (" ", None))
    return [Segment(text, style) for text, style in shown]


def text_line(layout: RowLayout, line: int, runs: Sequence[Run], base: Style) -> list[Segment]:
    """The text of a line, cut where a style begins or ends."""
    start, end = layout.lines[line]
    here = [run for run in runs if run.stretch[0] < end and run.stretch[1] > start]
    edges = {edge for run in here for edge in run.stretch if start < edge < end}
    cuts = [start, *sorted(edges), end]
    segments = []
    for left, right in pairwise(cuts):
        style = sum((run.style for run in here if run.stretch[0] <= left and run.stretch[1] >= right), base)
        segments.append(Segment(layout.text[left:right], style))
    return segments


def below(review: Review, row: int, width: int, reviewer: str = "") -> list[Segment]:
    """The line below a row: its cell, what was decided about it and, where a page ends, the next page's number.

    Who decided is told where it was not ``reviewer``, who sits here.
    """
    following = review.rows[row + 1].page if row + 1 < len(review.rows) else review.rows[row].page
    page = f" page {following} " if following != review.rows[row].page else ""
    by_policy = "words withheld by the policy" if review.policy_words(row) else ""
    note = "; ".join(filter(None, (review.cell(row), by_policy, *told_below(review, row, reviewer))))
    room = width - len(page)
    text = fitted(f"↳ {note}" if note else "", room)
    if page:
        rule = "─" * (room - len(text.rstrip()) - 1)
        text = (text.rstrip() + " " + rule) if note else "─" * room
    return [Segment(text, DIM), Segment(page, DIM)]


def told_below(review: Review, row: int, reviewer: str) -> list[str]:
    """What is decided and noted about a row and its words."""
    whole, shown = review.whole(row), review.rows[row]
    notes = [said(decision, shown, reviewer) for decision in (whole, *review.words(row)) if decision]
    note = review.note(row)
    if note:
        by = f" by {note.reviewer}" if note.reviewer != reviewer else ""
        notes.append(one_line(f"NOTE{by}: {note.text}"))
    return notes


def said(decision: Decision, row: Row, reviewer: str = "") -> str:
    """A decision about a row, its words or its page; by whom where that was not ``reviewer``."""
    about = f"page {decision.page} " if decision.page is not None else ""
    verb = ("words " if decision.spans and decision.spans != row.spans else about) + _VERBS[decision.action]
    by = f"by {decision.reviewer}" if decision.reviewer != reviewer else ""
    told = (verb, decision.code, decision.carried and "carried over", by, decision.reason and f"– {decision.reason}")
    return one_line(" ".join(filter(None, told)))
