# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dialog before decisions are carried over: from which document, how many, and what is left to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label, Static

from workbench.cases import Carried
from workbench.redaction import Action
from workbench.tui.dialog import Dialog
from workbench.tui.pointed_list import PointedList
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
