# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a paragraph is and how it is set: by its own ``w:pPr``, its style's and its list's, the nearest first.

Where its lines begin and end, and the room around them: ISO/IEC 29500-1, 17.3.1.12 and 17.3.1.33.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from workbench.documents.docx.elements import is_flat, number_in, value_of
from workbench.documents.docx.model import SINGLE, Align, Spacing
from workbench.documents.docx.numbering import Numbering
from workbench.documents.docx.package import W
from workbench.documents.docx.styles import Styles, is_on
from workbench.documents.model import Place


_ALIGN = {
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.BOTH,
    "distribute": Align.BOTH,
}
_DEEPEST = 99
"""The deepest level of a list or heading that is told from others; Word has nine."""
_FIXED_PLACES = (Place.FOOTNOTE, Place.TEXT_BOX, Place.TABLE_CELL)
_TITLES = frozenset(("title", "subtitle"))
_RUNNING = (Place.HEADER, Place.FOOTER)


class Styled(NamedTuple):
    """The style of a paragraph with what itself says; ``number`` names its list, the empty name none."""

    properties: etree._Element | None
    style: str | None
    number: str
    level: int


class ParagraphFormats:
    """Asks styles and lists about paragraphs; ``table_style`` is that of the table around."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        """Nothing is asked yet."""
        self.table_style: str | None = None
        self._styles, self._numbering = styles, numbering
        self._spacings: dict[tuple[str | None, str, int, str | None], Spacing] = {}

    def of(self, element: etree._Element) -> Styled:
        """That of a ``w:p``."""
        properties = element.find(W + "pPr")
        style = value_of(properties, W + "pStyle")
        return Styled(properties, style, *self._list_of(properties, style))

    def label(self, paragraph: Styled) -> str | None:
        """What its list puts before it, counted on; None outside a list."""
        return self._numbering.label(paragraph.number, paragraph.level) if paragraph.number else None

    def mark(self, paragraph: Styled) -> etree._Element | None:
        """The ``w:rPr`` of that."""
        return self._numbering.level(paragraph.number, paragraph.level).mark

    def spacing(self, paragraph: Styled) -> Spacing:
        """Where its lines begin and end, and the room around them."""
        properties, style, number, depth = paragraph
        listed = self._numbering.level(number, depth).setting
        sources = [*([] if listed is None else [listed]), *self._styles.paragraph_sources(style, self.table_style)]
        if properties is not None and any(properties.find(W + name) is not None for name in _SPACED):
            return _spacing_of([properties, *sources])
        key = style, number, depth, self.table_style
        if key not in self._spacings:
            self._spacings[key] = _spacing_of(sources)
        return self._spacings[key]

    def place(self, paragraph: Styled, around: Place, *, listed: bool) -> tuple[Place, int]:
        """What it is, where no story or table ``around`` it says so, and its level; ``listed`` if it has a label."""
        names = self._styles.names(paragraph.style)
        if around in _FIXED_PLACES or (around in _RUNNING and _TITLES.isdisjoint(names)):
            return around, 0
        for name in names:
            if name.startswith("heading ") and name[8:].isdecimal():
                return Place.HEADING, number_in(name[8:], _DEEPEST)
            if name in _TITLES:
                return Place.TITLE, 0
            if name == "caption":
                return Place.CAPTION, 0
        outline = value_of(paragraph.properties, W + "outlineLvl")
        if outline and outline.isdecimal() and number_in(outline, _DEEPEST) < 9:
            return Place.HEADING, number_in(outline, _DEEPEST) + 1
        return (Place.LIST_ITEM, paragraph.level) if listed else (around, 0)

    def breaks_page(self, paragraph: Styled) -> bool:
        """Whether it begins a page."""
        name = W + "pageBreakBefore"
        own = is_on(None if paragraph.properties is None else paragraph.properties.find(name))
        return bool(is_on(self._styles.paragraph_property(paragraph.style, name)) if own is None else own)

    def is_flat(self, paragraph: Styled) -> bool:
        """Whether its lines are too flat for letters."""
        sources = (paragraph.properties, *self._styles.paragraph_sources(paragraph.style, self.table_style))
        lines = (each for each in sources if each is not None and each.find(f"{W}spacing[@{W}line]") is not None)
        return is_flat(next(lines, None), W + "spacing", "line", "lineRule")

    def align(self, paragraph: Styled) -> Align:
        """How its lines are set between the margins."""
        styled = self._styles.paragraph_property(paragraph.style, W + "jc")
        value = value_of(paragraph.properties, W + "jc") or (styled.get(W + "val") if styled is not None else None)
        return _ALIGN.get(value or "", Align.LEFT)

    def _list_of(self, properties: etree._Element | None, style: str | None) -> tuple[str, int]:
        """The list and the level of a paragraph, by its own word or its style's; no list is the empty name."""
        own = None if properties is None else properties.find(W + "numPr")
        styled = self._styles.paragraph_property(style, W + "numPr")
        number = value_of(own, W + "numId") or value_of(styled, W + "numId") or ""
        level = value_of(own, W + "ilvl") or value_of(styled, W + "ilvl")
        if level is None and number:
            return number, self._numbering.level_of_style(number, style)
        return ("" if number == "0" else number), number_in(level or "", _DEEPEST)


_FAR = 100_000
_SPACED = ("ind", "spacing", "contextualSpacing", "bidi")


def _spacing_of(sources: Sequence[etree._Element]) -> Spacing:
    """The spacing that ``sources`` (``w:pPr``, nearest first) come to: each measure from the first that tells it."""
    indents = [found for source in sources if (found := source.find(W + "ind")) is not None]
    spaces = [found for source in sources if (found := source.find(W + "spacing")) is not None]
    multiple = _first(spaces, "lineRule") in (None, "auto")
    return Spacing(
        left=_measure(indents, "left", "start"),
        right=_measure(indents, "right", "end"),
        first=_first_line(indents),
        before=_measure(spaces, "before"),
        after=_measure(spaces, "after"),
        line=(_measure(spaces, "line") or SINGLE) if multiple else SINGLE,
        joined=_is_on(sources, "contextualSpacing"),
        leftward=_is_on(sources, "bidi"),
    )


def _is_on(sources: Sequence[etree._Element], name: str) -> bool:
    told = (is_on(source.find(W + name)) for source in sources)
    return bool(next((on for on in told if on is not None), False))


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
