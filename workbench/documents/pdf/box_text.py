# SPDX-License-Identifier: AGPL-3.0-or-later
"""A redaction box and the text of its page: the code that stands in it, and where in the lines it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.documents.pdf.by_height import ByHeight
from workbench.documents.pdf.pieces import RawWord
from workbench.documents.pdf.pixels.page import PixelBox
from workbench.documents.pdf.shapes import Rectangle


# What redaction software prints in a box: (b)(1), 5.1.2e, b7C, 1.4(c), 50 U.S.C. 3024, Redacted.
_WORD = re.compile(r"[A-Za-z]{4}")
_SAYS_SO = re.compile(
    r"redact|withh|saniti|delet|exempt|respons|priva|verzoek|gelakt|persoon|\b(?:U\.?S\.?C|art(?:ikel)?|lid|woo|wob)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z]{1,4}(?: [A-Z]{1,4})?")
_CODE_LENGTH = 48
# A code as it stands in black boxes only: 5.2, 11.1.
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
# What stands in the cells of tables: numbers, sums, years, shares.
_FIGURES = re.compile(r"[\d\s]+|[-+$€£]?\s?\d[\d,.\s]*[,.]\d\d(?:\s?%)?|.*\d\s?%")
# In points: a word stands beside a box; a box is lower than that; how far its sides may be off those of the text.
_INLINE, _HIGHEST, _ASIDE = 14.0, 24.0, 8.0
# In heights of a line: the space between two words; white above and below a block in the flow of the text.
_SPACE, _FLOW = 0.7, 1.6


def may_hold(shown: str) -> bool:
    """Whether a box with these words in it may be a redaction: none, or a code."""
    if not shown or len(shown) > _CODE_LENGTH:
        return not shown
    is_code = not _WORD.search(shown) and any(char.isdigit() for char in shown) and not _FIGURES.fullmatch(shown)
    says_so = _SAYS_SO.search(shown) or _INITIALS.fullmatch(shown)
    return is_code or bool(says_so)


def is_text(words: Sequence[str]) -> bool:
    """Whether words that OCR read in a box are no code: two or more as long as words are."""
    return not _SAYS_SO.search(" ".join(words)) and sum(bool(_WORD.search(word)) for word in words) > 1


def is_number(shown: str) -> bool:
    """Whether the words of a box are a bare number, a code where it stands in a black box only."""
    return bool(_NUMBER.fullmatch(shown))


def is_initials(shown: str) -> bool:
    """Whether the words of a box are capitals only, which logos have as well as codes."""
    return bool(_INITIALS.fullmatch(shown))


def is_inline(box: Rectangle, visible: ByHeight[RawWord]) -> bool:
    """Whether a word stands close beside it on its line: an empty cell or a panel has none."""
    return any(-1 < gap < _INLINE for _, gaps in _beside(box, visible) for gap in gaps)


def is_gap(box: Rectangle, visible: ByHeight[RawWord]) -> bool:
    """Whether it stands where a word of a line did: a space from words on both sides, or on one amid other lines."""
    near = [
        tuple(-1 < gap < _SPACE * (word[3] - word[1]) for gap in gaps)  # left, right
        for word, gaps in _beside(box, visible)
    ]
    sides = sum(map(any, zip(*near, strict=True)))
    return sides == 2 or (sides == 1 and any(_around(box, visible)))


def _beside(box: Rectangle, visible: ByHeight[RawWord]) -> list[tuple[RawWord, tuple[float, float]]]:
    """The words on its line, each with how far it ends before the box and how far it begins behind it."""
    x0, y0, x1, y1 = box
    if y1 - y0 > _HIGHEST:
        return []
    return [
        (word, (x0 - word[2], word[0] - x1))
        for word in visible.between(y0, y1)  # more than half of it on the line: so is its middle
        if min(word[3], y1) - max(word[1], y0) > 0.5 * (word[3] - word[1])
    ]


def _around(box: Rectangle, visible: ByHeight[RawWord]) -> tuple[list[RawWord], list[RawWord]]:
    """The words of the line close above a box and of that close below it."""
    x0, y0, x1, y1 = box
    reach = (_FLOW + 0.5) * visible.tallest + 2
    beside = [w for w in visible.between(y0 - reach, y1 + reach) if w[0] < x1 and w[2] > x0]
    above = [w for w in beside if -2 < y0 - w[3] < _FLOW * (w[3] - w[1])]
    below = [w for w in beside if -2 < w[1] - y1 < _FLOW * (w[3] - w[1])]
    return above, below


def in_flow(found: Sequence[PixelBox], doubtful: list[PixelBox], visible: ByHeight[RawWord]) -> list[PixelBox]:
    """The empty tints that touch a redaction of theirs above or below, or fill lines between lines of the text."""
    taken = [box for box in doubtful if _fills_lines(box, visible)]
    known = [*found, *taken]
    for box in sorted(doubtful, key=lambda b: b.y0):
        if box not in taken and any(_touches(box, other) for other in known):
            taken.append(box)
            known.append(box)
    return taken


def _touches(a: PixelBox, b: PixelBox) -> bool:
    """Whether they follow one another without white between, as the lines of one redaction do."""
    apart = max(b.y0 - a.y1, a.y0 - b.y1)
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return a.style == b.style and -2 < apart < 2 and shared > 0.3 * min(a.x1 - a.x0, b.x1 - b.x0)


def _fills_lines(box: PixelBox, visible: ByHeight[RawWord]) -> bool:
    """Whether lines of text end close above and begin close below it at its left, and run as far as it does."""
    above, below = _around(box[:4], visible)
    if not above or not below:
        return False
    near = above + below
    left, right = min(w[0] for w in near), max(w[2] for w in near)
    return abs(left - box.x0) < _ASIDE and box.x1 < right + 2 * _ASIDE and box.x1 - box.x0 > 0.8 * (right - left)
