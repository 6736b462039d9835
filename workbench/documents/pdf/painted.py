# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures and shapes as they are painted: of each what clips leave of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from workbench.documents.pdf.covers import Cover
from workbench.documents.pdf.means import Means
from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.shapes import PICTURE, Shape, blocks_of_kind, is_thin, read_shapes


# A picture this much of the page is the scan of a page, a smaller one an illustration or something stuck over text.
_SCAN_AREA = 0.25


class Painted:
    """What a page paints besides text; its ``words`` are those of ``run.text_page``."""

    def __init__(self, run: PageRun, means: Means, words: Sequence[RawWord]) -> None:
        self._run, self._words = run, words
        self.has_pictures = means.fills or (means.pictures and bool(run.page.get_images()))

    @cached_property
    def pictures(self) -> list[Cover]:
        """The pictures, each with the last of the text blocks painted before it; stencils and shadings among them."""
        if not self.has_pictures:
            return []
        page = self._run.page
        area = _SCAN_AREA * page.rect.width * page.rect.height
        clear = any(image[1] for image in page.get_images())
        covers = []
        for (x0, y0, x1, y1), last in blocks_of_kind(self._run.painted, PICTURE):
            scan = (x1 - x0) * (y1 - y0) >= area
            covers.append(Cover(x0, y0, x1, y1, self._before(last), picture=True, clear=clear, scan=scan))
        return covers

    def clipped(self, shapes: Sequence[Shape]) -> Sequence[Shape]:
        """The ``shapes`` of ``run.text_page`` as clips leave them, which they are where clips cut off text."""
        if self._run.cuts_off or not self._run.clips or all(shape.stroked or is_thin(shape[:4]) for shape in shapes):
            return shapes
        return read_shapes(self._run.painted)

    def _before(self, last: int) -> int:
        """The block of the last word in or before block ``last`` of the painted page.

        Blocks are cut otherwise where pictures stand between them; words come in the same order in both.
        """
        before = bisect_right(self._numbers, last)
        return self._words[before - 1][5] if 0 < before <= len(self._words) else -1

    @cached_property
    def _numbers(self) -> list[int]:
        """The block of each of its words, which come block after block."""
        return [word[5] for word in self._run.painted.extractWORDS()]
