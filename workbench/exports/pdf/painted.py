# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is painted on a page and where it can be seen: MuPDF tells of shapes and gradients as if nothing clipped them.

Coordinates are those PyMuPDF works in: points from the top left of the crop box, before the page is turned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from workbench.documents.pdf.means import Means, draws_letters
from workbench.exports.pdf.regions import Rect


GRADIENT = "fill-shade"
# Operators that paint other things than text (ISO 32000-1, annex A), and a few more; one in a string is taken for it.
_PAINTS = re.compile(rb"[fFbBsSD](?<![^\s\0)<>\[\]{}].)(?:\*|h|I|o)?(?![^\s\0(<>\[\]{}/%])")
# Those of them that paint a picture or a gradient.
_SHOWS = re.compile(rb"(?:sh|BI|Do)(?<![^\s\0)<>\[\]{}]..)(?![^\s\0(<>\[\]{}/%])")


class Painted(NamedTuple):
    """A thing painted on the page as its ``order``-th, MuPDF's word for its kind, and the box it is seen in."""

    order: int
    kind: str
    rect: Rect


def painted(page: Any, means: Means) -> list[Painted]:
    """All that is painted on the page; nothing where that is text and shapes alone, known before it is painted.

    A gradient, which by itself has no end, is told in each of the clips that it may stand in.
    """
    if not _may_show(page, means):
        return []
    log = [Painted(order, kind, tuple(rect)) for order, (kind, rect) in enumerate(page.get_bboxlog())]
    if all(each.kind != GRADIENT for each in log):
        return log
    paths = page.get_drawings(extended=True)
    return [part for each in log for part in (_within_clips(each, paths) if each.kind == GRADIENT else (each,))]


def may_draw(things: Sequence[Painted], means: Means) -> bool:
    """Whether shapes may be painted on a page, given what ``painted`` tells of it."""
    return any("path" in each.kind for each in things) if things else bool(_PAINTS.search(means.contents))


def _may_show(page: Any, means: Means) -> bool:
    """Whether the page has the means to show a picture or a gradient."""
    return means.pictures or means.may_fade or bool(_SHOWS.search(means.contents)) or draws_letters(page)


def _within_clips(gradient: Painted, paths: Sequence[dict[str, Any]]) -> list[Painted]:
    """The gradient in the innermost clips between the shape before it and the shape behind it."""
    numbers = [path.get("seqno", -1) for path in paths]
    first = max((at + 1 for at, number in enumerate(numbers) if -1 < number < gradient.order), default=0)
    last = min((at for at, number in enumerate(numbers) if number > gradient.order), default=len(paths))
    clips = [path for path in paths[first:last] if path["type"] == "clip"]
    inner = [clip for clip, after in zip_longest(clips, clips[1:]) if not after or after["level"] <= clip["level"]]
    return [gradient._replace(rect=tuple(clip["scissor"])) for clip in inner] or [gradient]
