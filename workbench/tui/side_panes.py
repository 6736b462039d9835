# SPDX-License-Identifier: AGPL-3.0-or-later
"""The panes beside the text, which a narrow screen shows only while they are asked for: documents and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget

from workbench.core.findings import Finding, Severity
from workbench.tui.keyboard import KeyboardApp
from workbench.tui.levels import letters_of, style_of
from workbench.tui.listed_documents import Item
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


class AskedPane(Widget):
    """Mixed into a widget that can have the focus; the style sheet hides it while it lacks the class ``-asked``."""

    def ask(self) -> None:
        """Show and focus the pane; on a narrow screen it goes away again with the focus."""
        self.add_class("-asked")
        app: object = self.app
        if isinstance(app, KeyboardApp):
            app.hold_keys()  # what is typed behind the key that asked is for this pane
        self.call_after_refresh(self.focus)

    def on_blur(self) -> None:
        """Done with."""
        self.remove_class("-asked")


_SIGNS = {Severity.ERROR: ("E", "bold red"), Severity.WARNING: ("W", "bold yellow"), Severity.INFO: ("i", "dim")}


class FindingsTable(PointedList, AskedPane):
    """A line a finding, in the order of the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Go to place", show=True),
        Binding("escape", "screen.focus_text", "Back to text"),
    ]

    PANE = "Findings"
    HELP = """\
What the checks found: **E** errors, **W** warnings, **i** information, each with its code, page and message. Enter goes
to the place in the text. `workbench rule CODE` explains a code.
"""

    findings: tuple[Finding, ...] = ()

    def show_findings(self, review: Review | None) -> None:
        """Show the findings of a document."""
        self.findings = review.findings if review else ()
        self.show([_line(finding) for finding in self.findings])
        self.set_class(not self.findings, "-empty")
        self.border_title = f"Findings ({len(self.findings)})"
        self.border_subtitle = "nothing found" if review and not self.findings else ""


def _line(finding: Finding) -> Text:
    page = f"p. {finding.page}" if finding.page else ""
    return Text.assemble(_SIGNS[finding.severity], f" {one_line(finding.code)}  {page:<7}{one_line(finding.message)}")


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
        self._documents, self._names = tuple(items), names_of(items)  # the session's own list grows
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
