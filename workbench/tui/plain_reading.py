# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading documents line by line: going from paragraph to paragraph and from file to file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from workbench.core.counted import counted
from workbench.core.errors import UsageError, WorkbenchError
from workbench.documents import Span
from workbench.redaction import Searcher
from workbench.redaction.intervals import common
from workbench.tui.bars import left
from workbench.tui.details import details
from workbench.tui.exporting import changed
from workbench.tui.goto import row_named, turned
from workbench.tui.listed_documents import Item, expand, written
from workbench.tui.plain_words import COMMANDS, HELP, heading, paragraph
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.session import LOOK_ONLY, Session
from workbench.tui.shown_rows import ShownRows
from workbench.tui.side_panes import names_of
from workbench.tui.target import Target


class PlainReading:
    """``run`` takes one command a line; its method gets the words behind the letter, and which way (see COMMANDS)."""

    def __init__(self, session: Session, say: Callable[[str], None]) -> None:
        """``say`` gets what is printed."""
        self.session = session
        self.say = say
        self.item: Item | None = None
        self.row = 0
        self.failed = False
        """Whether a document was not opened, or not exported."""
        self._sure = False
        self._words: tuple[Span, ...] = ()
        self._rows: tuple[int, ...] = ()

    def begin(self, paths: Sequence[Path]) -> None:
        """List what is in ``paths`` and go where the reviewer left off."""
        self.session.catch_up()
        if said := self.session.tampered() or (LOOK_ONLY if self.session.look_only else ""):
            self.say(f"Warning: {said}")
        items = self.session.add(list(expand(paths, self.session.case.path)))
        try:
            for item in items[:1]:
                self.show(self.session.left_off(items) or item)
        except WorkbenchError as error:  # no line is about another document instead: o or ] opens one
            self.failed = True
            self.say(str(error))

    def run(self, lines: Iterable[str], *, script: bool) -> None:
        """Until the lines end or one says ``q``.

        Raises:
            WorkbenchError: a line of a ``script`` was refused: those behind it may be meant for another paragraph.

        """
        for number, line in enumerate(map(str.strip, lines), start=1):
            if line == "q":
                return
            try:
                if not script or (line and not line.startswith("#")):
                    self.obey(line)
            except WorkbenchError as error:
                if script:
                    kind = UsageError if isinstance(error, UsageError) else WorkbenchError
                    raise kind(f"line {number}: {error}; it and what follows it were not carried out") from None
                self.say(f"Not done: {error}")

    def obey(self, line: str) -> None:
        """Carry out one line, on what others have made of the case and the file since the line before."""
        if self.session.catch_up():
            self.say(self.session.tampered() or "Another reviewer has changed the case meanwhile.")
        item = self.item
        if item and item.review and not item.changed and written(item.path) not in (None, item.seen):
            item.seen = written(item.path)
            item.changed = bool(changed({item.path: item.review.document.sha256}))
            if item.changed:
                self.say("The file was changed on the disk: what is decided is about what it was. F5 reads it again.")
        word, _, rest = line.partition(" ")
        self._sure = word.endswith("!")
        if word.rstrip("!") not in COMMANDS:
            raise UsageError(f"there is no command {one_line(word)}: ? lists them")
        method, way, _ = COMMANDS[word.rstrip("!")]
        getattr(self, f"_{method}")(rest.strip(), way)

    # --- documents ---------------------------------------------------------------------------------------------------

    @property
    def review(self) -> Review:
        """The document that is read."""
        if self.item is None or self.item.review is None:
            raise WorkbenchError("no document is open: o NAME opens one")
        if not self.item.review.rows:
            raise WorkbenchError("there is no text in this document")
        return self.item.review

    def show(self, item: Item) -> None:
        """Go to a document, which is read now where it was not yet."""
        if item.waits:
            self.session.take(item, self.session.read(item))
        if warning := self.session.shown(item):
            self.say(f"Warning: {item.path.name} {warning}")
        if item.review is None:
            raise WorkbenchError(f"{one_line(str(item.path))}: {one_line(item.problem)}")
        if self.item:
            self.item.row = self.row
        self.item, items = item, self.session.items
        at = f"document {items.index(item) + 1} of {len(items)}"
        self.say(f"{one_line(item.path.name)}, {at}, {heading(item.review)}")
        if item.review.rows:
            self.go(item.review.first() if item.row is None else item.row)

    def _listing(self, _: str, __: int) -> None:
        for item, name in zip(self.session.items, names_of(self.session.items), strict=True):
            state = heading(item.review) if item.review else one_line(item.problem) or "not read yet"
            self.say(f"{name}{' (here)' if item is self.item else ''}: {state}")

    def _open(self, name: str, _: int) -> None:
        new = self.session.add([Path(name)]) if os.path.isfile(name) else []  # noqa: PTH113 (Path.is_file may raise)
        same = os.path.abspath(name)  # noqa: PTH100
        known = [item for item in self.session.items if os.path.abspath(item.path) == same]  # noqa: PTH100
        known += [item for item in self.session.items if name and name.casefold() in str(item.path).casefold()]
        if not known:
            raise UsageError("o NAME: there is no such document in the list, nor such a file")
        self.show((new or known)[0])

    def _turn(self, _: str, by: int) -> None:
        if items := [item for item in self.session.items if not item.problem]:
            self.show(items[((items.index(self.item) if self.item in items else -by) + by) % len(items)])

    def _read_again(self, _: str, __: int) -> None:
        if self.item:
            self.session.read_again(self.item)
            self.show(self.item)

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def go(self, row: int | None, nothing: str = "nothing more there") -> None:
        """Print a row, which the next command is about; what was selected is dropped."""
        if row is None or not 0 <= row < len(self.review.rows):
            raise WorkbenchError(nothing)
        self.row, self._words, self._rows = row, (), ()
        self.say(paragraph(self.review, row, self.session.reviewer))

    def _row(self, _: str, by: int) -> None:
        self.go(self.row + by)

    def _undecided(self, _: str, by: int) -> None:
        review = self.review
        more = by > 0 and not self._words and review.proposals(self.row)  # words of it that a pattern asks about
        self._go_on(self.row if more else review.next_undecided(self.row, by), by, left(review))
        for proposal in review.proposals(self.row)[:1]:
            self._take(proposal)

    def _by_others(self, _: str, by: int) -> None:
        row = self.review.next_by_others(self.row, by, self.session.reviewer)
        self._go_on(row, by, "nobody else has decided anything here")

    def _go_on(self, row: int | None, by: int, nothing: str) -> None:
        if row is not None and (said := turned(self.row, row, by)):
            self.say(said)
        self.go(row, nothing)

    def _goto(self, place: str, _: int) -> None:
        row = row_named(self.review, place) if place else self.row
        if isinstance(row, str):
            raise UsageError(row)
        self.go(row)

    def _find(self, words: str, _: int) -> None:
        hits = Searcher(self.review.document.text).find(words) if words else ()
        rows = sorted({self.review.row_at(hit.start) for hit in hits})
        self._go_on(next((row for row in rows if row > self.row), rows[0] if rows else None), 1, "not found")

    # --- what the next decision is about -----------------------------------------------------------------------------

    def _select(self, words: str, _: int) -> None:
        review, place = self.review, row_named(self.review, words) if words.startswith("#") else ""
        if isinstance(place, int):
            rows = range(min(self.row, place), max(self.row, place) + 1)
            self._rows, self._words = tuple(row for row in rows if review.is_asked(row)), ()
            self.say(f"{self._target().name(review)} chosen. {self._target().excerpt(review)}")
            return
        hits = sorted(Searcher(review.document.text).find(words)) if words else []
        here = [hit for hit in hits if any(s <= hit.start < e for s, e in review.rows[self.row].spans)]
        before = self._words[0].start if self._words else -1
        self._words, self._rows = (), ()
        if here:
            self._take(
                next((hit for hit in here if hit.start > before), here[0]), f" ({counted(len(here), 'place')} here)"
            )
        elif words:
            raise WorkbenchError("these words do not stand in this paragraph, and nothing is selected now")

    def _take(self, span: Span, more: str = "") -> None:
        self._words = tuple(common(self.review.rows[self.row].spans, span))
        self.say(f"Selected{more}: {self._target().excerpt(self.review)}")

    def _target(self) -> Target:
        return Target((self.row,), self._words) if self._words else Target(self._rows or (self.row,))

    # --- asking ------------------------------------------------------------------------------------------------------

    def _details(self, _: str, __: int) -> None:
        self.say(details(self.review, self.row, self.session.case.history(self.review.document.sha256)).plain)

    def _preview(self, _: str, __: int) -> None:
        self.say(f"In the copy: {ShownRows(self.review, self.session.preview(self.review)).texts[self.row]}")

    def _findings(self, _: str, __: int) -> None:
        for found in self.review.findings:
            self.say(f"{found.severity} {found.code}, page {found.page or 1}: {one_line(found.message)}")

    def _help(self, _: str, __: int) -> None:
        self.say(HELP)
