# SPDX-License-Identifier: AGPL-3.0-or-later
"""The top line: the overall marking as the banner says, as the portions require, and whether the two agree."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from workbench.markings.model import Marking
from workbench.structure.model import Overall
from workbench.tui.levels import letters_of, style_of


class BannerBar(Static):
    """One line; letters and signs say what the colours say."""

    def show(self, overall: Overall | None) -> None:
        """Show the overall marking of a document, or nothing."""
        self.update(banner_text(overall) if overall else Text(" Workbench", style="bold"))


def banner_text(overall: Overall) -> Text:
    """Banner, computed marking and verdict; what matters most comes first, because 80 cells can cut the end."""
    text = Text(no_wrap=True, overflow="ellipsis")
    if overall.released:
        text.append(" RELEASED ", "bold reverse").append(" ")
    text.append(" marked ").append_text(_chip(overall.banner, "no banner"))
    text.append({True: "  = ", False: "  ≠ ", None: "    "}[overall.consistent], "bold")
    text.append("portions ").append_text(_chip(overall.computed, "no portion marks"))
    text.append({True: "  consistent", False: "  NOT CONSISTENT", None: ""}[overall.consistent], "bold")
    return text


def _chip(marking: Marking | None, missing: str) -> Text:
    if marking is None:
        return Text(f" {missing} ", "reverse")
    return Text(f" {letters_of(marking, banner=True)} ", style_of(marking))
