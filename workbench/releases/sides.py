# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words and deletions at one place of a release, with where they stand and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from workbench.documents import Span
from workbench.releases.model import Side
from workbench.releases.tokens import Release, Token
from workbench.releases.words import Lines


_AROUND = 8
"""Words shown before and behind a place, so that a reader knows where he is."""


class Placer:
    """Makes the sides of one release."""

    def __init__(self, release: Release) -> None:
        """The lines are counted once."""
        self._release = release
        self._text = release.analysis.document.text
        self._lines = Lines(self._text)

    def side(self, positions: Sequence[int]) -> Side | None:
        """The tokens at ``positions``, in order; None where there are none."""
        tokens = [self._release.tokens[i] for i in positions]
        if not tokens:
            return None
        paragraphs = self._release.analysis.paragraphs
        names = dict.fromkeys(paragraphs[token.paragraph].id for token in tokens if paragraphs)
        return Side(
            paragraphs=tuple(names),
            page=self._release.analysis.document.page_at(tokens[0].start),
            line=self._lines.at(tokens[0].start),
            spans=self._spans(tokens),
            text=self._shown(tokens),
            before=self._shown(self._neighbours(positions[0], -1)[::-1]),
            after=self._shown(self._neighbours(positions[-1], 1)),
            deletions=tuple(token.deletion for token in tokens if token.deletion),
        )

    def _neighbours(self, position: int, step: int) -> list[Token]:
        """The words up to the next deletion, the end of the paragraph or the eighth."""
        tokens, found = self._release.tokens, list[Token]()
        paragraph = tokens[position].paragraph
        while 0 <= (position := position + step) < len(tokens) and len(found) < _AROUND:
            if tokens[position].deletion or tokens[position].paragraph != paragraph:
                break
            found.append(tokens[position])
        return found

    def _spans(self, tokens: Sequence[Token]) -> tuple[Span, ...]:
        """From first to last word between deletions and ends of pieces, with the punctuation that touches them."""
        found = []
        for key, group in groupby(tokens, key=lambda token: (token.paragraph, token.piece, bool(token.deletion))):
            words = list(group)
            if not key[2]:
                found.append(self._widened(Span(words[0].start, words[-1].end)))
        return tuple(found)

    def _widened(self, span: Span) -> Span:
        start, end = span
        while end < len(self._text) and self._text[end] in ".!?)”’\"'%":
            end += 1
        while start > 0 and self._text[start - 1] in "(“‘\"'$£€":
            start -= 1
        return Span(start, end)

    def _shown(self, tokens: Sequence[Token]) -> str:
        lines = []
        for _, group in groupby(tokens, key=lambda token: token.paragraph):
            pieces = (self._text[start:end] for start, end in self._spans(list(group)))
            lines.append(" ".join(" ".join(pieces).split()))
        return "\n".join(filter(None, lines))
