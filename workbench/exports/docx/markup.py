# SPDX-License-Identifier: AGPL-3.0-or-later
"""Elements of WordprocessingML (ISO/IEC 29500-1) and the package that holds them: the writer makes no others."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from workbench.documents.docx.model import Sheet, Spacing


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMESPACES = {"w": W, "r": R}
# The oldest time that a zip can name. Any other would say when the copy was made.
_EPOCH = (1980, 1, 1, 0, 0, 0)


GUTTER = 720
"""Between two columns of print, in twentieths of a point."""


def write_sheet(properties: etree._Element, sheet: Sheet, *, landscape: bool) -> None:
    """The size, the margins and the columns of the pages of a section, in twentieths of a point."""
    size = add(properties, "pgSz", w=str(sheet.width), h=str(sheet.height))
    if landscape:
        size.set(f"{{{W}}}orient", "landscape")
    edges = {name: str(getattr(sheet, name)) for name in ("top", "right", "bottom", "left")}
    add(properties, "pgMar", **edges, header="708", footer="708", gutter="0")
    if sheet.columns > 1:
        add(properties, "cols", num=str(sheet.columns), space=str(GUTTER))


def write_spacing(properties: etree._Element, spacing: Spacing) -> None:
    """In the order of the schema; what is nothing is told too, for the styles of a copy have room of their own."""
    if spacing.leftward:
        add(properties, "bidi")
    room = {name: str(getattr(spacing, name)) for name in ("before", "after", "line")}
    add(properties, "spacing", **room, lineRule="auto")
    if spacing.left or spacing.right or spacing.first or properties.find(f"{{{W}}}pStyle") is not None:
        first = {"hanging": str(-spacing.first)} if spacing.first < 0 else {"firstLine": str(spacing.first)}
        add(properties, "ind", left=str(spacing.left), right=str(spacing.right), **first)
    if spacing.joined:
        add(properties, "contextualSpacing")


def write_text(run: etree._Element, text: str) -> None:
    """``text`` into a run: a line feed is a line break, a form feed one of the page."""
    start = 0
    for i, character in enumerate(text):
        if character in "\n\t\f":
            _write_words(run, text[start:i])
            start = i + 1
            add(run, "tab") if character == "\t" else add(run, "br", **({"type": "page"} if character == "\f" else {}))
    _write_words(run, text[start:])


def _write_words(run: etree._Element, words: str) -> None:
    if words:
        element = add(run, "t")
        element.text = words
        element.set(XML_SPACE, "preserve")


def new_root(name: str) -> etree._Element:
    """The element of a part in which all others stand."""
    return etree.Element(f"{{{W}}}{name}", nsmap=_NAMESPACES)


def new_element(name: str) -> etree._Element:
    """An element that stands nowhere yet."""
    return etree.Element(f"{{{W}}}{name}")


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new last child of ``parent``, attributes in the namespace of its name."""
    child = etree.Element(f"{{{W}}}{name}")
    parent.append(child)
    for key, value in attributes.items():
        child.set(f"{{{W}}}{key}", value)
    return child


def as_bytes(root: etree._Element) -> bytes:
    """A part as it stands in the package."""
    etree.cleanup_namespaces(root, top_nsmap=_NAMESPACES)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def as_zip(parts: dict[str, bytes]) -> bytes:
    """The package. Stored, not deflated: two builds of zlib pack the same text into different bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0
            archive.writestr(info, data)
    return buffer.getvalue()
