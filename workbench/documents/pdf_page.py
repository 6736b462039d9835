# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page of a PDF: its visible words in reading order. One extraction by MuPDF a page, a second only on suspicion."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import pymupdf

from workbench.documents.pdf_boxes import drawn_shapes
from workbench.documents.pdf_order import Fragment, RawWord, Row, arrange
from workbench.documents.pdf_picture import PagePicture
from workbench.documents.pdf_strikes import StruckWord, struck_words
from workbench.documents.pdf_visible import (
    Cause,
    Cover,
    Judge,
    drawn_covers,
    is_dark_ground,
    is_suspicious,
    is_unpainted,
    visible_words,
)
from workbench.documents.pixel_boxes import PixelBox


# Words as get_text("words") has them, but with what lies outside the page (to be counted) and with drawn shapes; and
# without ``ActualText``: it says what a screen reader reads aloud, which need not be what stands on the page.
FLAGS = (
    (pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_MEDIABOX_CLIP)
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
)
_CLIP_OPERATOR = re.compile(rb"[\s\])]W\*?\s")
# White between words of one MuPDF line that is no word space: columns set with spaces.
_WIDE = 1.6
# A picture this much of the page is the scan of a page, a smaller one an illustration or something stuck over text.
_SCAN_AREA = 0.25
_BOLD = 16
CORNERS = itemgetter(0, 1, 2, 3)
_HORIZONTAL = (1.0, 0.0)


@dataclass(slots=True)
class PageWords:
    """What a reader sees on a page: ``blocks`` of lines of fragments in reading order, sizes in points.

    ``struck`` words have a line through them, ``hidden`` counts the words that nobody sees by cause, ``scan`` says
    that a picture is all or most of the page. ``visible`` are the words in the order of the file, ``drawn`` the
    redaction boxes of the drawing, ``layer`` the words that an OCR laid behind its picture.
    """

    width: float
    height: float
    blocks: list[list[Row]]
    struck: list[StruckWord] = field(default_factory=list)
    hidden: Counter[Cause] = field(default_factory=Counter)
    visible: Sequence[RawWord] = ()
    scan: bool = False
    drawn: list[PixelBox] = field(default_factory=list)
    layer: Sequence[RawWord] = ()


def read_words(page: pymupdf.Page) -> PageWords:
    """The visible words of ``page`` with their places, as the reader sees it (rotation and crop applied)."""
    width, height = page.rect.width, page.rect.height
    clipped = clips(page)
    textpage = text_page(page, clipped=clipped)
    blocks = textpage.extractDICT()["blocks"]
    words: list[RawWord] = textpage.extractWORDS()
    every = words
    covers = drawn_covers(blocks)
    has_pictures = bool(page.get_images())
    pictures = _pictures(page, words, clipped) if has_pictures else []
    hidden: Counter[Cause] = Counter()
    layer: list[RawWord] = []
    if covers or pictures or _any_suspicious(blocks, width, height):
        scan = has_pictures and _is_scan(blocks)
        judge = Judge(covers + pictures, (width, height), PagePicture(page), scan=scan)
        words, layer, hidden = visible_words(textpage.extractRAWDICT()["blocks"], judge)
    if clipped:
        hidden += _cut_off(page, every)
    return PageWords(
        width,
        height,
        _in_order(_fragments(words, blocks)),
        struck_words(words, blocks),
        hidden,
        words,
        any(cover.scan for cover in pictures),
        drawn_shapes(blocks, every, words) if any(block["type"] == 3 for block in blocks) else [],
        layer,
    )


def clips(page: pymupdf.Page) -> bool:
    """Whether text of the page may be cut off by a clip: by an operator, or the frame of a form or a comment."""
    if page.parent.xref_get_key(page.xref, "Annots")[0] != "null" or page.get_xobjects():
        return True
    return bool(_CLIP_OPERATOR.search(page.read_contents()))


def text_page(page: pymupdf.Page, flags: int = FLAGS, *, clipped: bool) -> pymupdf.TextPage:
    """MuPDF's text page in the reader's coordinates.

    ``clipped``, as ``clips`` says: without what lies outside of the page or of a clip. Elsewhere what lies outside of
    the page is in it.
    """
    flags |= pymupdf.TEXT_MEDIABOX_CLIP * clipped
    return page.get_textpage(clip=pymupdf.INFINITE_RECT(), flags=flags, matrix=page.rotation_matrix)


def _cut_off(page: pymupdf.Page, words: Sequence[RawWord]) -> Counter[Cause]:
    """How many words of the page are not among ``words``, because they lie outside of it or of a clip."""
    seen = Counter(word[4] for word in words)
    gone: Counter[Cause] = Counter()
    for word in text_page(page, clipped=False).extractWORDS():
        if seen[word[4]]:
            seen[word[4]] -= 1
            continue
        inside = word[2] > 0 and word[3] > 0 and word[0] < page.rect.width and word[1] < page.rect.height
        gone[Cause.CLIPPED if inside else Cause.OUTSIDE] += 1
    return gone


