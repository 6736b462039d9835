# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running a page of a PDF, once for all that is asked of it."""

from __future__ import annotations

from functools import cached_property

import pymupdf

from workbench.documents.pdf.means import Means, read_means


# Words as get_text("words") has them, but with what lies outside the page (to be counted) and with drawn shapes; and
# without ``ActualText``: it says what a screen reader reads aloud, which need not be what stands on the page.
FLAGS = (
    (pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_MEDIABOX_CLIP)
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
)


class PageRun:
    """The text pages of ``page``.

    A page with clips or pictures is asked for several: its contents are run once, into a display list, from which a
    text page costs a third.
    """

    def __init__(self, page: pymupdf.Page, means: Means) -> None:
        self.page = page
        self._means = means

    @cached_property
    def _list(self) -> pymupdf.mupdf.FzDisplayList:
        return pymupdf.mupdf.fz_new_display_list_from_page(self.page.this)

    def text_page(self, flags: int = FLAGS, *, clipped: bool | None = None) -> pymupdf.TextPage:
        """MuPDF's text page in the reader's coordinates (points).

        Where the page clips, what lies outside of it or of a clip is left out, unless ``clipped`` is False. Elsewhere
        what lies outside of the page is in it.
        """
        if self._means.clips and clipped is not False:
            flags |= pymupdf.TEXT_MEDIABOX_CLIP
        if not (self._means.clips or self._means.pictures):
            return self.page.get_textpage(clip=pymupdf.INFINITE_RECT(), flags=flags, matrix=self.page.rotation_matrix)
        mupdf = pymupdf.mupdf
        everything = mupdf.FzRect(*pymupdf.INFINITE_RECT())
        text = mupdf.FzStextPage(everything)
        device = mupdf.fz_new_stext_device(text, mupdf.FzStextOptions(flags))
        mupdf.fz_run_display_list(self._list, device, mupdf.FzMatrix(), everything, mupdf.FzCookie())
        mupdf.fz_close_device(device)
        return pymupdf.TextPage(text)


def text_page(page: pymupdf.Page) -> pymupdf.TextPage:
    """The text page of ``page`` that its words are read from."""
    return PageRun(page, read_means(page)).text_page()
