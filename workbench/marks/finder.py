# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every mark of a document, in the order of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from workbench.documents import Document
from workbench.marks.exemptions import find_exemptions
from workbench.marks.model import Mark, MarkType
from workbench.marks.placeholders import find_placeholders


FINDERS = (find_placeholders, find_exemptions)


def find_marks(document: Document) -> tuple[Mark, ...]:
    """Portion candidates, banners, placeholders, exemption codes, stamps and lines of the authority block.

    In the order of the text; marks of different types may overlap (a code inside a placeholder), marks of one type
    never do. Never raises on any text.

    Raises:
        RulesError: a file in rules/ is not valid.

    """
    found = sorted(
        chain.from_iterable(find(document) for find in FINDERS), key=lambda mark: (mark.start, -mark.end, mark.type)
    )
    return tuple(_without_overlaps(found))


def _without_overlaps(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Of marks of one type that overlap, the first and among those that begin together the longest."""
    ends: dict[MarkType, int] = {}
    for mark in marks:
        if mark.start >= ends.get(mark.type, 0):
            ends[mark.type] = mark.end
            yield mark
