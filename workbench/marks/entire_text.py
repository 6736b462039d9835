# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks for a whole text: ``C-ENTIRE TEXT`` (5 FAH-2 H-222) and the same as a sentence on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.marks.late import late, sought
from workbench.marks.lines import Lines
from workbench.marks.portion_context import HEAD
from workbench.marks.shadow import matches_around


# In a paragraph of its own or at the head of the first; in small letters as editors print it: (S—Entire text.)
_OF_CABLE = (
    r"(?P<level>(?:TS|TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE|LOU|SBU|[SCUL]"
    r"|Top Secret|Secret|Confidential|Unclassified|Limited Official Use)(?:/{1,2}[A-Za-z]{2,8}){0,3})(?!\w)"
)
_TEXT = r"(?:ENTIRE (?:TEXT|MESSAGE)|[Ee]ntire [Tt]ext)"
_ENTIRE = sought(rf"\(?(?<!\w){_OF_CABLE} ?[-–—]{{0,2}} ?(?<=[ \-–—]){_TEXT}(?:\.?\))?")
_ENTIRE_FIRST = sought(rf"\(?{_TEXT} ?(?:[-–—:] ?|IS (?:CLASSIFIED )?)?(?<=[ \-–—]){_OF_CABLE}(?:\.?\))?(?=[\s.])")
# Characters: how far a level with its controls and "MESSAGE" reach from "ENTIRE".
_BEFORE, _BEHIND = 80, 30
# An unclassified one may speak of another paper, and marks nothing.
_WHAT = r"(?:text|message|e-?mail|document|memorandum|memo|letter|report)"
_LEVEL = r"(?P<level>(?-i:TOP SECRET|SECRET|CONFIDENTIAL)(?://?(?-i:[A-Z][A-Z/ ,-]{1,40}))?)"
_PORTIONS = (
    rf"all (?:portions|paragraphs)(?: of this {_WHAT})?(?: are)?(?: classified)? "
    r"(?P<level>(?-i:TOP SECRET|Top Secret|SECRET|Secret|CONFIDENTIAL|Confidential)"
    r"(?:(?://?| )(?-i:[A-Z][A-Z/ ,-]{1,40}))?)"
)
_SAID = tuple(
    (rare, late(rf"^[ \t>]*(?P<said>{said}\.?)[ \t]*$", re.IGNORECASE | re.MULTILINE))
    for rare, said in (
        ("in its entirety", rf"(?:this|the) {_WHAT} is (?:overall )?(?:classified )?{_LEVEL} in its entirety"),
        ("entire", rf"(?:the |this )?entire {_WHAT} is (?:classified )?{_LEVEL}"),
        ("is classified", rf"this {_WHAT} is classified {_LEVEL}"),
        ("all portions", _PORTIONS),
        ("all paragraphs", _PORTIONS),
    )
)


def entire_text(lines: Lines) -> Iterator[tuple[int, int, str]]:
    """Where each stands and the level it says, as written there."""
    text, places = lines.text, lines.shadow.places("entire")
    for match in matches_around(_ENTIRE, text, places, _BEFORE, _BEHIND):
        yield *match.span(), match["level"].upper()
    for match in matches_around(_ENTIRE_FIRST, text, places, len("("), _BEFORE + _BEHIND):
        if HEAD.fullmatch(lines.left(match.start())):
            yield *match.span(), match["level"].upper()
    for rare, pattern in _SAID:
        for begin in sorted({lines.at(place).start for place in lines.shadow.places(rare)}):
            # No further than its line: a pattern's words are looked for in all that follows before it is tried.
            end = lines.text.find("\n", begin)
            said = pattern.match(lines.text, begin, end if end >= 0 else len(lines.text))
            if said:
                yield *said.span("said"), said["level"].upper()
