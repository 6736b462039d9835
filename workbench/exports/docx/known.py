# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Word copy may repeat of how its original is set: names from a fixed list, and measures on a coarse scale.

A font's name, a language and a measure to the twentieth of a point are values that somebody may have chosen to carry
something out. A name that is not in ``rules/word_copies.yaml`` is left out; a measure is rounded.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from workbench.core.rules import load_rules, rules_folder
from workbench.documents.docx.model import Look, Sheet, Spacing


_INDENT, _SPACE, _LINE = 90, 20, 12
"""Steps: a sixteenth of an inch, a point, and a twentieth of a line (of 240)."""
_WIDEST, _HIGHEST = 5760, 1440
_LINES = (180, 720)
# US Letter and Legal, Ledger, A3 to A5, B5.
_PAPERS = ((12240, 15840), (12240, 20160), (15840, 24480), (16838, 23811), (11906, 16838), (8391, 11906), (9978, 14173))
_MOST_COLUMNS = 4
_NEAR, _LEAST_EDGE, _MOST_EDGE = 120, 360, 2880


class Language(BaseModel):
    """What a copy is made of: patterns for names of parts and values of attributes, and what else it may name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fonts: tuple[str, ...] = Field(min_length=1)
    languages: tuple[tuple[str, ...], ...]
    parts: re.Pattern[str]
    elements: frozenset[str]
    attributes: frozenset[str]
    values: re.Pattern[str]
    namespaces: frozenset[str]


@cache
def language() -> Language:
    """The language of a copy. Only the list that ships: a copy names nothing else."""
    return load_rules(rules_folder() / "word_copies.yaml", Language)


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Fonts and languages by their folded names."""
    tags = [tag for line in language().languages for tag in line]
    return {name.casefold(): name for name in language().fonts}, {tag.casefold(): tag for tag in tags}


def known_names() -> frozenset[str]:
    """Every font and language that a copy may name, for who checks copies."""
    fonts, languages = _names()
    return frozenset((*fonts.values(), *languages.values()))


def known_look(look: Look) -> Look:
    """``look`` without a font or language that is not in the list."""
    fonts, languages = _names()
    font, language = fonts.get(look.font.casefold(), ""), languages.get(look.language.casefold(), "")
    return look if (font, language) == (look.font, look.language) else replace(look, font=font, language=language)


def known_spacing(spacing: Spacing) -> Spacing:
    """``spacing`` on a coarse scale, inside of a page."""
    lowest, highest = _LINES
    return Spacing(
        left=_rounded(spacing.left, _INDENT, _WIDEST),
        right=_rounded(spacing.right, _INDENT, _WIDEST),
        first=_rounded(spacing.first, _INDENT, _WIDEST),
        before=_rounded(spacing.before, _SPACE, _HIGHEST),
        after=_rounded(spacing.after, _SPACE, _HIGHEST),
        line=max(lowest, _rounded(spacing.line, _LINE, highest)),
        joined=spacing.joined,
        leftward=spacing.leftward,
    )


def known_sheet(sheet: Sheet, *, landscape: bool) -> Sheet:
    """The nearest size of paper of ``_PAPERS`` (US Letter, where none is near), rounded margins, a few columns."""
    short, long = sorted((sheet.width, sheet.height))
    paper = min(_PAPERS, key=lambda size: abs(size[0] - short) + abs(size[1] - long))
    if abs(paper[0] - short) + abs(paper[1] - long) > _NEAR:
        paper = _PAPERS[0]
    width, height = paper[::-1] if landscape else paper
    edges = (sheet.top, sheet.right, sheet.bottom, sheet.left)
    top, right, bottom, left = (max(_LEAST_EDGE, _rounded(edge, _INDENT, _MOST_EDGE)) for edge in edges)
    columns = sheet.columns if 1 <= sheet.columns <= _MOST_COLUMNS else 1
    return Sheet(width, height, top, right, bottom, left, columns)


def known_widths(widths: tuple[int, ...], columns: int, room: int) -> tuple[int, ...]:
    """The widths of ``columns`` in twentieths of a point, rounded; all the same, ``room`` together, if not told."""
    if len(widths) != columns or not all(0 < width <= 4 * room for width in widths):
        return (room // columns,) * columns
    scale = min(1.0, room / sum(widths))
    return tuple(max(_INDENT, _rounded(int(width * scale), _INDENT, room)) for width in widths)


def _rounded(value: int, step: int, most: int) -> int:
    return max(-most, min(most, round(value / step) * step))
