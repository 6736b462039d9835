# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running a page of a PDF, as seldom as what is asked of it allows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pymupdf

from workbench.documents.bidi import has_rtl
from workbench.documents.pdf.ligatures import turn_ligatures
from workbench.documents.pdf.means import EVERYWHERE, Means
from workbench.documents.pdf.pieces import RawWord, lies_in
from workbench.documents.pdf.shapes import Rectangle
from workbench.documents.pdf.unsaid import UNREAD, veil_unsaid


# Words as get_text("words") has them, but with what lies outside the page (to be counted) and with drawn shapes; and
# without ``ActualText``: it says what a screen reader reads aloud, which need not be what stands on the page.
FLAGS = (
    (pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_MEDIABOX_CLIP)
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
)
# The text of a page does not fit into a frame of less than this share of it.
_LEAST = 0.2
mupdf = pymupdf.mupdf
_INFINITE = mupdf.FzRect(*pymupdf.INFINITE_RECT())
_AS_IT_IS = mupdf.FzMatrix()


class PageRun:
    """The text pages of ``page``.

    One that has pictures, or clips that nothing is known of, is asked for several: its contents are run once, into a
    display list, from which a text page costs a third. Of a page with pictures only what clips leave is in the list.
    """

    def __init__(self, page: pymupdf.Page, means: Means, *, spoken: bool = False) -> None:
        self.page = page
        self._left_out = pymupdf.TEXT_IGNORE_ACTUALTEXT if spoken else 0
        self.means = means
        self._unread: tuple[pymupdf.TextPage, Sequence[Any]] | None = None

    @cached_property
    def text_page(self) -> pymupdf.TextPage:
        """The text page that the words of the page are read from, in the reader's coordinates (points).

        Where the page may cut off text, what lies outside of it or of a clip is left out. Elsewhere what lies outside
        of the page is in it.
        """
        return self._run(FLAGS | pymupdf.TEXT_MEDIABOX_CLIP) if self.cuts_off else self.whole

    @cached_property
    def words(self) -> list[RawWord]:
        """The words of ``text_page`` in the order of the file."""
        return _words(self.text_page) if self.cuts_off else self.whole_words

    @cached_property
    def whole(self) -> pymupdf.TextPage:
        """The text page with what is cut off or outside of the page."""
        return self._run(FLAGS, listed=self.means.frames == () or not self.means.pictures)

    @cached_property
    def cuts_off(self) -> bool:
        """Whether clips may cut off some of the text; False where they are told to leave all of it."""
        if not self.means.frames:
            return self.means.frames is None
        room = self._room(self.means.frames)
        return room is None or not all(lies_in(word, room) for word in self.whole_words)

    @cached_property
    def whole_words(self) -> list[RawWord]:
        """The words of ``whole``."""
        return _words(self.whole)

    def _room(self, frames: Sequence[Rectangle]) -> Rectangle | None:
        """What all frames and the page itself leave to text, as the reader sees the page; None if that is little."""
        page = self.page.rect
        room = pymupdf.Rect(page)
        for frame in frames:
            if frame != EVERYWHERE:
                room &= pymupdf.Rect(frame) * self.page.transformation_matrix
        turned = self.page.rotation and len(frames) > 1
        return None if turned or room.get_area() < _LEAST * page.get_area() else tuple(room)

    @property
    def unread_words(self) -> list[RawWord]:
        """The words, with all as not readable of which the file does not say what they are, where it says of others."""
        page, letters = self._unread or (None, ())
        if not page or not letters:
            return []
        codes = [letter.c for letter in letters]
        for letter in letters:
            letter.c = UNREAD
        found = _words(page)
        for letter, code in zip(letters, codes, strict=True):
            letter.c = code
        return found

    @cached_property
    def painted(self) -> pymupdf.TextPage:
        """The text page with pictures and shapes: of these what clips leave, if there are any."""
        flags = FLAGS | pymupdf.TEXT_PRESERVE_IMAGES
        return self._run(flags | pymupdf.TEXT_MEDIABOX_CLIP if self.means.frames != () else flags)

    @cached_property
    def _list(self) -> pymupdf.mupdf.FzDisplayList:
        if self.means.pictures:
            return mupdf.fz_new_display_list_from_page(self.page.this)
        # What stands in a tile of a pattern is kept in the list whole, however little a clip leaves of it.
        found = mupdf.FzDisplayList(_INFINITE)
        device = mupdf.fz_new_list_device(found)
        mupdf.fz_begin_tile(device, _INFINITE, _INFINITE, 1, 1, _AS_IT_IS)
        mupdf.fz_run_page(self.page.this, device, _AS_IT_IS, mupdf.FzCookie())
        mupdf.fz_end_tile(device)
        mupdf.fz_close_device(device)
        return found

    def _run(self, flags: int, *, listed: bool = True) -> pymupdf.TextPage:
        page = self._text_page(flags, listed=listed)
        if self.means.unsaid:
            strict = self._text_page(flags & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE, listed=listed)
            self._unread = page, veil_unsaid(page, strict, self.means.guessed)
        return page

    def _text_page(self, flags: int, *, listed: bool) -> pymupdf.TextPage:
        text = mupdf.FzStextPage(_INFINITE)
        device = mupdf.fz_new_stext_device(text, mupdf.FzStextOptions(flags & ~self._left_out))
        if listed and (self.means.pictures or self.means.frames is None):
            mupdf.fz_run_display_list(self._list, device, _AS_IT_IS, _INFINITE, mupdf.FzCookie())
        else:
            mupdf.fz_run_page(self.page.this, device, _AS_IT_IS, mupdf.FzCookie())
        mupdf.fz_close_device(device)
        return pymupdf.TextPage(text)


def _words(text_page: pymupdf.TextPage) -> list[RawWord]:
    found: list[RawWord] = text_page.extractWORDS()
    if has_rtl("".join([word[4] for word in found])) and turn_ligatures(text_page):
        found = text_page.extractWORDS()
    return found


def turning(page: pymupdf.Page) -> pymupdf.Matrix:
    """From the coordinates PyMuPDF works in to those of the page as it is seen: the page is turned.

    Its own ``rotation_matrix`` moves a turned page by its size without the unit that the page sets (``UserUnit``).
    """
    matrix = page.rotation_matrix
    turned = (page.cropbox * matrix).normalize()
    unit = page.rect.width / turned.width if page.rotation and turned.width else 1.0
    return pymupdf.Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e * unit, matrix.f * unit)
