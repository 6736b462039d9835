# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the checks found in the document shown; Enter goes to the place."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from workbench.core.findings import Finding, Severity
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


_SIGNS = {
    Severity.ERROR: Text("E", "bold red"),
    Severity.WARNING: Text("W", "bold yellow"),
    Severity.INFO: Text("i", "dim"),
}


class FindingsTable(DataTable[Text | str]):
    """A row a finding, in the order of the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Go to place", show=True),
        Binding("escape", "screen.focus_text", "Back to text"),
    ]

    HELP = """\
What the checks found: **E** errors, **W** warnings, **i** information, each with its code, page and message. Enter goes
to the place in the text. `workbench rule CODE` explains a code.
"""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        """An empty table."""
        super().__init__(id=id, cursor_type="row", zebra_stripes=True, cell_padding=1)
        self.findings: tuple[Finding, ...] = ()

    def on_mount(self) -> None:
        """The columns."""
        self.add_column(" ", width=1)
        self.add_column("code", width=12)
        self.add_column("page", width=5)
        self.add_column("message")

    def ask(self) -> None:
        """Show and focus the pane; on a narrow screen it goes away again with the focus."""
        self.add_class("-asked")
        self.call_after_refresh(self.focus)

    def on_blur(self) -> None:
        """Done with."""
        self.remove_class("-asked")

    def show(self, review: Review | None) -> None:
        """Show the findings of a document."""
        self.clear()
        self.findings = review.findings if review else ()
        for finding in self.findings:
            page = str(finding.page) if finding.page else ""
            self.add_row(_SIGNS[finding.severity], one_line(finding.code), page, one_line(finding.message))
        self.border_title = f"Findings ({len(self.findings)})"
        self.border_subtitle = "nothing found" if review and not self.findings else ""
