# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the text of an RTF group is shown, which the groups inside it inherit."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.documents.model import Place


_SMALLEST = 4
"""Half points: text of 2 points or less is shown and nobody sees it."""
_COLORS = {"cf": "ink", "highlight": "marker", "cb": "ground", "chcbpat": "ground"}
_SWITCHES = {"v": "hidden", "webhidden": "hidden", "deleted": "deleted", "mvf": "deleted", "caps": "caps"}
_STRIKES = frozenset(("strike", "striked"))


@dataclass(slots=True)
class State:
    """What a group inherits from the one around it."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    caps: bool = False
    struck: bool = False
    small: bool = False
    ink: int = 0
    """Number of the colour of letters, and of what is behind them; 0 is the program's own."""
    marker: int = 0
    ground: int = 0
    unicode_skip: int = 1
    font: int = -1
    place: Place | None = None
    """Where the text goes; None for the body, whose paragraphs say it themselves."""
    destination: str = ""
    entered: bool = False
    """Whether this group is a story of its own: a header, a note."""

    def take(self, word: str, number: int | None) -> bool:
        """Change what a control word changes; whether it is one of those that change how letters look."""
        on = number != 0
        if word in _SWITCHES:
            setattr(self, _SWITCHES[word], on)
        elif word in _STRIKES:
            self.struck = on
        elif word == "plain":
            self.hidden = self.caps = self.struck = self.small = False
            self.ink = self.marker = self.ground = 0
            self.font = -1
        elif word in _COLORS:
            setattr(self, _COLORS[word], number or 0)
        elif word == "fs":
            self.small = self.small if number is None else number <= _SMALLEST
        else:
            return False
        return True
