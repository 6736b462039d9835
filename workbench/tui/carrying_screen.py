# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file that changed: reading it again, and carrying over what was decided about it before."""

from __future__ import annotations

from functools import partial

from workbench.core.counted import counted
from workbench.tui.carry_dialog import CarryDialog
from workbench.tui.carrying import Carried
from workbench.tui.everywhere_screen import EverywhereScreen
from workbench.tui.listed_documents import Item
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


_NOTHING = "No other open document has decisions about text that stands here too. o opens the earlier version."


class CarryingScreen(EverywhereScreen):
    """Offers, asks, carries over; never by itself."""

    _offered: list[Item]

    def on_mount(self) -> None:
        """Nothing is offered yet."""
        self._offered = []

    def action_read_again(self) -> None:
        """Read the file as it is now, or once more where it could not be."""
        if self.item and not self.item.waits:
            self.session.read_again(self.item)
            self._show_item(self.item)
            self._refresh_list()
            if not self._reading:
                self._read_next()

    def action_carry(self) -> None:
        """Show from which documents decisions can be carried over to this one."""
        review = self.asked_to_decide()
        if review and self.item:
            found = self.session.carriers(review)
            if found:
                named = [(self.session.name_of(carried.source), carried) for carried in found]
                dialog = CarryDialog(self.item.path.name, named)
                self.app.push_screen(dialog, partial(self._carried, review))
            else:
                self.notify(_NOTHING)

    def _carried(self, review: Review, carried: Carried | None) -> None:
        if carried and review is self.review and self._change(lambda: self.session.carry(review, carried)):
            first = review.next_undecided(-1)
            self.view.go_to_row(first or 0)
            done = f"{counted(len(carried.decisions), 'decision')} carried over"
            self.notify(f"{done}; {review.undecided} of {review.to_decide} undecided. Ctrl+Z takes them back.")

    def _show_item(self, item: Item | None) -> None:
        super()._show_item(item)
        if item and item.review and item not in self._offered and not item.review.decisions:
            self._offered.append(item)
            for carried in self.session.carriers(item.review)[:1]:
                name, count = one_line(self.session.name_of(carried.source)), len(carried.decisions)
                self.notify(
                    f"{counted(count, 'decision')} about {name} can be carried over: c", markup=False, timeout=10
                )
