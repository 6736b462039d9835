# SPDX-License-Identifier: AGPL-3.0-or-later
"""A release as a sequence of words and deletions, without what every page repeats and without its markings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.documents import Span
from workbench.marks.model import Exemption, Mark, MarkType, Placeholder
from workbench.redaction.folding import fold
from workbench.redaction.intervals import merge, overlapping
from workbench.releases.model import Deletion
from workbench.releases.words import DELETED, Lines
from workbench.structure import Analysis, Paragraph, Role


# What belongs to the copy and not to the text: another release has its own, at other places.
_OF_THE_COPY = frozenset(
    {Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.BANNER, Role.RELEASE, Role.SEPARATOR, Role.FORM}
)
# Nothing but deletions; a word beside them is the portion mark of what was withheld.
_OF_DELETIONS = frozenset({Role.PLACEHOLDER, Role.EXEMPTION})
# A number with its points, commas, sign and currency is one word: 41,000 and 47,000 have no part in common.
_WORD = re.compile(r"(?:(?<!\S)[-\u2212])?[$£€¥]?\d+(?:[.,]\d+)*[^\W_]*%?|[^\W_]+")
_OF_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_SENTENCE_END = re.compile(r"[.!?;:]\S*\s")


@dataclass(frozen=True, slots=True)
class Token:
    """A word (``key``: folded) or a deletion at ``text[start:end]``; ``paragraph`` and its ``piece`` count from 0."""

    key: str
    start: int
    end: int
    paragraph: int
    piece: int
    deletion: Deletion | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release ready to be compared. ``aside`` are the words of what was left out, each between spaces."""

    analysis: Analysis
    tokens: tuple[Token, ...]
    aside: str

    @property
    def words(self) -> int:
        """How many words it shows."""
        return sum(token.deletion is None for token in self.tokens)

    def sentence_starts(self) -> frozenset[int]:
        """The positions of the tokens that begin a sentence or a paragraph."""
        text, tokens = self.analysis.document.text, self.tokens
        return frozenset(
            i
            for i, token in enumerate(tokens)
            if not i
            or token.paragraph != tokens[i - 1].paragraph
            or _SENTENCE_END.search(text, tokens[i - 1].end, max(tokens[i - 1].end, token.start))
        )

    def has_own_lines(self, positions: Sequence[int]) -> bool:
        """Whether no other word or deletion stands on the lines of the tokens at ``positions``."""
        return self._is_parted(positions[0]) and self._is_parted(positions[-1] + 1)

    def _is_parted(self, position: int) -> bool:
        """Whether a line ends before the token at ``position``."""
        if not 0 < position < len(self.tokens):
            return True
        one, other = self.tokens[position - 1 : position + 1]
        return one.paragraph != other.paragraph or "\n" in self.analysis.document.text[one.end : other.start]


