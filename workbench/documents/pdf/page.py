# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page of a PDF: its visible words in reading order. MuPDF runs it once; the rest is asked only on suspicion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pymupdf

from workbench.documents.pdf.covers import BLOCKS, Cover, Covers, Grounds, drawn_covers
from workbench.documents.pdf.cut_off import count_cut_off
from workbench.documents.pdf.doubles import doubled, too_small
from workbench.documents.pdf.drawn_boxes import drawn_shapes
from workbench.documents.pdf.fragments import LineWords, by_line, fragments_of, in_order, turned
from workbench.documents.pdf.means import read_means
from workbench.documents.pdf.painted import Painted, flat_pictures, whole_shapes, with_strokes
from workbench.documents.pdf.picture import PagePicture
from workbench.documents.pdf.pieces import Fragment, RawWord, Row, around
from workbench.documents.pdf.pixels.page import PixelBox
from workbench.documents.pdf.run import PageRun
from workbench.documents.pdf.shapes import Shape, read_shapes
from workbench.documents.pdf.strikes import StruckWord, is_partly, struck_words, with_edges
from workbench.documents.pdf.styles import LineKey, PageStyles, read_styles
from workbench.documents.pdf.visible import Cause, Judge, Seen, Unseen, visible_words


# Around what is judged by its pixels (points).
_MARGIN = 4.0


@dataclass(slots=True)
class PageWords:
    """What a reader sees on a page: ``blocks`` of lines of fragments in reading order, sizes in points.

    ``struck`` words have a line through them, ``hidden`` ones nobody sees, ``scan``: a picture is all or most
    of the page. ``visible`` are the words in the order of the file, ``drawn`` the redaction boxes of the drawing,
    ``layer`` the words that an OCR laid behind its picture. ``pictures``: it has some.
    ``run`` is how the page was run: None of one that was read by OCR, or memory would grow with the pages.
    ``over``: some words may stand over others.
    """

    width: float
    height: float
    blocks: list[list[Row]]
    struck: list[StruckWord] = field(default_factory=list)
    hidden: list[Unseen] = field(default_factory=list)
    visible: Sequence[RawWord] = ()
    scan: bool = False
    drawn: list[PixelBox] = field(default_factory=list)
    layer: Sequence[RawWord] = ()
    pictures: bool = False
    run: PageRun | None = None
    over: bool = False


def read_words(page: pymupdf.Page) -> PageWords:
    """The visible words of ``page`` with their places, as the reader sees it (rotation and crop applied)."""
    _, _, width, height = page.rect
    means = read_means(page)
    run = PageRun(page, means)
    lines = by_line(run.words)
    shapes = read_shapes(run.text_page)
    grounds = Grounds(shapes)
    styles = read_styles(run.text_page, lines, grounds, may_fade=means.may_fade)
    painted = Painted(run, means, run.words)
    pictures, drawn = painted.pictures, painted.clipped(shapes)
    typed = [Cover(*word[:4], word[5], dark=True, stroke=True) for word in run.words if BLOCKS.issuperset(word[4])]
    covers = Covers(drawn_covers(shapes, run.words) + pictures + typed + (_lost(run) if means.hides else []))
    odd = _odd_lines(lines, covers, styles, (width, height))
    seen = _seen(run, lines, odd, covers, grounds, scan=painted.has_pictures and styles.unpainted)
    if seen.words is not run.words:
        lines = by_line(seen.words)
    words, lines, over = _legible(seen, lines, styles, height)
    fragments = fragments_of(lines, styles.lines)
    return PageWords(
        width,
        height,
        in_order(fragments, shapes),
        _struck(run, fragments.get(0, ()), shapes),
        seen.hidden,
        words,
        any(cover.scan for cover in pictures),
        _boxes(run, [*whole_shapes(with_strokes(run, drawn)), *flat_pictures(page, pictures)], pictures, words, styles),
        seen.layer,
        painted.has_pictures,
        run,
        over,
    )


