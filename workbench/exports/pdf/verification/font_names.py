# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fonts of a stranger's file whose text reads otherwise than it is drawn, as far as the names of their glyphs tell.

What is copied, searched and indexed is what ``ToUnicode`` says of a code; what is drawn is the glyph that the code
stands for, and glyphs have names in most fonts. A name that says nothing (``g12``) or is itself a lie is left to OCR.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from fontTools.agl import UV2AGL
from fontTools.ttLib import TTFont

from workbench.documents.cmaps import said_by
from workbench.exports.pdf.verification.font_check import UNTOLD, cff, lies
from workbench.exports.pdf.verification.parts import fonts


_FEW = 3
"""Letters from which on a font can spell a word that it does not draw; programs err in one or two."""
_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}


def lying_fonts(pdf: pikepdf.Pdf) -> int:
    """How many fonts of ``pdf`` say of some letters that they are others than those they draw."""
    return sum(_lies(font) for font in fonts(pdf) if isinstance(font.get("/ToUnicode"), pikepdf.Stream))


def _lies(font: Any) -> bool:
    try:
        said, names = said_by(font.ToUnicode.read_bytes()), _names(font)
    except UNTOLD:
        return False  # what cannot be taken apart is not told to lie
    return sum(lies(names[code], text) for code, text in said.items() if names.get(code)) >= _FEW


def _names(font: Any) -> dict[int, str]:
    """The names of the glyphs that the codes of a font stand for."""
    if "/DescendantFonts" not in font:
        return _encoded(font)
    descendant = font.DescendantFonts[0]
    numbers = descendant.get("/CIDToGIDMap")
    if font.get("/Encoding") != "/Identity-H" or isinstance(numbers, pikepdf.Stream):
        return {}
    if "/FontFile3" in descendant.FontDescriptor:
        return cff(descendant.FontDescriptor.FontFile3.read_bytes()).names
    program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()), lazy=True)
    return dict(enumerate(program.getGlyphOrder()))


def _encoded(font: Any) -> dict[int, str]:
    """The names of a simple font by its encoding (9.6.6)."""
    encoding = font.get("/Encoding")
    tells = isinstance(encoding, pikepdf.Dictionary)
    codec = _CODECS.get(str(encoding.get("/BaseEncoding") if tells else encoding))
    names = {code: UV2AGL.get(ord(bytes([code]).decode(codec)), "") for code in range(32, 127)} if codec else {}
    code = 0
    for each in encoding.get("/Differences", ()) if tells else ():
        if isinstance(each, pikepdf.Name):
            names[code] = str(each)[1:]
            code += 1
        else:
            code = int(each)
    return names
