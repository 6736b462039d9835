# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the style sheets in an HTML page and the styles of its elements come to, as far as they hide words.

Sheets elsewhere are not fetched. Rules for print, for some widths of a window and for states (``:hover``) count as not
there: what they hide is read by somebody, and words that are taken for seen are searched and withheld like others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree


_PROPERTIES = frozenset(
    "display visibility content-visibility opacity filter font font-size zoom color -webkit-text-fill-color background"
    " background-color left right top bottom margin-left margin-top text-indent transform scale clip clip-path position"
    " overflow overflow-x overflow-y height width max-height max-width".split()
)
# A backslash may spell a letter of a name.
_TELLING = re.compile(r"\\|" + "|".join(sorted(_PROPERTIES)))
_SCREENS = frozenset(("", "all", "screen", "screen, print", "print, screen", "screen,print", "print,screen"))
_ZERO = r"0+(?:\.0*)?(?![.\d])"
# Of the declarations of an element, each behind a semicolon and in front of one.
_HIDING = re.compile(
    rf"; (?:display: none|(?:content-)?visibility: (?:hidden|collapse)|(?:font-size|opacity|zoom|scale): {_ZERO}"
    rf"|font-size: 1(?:\.\d+)?p[xt]|font: (?:[a-z]+ )*{_ZERO}|filter: .*opacity\( *{_ZERO}"
    r"|(?:left|top|right|bottom|text-indent|margin-left|margin-top): (?:calc\( *)?-\d{3}"
    rf"|transform: .*(?:scale(?:x|y|3d)?\( *{_ZERO}|translate[xy3d]*\([^)]*-\d{{3}})"
    r"|(?:-webkit-text-fill-)?color: transparent|clip: rect\( *(?:0(?:px)?[ ,]+){3}0(?:px)? *\)"
    rf"|clip-path: (?:inset\( *(?:50|100)%|(?:circle|ellipse)\( *{_ZERO}))"
)
_FOLDED = re.compile(rf"; (?:max-)?(?:height|width): {_ZERO}")
_CUT_OFF = re.compile(r"; overflow(?:-[xy])?: (?:hidden|clip)")
_COLORS = {"font": "color", "body": "text"}
"""Elements and the attribute that gives the colour of what stands in them, unless a style does."""
_MOST_RULES = 2000
_LIKE = 0.1  # of 1, per channel: colours closer than this are one for a reader
_WHITE = (1.0, 1.0, 1.0)


class _Declared(NamedTuple):
    """A declaration that holds for an element; the greatest of a property wins (CSS Cascading 4, 6.1)."""

    important: bool
    specificity: tuple[int, ...]
    order: int
    value: str


