# SPDX-License-Identifier: AGPL-3.0-or-later
"""What fields of a DOCX show that stands elsewhere: properties, variables, bookmarks, the choices of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workbench.documents.docx.elements import number_in
from workbench.documents.docx.package import Package, W


_BODY = "word/document.xml"
_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "word/settings.xml", _BODY)
_DATA = re.compile(r"customXml/item\d+\.xml")
"""What controls are bound to (ISO/IEC 29500-1, 17.5.2.6)."""
_MARKED = 50
"""Pieces of text of a bookmark that are taken in: more are no part of a word."""


def named_texts(package: Package) -> Iterator[tuple[str, str]]:
    """The properties, variables and bookmarks of the document by their names."""
    items = (name for name in package.names if _DATA.fullmatch(name))
    for part in (*_PARTS, *items):
        root = package.xml(part) if part in package.names else None
        if part == _BODY and root is not None:
            yield from _bookmarked(root)
            continue
        for element in () if root is None else root.iter("{*}*"):
            if element.tag == W + "docVar":
                yield element.get(W + "name", ""), element.get(W + "val", "")
            elif not part.startswith("word"):
                data = element.attrib.items() if part.startswith("customXml") else ()
                yield from ((str(key).rpartition("}")[2], str(value)) for key, value in data)
                name = element.get("name") or str(element.tag).rpartition("}")[2]
                yield name, "".join(map(str, element.itertext()))


def _bookmarked(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The names of the bookmarks and what they stand around, shown or not."""
    words: list[str] = []
    begun: dict[str, tuple[str, int]] = {}
    for each in root.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "t"):
        if each.tag == W + "t":
            words.append(each.text or "")
        elif each.tag == W + "bookmarkStart":
            begun[each.get(W + "id", "")] = each.get(W + "name", ""), len(words)
        elif each.get(W + "id", "") in begun:
            name, start = begun[each.get(W + "id", "")]
            yield name, "".join(words[start : start + _MARKED])


def entry_of(mark: etree._Element) -> str:
    """What the form field that begins at ``mark`` shows of itself: the choice that is made, or what it begins with."""
    told = [each.get(W + "val", "") for each in mark.iter(W + "listEntry")]
    chosen = next((each.get(W + "val", "") for name in ("result", "default") for each in mark.iter(W + name)), "0")
    if not told:
        return chosen
    return "".join(told[number_in(chosen, len(told)) :][:1]) if chosen.isdecimal() else ""
