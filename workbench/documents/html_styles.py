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
    " overflow overflow-x overflow-y height width max-height max-width"
    " order float inset grid-area grid-column grid-row flex-flow flex-direction flex-wrap direction unicode-bidi"
    " content quotes list-style list-style-type".split()
)
_WRITING = ("content", "quotes", "list-style", "list-style-type")
# A backslash may spell a letter of a name.
_TELLING = re.compile(r"\\|" + "|".join(sorted(_PROPERTIES)))
_SCREENS = frozenset(("", "all", "screen", "screen, print", "print, screen", "screen,print", "print,screen"))
_WRITTEN_BEFORE = {"q": ("quotes",), "li": ("list-style-type", "list-style")}
"""Elements and the properties of theirs, or of what is around them, whose string stands before their text."""
_COLORS = {"font": "color", "body": "text"}
"""Elements and the attribute that gives the colour of what stands in them, unless a style does."""
_MOST_RULES = 2000


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
        self._known: dict[etree._Element, dict[str, str]] = {}

    def generated(self, element: etree._Element, place: str) -> str:
        """What a sheet sets ``before`` or ``after`` the text of the element."""
        found = self._declared.get((element, place), ())
        value = max((declared for name, declared in found if name == "content"), default=None)
        if value:
            return _content(value.value, element)
        styles = [self.of(each) for each in (element, element.getparent()) if each is not None and place == "before"]
        told = (style[name] for style in styles for name in _WRITTEN_BEFORE.get(str(element.tag), ()) if name in style)
        return _content(next(told, ""), element, most=1)

    def has_any(self, element: etree._Element) -> bool:
        """Whether anything is declared for the element itself."""
        return (element, "") in self._declared or any(map(element.get, ("style", *_COLORS.values())))

    def told(self, element: etree._Element) -> str:
        """The declarations that win, each behind a semicolon and a blank, all in small letters."""
        if (element, "") not in self._declared and element.get("style") is None:
            return ""
        return "".join(f"; {name}: {value}" for name, value in self.of(element).items() if name not in _WRITING)

    def of(self, element: etree._Element) -> dict[str, str]:
        """The declarations that win, by the name of their property."""
        if element not in self._known:
            self._known[element] = self._of(element)
        return self._known[element]

    def _of(self, element: etree._Element) -> dict[str, str]:
        found: dict[str, _Declared] = {}
        if color := element.tag in _COLORS and element.get(_COLORS[str(element.tag)]):
            found["color"] = _Declared(False, (0, 0, 0, 0), -1, str(color).lower())
        own = ((name, _Declared(bang, (1, 0, 0, 0), 0, value)) for name, bang, value in _inline(element))
        for name, declared in (*self._declared.get((element, ""), ()), *own):
            if name not in found or declared >= found[name]:
                found[name] = declared
        return {name: declared.value for name, declared in found.items()}

    @cached_property
    def _declared(self) -> dict[tuple[etree._Element, str], list[tuple[str, _Declared]]]:
        """What the sheets declare for elements, and for what stands ``before`` and ``after`` the text of one."""
        found: dict[tuple[etree._Element, str], list[tuple[str, _Declared]]] = {}
        sheets = [sheet.text or "" for sheet in self._root.iter("style") if _is_for_screens(sheet.get("media") or "")]
        if not any(map(_TELLING.search, sheets)):
            return found
        for order, (selector, declarations) in enumerate(_rules(sheets)):
            for xpath, place, specificity in _paths(selector):
                for element in xpath(self._root):
                    found.setdefault((element, place), []).extend(
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
    return [
        (node.lower_name, node.important, _value(node))
        for node in nodes
        if node.type == "declaration" and node.lower_name in _PROPERTIES
    ]


def _value(node: Any) -> str:
    import tinycss2

    value: str = tinycss2.serialize(node.value).strip()
    return value if node.lower_name in _WRITING else value.lower()


def _content(value: str, element: etree._Element, most: int | None = None) -> str:
    """The strings and attributes of a ``content``; counters and pictures are no words of the page."""
    import tinycss2

    pieces = []
    tokens: list[Any] = tinycss2.parse_component_value_list(value)
    for token in tokens:
        if token.type == "string":
            pieces.append(token.value)
        elif token.type == "function" and token.lower_name == "attr":
            pieces.append(element.get(tinycss2.serialize(token.arguments).strip()) or "")
    return "".join(pieces[:most])


def _paths(selector: str) -> Iterator[tuple[etree.XPath, str, tuple[int, ...]]]:
    """What a list of selectors finds, ``before`` or ``after`` its text or itself (empty), each with its weight.

    Nothing for those that are no CSS or ask for a state.
    """
    from cssselect import HTMLTranslator, SelectorError, parse

    try:
        for each in parse(selector):
            place = str(each.pseudo_element or "")
            if place in ("", "before", "after", "marker"):
                path = etree.XPath(HTMLTranslator().selector_to_xpath(each))
                yield path, "before" if place == "marker" else place, each.specificity()
    except (SelectorError, etree.XPathError):
        return
