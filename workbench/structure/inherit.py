# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks that cover more than the paragraph they stand in: of a stem, of a whole list, of the entire text."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile, zip_longest

from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.structure.model import Kind, Paragraph, Placement, Portion, Role
from workbench.structure.portions import is_entire_text
from workbench.structure.starts import bullet, enumerator
from workbench.structure.unread import shown_rank
from workbench.structure.wordings import label, unquoted


_UNNUMBERED = ("", 0)
_PARTED = (Kind.LIST_ITEM, Kind.TABLE_CELL)


def inherit(
    text: str, paragraphs: list[Paragraph], pressed: Container[int] = (), banners: Sequence[int] = ()
) -> list[Paragraph]:
    """The same paragraphs with ``inherited`` set on those that another's mark covers.

    A stem's mark covers its items (CAPCO 2016 section C), a mark on the last item those before it, and one for the
    entire text or message all that is unmarked in it. Fail closed: an unclassified mark covers only items of a stem
    that announces them with a colon, and never what comes before it. ``pressed`` holds the offsets of marks at the head
    of a line for which the line above had no room: a mark may be that of the item which ends there; ``banners`` the
    offsets of classified ones in force, in order. Of several marks for the entire text the highest holds.
    """
    covered = _backward(text, _Forward(text, pressed).run(paragraphs))
    for message in _messages(text, paragraphs):
        entire = _entire(paragraphs[message])
        if entire is not None:
            mark, end = entire.marking, len(text)
            if not mark.is_classified:  # what a telegram says of itself does not reach into another below it
                end = next((start for start in banners if start > entire.start), end)
            covered[message] = [
                replace(p, inherited=mark) if _is_open(p) and p.spans[0].start < end else p for p in covered[message]
            ]
    return covered


def _messages(text: str, paragraphs: list[Paragraph]) -> list[slice]:
    """The messages of a chain of e-mail, each from its sender on; anything else is one.

    A mark for the entire text speaks of its own message: the one below may be classified higher, or not marked at all.
    """
    heads = [
        number
        for number, paragraph in enumerate(paragraphs)
        if paragraph.role is Role.ADDRESSING
        and any(label(unquoted(line)) == "from" for span in paragraph.spans for line in text[slice(*span)].split("\n"))
    ]
    bounds = [0, *heads[1:], len(paragraphs)]
    return [slice(start, end) for start, end in pairwise(bounds)]


def _is_open(paragraph: Paragraph) -> bool:
    return paragraph.kind is not Kind.FURNITURE and paragraph.governing is None


def _entire(paragraphs: list[Paragraph]) -> Portion | None:
    """The highest mark for the entire text; none where it is unclassified and a portion is not."""
    portions = [p.portion for p in paragraphs if p.portion]
    found = max(filter(is_entire_text, portions), key=lambda portion: portion.marking.level.rank, default=None)
    open_ = found is None or found.marking.is_classified or not any(p.marking.is_classified for p in portions)
    return found if open_ else None


class _Forward:
    """From marked stems to their items, until something else begins: other text, a table behind a list.

    ``stems``: by how they are numbered the items that the next one stands below, the outermost first, with what covers
    their like: nothing where one of them has a mark of its own, for then each should have one. None: nothing but the
    style of ``stem`` itself, which is read off only where something stands below it. ``asked``: by how they are
    numbered, how many of ``done`` were looked at for that before.
    """

    def __init__(self, text: str, pressed: Container[int]) -> None:
        self.text, self.pressed = text, pressed
        self.done: list[Paragraph] = []
        self.stem: Paragraph | None = None
        self.stems: dict[str, Paragraph | None] | None = {}
        self.before: Kind | None = None
        self.asked = dict[str, int]()

    def run(self, paragraphs: list[Paragraph]) -> list[Paragraph]:
        """The same paragraphs, with what they inherit."""
        for paragraph, below in zip_longest(paragraphs, paragraphs[1:]):
            kind = paragraph.kind
            if kind is Kind.FURNITURE:
                self.done.append(paragraph)
                continue
            if paragraph.portion is not None and kind is Kind.BODY:
                if self.stems:
                    self._uncover(*_numbered(self.text, paragraph))
                self.stem, self.stems = paragraph, None
            elif paragraph.portion or self.stem or any(self.stems.values() if self.stems else ()):
                paragraph = self._below_stems(paragraph, below)
            self.before = kind
            self.done.append(paragraph)
        return self.done

    def _below_stems(self, item: Paragraph, below: Paragraph | None) -> Paragraph:
        """``item``, which stands below a stem or has a mark, with what covers it; ``below`` follows it."""
        style, value = _numbered(self.text, item)
        stems = self.stems or {}
        if self.stems is None and self.stem is not None:
            stems = {_numbered(self.text, self.stem)[0]: None}
        if value == 1 and item.portion is None:
            stems = {like: stems[like] for like in stems if like != style}  # no list goes on with its first item
        above = {} if item.kind is Kind.BODY else {like: stems[like] for like in takewhile(style.__ne__, stems)}
        self.stems = stems
        if item.portion is not None:
            self._uncover(style, value)
            self.stem, self.stems = item if item.kind is Kind.LIST_ITEM else None, {**above, style: None}
            return item
        stem = stems[style] if style and style in stems else self.stem
        over = below.portion if below is not None and below.spans[0].start in self.pressed else None
        if stem is None or (self.before, item.kind) == _PARTED or not _covers(self.text, stem, item, over):
            if _rank_inside(self.text, item):
                self._uncover(style, value)
            self.stem, self.stems = None, dict.fromkeys(stems)
            return item
        assert stem.portion is not None
        self.stem, self.stems = stem, {**above, style: stem}
        return replace(item, inherited=stem.portion.marking)

    def _uncover(self, style: str, value: int) -> None:
        """Take an unclassified mark from the items above of a list in which one has, or shows, a mark of its own."""
        if value == 1 or not self.stems or not self.stems.get(style):
            return
        done = self.done
        above_all, self.asked[style] = self.asked.get(style, 0), len(done)
        for number in range(len(done) - 1, above_all - 1, -1):
            own, place = _numbered(self.text, above := done[number])
            if own == style and above.inherited is not None and not above.inherited.is_classified:
                done[number] = replace(above, inherited=None)
            if (own == style and place == 1) or (above.portion is not None and above.kind is Kind.BODY):
                break


