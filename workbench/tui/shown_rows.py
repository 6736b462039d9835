# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a view shows of a review, row by row: the original, or the state of a sanitized copy with labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rich.style import Style
from textual.cache import LRUCache

from workbench.documents import Span
from workbench.marks.model import Mark
from workbench.redaction.model import Redaction
from workbench.tui import row_painter
from workbench.tui.review import Review
from workbench.tui.row_layout import RowLayout, wrap
from workbench.tui.row_painter import Run
from workbench.tui.rows import Piece, captions_of, labels_of, preview_of
from workbench.tui.safe_text import collapse


class LineIndex:
    """Rows of different heights stacked on lines that count from 0. Heights are at least 1."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        """``heights`` in lines, one a row."""
        self._starts = [0, *accumulate(heights)]

    @property
    def lines(self) -> int:
        """How many lines all rows take."""
        return self._starts[-1]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def start(self, row: int) -> int:
        """The first line of ``row``."""
        return self._starts[row]

    def height(self, row: int) -> int:
        """How many lines ``row`` takes."""
        return self._starts[row + 1] - self._starts[row]

    def at(self, line: int) -> tuple[int, int] | None:
        """The row on ``line`` and the line's number in it from 0; None below the last row."""
        if not 0 <= line < self.lines:
            return None
        row = bisect_right(self._starts, line) - 1
        return row, line - self._starts[row]


class ShownRows:
    """The rows of a review at a width: how many lines each takes, how they lie on them, and in which styles."""

    def __init__(self, review: Review, gone: Sequence[Redaction] | None = None) -> None:
        """The labels of what is ``gone`` stand in its place; None shows the original."""
        self._review = review
        self.sanitized = gone is not None
        """Whether labels stand for what is withheld."""
        self._labels = labels_of(gone or ())
        self._captions = captions_of(gone or ())
        self._mark_starts = [mark.start for mark in review.analysis.marks]
        self._layouts: LRUCache[int, RowLayout] = LRUCache(256)
        self._width = 0
        self.texts = self._collapsed()
        """The text of each row, set anew or on the lines it has."""

    def _collapsed(self) -> list[str]:
        """The text of each row: known beforehand, except where a label stands."""
        texts = list(self._review.texts)
        for i, row in enumerate(self._review.rows if self.sanitized else ()):
            if row.caption or self._labels_near(row.spans):
                texts[i] = collapse("".join(piece.text for piece in self._pieces(i)), keep_lines=row.keeps_lines)
        return texts

    def _pieces(self, row: int) -> list[Piece]:
        shown = self._review.rows[row]
        if shown.caption:
            return [Piece(self._captions.get(shown.box or shown.page, shown.caption), None)]
        return preview_of(self._review.document.text, shown, self._labels_near(shown.spans))

    def _labels_near(self, spans: tuple[Span, ...]) -> Sequence[tuple[Span, str]]:
        first = bisect_left(self._labels, spans[0].start, key=lambda label: label[0].end)
        last = bisect_left(self._labels, spans[-1].end, key=lambda label: label[0].start)
        return self._labels[first:last]

    # --- on lines --------------------------------------------------------------------------------------------------

    def measure(self, width: int) -> LineIndex:
        """Break every row into lines of ``width`` cells."""
        self._width = width
        self._layouts.clear()
        return LineIndex(len(wrap(text, width)) + self.gap(i) for i, text in enumerate(self.texts))

    def gap(self, row: int) -> int:
        """The line below a row; page furniture stays together."""
        rows = self._review.rows
        if rows[row].caption:
            return 1  # for what is decided about it
        if row + 1 == len(rows) or not (rows[row].is_furniture and rows[row + 1].is_furniture):
            return 1
        return int(rows[row].page != rows[row + 1].page)

    def layout(self, row: int) -> RowLayout:
        """How a row lies on its lines at the width that was measured."""
        layout = self._layouts.get(row)
        if layout is None:
            keep = self._review.rows[row].keeps_lines
            marks = [*(mark.span for mark in self._marks_in(row)), *self._review.proposed(row)]
            layout = RowLayout(self._pieces(row), self._width, keep_lines=keep, marks=marks)
            self._layouts[row] = layout
        return layout

    def _marks_in(self, row: int) -> list[Mark]:
        marks, starts = self._review.analysis.marks, self._mark_starts
        spans = self._review.rows[row].spans
        return [mark for s, e in spans for mark in marks[bisect_left(starts, s) : bisect_left(starts, e)]]

    def runs(self, row: int, over: Sequence[tuple[Span, Style]] = ()) -> list[Run]:
        """Every style on a row, from the lowest to the highest; ``over`` are those of the moment."""
        review, layout = self._review, self.layout(row)
        styles = [(mark.span, row_painter.style_of_mark(mark)) for mark in self._marks_in(row)]
        styles += [(span, row_painter.PROPOSED) for span in review.proposals(row)]
        styles += [(span, row_painter.POLICY_WORDS) for span in review.policy_words(row)]
        styles += [(span, row_painter.RELEASED_WORDS) for span in review.released_words(row)]
        styles += [(span, row_painter.WITHHELD_WORDS) for span in review.withheld_words(row)]
        shown = [(layout.shown(span), style) for span, style in (*styles, *over)]
        says_itself = review.rows[row].caption and layout.text == review.texts[row]
        labels = [] if says_itself else [Run(label, row_painter.LABEL) for label in layout.labels]
        return [Run(stretch, style) for stretch, style in shown if stretch] + labels
