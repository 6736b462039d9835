# SPDX-License-Identifier: AGPL-3.0-or-later
"""Labels without brackets that stand for a deletion (``rules/placeholders.yaml``).

Those of the Department of Justice say on what ground (``Harm to Ongoing Matter``), others only that something is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.documents import Span
from workbench.marks.late import Match, ending, late, sought
from workbench.marks.lines import Lines
from workbench.marks.placeholder_words import wordings
from workbench.marks.shadow import matches_around


RELEASED = sought(
    r"[({][bB][)}]\s?[({][1-9]|25X1|STATINTL|SANITIZED|Sanitized Copy|[Aa]pproved [Ff]or [Rr]elease"
    r"|APPROVED FOR RELEASE|RELEASED? IN PART|\[(?:redacted|REDACTED)|(?<!\w)b7[A-F](?!\w)"
)
"""What only a releaser prints."""
_APART_BEFORE = late(r"|.*(?:\n\s*|\s{3})", re.DOTALL)
_APART_BEHIND = late(r"\s*(?:\n|$)|\s{3}")


def labels_in(lines: Lines) -> Iterator[Span]:
    """Labels printed over a deletion without brackets that say on what ground, those of the Department of Justice."""
    words, text = wordings(), lines.text
    asked = (pattern for word, pattern in words.anywhere if lines.shadow.holds(word))
    sure, end = sorted((m.start(), -m.end()) for pattern in asked for m in pattern.finditer(text)), 0
    for start, stop in sure:
        if -stop >= end:  # of a label inside a longer one the longer
            end = -stop
            yield Span(start, end)
    for label in words.beside if sure else ():
        yield from (Span(*match.span()) for match in label.finditer(text) if _alone(text, *match.span()))


def plain_labels(lines: Lines, *, beside: bool) -> Iterator[Span]:
    """Labels without brackets that say nothing but that something is gone: ``REDACTED``, ``Non-Responsive``.

    ``beside``: the document has placeholders in brackets.
    """
    words, text = wordings(), lines.text
    found = [match for word, pattern in words.inline if word in text for match in pattern.finditer(text)]
    yield from (Span(*match.span()) for match in found if _inline(lines, match))
    near = ((label, lines.shadow.places(word)) for word, labels in words.released.items() for label in labels)
    matches = (match for label, places in near for match in matches_around(label, text, places, _LONGEST, _LONGEST))
    alone = [Span(*match.span()) for match in matches if _alone(text, *match.span())]
    if alone and (beside or lines.have(RELEASED)):
        yield from alone


_LONGEST = 200  # characters of a label, with the blanks between its words
_OF_LABEL = ending(r"(?:^|[:|\t]|\s{3})\W*")
_SAID_OF = ending(r"\b(?:is|are|was|were|be|been|being|not)\s")
_OF_COPY = late(r"\s(?:by|for|version|cop(?:y|ies)|report|document|edition)\b", re.IGNORECASE)


def _inline(lines: Lines, match: Match) -> bool:
    """Whether a label in capitals stands for what was withheld: among small letters, behind a colon, or apart."""
    left, right = lines.left(match.start()), lines.right(match.end())
    if _SAID_OF.match(left) or _OF_COPY.match(right):
        return False
    return _OF_LABEL.match(left) is not None or not (left + right).isupper()


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but wide space or a line's end stands on both sides."""
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    return _APART_BEFORE.fullmatch(before) is not None and (_APART_BEHIND.match(after) is not None)
