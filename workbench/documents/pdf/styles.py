# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the lines of a page are set: size, bold, the way they run, and whether any of them may be hidden by its paint.

MuPDF's dictionary of a page tells everything and costs as much as reading the page. What it prints as HTML costs a
third of that and tells enough of upright text in plain colours; only where it does not is the dictionary made.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pymupdf

from workbench.documents.pdf.covers import Grounds
from workbench.documents.pdf.visible import LOWEST, is_clip, is_pale, is_unpainted


if TYPE_CHECKING:
    from workbench.documents.pdf.fragments import LineWords


LineKey = tuple[int, int]
"""MuPDF's numbers of the text block and of the line in it."""
_BOLD = 16
_HORIZONTAL = (1.0, 0.0)
# What is between it and the next: tags, and white space.
_STRETCH = re.compile(r'<span style="([^"]*)">([^<>]*)</span>((?:\s*<(?!span )[^>]*>)*)')
_STYLE = re.compile(r'font-family:[^;"<>]*;font-size:([\d.]+)pt;color:#([0-9a-f]{6})')
_ENTITY = re.compile(r"&#x([0-9a-f]+);")
# Of a line that runs across, no word is higher than this, in font sizes, in any common font.
_HIGH = 1.8
# MuPDF's size of letters squeezed to a hundredth is a tenth; raised numbers have half of the size of their line.
_DWARFED = 0.3


class LineStyle(NamedTuple):
    """Size in points and weight of most of a line; ``turn``: 0 across, 90 down, 180 upside down, 270 up, 1 aslant."""

    size: float
    bold: bool
    turn: int = 0


class PageStyles(NamedTuple):
    """The style of each line with words in it.

    ``odd`` lines have words that may be hidden by their paint; ``suspicious`` says that some do not even stand on a
    dark ground; ``unpainted`` that most text of the page is not painted, as the layer that OCR adds to a scan.
    """

    lines: dict[LineKey, LineStyle]
    odd: set[LineKey]
    suspicious: bool = False
    unpainted: bool = False


def read_styles(textpage: pymupdf.TextPage, lines: LineWords, grounds: Grounds, *, may_fade: bool) -> PageStyles:
    """The styles of the ``lines``, given the ``grounds`` of the page; ``may_fade``: there may be faint text."""
    plain = None if may_fade else _plain(textpage.extractHTML(), lines, grounds)
    return plain or _full(textpage.extractDICT()["blocks"], grounds)


def _plain(html: str, lines: LineWords, grounds: Grounds) -> PageStyles | None:
    """The styles as far as HTML tells them; None if there is more to ask."""
    styles = _of_lines(html)
    if styles is None or len(styles) != len(lines.groups):
        return None
    told = {}
    for words, box, (style, colors) in zip(*lines, styles, strict=True):
        _, _, right, _, _, block, line, _ = words[0]
        if box[3] - box[1] > _HIGH * style[0] or (len(words) > 1 and words[-1][0] < right):
            return None
        if grounds and any(grounds.hide(int(color, 16), box) for color in colors):
            return None
        told[block, line] = style
    return PageStyles(told, set())


def _of_lines(html: str) -> list[tuple[LineStyle, set[str]]] | None:
    """The style of the longest stretch of each line that is not blank, and the line's colours (hexadecimal).

    None if some text has no plain colour.

    Text is escaped in it, so that no text and no name of a font can pass for a stretch of another style.
    """
    stretches = _STRETCH.findall(html)
    if len(stretches) != html.count("<span "):
        return None
    styles: list[tuple[LineStyle, set[str]]] = []
    colors = set[str]()
    bold = "<b>" in html[: html.find("<span ")]
    longest, largest, blank, style = 0, 0.0, True, LineStyle(0.0, False)
    for told, text, behind in stretches:
        found = _style(told)
        if found is None or _dwarfs(largest, found[0].size) or (largest and _dwarfs(found[0].size, style.size)):
            return None
        colors.add(told[-6:])
        if found[0].size > largest:
            largest = found[0].size
        if "&#" in text:
            text = _ENTITY.sub(_character, text)
        if len(text) > longest:
            longest, style = len(text), found[bold]
        blank = blank and not text.strip(_BLANK)
        if "</p>" in behind:
            if not blank:
                styles.append((style, colors))
            colors = set()
            longest, largest, blank = 0, 0.0, True
        bold = "<b>" in behind
    return styles


@lru_cache(maxsize=4096)
def _style(told: str) -> tuple[LineStyle, LineStyle] | None:
    """The style, light and bold; None for text that is pale or tiny, or has alpha 0 and so no colour there."""
    found = _STYLE.fullmatch(told)
    if not found or is_pale(int(found[2], 16)) or float(found[1]) < LOWEST:
        return None
    return LineStyle(float(found[1]), bold=False), LineStyle(float(found[1]), bold=True)


_BLANK = "".join(map(chr, range(33))) + "\u00a0"
"""What MuPDF ends a word at."""


def _character(entity: re.Match[str]) -> str:
    return "\u00a0" if entity[1] == "a0" else "x"


def _full(blocks: list[dict[str, Any]], grounds: Grounds) -> PageStyles:
    texts = [block["lines"] for block in blocks if block["type"] == 0]  # words count blocks of text only
    lines: dict[LineKey, LineStyle] = {}
    odd: set[LineKey] = set()
    suspicious = False
    count = unpainted = 0
    for key, line in (((i, n), line) for i, text in enumerate(texts) for n, line in enumerate(text)):
        spans = line["spans"]
        if not spans:
            continue  # of characters without any size
        span = spans[0] if len(spans) == 1 else max(spans, key=lambda s: s["bbox"][2] - s["bbox"][0])
        turn = 0 if line["dir"] == _HORIZONTAL else _turn(*line["dir"])
        lines[key] = LineStyle(span["size"], bool(span["flags"] & _BOLD), turn)
        if len(spans) > 1 and _dwarfs(span["size"], min(map(itemgetter("size"), spans))):
            odd.add(key)  # letters that nobody sees, between others
            suspicious = True
        for span in spans:
            count += len(span["text"])
            if _is_squeezed(span, turn):
                odd.add(key)
                suspicious = True
            like = grounds.hide(span["color"], span["bbox"])
            clear = is_unpainted(span) or is_clip(span)
            if not (like or clear or is_pale(span["color"])):
                continue
            odd.add(key)
            unpainted += len(span["text"]) if clear else 0
            suspicious = suspicious or like or clear or not grounds.show(span["bbox"], key[0])
    return PageStyles(lines, odd, suspicious, unpainted > count / 2)


def _dwarfs(size: float, other: float) -> bool:
    """Whether letters of ``other`` size may be too small, or squeezed too much, to be seen beside some of ``size``."""
    return other < _DWARFED * size or other < LOWEST <= size


def _is_squeezed(span: dict[str, Any], turn: int) -> bool:
    """Whether letters are so narrow that nobody may see them: MuPDF's size is a mean of how high and wide they are."""
    x0, y0, x1, y1 = span["bbox"]
    return turn != 1 and (x1 - x0 if turn in (90, 270) else y1 - y0) > _HIGH * span["size"]


def _turn(dx: float, dy: float) -> int:
    if abs(dx) > 0.97:
        return 0 if dx > 0 else 180
    if abs(dy) > 0.97:
        return 90 if dy > 0 else 270
    return 1
