# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links and bookmarks of a copy (``--keep-links``, ``--keep-bookmarks``): made anew from what is kept, or not at all.

A link is kept where all the words below it are kept, on lines that are kept whole; it covers those words, not what it
covered in the original, and leads to a page of the copy or to an address that tells nothing (``exports.addresses``).
Where one of several links to one address has a withheld word, all of them go. A bookmark is kept where its title
stands in the kept text of the page that it points to, and reads as it stands there. Names of destinations do not come
along: only the number of the page that they lead to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from workbench.documents.model import Page, Span
from workbench.documents.words import Word
from workbench.exports.addresses import Addresses
from workbench.exports.cleaning import clean
from workbench.exports.needles import Needles
from workbench.exports.pdf.faithful.kept import PageLine
from workbench.exports.pdf.navigation import Bookmark, Link
from workbench.exports.pdf.regions import ASCENT, DESCENT, Rect
from workbench.redaction.folding import fold, skeleton
from workbench.redaction.intervals import merge, overlapping, subtract
from workbench.redaction.model import Plan, Unit


_URI, _GOTO, _NAMED = 2, 1, 4  # kinds of links, as PyMuPDF numbers them
_SLACK = 1.0
_MOST = 5000  # links of a document, bookmarks likewise
_DEEPEST = 8
_LONGEST = 300  # characters of a title
_HYPHEN, _SPACE = re.compile(r"(?<=\w)[-\u2010\u00ad][^\S\n]*+\n\s*+(?=\w)"), re.compile(r"\s+")


class _Stretch(NamedTuple):
    """Kept text of a page, its ``letters`` alone, and their ``places`` in the folded text."""

    text: str
    folded: str
    offsets: Sequence[int]
    places: Sequence[int]
    letters: str


class Links:
    """The links of a document, judged."""

    def __init__(self, plan: Plan, pdf: Any) -> None:
        """``pdf`` is the original, opened with PyMuPDF."""
        self._addresses = Addresses(plan)
        self._pages = len(plan.analysis.document.pages)
        self._found: dict[int, list[tuple[Rect, str | int, list[Word]]]] = {}
        withheld = merge(plan.withheld())
        refused: set[str] = set()
        for page in plan.analysis.document.pages:
            for rect, target in _links(pdf[page.number - 1], self._pages):
                words = _words_in(page, rect)
                self._found.setdefault(page.number, []).append((rect, target, words))
                if isinstance(target, str) and any(overlapping(withheld, Span(*word[:2])) for word in words):
                    refused.add(target)
        self._refused = refused | {
            target
            for links in self._found.values()
            for _, target, _ in links
            if isinstance(target, str) and not self._addresses.may_stay(target)
        }

    def on(self, page: Page, lines: Sequence[PageLine]) -> tuple[list[Link], int]:
        """The links of ``page`` over ``lines`` that are kept whole and where they were, and how many were left out."""
        made: list[Link] = []
        dropped = 0
        ordered = sorted(lines, key=lambda line: line.span)
        starts = [line.span.start for line in ordered]
        for _, target, words in self._found.get(page.number, ()):
            owners = [_owner(word, ordered, starts) for word in words]
            if not words or target in self._refused or None in owners:
                dropped += 1
                continue
            held: dict[int, list[Word]] = {}
            for word, owner in zip(words, owners, strict=True):
                held.setdefault(owner or 0, []).append(word)
            made += [Link(_around(part, ordered[owner]), target) for owner, part in held.items()]
        return made, dropped


def _links(page: Any, pages: int) -> Iterator[tuple[Rect, str | int]]:
    """The places of the links of a page as a reader sees it, and what they lead to; nothing but addresses and pages."""
    for link in page.get_links()[:_MOST]:
        rect, target = tuple(link["from"]), link.get("page")
        if link["kind"] == _URI:
            yield rect, str(link.get("uri", ""))
        elif link["kind"] in (_GOTO, _NAMED) and isinstance(target, int) and 0 <= target < pages:
            yield rect, target
        else:
            yield rect, ""


def _words_in(page: Page, rect: Rect) -> list[Word]:
    x0, y0, x1, y1 = rect
    near = (line for line in page.lines if line.box.y1 > y0 and line.box.y0 < y1)
    return [word for line in near for word in line.words if _lies_in(word.box[1:], (x0, y0, x1, y1))]


def _lies_in(box: Rect, rect: Rect) -> bool:
    """Whether the middle of a word's height is in the rectangle, and any of its width: half a word is linked too."""
    middle = (box[1] + box[3]) / 2
    return rect[1] <= middle <= rect[3] and box[0] < rect[2] - _SLACK and box[2] > rect[0] + _SLACK


def _owner(word: Word, lines: Sequence[PageLine], starts: Sequence[int]) -> int | None:
    """The number of the line that holds the word; None where none does that is kept whole."""
    place = bisect_right(starts, word.start) - 1
    fine = place >= 0 and word.end <= lines[place].span.end and lines[place].is_whole
    return place if fine else None


def _around(words: Sequence[Word], line: PageLine) -> Rect:
    first = line.words[0]
    x0, x1 = min(word.box.x0 for word in words), max(word.box.x1 for word in words)
    if line.direction != (1.0, 0.0):
        return x0, min(word.box.y0 for word in words), x1, max(word.box.y1 for word in words)
    # A line that moved with what is above it says itself how high it now stands.
    return x0, first.y - ASCENT * first.size, x1, first.y + DESCENT * first.size


def bookmarks(plan: Plan, pdf: Any) -> tuple[list[Bookmark], int]:
    """The bookmarks of the original whose titles are kept text of their page, and how many were left out.

    A title is one of the stretches between which something is withheld, lines between them.
    """
    document = plan.analysis.document
    entries, needles, withheld = pdf.get_toc(simple=True)[:_MOST], Needles(plan), merge(plan.withheld())
    gone = {redaction.page for redaction in plan.redactions if redaction.unit is Unit.PAGE}
    made: list[Bookmark] = []
    levels: list[int] = []  # of the entries above that were kept
    pages: dict[int, list[_Stretch]] = {}
    for level, title, number in entries:
        levels = [kept for kept in levels if kept < level]
        if 1 <= number <= len(document.pages) and number not in pages and number not in gone:
            kept = subtract(document.pages[number - 1].span, withheld)
            pages[number] = [_read(document.text[start:end]) for start, end in kept]
        found = _as_it_stands(title, pages.get(number, ()))
        if found and not needles.search(found):
            levels.append(level)
            made.append(Bookmark(min(len(levels), _DEEPEST), found, number - 1))
    return made, len(entries) - len(made)


def _read(text: str) -> _Stretch:
    folded, offsets = fold(text)
    places = [place for place, character in enumerate(folded) if character.isalnum()]
    return _Stretch(text, folded, offsets, places, "".join(folded[place] for place in places))


def _as_it_stands(title: str, stretches: Sequence[_Stretch]) -> str:
    """``title`` as one of the stretches has it, from the beginning of a word to the end of one; else nothing."""
    wanted = skeleton(title)
    for text, folded, offsets, places, letters in stretches if len(wanted) > 1 and len(title) <= _LONGEST else ():
        start = letters.find(wanted)
        while start >= 0:
            first, last = places[start], places[start + len(wanted) - 1]
            if not folded[max(0, first - 1) : first].isalnum() and not folded[last + 1 : last + 2].isalnum():
                return _SPACE.sub(" ", clean(_HYPHEN.sub("", text[offsets[first] : offsets[last] + 1])))
            start = letters.find(wanted, start + 1)
    return ""