def _any_suspicious(blocks: list[dict[str, Any]], width: float, height: float) -> bool:
    """Whether some text may be one that nobody sees. White on a black shape painted before it is seen by all."""
    grounds: list[tuple[float, float, float, float]] = []
    for block in blocks:
        if block["type"] != 0:
            if block["type"] == 3 and is_dark_ground(block):
                grounds.append(block["bbox"])
            continue
        x0, y0, x1, y1 = block["bbox"]
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            return True
        for line in block["lines"]:
            for span in line["spans"]:
                if is_suspicious(span) and (is_unpainted(span) or not _on_ground(span["bbox"], grounds)):
                    return True
    return False


def _on_ground(box: tuple[float, float, float, float], grounds: list[tuple[float, float, float, float]]) -> bool:
    y = (box[1] + box[3]) / 2
    return any(g[0] <= box[0] + 2 and box[2] - 2 <= g[2] and g[1] <= y <= g[3] for g in grounds)


def _is_scan(blocks: list[dict[str, Any]]) -> bool:
    """Whether most text of a page with pictures is not painted: the layer that OCR adds to the scan of a page.

    The size of the pictures says nothing: compressed scans are strips and masks. The pixels decide word by word.
    """
    spans = [span for block in blocks if block["type"] == 0 for line in block["lines"] for span in line["spans"]]
    unpainted = sum(len(span["text"]) for span in spans if is_unpainted(span))
    return unpainted > sum(len(span["text"]) for span in spans) / 2


def _pictures(page: pymupdf.Page, words: Sequence[RawWord], clipped: bool) -> list[Cover]:
    """The pictures of the page, each with the last of the text blocks painted before it."""
    flags = (FLAGS | pymupdf.TEXT_PRESERVE_IMAGES) & ~pymupdf.TEXT_COLLECT_VECTORS
    textpage = text_page(page, flags, clipped=clipped)
    found = [block for block in textpage.extractBLOCKS() if block[6] == 1]
    numbers = [word[5] for word in textpage.extractWORDS()]
    area = _SCAN_AREA * page.rect.width * page.rect.height
    clear = any(image[1] for image in page.get_images())
    covers = []
    for earlier, (x0, y0, x1, y1, _, number, _) in enumerate(found):
        # Blocks are cut otherwise where pictures stand between them; words come in the same order in both.
        before = sum(n < number - earlier for n in numbers)
        after = words[before - 1][5] if 0 < before <= len(words) else -1
        scan = (x1 - x0) * (y1 - y0) >= area
        covers.append(Cover(x0, y0, x1, y1, after, picture=True, clear=clear, scan=scan))
    return covers


def _fragments(words: Iterable[RawWord], blocks: list[dict[str, Any]]) -> dict[int, list[Fragment]]:
    """Fragments by the way in which they run: 0 across, 90 down, 180 upside down, 270 up, 1 aslant."""
    lines = [block["lines"] for block in blocks if block["type"] == 0]  # words count blocks of text only
    turns: dict[int, list[Fragment]] = {}
    for (number, line_number), group in groupby(words, key=itemgetter(5, 6)):
        line = lines[number][line_number]
        spans = line["spans"]
        span = spans[0] if len(spans) == 1 else max(spans, key=lambda s: s["bbox"][2] - s["bbox"][0])
        turn = 0 if line["dir"] == _HORIZONTAL else _turn(*line["dir"])
        size, bold = span["size"], bool(span["flags"] & _BOLD)
        fragments = turns.setdefault(turn, [])
        for part in _split(list(group), size) if turn == 0 else [list(group)]:
            fragments.append(Fragment(*_frame(part, turn), part, size, bold, turn == 0))
    return turns


def _split(words: list[RawWord], size: float) -> list[list[RawWord]]:
    """The words of a line, cut where the white is too wide for a word space."""
    wide = _WIDE * size
    if len(words) == 1 or words[-1][2] - words[0][0] < wide:
        return [words]
    cuts = [i for i in range(1, len(words)) if words[i][0] - words[i - 1][2] > wide]
    if not cuts:
        return [words]
    return [words[a:b] for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def _turn(dx: float, dy: float) -> int:
    if abs(dx) > 0.97:
        return 0 if dx > 0 else 180
    if abs(dy) > 0.97:
        return 90 if dy > 0 else 270
    return 1


def around(words: Sequence[RawWord]) -> tuple[float, float, float, float]:
    """The box around words on the page."""
    xs0, ys0, xs1, ys1 = zip(*map(CORNERS, words), strict=True)
    return min(xs0), min(ys0), max(xs1), max(ys1)


def _frame(words: list[RawWord], turn: int) -> tuple[float, float, float, float]:
    """The box around the words, turned so that reading goes to the right."""
    x0, y0, x1, y1 = around(words)
    if turn == 90:
        return y0, -x1, y1, -x0
    if turn == 270:
        return -y1, x0, -y0, x1
    if turn == 180:
        return -x1, -y1, -x0, -y0
    return x0, y0, x1, y1


def _in_order(turns: dict[int, list[Fragment]]) -> list[list[Row]]:
    """What runs the way of most of the page first, then the rest; text aslant (a watermark) last, each line a block."""
    aslant = turns.pop(1, [])
    weights = {turn: sum(len(f.words) for f in fragments) for turn, fragments in turns.items()}
    blocks = []
    for turn in sorted(turns, key=lambda t: (-weights[t], t)):
        blocks.extend(arrange(turns[turn]))
    return [*blocks, *([[fragment]] for fragment in aslant)]
