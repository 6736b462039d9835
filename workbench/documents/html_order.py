# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of an HTML page whose pieces its styles set in another order than the file has them.

Where a piece stands in a window nobody knows without laying the page out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from workbench.documents.html_looks import Looks
from workbench.documents.model import Span, Torn
from workbench.documents.tears import in_any_order, trimmed


class Pieces:
    """Collects where the children of elements begin and end that are shown in another order."""

    def __init__(self, root: etree._Element, looks: Looks) -> None:
        """``looks`` are those of the page."""
        moved = {each: found for each in root.iter("*") if (found := looks.moved_to(each)) is not None}
        parents = ((each.getparent(), number) for each, number in moved.items())
        self._cuts: dict[etree._Element, list[tuple[int, float]]] = {
            parent: [] for parent, _ in parents if parent is not None
        }
        self._cuts |= {each: [] for each in root.iter("*") if looks.turns(each)}
        self._moved = moved

    def meet(self, element: etree._Element, offset: int) -> None:
        """``element`` begins or ends at ``offset`` of the text."""
        if not self._cuts:
            return
        for each in (element, element.getparent()):
            if each in self._cuts:
                self._cuts[each].append((offset, self._moved.get(element, 0.0)))

    def torn(self, text: str) -> Iterator[Torn]:
        """What each piece is a part of, in every order that may be; ``text`` is that of the page."""
        for cuts in self._cuts.values():
            pieces = [
                (number, span)
                for (start, number), (end, _) in pairwise(cuts)
                if (span := trimmed(text, Span(start, min(end, len(text))))).start < span.end
            ]
            yield from in_any_order(text, [span for _, span in sorted(pieces)])
