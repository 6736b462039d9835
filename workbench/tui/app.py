# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application: a session, its one main screen, and a palette of what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.screen import Screen

from workbench.cases import Case
from workbench.redaction import load_policy
from workbench.tui.codes import read_codes
from workbench.tui.commands import WorkbenchCommands
from workbench.tui.main_screen import MainScreen
from workbench.tui.session import Session


class WorkbenchApp(App[None]):
    """``WorkbenchApp(session, paths).run()`` reviews ``paths`` under the session's case."""

    TITLE = "Workbench"
    CSS_PATH = "workbench.tcss"
    COMMANDS: ClassVar = {*App.COMMANDS, WorkbenchCommands}

    def __init__(self, session: Session, paths: Sequence[Path] = ()) -> None:
        """Reads the codes now, so that a wrong file is told before the screen is there.

        Raises:
            RulesError: a file of codes is not valid.

        """
        super().__init__()
        self.session = session
        self._main = MainScreen(session, read_codes(), list(paths))

    def get_default_screen(self) -> Screen[None]:
        """There is one screen; dialogs stand before it."""
        return self._main

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands without the screenshot: it would write withheld text to a file nobody asked for."""
        wanted = {"Theme", "Quit"}
        yield from (command for command in super().get_system_commands(screen) if command.title in wanted)


def review(paths: Sequence[Path], case_path: Path, policy: str = "public") -> None:
    """Run the review until the reviewer quits. Without ``paths`` the documents of the case are listed.

    Raises:
        WorkbenchError: the case, the policy or the codes cannot be used.

    """
    # Reading pulls in every format's libraries: late, so that the screen's own tests need none of them.
    from workbench.tui.loading import reader_for

    chosen = load_policy(policy)
    with Case.open(case_path) as case:
        session = Session(case, reader_for(chosen), chosen)
        known = [Path(document.path) for document in case.documents()]
        WorkbenchApp(session, paths or known).run()
