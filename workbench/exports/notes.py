# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sanitized PDF or DOCX does not have of its original, or cannot promise: said, never guessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from workbench.core.findings import Finding, Severity
from workbench.redaction.model import Redaction, Unit


_MESSAGES = {
    "X101": "{count} picture{s} withheld: not searched by OCR, or not found open",
    "X102": "{count} drawing{s} left out: text can be drawn as outlines, and near a redaction a line tells a width",
    "X103": "{count} character{s} withheld: the file does not say what they show",
    "X104": "{count} character{s} left out: no font here can draw them",
    "X105": "{count} place{s} withheld where a term would still have been read on the page",
    "X106": "a picture of a page: the text that OCR made of it stands in its place",
    "X110": "the picture of a page holds the pixels of kept lines only",
    "X109": "{count} place{s} withheld: ink on the picture that OCR did not read",
    "X107": "{count} page{s} withheld: pictures that were not searched",
    "X108": "{count} line{s} set anew around a redaction: gaps tell no width; which words share a line tells up to "
    "{bits:.1f} bits on a list of common names",
    "X111": "paragraphs set anew from their first line on: neither gaps nor ends of lines tell a width",
    "X113": "{count} link{s} left out: not all words below are kept on whole lines, or the address may tell something",
    "X114": "{count} bookmark{s} left out: the title is not kept text of the page that it leads to",
    "X112": "set anew, a paragraph below the other, without its look: no width of anything withheld in a line is told",
}
_WITHHELD = {
    "X101": (Unit.TEXT, "[picture withheld]", "a picture that was not searched by OCR, or not found open"),
    "X103": (Unit.TEXT, "[text withheld]", "characters of which the file does not say what they show"),
    "X105": (Unit.TEXT, "[text withheld]", "on the list of terms to withhold, as the page is read by its places"),
    "X107": (Unit.PAGE, "[page withheld]", "a page of pictures that were not searched"),
    "X109": (Unit.TEXT, "[text withheld]", "ink that OCR did not read"),
}
"""What a writer withholds beside the plan: the unit, the kind of label, and the reason that the index gives."""
WRITERS_LABELS = frozenset(label for _, label, _ in _WITHHELD.values())
_UNCOUNTED = "X103"  # how many characters: the copy does not tell it
_LISTED = 12
_INFO = frozenset(("X102", "X106", "X108", "X110", "X111", "X112", "X113", "X114"))


@dataclass
class Notes:
    """Counts by finding and page, made into findings at the end."""

    counts: Counter[tuple[int, str]] = field(default_factory=Counter)
    bits: float = 0.0

    def tell(self, page: int, bits: float) -> None:
        """Note a line that is set anew on ``page``, and how many bits it tells of a name; the most counts."""
        self.add("X108", page)
        self.bits = max(self.bits, bits)

    def add(self, code: str, page: int, count: int = 1) -> None:
        """Note that ``count`` things happened on ``page`` (from 1)."""
        if count:
            self.counts[page, code] += count

    def withheld(self) -> tuple[Redaction, ...]:
        """A redaction without a place in the text for each thing that the writer withheld, page by page."""
        return tuple(
            Redaction(unit, (), page, label, f"writer:{code}", reason=reason)
            for (page, code), count in sorted(self.counts.items())
            if code in _WITHHELD
            for unit, label, reason in [_WITHHELD[code]] * (1 if code == _UNCOUNTED else count)
        )

    def findings(self, path: str) -> tuple[Finding, ...]:
        """One finding on the document at ``path`` for each kind, with the pages it is about."""
        found = []
        for code, message in _MESSAGES.items():
            pages = sorted(page for page, other in self.counts if other == code)
            if pages:
                count = sum(self.counts[page, code] for page in pages)
                severity = Severity.INFO if code in _INFO else Severity.WARNING
                said = f"{_listed(pages)}: {message.format(count=count, s='s' * (count != 1), bits=self.bits)}"
                found.append(Finding(code, severity, said, path, page=pages[0]))
        return tuple(found)


def _listed(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:_LISTED])) + (" ..." if len(pages) > _LISTED else "")
    return f"page{'s' * (len(pages) > 1)} {shown}"
