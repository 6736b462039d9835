# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the checks found in the document shown; Enter goes to the place."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from workbench.core.findings import Finding, Severity
from workbench.tui.asked_pane import AskedPane
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


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
