# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the counters of a style sheet write (CSS Lists 3, CSS Counter Styles 3): numbers, letters, or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from lxml import etree

from workbench.documents.docx.numbering import format_number


_FORMS = {"lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal-leading-zero": "decimalZero"}
_LOWER = {"system": "alphabetic", "symbols": " ".join(ascii_lowercase)}
_UPPER = {"system": "alphabetic", "symbols": " ".join(ascii_uppercase)}
_LETTERS = {"lower-alpha": _LOWER, "lower-latin": _LOWER, "upper-alpha": _UPPER, "upper-latin": _UPPER}
_ONE_SIGN = frozenset(("cyclic", "fixed", "symbolic"))
_MOST = 100
"""Times that a symbol is written one behind the other."""


class Counters:
    """The counters that hold where the walk through a page stands: a frame for each element that is open."""

    def __init__(self) -> None:
        self._frames: list[dict[str, int]] = [{}]

    def enter(self, style: Mapping[str, str], element: etree._Element | None) -> None:
        """An element begins: what it counts if it is shown (None if not), then room for what is counted in it."""
        if element is None:
            self._frames.append({})
            return
        if element.tag in ("ol", "ul"):
            self._frames[-1]["list-item"] = _number(element.get("start"), 1) - 1
        elif element.tag == "li":
            self._add("list-item", 1)
            if "value" in element.attrib:
                self._add("list-item", 0, to=_number(element.get("value"), 1))
        self.count(style)
        self._frames.append({})

    def count(self, style: Mapping[str, str]) -> None:
        """What an element, or what a sheet sets before or after it, counts."""
        for name, number in _pairs(style.get("counter-reset", ""), 0):
            self._frames[-1][name] = number
        for name, number in _pairs(style.get("counter-increment", ""), 1):
            self._add(name, number)
        for name, number in _pairs(style.get("counter-set", ""), 0):
            self._add(name, 0, to=number)

    def at(self, name: str) -> int:
        """What a counter counts here."""
        return next((frame[name] for frame in reversed(self._frames) if name in frame), 0)

    def leave(self) -> None:
        """The element ends."""
        self._frames.pop()

    def _add(self, name: str, number: int, to: int | None = None) -> None:
        frame = next((frame for frame in reversed(self._frames) if name in frame), self._frames[-1])
        frame[name] = frame.get(name, 0) + number if to is None else to

    def told(self, call: Any, styles: Mapping[str, Mapping[str, str]]) -> str:
        """What ``counter(...)`` or ``counters(...)`` writes here."""
        words = [token for token in call.arguments if token.type not in ("whitespace", "comment") and token != ","]
        name = getattr(words[0], "value", "") if words else ""
        values = [frame[name] for frame in self._frames if name in frame] or [0]
        between = ""
        if call.lower_name == "counters" and len(words) > 1:
            between, words = getattr(words[1], "value", ""), words[1:]
        else:
            values = values[-1:]
        style, own = getattr(words[1], "value", "decimal") if len(words) > 1 else "decimal", dict(styles)
        if len(words) > 1 and words[1].type == "function":  # symbols(cyclic "a" "b")
            style = "symbols()"
            own[style] = _of_symbols(words[1].arguments)
        return between.join(in_style(value, style, own) for value in values)


def _of_symbols(arguments: Sequence[Any]) -> dict[str, str]:
    import tinycss2

    system = next((token.value for token in arguments if token.type == "ident"), "symbolic")
    signs = [token for token in arguments if token.type == "string"]
    return {"system": system, "symbols": " ".join(tinycss2.serialize([sign]) for sign in signs)}


def as_mark(number: int, name: str, styles: Mapping[str, Mapping[str, str]]) -> str:
    """``number`` as it stands before a list item: with what its counter style sets around it."""
    style = styles[name]
    return _one(style.get("prefix", "")) + in_style(number, name, styles) + _one(style.get("suffix", '". "'))


def in_style(number: int, name: str, styles: Mapping[str, Mapping[str, str]]) -> str:
    """``number`` as a counter style writes it."""
    style = styles.get(name) or _LETTERS.get(name.lower())
    if style is None:
        return format_number(number, _FORMS.get(name.lower(), "decimal"))
    text = _by_symbols(number, style)
    if text is None:
        text = in_style(number, style.get("fallback", "decimal"), {})
    if (width := _tokens(style.get("pad", ""))) and width[-1]:
        text = text.rjust(min(_MOST, _number(width[0], 0)), width[-1][0])
    return text


def _by_symbols(number: int, style: Mapping[str, str]) -> str | None:
    """None for a number that the style cannot write."""
    symbols, told = _tokens(style.get("symbols", "")), style.get("system", "symbolic").lower().split() or [""]
    if told[0] == "extends":
        return in_style(number, told[-1], {})
    if told[0] == "additive":
        return _added(number, _tokens(style.get("additive-symbols", "")))
    first = _number(told[1], 1) if told[0] == "fixed" and len(told) > 1 else 1
    at, count = number - first, len(symbols)
    if not symbols or (told[0] != "cyclic" and (at < 0 or (told[0] == "fixed" and at >= count))):
        return None
    if told[0] in _ONE_SIGN:
        return symbols[at % count] * (min(_MOST, 1 + at // count) if told[0] == "symbolic" else 1)
    digits, left = "", number
    while left > 0 and len(digits) < _MOST and count > 1:
        left, digit = divmod(left - (told[0] == "alphabetic"), count)
        digits = symbols[digit] + digits
    return digits


def _added(number: int, told: Sequence[str]) -> str | None:
    text = ""
    for weight, symbol in zip(told[::2], told[1::2], strict=False):
        value = _number(weight, 0)
        if value and number >= value:
            text += symbol * min(_MOST, number // value)
            number %= value
    return None if number else text


def _pairs(value: str, default: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for word in value.split():
        if word.lstrip("+-").isdecimal() and found:
            found[-1] = (found[-1][0], _number(word, default))
        elif word != "none":
            found.append((word, default))
    return found


def _tokens(value: str) -> list[str]:
    import tinycss2

    tokens: list[Any] = tinycss2.parse_component_value_list(value)
    return [
        token.representation if token.type == "number" else token.value
        for token in tokens
        if token.type in ("string", "ident", "number")
    ]


def _one(value: str) -> str:
    return "".join(_tokens(value)[:1])


def _number(told: str | None, default: int) -> int:
    try:
        return int((told or "")[:9])
    except ValueError:
        return default
