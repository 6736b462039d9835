# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words outside of the page or of a clip, of which a reader sees nothing or a part."""

from __future__ import annotations

from collections import Counter

import pymupdf

from workbench.documents.pdf.fragments import by_line
from workbench.documents.pdf.pieces import RawWord, has_middle_in
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.visible import Cause, Seen, TornWord, Unseen


def count_cut_off(run: PageRun, seen: Seen) -> None:
    """Count the words of the page that are not among those that are read: outside of the page or of a clip.

    Of some a part is left: those are torn, as is the rest of their lines.
    """
    if _characters(run.whole) == _characters(run.text_page):
        return
    left, whole = Counter(word[:5] for word in run.words), {word[:5]: word for word in seen.words}
    _, _, width, height = run.page.rect
    for line in by_line(run.whole_words)[0]:
        start, text, torn, hides = 0, " ".join(word[4] for word in line), [], False
        for word in line:
            if left[word[:5]]:
                left[word[:5]] -= 1
                parts = [whole[word[:5]]] if word[:5] in whole else []
            else:
                hides = True
                inside = word[2] > 0 and word[3] > 0 and word[0] < width and word[1] < height
                parts = [part for part in seen.words if _is_part(part, word)]
                gone = len(word[4]) - sum(len(part[4]) for part in parts)
                seen.hidden.append(Unseen(Cause.CLIPPED if inside else Cause.OUTSIDE, word[:4], gone))
            torn += [TornWord(part, text, start, start + len(word[4])) for part in parts]
            start += len(word[4]) + 1
        seen.torn.extend(torn if hides else ())


def _is_part(part: RawWord, word: RawWord) -> bool:
    """Whether ``part`` is what a clip leaves of ``word``."""
    return part[4] != word[4] and part[4] in word[4] and has_middle_in(part, word)


def _characters(textpage: pymupdf.TextPage) -> bytes:
    """Its text as MuPDF stores it, at a quarter of the cost of a string."""
    buffer = pymupdf.mupdf.fz_new_buffer_from_stext_page(textpage.this)
    return bytes(pymupdf.mupdf.fz_buffer_extract_copy(buffer))
