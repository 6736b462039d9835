# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of a document, as running text: the blocks a copy with layout ``reflow`` is set from.

Nothing here depends on where or how long the withheld text is. Line ends, page breaks and page numbers of the original
follow from the withheld text, so they go; heads and feet of pages are told once, at the front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.documents import Span
from workbench.exports.fragments import Show, Teller
from workbench.exports.kinds import Kinds
from workbench.redaction.intervals import merge
from workbench.redaction.model import Plan
from workbench.structure.model import Kind


class Piece(NamedTuple):
    """Kept text, or (``label``) the words that stand for a redaction.

    ``struck``: shown with a line through it; ``spaced``: a space stands before it.
    """

    text: str
    label: bool = False
    struck: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the copy."""

    kind: Kind
    pieces: tuple[Piece, ...]
    start: int = -1
    """Where its paragraph begins in the document; -1 where it is none."""

    @property
    def text(self) -> str:
        """Its text, labels included."""
        return "".join(" " * piece.spaced + piece.text for piece in self.pieces)

    @property
    def is_label(self) -> bool:
        """Whether nothing of it is kept."""
        return all(piece.label for piece in self.pieces)

    @property
    def shown(self) -> Block:
        """As body text where nothing of it is kept: that it was a title follows from its length, which is withheld."""
        return replace(self, kind=Kind.BODY) if self.is_label and self.kind is not Kind.FURNITURE else self


_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?:page|p\.|pg\.?)\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–— .]*", re.IGNORECASE)
_BULLET = re.compile(r"(?m)^[\ue000-\uf8ff](?=\s)")
_BROKEN = re.compile(r"(?<!\w)(\w++)[-‐][^\S\n]*+\n\s*+(\w+)")
_NO_SPACE_AFTER = tuple("([{“‘/")
_NO_SPACE_BEFORE = tuple(".,;:!?)]}”’/")


def story(plan: Plan) -> list[Block]:
    """The kept blocks in reading order; furniture first, each head and foot of the pages once."""
    teller = _Teller(plan)
    blocks = [made for spans, kind in teller.stretches() if (made := teller.block(kind, spans))]
    furniture = [block for block in blocks if block.kind is Kind.FURNITURE]
    return [*_once(furniture), *(block for block in blocks if block.kind is not Kind.FURNITURE)]


def in_lists(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks are items of lists. A label between two items is one too, or it would end their list."""
    told = [block.kind is Kind.LIST_ITEM for block in blocks]
    for before, after in pairwise(number for number, block in enumerate(blocks) if not block.is_label):
        if told[before] and told[after]:
            told[before:after] = [True] * (after - before)
    return told


def _once(furniture: Iterable[Block]) -> Iterator[Block]:
    """Each head and foot of the pages once: how often it comes tells how many pages there were."""
    seen: set[str] = set()
    for block in furniture:
        if block.text not in seen and not _PAGE_NUMBER.fullmatch(block.text):
            seen.add(block.text)
            yield block


class _Teller:
    """Turns stretches of the text into pieces; remembers which label has been said."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._teller = Teller(plan, merge((*plan.cancelled, *plan.analysis.document.struck)))
        self._said: set[int] = set()

    def stretches(self) -> list[tuple[Sequence[Span], Kind]]:
        """Every stretch of the text: the paragraphs, and whatever lies between them as body text."""
        kinds = Kinds(self._plan)
        told = [(spans, kinds.of(paragraph) if paragraph else Kind.BODY) for spans, paragraph in self._teller.listed()]
        # A page withheld because nothing on it could be read has no text: it stands where its page would begin.
        blank = {span for r in self._plan.redactions for span in r.spans if span.start == span.end}
        return sorted([*told, *(((span,), Kind.BODY) for span in blank)], key=lambda each: each[0][0])

    def block(self, kind: Kind, spans: Sequence[Span]) -> Block | None:
        """A block, or None where nothing of it is kept and no label is due."""
        if spans[0].start == spans[0].end:
            labels = tuple(Piece(f.redaction.label, label=True) for f in self._teller.tell(spans[0]) if f.redaction)
            return Block(kind, labels, spans[0].start) if labels else None
        raw: list[Piece] = []
        for number, span in enumerate(spans):
            if number:
                raw.append(Piece("\n"))
            raw += self._pieces(span)
        merged = (p if p.label else p._replace(text=self._unbroken(p.text)) for p in _merged(raw))
        pieces = tuple(_spaced(merged))
        return Block(kind, pieces, spans[0].start).shown if pieces else None

    def _pieces(self, span: Span) -> Iterator[Piece]:
        for show, (start, end), text, redaction in self._teller.tell(span):
            if redaction is None:
                yield Piece(text, struck=show is Show.STRUCK)
            elif start < end:  # what has no text stands in a block of its own
                yield Piece("" if id(redaction) in self._said else redaction.label, label=True)
                self._said.add(id(redaction))

    def _unbroken(self, text: str) -> str:
        """``text`` without its line ends; a hyphen at a line end goes unless the word is written with it elsewhere.

        A character without meaning at the start of a line is a bullet of Symbol or Wingdings.
        """
        text = _BULLET.sub("•", text)
        return re.sub(r"\s+", " ", _BROKEN.sub(self._rejoined, text))

    def _rejoined(self, match: re.Match[str]) -> str:
        first, second = match.groups()
        with_hyphen = f"{first}-{second}"
        return with_hyphen if with_hyphen.casefold() in self._words or not second[0].islower() else first + second

    @cached_property
    def _words(self) -> frozenset[str]:
        """The kept words, in lower case."""
        kept = "".join(fragment.text for fragment in self._teller.whole() if not fragment.redaction)
        return frozenset(re.findall(r"\w+(?:-\w+)*", kept.casefold()))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece, so that a word broken by a page's end can be put together."""
    for (label, struck), group in groupby(pieces, key=lambda piece: (piece.label, piece.struck)):
        texts = [piece.text for piece in group]
        if label:
            yield from (Piece(text, label=True) for text in texts)
        else:
            yield Piece("".join(texts), struck=struck)


def _spaced(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces stripped, with ``spaced`` told; around a label it follows from the kept text, not from what was there."""
    last: Piece | None = None
    space = beside_label = False
    for piece in pieces:
        core = piece.text.strip()
        beside_label = beside_label or piece.label
        space = space or piece.text[:1].isspace()
        if core:
            tight = last is not None and (last.text.endswith(_NO_SPACE_AFTER) or core.startswith(_NO_SPACE_BEFORE))
            spaced = last is not None and (not tight if beside_label else space)
            last = Piece(core, piece.label, piece.struck, spaced)
            yield last
            beside_label, space = piece.label, False
        space = space or piece.text[-1:].isspace()
