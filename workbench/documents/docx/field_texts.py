# SPDX-License-Identifier: AGPL-3.0-or-later
"""What fields of a DOCX show that stands elsewhere: properties, variables, bookmarks, the choices of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from workbench.documents.docx.elements import number_in, value_of
from workbench.documents.docx.package import Package, W


_DATA = re.compile(r"docProps/\w+\.xml|customXml/item\d+\.xml", re.IGNORECASE)
"""Properties; what controls are bound to (ISO/IEC 29500-1, 17.5.2.6); sources that are cited (22.6)."""
_MARKED = 50
"""Pieces of text of a bookmark that are taken in: more are no part of a word."""


def named_texts(package: Package) -> Iterator[tuple[str, str]]:
    """The properties, variables, sources and bookmarks of the document by their names, its words by their style's."""
    for part in package.names:
        root = package.xml(part) if _DATA.fullmatch(part) else None
        for element in () if root is None else root.iter("{*}*"):
            yield from _told_by(element)
    settings, styles, body = package.related("settings"), package.related("styles"), package.xml(package.main())
    for variable in () if settings is None else settings.iter(W + "docVar"):
        yield variable.get(W + "name", ""), variable.get(W + "val", "")
    if body is not None:
        yield from _bookmarked(body)
        told = () if styles is None else styles
        yield from _styled(body, {each.get(W + "styleId", ""): value_of(each, W + "name") or "" for each in told})


def _told_by(element: etree._Element) -> Iterator[tuple[str, str]]:
    """What a property or a piece of data says, by its name; of a source, by its tag."""
    yield from ((str(key).rpartition("}")[2], str(value)) for key, value in element.attrib.items())
    yield element.get("name") or str(element.tag).rpartition("}")[2], "".join(map(str, element.itertext()))
    if tag := element.findtext("{*}Tag"):
        yield from ((tag, each.text or "") for each in element.iter("{*}*") if each.text and each.text != tag)


def _styled(root: etree._Element, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words of paragraphs and runs by the names of their styles; headings by their levels, too."""
    for each in root.iter(W + "p", W + "r"):
        identifier = value_of(each.find(W + "pPr"), W + "pStyle") or value_of(each.find(W + "rPr"), W + "rStyle")
        if identifier is None:
            continue
        words = "".join(text.text or "" for text in each.iter(W + "t"))
        name = styles.get(identifier, identifier)
        yield from ((told, words) for told in {identifier, name, name.lower().removeprefix("heading ")})


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
