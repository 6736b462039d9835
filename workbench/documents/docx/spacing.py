# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the lines of a paragraph begin and end, and the room around them (ISO/IEC 29500-1, 17.3.1.12 and 17.3.1.33)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from workbench.documents.docx.model import SINGLE, Spacing
from workbench.documents.docx.package import W
from workbench.documents.docx.styles import is_on


_FAR = 100_000


def speaks(properties: etree._Element) -> bool:
    """Whether a ``w:pPr`` says anything of it."""
    return any(properties.find(W + name) is not None for name in ("ind", "spacing", "contextualSpacing"))


def spacing_of(sources: Sequence[etree._Element]) -> Spacing:
    """The spacing that ``sources`` (``w:pPr``, nearest first) come to: each measure from the first that tells it."""
    indents = [found for source in sources if (found := source.find(W + "ind")) is not None]
    spaces = [found for source in sources if (found := source.find(W + "spacing")) is not None]
    joined = (is_on(source.find(W + "contextualSpacing")) for source in sources)
    multiple = _first(spaces, "lineRule") in (None, "auto")
    return Spacing(
        left=_measure(indents, "left", "start"),
        right=_measure(indents, "right", "end"),
        first=_first_line(indents),
        before=_measure(spaces, "before"),
        after=_measure(spaces, "after"),
        line=(_measure(spaces, "line") or SINGLE) if multiple else SINGLE,
        joined=bool(next((on for on in joined if on is not None), False)),
    )


def _first_line(indents: Iterable[etree._Element]) -> int:
    """Of one element a hanging indent goes before that of a first line; the nearest element with either holds."""
    for element in indents:
        if element.get(W + "hanging") is not None:
            return -_measure([element], "hanging")
        if element.get(W + "firstLine") is not None:
            return _measure([element], "firstLine")
    return 0


def _first(elements: Iterable[etree._Element], *names: str) -> str | None:
    told = (element.get(W + name) for element in elements for name in names)
    return next((value for value in told if value is not None), None)


def _measure(elements: Iterable[etree._Element], *names: str) -> int:
    """Twentieths of a point; 0 where nothing is told, or in another unit."""
    try:
        return max(-_FAR, min(_FAR, int(_first(elements, *names) or 0)))
    except ValueError:
        return 0
