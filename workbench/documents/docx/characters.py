# SPDX-License-Identifier: AGPL-3.0-or-later
"""The characters that the elements of a run stand for (ISO/IEC 29500-1, 17.3.3)."""

from __future__ import annotations

from lxml import etree

from workbench.documents.docx.package import XML, M, W


_GREEK_UPPER = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_GREEK_LOWER = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{0x41 + i: c for i, c in enumerate(_GREEK_UPPER)},
    **{0x61 + i: c for i, c in enumerate(_GREEK_LOWER)},
    **{0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠"},
}
_WINGDINGS = {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA7: "▪", 0xA8: "◻", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_PRIVATE = 0xF000
UNKNOWN = "\ufffd"


def symbol(font: str, code: str) -> str:
    """The character at ``code`` (hexadecimal) of ``font``; U+FFFD where only the font's designer knows.

    A letter of an ordinary font may be written as a symbol too, and is that letter.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    if _PRIVATE <= number <= _PRIVATE + 0xFF:
        number -= _PRIVATE
    family = font.lower()
    if family == "symbol":
        return _SYMBOL.get(number) or (chr(number) if 0x20 <= number < 0x40 else UNKNOWN)
    if "dings" in family:
        return _WINGDINGS.get(number, UNKNOWN) if family == "wingdings" else UNKNOWN
    printable = 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD
    return chr(number) if printable and not 0x7F <= number < 0xA0 else UNKNOWN


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
