# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the text of an RTF group is shown, which the groups inside it inherit; what is not shown, counted, never told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from workbench.core.findings import Finding, Severity, tallied
from workbench.documents.model import Place


_SMALLEST = 4
"""Half points: text of 2 points or less is shown and nobody sees it."""
BLACK = -1
"""The number of the colour of a pattern that has none of its own."""
SHADES = frozenset(("shdng", "cfpat", "cbpat"))
"""How dense a pattern is, its colour and that of what is behind it; before them ``ch`` of letters, ``cl`` of cells."""
_DENSE = 7500
"""Of 10 000: how much of a ground a pattern is from which on it hides what is behind it."""
_FLAT = 40
"""Twentieths of a point: lines of such a height show no letter."""
_COLORS = {"cf": "ink", "highlight": "marker"}
_GROUNDS = {
    **{f"ch{name}": ("ground", name) for name in SHADES},
    **{name: ("paper", name) for name in SHADES},
    **{"cb": ("ground", "cbpat"), "shading": ("paper", "shdng")},
}
_SWITCHES = {
    "v": "hidden",
    "webhidden": "doubtful",
    "htmlrtf": "doubtful",
    "deleted": "deleted",
    "mvf": "deleted",
    "caps": "caps",
    **dict.fromkeys(("strike", "striked"), "struck"),
    **dict.fromkeys(("super", "sub", "up", "dn", "fittext"), "raised"),
}
# Letters that stand over one another, or have no width or height.
_MEASURES: dict[str, tuple[str, Callable[[int], bool]]] = {
    "expnd": ("doubtful", lambda n: n <= -12),
    "expndtw": ("doubtful", lambda n: n <= -60),
    "charscalex": ("doubtful", lambda n: n <= 4),
    "fs": ("small", lambda n: n <= _SMALLEST),
    "sl": ("flat", lambda n: -_FLAT < n < 0),
}


@dataclass(slots=True)
class State:
    """What a group inherits from the one around it."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    caps: bool = False
    struck: bool = False
    small: bool = False
    flat: bool = False
    veiled: bool = False
    """Whether it stands in a shape that is not shown."""
    raised: bool = False
    doubtful: bool = False
    """Whether only some readers see it: those of pages, or of mail as the RTF says it."""
    ink: int = 0
    """Number of the colour of letters, and of a marker behind them; 0 is the program's own."""
    marker: int = 0
    ground: Mapping[str, int] = field(default_factory=dict)
    """The words that tell the shading of letters, and that of the whole paragraph."""
    paper: Mapping[str, int] = field(default_factory=dict)
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
        elif word == "plain":
            self.hidden = self.caps = self.struck = self.small = self.doubtful = self.raised = False
            self.ink, self.marker, self.ground = 0, 0, {}
            self.font = -1
        elif word == "pard":
            self.paper, self.flat = {}, False
            return False
        elif word == "nosupersub":
            self.raised = False
        elif word in _COLORS:
            setattr(self, _COLORS[word], number or 0)
        elif word in _GROUNDS:
            kind, name = _GROUNDS[word]
            setattr(self, kind, {**getattr(self, kind), name: number or 0})
        elif word in _MEASURES and number is not None:
            name, holds = _MEASURES[word]
            setattr(self, name, holds(number))
        else:
            return False
        return True

    @property
    def behind(self) -> int:
        """The number of the colour behind its letters, be it a marker's, theirs or their paragraph's; 0 for none."""
        return self.marker or shade(self.ground) or shade(self.paper)


def shade(told: Mapping[str, int]) -> int:
    """The number of the colour that is seen of a shading, by the words that tell it."""
    return (told.get("cfpat") or BLACK) if told.get("shdng", 0) >= _DENSE else told.get("cbpat", 0)


_SAID = {
    "hidden": ("R301", Severity.WARNING, "{} characters of hidden text are left out"),
    "deleted": ("R302", Severity.WARNING, "{} characters of deleted text are still in the file and left out"),
    "insertions": ("R303", Severity.INFO, "{} tracked insertions are read as text"),
    "comments": ("R304", Severity.WARNING, "{} comments are left out"),
    "embedded objects": ("R305", Severity.WARNING, "{} embedded objects are not read"),
    "pictures": ("R306", Severity.WARNING, "{} pictures are not read"),
    "properties": ("R307", Severity.INFO, "{} groups of document properties are left out"),
    "hard to see": ("R308", Severity.WARNING, "{} characters are white or too small to be seen; they are read"),
    "covered": ("R312", Severity.WARNING, "{} characters have the colour of their ground and are left out"),
    "behind": ("R309", Severity.WARNING, "{} bytes behind the end of the document are left out"),
    "undecoded": ("R311", Severity.WARNING, "{} characters are not in the character set they declare"),
    "cut off": ("damaged-part", Severity.WARNING, "the file is cut off: {} groups are not closed"),
}


def findings(counts: Counter[str]) -> Iterator[Finding]:
    """By what was counted; what has no words of its own was left out."""
    yield from tallied(_SAID.items(), counts)
    for key in sorted(key for key in counts if key and key not in _SAID and counts[key]):
        yield Finding("R310", Severity.INFO, f"{counts[key]} {key} are left out")
