# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of which some letters cannot be read: no ``ToUnicode``, a font of drawings. They are terms if they may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.documents import Document, Span
from workbench.documents.model import Torn
from workbench.redaction.folding import skeleton


_ODD = "\ufffd\ue000-\uf8ff"
_WORD = re.compile(rf"(?<!\w)\w*+[{_ODD}][\w{_ODD}]*")
_PIECE = re.compile(rf"([{_ODD}]+)")
_MOST_EACH = 3
"""Letters that one sign may stand for: a ligature."""
_LEAST_KNOWN = 3
"""One in so many letters of a word has to be read: what has none of them may be any word."""
_REACH = 200


def unread_words(document: Document, terms: Iterable[str]) -> Iterator[Torn]:
    """What the text says if such a word is a word of one of ``terms`` that its letters allow, with what is around."""
    words = {word for term in terms for word in (*map(skeleton, re.split(r"[\W_]+", term)), skeleton(term)) if word}
    for found in _WORD.finditer(document.text) if words and _PIECE.search(document.text) else ():
        fits, known = _pattern(found.group())
        for word in sorted(words):
            if known and known * _LEAST_KNOWN >= len(word) and fits.fullmatch(word):
                yield from _read_as(document.text, Span(*found.span()), word)


def _pattern(written: str) -> tuple[re.Pattern[str], int]:
    """What words ``written`` may be, and how many of its letters are known."""
    known, pattern = 0, ""
    for number, piece in enumerate(_PIECE.split(written)):
        letters = "" if number % 2 else skeleton(piece)
        known += len(letters)
        pattern += f".{{0,{_MOST_EACH * len(piece)}}}" if number % 2 else re.escape(letters)
    return re.compile(pattern), known


def _read_as(text: str, span: Span, word: str) -> Iterator[Torn]:
    before, after = text[max(0, span.start - _REACH) : span.start], text[span.end : span.end + _REACH]
    line, start = before + word + after, len(before)
    end = start + len(word)
    yield Torn(Span(span.start - start, span.start), line, 0, start)
    yield Torn(span, line, start, end)
    yield Torn(Span(span.end, span.end + len(after)), line, end, len(line))
