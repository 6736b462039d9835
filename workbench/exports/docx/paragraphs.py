# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paragraphs of a new DOCX: lines of bits of text, each in one look."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from lxml import etree

from workbench.documents.docx.model import Align, Look, Script, Spacing
from workbench.documents.model import Place
from workbench.exports.docx.known import known_look, known_spacing
from workbench.exports.docx.markup import add, new_element, new_root, write_spacing, write_text
from workbench.exports.docx.template import DEFAULT_SIZE, STYLE_OF, STYLED


_LIST_INDENT = 360
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Bit:
    """Text in one look. ``fill`` is a background (RRGGBB), ``note`` a comment on it; no note in a sanitized copy.

    ``field`` (``PAGE`` or ``NUMPAGES``) has Word count the pages of the copy in place of the text.
    """

    text: str
    look: Look = PLAIN
    fill: str = ""
    note: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph to write."""

    bits: tuple[Bit, ...]
    place: Place = Place.BODY
    level: int = 0
    align: Align = Align.LEFT
    page_break_before: bool = False
    spacing: Spacing | None = None
    """Where it is told, the looks of the bits are all there is, too: nothing comes from the style of its place."""


class ParagraphWriter:
    """Makes the elements of paragraphs, and gathers the comments on them."""

    def __init__(self, base: Look) -> None:
        """``base`` is the look of text for which nothing is said."""
        self.in_story = False
        """Whether headers and footers are written: Word takes no comments in them."""
        self._base = base
        self._notes: list[str] = []

    def write(self, lines: Lines) -> etree._Element:
        """The element of a paragraph."""
        element = new_element("p")
        properties = add(element, "pPr")
        style = f"Heading{min(max(lines.level, 1), 9)}" if lines.place is Place.HEADING else STYLE_OF.get(lines.place)
        if style:
            add(properties, "pStyle", val=style)
        if lines.page_break_before:
            add(properties, "pageBreakBefore")
        if lines.spacing is not None:
            write_spacing(properties, known_spacing(lines.spacing))
        elif lines.place is Place.LIST_ITEM:
            left = _LIST_INDENT * (min(lines.level, 8) + 1)
            add(properties, "ind", left=str(left), hanging=str(_LIST_INDENT))
        if lines.align is not Align.LEFT:
            add(properties, "jc", val=lines.align.value)
        styled = STYLED.get(lines.place, PLAIN) if lines.spacing is not None else PLAIN
        for bit in lines.bits:
            self._bit(element, bit, styled)
        return element

    def _bit(self, paragraph: etree._Element, bit: Bit, styled: Look) -> None:
        if bit.field:
            add(paragraph, "fldSimple", instr=bit.field).append(self._run(bit, styled))
            return
        if not bit.note:
            paragraph.append(self._run(bit, styled))
            return
        if self.in_story:
            paragraph.extend([self._run(bit, styled), self._run(Bit(f" [{bit.note}] ", Look(italic=True)))])
            return
        number = str(len(self._notes))
        self._notes.append(bit.note)
        add(paragraph, "commentRangeStart", id=number)
        paragraph.append(self._run(bit, styled))
        add(paragraph, "commentRangeEnd", id=number)
        add(add(paragraph, "r"), "commentReference", id=number)

    def comments(self) -> etree._Element | None:
        """The root of the part with the comments; None where there are none."""
        if not self._notes:
            return None
        root = new_root("comments")
        for number, text in enumerate(self._notes):
            comment = add(root, "comment", id=str(number), author="Workbench", initials="WB")
            add(comment, "p").append(self._run(Bit(text)))
        return root

    def _run(self, bit: Bit, styled: Look = PLAIN) -> etree._Element:
        """``styled`` is what the style of the paragraph would add."""
        run = new_element("r")
        properties = add(run, "rPr")
        look, leftward = known_look(bit.look), any(unicodedata.bidirectional(c) in ("R", "AL") for c in bit.text)
        if look.font and look.font != self._base.font:
            add(properties, "rFonts", ascii=look.font, hAnsi=look.font, cs=look.font)
        for name, on, by_style in (
            ("b", look.bold, styled.bold),
            ("bCs", look.bold and leftward, False),
            ("i", look.italic, styled.italic),
            ("iCs", look.italic and leftward, False),
            ("strike", look.strike, False),
        ):
            if on:
                add(properties, name)
            elif by_style:
                add(properties, name, val="0")
        base = self._base.size or DEFAULT_SIZE
        if styled.size or (look.size or base) != base:
            for name in ("sz", "szCs") if leftward else ("sz",):
                add(properties, name, val=str(round((look.size or base) * 2)))
        if look.underline:
            add(properties, "u", val="single")
        if bit.fill:
            add(properties, "shd", val="clear", color="auto", fill=bit.fill)
        if look.script is not Script.NORMAL:
            add(properties, "vertAlign", val=look.script.value)
        if leftward:
            add(properties, "rtl")
        if look.language and look.language != self._base.language:
            add(properties, "lang", val=look.language)
        if not len(properties):
            run.remove(properties)
        write_text(run, bit.text)
        return run
