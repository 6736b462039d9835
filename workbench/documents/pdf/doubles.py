# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that are left out of the text: those too small to be seen, and those that a page has twice at one place.

These are printed twice to look bold, or were read by two OCRs. A reader sees one of them, so one is the text. A word is
left out only where what stays reads alike: what was typed over another word, as a stamp is, hides nothing of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from workbench.documents.pdf.pieces import RawWord, around
from workbench.documents.pdf.shapes import Rectangle
from workbench.documents.pdf.styles import LineKey, LineStyle


# Of the width of the smaller of two lines, and of a word: how much lies on the other.
_ON_LINE, _ON_WORD = 0.2, 0.5
_MOST_BESIDE = 100  # more lines beside one another are a broken file
_SHIFT = 1.0  # letters of a mean width: what stands over others of its kind
_ALIKE = 0.5  # of the letters: what two OCRs read of one word
# Points on a page of 800 or more: a line, a letter of it, and how long a line is of which nothing need be asked.
_LOWEST, _NARROWEST, _LONG = 0.8, 0.4, 40.0
_PAGE = 800.0


def doubled(
    groups: Sequence[list[RawWord]], boxes: Sequence[Rectangle], layer: Collection[RawWord]
) -> tuple[set[RawWord], bool]:
    """The words of the lines ``groups``, around which ``boxes`` lie, that repeat another one.

    Of a word of a ``layer`` of OCR and a painted one the painted one stays, else the one that the file has first.
    And whether lines lie on one another in which others stay.
    """
    found: set[RawWord] = set()
    over = False
    layered = set(layer)
    for first, second in _pairs(boxes):
        late, early = groups[max(first, second)], groups[min(first, second)]
        if early[0] in layered and late[0] not in layered:
            late, early = early, late
        kept = [word for word in early if word not in found]
        read = late[0] in layered
        near = _near(kept)
        again = [word for word in late if _repeats(word, near(word), read=read)]
        if read and len(again) >= _ALIKE * len(late):
            left, right = kept[0][0], kept[-1][2]  # the same line, read with its words a little off
            again = [word for word in late if left < (word[0] + word[2]) / 2 < right]
        near = _near(late)
        found.update(again, (word for word in early if any(_is_part(word, other) for other in near(word))))
        over = over or len(again) < len(late)
    return found, over


def _pairs(boxes: Sequence[Rectangle]) -> Iterator[tuple[int, int]]:
    """The places of two lines that lie on each other."""
    order = sorted(range(len(boxes)), key=lambda place: boxes[place][1])
    for rank, place in enumerate(order):
        x0, y0, x1, y1 = boxes[place]
        lowest = (y0 + y1) / 2
        for other in order[rank + 1 : rank + _MOST_BESIDE]:
            a0, b0, a1, _ = boxes[other]
            if b0 > lowest:
                break
            if min(x1, a1) - max(x0, a0) > _ON_LINE * min(x1 - x0, a1 - a0):
                yield place, other


def _near(words: Sequence[RawWord]) -> Callable[[RawWord], list[RawWord]]:
    """Says which ``words`` of a line, in their order, may lie on a word."""
    x0, y0, x1, y1 = around(words) if words else (0.0, 0.0, 0.0, 0.0)
    across = x1 - x0 >= y1 - y0

    def ends(word: RawWord) -> tuple[float, float]:
        return (word[0], word[2]) if across else (word[1], word[3])

    order = sorted(range(len(words)), key=lambda place: ends(words[place]))
    starts = [ends(words[place])[0] for place in order]
    longest = max((end - start for start, end in map(ends, words)), default=0.0)

    def near(word: RawWord) -> list[RawWord]:
        start, end = ends(word)
        return [
            words[place] for place in sorted(order[bisect_left(starts, start - longest) : bisect_right(starts, end)])
        ]

    return near


def _repeats(word: RawWord, others: Sequence[RawWord], *, read: bool) -> bool:
    """Whether ``word`` stands where ``others`` do that say the same, or nearly so where it was ``read`` by an OCR."""
    under = [other for other in others if _share(word, other) > _ON_WORD or (read and _share(other, word) > _ON_WORD)]
    if not under:
        return False
    text = "".join(other[4] for other in under)
    if len(under) == 1 and (text == word[4] or _is_part(word, under[0])):
        return True
    return read and SequenceMatcher(None, word[4].casefold(), text.casefold()).ratio() >= _ALIKE


def _is_part(word: RawWord, other: RawWord) -> bool:
    """Whether ``word`` says again a part of the longer ``other``, on the very letters, as to make that part bold."""
    place = other[4].find(word[4]) if len(word[4]) < len(other[4]) and _share(word, other) > _ON_WORD else -1
    letter = (other[2] - other[0]) / len(other[4])
    return place >= 0 and abs(other[0] + place * letter - word[0]) <= _SHIFT * letter


def _share(word: RawWord, other: RawWord) -> float:
    """How much of the box of ``word`` lies on that of ``other``."""
    wide, high = min(word[2], other[2]) - max(word[0], other[0]), min(word[3], other[3]) - max(word[1], other[1])
    area = (word[2] - word[0]) * (word[3] - word[1])
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0


def too_small(
    lines: Sequence[list[RawWord]], boxes: Sequence[Rectangle], styles: Mapping[LineKey, LineStyle], height: float
) -> list[RawWord]:
    """The words of ``lines`` that are too low, or whose letters are too narrow, for a page of that height.

    Less on a small page: some are 8.5 by 11 points for a sheet of 8.5 by 11 inches.
    """
    scale = min(1.0, height / _PAGE)
    low, narrow, long = _LOWEST * scale, _NARROWEST * scale, _LONG * scale
    small: list[RawWord] = []
    for line, (x0, y0, x1, y1) in zip(lines, boxes, strict=True):
        wide, high = x1 - x0, y1 - y0
        if wide >= long and high >= low:
            continue
        along = high if styles[line[0][5:7]].turn in (90, 270) else wide
        if min(wide, high) < low or along < narrow * sum(len(word[4]) for word in line):
            small.extend(line)
    return small
