# SPDX-License-Identifier: AGPL-3.0-or-later
"""The line above the keys: where the cursor is, how much is left to decide, and what the paragraph is marked."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Static

from workbench.redaction.approval import Standing
from workbench.tui.document_view import DocumentView
from workbench.tui.levels import letters_of
from workbench.tui.review import Review
from workbench.tui.rows import Row
from workbench.tui.safe_text import one_line


class StatusBar(Static):
    """``page 12/340 · ¶ 4/203 · 37 undecided · (S//NF)``, and what is going on at its right."""

    def show(self, view: DocumentView, flags: Sequence[str] = (), busy: str = "") -> None:
        """Show where ``view`` is, behind the ``flags`` that are set. ``busy`` says what is done in the background."""
        said = " · ".join((*flags, status_text(view)))
        line = f"{said}  {one_line(busy)}" if busy else said
        self.update(Text(f" {line}", no_wrap=True, overflow="ellipsis"))


def status_text(view: DocumentView) -> str:
    """The status of a view in words."""
    review = view.review
    if review is None:
        return "no document"
    parts = [left(review)]
    if review.rows:
        row = review.rows[view.cursor]
        number = review.paragraph_numbers.get(view.cursor)
        place = f"¶ {number}/{review.last_number}" if number else _what(row)
        cell = review.cell(view.cursor)
        parts = [f"page {row.page}/{max(1, len(review.document.pages))}", place, *filter(None, [cell]), *parts]
        if row.paragraph and not row.is_furniture:
            governing = row.paragraph.governing
            parts.append(f"({letters_of(governing)})" if governing else "no mark")
    if review.stage:
        parts.append(_signed(review.standing))
    return " · ".join([*_of_the_moment(view), *parts])


def _of_the_moment(view: DocumentView) -> list[str]:
    """What the next decision is about comes first: a narrow screen cuts the end of the line."""
    said = [f"{len(view.target().rows)} PARAGRAPHS CHOSEN"] if view.chosen is not None else []
    if view.selection:
        first, last = view.selection.words
        said.append(f"{last - first + 1} words" if last > first else "1 word")
    return [*said, *(["PREVIEW"] if view.previewing else [])]


def _signed(standing: Standing) -> str:
    last = standing.approved or standing.reviewed or standing.returned
    said = "APPROVED" if standing.approved else "REVIEWED" if standing.reviewed else "RETURNED"
    return f"{said} by {last.reviewer}" if last else ""


def _what(row: Row) -> str:
    return ("box" if row.box else "whole page") if row.caption else "page furniture"


def left(review: Review) -> str:
    """How much is left to decide."""
    if not review.to_decide:
        return "nothing to decide"
    return f"{review.undecided} of {review.to_decide} undecided" if review.undecided else "all decided"
