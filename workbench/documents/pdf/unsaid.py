# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters in the middle of words of which a file does not say what they are: fonts of drawings (Type 3), bare codes.

MuPDF tells their codes as if those were letters. Where whole words are set so a copy shows the codes. Beside letters
that can be read they may be the rest of a word, so they are told as not readable.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import groupby
from typing import Any

import pymupdf

from workbench.documents.cmaps import said_by


UNREAD = 0xFFFD
_SPACES = (0x20, 0xA0)
# Fonts without letters: what is set in them may have been typed as such.
_SIGNS = re.compile(r"dingbats|w(?:ing|eb)dings", re.IGNORECASE)
_GREEK = re.compile(_SIGNS.pattern + "|symbol", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[A-Za-z]|cid|gid|glyph|index)[-_.]?[0-9]{1,4}")
_NAMING = ("Type1", "MMType1", "TrueType")
mupdf = pymupdf.mupdf


def says_letters(font: pymupdf.mupdf.PdfObj) -> bool:
    """Whether the dictionary of a font says what all its codes mean, as far as that takes no look into its program."""
    if not mupdf.pdf_is_null(mupdf.pdf_dict_gets(font, "ToUnicode")):
        return True
    subtype, name = (mupdf.pdf_to_name(mupdf.pdf_dict_gets(font, key)) for key in ("Subtype", "BaseFont"))
    if subtype in ("Type3", "Type0") or _SIGNS.search(name):
        return False
    names = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets(font, "Encoding"), "Differences")
    told = (mupdf.pdf_array_get(names, i) for i in range(mupdf.pdf_array_len(names)))
    return all(map(_is_known, (str(mupdf.pdf_to_name(name)) for name in told if mupdf.pdf_is_name(name))))


def contradicts_names(font: pymupdf.mupdf.PdfObj) -> bool:
    """Whether ``ToUnicode`` of a font with an encoding of names says of a letter or digit that it is another sign.

    A font that is not in the file has the encoding of those that every reader has.
    """
    said = mupdf.pdf_dict_gets(font, "ToUnicode")
    encoding = mupdf.pdf_dict_gets(font, "Encoding")
    if not mupdf.pdf_is_stream(said) or mupdf.pdf_to_name(mupdf.pdf_dict_gets(font, "Subtype")) not in _NAMING:
        return False
    bare = mupdf.pdf_is_null(encoding) and not mupdf.pdf_is_null(mupdf.pdf_dict_gets(font, "FontDescriptor"))
    if bare or _GREEK.search(mupdf.pdf_to_name(mupdf.pdf_dict_gets(font, "BaseFont"))):
        return False
    try:
        meant = said_by(mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(said)))
    except Exception:  # a damaged stream says nothing
        return False
    named = _by_name(encoding)
    return any(text.casefold() != named[code].casefold() for code, text in meant.items() if code in named)


def _by_name(encoding: pymupdf.mupdf.PdfObj) -> dict[int, str]:
    """The letters and digits of an encoding by their codes."""
    base = mupdf.pdf_to_name(encoding) or mupdf.pdf_to_name(mupdf.pdf_dict_gets(encoding, "BaseEncoding"))
    found = {
        code: bytes((code,)).decode("mac-roman" if base == "MacRomanEncoding" else "cp1252", "ignore")
        for code in range(256)
    }
    differences, code = mupdf.pdf_dict_gets(encoding, "Differences"), 0
    for each in (mupdf.pdf_array_get(differences, i) for i in range(mupdf.pdf_array_len(differences))):
        if mupdf.pdf_is_name(each):
            found[code] = chr(mupdf.fz_unicode_from_glyph_name(mupdf.pdf_to_name(each)))
            code += 1
        else:
            code = mupdf.pdf_to_int(each)
    return {code: letter for code, letter in found.items() if letter.isalnum()}


def guessed_font(font: pymupdf.mupdf.PdfObj) -> str | None:
    """What MuPDF calls a font of which it guesses letters by their numbers (``g7``), or that has signs for them."""
    names = mupdf.pdf_dict_getp(font, "Encoding/Differences")
    told = (mupdf.pdf_to_name(mupdf.pdf_array_get(names, i)) for i in range(mupdf.pdf_array_len(names)))
    name = str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(font, "BaseFont")))
    guesses = _SIGNS.search(name) or any(map(_NUMBERED.fullmatch, told))
    says = not mupdf.pdf_is_null(mupdf.pdf_dict_gets(font, "ToUnicode"))
    return name.rpartition("+")[2] if guesses and not says else None


def _is_known(name: str) -> bool:
    return name == ".notdef" or (not _NUMBERED.fullmatch(name) and mupdf.fz_unicode_from_glyph_name(name) != UNREAD)


def veil_unsaid(page: pymupdf.TextPage, strict: pymupdf.TextPage, guessed: Container[str]) -> list[Any]:
    """Make ``UNREAD`` of every such letter of ``page`` in a word beside one that can be read; the others.

    Of a page on which no letter can be read there are none. ``strict`` is the same page, but with ``UNREAD`` for every
    code that means nothing; ``guessed`` are the names of fonts whose letters MuPDF guesses.
    """
    nothing = {_place(letter) for line in lines_of(strict) for letter in line if letter.c == UNREAD}

    def is_unsaid(letter: Any) -> bool | None:
        if letter.c in _SPACES:
            return None
        return bool(letter.font.t3procs) or _place(letter) in nothing or _name_of(letter) in guessed

    others, reads = [], False
    for line in lines_of(page):
        runs = [(unsaid, [*run]) for unsaid, run in groupby(line, key=is_unsaid)]
        for number, (unsaid, run) in enumerate(runs):
            beside = [*(runs[number - 1][1][-1:] if number else ()), *(each[0] for _, each in runs[number + 1 :][:1])]
            if unsaid and any(chr(letter.c).isalnum() for letter in beside):
                for letter in run:
                    letter.c = UNREAD
            elif unsaid:
                others += run
            reads = reads or unsaid is False
    return others if reads else []


def lines_of(page: pymupdf.TextPage) -> Iterator[list[Any]]:
    """The characters of each line, as MuPDF has them."""
    blocks = (block for block in page.this if block.m_internal.type == mupdf.FZ_STEXT_BLOCK_TEXT)
    return ([char.m_internal for char in line] for block in blocks for line in block)


def _name_of(letter: Any) -> str:
    return str(mupdf.ll_fz_font_name(letter.font)).rpartition("+")[2]


def _place(letter: Any) -> tuple[float, float]:
    return letter.origin.x, letter.origin.y
