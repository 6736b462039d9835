# SPDX-License-Identifier: AGPL-3.0-or-later
"""The characters of ``w:sym``: a code in a font, which for the symbol fonts is no Unicode character."""

from __future__ import annotations


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
