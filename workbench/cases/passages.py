# SPDX-License-Identifier: AGPL-3.0-or-later
"""What has to be the same in two versions of a document for a decision about one to hold for the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.structure.model import Analysis, Paragraph


Key = tuple[str, Marking | None]
"""The text of a paragraph, its line breaks and blanks aside, and the mark that governs it."""


class Passages:
    """The paragraphs of a document, by their places and by what they say."""

    def __init__(self, analysis: Analysis) -> None:
        """Reads all of the text: keep it for as long as it is asked, and no longer."""
        self.document = analysis.document
        self._parts = sorted((span, at) for at, p in enumerate(analysis.paragraphs) for span in p.spans)
        self._paragraphs = analysis.paragraphs
        self._like: dict[Key, list[Paragraph]] = defaultdict(list)
        for paragraph in analysis.paragraphs:
            self._like[self.key(paragraph)].append(paragraph)

    def key(self, paragraph: Paragraph) -> Key:
        """What has to be the same elsewhere."""
        text = " ".join(self.document.text[start:end] for start, end in paragraph.spans)
        return _unspaced(text), paragraph.governing

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

    def page_text(self, number: int) -> str:
        """What stands on a page (from 1), likewise; nothing where there is no such page."""
        pages = self.document.pages
        start, end = pages[number - 1].span if 1 <= number <= len(pages) else (0, 0)
        return _unspaced(self.document.text[start:end])


def _unspaced(text: str) -> str:
    return " ".join(text.split())


def letters(text: str, paragraph: Paragraph) -> list[int]:
    """Where each character of a paragraph stands that is no white space."""
    return [at for start, end in paragraph.spans for at in range(start, end) if not text[at].isspace()]


def stretches(theirs: Sequence[int], ours: Sequence[int], span: Span, here: Paragraph) -> Iterator[Span]:
    """Of ``ours`` the letters that ``span`` holds of ``theirs``, cut where a page break cuts the paragraph ``here``."""
    found = ours[bisect_left(theirs, span.start) : bisect_left(theirs, span.end)]
    if found:
        parts = (Span(max(found[0], s), min(found[-1] + 1, e)) for s, e in here.spans)
        yield from (part for part in parts if part.start < part.end)
