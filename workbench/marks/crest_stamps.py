# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stamps of the CIA Records Search Tool (CREST) whose words OCR destroyed.

Their line ends with a date and a document number (``2006/03/17 : CIA-RDP79T01146A000500130001-3``), which survive more
often than ``Approved For Release`` before them: ``Approv `or Release``, ``Approved For a ease``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from workbench.marks.dates import iso
from workbench.marks.late import late
from workbench.marks.shadow import Shadow, matches_around


class Damaged(NamedTuple):
    """A stamp at ``text[start:end]``."""

    start: int
    end: int
    decision: str
    date: str
    reference: str


_DAY = r"(?:1[89]|2[0O])[\dOlI]{2}[/-][\dOlI]{2}[/-][\dOlI]{2}"
_TAIL = late(rf"(?P<date>{_DAY})\s?[:;.,]?\s?(?P<reference>[Cc][IilL1]A-R[DO]P[\w-]{{4,40}})")
_NUMBER = late("A-R[DO]P")
_BEFORE_NUMBER, _BEHIND_NUMBER = 20, 50  # characters
_LONGEST = 75
_LIKE = 0.66  # of the letters
_PROSE = late(r"\b[a-z]{2,}\b")
_WORDINGS = (
    ("declassified in part sanitized copy approved for release", "sanitized"),
    ("declassified and approved for release", "declassified"),
    ("sanitized copy approved for release", "sanitized"),
    ("sanitized approved for release", "sanitized"),
    ("approved for release", "release"),
)
_WORD = late(r"\S+")


def damaged_stamps(shadow: Shadow, known: Container[int]) -> Iterator[Damaged]:
    """Every date with a number of CREST behind it, and what is left of the decision before it on its line.

    Those that end with a stamp that was read (``known``) are left out.
    """
    text = shadow.text
    numbers = (match.start() for match in _NUMBER.finditer(text)) if shadow.holds("a-r") else ()
    for match in matches_around(_TAIL, text, numbers, _BEFORE_NUMBER, _BEHIND_NUMBER):
        date = iso(match["date"]) if match.end() not in known else None
        if date:
            opening = _opening(text, match.start())
            if opening:
                yield Damaged(opening[0], match.end(), opening[1], date, match["reference"])


def _opening(text: str, at: int) -> tuple[int, str] | None:
    """Where the decision begins and what it says.

    ``release`` where nothing of it can be read; None where a sentence cites the document.
    """
    begin = max(text.rfind("\n", 0, at) + 1, at - _LONGEST)
    words = [match.start() for match in _WORD.finditer(text, begin, at)][-12:]
    likely = [
        ((_likeness(text[start:at], wording) - _LIKE) * len(wording), start, decision)
        for start in words
        for wording, decision in _WORDINGS
    ]
    best, start, decision = max(likely, default=(-1.0, at, ""))
    if best >= 0:
        return start, decision
    return None if _PROSE.search(text, begin, at) else (at, "release")


def _likeness(printed: str, wording: str) -> float:
    return SequenceMatcher(None, " ".join(printed.lower().split()), wording, autojunk=False).ratio()
