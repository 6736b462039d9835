# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters in the middle of words of which a file does not say what they are: fonts of drawings (Type 3), bare codes.

MuPDF tells their codes as if those were letters. Where whole words are set so nothing is given away: a copy shows the
codes. Beside letters that can be read they may be the rest of a word, so they are told as not readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pymupdf


UNREAD = 0xFFFD
mupdf = pymupdf.mupdf


def says_letters(font: pymupdf.mupdf.PdfObj) -> bool:
    """Whether the dictionary of a font says what all its codes mean, as far as that takes no look into its program."""
    if not mupdf.pdf_is_null(mupdf.pdf_dict_gets(font, "ToUnicode")):
        return True
    if mupdf.pdf_to_name(mupdf.pdf_dict_gets(font, "Subtype")) in ("Type3", "Type0"):
        return False
    names = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(font, "Encoding"), "Differences")
    told = (mupdf.pdf_array_get(names, i) for i in range(mupdf.pdf_array_len(names)))
    return all(map(_is_known, (str(mupdf.pdf_to_name(name)) for name in told if mupdf.pdf_is_name(name))))


def _is_known(name: str) -> bool:
    return name == ".notdef" or mupdf.fz_unicode_from_glyph_name(name) != UNREAD


def veil_unsaid(page: pymupdf.TextPage, strict: pymupdf.TextPage) -> None:
    """Make ``UNREAD`` of every such letter of ``page`` that stands beside one that can be read.

    ``strict`` is the same page, but with ``UNREAD`` for every code that means nothing.
    """
    nothing = {_place(letter) for line in _lines(strict) for letter in line if letter.c == UNREAD}

    def is_unsaid(letter: Any) -> bool:
        return bool(letter.font.t3procs) or _place(letter) in nothing

    for line in _lines(page):
        runs = [(unsaid, [*run]) for unsaid, run in groupby(line, key=is_unsaid)]
        for number, (unsaid, run) in enumerate(runs):
            beside = [*(runs[number - 1][1][-1:] if number else ()), *(each[0] for _, each in runs[number + 1 :][:1])]
            if unsaid and any(chr(letter.c).isalnum() for letter in beside):
                for letter in run:
                    letter.c = UNREAD


def _lines(page: pymupdf.TextPage) -> Iterator[list[Any]]:
    blocks = (block for block in page.this if block.m_internal.type == mupdf.FZ_STEXT_BLOCK_TEXT)
    return ([char.m_internal for char in line] for block in blocks for line in block)


def _place(letter: Any) -> tuple[float, float]:
    return letter.origin.x, letter.origin.y
