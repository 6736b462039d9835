# SPDX-License-Identifier: AGPL-3.0-or-later
"""Going to what waits for a decision and to what others decided, and seeing what a copy would show."""

from __future__ import annotations

from workbench.core.counted import counted
from workbench.tui.rows import captions_of, labels_of
from workbench.tui.search_screen import SearchScreen


class GoingScreen(SearchScreen):
    """Says so where a search for the next place begins again at the other end."""

    def action_next_undecided(self) -> None:
        """To the next paragraph that waits for a decision, or to the next words of this one that do."""
        review = self.asked()
        if review and not self.view.selected() and review.proposals(self.view.cursor):
            self._go_undecided(self.view.cursor, 1)
        elif review:
            self._go_undecided(review.next_undecided(self.view.cursor), 1)

    def action_previous_undecided(self) -> None:
        """To the one before."""
        if review := self.asked():
            self._go_undecided(review.previous_undecided(self.view.cursor), -1)

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
        if (row - here) * by < 0:
            self.notify("From the start again." if by > 0 else "From the end again.")
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
            redactions = self.session.preview(self.review)
            self.view.preview(labels_of(redactions), captions_of(redactions))
