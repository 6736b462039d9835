# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file that changed: reading it again, and carrying over what was decided about it before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label, Static

from workbench.cases import Carried
from workbench.redaction import Action
from workbench.tui.bars import left
from workbench.tui.dialog import Dialog
from workbench.tui.everywhere_screen import EverywhereScreen
from workbench.tui.listed_documents import Item
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.session import Offer


class CarryDialog(Dialog[Offer]):
    """Arrows choose the document, Enter carries over."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "dismiss(None)", "Cancel")]

    def __init__(self, name: str, offers: Sequence[Offer]) -> None:
        """``offers`` are what can be carried over to the document of ``name``."""
        super().__init__(f"Carry decisions over to {name}", "↑↓ choose · Enter carry over · Esc cancel")
        self._offers = offers

    def content(self) -> ComposeResult:
        """The documents, and what comes of the one chosen."""
        yield Label("from")
        yield PointedList(id="sources")
        yield Static(id="carried", markup=False)
        yield Label("Only to text that is the same under the same mark, white space aside.")

    def on_mount(self) -> None:
        """The first is that with most to carry over."""
        sources = self.query_one(PointedList)
        sources.show([Text(f" {one_line(offer.name)}  {offer.carried.amount}") for offer in self._offers])
        sources.focus()

    def on_pointed_list_pointed(self) -> None:
        """Say what would come of it."""
        self.query_one("#carried", Static).update(told(self._pointed.carried))

    def on_pointed_list_taken(self) -> None:
        """Enter, or a click."""
        self.dismiss(self._pointed)

    @property
    def _pointed(self) -> Offer:
        return self._offers[self.query_one(PointedList).pointed]


def told(carried: Carried) -> str:
    """What is carried over and what is not, a line each."""
    count = Counter(decision.action for decision in carried.decisions)
    boxes = f", {count[Action.DISMISS]} no redaction" if count[Action.DISMISS] else ""
    amounts = f"{count[Action.WITHHOLD]} withheld, {count[Action.RELEASE]} released{boxes}"
    lines = [f"{carried.amount} carried over: {amounts}."]
    lines += [f"{count} NOT: {why}." for why, count in carried.left.items()]
    return "\n".join(lines)


_NOTHING = "No other open document has decisions about text that stands here too. o opens the earlier version."


class CarryingScreen(EverywhereScreen):
    """Offers, asks, carries over; never by itself."""

    _offered: set[str]

    def on_mount(self) -> None:
        """Nothing is offered yet."""
        self._offered = set()

    def action_read_again(self) -> None:
        """Read the file as it is now, or once more where it could not be."""
        if self.item and not self.item.waits:
            self._keep_place()
            self._forget_told()  # what was told was about the file as it was
            self.session.read_again(self.item)
            self._show_item(self.item)
            self._refresh_list()
            if not self._being_read:
                self._read_next()

    def action_carry(self) -> None:
        """Show from which documents decisions can be carried over to this one."""
        review = self.asked_to_decide()
        if review and self.item:
            if offers := self.session.offers(review):
                self.ask(CarryDialog(self.item.path.name, offers), partial(self._carried, review))
            else:
                self.notify(_NOTHING)

    def _carried(self, review: Review, offer: Offer) -> None:
        if self._change(lambda: self.session.carry(review, offer)):
            first = review.next_undecided(self.view.cursor - 1)
            self.view.go_to_row(first or 0)
            self.notify(f"{offer.carried.amount} carried over; {left(review)}. Ctrl+Z takes them back.")

    def _show_item(self, item: Item | None) -> None:
        super()._show_item(item)
        if item and item.review and item.review.document.sha256 not in self._offered and not item.review.decisions:
            self._offered.add(item.review.document.sha256)
            for offer in self.session.offers(item.review)[:1]:
                said = f"{offer.carried.amount} about {one_line(offer.name)} can be carried over: c"
                self.notify(said, markup=False, timeout=10)
