# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a line with a redaction still tells of a name, once the gap itself is as wide as its label.

What is left to measure is that the line was full: the kept words and the name fitted into the column, and the first
word of the next line did not fit any more. Names too long or too short for that are out. The number is the information
so gained, in bits, on a list of common surnames (US Census 2010, in order of frequency): log2 of how many there are
over how many still fit. 0 says that every name fits; Bland et al. (PoPETs 2023) measure attacks in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from math import log2

from workbench.exports.pdf.faithful.kept import Gap, PageLine
from workbench.exports.pdf.fonts import Style, shape
from workbench.exports.pdf.regions import Column


_SPACE = 0.25  # of the font size
_LIST = """
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson
Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell
Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris
Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward
Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel
Myers Long Ross Foster Jimenez
"""
NAMES = tuple(_LIST.split())


def bits_told(line: PageLine, after: PageLine | None, column: Column) -> float:
    """The bits on the list that ``line`` tells, by the line ``after`` it; 0 where it cannot be told from them."""
    gaps = [part for part in line.parts if isinstance(part, Gap)]
    if len(gaps) != 1 or not line.words or line.direction[0] < 0.9:
        return 0.0
    first = line.words[0]
    space = _SPACE * first.size
    kept = sum(word.length for word in line.words) + space * len(line.words)
    room = column.x1 - (column.x0 if isinstance(line.parts[0], Gap) else first.x) - kept
    least = room - space - _first_word(after) if after and after.words else 0.0
    widths = widths_of_names(first.style, first.size)
    fitting = bisect_right(widths, room) - bisect_right(widths, least)
    return log2(len(widths) / max(1, fitting))


@lru_cache(maxsize=1000)
def widths_of_names(style: Style, size: float) -> list[float]:
    """How wide the names of the list are in ``size`` points, in points, from the narrowest on."""
    return sorted(shape(name, style).width * size / 1000 for name in NAMES)


def _first_word(line: PageLine) -> float:
    """The length of the first word of a line, in points."""
    first = line.words[0]
    text = first.text.split(" ")[0]
    return shape(text, first.style).width * first.size / 1000
