# SPDX-License-Identifier: AGPL-3.0-or-later
"""The statute that a (b)(3) release names beside its code, in one form of citation."""

from __future__ import annotations

import re
from functools import cache

from workbench.marks.late import Match, Pattern, late
from workbench.marks.shipped import rule_data


REACH = 48
"""Characters after the code in which its label may begin and end; it may stand on the next line."""

_CODE = late(
    r"(?P<title>\d{1,2}) ?U\.? ?S\.? ?C\.?(?: ?A\.?)? ?(?:§+|Sec(?:tion|\.)?)? ?"
    r"(?P<section>\d+(?:-\d+)?)(?P<letter>[a-z](?!\w))?"
    r"(?P<parts>(?: ?\((?-i:[a-z]{1,4}|\d{1,2}|[A-Z])\))*)(?P<note> note\b)?",
    re.IGNORECASE,
)
_LEAD = late(r"[\s,;:(\[\-–—]{0,12}(?:per\s|pursuant to\s|under\s)?")


def statute_after(text: str, end: int) -> str | None:
    """The citation of the statute that stands right after the code ending at ``end``; None where none does."""
    window = text[end : end + REACH]
    lead = _LEAD.match(window)
    begin = lead.end() if lead else 0
    cited = _CODE.match(window, begin)
    if cited:
        citation = _citation(cited)  # of a section that was moved the present number
        return next((new for pattern, new in _labels() if pattern.fullmatch(citation)), citation)
    for pattern, citation in _labels():
        if pattern.match(window, begin):
            return citation
    return None


def _citation(match: Match) -> str:
    letter = f"({match['letter'].lower()})" if match["letter"] else ""
    parts = match["parts"].replace(" ", "")
    return f"{match['title']} U.S.C. {match['section']}{letter}{parts}{(match['note'] or '').lower()}"


@cache
def _labels() -> tuple[tuple[Pattern, str], ...]:
    """Longest label first, so that ``CIA Act of 1949`` is not read as ``CIA Act``."""
    statutes = [statute for rules in rule_data("statutes.yaml") for statute in rules]
    pairs = [(label, statute["citation"]) for statute in statutes for label in statute["labels"]]
    return tuple((_spelled(label), citation) for label, citation in sorted(pairs, key=lambda pair: -len(pair[0])))


def _spelled(label: str) -> Pattern:
    """OCR scatters spaces and full stops (``P.L. 86 -3 6``)."""
    letters = (re.escape(character) for character in label if not character.isspace() and character != ".")
    return late(r"[\s.]{0,2}".join(letters) + r"(?![A-Za-z\d])", re.IGNORECASE)