def _covers(text: str, stem: Paragraph, item: Paragraph, over: Portion | None) -> bool:
    """Whether the mark of ``stem`` covers ``item``; ``over`` is a mark behind it that may be its own."""
    assert stem.portion is not None
    classified = stem.portion.marking.is_classified
    if max(_rank_inside(text, item), over.marking.level.rank if over else 0) > stem.portion.marking.level.rank:
        return False
    announced = _body(text, stem).endswith(":")
    if item.kind not in (Kind.LIST_ITEM, Kind.TABLE_CELL) and not _is_lettered_below(text, stem, item):
        return False
    return announced or classified


def _rank_inside(text: str, item: Paragraph) -> int:
    """``a. The lamp is lit by hand. (S) It``: what it is under cannot be told. The (C) of a list was told already."""
    first, *others = item.spans
    start = first.start + 3 * text.startswith("(C)", first.start)
    return shown_rank(text, [Span(start, first.end), *others])


def _is_lettered_below(text: str, stem: Paragraph, item: Paragraph) -> bool:
    """``A.`` or ``a.`` below ``1.``, which are paragraphs of their own as well as its items."""
    own, above = _numbered(text, item)[0], _numbered(text, stem)[0]
    return own in {"A.", "a.", "(A)", "(a)", "(1)"} and above in {"1.", "(1)", "A.", ""} and own != above


def _backward(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """From a classified mark behind the last item to the unmarked items, and their stem, before it.

    To none where the first of them stands below an item of their list with a mark of its own, for then each should have
    one, or below a higher mark, which may be that of their stem.
    """
    if not any(p.portion is not None and p.portion.placement is Placement.TRAILING for p in paragraphs):
        return paragraphs
    done = list(paragraphs)
    mark: Marking | None = None
    style = ""
    reached = list[int]()
    for position in range(len(done) - 1, -1, -1):
        paragraph = done[position]
        if paragraph.kind is Kind.FURNITURE:
            continue
        if paragraph.portion is not None:
            last = paragraph.kind is Kind.LIST_ITEM and paragraph.portion.placement is Placement.TRAILING
            like = paragraph.kind is Kind.LIST_ITEM and _numbered(text, paragraph)[0] == style
            if mark is not None and (like or paragraph.portion.marking.level.rank > mark.level.rank):
                for number in reached:
                    done[number] = paragraphs[number]
            mark = paragraph.portion.marking if last and paragraph.portion.marking.is_classified else None
            style, reached = _numbered(text, paragraph)[0], []
        elif paragraph.kind is Kind.LIST_ITEM and _numbered(text, paragraph)[0] != style:
            mark = None  # of another list: what stands over both tells its mark
        elif mark is not None and paragraph.inherited is None:
            stem = paragraph.kind is Kind.BODY and _body(text, paragraph).endswith(":")
            if stem or paragraph.kind is Kind.LIST_ITEM:
                done[position] = replace(paragraph, inherited=mark)
                reached.append(position)
            if paragraph.kind is not Kind.LIST_ITEM:
                mark = None
    return done


def _body(text: str, paragraph: Paragraph) -> str:
    """Its last span without a trailing mark."""
    end = paragraph.spans[-1].end
    if paragraph.portion is not None and paragraph.portion.placement is Placement.TRAILING:
        end = paragraph.portion.start
    return text[paragraph.spans[-1].start : end].rstrip()


def _numbered(text: str, paragraph: Paragraph) -> tuple[str, int]:
    """How it is numbered, and its place in the list; a bullet counts as a style of its own, without places."""
    start = paragraph.spans[0].start
    if paragraph.portion is not None and paragraph.portion.start == start:
        start = paragraph.portion.end
    head = text[start : start + 40].lstrip()
    if bullet(head):
        return head[0], 0
    found = enumerator(head)
    return (found.style, found.value) if found else _UNNUMBERED
