# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application: a session, its one main screen, and a palette of what can be done."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.screen import Screen

from workbench.core.errors import WorkbenchError
from workbench.core.faults import fault
from workbench.tui.codes import read_codes
from workbench.tui.commands import WorkbenchCommands, help_on
from workbench.tui.dialog import Page
from workbench.tui.export_screen import ExportScreen
from workbench.tui.keyboard import TellingApp
from workbench.tui.main_screen import MainScreen
from workbench.tui.session import Session
from workbench.tui.tidying import leave_to_us, tidy


_QUIET = 1.5
"""Seconds without a key after which there is time to tidy."""


class _Workers(ThreadPoolExecutor):
    """Whoever quits does not wait for what is still read or looked for."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Never waits: a document of thousands of pages takes minutes."""
        super().shutdown(wait=False, cancel_futures=True)

    @property
    def at_work(self) -> bool:
        """Whether one of its threads has not ended."""
        return any(thread.is_alive() for thread in self._threads)


class WorkbenchApp(TellingApp):
    """``WorkbenchApp(session, paths).run()`` reviews ``paths`` under the session's case."""

    TITLE = "Workbench"
    CSS_PATH = "workbench.tcss"
    ALLOW_SELECT = False  # the clipboard is read by every other program
    COMMANDS: ClassVar = {*TellingApp.COMMANDS, WorkbenchCommands}

    def __init__(self, session: Session, paths: Sequence[Path] = ()) -> None:
        """Reads the codes now, so that a wrong file is told before the screen is there.

        Raises:
            RulesError: a file of codes is not valid.

        """
        super().__init__()
        if _is_light() and "TEXTUAL_THEME" not in os.environ:
            self.theme = "textual-light"
        self.session = session
        self.readers = _Workers()
        self._main = MainScreen(session, read_codes(), list(paths))

    def on_mount(self) -> None:
        """Tidy where nobody waits for it. Who is told to end gives the terminal back first: it shows the document."""
        self.set_interval(_QUIET, self._tidy)
        loop = asyncio.get_running_loop()
        loop.set_default_executor(self.readers)
        if os.name == "posix" and not self.is_headless:
            loop.add_signal_handler(signal.SIGTERM, self._end)

    def _end(self) -> None:
        self.exit(return_code=128 + signal.SIGTERM)

    def _tidy(self) -> None:
        if self.seconds_quiet > _QUIET:
            tidy()

    def get_default_screen(self) -> Screen[None]:
        """There is one screen; dialogs stand before it."""
        return self._main

    async def action_quit(self) -> None:
        """Leave; not while copies are written, of which nobody would know what became."""
        if isinstance(self.screen, ExportScreen) and self.screen.under_way:
            self.notify("The export is still under way: Esc stops it.", severity="warning")
        else:
            self.exit()

    def action_help(self) -> None:
        """Help about what has the focus, also in a dialog."""
        if not isinstance(self.screen, Page):
            self.push_screen(help_on(self.screen))

    def tell_page(self, page: int, pages: int) -> None:
        """From the thread that reads: OCR begins with ``page`` of ``pages``."""
        self.call_from_thread(self._main.show_page, page, pages)

    def _handle_exception(self, error: Exception) -> None:
        """End after a fault of our own. Textual would print a traceback with the values of variables: document text."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def fault(self) -> str:
        """The fault that ended the app, without its words; nothing where there was none."""
        error = getattr(self._exception, "error", self._exception)  # what a worker failed with
        return fault(error) if error else ""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands without the screenshot: it would write withheld text to a file nobody asked for."""
        wanted = {"Theme", "Quit"}
        yield from (command for command in super().get_system_commands(screen) if command.title in wanted)


def review(
    paths: Sequence[Path],
    case_path: Path,
    policy: str = "public",
    proposals: Sequence[str] = (),
    *,
    look_only: bool = False,
) -> None:
    """Run the review until the reviewer quits. Without ``paths`` the documents of the case are listed.

    Raises:
        WorkbenchError: the case, the policy or the codes cannot be used.

    """
    # Reading pulls in every format's libraries: late, so that the screen's own tests need none of them.
    from workbench.tui.loading import opened_session

    def progress(page: int, pages: int) -> None:
        app.tell_page(page, pages)

    with opened_session(case_path, policy, proposals, progress, look_only=look_only) as (session, known):
        app = WorkbenchApp(session, paths or known)
        _start_helper_of_processes()
        leave_to_us()
        app.run()
        if app.fault:
            raise WorkbenchError(f"{app.fault}; what was decided is in {case_path}")
    if app.readers.at_work:  # Python would wait for them; the case is closed, and the terminal given back
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(app.return_code or 0)
    if app.return_code:
        sys.exit(app.return_code)


def _is_light() -> bool:
    """Whether the terminal says that its background is white or light grey (``COLORFGBG``, of 16 colours)."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def _start_helper_of_processes() -> None:
    """An export of several documents starts processes, and Python a helper for them, to which it hands stderr.

    While the screen is up stderr is Textual's and has no file descriptor to hand on: so the helper starts before.
    """
    if os.name == "posix":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()
