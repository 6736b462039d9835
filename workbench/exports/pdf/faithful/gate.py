# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last gate before anything is drawn: the characters about to be drawn are searched for the terms once more.

The plan searched the text of the document. Here the page is searched as a person reads it: characters sorted by their
place, whatever order the file draws them in, along rows, with and without the white between them, and down columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from workbench.documents.pdf.glyphs import Glyph
from workbench.exports.pdf.faithful.kept import Cut
from workbench.exports.pdf.texts import loose
from workbench.redaction import Searcher
from workbench.redaction.folding import skeleton
from workbench.redaction.needles import Needle, TermIndex


_WORD_SPACE = 0.15  # of the font size: wider white parts words


def still_shown(kept: Sequence[Glyph], terms: TermIndex, redaction: int) -> list[Cut]:
    """The stretches in which a term would still be read on the page; ``redaction`` is the index they get."""
    if not terms:
        return []
    found: set[int] = set()
    for text, owners, all_terms in _readings(kept, terms):
        for term, spans in Searcher(text).find_each(terms):
            # Whatever white it is broken by, a distinctive one is found with it: `William Stone` holds no `Williams`.
            for start, end in spans if all_terms or not Needle.of(term).distinctive else ():
                found.update(owner for owner in owners[start:end] if owner >= 0)
    return list(_stretches(sorted(found), redaction))


def may_be_shown(pieces: Iterable[str], terms: TermIndex) -> bool:
    """Whether the letters of a term stand one after the other in one of the ``pieces``, between which boxes stand."""
    return any(map(terms.may_be_in, map(skeleton, pieces)))


def _readings(glyphs: Sequence[Glyph], terms: TermIndex) -> Iterator[tuple[str, list[int], bool]]:
    """The page read in several ways, each with the offset every character comes from (-1: none).

    And whether all terms are looked for in it, or those alone that white may hide.

    Most pages hold no term: the letters alone, whatever stands between them, say so, and only then is a reading worth
    making and the search that judges each hit.
    """
    rows = sorted(glyphs, key=lambda g: (*_row(g), _along(g)))
    if _may_show(rows, terms):
        yield *_read(rows, _row, spaced=True), True
        yield *_read(rows, _row, spaced=False), False
    stacked = sorted(loose(rows, _is_beside), key=lambda g: (round(g.x0), g.y0))
    if _may_show(stacked, terms):
        yield *_read(stacked, lambda g: (1.0, 0.0, round(g.x0)), spaced=False), True


def _row(glyph: Glyph) -> tuple[float, float, int]:
    return glyph.dx, glyph.dy, round(_across(glyph))


def _may_show(glyphs: Sequence[Glyph], terms: TermIndex) -> bool:
    return terms.may_be_in(skeleton("".join(glyph.char for glyph in glyphs)))


def _along(glyph: Glyph) -> float:
    return glyph.origin_x * glyph.dx + glyph.origin_y * glyph.dy


def _across(glyph: Glyph) -> float:
    return glyph.origin_y * glyph.dx - glyph.origin_x * glyph.dy


def _read(
    glyphs: Sequence[Glyph], row: Callable[[Glyph], tuple[float, float, int]], *, spaced: bool
) -> tuple[str, list[int]]:
    chars: list[str] = []
    owners: list[int] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None:
            apart = "\n" if row(last) != row(glyph) else " " if spaced and _is_apart(last, glyph) else ""
            if apart:
                chars.append(apart)
                owners.append(-1)
        chars.append(glyph.char)
        owners.append(glyph.offset)
        last = glyph
    return "".join(chars), owners


def _is_beside(left: Glyph, right: Glyph) -> bool:
    return _row(left) == _row(right) and not _is_apart(left, right)


def _is_apart(left: Glyph, right: Glyph) -> bool:
    if abs(left.dx) > 0.9:
        return (right.x0 - left.x1 if left.dx > 0 else left.x0 - right.x1) > _WORD_SPACE * left.size
    return _along(right) - _along(left) > 1.2 * left.size


def _stretches(offsets: Sequence[int], redaction: int) -> Iterator[Cut]:
    for _, run in groupby(enumerate(offsets), key=lambda each: each[1] - each[0]):
        held = [offset for _, offset in run]
        yield Cut(held[0], held[-1] + 1, redaction)
