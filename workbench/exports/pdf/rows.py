# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines that are drawn as one string: words of one look, each in its place, with spaces between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter, sub, truediv

from workbench.exports.pdf.canvas import Row
from workbench.exports.pdf.fonts import runs_of
from workbench.exports.pdf.kept import PageLine, Word


_FACE = itemgetter(0)


def row_of(look: Word, words: Sequence[str], starts: Sequence[float], ends: Sequence[float]) -> Row | None:
    """Words drawn as ``look`` is, from ``starts`` to ``ends`` (points), in one scale; None where that cannot be."""
    style, size = look.style, look.size
    runs = list(filter(None, map(runs_of(style), words)))
    if len(runs) < len(words) or len(set(map(_FACE, runs))) > 1:
        return None
    natural = [run.width * size / 1000 for run in runs]
    lengths = list(map(sub, ends, starts))
    if not all(natural):
        return None
    scale = sum(lengths) / sum(natural)
    scales = list(map(truediv, lengths, natural))
    if not 0.2 < scale < 1.3 or max(scales) - scale > 0.15 or scale - min(scales) > 0.15:
        return None
    return Row(look.y, size, scale, list(zip(starts, runs, strict=True)))


def apart(line: PageLine) -> Iterator[Word]:
    """The words of a line that is one ``Word`` with spaces in it."""
    if line.ends:
        whole = line.words[0]
        for number, (text, x0, x1) in enumerate(zip(whole.text.split(" "), *line.ends, strict=True)):
            yield whole._replace(text=text, x=x0, length=x1 - x0, spaced=number > 0)