class Styles:
    """The styles of a page; made once, then asked of each element."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    def hides(self, element: etree._Element) -> bool:
        """Whether nobody sees what stands in the element, by its own style."""
        if element not in self._declared and not any(map(element.get, ("style", *_COLORS.values()))):
            return False
        style = self._style(element)
        told = "".join(f"; {name}: {value}" for name, value in style.items())
        if _HIDING.search(told) or (_FOLDED.search(told) and _CUT_OFF.search(told)):
            return True
        return "color" in style and self._is_unreadable(element, style["color"])

    def _is_unreadable(self, element: etree._Element, color: str) -> bool:
        ink, ground = _color(color), self._ground(element)
        if ink is None or ground is None:
            return False
        return ink[3] == 0 or all(abs(a - b) < _LIKE for a, b in zip(ink[:3], ground, strict=True))

    def _ground(self, element: etree._Element) -> tuple[float, ...] | None:
        """The colour behind the element; None where a picture may be, or what nobody here understands."""
        if self._is_styled_elsewhere:
            return None
        for each in (element, *element.iterancestors()):
            style = self._style(each)
            if style.get("position", "static") not in ("static", "relative"):
                return None  # it may lie over anything
            told = style.get("background-color") or style.get("background") or each.get("bgcolor")
            if each.get("background"):
                return None
            if told and told not in ("none", "transparent", "inherit", "initial"):
                color = _color(told)
                return color[:3] if color and color[3] == 1 else None
        return _WHITE

    @cached_property
    def _is_styled_elsewhere(self) -> bool:
        links = self._root.xpath("//link[contains(translate(@rel, 'SHEET', 'sheet'), 'sheet')]")
        return bool(links) or any("@import" in (sheet.text or "").lower() for sheet in self._root.iter("style"))

    def _style(self, element: etree._Element) -> dict[str, str]:
        """The declarations that win, by the name of their property."""
        found: dict[str, _Declared] = {}
        if color := element.tag in _COLORS and element.get(_COLORS[str(element.tag)]):
            found["color"] = _Declared(False, (0, 0, 0, 0), -1, str(color).lower())
        own = ((name, _Declared(bang, (1, 0, 0, 0), 0, value)) for name, bang, value in _inline(element))
        for name, declared in (*self._declared.get(element, ()), *own):
            if name not in found or declared >= found[name]:
                found[name] = declared
        return {name: declared.value for name, declared in found.items()}

    @cached_property
    def _declared(self) -> dict[etree._Element, list[tuple[str, _Declared]]]:
        """For each element what the sheets of the page declare for it."""
        found: dict[etree._Element, list[tuple[str, _Declared]]] = {}
        sheets = [sheet.text or "" for sheet in self._root.iter("style") if _is_for_screens(sheet.get("media") or "")]
        if not any(map(_TELLING.search, sheets)):
            return found
        for order, (selector, declarations) in enumerate(_rules(sheets)):
            for xpath, specificity in _paths(selector):
                for element in xpath(self._root):
                    found.setdefault(element, []).extend(
                        (name, _Declared(bang, (0, *specificity), order, value)) for name, bang, value in declarations
                    )
        return found


_Declaration = tuple[str, bool, str]
_GROUPS = frozenset(("media", "supports", "layer"))


def _rules(sheets: list[str]) -> Iterator[tuple[str, list[_Declaration]]]:
    import tinycss2

    waiting: list[Any] = [
        rule for sheet in sheets for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    ]
    for _ in range(_MOST_RULES):
        if not waiting:
            return
        rule = waiting.pop(0)
        if rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS and rule.content:
            if rule.lower_at_keyword != "media" or _is_for_screens(tinycss2.serialize(rule.prelude)):
                waiting[:0] = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        elif rule.type == "qualified-rule":
            declarations = _telling(tinycss2.parse_declaration_list(rule.content))
            if declarations:
                yield tinycss2.serialize(rule.prelude), declarations


def _is_for_screens(media: str) -> bool:
    return media.strip().lower() in _SCREENS


def _inline(element: etree._Element) -> list[_Declaration]:
    style = element.get("style") or ""
    if not _TELLING.search(style.lower()):
        return []
    import tinycss2

    return _telling(tinycss2.parse_declaration_list(style))


def _telling(nodes: list[Any]) -> list[_Declaration]:
    import tinycss2

    return [
        (node.lower_name, node.important, tinycss2.serialize(node.value).strip().lower())
        for node in nodes
        if node.type == "declaration" and node.lower_name in _PROPERTIES
    ]


def _paths(selector: str) -> Iterator[tuple[etree.XPath, tuple[int, ...]]]:
    """What a list of selectors finds, each with its weight; nothing for those that are no CSS or ask for a state."""
    from cssselect import HTMLTranslator, SelectorError, parse

    try:
        for each in parse(selector):
            if not each.pseudo_element:
                yield etree.XPath(HTMLTranslator().selector_to_xpath(each)), each.specificity()
    except (SelectorError, etree.XPathError):
        return


def _color(told: str) -> tuple[float, ...] | None:
    """Red, green, blue and opacity, 0 to 1; None for what is no plain colour."""
    from tinycss2.color3 import parse_color

    try:
        color = parse_color(told)
    except ValueError:
        return None
    return tuple(color) if isinstance(color, tuple) else None
