# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dialog before an export: what, under which policy, how it looks, and where to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.exports.model import Layout
from workbench.exports.release import tracks
from workbench.redaction import Extent, Policy, read_patterns
from workbench.tui.dialog import Dialog
from workbench.tui.exporting import Order, offered_policies, read_policy, read_release, undecided_under
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


_LAYOUTS = (
    ("faithful: the look of the page", Layout.FAITHFUL),
    ("reflow: the kept text set anew", Layout.REFLOW),
    ("image: pages as pixels", Layout.IMAGE),
)
_EXTENTS = (("unit: says nothing of its length", Extent.UNIT), ("lines: the amount, as FOIA asks", Extent.LINES))
_TEXTS = {
    "patterns": ("Patterns", "none; ssn,phone or all"),
    "authority": ("Declassified by", "no stamp; name and position, or guide"),
    "on": ("Date", "YYYY-MM-DD"),
    "header": ("Header", "none; {document} {page} {pages} {date} {case}"),
    "footer": ("Footer", "none"),
}
# Not a checkbox: Textual's differs by colour alone.
_ANNOTATED = (("no", False), ("yes: a marked-up copy, for inside only", True))


class ExportDialog(Dialog[Order]):
    """The defaults are those of ``workbench export``; Enter on the first button takes them."""

    HELP = """\
Tab goes from question to question, **Enter** opens a list of answers or exports. Each copy is checked before it gets
its name; what cannot be made safe is refused, with the reason.
"""

    def __init__(self, current: Review, reviews: Sequence[Review], policy: Policy, to: Path, case: str = "") -> None:
        """``current`` is the document shown; ``reviews`` are all that were read, under ``policy``.

        Raises:
            RulesError: the user's file of grounds of release is not valid.

        """
        super().__init__("Export sanitized copies", "Tab next · Esc cancel")
        self._current = current
        self._reviews = reviews
        self._policy = policy
        self._to = to
        self._case = case
        self._grounds = [(track.title, name) for name, track in tracks().items()]
        self._counted_for: tuple[str, bool] | None = None
        self._is_counted = False
        self._pressed = False

    def content(self) -> ComposeResult:
        """A row a question."""
        whose = (("this document", False), (f"all {len(self._reviews)} documents read", True))
        yield from _choice("whose", "Documents", whose, False)
        yield from _choice("policy", "Policy", offered_policies(self._policy), "")
        yield from _choice("layout", "Layout", _LAYOUTS, Layout.FAITHFUL)
        yield from _choice("extent", "Extent", _EXTENTS, Extent.UNIT)
        yield from _choice("annotated", "Annotated copy", _ANNOTATED, False)
        for name, (label, hint) in _TEXTS.items():
            yield from _row(label, Input(placeholder=hint, id=name, compact=True))
        yield from _choice("track", "Ground", self._grounds, "foia")
        yield from _row("Folder", Input(str(self._to), id="to", compact=True))
        yield Label("", id="warning", markup=False)
        with Horizontal(classes="buttons"):
            yield Button("Export", variant="primary", id="export")
            yield Button("Cancel", id="cancel")

    def on_mount(self) -> None:
        """Enter exports as it stands."""
        self.query_one("#export").focus()
        self._count_anew()

    def _chosen(self, name: str) -> str:
        return str(self.query_one(f"#{name}", Select).value)

    def _is_chosen(self, name: str) -> bool:
        return bool(self.query_one(f"#{name}", Select).value)

    # --- what happens to paragraphs that nobody has decided about -----------------------------------------------------

    @on(Select.Changed, "#policy")
    @on(Select.Changed, "#whose")
    def _count_anew(self) -> None:
        """A plan for each document, beside the screen: hundreds of pages take longer than a key may."""
        choice = self._chosen("policy"), self._is_chosen("whose")
        if choice != self._counted_for:
            self._counted_for, self._is_counted, self._pressed = choice, False, False
            self._say("Counting what is undecided…")
            self._count(choice[0], self._reviews if choice[1] else (self._current,))

    @work(thread=True, exclusive=True, group="counting")
    def _count(self, name: str, reviews: Sequence[Review]) -> None:
        try:
            undecided = undecided_under(self._named(name), reviews)
            said, danger = undecided.told, undecided.released > 0
        except WorkbenchError as error:
            said, danger = one_line(str(error)), False
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._counted, said, danger)

    def _counted(self, said: str, danger: bool) -> None:
        """Who pressed Export before this was known goes on only where nothing is in danger."""
        self._say(said, danger=danger)
        self._is_counted = True
        if self._pressed and not danger:
            self._export()

    def _say(self, words: str, *, danger: bool = False) -> None:
        label = self.query_one("#warning", Label)
        label.set_class(danger, "-danger")
        label.update(words)

    def _named(self, name: str) -> Policy:
        """That of this review as it was read, or another by its name."""
        return read_policy(name, self._policy.proposals) if name else self._policy

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#export")
    @on(Input.Submitted)
    def _export(self) -> None:
        folder = self.query_one("#to", Input).value.strip()
        if not folder:
            self._say("Name a folder for the copies.")
            self.query_one("#to").focus()
            return
        self._pressed = True
        if self._is_counted:
            try:
                self.dismiss(self._order(Path(folder).expanduser()))
            except WorkbenchError as error:
                self._say(one_line(str(error)))

    def _order(self, to: Path) -> Order:
        patterns, authority, on, header, footer = (self.query_one(f"#{name}", Input).value.strip() for name in _TEXTS)
        return Order(
            self._is_chosen("whose"),
            self._named(self._chosen("policy")),
            Layout(self._chosen("layout")),
            Extent(self._chosen("extent")),
            self._is_chosen("annotated"),
            to,
            read_patterns(patterns) if patterns else (),
            read_release(authority, on, self._chosen("track"), header, footer, self._case),
        )


def _choice(name: str, label: str, offered: Iterable[tuple[str, object]], chosen: object) -> ComposeResult:
    return _row(label, Select(offered, value=chosen, allow_blank=False, id=name, compact=True))


def _row(label: str, widget: Widget) -> ComposeResult:
    with Horizontal(classes="row"):
        yield Label(label)
        yield widget
