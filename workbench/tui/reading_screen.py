# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reading of documents behind the panes, and going from one to another."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import on, work
from textual.worker import get_current_worker

from workbench.core.counted import counted
from workbench.core.errors import WorkbenchError
from workbench.tui.exporting import changed
from workbench.tui.listed_documents import Item, expand, written
from workbench.tui.panes_screen import PanesScreen
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.session import Session
from workbench.tui.side_panes import DocumentList
from workbench.tui.tidying import set_apart


_CHANGED = (
    "The file was changed after it was read. What is decided here is about what it was: "
    "F5 reads it as it is now, and c carries the decisions over."
)
_SECONDS_BETWEEN_TELLING = 0.5


class ReadingScreen(PanesScreen):
    """Documents are read one after the other in a worker thread; nothing waits for them."""

    def __init__(self, session: Session, paths: list[Path]) -> None:
        """``paths`` are opened when the screen is there."""
        super().__init__(session)
        self._paths = paths
        self._being_read = ""
        self._told_reading = 0.0
        self._looking = False
        self._told: list[Item] = []
        self._paths_were_named = bool(paths)

    def _begin(self) -> None:
        self.add_paths(self._paths)

    @work(thread=True, group="walking")
    def add_paths(self, paths: list[Path]) -> None:
        """Walk folders and list what is in them."""
        found = list(expand(paths, self.session.case.path))
        self.app.call_from_thread(self._added, found)

    def _added(self, found: list[Path]) -> None:
        new = self.session.add(found)
        if not new and self._paths_were_named:
            self.notify("All of it is in the list already (F2)." if found else "There is no file in that folder.")
        self._paths_were_named = True
        if self.item is None and new:
            self._show_first(new)
        self._refresh_list()
        if not self._being_read:
            self._read_next()

    def _show_first(self, items: list[Item]) -> None:
        """The document that the reviewer was at, read before the others; else the first."""
        first = None
        with contextlib.suppress(WorkbenchError):  # told elsewhere
            first = self.session.left_off(items)
        if first:
            self.session.read_first(first)
        self._show_item(first or items[0])

    def _read_next(self) -> None:
        item = self.session.next_waiting()
        self._being_read = item.path.name if item else ""
        self._tell_reading()
        if item:
            self._read(item)
        else:
            self._tell_problems()

    def _tell_reading(self, page: str = "") -> None:
        """What is read and how much is left; not of each of hundreds of small files, which keys would wait for."""
        now = time.monotonic()
        if not self._being_read or page or now - self._told_reading > _SECONDS_BETWEEN_TELLING:
            self._told_reading = now
            self._try(self.session.case.settle, "Case file")
            items = self.session.items
            left = sum(item.waits for item in items)
            many = f" ({len(items) - left + 1} of {len(items)})" if len(items) > 1 else ""
            self._reading = f"reading {self._being_read}{page}…{many}" if self._being_read else ""
            self._show_state()
            self._refresh_list()

    def show_page(self, page: int, pages: int) -> None:
        """How far the reading of a scan is."""
        self._tell_reading(f": page {page} of {pages}")

    def _tell_problems(self) -> None:
        """Once all is read: what could not be, in one message; the list keeps the reasons."""
        failed = [item.path.name for item in self.session.items if item.problem and item not in self._told]
        self._told = [item for item in self.session.items if item.problem]
        if failed:
            names = ", ".join(map(one_line, failed[:4])) + ("…" if len(failed) > 4 else "")
            title = f"{counted(len(failed), 'file')} not opened"
            self.notify(f"{names}\nF2 says why.", title=title, severity="warning", markup=False)

    @work(thread=True, group="reading")
    def _read(self, item: Item) -> None:
        result = self.session.read(item)
        set_apart()
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._read_done, item, result)

    def _read_done(self, item: Item, result: Review | str) -> None:
        self._try(lambda: self.session.take(item, result), "Case file")
        if item is self.item or (item.review and (self.item is None or self.item.problem)):
            self._show_item(item)
            self._refresh_list()
        self._read_next()

    def _show_item(self, item: Item | None) -> None:
        super()._show_item(item)
        if item and item.review:
            self._try(partial(self._warn, item, item.review), "Case file")

    def _warn(self, item: Item, review: Review) -> None:
        """A warning stays its time where there are decisions that may be about other words than they say."""
        self._tell(self.session.shown(item), item.path.name, "error" if review.decisions else "warning")

    # --- what happens to files meanwhile -----------------------------------------------------------------------------

    def _catch_up(self) -> None:
        super()._catch_up()
        if not self._looking:
            self._looking = True
            self._look([(item, item.review.document.sha256) for item in self.session.items if item.review])

    @work(thread=True, group="comparing")
    def _look(self, read: Sequence[tuple[Item, str]]) -> None:
        """Which files hold other bytes than were read; one that is half written, or gone, is looked at again."""
        for item, sha256 in read:
            now = written(item.path)
            if now and now != item.seen:
                with contextlib.suppress(WorkbenchError, OSError):
                    other = bool(changed({item.path: sha256}))
                    item.seen = now
                    self.app.call_from_thread(self._compared, item, sha256, other)
        self._looking = False

    def _compared(self, item: Item, sha256: str, other: bool) -> None:
        if item.review and item.review.document.sha256 == sha256 and item.changed != other:
            item.changed = other
            self._refresh_list()
            self._tell(_CHANGED if other else "", item.path.name, "warning")
            if item is self.item:
                self.view.border_title = self._title(item)

    # --- from one to another ---------------------------------------------------------------------------------------

    @on(PointedList.Taken, "#documents")
    def _document_chosen(self) -> None:
        self.open_item(self.session.items[self.query_one(DocumentList).pointed])

    def open_item(self, item: Item) -> None:
        """Show a document; one that waits is read first."""
        if item.waits:
            self.session.read_first(item)
        self._show_item(item)
        self._refresh_list()
        self.view.focus()

    def named(self, typed: str) -> Item | None:
        """The next document after that in the view with ``typed`` in its name."""
        name = typed.strip().casefold()
        return next((item for item in self._others() if name and name in item.path.name.casefold()), None)

    def _others(self) -> list[Item]:
        """The documents of the list behind that in the view, then those before it."""
        items = self.session.items
        at = items.index(self.item) if self.item else len(items)
        return [*items[at + 1 :], *items[:at]]

    def action_next_document(self, by: int) -> None:
        """To another document of the list."""
        if others := [item for item in self._others() if not item.problem]:
            self.open_item(others[0 if by > 0 else -1])
        else:
            self.notify("There is no other document that could be opened.")

    def action_next_waiting_document(self, by: int) -> None:
        """To another document of the list that has something undecided."""
        if waiting := [item for item in self._others() if item.review and item.review.undecided]:
            self.open_item(waiting[0 if by > 0 else -1])
        else:
            self.notify("No other document has anything undecided.")
