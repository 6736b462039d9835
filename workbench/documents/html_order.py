# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of an HTML page whose pieces its styles set in another order than the file has them.

Where a piece stands in a window nobody knows without laying the page out. So every order is told that may be: two
pieces of one element side by side, and all of them by the numbers of their styles, forwards and backwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from lxml import etree

from workbench.documents.html_looks import Looks
from workbench.documents.model import Span, Torn


_MOST_PIECES = 16
"""Up to as many pieces of an element are told in pairs: they grow with the square of their number."""
_REACH = 100
"""Characters of a piece that may be a part of what is split."""


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
                if (span := _trimmed(text, start, end)).start < span.end
            ]
            for line in _lines(text, pieces):
                yield from _torn(text, line)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), min(end, len(text)) - len(piece) + len(piece.rstrip()))


def _lines(text: str, pieces: Sequence[tuple[float, Span]]) -> Iterator[Sequence[Span]]:
    ordered = [span for _, span in sorted(pieces)]
    if len(pieces) > 2 and sum(end - start for start, end in ordered) <= _MOST_PIECES * _REACH:
        yield from (ordered, ordered[::-1])
    if len(pieces) <= _MOST_PIECES:
        for (a, b), (c, d) in permutations(ordered, 2):
            yield Span(max(a, b - _REACH), b), Span(c, min(d, c + _REACH))


def _torn(text: str, line: Sequence[Span]) -> Iterator[Torn]:
    told = "".join(text[start:end] for start, end in line)
    place = 0
    for span in line:
        yield Torn(span, told, place, place := place + span.end - span.start)
