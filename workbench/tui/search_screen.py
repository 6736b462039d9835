# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding words in the document shown, in a worker thread, while the reviewer types."""

from __future__ import annotations

from textual import on, work
from textual.widgets import Input
from textual.worker import get_current_worker

from workbench.documents import Span
from workbench.redaction import Searcher
from workbench.tui.bars import FindBar
from workbench.tui.listed_documents import Item
from workbench.tui.reading_screen import ReadingScreen
from workbench.tui.review import Review


class SearchScreen(ReadingScreen):
    """Hits are highlighted; the cursor goes to the first after where it was."""

    _searchers: dict[str, Searcher]
    _hits: list[Span]
    _hit: Span | None = None
    """The place the view is at."""
    _origin = 0
    """The row from which the search began: every further letter searches from there again."""

    def on_mount(self) -> None:
        """Nothing is searched yet."""
        self._searchers = {}
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
        if self.review:
            self._search(self.review, event.value)

    @work(thread=True, group="finding", exclusive=True)
    def _search(self, review: Review, words: str) -> None:
        key = review.document.sha256
        if key not in self._searchers:
            self._searchers.clear()
            self._searchers[key] = Searcher(review.document.text)
        hits = sorted(self._searchers[key].find(words)) if words.strip() else []
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._found, review, words, hits)

    def _found(self, review: Review, words: str, hits: list[Span]) -> None:
        if review is self.review:
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
