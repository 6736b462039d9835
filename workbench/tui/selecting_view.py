# SPDX-License-Identifier: AGPL-3.0-or-later
"""A view in which words of a row, or several rows, are selected: with keys or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.reactive import reactive

from workbench.documents import Span
from workbench.redaction.intervals import common
from workbench.redaction.model import Redaction
from workbench.structure.model import Placement
from workbench.tui.cursor_view import CursorView
from workbench.tui.review import Review
from workbench.tui.row_painter import GUTTER_CELLS
from workbench.tui.target import Target


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of the cursor's row, from where the selection began to where it is now; either may come first."""

    anchor: int
    active: int

    @property
    def words(self) -> tuple[int, int]:
        """The first and the last selected word."""
        return min(self.anchor, self.active), max(self.anchor, self.active)


class SelectingView(CursorView):
    """Says what the next decision is about."""

    chosen: reactive[int | None] = reactive(None, repaint=False)
    """The row from which several are chosen, up or down to the cursor."""

    selection: reactive[Selection | None] = reactive(None, repaint=False)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        """An empty view; ``show`` fills it."""
        super().__init__(id=id)
        self._dragging = False
        self._anchor = 0

    def show(self, review: Review | None, row: int = 0) -> None:
        """Show a review with the cursor on ``row`` and nothing selected, or nothing."""
        self.set_reactive(SelectingView.selection, None)
        self.set_reactive(SelectingView.chosen, None)
        super().show(review, row)

    def preview(self, gone: Sequence[Redaction] | None) -> None:
        """Show labels in place of what is withheld; no words can be selected there."""
        self.set_reactive(SelectingView.selection, None)
        super().preview(gone)

    def watch_cursor(self) -> None:
        """Another row: the selection is dropped."""
        self.selection = None
        super().watch_cursor()

    def watch_selection(self) -> None:
        """Other words, or other paragraphs: others are told."""
        self.repaint()
        self.post_message(self.Moved())

    watch_chosen = watch_selection

    # --- the selection ---------------------------------------------------------------------------------------------

    def target(self) -> Target:
        """What the next decision is about. There are rows."""
        assert self.review is not None
        if words := self.selected():
            return Target((self.cursor,), words)
        rows = tuple(row for row in self.chosen_rows() if self.review.is_asked(row))
        return Target(rows or (self.cursor,))

    def chosen_rows(self) -> range:
        """The rows from where choosing began to the cursor; none where it did not begin."""
        if self.chosen is None:
            return range(0)
        return range(min(self.chosen, self.cursor), max(self.chosen, self.cursor) + 1)

    def action_choose(self) -> None:
        """Choose paragraphs from this one on, wherever the cursor goes; or no longer."""
        if self.review and self.review.rows:
            self.selection = None
            self.chosen = self.cursor if self.chosen is None else None

    def selected(self) -> tuple[Span, ...]:
        """The selected words as spans of the document: one, or several where a page break lies between."""
        if self.selection is None or self.review is None:
            return ()
        first, last = self.selection.words
        span = self._layout(self.cursor).span_of_words(first, last)
        return tuple(common(self.review.rows[self.cursor].spans, span)) if span else ()

    def _can_select(self) -> bool:
        review = self.review
        if not review or not review.rows or self.previewing or review.rows[self.cursor].caption:
            return False
        return bool(self._layout(self.cursor).words)

    def _select(self, anchor: int, active: int) -> None:
        layout = self._layout(self.cursor)
        last = len(layout.words) - 1
        active = max(0, min(active, last))
        self.chosen = None
        self.selection = Selection(max(0, min(anchor, last)), active)
        self.reveal(self.cursor, layout.line_of(layout.words[active][0]))

    def action_word(self, by: int) -> None:
        """Select one word: the first of the row, or the one beside the selection; punctuation alone is stepped over."""
        if self._can_select():
            layout = self._layout(self.cursor)
            at = self.selection.active + by if self.selection else self._first_word(by)
            here = range(at, len(layout.words) if by > 0 else -1, by)
            at = next((word for word in here if layout.is_spoken(word)), at)
            self._select(at, at)

    def _first_word(self, by: int) -> int:
        """Where a selection begins: behind the mark at the head of the row, or at its end."""
        assert self.review is not None
        layout, shown = self._layout(self.cursor), self.review.rows[self.cursor]
        if by < 0:
            return len(layout.words) - 1
        portion = shown.paragraph.portion if shown.paragraph else None
        leading = portion is not None and portion.placement is Placement.LEADING
        return layout.word_after(portion.end) if portion and leading else 0

    def select_span(self, span: Span) -> None:
        """Select the word that begins there: a stretch that a pattern found is one word."""
        if self._can_select():
            word = self._layout(self.cursor).word_after(span.start)
            self._select(word, word)

    def action_extend(self, by: int) -> None:
        """Move the end of the selection by words."""
        if not self.selection:
            self.action_word(by)
        elif self._can_select():
            self._select(self.selection.anchor, self.selection.active + by)

    def action_extend_line(self, by: int) -> None:
        """Move the end of the selection by lines; without selected words, choose paragraphs."""
        if not self.selection:
            self.chosen = self.cursor if self.chosen is None else self.chosen
            self.cursor += by
            self.reveal(self.cursor)
        elif self._can_select():
            target = self._layout(self.cursor).word_on_line(self.selection.active, by)
            self._select(self.selection.anchor, target)

    def unselect(self) -> None:
        """Drop the selection."""
        self.selection = None
        self.chosen = None

    def action_unselect(self) -> None:
        """The same, and what a search left highlighted."""
        self.unselect()
        self.show_hits((), None)

    # --- the mouse -------------------------------------------------------------------------------------------------

    def _hit_test(self, event: events.MouseEvent) -> tuple[int, int | None] | None:
        """The row under the mouse and, in its text, the word."""
        x, y = event.get_content_offset_capture(self)
        at = self._index.at(self.scroll_offset.y + y) if self.review else None
        if at is None:
            return None
        row, line = at
        layout = self._layout(row)
        in_text = x >= GUTTER_CELLS and line < len(layout.lines)
        return row, layout.word_at_cell(line, x - GUTTER_CELLS) if in_text else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press puts the cursor on a row; in its text a drag may begin."""
        hit = self._hit_test(event)
        if hit and event.button == 1:
            row, word = hit
            self.cursor = row
            self.unselect()
            self._dragging = word is not None and self._can_select()
            if self._dragging:
                self._anchor = word or 0
                self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag selects whole words of the row where it began."""
        hit = self._hit_test(event) if self._dragging else None
        if hit and hit[0] == self.cursor and hit[1] is not None:
            self.selection = Selection(self._anchor, hit[1])

    def on_mouse_up(self) -> None:
        """The end of a drag."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
