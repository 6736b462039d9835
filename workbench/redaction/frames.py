# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words set one below the other in a frame as narrow as they are, beside which the text of a line goes on.

The text of a page has them in the midst of its lines. They begin, end or have their middle where the one above does,
which is often chance, and stand further from the words beside them than these do from each other, which hardly is.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from operator import sub

from workbench.documents import Span
from workbench.documents.model import Box
from workbench.documents.words import Line, sides
from workbench.redaction.folding import folded_words


_ROWS, _LINES = 4, 6  # among which the next one is, and as many as are read as one
_BELOW = 2.0  # of the height of a word: how far below it the next one ends
_SPACE, _WIDER = 0.28, 1.25  # of the size of type: a space; of that: what is wider than one
_ALIGNED = 0.25  # points by which edges may differ; in lines of running text they often come near each other


def in_frames(text: str, lines: Sequence[Line], heads: Container[str], wanted: str) -> Iterator[Sequence[Span]]:
    """The places in ``text`` of words, each below the one before, that together are one of ``heads`` (folded).

    ``heads``: the words looked for, and all that they begin with; ``wanted``: those words, a line each.
    """
    said, words = cache(lambda row: _said(text, lines[row])), cache(lambda row: [*lines[row].words])
    parts_of = cache(lambda row: [(at, said(row)[at]) for at in _apart(lines[row]) if said(row)[at] in wanted])
    for first in range(len(lines)):
        for place, letters in parts_of(first):
            row, column = first, [words(first)[place]] if len(letters) > 1 and letters in heads else []
            while column and len(column) < _LINES:
                rows = range(row + 1, min(row + _ROWS, len(lines)))
                parts = ((n, at, letters + part) for n in rows for at, part in parts_of(n) if part)
                near = ((n, words(n)[at], whole) for n, at, whole in parts if whole in heads)
                below = next((each for each in near if _is_below(column[-1].box, each[1].box)), None)
                if not below:
                    break
                row, word, letters = below
                column.append(word)
            if len(column) > 1:
                yield [Span(*word[:2]) for word in column]


def _apart(line: Line) -> list[int]:
    """The words of a line, by their numbers, with wider white at both sides than between words, or nothing beside."""
    lefts, rights = sides(line.words)
    white = list(map(sub, lefts[1:], rights))
    near = sorted(white)[: len(white) // 2 + 1]
    # Of a line of text most gaps are alike; of cells, or of two or three words, none need be a word space.
    is_text = len(white) > 2 and near[-1] < _WIDER * near[0]
    space = near[0] if is_text else _SPACE * (line.size or line.box.y1 - line.box.y0)
    wide = [True, *(gap > _WIDER * space for gap in white), True]
    return [at for at, both in enumerate(pairwise(wide)) if all(both)]


def _said(text: str, line: Line) -> list[str]:
    words = text[line.span.start : line.span.end].split(" ")
    if len(words) != len(line.words):
        words = [text[word.start : word.end] for word in line.words]
    return list(map(_letters, words))


@lru_cache(maxsize=20_000)
def _letters(word: str) -> str:
    if word.isascii() and word.isalnum():  # in a tenth of the time
        return word.lower()
    return "".join(folded_words(word)[:1])


def _is_below(upper: Box, lower: Box) -> bool:
    left, right, down = lower.x0 - upper.x0, lower.x1 - upper.x1, lower.y1 - upper.y1
    aligned = min(abs(left), abs(right), abs(left + right) / 2) < _ALIGNED
    return aligned and 0 < down <= _BELOW * (upper.y1 - upper.y0)
