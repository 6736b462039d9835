# SPDX-License-Identifier: AGPL-3.0-or-later
"""The spans in which a PDF draws a page, and which of them draw a line or a word of its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.documents.model import Box
from workbench.documents.pdf.glyphs import Glyph, glyph_of
from workbench.documents.pdf.visible import is_unpainted
from workbench.documents.words import Line, Word


_SLACK = 0.3  # points by which a word may reach beyond the span it is drawn in
_BESIDE = 1.0  # points between two spans of one word
_RAISED = 0.5  # of the font size: how far parts of a word may stand off its line
LEVEL = (1.0, 0.0)


class Spans:
    """How the lines of a page are drawn."""

    def __init__(self, blocks: list[dict[str, Any]]) -> None:
        lines = [line for block in blocks if block["type"] == 0 for line in block["lines"] if line["dir"] == LEVEL]
        self._spans = [span for line in lines for span in line["spans"]]
        self._by_text: dict[str, list[dict[str, Any]]] = {}
        for span in self._spans:
            self._by_text.setdefault(" ".join(span["text"].split()), []).append(span)
        tops = [span["bbox"][1] for span in self._spans]
        self._numbers = sorted(range(len(tops)), key=tops.__getitem__)
        self._tops = [tops[number] for number in self._numbers]
        self._tallest = max((span["bbox"][3] - span["bbox"][1] for span in self._spans), default=0.0)

    def looks(self, text: str, line: Line) -> list[Glyph]:
        """The one span that is this line, or one for each word; nothing where that cannot be told."""
        for span in self._by_text.get(text, ()):
            if _holds(span, line.box):
                return [] if is_unpainted(span) else [_look(span)]
        near = self._near(line)
        start = line.span.start
        looks: list[Glyph] = []
        last: dict[str, Any] = {}
        for word in line.words:
            letters = text[word.start - start : word.end - start]
            drawn = next((span for span in near if letters in span["text"] and _holds(span, word.box)), None)
            if drawn is None or is_unpainted(drawn):
                return []
            looks.append(looks[-1] if drawn is last else _look(drawn))
            last = drawn
        return looks

    def pieces(self, text: str, line: Line) -> list[Glyph]:
        """The words of a line, parted where a span ends and another begins; nothing where that cannot be told."""
        near = sorted(self._near(line), key=lambda span: float(span["bbox"][0]))
        start = line.span.start
        found: list[Glyph] = []
        for word in line.words:
            parts = _spanned(text[word.start - start : word.end - start], word, near)
            if not parts:
                return []
            found += _joined(parts)
        return found

    def _near(self, line: Line) -> list[dict[str, Any]]:
        """The spans at the height of a line, in the order in which they are drawn."""
        y0, y1 = line.box.y0, line.box.y1
        first, last = bisect_left(self._tops, y0 - self._tallest), bisect_left(self._tops, y1)
        spans = map(self._spans.__getitem__, sorted(self._numbers[first:last]))
        return [span for span in spans if y0 < span["bbox"][3]]


def _spanned(letters: str, word: Word, near: Sequence[dict[str, Any]]) -> list[Glyph]:
    """The word by the spans it runs over, which lie in ``near`` from left to right; nothing where they do not fit."""
    for number, span in enumerate(near):
        if letters in span["text"] and _holds(span, word.box):
            return [] if is_unpainted(span) else [piece_of(word.start, letters, word.box, _look(span))]
        shared = range(min(len(letters) - 1, len(span["text"])), 0, -1)
        for length in (n for n in shared if letters.startswith(span["text"][-n:])):
            row = [s for s in near[number:] if abs(s["origin"][1] - span["origin"][1]) < _RAISED * span["size"]]
            if parts := _run_over(letters, length, word, row):
                return parts
    return []


def _run_over(letters: str, length: int, word: Word, spans: Sequence[dict[str, Any]]) -> list[Glyph]:
    """The word whose first ``length`` letters end the first of ``spans``, and whose others are in those behind it."""
    page, left, top, right, bottom = word.box
    parts: list[Glyph] = []
    at = 0
    for span in spans:
        size = min(len(span["text"]), len(letters) - at) if at else length
        x0 = span["bbox"][0] if at else left
        x1 = span["bbox"][2] if at + size < len(letters) else right
        if is_unpainted(span) or not left - _SLACK <= x0 <= x1 <= right + _SLACK:
            return []
        if at and (span["text"][:size] != letters[at : at + size] or x0 - parts[-1].x1 > _BESIDE):
            return []
        parts.append(piece_of(word.start + at, letters[at : at + size], Box(page, x0, top, x1, bottom), _look(span)))
        at += size
        if at == len(letters):
            return parts
    return []


def piece_of(start: int, text: str, box: Box, look: Glyph) -> Glyph:
    """Characters from ``start`` of the text on as a ``Glyph`` that holds several, drawn as ``look`` is."""
    _, x0, y0, x1, y1 = box
    return Glyph(start, text, x0, y0, x1, y1, x0, *look[7:])


def _joined(parts: Sequence[Glyph]) -> Iterator[Glyph]:
    """Parts of a word as one where they are drawn alike on one line."""
    held = parts[0]
    for part in parts[1:]:
        if part[8:] == held[8:] and abs(part.origin_y - held.origin_y) < 0.1:
            held = held._replace(char=held.char + part.char, x1=part.x1)
        else:
            yield held
            held = part
    yield held


def _holds(span: dict[str, Any], box: Box) -> bool:
    (left, top, right, bottom), (_, x0, y0, x1, y1) = span["bbox"], box
    across: bool = left <= x0 + _SLACK and x1 <= right + _SLACK
    return across and top <= y0 + _SLACK and y1 <= bottom + _SLACK


def _look(span: dict[str, Any]) -> Glyph:
    """A span as a ``Glyph`` of all its characters, of no place in the text."""
    return glyph_of(-1, span["text"], span, span, LEVEL)
