# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents of the session: name, overall marking, findings, undecided; or why one could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from workbench.tui.asked_pane import AskedPane
from workbench.tui.levels import letters_of, style_of
from workbench.tui.listed_documents import Item
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


class DocumentList(PointedList, AskedPane):
    """Two lines a document, drawn when they come into sight. Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open in view", show=True),
        Binding("o", "screen.open", "Add files"),
        Binding("escape", "screen.focus_text", "Back to text"),
    ]

    PANE = "Documents"
    HELP = """\
The documents of this session. The second line gives the number of undecided paragraphs (**?**) and of findings (**!**),
then the overall marking (**=** where banner and portions agree, **≠** where not). Enter opens a document; **}** in the
text goes to the next one with something undecided. **•** stands before the one in the text.
"""

    HEIGHT = 2

    _documents: Sequence[Item] = ()
    _current: Item | None = None

    def show_documents(self, items: Sequence[Item], current: Item | None) -> None:
        """Show these files; ``current`` is the one in the view, and pointed at when it comes into the view."""
        came, self._current = current is not self._current, current
        before = len(self)
        self._documents, self._names = items, names_of(items)
        if len(self) != before or came:
            self._measure(items.index(current) if came and current in items else self.pointed)
        self.refresh()
        self.border_title = f"Documents ({len(items)})"
        waiting = sum(item.review is not None and item.review.undecided > 0 for item in items)
        self.border_subtitle = f"{waiting} with ?" if waiting else ""

    def __len__(self) -> int:
        return len(self._documents)

    def item(self, at: int) -> Text:
        """Name and state of a file."""
        document = self._documents[at]
        return prompt_of(document, self._names[at], current=document is self._current)


def names_of(items: Sequence[Item]) -> list[str]:
    """The name of each file, with its folder where two have the same."""
    count = Counter(item.path.name for item in items)
    named = (f"{i.path.parent.name}/{i.path.name}" if count[i.path.name] > 1 else i.path.name for i in items)
    return [one_line(name) for name in named]


def prompt_of(item: Item, name: str, *, current: bool) -> Text:
    """What the list shows of a file."""
    text = Text(("•" if current else " ") + name, "bold" if current else "")
    text.append("\n   ", "not bold")
    if item.review:
        text.append("CHANGED ON THE DISK " if item.changed else "", "bold")
        return text.append_text(_summary(item.review))
    return text.append(one_line(item.problem) if item.problem else "waiting…", "dim italic")


def _summary(review: Review) -> Text:
    overall = review.analysis.overall
    shown = overall.banner or overall.computed
    text = Text()
    # What is left to do comes first: a long marking is cut at its end.
    if review.to_decide:
        text.append(f"?{review.undecided} " if review.undecided else "decided ")
    text.append(f"{review.stage} " if review.stage else "", "bold")
    text.append(f"!{len(review.findings)} " if review.findings else "")
    text.append({True: "= ", False: "≠ ", None: ""}[overall.consistent], "bold")
    text.append(*((f" {letters_of(shown)} ", style_of(shown)) if shown else ("not marked", "dim")))
    return text
