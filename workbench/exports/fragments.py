# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plan as the sequence of what a copy shows: kept text, labels, marks struck through."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from workbench.documents import Span
from workbench.redaction.intervals import overlapping, subtract
from workbench.redaction.model import Plan, Redaction
from workbench.structure.model import Kind, Paragraph


class Show(Enum):
    """What a fragment is."""

    KEPT = "kept"
    STRUCK = "struck"
    LABEL = "label"
    GONE = "gone"
    """A further stretch of a redaction whose label stands elsewhere."""


class Fragment(NamedTuple):
    """A stretch of the document's text and how the copy shows it.

    ``text`` is the document's own: where there is a ``redaction``, it is what a sanitized copy must not show.
    """

    show: Show
    span: Span
    text: str
    redaction: Redaction | None = None


class Shown(NamedTuple):
    """A paragraph as it is shown: its kind, its fragments in order, its id (empty for text of no paragraph)."""

    kind: Kind
    fragments: tuple[Fragment, ...]
    paragraph: str


def _place(empty: tuple[int, Redaction]) -> tuple[int, int]:
    return empty[0], empty[1].page


class Teller:
    """Cuts stretches of a document into fragments."""

    def __init__(self, plan: Plan, struck: Sequence[Span] | None = None) -> None:
        """``plan`` decides what is kept; ``struck``, in order and apart, are shown so: what it cancels, if not told."""
        self._plan = plan
        self._struck = plan.cancelled if struck is None else struck
        self._text = plan.analysis.document.text
        self._cuts = sorted((span, r) for r in plan.redactions for span in r.spans if span.start < span.end)
        self.spans = [span for span, _ in self._cuts]
        """Those of the redactions that have text, in order."""
        self._empty = sorted(((s.start, r) for r in plan.redactions for s in r.spans if s.start == s.end), key=_place)
        self._places = [place for place, _ in self._empty]

    def tell(self, span: Span) -> Iterator[Fragment]:
        """The fragments of ``span`` in order. A label stands where its redaction's first stretch begins."""
        if span.start == span.end:
            yield from (Fragment(Show.LABEL, span, "", r) for place, r in self._empty if place == span.start)
            return
        place = span.start
        for cut in overlapping(self.spans, span):
            yield from self._kept(Span(place, max(place, cut.start)))
            redaction = self._cuts[bisect_left(self.spans, cut)][1]
            first = cut == min(redaction.spans) and cut.start >= span.start
            show = Show.LABEL if first else Show.GONE
            yield Fragment(show, cut, self._text[cut.start : cut.end], redaction)
            place = max(place, cut.end)
        yield from self._kept(Span(place, max(place, span.end)))

    def _kept(self, span: Span) -> Iterator[Fragment]:
        struck = overlapping(self._struck, span)
        pieces = [(piece, Show.KEPT) for piece in subtract(span, struck)]
        pieces += [(Span(max(s.start, span.start), min(s.end, span.end)), Show.STRUCK) for s in struck]
        for piece, show in sorted(pieces, key=lambda p: p[0]):
            yield from self._around_empty(piece, show)

    def _around_empty(self, span: Span, show: Show) -> Iterator[Fragment]:
        """A kept stretch with the labels in it of what is withheld and has no text: a page or a box of pixels."""
        start = span.start
        for place, redaction in self._empty[bisect_left(self._places, start) :] if self._empty else ():
            if place > span.end:
                break
            if start <= place < span.end or place == span.end == len(self._text):
                if start < place:
                    yield Fragment(show, Span(start, place), self._text[start:place])
                yield Fragment(Show.LABEL, Span(place, place), "", redaction)
                start = place
        if start < span.end:
            yield Fragment(show, Span(start, span.end), self._text[start : span.end])

    def whole(self) -> Iterator[Fragment]:
        """The fragments of the whole text."""
        return self.tell(Span(0, len(self._text)))

    def listed(self) -> list[tuple[Sequence[Span], Paragraph | None]]:
        """Each paragraph, and as None each stretch of text between them, in the order in which they begin."""
        analysis = self._plan.analysis
        between = subtract(Span(0, len(self._text)), [span for span, _ in analysis.stretches()])
        strays = ((stray,) for stray in between if self._text[stray.start : stray.end].strip())
        return sorted([*((p.spans, p) for p in analysis.paragraphs), *((stray, None) for stray in strays)], key=_first)

    def paragraphs(self) -> Iterator[Shown]:
        """Each paragraph where its first stretch stands, the stretches of a broken one together."""
        listed = self.listed()
        blank = self._blank(sorted(span for spans, _ in listed for span in spans))
        for spans, paragraph in sorted([*listed, *(((place,), None) for place in blank)], key=_first):
            kind, name = (paragraph.kind, paragraph.id) if paragraph else (Kind.BODY, "")
            yield Shown(kind, tuple(f for span in spans for f in self.tell(span)), name)

    def _blank(self, told: Sequence[Span]) -> Iterator[Span]:
        """The place of each withheld page without text, where none of those ``told`` has its label."""
        last = told[-1].end if told else -1
        for place in dict.fromkeys(place for place, _ in self._empty):
            if not overlapping(told, Span(place, place + 1)) and not place == last == len(self._text):
                yield Span(place, place)


def _first(listed: tuple[Sequence[Span], Paragraph | None]) -> Span:
    return listed[0][0]
