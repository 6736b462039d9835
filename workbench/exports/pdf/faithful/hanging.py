# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signs of lists, bullets and numbers, and the text that hangs behind them where that of others does.

Where it begins tells of no name: it is the same on every line of a list. Only white that other lines show is kept, for
that of a line which is stretched to its column's edge tells how wide the line was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from workbench.exports.pdf.faithful.kept import PageLine, Part, Word
from workbench.exports.pdf.faithful.lines import along, apart
from workbench.exports.pdf.faithful.setting import SAME


_SIGN = re.compile(r"[^\w\s]{1,2}|\(?\w{1,4}[.)]")
_LEAST = 0.4  # of the font size: white between words is less, or no wider than it is in other lines


def text_starts(lines: Iterable[PageLine]) -> Iterator[float]:
    """How far along their direction whole lines begin, and the text behind the sign of a list."""
    for line in lines:
        words = list(apart(line)) if line.ends else line.words
        yield round(along(words[0]), 1)
        if hanging := _hanging(words):
            yield round(along(hanging), 1)


def hangs_at(parts: Sequence[Part], starts: Iterable[float]) -> float | None:
    """Where the text behind the sign of a list begins, if other lines say so (``starts``); None where none hangs."""
    word = _hanging(parts)
    return along(word) if word and any(abs(along(word) - start) < SAME for start in starts) else None


def hung(line: PageLine, starts: Iterable[float]) -> PageLine:
    """The line, with text behind the sign of a list that stays where it stands."""
    if hangs_at(line.parts, starts) is None:
        return line
    sign, text, *others = line.parts
    return PageLine([sign, text._replace(wide=True), *others], line.seed, line.direction, line.span, line.ends)


def _hanging(parts: Sequence[Part]) -> Word | None:
    sign, text = (*parts, None, None)[:2]
    if not (isinstance(sign, Word) and isinstance(text, Word) and text.spaced and _SIGN.fullmatch(sign.text)):
        return None
    return text if along(text) - along(sign) - sign.length > _LEAST * sign.size else None
