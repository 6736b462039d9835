# SPDX-License-Identifier: AGPL-3.0-or-later
"""Characters that say what they show, and bullets, which may show anything."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.documents.pdf.glyphs import Glyph
from workbench.exports.pdf.faithful.kept import UNREADABLE, Cut
from workbench.exports.pdf.fonts import drawable


_BULLET = "•"


def readable(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Cut]]:
    """Glyphs, and cuts for those that say nothing of what they show (no mapping to Unicode): nobody can search them.

    One that stands alone at the start of its line is a bullet of Symbol or Wingdings. It is drawn as our own bullet, so
    whatever its font showed there does not come along, and a list stays a list.
    """
    made, odd = list(glyphs), []
    for index, glyph in enumerate(glyphs):
        if len(glyph.char) == 1 and glyph.char > "\u007f" and not drawable(glyph.char):
            if _stands_alone(glyphs, index):
                made[index] = bulleted(glyph)
            else:
                odd.append(Cut(glyph.offset, glyph.offset + 1, UNREADABLE))
    return made, odd


def bulleted(glyph: Glyph) -> Glyph:
    """A bullet of ours in the place of ``glyph``."""
    return glyph._replace(char=_BULLET, font="", serif=False, mono=False)


def _stands_alone(glyphs: Sequence[Glyph], index: int) -> bool:
    glyph, before, after = glyphs[index], glyphs[index - 1] if index else None, glyphs[index + 1 : index + 2]
    starts_line = before is None or abs(before.origin_y - glyph.origin_y) > 0.5 or glyph.x0 - before.x1 > glyph.size
    return starts_line and bool(after) and after[0].offset > glyph.offset + len(glyph.char)
