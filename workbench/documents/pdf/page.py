# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page of a PDF: its visible words in reading order. MuPDF runs it once; the rest is asked only on suspicion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pymupdf

from workbench.documents.pdf.covers import Covers, drawn_covers
from workbench.documents.pdf.doubles import doubled
from workbench.documents.pdf.drawn_boxes import drawn_shapes
from workbench.documents.pdf.flats import flat_pictures, whole_shapes
from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.painted import Painted
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.pieces import Fragment, RawWord, Row
from workbench.documents.pdf.pixel_page import PixelBox
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.shapes import Rectangle, Shape, read_shapes
from workbench.documents.pdf.strikes import StruckWord, struck_words
from workbench.documents.pdf.styles import LineKey, LineStyle, PageStyles, read_styles
from workbench.documents.pdf.tables import arrange_page
from workbench.documents.pdf.tiny import too_small
from workbench.documents.pdf.visible import Cause, Judge, Seen, TornWord, visible_words


# White between words of one MuPDF line that is no word space: columns set with spaces.
_WIDE = 1.6
# Around what is judged by its pixels (points).
_MARGIN = 4.0


@dataclass(slots=True)
class PageWords:
    """What a reader sees on a page: ``blocks`` of lines of fragments in reading order, sizes in points.

    ``struck`` words have a line through them, ``hidden`` counts the words that nobody sees by cause, ``scan`` says
    that a picture is all or most of the page. ``visible`` are the words in the order of the file, ``drawn`` the
    redaction boxes of the drawing, ``layer`` the words that an OCR laid behind its picture. ``pictures``: it has some.
    ``torn`` are words of which only a part is seen.
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
    pictures: bool = False
    torn: list[TornWord] = field(default_factory=list)


def read_words(page: pymupdf.Page) -> PageWords:
    """The visible words of ``page`` with their places, as the reader sees it (rotation and crop applied)."""
    _, _, width, height = page.rect
    means = read_means(page)
    run = PageRun(page, means)
    textpage = run.text_page
    words = run.words
    groups, boxes = _by_line(words)
    shapes = read_shapes(textpage)
    styles = read_styles(textpage, groups, shapes, may_fade=means.may_fade)
    painted = Painted(run, means, words)
    pictures = painted.pictures
    drawn = painted.clipped(shapes)
    every = words
    seen = Seen(words, [], Counter(), [])
    covers = Covers(drawn_covers(shapes, words) + pictures)
    odd = _odd_lines(groups, boxes, covers, styles, (width, height))
    if odd:
        x0, y0, x1, y1 = around([word for group in groups if group[0][5:7] in odd for word in group])
        picture = PagePicture(page, region=(x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN))
        judge = Judge(covers, (width, height), picture, words, scan=painted.has_pictures and styles.unpainted)
        seen = visible_words(groups, odd, textpage.extractRAWDICT()["blocks"], judge)
        words = seen.words
        groups, boxes = _by_line(words)
    if run.cuts_off:
        _cut_off(run, seen)
    tiny = [] if seen.layer else too_small(groups, boxes, styles.lines, height)
    if tiny:
        seen.hidden[Cause.TINY] += len(tiny)
    if gone := {*doubled(groups, boxes, seen.layer), *tiny}:
        words = [word for word in words if word not in gone]
        groups = [kept for group in groups if (kept := [word for word in group if word not in gone])]
        boxes = list(map(around, groups))
    fragments = _fragments(groups, boxes, styles.lines)
    struck = struck_words(fragments.get(0, ()), shapes)
    return PageWords(
        width,
        height,
        _in_order(fragments, shapes),
        struck,
        seen.hidden,
        words,
        any(cover.scan for cover in pictures),
        drawn_shapes([*whole_shapes(drawn), *flat_pictures(page, pictures)], pictures, every, words),
        seen.layer,
        painted.has_pictures,
        seen.torn,
    )


def _cut_off(run: PageRun, seen: Seen) -> None:
    """Count the words of the page that are not among those that are read: outside of the page or of a clip.

    Of some a part is left: those are torn.
    """
    if _characters(run.whole) == _characters(run.text_page):
        return
    left = Counter(word[4] for word in run.words)
    _, _, width, height = run.page.rect
    for line in _by_line(run.whole.extractWORDS())[0]:
        start, text = 0, " ".join(word[4] for word in line)
        for word in line:
            if left[word[4]]:
                left[word[4]] -= 1
            else:
                inside = word[2] > 0 and word[3] > 0 and word[0] < width and word[1] < height
                seen.hidden[Cause.CLIPPED if inside else Cause.OUTSIDE] += 1
                torn = (part for part in seen.words if _is_part(part, word))
                seen.torn.extend(TornWord(part, text, start, start + len(word[4])) for part in torn)
            start += len(word[4]) + 1


def _is_part(part: RawWord, word: RawWord) -> bool:
    """Whether ``part`` is what a clip leaves of ``word``."""
    x, y = (part[0] + part[2]) / 2, (part[1] + part[3]) / 2
    return part[4] != word[4] and part[4] in word[4] and word[0] <= x <= word[2] and word[1] <= y <= word[3]


def _characters(textpage: pymupdf.TextPage) -> bytes:
    """Its text as MuPDF stores it, at a quarter of the cost of a string."""
    buffer = pymupdf.mupdf.fz_new_buffer_from_stext_page(textpage.this)
    return bytes(pymupdf.mupdf.fz_buffer_extract_copy(buffer))


def _by_line(words: Sequence[RawWord]) -> tuple[list[list[RawWord]], list[Rectangle]]:
    """The words of each line and the box around them; MuPDF numbers them anew in each."""
    if not words:
        return [], []
    lefts, tops, rights, bottoms, _, _, _, numbers = zip(*words, strict=True)
    bounds = list(pairwise([*(place for place, number in enumerate(numbers) if not number), len(words)]))
    boxes = [(min(lefts[a:b]), min(tops[a:b]), max(rights[a:b]), max(bottoms[a:b])) for a, b in bounds]
    return [list(words[a:b]) for a, b in bounds], boxes


def _odd_lines(
    groups: Sequence[list[RawWord]],
    boxes: Sequence[Rectangle],
    covers: Covers,
    styles: PageStyles,
    size: tuple[float, float],
) -> set[LineKey]:
    """The lines with words that may be hidden: by their paint, under a shape or picture, or outside of the page."""
    width, height = size
    odd = set(styles.odd)
    for group, (x0, y0, x1, y1) in zip(groups, boxes, strict=True):
        outside = x0 < 0 or y0 < 0 or x1 > width or y1 > height
        if outside or (covers and any(map(covers.touch, group))):
            odd.add(group[0][5:7])
    return odd if odd != styles.odd or styles.suspicious else set()


def _fragments(
    groups: Sequence[list[RawWord]], boxes: Sequence[Rectangle], styles: dict[LineKey, LineStyle]
) -> dict[int, list[Fragment]]:
    """Fragments by the way in which they run: see ``LineStyle.turn``."""
    turns: dict[int, list[Fragment]] = {}
    for group, box in zip(groups, boxes, strict=True):
        size, bold, turn = styles[group[0][5:7]]
        fragments = turns.setdefault(turn, [])
        if turn:
            fragments.append(Fragment(*_turned(box, turn), group, size, bold, upright=False))
            continue
        cuts = _cuts(group, _WIDE * size)
        if not cuts:
            fragments.append(Fragment(*box, group, size, bold))
            continue
        for part in (group[a:b] for a, b in pairwise([0, *cuts, len(group)])):
            fragments.append(Fragment(*around(part), part, size, bold))
    return turns


def _cuts(words: list[RawWord], wide: float) -> list[int]:
    """Where the words of a line are parted by more white than ``wide``."""
    if len(words) == 1 or words[-1][2] - words[0][0] < wide:
        return []
    return [i for i, (word, after) in enumerate(pairwise(words), 1) if after[0] - word[2] > wide]


def around(words: Sequence[RawWord]) -> Rectangle:
    """The box around words on the page."""
    if len(words) == 1:
        return words[0][:4]
    x0, y0, x1, y1, *_ = zip(*words, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _turned(box: Rectangle, turn: int) -> Rectangle:
    """The box, turned so that reading goes to the right."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, -x1, y1, -x0
    if turn == 270:
        return -y1, x0, -y0, x1
    if turn == 180:
        return -x1, -y1, -x0, -y0
    return box


def _in_order(turns: dict[int, list[Fragment]], shapes: Sequence[Shape]) -> list[list[Row]]:
    """What runs the way of most of the page first, then the rest; text aslant (a watermark) last, each line a block."""
    aslant = turns.pop(1, [])
    weights = {turn: sum(len(f.words) for f in fragments) for turn, fragments in turns.items()}
    blocks = []
    for turn in sorted(turns, key=lambda t: (-weights[t], t)):
        blocks.extend(arrange_page(turns[turn], shapes if turn == 0 else ()))
    return [*blocks, *([[fragment]] for fragment in aslant)]
