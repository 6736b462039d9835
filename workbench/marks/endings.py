# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a text ends with, read from its end: up to a hundred times faster than searching it for an end."""

from __future__ import annotations

import regex

from workbench.marks.late import sought


def ending(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """A pattern for the end of a text, without ``$``: its ``match`` says whether a text ends so.

    Asked about the left side of every candidate, a search would try the pattern at each of two hundred places. As
    with ``$``, one line feed may stand behind the end.
    """
    return sought(rf"(?:{pattern})\n?\Z", flags | regex.REVERSE)
