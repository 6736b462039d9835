# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words whose letters stand one by one along a curve, as around a seal: the text has them in rows, as they lie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import hypot

from workbench.documents import Document, Span
from workbench.documents.model import Page, Torn
from workbench.documents.tears import as_line
from workbench.documents.words import Word
from workbench.redaction.folding import skeleton


_LONE = re.compile(r"(?<!\S)\w{1,2}(?!\S)")
_FEWEST, _MOST = 4, 400
"""Letters of a term that is looked for so, and lone letters of a page up to which it is done."""
_REACH = 2.5
"""Of the height of a letter: how far from it the next one is."""


def strewn(document: Document, terms: Iterable[str]) -> Iterator[Torn]:
    """Lone letters in the order in which each is nearest to the next, of pages that have all the letters of a term."""
    wanted = [Counter(letters) for term in terms if len(letters := skeleton(term)) >= _FEWEST]
    for page in document.pages if document.printed and wanted else ():
        lone = _LONE.findall(document.text, *page.span)
        has = Counter(skeleton(" ".join(lone)) if 1 < len(lone) <= _MOST else "")
        if any(term <= has for term in wanted):
            for chain in _chains(list(_words(document.text, page))):
                spans = [Span(word.start, word.end) for word in chain] if len(chain) > 1 else []
                yield from as_line(document.text, spans)
                yield from as_line(document.text, spans[::-1])


def _words(text: str, page: Page) -> Iterator[Word]:
    words = (word for line in page.lines for word in line.words)
    return (word for word in words if _LONE.fullmatch(text[word.start : word.end]))


def _chains(words: list[Word]) -> Iterator[list[Word]]:
    while words:
        first = words.pop()
        behind, before = _walk(first, words), _walk(first, words)
        yield [*before[::-1], first, *behind]


def _walk(word: Word, words: list[Word]) -> list[Word]:
    """The way from ``word`` to what is nearest, and on; what is on it is taken out of ``words``."""
    way: list[Word] = []
    while words:
        nearest = min(words, key=lambda other: _distance(word, other))
        if _distance(word, nearest) > _REACH * max(word.box.y1 - word.box.y0, nearest.box.y1 - nearest.box.y0):
            break
        words.remove(nearest)
        way.append(nearest)
        word = nearest
    return way


def _distance(a: Word, b: Word) -> float:
    return hypot(a.box.x0 + a.box.x1 - b.box.x0 - b.box.x1, a.box.y0 + a.box.y1 - b.box.y0 - b.box.y1) / 2
