# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dialog that finds words in all documents, and takes one decision about them to every place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label
from textual.worker import get_current_worker

from workbench.redaction import Action
from workbench.tui.dialog import Dialog, Line
from workbench.tui.occurrences import Chosen, Finder, Occurrence, listed
from workbench.tui.pointed_list import PointedList


class OccurrenceList(PointedList):
    """Every place of the words; those with ✓ are decided about together."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.tick", "In or out"),
        Binding("a", "screen.tick_all", "All in or out"),
        Binding("w", "screen.choose('withhold')", "Withhold all with ✓"),
        Binding("r", "screen.choose('release')", "Release all with ✓"),
    ]


class OccurrencesScreen(Dialog[Chosen]):
    """Type words; Enter goes to a place of them; Tab to the list, where one key decides about all places."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next place", priority=True),
        Binding("up", "move(-1)", "Previous place", priority=True),
    ]

    LOOK = "wide tall"
    HELP = """\
Type, and every place that fits is listed with what is decided there; **Enter** goes to the one at ▶. **Tab** goes to
the list: **w** withholds and **r** releases every line with ✓, **Space** leaves one out or takes it in, **a** all.

**F** looks for words, however they are broken. **f** looks for paragraphs that every word typed fits, and no word with
a hyphen before it: the mark (s, nf, unmarked), the kind (title, heading, body, list, table, caption, box, page), what
is decided (undecided, withheld, released, part, dismissed, open), a code (b6), who decided, or note.
"""

    def __init__(self, finder: Finder, unread: int, words: str) -> None:
        """``unread`` documents of the list cannot be searched (yet); ``words`` are those looked for before."""
        super().__init__(finder.title, "Enter go · Tab list: Space ✓, a all, w withhold, r release · Esc cancel")
        self._finder = finder
        self._unread = unread
        self._words = words
        self._found: Sequence[Occurrence] = ()
        self._unlisted = 0
        self._left_out: set[int] = set()

    def content(self) -> ComposeResult:
        """The words, how often they stand, and where."""
        yield Line(self._words, placeholder=self._finder.hint, id="words", compact=True)
        yield Label(id="found")
        yield OccurrenceList(id="occurrences")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing. What was found for other words is no longer decided about."""
        self._words, self._found = event.value, ()
        self._search(event.value)

    @work(thread=True, group="finding", exclusive=True)
    def _search(self, words: str) -> None:
        worker = get_current_worker()
        found = list(self._finder.find(words, lambda: worker.is_cancelled))
        shown = listed(found)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, words, shown, len(found) - len(shown))

    def _show(self, words: str, found: Sequence[Occurrence], unlisted: int) -> None:
        """Places that are decided already begin without a ✓."""
        if words != self._words or not self.is_attached:
            return
        self._found, self._unlisted = found, unlisted
        self._left_out = {at for at, one in enumerate(self._found) if one.is_decided}
        self.query_one(OccurrenceList).show([self._line(at) for at in range(len(self._found))])
        documents = len({one.review.document.sha256 for one in self._found})
        told = f"{len(self._found)} in {documents} document{'' if documents == 1 else 's'}" if found else "not found"
        if unlisted:
            told = f"the first {len(found)} of {len(found) + unlisted} places"
        unread = f"{self._unread} not searched: not read" if self._unread else ""
        self.query_one("#found", Label).update(" · ".join(filter(None, (told if words.strip() else "", unread))))

    def _line(self, at: int) -> Text:
        return self._found[at].line(left_out=at in self._left_out)

    def action_move(self, by: int) -> None:
        """Another place, whether the words or the list has the focus."""
        options = self.query_one(OccurrenceList)
        options.point(options.pointed + by)

    def action_tick(self) -> None:
        """Leave this place out, or take it in again, and go on to the next."""
        if self._found:
            options = self.query_one(OccurrenceList)
            at = options.pointed
            self._left_out ^= {at}
            options.replace(at, self._line(at))
            options.point(at + 1)

    def action_tick_all(self) -> None:
        """Take in every place; or none, where every one is in."""
        self._left_out = set() if self._left_out else set(range(len(self._found)))
        options = self.query_one(OccurrenceList)
        options.show([self._line(at) for at in range(len(self._found))], options.pointed)

    def action_choose(self, action: str) -> None:
        """Decide about every place with a ✓."""
        chosen = tuple(one for at, one in enumerate(self._found) if at not in self._left_out)
        if chosen:
            self.dismiss(Chosen(Action(action), chosen, self._unlisted))
        elif self._found:
            self.notify("No place has a ✓: Space sets it.")
        else:
            self.notify("Nothing is found that could be decided about: type words first.")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the place pointed at."""
        event.stop()
        self._go()

    def on_pointed_list_taken(self) -> None:
        """Enter in the list, or a click."""
        self._go()

    def _go(self) -> None:
        if self._found:
            self.dismiss(Chosen(None, (self._found[self.query_one(OccurrenceList).pointed],)))
