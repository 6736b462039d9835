# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fields above the text of a Markdown file, as YAML or TOML has them: each is a portion of its own."""

from __future__ import annotations

from workbench.marks.late import late
from workbench.structure.lines import TextLine


_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MOST = 80  # lines
_KEY = late(r"[A-Za-z][\w.-]{0,30} ?[:=]")


def part_fields(lines: list[TextLine]) -> None:
    """Lets no field of front matter go on the one above: a mark in the one says nothing of the other."""
    closes = _FENCES.get(lines[0].text) if lines and lines[0].start == 0 else None
    if not closes:
        return
    for last, line in enumerate(lines[1:_MOST], 1):
        if line.text in closes:
            for field in lines[1:last]:
                field.apart = not field.indent and bool(_KEY.match(field.text))
            return
