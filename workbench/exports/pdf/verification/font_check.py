# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the fonts of a copy draw what they say, and letters that no page shows.

What a page says (``ToUnicode``) is what was searched; what a reader sees is what the font program draws. A program in
CFF names its glyphs, so the two can be held against each other without reading pixels. A glyph in a subset that nothing
shows is a letter of what is gone.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from typing import Any, NamedTuple

import pikepdf
from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont, TTLibError

from workbench.documents.cmaps import said_by
from workbench.exports.pdf.verification.parts import fonts
from workbench.redaction.folding import folded


class FontReport(NamedTuple):
    """How many fonts were looked at, and how many lie, have letters or signs that are not shown, or are unread."""

    looked: int = 0
    lying: int = 0
    extra: int = 0
    odd: int = 0
    unread: int = 0


class _Program(NamedTuple):
    """The names of a font's glyphs by their numbers, and the numbers of those that draw something."""

    names: dict[int, str]
    drawn: frozenset[int]


UNTOLD = (
    *(AttributeError, LookupError, TypeError, ValueError, AssertionError),
    *(struct.error, TTLibError, pikepdf.PdfError),
)
"""What comes of a font that cannot be taken apart."""
_SUBSET = re.compile(r"/[A-Z]{6}\+")
_EMPTY = 4  # bytes of a glyph's program that only sets its width


def check_fonts(pdf: pikepdf.Pdf, shown: str) -> FontReport:
    """``shown`` is all text of the pages."""
    seen = set(unicodedata.normalize("NFKD", shown)) | set(shown)
    counts = [0] * len(FontReport._fields)
    for font in fonts(pdf):
        if "/CIDSystemInfo" not in font:  # a part of another font
            said = said_by(_table(font))
            program = _program(font)
            extra = {char for text in said.values() for char in text if is_extra(char, seen)}
            if program and _SUBSET.match(str(font.get("/BaseFont", ""))):
                extra |= {_drawn(program.names.get(glyph, "")) for glyph in program.drawn - said.keys() - {0}}
            # A reader of PDFs leaves out signs that end a line or shape other scripts; it leaves out no plain letter.
            letters = any(char.isalnum() and char.isascii() for char in extra)
            counts[0] += 1
            counts[1] += program is not None and any(lies(program.names.get(c, ""), t) for c, t in said.items())
            counts[2] += letters
            counts[3] += bool(extra) and not letters
            counts[4] += not said or program is None or not program.names
    return FontReport(*counts)


def _table(font: Any) -> bytes:
    try:
        return bytes(font.ToUnicode.read_bytes())
    except (AttributeError, pikepdf.PdfError):
        return b""


def lies(name: str, said: str) -> bool:
    """Whether a glyph of this name is no ``said``. Signs that look alike share a glyph; letters and digits do not."""
    drawn = folded(_drawn(name))
    return drawn.isalnum() and drawn.isascii() and drawn != folded(said)


def _drawn(name: str) -> str:
    """The character that a glyph of this name shows; empty where the name says nothing."""
    return str(agl.toUnicode(name.partition(".")[0]))


def is_extra(char: str, shown: set[str]) -> bool:
    """Whether no page shows ``char``. White space shows nothing; a ligature may be read as its letters."""
    if char.isspace() or char == "\uffff":
        return False
    return char not in shown and not set(unicodedata.normalize("NFKD", char)) <= shown


def _program(font: Any) -> _Program | None:
    """The font program of a composite font whose codes are the numbers of its glyphs; None where there is none."""
    try:
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile3" in descriptor:
            return cff(descriptor.FontFile3.read_bytes())
        return _truetype(descriptor.FontFile2.read_bytes())
    except UNTOLD:
        return None


def cff(data: bytes) -> _Program:
    """A program in CFF, which names its glyphs if they are not numbered alone."""
    programs = CFFFontSet()
    programs.decompile(io.BytesIO(data), None)
    top = programs[programs.fontNames[0]]
    glyphs = top.CharStrings
    drawn = (n for n, name in enumerate(top.charset) if len(glyphs[name].bytecode or b"") > _EMPTY)
    names = {} if hasattr(top, "ROS") else dict(enumerate(top.charset))
    return _Program(names, frozenset(drawn))


def _truetype(data: bytes) -> _Program:
    """TrueType in a PDF names no glyph; which ones draw something it tells, with those that others are made of."""
    font = TTFont(io.BytesIO(data), lazy=True)
    places = font["loca"]
    full = [number for number in range(len(places) - 1) if places[number + 1] > places[number]]
    glyphs, order = font["glyf"], font.getGlyphOrder()
    parts: set[int] = set()
    for number in full if len(full) < 500 else ():
        glyph = glyphs[order[number]]
        if glyph.isComposite():
            parts.update(font.getGlyphID(part.glyphName) for part in glyph.components)
    return _Program({}, frozenset(full) - parts)
