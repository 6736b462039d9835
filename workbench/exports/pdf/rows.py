# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines that are drawn as one string: words of one look, each in its place, with spaces between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import sub

from workbench.exports.pdf.canvas import Row
from workbench.exports.pdf.fonts import shape
from workbench.exports.pdf.kept import PageLine, Word


def row_of(look: Word, words: Sequence[str], starts: Sequence[float], ends: Sequence[float]) -> Row | None:
    """Words drawn as ``look`` is, from ``starts`` to ``ends`` (points), in one scale; None where that cannot be."""
    style, size = look.style, look.size
    shaped = [shape(word, style) for word in words]
    if any(len(each.runs) != 1 or each.missing for each in shaped) or len({s.runs[0].face for s in shaped}) > 1:
        return None
    natural = [each.width * size / 1000 for each in shaped]
    lengths = list(map(sub, ends, starts))
    if not all(natural):
        return None
    scale = sum(lengths) / sum(natural)
    if not 0.2 < scale < 1.3 or any(
        abs(length - scale * n) > 0.15 * n for length, n in zip(lengths, natural, strict=True)
    ):
        return None
    return Row(look.y, size, scale, [(x, each.runs[0]) for x, each in zip(starts, shaped, strict=True)])


def apart(line: PageLine) -> Iterator[Word]:
    """The words of a line that is one ``Word`` with spaces in it."""
    if line.ends:
        whole = line.words[0]
        for number, (text, x0, x1) in enumerate(zip(whole.text.split(" "), *line.ends, strict=True)):
            yield whole._replace(text=text, x=x0, length=x1 - x0, spaced=number > 0)
