# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words outside of the page or of a clip, of which a reader sees nothing or a part."""

from __future__ import annotations

from collections import Counter

import pymupdf

from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.visible import Cause, Seen, Unseen


def count_cut_off(run: PageRun, seen: Seen) -> None:
    """Count the words of the page that are not among those that are read: outside of the page or of a clip."""
    if _characters(run.whole) == _characters(run.text_page):
        return
    left = Counter(word[:5] for word in run.words)
    read = ByHeight(seen.words)
    _, _, width, height = run.page.rect
    for word in run.whole_words:
        if left[word[:5]]:
            left[word[:5]] -= 1
            continue
        inside = word[2] > 0 and word[3] > 0 and word[0] < width and word[1] < height
        parts = (part[4] for part in read.within(*word[:4]) if part[4] != word[4] and part[4] in word[4])
        gone = len(word[4]) - sum(map(len, parts))
        seen.hidden.append(Unseen(Cause.CLIPPED if inside else Cause.OUTSIDE, word[:4], gone))


def _characters(textpage: pymupdf.TextPage) -> bytes:
    """Its text as MuPDF stores it, at a quarter of the cost of a string."""
    buffer = pymupdf.mupdf.fz_new_buffer_from_stext_page(textpage.this)
    return bytes(pymupdf.mupdf.fz_buffer_extract_copy(buffer))
