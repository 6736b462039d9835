# SPDX-License-Identifier: AGPL-3.0-or-later
"""Going to words, to what waits for a decision and to what others decided, and seeing what a copy would show.

Words are looked for in a worker thread, while the reviewer types.
"""

from __future__ import annotations

from textual import on, work
from textual.widgets import Input
from textual.worker import get_current_worker

from workbench.core.counted import counted
from workbench.documents import Span
from workbench.redaction import Searcher
from workbench.tui.bars import FindBar
from workbench.tui.goto import turned
from workbench.tui.listed_documents import Item
from workbench.tui.reading_screen import ReadingScreen
from workbench.tui.review import Review


class GoingScreen(ReadingScreen):
    """Hits are highlighted; the cursor goes to the first after where it was.

    Where a search for the next place begins again at the other end, it says so.
    """

    _searcher: tuple[Review, Searcher] | None = None
    _hits: list[Span]
    _hit: Span | None = None
    """The place the view is at."""
    _origin = 0
    """The row from which the search began: every further letter searches from there again."""

    def on_mount(self) -> None:
        """Nothing is searched yet."""
        self._hits = []

    def _show_item(self, item: Item | None) -> None:
        """Another document: the same words are looked for in it while the find line is open."""
        super()._show_item(item)
        self._hits = []
        bar = self.query_one(FindBar)
        if bar.display and self.review and self.review.rows:
            self._origin = 0
            self._search(self.review, bar.query_one(Input).value)

    def action_find(self) -> None:
        """Open the find line."""
        if self.asked():
            self._origin = self.view.cursor
            self.query_one(FindBar).open()

    @on(Input.Changed, "#find Input")
    def _find(self, event: Input.Changed) -> None:
        if self.review and self.review.rows:
            self._search(self.review, event.value)

    @work(thread=True, group="finding", exclusive=True)
    def _search(self, review: Review, words: str) -> None:
        known, searcher = self._searcher or (None, None)
        if searcher is None or known is not review:
            searcher = Searcher(review.document.text)
            self._searcher = review, searcher
        hits = sorted(searcher.find(words)) if words.strip() else []
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._found, review, words, hits)

    def _found(self, review: Review, words: str, hits: list[Span]) -> None:
        """Nothing is shown to whoever has closed the find line meanwhile: they are somewhere else, deciding."""
        if review is self.review and self.query_one(FindBar).display:
            self._hits = hits
            here = review.rows[self._origin].start
            first = next((hit for hit in hits if hit.start >= here), hits[0] if hits else None)
            self._show_hit(first, words)
            if first is None:
                self.view.go_to_row(self._origin)

    def _show_hit(self, hit: Span | None, words: str = " ") -> None:
        self._hit = hit
        self.view.show_hits(self._hits, hit)
        missing = "not found" if words.strip() else ""
        self.query_one(FindBar).say(f"{self._hits.index(hit) + 1}/{len(self._hits)}" if hit else missing)
        if hit:
            self.view.go_to(hit.start)

    def action_step_hit(self, by: int) -> None:
        """To the next place of the words (``by`` is 1), or the one before (-1)."""
        if self._hit in self._hits:
            self._show_hit(self._hits[(self._hits.index(self._hit) + by) % len(self._hits)])

    def action_close_find(self) -> None:
        """Back to the text."""
        self.query_one(FindBar).display = False
        self.view.show_hits([], None)
        self.view.focus()

    # --- what waits, what others decided, what a copy shows -------------------------------------------------------

    def action_next_undecided(self, by: int = 1) -> None:
        """To the next paragraph that waits (the one before: ``by`` is -1), or to the next words of this one that do."""
        if review := self.asked():
            here = self.view.cursor
            more = by > 0 and not self.view.selected() and review.proposals(here)
            self._go_undecided(here if more else review.next_undecided(here, by), by)

    def _go_undecided(self, row: int | None, by: int) -> None:
        if row is None or self.review is None:
            self.notify(self._all_decided())
            return
        here = self.view.cursor
        self.view.go_to_row(row)
        for proposal in self.review.proposals(row)[:1]:
            self.view.select_span(proposal)
        self._tell_of_turn(here, row, by)

    def _tell_of_turn(self, here: int, row: int, by: int) -> None:
        if said := turned(here, row, by):
            self.notify(said)
        elif row == here and not self.view.selected():
            self.notify("This is the only one left.")

    def _all_decided(self) -> str:
        others = sum(item.review.undecided > 0 for item in self.session.items if item.review and item is not self.item)
        more = f" {counted(others, 'other document')} of the list not: }} goes on." if others else ""
        review = self.review
        done = "Every paragraph of this document that waited is decided."
        return (done if review and review.to_decide else "The policy withholds nothing of this document.") + more

    def action_next_decided(self, by: int) -> None:
        """To the next place that another reviewer decided about: what a second reviewer checks."""
        if review := self.asked():
            row = review.next_by_others(self.view.cursor, by, self.session.reviewer)
            if row is None:
                self.notify("Nobody else has decided or noted anything in this document.")
                return
            here = self.view.cursor
            self.view.go_to_row(row)
            self._tell_of_turn(here, row, by)

    def action_preview(self) -> None:
        """The sanitized state, or the original again."""
        if self.view.previewing:
            self.view.preview(None)
        elif self.asked():
            self._preview()
        self._show_state()

    def _show_changes(self) -> None:
        if self.view.previewing:
            self._preview()
        super()._show_changes()

    def _preview(self) -> None:
        if self.review:
            self.view.preview(self.session.preview(self.review))
