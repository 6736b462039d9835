# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moving a cursor over the rows of a review."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from workbench.documents import Span
from workbench.tui.row_view import RowView


class CursorView(RowView):
    """Keys move the cursor; a row taller than the view is scrolled through before the next is reached."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "next_row", "Next paragraph", show=False),
        Binding("up,k", "previous_row", "Previous paragraph", show=False),
        Binding("pagedown,space", "page_down", "Page down", show=False),
        Binding("pageup,b", "page_up", "Page up", show=False),
        Binding("home", "first_row", "Start of document", show=False),
        Binding("end", "last_row", "End of document", show=False),
    ]

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, and show it with what follows it: a jump is made to read on from there."""
        if self.review and self.review.rows:
            self.cursor = row
            self.reveal(self.cursor, jump=True)

    def go_to(self, offset: int) -> None:
        """Put the cursor on the row that holds the character at ``offset``, and show the very line."""
        if not self.review or not self.review.rows:
            return
        row = self.review.row_at(offset)
        self.cursor = row
        stretch = self._layout(row).shown(Span(offset, offset + 1))
        self.reveal(row, self._layout(row).line_of(stretch[0]) if stretch else 0, jump=True)

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stays inside the document."""
        return max(0, min(cursor, len(self.review.rows) - 1)) if self.review else 0

    def watch_cursor(self) -> None:
        """Another row: others are told."""
        self.repaint()
        self.post_message(self.Moved())

    def action_next_row(self) -> None:
        """Down: first through a row taller than the view, then to the next."""
        if self.review and self.review.rows:
            end = self._index.start(self.cursor) + self._height_of_text(self.cursor)
            if end > self.scroll_offset.y + self.scrollable_content_region.height:
                self.scroll_to(y=self.scroll_offset.y + 1, animate=False)
            else:
                self.cursor += 1
                self.reveal(self.cursor)

    def action_previous_row(self) -> None:
        """Up: first through a row taller than the view, then to the one before, its end first."""
        if not self.review or not self.review.rows:
            return
        if self._index.start(self.cursor) < self.scroll_offset.y:
            self.scroll_to(y=self.scroll_offset.y - 1, animate=False)
        elif self.cursor:
            self.cursor -= 1
            last = self._index.height(self.cursor) - 1
            tall = last >= self.scrollable_content_region.height
            self.reveal(self.cursor, last if tall else None)

    def action_page_down(self) -> None:
        """A screenful on."""
        self._turn(self.scrollable_content_region.height - 1)

    def action_page_up(self) -> None:
        """A screenful back."""
        self._turn(1 - self.scrollable_content_region.height)

    def _turn(self, lines: int) -> None:
        if not self.review or not self.review.rows:
            return
        before = self.scroll_offset.y
        self.scroll_to(y=before + lines, animate=False)
        if self.scroll_offset.y == before:
            self.cursor = len(self._index) - 1 if lines > 0 else 0
            return
        at = self._index.at(self.scroll_offset.y)
        if at:
            row, line = at
            whole = line == 0 or row + 1 == len(self._index)
            self.cursor = row if whole or self._index.height(row) - line > 3 else row + 1

    def action_first_row(self) -> None:
        """To the start of the document."""
        self.go_to_row(0)

    def action_last_row(self) -> None:
        """To the end of the document."""
        self.go_to_row(len(self._index) - 1)
