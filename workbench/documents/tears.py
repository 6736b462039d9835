# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that are read otherwise than the text has them: a file hides a part, or shows the parts in another order."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench.documents.model import Span, Torn


_REACH = 200
"""Characters at either end of a piece in which a part of a word is."""
_NEAR = 16
"""Pieces among which any two may stand side by side."""
_MOST, _MOST_OTHERS = 50, 2000
"""Texts of which one stands in a place, none of them seen; and those beside the first of each place of a document."""


class _Piece(NamedTuple):
    text: str
    start: int | None
    """None where it is not seen."""
    doubtful: bool = False

    @property
    def end(self) -> int:
        """Where in the document's text it ends, if it stands there."""
        return (self.start or 0) + len(self.text)


def _tail_of(piece: _Piece) -> _Piece:
    """What of the last piece of a paragraph may be half of a word: the other half may be hidden in the next one."""
    text = piece.text[-_REACH:]
    return piece._replace(text=text, start=None if piece.start is None else piece.end - len(text))


def _last_word(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The last of ``pieces``, back to that in which the last word begins."""
    near = pieces[-_NEAR:]
    spaced = (
        number
        for number in range(len(near) - 1, 0, -1)
        if not near[number].doubtful and any(map(str.isspace, near[number].text))
    )
    return [*map(_tail_of, near[next(spaced, 0) :])]


class Tears:
    """Collects what a paragraph holds, piece by piece, and tells its torn words when it ends."""

    def __init__(self) -> None:
        self.torn: list[Torn] = []
        self._pieces: list[_Piece] = []
        self._others: list[tuple[int, str]] = []
        """What may stand where a hidden piece does, by its number."""
        self._left = _MOST_OTHERS
        self._hides = self._doubts = False

    def see(self, text: str, start: int, *, doubtful: bool = False) -> None:
        """``text`` stands at ``start`` of the document's text; not every reader sees it if it is ``doubtful``."""
        self._pieces.append(_Piece(text, start, doubtful))
        self._doubts |= doubtful

    def hide(self, *texts: str) -> None:
        """One of ``texts`` stands behind what came last, and is not seen."""
        told = [
            text if len(text) <= 2 * _REACH else f"{text[:_REACH]}\n{text[-_REACH:]}"
            for text in filter(None, dict.fromkeys(texts))
        ]
        if told:
            others = told[1 : min(_MOST, 1 + self._left)]
            self._left -= len(others)
            self._others += ((len(self._pieces), other) for other in others)
            self._pieces.append(_Piece(told[0], None))
            self._hides = True

    def end(self, length: int) -> None:
        """The paragraph ends; what it has behind ``length`` of the text was taken back."""
        if not self._pieces:
            return
        if self._hides:
            self.torn.extend(torn for torn in self._tell() if torn.span.end <= length)
        if self._doubts:
            self.torn.extend(torn for torn in self._tell_undoubted() if torn.span.end <= length)
        self._pieces = [piece for piece in _last_word(self._pieces) if piece.start is None or piece.end <= length]
        self._others.clear()
        self._hides = any(piece.start is None for piece in self._pieces)
        self._doubts = any(piece.doubtful for piece in self._pieces)

    def _tell(self) -> Iterator[Torn]:
        """What is seen around something hidden: parts of a word, or of a name, may stand in many pieces."""
        yield from _around(self._pieces, self._near_hidden())
        for number, other in self._others:
            before, behind = (
                _last_word(self._pieces[max(0, number - _NEAR) : number]),
                self._pieces[number + 1 : number + _NEAR],
            )
            yield from _around([*before, _Piece(other, None), *behind])

    def _near_hidden(self) -> set[int]:
        """The numbers of the pieces that a name reaches from one that is hidden."""
        near: set[int] = set()
        for number, hidden in enumerate(self._pieces):
            for step in (-1, 1) if hidden.start is None else ():
                at, away = number + step, 0
                while 0 <= at < len(self._pieces) and away < _REACH:
                    near.add(at)
                    at, away = at + step, away + 1 + len(self._pieces[at].text)
        return near

    def _tell_undoubted(self) -> Iterator[Torn]:
        """What is left for a reader who does not see what is doubtful."""
        yield from _around([piece for piece in self._pieces if piece.start is not None and not piece.doubtful])


def _around(pieces: Sequence[_Piece], wanted: Container[int] | None = None) -> Iterator[Torn]:
    """Those of ``pieces``, or of those ``wanted``, that stand in the text, read as one line with the others."""
    line, place = "".join(piece.text for piece in pieces), 0
    for number, (text, start, _) in enumerate(pieces):
        if start is not None and (wanted is None or number in wanted):
            yield Torn(Span(start, start + len(text)), line, place, place + len(text))
        place += len(text)


def trimmed(text: str, span: Span) -> Span:
    """``span`` without the white space at its ends."""
    stretch = text[span.start : span.end]
    start = span.start + len(stretch) - len(stretch.lstrip())
    return Span(start, max(start, span.start + len(stretch.rstrip())))


def joined(spans: Iterable[Span]) -> list[Span]:
    """Stretches that touch as one."""
    found: list[Span] = []
    for span in spans:
        touches = found and found[-1].end == span.start
        found[-1:] = [Span(found[-1].start, span.end)] if touches else [*found[-1:], span]
    return found


def in_any_order(text: str, pieces: Sequence[Span]) -> Iterator[Torn]:
    """What ``pieces`` of ``text`` may be parts of: any two side by side, and all, forwards and backwards."""
    if len(pieces) > 2 and sum(end - start for start, end in pieces) <= _NEAR * _REACH:
        yield from as_line(text, pieces)
        yield from as_line(text, pieces[::-1])
    for place, first in enumerate(pieces):
        for second in (*pieces[max(0, place - _NEAR) : place], *pieces[place + 1 : place + _NEAR]):
            tail = Span(max(first.start, first.end - _REACH), first.end)
            head = Span(second.start, min(second.end, second.start + _REACH))
            yield from as_line(text, (tail, head))


def as_line(text: str, spans: Sequence[Span], between: str = "") -> Iterator[Torn]:
    """``spans`` of ``text`` read as one line, one behind the other with ``between`` between them."""
    told, place = between.join(text[start:end] for start, end in spans), 0
    for span in spans:
        yield Torn(span, told, place, place + span.end - span.start)
        place += span.end - span.start + len(between)


class _Row:
    """Paragraphs one below the other: the last of the text among them, and what may stand beside it."""

    def __init__(self) -> None:
        self.last: Span | None = None
        self.near: list[Span] = []
        self.aside = self.parted = False


class Scattered:
    """Collects them while a document is read."""

    def __init__(self) -> None:
        self._groups: list[Sequence[Span]] = []
        self._rows = [_Row()]

    def group(self, spans: Sequence[Span]) -> None:
        """Any two of ``spans`` may stand side by side: a paragraph and its text boxes, the cells of a row."""
        self._groups.append(spans)

    def paragraph(self, spans: Sequence[Span], *, aside: bool = False) -> None:
        """A paragraph, in parts where something hangs on it; ``aside``: a frame or a text box.

        They stand anywhere around each other and the paragraphs about them (ISO/IEC 29500-1, 17.3.1.11).
        """
        row, spans = self._rows[-1], [span for span in spans if span.start < span.end]
        if not spans:
            return
        if not (aside or row.aside):
            row.near = []
            self.group(row.near)
        row.near += spans
        if not aside:
            if row.parted and row.last:
                self.group((row.last, spans[0]))
            row.last, row.parted = spans[-1], False
        row.aside = aside

    def begin(self) -> None:
        """What is read has its own paragraphs: a table, a note, a header."""
        self._rows.append(_Row())

    def end(self) -> None:
        """It ends: the paragraph before and that behind it may be read as one."""
        self._rows.pop()
        self._rows[-1].parted = True

    def torn(self, text: str) -> Iterator[Torn]:
        """What each piece is a part of, in every order that may be."""
        for group in self._groups:
            yield from in_any_order(text, [told for span in group if (told := trimmed(text, span)).start < told.end])
