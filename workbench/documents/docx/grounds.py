# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies behind and before the words of a DOCX: grounds in their colour, and dark shapes that float."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from workbench.documents.docx.elements import WIDEST, number_in
from workbench.documents.docx.styles import shade


_LIKE = 0x30  # of 255, per channel: colours closer than this are one for a reader
_LEAST = 6.0  # points: a flatter shape is a rule
_EMU = 12700  # a point, ECMA-376 20.1.10.16
_NAMES = {"black": "000000", "white": "FFFFFF"}
_PLAIN_TABLES = frozenset(("", "TableGrid", "TableNormal"))
_HEIGHT = re.compile(r"(?:^|;)\s*height:\s*(\d+(?:\.\d+)?|\.\d+)(pt|in|px|cm|mm)?\s*(?:;|$)")
_POINTS = {"pt": 1.0, "in": 72.0, "px": 0.75, "cm": 28.35, "mm": 2.835}


class Styled(NamedTuple):
    """The colours of letters, of their shading and of that of their paragraph, as styles tell them; or empty."""

    color: str
    fill: str
    behind: str


def local(tag: str) -> str:
    """A name without its namespace, as files of either edition of the standard have it."""
    return tag.rpartition("}")[2]


def is_covered(run: etree._Element, styled: Styled | None = None) -> bool:
    """Words in the colour of their ground, or white on none: what people take for redaction in a word processor.

    With what its styles tell of it (``styled``) only those whose ground is told for certain.
    """
    found = {local(str(child.tag)): child for child in run.iterfind("{*}rPr/*")}
    told = styled or Styled(value_of(found["color"]) if "color" in found else "", shade(found.get("shd")), "")
    color = told.color.upper()
    marker = value_of(found["highlight"]) if "highlight" in found else "none"
    ground = _NAMES.get(marker, "AUTO") if marker != "none" else told.fill or _ground(run, told.behind)
    if color in ("", "AUTO"):
        # Word turns automatic letters white on a dark shading, not on a black highlight.
        return marker == "black"
    if ground == "AUTO":
        return color == "FFFFFF" and marker == "none" and not styled and not _may_lie_on_colour(run)
    return _is_like(color, ground)


def is_hidden(drawn: etree._Element) -> bool:
    """Whether an object or shape says that nobody sees it."""
    told = (drawn.find(f"{{*}}{name}") for name in ("docPr", "cNvPr"))
    hidden = any(each is not None and each.get("hidden") in ("1", "true") for each in told)
    return hidden or "visibility:hidden" in (drawn.get("style") or "").replace(" ", "")


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


def _ground(run: etree._Element, styled: str) -> str:
    """The colour of the nearest shading: of its paragraph or the style of that, its cell or its table; or ``AUTO``."""
    for parent in run.iterancestors():
        for kind in ("pPr", "tcPr", "tblPr"):
            if colour := shade(parent.find(f"{{*}}{kind}/{{*}}shd")):
                return colour
        if styled and local(str(parent.tag)) == "p":
            return styled
    return "AUTO"


def _may_lie_on_colour(run: etree._Element) -> bool:
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
    return tuple(bytes.fromhex(colour)) if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) else ()


def value_of(element: etree._Element) -> str:
    """The attribute ``val`` of an element, whatever its namespace."""
    return attribute_of(element, "val")


def attribute_of(element: etree._Element, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    return next((str(value) for key, value in element.attrib.items() if local(str(key)) == name), "")
