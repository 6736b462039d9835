# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a marking looks: its letters first, and the colour of its cover sheet behind them.

Colours are those of the standard forms and labels (SF 703 to 710, SF 901): U green, CUI purple, C blue, S red, TS
orange, SCI yellow. Never colour alone: a reviewer may not see it, and a terminal may not have it.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.style import Style

from workbench.markings.model import Level, Marking
from workbench.structure.model import Paragraph
from workbench.tui.safe_text import one_line


CHIP_CELLS = 7
UNMARKED = "no mark"

_SCI = Style(color="#000000", bgcolor="#fce83a", bold=True)
_COLOURS = {
    Level.U: Style(color="#ffffff", bgcolor="#00702e", bold=True),
    Level.CUI: Style(color="#ffffff", bgcolor="#502b85", bold=True),
    Level.R: Style(color="#ffffff", bgcolor="#4a5568", bold=True),
    Level.C: Style(color="#ffffff", bgcolor="#0033a0", bold=True),
    Level.S: Style(color="#ffffff", bgcolor="#c8102e", bold=True),
    Level.TS: Style(color="#000000", bgcolor="#ff8c00", bold=True),
}
_QUIET = Style(dim=True)
_UNMARKED_STYLE = Style(reverse=True, bold=True)


def style_of(marking: Marking | None) -> Style:
    """The colours of a marking; reversed where there is none."""
    if marking is None:
        return _UNMARKED_STYLE
    return _SCI if marking.sci else _COLOURS[marking.level]


def letters_of(marking: Marking | None, *, banner: bool = False) -> str:
    """The canonical letters of a marking without parentheses; its level where it has no canonical form."""
    if marking is None:
        return UNMARKED
    canonical = (marking.banner if banner else marking.portion) or marking.level.value
    return one_line(canonical).removeprefix("(").removesuffix(")")


def chip_of(paragraph: Paragraph, *, classified: bool) -> tuple[str, Style]:
    """The portion mark of a paragraph in 7 cells, with its colours. ``↑`` says that it is inherited, not its own.

    A missing mark is shown where the document is ``classified``; elsewhere there is nothing to miss.
    """
    if paragraph.governing is None and not classified:
        return fitted("–", CHIP_CELLS), _QUIET
    letters = letters_of(paragraph.governing)
    if paragraph.governing and not paragraph.portion:
        letters = "↑" + letters
    return fitted(letters, CHIP_CELLS), style_of(paragraph.governing)


def fitted(text: str, cells: int) -> str:
    """``text`` in exactly ``cells`` cells, cut with an ellipsis or filled with spaces."""
    if cell_len(text) > cells:
        return set_cell_size(text, cells - 1) + "…"
    return set_cell_size(text, cells)
