# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text of a copy's pages as PDFium reads it: in the order of the file, and by position.

A word whose letters are drawn in another order than they are read shows by position only. To ask for the place of every
character takes longer than everything else, so a page is asked first whether its pieces of text follow each other as
they are read; then both texts are one.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium


_APART = " ;; "
LETTERS = 4
"""Shapes of a page that are drawn as letters are from which on they may spell a word."""
_CORNERS = 6  # of a path; a rectangle that is closed has five
_SMALL = 6.0  # points
_STACKED = 3  # letters by themselves, one below the other

_SHORT_WORD = 2

_T = TypeVar("_T")
_Char = tuple[int, float, str, float, float]
"""Its row, its place in it (points), the character, how far down it stands, and its font size."""

Piece = tuple[float, float, float, float]
"""Left, top, right, bottom (points, from the bottom of the page) of text that is drawn as one."""


class PageText(NamedTuple):
    """The text of page ``number`` (from 1); ``positional`` is empty where it reads the same by position.

    ``pictures``: the page may show some, or letters that are drawn.
    """

    number: int
    text: str
    positional: str
    pictures: bool


def page_texts(
    copy: bytes,
    *,
    by_position: bool,
    always: bool = False,
    look: Callable[[int, Any, Callable[[], list[Piece]]], None] | None = None,
) -> list[PageText]:
    """The texts of every page. ``always``: by position even where the pieces follow each other.

    ``look`` is shown each page as it is open: its number, PDFium's page and what gives the pieces of its text.

    Raises pypdfium2.PdfiumError where the copy cannot be opened.
    """
    found = []
    with pypdfium2.PdfDocument(copy) as pdf:
        for number, page in enumerate(pdf, start=1):
            textpage = page.get_textpage()
            placed = cache(partial(pieces, textpage.raw))
            needed = by_position and (always or not _follow_each_other(placed()))
            positional = _positional(textpage) if needed else ""
            found.append(PageText(number, textpage.get_text_range(), positional, _has_pictures(page.raw)))
            if look:
                look(number, page, placed)
            textpage.close()
            page.close()
    return found


def _has_pictures(page: Any) -> bool:
    """Whether a picture is drawn on the page, a form that may have one, or as many shapes as make a word."""
    letters = 0
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        each = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(each)
        letters += kind == pdfium.FPDF_PAGEOBJ_PATH and may_be_letter(each)
        if letters >= LETTERS or kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            return True
    return False


def may_be_letter(path: Any) -> bool:
    """Whether a shape (of PDFium) is no box or rule as copies of ours have: of many corners, or small as a stroke."""
    if pdfium.FPDFPath_CountSegments(path) > _CORNERS:
        return True
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(path, *map(ctypes.byref, (left, bottom, right, top)))
    return bool(right.value - left.value < _SMALL and top.value - bottom.value < _SMALL)


def _follow_each_other(placed: Iterable[Piece]) -> bool:
    """Whether each piece of text stands to the right of the one before it, or below its line, and none is stacked."""
    top = bottom = right = 0.0
    narrow = Counter[int]()
    for number, (left, high, end, low) in enumerate(placed):
        middle = (high + low) / 2
        narrow[round(left)] += end - left < 1.5 * (high - low)
        if number and bottom < middle < top:
            if left < right - 1:
                return False
            top, bottom, right = max(top, high), min(bottom, low), end
            continue
        if number and middle >= bottom:
            return False
        top, bottom, right = high, low, end
    return max(narrow.values(), default=0) < _STACKED


def pieces(raw: Any) -> list[Piece]:
    """The pieces of the text of a page, in order."""
    found = []
    left, top, right, bottom = edges = [ctypes.c_double() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    for index in range(pdfium.FPDFText_CountRects(raw, 0, -1)):
        if pdfium.FPDFText_GetRect(raw, index, *places):
            found.append((left.value, top.value, right.value, bottom.value))
    return found


def _positional(textpage: Any) -> str:
    """The characters of a page along its rows, then down its columns: words drawn out of order come together."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y, raw = ctypes.byref(x), ctypes.byref(y), textpage.raw
    chars = []
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code > 32 and pdfium.FPDFText_GetCharOrigin(raw, index, at_x, at_y):
            chars.append((round(-y.value), x.value, chr(code), -y.value, pdfium.FPDFText_GetFontSize(raw, index)))
    chars.sort()
    columns = sorted((round(across), down, char) for _, across, char, down, _ in loose(chars, _is_beside))
    # What stands between two columns is no line's end: a term is not read across them.
    rows = _lines((row, across, char) for row, across, char, _, _ in chars)
    return "\n".join(rows) + _APART + _APART.join(line for line in _lines(columns) if len(line) > 3)


def loose(chars: Sequence[_T], is_beside: Callable[[_T, _T], bool]) -> Iterator[_T]:
    """Those that are in no word of more than two letters: nobody reads the others down a page."""
    edges = [place for place, (left, right) in enumerate(pairwise(chars), start=1) if not is_beside(left, right)]
    for start, end in pairwise([0, *edges, len(chars)]):
        if end - start <= _SHORT_WORD:
            yield from chars[start:end]


def _is_beside(left: _Char, right: _Char) -> bool:
    return left[0] == right[0] and right[1] - left[1] < 1.05 * max(left[4], right[4])


def _lines(chars: Iterable[tuple[int, float, str]]) -> Iterator[str]:
    return ("".join(char for _, _, char in line) for _, line in groupby(chars, key=itemgetter(0)))
