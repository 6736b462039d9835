# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fonts of a copy: our own, never those of the original.

A font program of the original can carry anything (names, unused glyphs, drawings inside a Type 3 glyph), and its
widths are those of the withheld text too. A copy is set in the fonts PyMuPDF brings along: the base 14 for Latin,
Greek and Cyrillic, Noto and Droid Sans Fallback for other scripts, each cut down to the glyphs that are drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pymupdf

from workbench.exports.pdf.arabic import joined, plain


class Style(NamedTuple):
    """How a character looks: family (``serif``, ``sans`` or ``mono``), weight and slant."""

    family: str = "serif"
    bold: bool = False
    italic: bool = False


class Run(NamedTuple):
    """Characters of one face: ``face`` is a ``Face``'s key, ``codes`` the numbers of its glyphs, four hex digits each.

    ``width`` is in thousandths of the font size.
    """

    face: str
    codes: str
    text: str
    width: float


class Shaped(NamedTuple):
    """A text as runs of glyphs; ``missing`` counts the characters left out because no font here can draw them."""

    runs: tuple[Run, ...]
    width: float
    missing: int


_BASE = {
    "serif": ("tiro", "tibo", "tiit", "tibi"),
    "sans": ("helv", "hebo", "heit", "hebi"),
    "mono": ("cour", "cobo", "coit", "cobi"),
}

# The fallback fonts that PyMuPDF brings, in the order they are asked; a script's own Noto comes before them.
_FALLBACK = ("cjk", "symb", "zadb")

# Characters that show nothing and would only help to hide a word from a search.
_IGNORED = frozenset("­​‌‍⁠﻿")


class Face:
    """A font of ours: what it can draw and how wide. Its key is a name PyMuPDF knows, or ``noto-NUMBER``."""

    def __init__(self, key: str) -> None:
        """Raises LookupError where this build of PyMuPDF has no such font."""
        self.key = key
        self.font: Any = _noto(int(key[5:])) if key.startswith("noto-") else pymupdf.Font(key)
        self._glyphs: dict[str, tuple[int, float]] = {}

    def glyph(self, char: str) -> tuple[int, float]:
        """The number of the glyph for ``char`` (0 where there is none) and its width in thousandths of the size."""
        known = self._glyphs.get(char)
        if known is None:
            number = self.font.has_glyph(ord(char))
            known = (number, self.font.glyph_advance(ord(char)) * 1000 if number else 0.0)
            self._glyphs[char] = known
        return known


def _noto(script: int) -> Any:
    mupdf = pymupdf.mupdf
    found = mupdf.fz_load_fallback_font(script, 0, 0, 0, 0)
    if not found.m_internal:
        raise LookupError(script)
    return _FallbackFont(found)


class _FallbackFont:
    """A font that MuPDF knows by script only, with the three things a ``Face`` asks of a ``pymupdf.Font``."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self.buffer: bytes = pymupdf.mupdf.fz_buffer_extract_copy(
            pymupdf.mupdf.FzBuffer(pymupdf.mupdf.ll_fz_keep_buffer(font.m_internal.buffer))
        )

    def has_glyph(self, code: int) -> int:
        return int(pymupdf.mupdf.fz_encode_character(self._font, code))

    def glyph_advance(self, code: int) -> float:
        return float(pymupdf.mupdf.fz_advance_glyph(self._font, self.has_glyph(code), 0))


@cache
def face(key: str) -> Face:
    """The face of that key; one object for each, so that its widths are looked up once."""
    return Face(key)


@cache
def _choose(char: str, style: Style) -> str:
    """The key of the first face that can draw ``char``; empty where none can."""
    first = _BASE[style.family][style.bold + 2 * style.italic]
    for key in (first, *_noto_for(char), *_FALLBACK):
        try:
            if face(key).glyph(char)[0]:
                return key
        except (LookupError, RuntimeError):
            continue
    return ""


def _noto_for(char: str) -> tuple[str, ...]:
    """Noto for the script of ``char``: MuPDF numbers scripts, and a character's Unicode name begins with its script."""
    name = unicodedata.name(char, "").split(" ")[0]
    script = int(getattr(pymupdf.mupdf, f"UCDN_SCRIPT_{name}", 0))
    return (f"noto-{script}",) if script else ()


def drawable(char: str) -> bool:
    """Whether a character means something a reader can see: not unmapped (U+FFFD), private or unassigned."""
    return char not in _IGNORED and char != "�" and unicodedata.category(char) not in ("Co", "Cn", "Cc", "Cf", "Cs")


_PLAIN = Style()
_KNOWN_RUNS = 50_000


@lru_cache(maxsize=_KNOWN_RUNS)
def shape(text: str, style: Style = _PLAIN) -> Shaped:
    """``text`` set in our fonts. Cached, because the words of a document are few and come again."""
    seen = [plain(char) for char in text if char not in _IGNORED]
    faces = [(char, form) for char, form in zip(seen, joined(seen), strict=True) if drawable(char)]
    chosen = [(_choose(form, style), form, char) for char, form in faces]
    kept = [each if each[0] else (_choose(each[2], style), each[2], each[2]) for each in chosen]
    kept = [each for each in kept if each[0]]
    runs = tuple(_run(key, list(part)) for key, part in groupby(kept, key=itemgetter(0)))
    return Shaped(runs, sum(run.width for run in runs), len(seen) - len(kept))


@lru_cache(maxsize=_KNOWN_RUNS)
def run_of(text: str, style: Style) -> Run | None:
    """``text`` set in one face; None where it takes several, or some of it cannot be drawn."""
    shaped = shape(text, style)
    return shaped.runs[0] if len(shaped.runs) == 1 and not shaped.missing else None


def _run(key: str, chars: Sequence[tuple[str, str, str]]) -> Run:
    """``chars``: for each the face, what is drawn, and what it says."""
    glyphs = [face(key).glyph(form) for _, form, _ in chars]
    text = "".join([char for _, _, char in chars])
    return Run(key, "".join(f"{number:04x}" for number, _ in glyphs), text, sum(advance for _, advance in glyphs))


# Parts of names of fonts. MuPDF calls a font it does not know a serif, so the flag counts only for unknown names.
# TeX's typewriters (cmtt, ectt, NimbusMonL) do not say of themselves that all their letters are of one width.
_MONO = ("courier", "mono", "consol", "typewriter", "cousine", "fixed", "monl", "cmtt", "ectt", "sftt", "txtt")
_SANS = """
    sans arial arimo helv calibri carlito verdana tahoma gothic univers frutiger myriad segoe lato roboto
    franklin futura trebuchet dejavu swiss lucida gill optima interstate inter- geneva cmss nimbussan
""".split()
_SERIF = """
    serif times tinos roman garamond georgia palatino minion cambria caladea century bodoni baskerville caslon
    book cmr
""".split()


_HEAVY = ("bold", "black", "heavy", "cmbx", "-medi")
_SLANTED = ("italic", "oblique", "-ital", "reguital", "mediital", "cmti", "cmsl")


@lru_cache(maxsize=1000)
def style_of(font: str, bold: bool, italic: bool, mono: bool, serif: bool) -> Style:
    """The style nearest to a font of the original, by its name and what its file says of itself."""
    name = font.lower()
    if mono or any(part in name for part in _MONO):
        family = "mono"
    elif any(part in name for part in _SANS):
        family = "sans"
    else:
        family = "serif" if serif or any(part in name for part in _SERIF) else "sans"
    bold = bold or any(part in name for part in _HEAVY)
    return Style(family, bold, italic or any(part in name for part in _SLANTED))