def _struck(run: PageRun, fragments: Sequence[Fragment], shapes: Sequence[Shape]) -> list[StruckWord]:
    """The words that a line runs through; where it runs through a part of one, with the places of its letters."""
    struck = struck_words(fragments, shapes)
    return [with_edges(each, run.text_page) if is_partly(each) else each for each in struck]


def _lost(run: PageRun) -> list[Cover]:
    """The words without which the page looks the same, whatever tile, mask or blend hides them."""
    picture = PagePicture(run.page)
    return [Cover(*word[:4], word[5]) for word in run.words if picture.is_textless(*word[:4])]


def _boxes(
    run: PageRun, shapes: Sequence[Shape], pictures: Sequence[Cover], visible: Sequence[RawWord], styles: PageStyles
) -> list[PixelBox]:
    """The redaction boxes of the drawing; where most words run up or down the page, as if it were turned upright."""
    turns = Counter(style.turn for style in styles.lines.values()) if shapes else Counter()
    turn = turns.most_common(1)[0][0] if turns else 0
    if turn not in (90, 270):
        return drawn_shapes(shapes, [cover[:4] for cover in pictures], run.words, visible)
    words = [(*turned(word, turn), *word[4:]) for word in run.words]
    seen = words if visible is run.words else [(*turned(word, turn), *word[4:]) for word in visible]
    upright = [Shape(*turned(shape, turn), *shape[4:]) for shape in shapes]
    grounds = [turned(cover, turn) for cover in pictures]
    return [PixelBox(*turned(box, 360 - turn), box.style) for box in drawn_shapes(upright, grounds, words, seen)]


def _seen(
    run: PageRun, lines: LineWords, odd: Collection[LineKey], covers: Covers, grounds: Grounds, *, scan: bool
) -> Seen:
    """What a reader sees of the words of the page; ``scan``: unpainted text is the layer of an OCR."""
    seen = Seen(run.words, [], [])
    words = [word for group in lines.groups if group[0][5:7] in odd for word in group] if odd else ()
    if words:
        x0, y0, x1, y1 = around(words)
        picture = PagePicture(run.page, region=(x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN))
        judge = Judge(covers, grounds, tuple(run.page.rect)[2:], picture, run.words, scan=scan)
        seen = visible_words(lines.groups, odd, run.text_page.extractRAWDICT()["blocks"], judge)
    if run.cuts_off:
        count_cut_off(run, seen)
    return seen


def _legible(
    seen: Seen, lines: LineWords, styles: PageStyles, height: float
) -> tuple[Sequence[RawWord], LineWords, bool]:
    """The words without those that are too small to read, which are counted, and those that stand there twice.

    And whether some may stand over others.
    """
    tiny = [] if seen.layer else too_small(*lines, styles.lines, height)
    if tiny:
        seen.hidden.extend(Unseen(Cause.TINY, word[:4], len(word[4])) for word in tiny)
    again, over = doubled(*lines, seen.layer)
    gone = {*again, *tiny}
    if not gone:
        return seen.words, lines, over
    groups = [kept for group in lines.groups if (kept := [word for word in group if word not in gone])]
    return [word for word in seen.words if word not in gone], LineWords(groups, list(map(around, groups))), over


def _odd_lines(lines: LineWords, covers: Covers, styles: PageStyles, size: tuple[float, float]) -> set[LineKey]:
    """The lines with words that may be hidden: by their paint, under a shape or picture, or outside of the page."""
    width, height = size
    found = {
        group[0][5:7]
        for group, (x0, y0, x1, y1) in zip(*lines, strict=True)
        if (x0 < 0 or y0 < 0 or x1 > width or y1 > height)
        or (covers and any(covers.may_hide(w, level=not styles.lines[group[0][5:7]].turn) for w in group))
    }
    return styles.odd | found if found or styles.suspicious else set()
