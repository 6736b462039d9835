# SPDX-License-Identifier: AGPL-3.0-or-later
"""Large first letters beside several lines: the text has them in the line that they stand on, not in their word's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.documents import Document, Span
from workbench.documents.model import Box
from workbench.documents.words import Line, Word


_LONE = re.compile(r"^[^\w\s]?[^\W\d_](?!\S)", re.MULTILINE)
_LARGE = 1.7
"""Of the height of a line: from which height on a letter is an initial."""
_NEAR = 4
"""Lines of the text on either side of an initial among which the first of its paragraph is."""


def initials(document: Document) -> Iterator[tuple[Span, Span]]:
    """Each lone letter that begins a line and is higher than it, and the topmost line that it stands before."""
    for page in document.pages if document.printed else ():
        starts = {match.start() for match in _LONE.finditer(document.text, *page.span)}
        lines = tuple(page.lines) if starts else ()
        for at, line in enumerate(lines):
            if line.span.start in starts and line.words:
                first = line.words[0]
                yield from _word(first, lines[max(0, at - _NEAR) : at + _NEAR])


def _word(initial: Word, lines: Sequence[Line]) -> Iterator[tuple[Span, Span]]:
    letter, beside = initial.box, []
    high = letter.y1 - letter.y0
    for line in lines:
        word = next((each for each in line.words if each.box != letter), None)
        box = word.box if word else letter
        if word and _LARGE * (box.y1 - box.y0) <= high and abs(box.x0 - letter.x1) < high and _share(box, letter):
            beside.append((box.y0, Span(word.start, line.span.end)))
    if beside:
        yield Span(initial.start, initial.end), min(beside)[1]


def _share(box: Box, other: Box) -> bool:
    """Whether they share some of their height."""
    return box.y0 < other.y1 and other.y0 < box.y1
