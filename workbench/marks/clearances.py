# SPDX-License-Identifier: AGPL-3.0-or-later
"""Levels in a form that say what somebody may see, and not how the form is marked.

``FACILITY CLEARANCE REQUIRED`` over ``SECRET`` (DD Form 254, items 1.a and 1.b), ``Clearance:   TOP SECRET`` on a visit
request or in a vacancy. The label must look like one of a form and the level stand inside the page: a footer below a
sentence about clearances stays a banner.
"""

from __future__ import annotations

import re

from workbench.marks.late import late
from workbench.marks.lines import Lines


_NAMED = r"(?:clearances?|safeguarding|FCL|PCL|eligibility|access)\b"
_ABOVE = late(
    rf"\W*(?:\d{{0,2}}[a-z]?\.\s*)?(?:(?i:[\w/ ().,-]{{0,90}}\b{_NAMED}[\w/ ().,-]{{0,60}}):"
    r"|(?=[^a-z]*$)[^a-z\n]{0,90}\b(?:CLEARANCES?|SAFEGUARDING|FCL|PCL|ELIGIBILITY)\b[^a-z\n]{0,80})\s*",
)
_BESIDE = late(rf"[\w/ ().,-]{{0,60}}\b{_NAMED}[\w/ ()-]{{0,40}}:\s*", re.IGNORECASE)
# A numbered item, or a few words and a colon, ask for what follows even at the foot of a page.
_ASKS = late(r"\W*(?:\d{0,2}[a-z]?\.\s|(?:\w+ ?){1,5}:\s*$)")


def is_clearance(lines: Lines, start: int) -> bool:
    """Whether the level at ``start`` is what a label of a form, beside it or right above it, asks for."""
    own = lines.at(start)
    left = lines.text[own.start : start]
    if left.strip():
        return _BESIDE.fullmatch(left) is not None
    above, below = lines.before(own), lines.after(own)
    if above is None or "\f" in lines.text[above.end : start]:
        return False
    label = lines.text[above.start : min(above.end, above.start + 200)]
    if not _ABOVE.fullmatch(label):
        return False
    goes_on = below is not None and "\f" not in lines.text[own.end : below.start] and lines.text[slice(*below)].strip()
    return bool(goes_on or _ASKS.match(label))
