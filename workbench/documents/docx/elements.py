# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small questions to the elements of a Word document: sections, rows, values, paper."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workbench.documents.docx.model import Sheet
from workbench.documents.docx.package import W
from workbench.documents.docx.styles import is_on


HOLDERS = {W + name for name in ("customXml", "ins", "moveTo", "sdtContent", "smartTag")}
"""Elements around blocks, rows or cells that show what is in them and nothing of themselves."""
WIDEST = 31680
"""Twentieths of a point: the widest paper that Word takes."""
_MAX_COLUMNS, _MAX_DIGITS = 1000, 9
_FLAT = 40  # twentieths of a point


def sections_of(body: etree._Element) -> Iterator[tuple[list[etree._Element], etree._Element | None]]:
    """The elements of each section with its ``w:sectPr``, which stands in the section's last paragraph."""
    elements: list[etree._Element] = []
    final: etree._Element | None = None
    for child in _unfolded(body):
        if child.tag == W + "sectPr":
            final = child
            continue
        elements.append(child)
        ends = child.find(f"{W}pPr/{W}sectPr") if child.tag == W + "p" else None
        if ends is not None:
            yield elements, ends
            elements = []
    yield elements, final


def _unfolded(parent: etree._Element) -> Iterator[etree._Element]:
    """Its children; of a control or the like in which a section ends, as of a cover page, those in that."""
    for child in parent:
        holds = child.tag == W + "sdt" or child.tag in HOLDERS
        yield from _unfolded(child) if holds and child.find(f".//{W}pPr/{W}sectPr") is not None else (child,)


def sheet_of(sect: etree._Element | None) -> Sheet:
    """The paper, the margins and the columns of a section."""
    told: dict[str, int] = {}
    edges = ("top", "right", "bottom", "left")
    for tag, names in ((W + "pgSz", ("w", "h")), (W + "pgMar", edges), (W + "cols", ("num",))):
        found = None if sect is None else sect.find(tag)
        for name in names:
            value = "" if found is None else found.get(W + name, "")
            if value.isdecimal():
                told[name] = number_in(value, WIDEST)
    return Sheet(told.pop("w", 0), told.pop("h", 0), columns=told.pop("num", 1), **told)


def columns_of(properties: etree._Element | None, name: str, default: int) -> int:
    """A number of columns, within bounds; ``default`` where none is told."""
    value = value_of(properties, W + name)
    return number_in(value, _MAX_COLUMNS) if value and value.isdecimal() else default


def number_in(value: str, most: int) -> int:
    """The number that ``value`` writes, at most ``most``; 0 where it writes none. Python reads no number too long."""
    if not value.isdecimal():
        return 0
    return min(most, int(value)) if len(value) <= _MAX_DIGITS else most


def value_of(parent: etree._Element | None, tag: str) -> str | None:
    """The ``w:val`` of a child; None where there is no such child, or it has none."""
    child = None if parent is None else parent.find(tag)
    return None if child is None else child.get(W + "val")


def is_flat(properties: etree._Element | None, tag: str, height: str, rule: str) -> bool:
    """Whether a child ``tag`` sets lines or rows to an exact height in which no letter can be seen."""
    child = None if properties is None else properties.find(tag)
    told = "" if child is None or child.get(W + rule) != "exact" else child.get(W + height, "")
    return bool(told) and number_in(told, _FLAT) < _FLAT


def is_gone(properties: etree._Element | None) -> bool:
    """Whether the mark that ends a paragraph is hidden or deleted: with no text left, nothing of it is seen."""
    mark = None if properties is None else properties.find(W + "rPr")
    if mark is None:
        return False
    taken = any(mark.find(W + name) is not None for name in ("del", "moveFrom"))
    return taken or bool(is_on(mark.find(W + "vanish")))
