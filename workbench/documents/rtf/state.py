# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the text of an RTF group is shown, which the groups inside it inherit; what is not shown, counted, never told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.findings import Finding, Severity
from workbench.documents.model import Place


_SMALLEST = 4
"""Half points: text of 2 points or less is shown and nobody sees it."""
_COLORS = {"cf": "ink", "highlight": "marker", "cb": "ground", "chcbpat": "ground", "cbpat": "paper"}
_SWITCHES = {
    "v": "hidden",
    "webhidden": "doubtful",
    "htmlrtf": "doubtful",
    "deleted": "deleted",
    "mvf": "deleted",
    "caps": "caps",
}
# Letters that stand over one another, or have no width.
_NARROWED = {"expnd": lambda n: n <= -12, "expndtw": lambda n: n <= -60, "charscalex": lambda n: n <= 4}
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
    doubtful: bool = False
    """Whether only some readers see it: those of pages, or of mail as the RTF says it."""
    ink: int = 0
    """Number of the colour of letters, and of what is behind them; 0 is the program's own."""
    marker: int = 0
    ground: int = 0
    paper: int = 0
    """Of the whole paragraph."""
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
            self.hidden = self.caps = self.struck = self.small = self.doubtful = False
            self.ink = self.marker = self.ground = 0
            self.font = -1
        elif word == "pard":
            self.paper = 0
            return False
        elif word in _COLORS:
            setattr(self, _COLORS[word], number or 0)
        elif word == "fs":
            self.small = self.small if number is None else number <= _SMALLEST
        elif word in _NARROWED:
            self.doubtful = number is not None and _NARROWED[word](number)
        else:
            return False
        return True


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
    for key, (code, severity, words) in _SAID.items():
        if counts[key]:
            yield Finding(code, severity, words.format(counts[key]))
    for key in sorted(key for key in counts if key and key not in _SAID and counts[key]):
        yield Finding("R310", Severity.INFO, f"{counts[key]} {key} are left out")
