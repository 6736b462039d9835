# SPDX-License-Identifier: AGPL-3.0-or-later
"""The characters that the elements of a run stand for (ISO/IEC 29500-1, 17.3.3)."""

from __future__ import annotations

from lxml import etree

from workbench.documents.docx.package import XML, M, W
from workbench.documents.docx.symbols import symbol


def characters_of(child: etree._Element, *, in_body: bool) -> str | None:
    """The characters that an element of a run shows; None where it is not made of characters.

    ``in_body``: it stands in no header, footer or note.
    """
    tag = child.tag
    if tag in (W + "t", M + "t"):
        return _spaced(child)
    if tag in (W + "tab", W + "ptab"):
        return "\t"
    if tag == W + "br":
        # Page breaks have no effect in headers, footers and notes.
        return "\f" if child.get(W + "type") == "page" and in_body else "\n"
    if tag == W + "cr":
        return "\n"
    if tag == W + "noBreakHyphen":
        return "\u2011"
    if tag == W + "softHyphen":
        return "\u00ad"
    if tag == W + "sym":
        return symbol(child.get(W + "font", ""), child.get(W + "char", ""))
    return None


def _spaced(element: etree._Element) -> str:
    """The text of ``w:t``: without ``xml:space`` what stands at its ends is layout of the XML, not of the page."""
    text = (element.text or "").replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "})
    kept = element.tag == M + "t" or element.get(XML + "space") == "preserve"
    return text if kept or (not text[:1].isspace() and not text[-1:].isspace()) else text.strip(" ")
