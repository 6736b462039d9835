# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the checks found in the document shown; Enter goes to the place."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from workbench.core.findings import Finding, Severity
from workbench.tui.asked_pane import AskedPane
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


_SIGNS = {
    Severity.ERROR: Text("E", "bold red"),
    Severity.WARNING: Text("W", "bold yellow"),
    Severity.INFO: Text("i", "dim"),
}


class FindingsTable(DataTable[Text | str], AskedPane):
    """A row a finding, in the order of the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Go to place", show=True),
        Binding("escape", "screen.focus_text", "Back to text"),
    ]

    PANE = "Findings"
    HELP = """\
What the checks found: **E** errors, **W** warnings, **i** information, each with its code, page and message. Enter goes
to the place in the text. `workbench rule CODE` explains a code.
"""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        """An empty table."""
        super().__init__(id=id, cursor_type="row", zebra_stripes=True, cell_padding=1)
        self.findings: tuple[Finding, ...] = ()

    def show(self, review: Review | None) -> None:
        """Show the findings of a document."""
        self.findings = review.findings if review else ()
        rows = [_row(finding) for finding in self.findings]
        self.clear(columns=True)
        # Widths are given: a table that measures itself does so some frames later, and is cut off until then.
        for name, width in ((" ", 1), ("code", _widest(rows, 1, 8)), ("page", 5), ("message", _widest(rows, 3, 20))):
            self.add_column(name, width=width)
        self.add_rows(rows)
        self.set_class(not self.findings, "-empty")
        self.border_title = f"Findings ({len(self.findings)})"
        self.border_subtitle = "nothing found" if review and not self.findings else ""


def _row(finding: Finding) -> tuple[Text | str, str, str, str]:
    page = str(finding.page) if finding.page else ""
    return _SIGNS[finding.severity], one_line(finding.code), page, one_line(finding.message)


def _widest(rows: list[tuple[Text | str, str, str, str]], column: int, least: int) -> int:
    return max([least, *(cell_len(str(row[column])) for row in rows)])
