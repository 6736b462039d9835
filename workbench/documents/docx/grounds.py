# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies behind and before the words of a DOCX: grounds in their colour, and dark shapes that float."""

from __future__ import annotations

import re

from lxml import etree

from workbench.documents.docx.elements import WIDEST, number_in
from workbench.documents.docx.package import W


_LIKE = 0x30  # of 255, per channel: colours closer than this are one for a reader
_LEAST = 6.0  # points: a flatter shape is a rule
_EMU = 12700  # a point, ECMA-376 20.1.10.16
_NAMES = {"black": "000000", "white": "FFFFFF"}
_PLAIN_TABLES = frozenset(("", "TableGrid", "TableNormal"))
_HEIGHT = re.compile(r"(?:^|;)\s*height:\s*(\d+(?:\.\d+)?|\.\d+)(pt|in|px|cm|mm)?\s*(?:;|$)")
_POINTS = {"pt": 1.0, "in": 72.0, "px": 0.75, "cm": 28.35, "mm": 2.835}


def local(tag: str) -> str:
    """A name without its namespace, as files of either edition of the standard have it."""
    return tag.rpartition("}")[2]


def is_covered(run: etree._Element, *, certainly: bool = False) -> bool:
    """Words in the colour of their ground, or white on none: what people take for redaction in a word processor.

    ``certainly``: only those whose ground the run, its paragraph, cell or table tells.
    """
    found = {local(str(child.tag)): child for child in run.iterfind("{*}rPr/*")}
    color = value_of(found["color"]).upper() if "color" in found else "AUTO"
    marker = value_of(found["highlight"]) if "highlight" in found else "none"
    ground = _NAMES.get(marker, "AUTO") if marker != "none" else _ground(run, found.get("shd"))
    if color in ("", "AUTO"):
        # Word turns automatic letters white on a dark shading, not on a black highlight.
        return marker == "black"
    if ground == "AUTO":
        return color == "FFFFFF" and marker == "none" and not certainly and not _may_lie_on_colour(run)
    return _is_like(color, ground)


def is_dark_shape(shape: etree._Element) -> bool:
    """Whether a drawn shape is dark, without words, and neither in the text's flow nor behind it."""
    if any(local(str(each.tag)) == "Fallback" for each in shape.iterancestors()):
        return False  # the same shape once more
    if shape.find(".//{*}txbxContent") is not None or shape.find("{*}textpath") is not None:
        return False
    if local(str(shape.tag)) != "wsp":
        style = shape.get("style") or ""
        found = _HEIGHT.search(style)
        high = found is None or float(found[1]) * _POINTS[found[2] or "px"] >= _LEAST
        behind = re.search(r"z-index:\s*-", style)
        return "absolute" in style and not behind and high and _is_dark(shape.get("fillcolor") or "white")
    anchor = next((each for each in shape.iterancestors() if local(str(each.tag)) == "anchor"), None)
    fill = shape.find("{*}spPr/{*}solidFill/{*}srgbClr")
    if anchor is None or fill is None or anchor.get("behindDoc") in ("1", "true"):
        return False
    extent = anchor.find("{*}extent")
    told = "" if extent is None else extent.get("cy", "")
    high = not told.isdecimal() or number_in(told, _EMU * WIDEST) >= _LEAST * _EMU
    return high and _is_dark(fill.get("val") or "")


def _ground(run: etree._Element, shading: etree._Element | None) -> str:
    """The colour of the nearest shading: of the run, its paragraph, its cell or its table; ``AUTO`` for none."""
    shadings = [shading]
    for parent in run.iterancestors():
        shadings += [parent.find(f"{{*}}{kind}/{{*}}shd") for kind in ("pPr", "tcPr", "tblPr")]
    for each in shadings:
        if each is not None:
            solid = attribute_of(each, "val") == "solid"
            colour = attribute_of(each, "color" if solid else "fill").upper()
            if colour not in ("", "AUTO"):
                return colour
    return "AUTO"


def _may_lie_on_colour(run: etree._Element) -> bool:
    """Whether a text box or the style of a table may give the run a ground."""
    for parent in run.iterancestors():
        kind = local(str(parent.tag))
        if kind == "txbxContent":
            return True
        style = parent.find("{*}tblPr/{*}tblStyle") if kind == "tbl" else None
        if style is not None and value_of(style) not in _PLAIN_TABLES:
            return True
    return False


def _is_like(one: str, other: str) -> bool:
    first, second = _channels(one), _channels(other)
    return bool(first and second) and all(abs(a - b) < _LIKE for a, b in zip(first, second, strict=True))


def _is_dark(colour: str) -> bool:
    channels = _channels(_NAMES.get(colour.lower(), colour.lstrip("#")[:6]))
    return bool(channels) and max(channels) < 2 * _LIKE


def _channels(colour: str) -> tuple[int, ...]:
    """Red, green and blue of six hexadecimal digits; nothing for anything else."""
    return tuple(bytes.fromhex(colour)) if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) else ()


def value_of(element: etree._Element) -> str:
    """The attribute ``val`` of an element, whatever its namespace."""
    return attribute_of(element, "val")


def attribute_of(element: etree._Element, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    return next((str(value) for key, value in element.attrib.items() if local(str(key)) == name), "")


def may_be_covered(properties: etree._Element) -> bool:
    """Whether a run has a colour or a ground of its own."""
    return any(properties.find(W + name) is not None for name in ("color", "highlight", "shd"))