def read_release(analysis: Analysis) -> Release:
    """The words and deletions of ``analysis`` in the order of its paragraphs; a broken paragraph is read whole."""
    reader = _Reader(analysis)
    tokens: list[Token] = []
    aside: list[str] = []
    for number, paragraph in enumerate(analysis.paragraphs):
        tokens += reader.between(number, paragraph.spans[0].start)
        if paragraph.role in _OF_THE_COPY:
            aside += (key for start, end in paragraph.spans for key, *_ in words(analysis.document.text[start:end]))
            reader.skip(paragraph)
        else:
            tokens += reader.read(number, paragraph)
    tokens += reader.between(len(analysis.paragraphs) - 1, len(analysis.document.text) + 1)
    return Release(analysis, tuple(_joined(tokens)), " ".join(["", *aside, ""]))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of ``text``, folded, and where each begins and ends in it."""
    folded, offsets = fold(text)
    for word in _WORD.finditer(folded):
        yield _OF_THOUSANDS.sub("", word.group()), offsets[word.start()], offsets[word.end() - 1] + 1


class _Reader:
    def __init__(self, analysis: Analysis) -> None:
        self._text = analysis.document.text
        self._lines = Lines(self._text)
        self._signs = sorted((m for m in analysis.marks if _is_sign(m)), key=lambda m: (m.start, m.end))
        self._starts = [mark.start for mark in self._signs]
        kept_out = [m.span for m in analysis.marks if m.type in (MarkType.PORTION, MarkType.BANNER, MarkType.STAMP)]
        self._holes = merge([*kept_out, *(mark.span for mark in self._signs)])
        fields = merge(m.span for m in analysis.marks if m.type in (MarkType.AUTHORITY, MarkType.STAMP))
        # A code in a stamp or an authority line is no place of the text.
        self._left = {i: m for i, m in enumerate(self._signs) if not overlapping(fields, m.span)}
        self._empty = deque(i for i, mark in self._left.items() if mark.start == mark.end)

    def between(self, number: int, offset: int) -> Iterator[Token]:
        """The deletions before ``offset`` that stand in no paragraph, as a box does that covers a whole one."""
        while self._empty and self._signs[self._empty[0]].start < offset:
            if mark := self._left.pop(self._empty.popleft(), None):
                yield Token(DELETED, mark.start, mark.end, max(0, number), 0, self._deletion(mark))

    def skip(self, paragraph: Paragraph) -> None:
        """Forget the deletions in furniture: a code at the foot of a page stands for no place in the text."""
        for span in paragraph.spans:
            for index, _ in self._inside(span):
                self._left.pop(index, None)

    def read(self, number: int, paragraph: Paragraph) -> list[Token]:
        """The tokens of one paragraph."""
        found: list[Token] = []
        for piece, span in enumerate(paragraph.spans):
            shown = () if paragraph.role in _OF_DELETIONS else self._words(span, number, piece)
            read = [*shown, *self._deletions(span, number, piece)]
            found += sorted(read, key=lambda token: (token.start, token.end))
        return found

    def _words(self, span: Span, number: int, piece: int) -> Iterator[Token]:
        start = span.start
        for hole in [*overlapping(self._holes, span), Span(span.end, span.end)]:
            for key, first, last in words(self._text[start : max(start, hole.start)]):
                yield Token(key, start + first, start + last, number, piece)
            start = max(start, hole.end)

    def _deletions(self, span: Span, number: int, piece: int) -> Iterator[Token]:
        for index, mark in self._inside(span):
            if self._left.pop(index, None):
                yield Token(DELETED, mark.start, mark.end, number, piece, self._deletion(mark))

    def _inside(self, span: Span) -> list[tuple[int, Mark]]:
        first, last = bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)
        return [(i, self._signs[i]) for i in range(first, last) if self._signs[i].end <= span.end]

    def _deletion(self, mark: Mark) -> Deletion:
        line = self._lines.at(mark.start)
        value = mark.value
        if isinstance(value, Exemption):
            return Deletion(mark.start, mark.end, mark.page, line, mark.raw, (value.code,), boxes=mark.boxes)
        if not isinstance(value, Placeholder):
            raise TypeError(mark.type)
        return Deletion(
            mark.start, mark.end, mark.page, line, mark.raw, (), value.quantity, value.unit, value.visual, mark.boxes
        )


def _is_sign(mark: Mark) -> bool:
    return isinstance(mark.value, Exemption | Placeholder)


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Deletions of one paragraph with no word between them as one: a box, its code, its placeholder."""
    last: Token | None = None
    for token in tokens:
        if (
            last is not None
            and last.deletion
            and token.deletion
            and (last.paragraph, last.piece) == (token.paragraph, token.piece)
        ):
            together = _together(last.deletion, token.deletion)
            last = replace(last, end=max(last.end, token.end), deletion=together)
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


def _together(first: Deletion, second: Deletion) -> Deletion:
    known = first if first.quantity is not None or first.unit else second
    inside = first.start <= second.start < second.end <= first.end  # as the code in a bracket
    return replace(
        first,
        end=max(first.end, second.end),
        raw=first.raw if inside else " ".join(filter(None, (first.raw, second.raw))),
        codes=tuple(dict.fromkeys((*first.codes, *second.codes))),
        quantity=known.quantity,
        unit=known.unit,
        visual=first.visual or second.visual,
        boxes=tuple(dict.fromkeys((*first.boxes, *second.boxes))),
    )
