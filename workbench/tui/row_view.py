# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of a review on lines of a terminal: wrapped, measured, and drawn as they come into sight.

Textual's line API with prefix sums: a widget for each paragraph takes 24 s where this takes 0.3 (20,000 paragraphs).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.documents import Span
from workbench.redaction.model import Redaction
from workbench.tui import row_painter
from workbench.tui.review import Review
from workbench.tui.row_layout import RowLayout, wrap
from workbench.tui.row_painter import GUTTER_CELLS, Run
from workbench.tui.safe_text import one_line
from workbench.tui.shown_rows import LineIndex, ShownRows


_WIDEST = 110


class RowView(ScrollView):
    """Shows a review, the row of its cursor set off. What the keys do is for the classes built on it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"document--current", "document--selected"}

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row, or other words are selected, or another document is shown."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        """An empty view; ``show`` fills it."""
        super().__init__(id=id)
        self.review: Review | None = None
        self.reviewer = ""
        """Who sits here."""
        self.hint = ""
        """What to do next, shown where there is no text."""
        self._rows: ShownRows | None = None
        self._index = LineIndex()
        self._width = 0
        self._fitting = False
        self._hits: list[Span] = []
        self._hit: Span | None = None
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(1024)

    def selected(self) -> tuple[Span, ...]:
        """The selected words of the cursor's row."""
        return ()

    def chosen_rows(self) -> range:
        """The rows that are chosen beside that of the cursor."""
        return range(0)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def show(self, review: Review | None, row: int = 0) -> None:
        """Show a review with the cursor on ``row``, or nothing."""
        self.review = review
        self._rows = ShownRows(review) if review else None
        self._hits, self._hit = [], None
        self.set_reactive(RowView.cursor, row)
        self._measure()
        self.scroll_to(y=0, animate=False, immediate=True)  # where another document was scrolled to says nothing here
        self.reveal(row, jump=True)
        self.post_message(self.Moved())

    @property
    def previewing(self) -> bool:
        """Whether the sanitized state is shown."""
        return self._rows is not None and self._rows.sanitized

    def preview(self, gone: Sequence[Redaction] | None) -> None:
        """Show what is ``gone`` as its labels, or the original again (None)."""
        self._rows = ShownRows(self.review, gone) if self.review else None
        self._measure()
        self.reveal(self.cursor)

    def show_hits(self, hits: Sequence[Span], current: Span | None) -> None:
        """Highlight what a search found."""
        self._hits, self._hit = sorted(hits), current
        self.repaint()

    def repaint(self) -> None:
        """Draw again what has changed without changing its length: decisions, hits, the selection."""
        self._strips.clear()
        self.refresh()

    def reveal(self, row: int, line: int | None = None, *, jump: bool = False) -> None:
        """Scroll as little as shows a row, or as much of it as there is room for; or one of its lines.

        A ``jump`` to what is not in sight puts it into the upper part of the view.
        """
        if not self.review or row >= len(self._index):
            return
        top, height = self._index.start(row), self._index.height(row)
        room = self.scrollable_content_region.height
        if line is not None:
            top, height = top + line, 1
        if jump and not self.scroll_offset.y <= top <= top + height <= self.scroll_offset.y + room:
            self.scroll_to(y=max(0, top - min(room // 4, max(0, room - height))), animate=False)
        elif top < self.scroll_offset.y or height > room:
            self.scroll_to(y=top, animate=False)
        elif top + height > self.scroll_offset.y + room:
            self.scroll_to(y=top + height - room, animate=False)

    @property
    def in_sight(self) -> bool:
        """Whether anything of the cursor's row is on the screen: a wheel scrolls away from it."""
        top, above = self._index.start(self.cursor), self.scroll_offset.y
        return top < above + self.scrollable_content_region.height and top + self._index.height(self.cursor) > above

    def _measure(self) -> None:
        """Count the lines of every row at the width there is now."""
        self._width = self._room()
        self._strips.clear()
        self._index = self._rows.measure(self._width) if self._rows else LineIndex()
        self.virtual_size = Size(self.scrollable_content_region.width, self._index.lines)
        self.refresh()

    @property
    def is_measured(self) -> bool:
        """Whether the lines are broken for the width there is."""
        return self._room() == self._width

    def _room(self) -> int:
        """How many cells a line of text gets: the eye loses its way back over longer ones."""
        return max(2, min(_WIDEST, self.scrollable_content_region.width - GUTTER_CELLS))

    def on_resize(self) -> None:
        """Break the lines anew, and keep the cursor's row where it is on the screen."""
        self._fitting = False
        if not self.is_measured:
            above = self._index.start(self.cursor) - self.scroll_offset.y if len(self._index) else 0
            self._measure()
            if len(self._index):
                self.scroll_to(y=self._index.start(self.cursor) - above, animate=False)
        self.call_after_refresh(self.reveal, self.cursor)

    # --- drawing ---------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width = self.scrollable_content_region.width
        if not self.is_measured and not self._fitting:
            # A pane that appears beside this one changes its size without a resize event reaching it every time.
            self._fitting = True
            self.call_later(self.on_resize)
        if not len(self._index):
            return self._hint_line(y, width)
        at = self._index.at(self.scroll_offset.y + y)
        if at is None:
            return Strip.blank(width, self.rich_style)
        if at == (self.cursor, 0) and self.has_focus:
            # Screen readers and braille lines read where the terminal's own cursor is, though it is not shown.
            left, top = self.content_region.offset
            self.app.cursor_position = Offset(left, top + y)
        strip = self._strips.get(at)
        if strip is None:
            strip = self._paint(*at).apply_style(self.rich_style).extend_cell_length(width, self.rich_style)
            self._strips[at] = strip
        return strip

    def _hint_line(self, y: int, width: int) -> Strip:
        hints = map(one_line, self.hint.split("\n"))
        lines = [hint[start:end] for hint in hints for start, end in wrap(hint, width - 4)]
        at = y - max(0, (self.scrollable_content_region.height - len(lines)) // 2)
        text = lines[at] if 0 <= at < len(lines) else ""
        return Strip([Segment("  " + text, self.rich_style)]).extend_cell_length(width, self.rich_style)

    def _paint(self, row: int, line: int) -> Strip:
        assert self.review is not None
        current, chosen = row == self.cursor, row in self.chosen_rows()
        layout = self._layout(row)
        if line >= len(layout.lines):
            said = row_painter.below(self.review, row, self._width, self.reviewer)
            return Strip([Segment(" " * GUTTER_CELLS), *said])
        base = self.get_component_rich_style("document--current") if current or chosen else Style()
        if self.review.rows[row].is_furniture:
            base += row_painter.DIM
        left = row_painter.gutter(self.review, row, line, current=current, chosen=chosen)
        strip = Strip([*left, *row_painter.text_line(layout, line, self._runs(row), base)])
        return strip.extend_cell_length(GUTTER_CELLS + self._width, base)

    def _height_of_text(self, row: int) -> int:
        assert self._rows is not None
        return self._index.height(row) - self._rows.gap(row)

    def _layout(self, row: int) -> RowLayout:
        assert self._rows is not None
        return self._rows.layout(row)

    def _runs(self, row: int) -> list[Run]:
        """Every style on a row: its own, then hits and the selection."""
        assert self.review is not None
        assert self._rows is not None
        spans = self.review.rows[row].spans
        first = bisect_left(self._hits, spans[0].start, key=lambda hit: hit.end)
        last = bisect_left(self._hits, spans[-1].end, key=lambda hit: hit.start)
        over = [(h, row_painter.CURRENT_HIT if h == self._hit else row_painter.HIT) for h in self._hits[first:last]]
        if row == self.cursor and (selected := self.selected()):
            style = self.get_component_rich_style("document--selected") + row_painter.SELECTED
            over += [(span, style) for span in selected]
        return self._rows.runs(row, over)
