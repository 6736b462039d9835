# SPDX-License-Identifier: AGPL-3.0-or-later
"""What has to be the same in two versions of a document for a decision about one to hold for the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.redaction.intervals import common
from workbench.redaction.model import Place
from workbench.redaction.places import has_pages, words_in
from workbench.structure.model import Analysis, Paragraph


Key = tuple[str, tuple[Marking | None, ...]]
"""The text of a paragraph or a page, line breaks and blanks aside, and the marks that govern it, one a paragraph."""


class Passages:
    """The paragraphs of a document, by their places and by what they say."""

    def __init__(self, analysis: Analysis) -> None:
        """Reads all of the text: keep it for as long as it is asked, and no longer."""
        self.document = analysis.document
        self._parts = analysis.stretches()
        self._paragraphs = analysis.paragraphs
        self._like: dict[Key, list[Paragraph]] = defaultdict(list)
        for paragraph in analysis.paragraphs:
            self._like[self.key(paragraph)].append(paragraph)

    def key(self, paragraph: Paragraph) -> Key:
        """What has to be the same elsewhere."""
        return self._said(paragraph.spans), (paragraph.governing,)

    def _said(self, spans: Sequence[Span]) -> str:
        return " ".join(" ".join(self.document.text[start:end] for start, end in spans).split())

    def like(self, key: Key) -> Sequence[Paragraph]:
        """The paragraphs with that key."""
        return self._like.get(key, ())

    def around(self, spans: Sequence[Span]) -> Paragraph | None:
        """The paragraph that holds all of ``spans``; None where there is none, or there are no spans."""
        found = {self._at(span) for span in spans}
        at = found.pop() if len(found) == 1 else None
        return None if at is None else self._paragraphs[at]

    def _at(self, span: Span) -> int | None:
        before = bisect_right(self._parts, span.start, key=lambda part: part[0].start) - 1
        if before < 0 or span.end > self._parts[before][0].end:
            return None
        return self._parts[before][1]

    # --- pages -----------------------------------------------------------------------------------------------------

    def on_page(self, number: int) -> list[Paragraph]:
        """The paragraphs that stand on a page (from 1) or reach into it."""
        page = self._page(number)
        first = bisect_right(self._parts, page.start, key=lambda part: part[0].end)
        last = bisect_left(self._parts, page.end, key=lambda part: part[0].start)
        return [self._paragraphs[at] for at in dict.fromkeys(at for _, at in self._parts[first:last])]

    def page_key(self, number: int) -> Key:
        """What has to be the same elsewhere; without text where there is no such page."""
        return self._said([self._page(number)]), tuple(p.governing for p in self.on_page(number))

    def pages_like(self, key: Key) -> Sequence[int]:
        """The pages with that key; none where a document has no pages of its own."""
        return self._pages_like.get(key, ())

    @cached_property
    def _pages_like(self) -> dict[Key, list[int]]:
        found: dict[Key, list[int]] = defaultdict(list)
        for page in self.document.pages if has_pages(self.document) else ():
            found[self.page_key(page.number)].append(page.number)
        return found

    def _page(self, number: int) -> Span:
        pages = self.document.pages
        return pages[number - 1].span if 1 <= number <= len(pages) else Span(0, 0)

    def reach(self, place: Place) -> Sequence[Span]:
        """The text that a decision about ``place`` says something about."""
        spans, page, box = place
        if page is not None:
            return (self._page(page),)
        return words_in(self.document, box) if box and box.page <= len(self.document.pages) else spans


def letters(text: str, paragraph: Paragraph) -> list[int]:
    """Where each character of a paragraph stands that is no white space."""
    return [at for start, end in paragraph.spans for at in range(start, end) if not text[at].isspace()]


def stretches(theirs: Sequence[int], ours: Sequence[int], span: Span, here: Paragraph) -> Iterator[Span]:
    """Of ``ours`` the letters that ``span`` holds of ``theirs``, cut where a page break cuts the paragraph ``here``."""
    found = ours[bisect_left(theirs, span.start) : bisect_left(theirs, span.end)]
    if found:
        yield from common(here.spans, Span(found[0], found[-1] + 1))
