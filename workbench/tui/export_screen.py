# SPDX-License-Identifier: AGPL-3.0-or-later
"""The export under way, with a way to stop it; then what was written, what was refused, and why."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label, ProgressBar, Static

from workbench.batch.exporting import Inputs, Progress
from workbench.core.counted import counted
from workbench.core.errors import WorkbenchError
from workbench.core.faults import fault
from workbench.exports.options import Exported
from workbench.tui.dialog import Dialog
from workbench.tui.exporting import CancelledError, Order, carry_out, outcome, title_of
from workbench.tui.safe_text import one_line


class ExportScreen(Dialog[None]):
    """What came of each document is scrolled with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Cancel or close"),
        Binding("enter,q", "leave", "Close"),
    ]
    LOOK = "tall"

    def __init__(
        self,
        order: Order,
        reviewed: Mapping[Path, str],
        inputs: Inputs,
        reading: threading.Lock,
    ) -> None:
        """``reviewed`` are the files, each with the SHA-256 of what was reviewed; ``inputs`` what the case says.

        ``reading`` is held while an export runs here: PDF libraries do not bear two threads.
        """
        super().__init__("Exporting", "Esc cancel")
        self._order = order
        self._reviewed = reviewed
        self._inputs = inputs
        self._reading = reading
        self._stop = threading.Event()
        self.under_way = True
        """Whether copies are still written."""

    def content(self) -> ComposeResult:
        """Progress, then the outcome in the same place."""
        yield ProgressBar(total=len(self._reviewed), show_eta=False, id="progress")
        yield Label("", id="last", markup=False)
        with VerticalScroll(id="outcome"):
            yield Static("", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#last", Label).update(
            f"{counted(len(self._reviewed), 'document')} to {one_line(str(self._order.options.to))}"
        )
        self.query_one("#outcome").focus()
        self._run()

    @work(thread=True, group="exporting")
    def _run(self) -> None:
        done: list[Exported] = []

        def step(progress: Progress) -> None:
            done.append(progress.last)
            self.app.call_from_thread(self._advance, progress)
            if self._stop.is_set() and progress.done < progress.total:
                raise CancelledError

        try:
            with self._reading:
                report = carry_out(self._order, self._reviewed, self._inputs, step)
            title, documents = title_of(report), report.documents
        except CancelledError:
            title, documents = "Export cancelled", tuple(done)
        except WorkbenchError as error:
            title, documents = f"Not exported: {error}", tuple(done)
        except Exception as error:  # told without its words, which may quote a document
            title, documents = f"Not exported: {fault(error)}", tuple(done)
        self.app.call_from_thread(self._finished, title, documents)

    def _advance(self, progress: Progress) -> None:
        self.query_one(ProgressBar).update(progress=progress.done)
        self.query_one("#last", Label).update(one_line(Path(progress.last.path).name))

    def _finished(self, title: str, documents: Sequence[Exported]) -> None:
        self.under_way = False
        frame = self.query_one(".dialog")
        frame.border_title = "Not exported" if all(document.failed for document in documents) else "Exported"
        frame.border_subtitle = "↑↓ scroll · Esc close"
        self.query_one(ProgressBar).display = False
        self.query_one("#last", Label).update(one_line(title))
        self.query_one("#outcome Static", Static).update("\n".join(outcome(documents, self._order.options.to)))

    def action_close(self) -> None:
        """Stop, or leave."""
        if not self.under_way:
            self.dismiss()
        elif not self._stop.is_set():
            self._stop.set()
            self.query_one("#last", Label).update("Stopping after the document under way…")

    def action_leave(self) -> None:
        """Leave, once it is done."""
        if not self.under_way:
            self.dismiss()
