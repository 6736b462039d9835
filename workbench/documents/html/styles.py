# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the style sheets in an HTML page and the styles of its elements come to, as far as they hide or write words.

Rules for print, for some widths of a window and for programs nobody here knows are uncertain: what they alone hide is
read, and read once more without it. States (``:hover``) count as not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from workbench.documents.html.counters import Counters, as_mark
from workbench.documents.html.finding import Finder
from workbench.documents.html.sheets import MORE, Declaration, rules_of, sheets_of


_PROPERTIES = frozenset(
    "display visibility content-visibility opacity filter font font-size zoom color -webkit-text-fill-color background"
    " background-color left right top bottom margin margin-left margin-top text-indent transform scale clip"
    " clip-path position overflow overflow-x overflow-y height width max-height max-width"
    " order float inset grid-area grid-column grid-row flex-flow flex-direction flex-wrap direction unicode-bidi"
    " text-decoration text-decoration-line letter-spacing translate vertical-align line-height margin-right"
    " word-spacing mask -webkit-mask mask-image -webkit-mask-image mix-blend-mode"
    " -webkit-text-security text-security animation animation-name mso-hide caption-side"
    " content quotes list-style list-style-type counter-reset counter-increment counter-set".split()
)
# What is told along the lines and across them, by what it is where they run from left to right (CSS Logical 1).
_LOGICAL = {
    **{f"{most}inline-size": f"{most}width" for most in ("", "max-")},
    **{f"{most}block-size": f"{most}height" for most in ("", "max-")},
    **{"inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top"},
    **{"margin-inline-start": "margin-left", "margin-inline-end": "margin-right", "margin-block-start": "margin-top"},
    **{"overflow-inline": "overflow-x", "overflow-block": "overflow-y"},
    **{f"grid-{way}-{end}": f"grid-{way}" for way in ("column", "row") for end in ("start", "end")},
}
_KNOWN = {
    "visibility": "visible|hidden|collapse|inherit|initial|unset|revert",
    "opacity": r"[\d.]+%?|inherit|initial|unset|revert|.*\(.*",
    "font-size": r"[+\d.]+(?:[a-z]+|%)|0|[a-z-]+|.*\(.*",
    "display": r"(?:none|block|inline|flow|flex|grid|table|list-item|contents|ruby|run-in|i|u|rev|var\(|-)[\w\s-]*.*",
}
_HIDING = re.compile(r"none|hidden|collapse|transparent|white|#f|-\d|^[.0]|\(")
_WRITING = frozenset(("content", "quotes", "list-style", "list-style-type"))
# A backslash may spell a letter of a name.
_TELLING = re.compile(r"\\|--|@import|" + "|".join(sorted(_PROPERTIES | _LOGICAL.keys())))
_QUOTES = {"open-quote": 0, "close-quote": 1}
_COLORS = {"font": "color", "body": "text"}
"""Elements and the attribute that gives the colour of what stands in them, unless a style does."""
_MOST_VARIABLES, _LONGEST = 20, 10_000
"""Variables that stand for others, one in the other; each may be as long as a page."""
_MOST_DECLARED = 1_000_000
"""Declarations for elements that are obeyed, of all sheets: a thousand rules for all elements take minutes."""


class _Declared(NamedTuple):
    """A declaration that holds for an element; the greatest of a property wins (CSS Cascading 4, 6.1)."""

    important: bool
    specificity: tuple[int, ...]
    order: int
    value: str
    certain: bool = True


_Place = tuple[etree._Element, str, bool]
"""An element, ``before`` or ``after`` its text or itself (empty), and whether uncertain rules are obeyed, too."""


class Styles:
    """The styles of a page; made once, then asked of each element."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._known: dict[_Place, dict[str, str]] = {}
        self._at_rules: dict[str, dict[str, str]] = {}
        self.counters: Counters | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all rules of the sheets were looked at."""
        return MORE not in self._at_rules

    def generated(self, element: etree._Element, place: str) -> str:
        """What a sheet sets ``before`` or ``after`` the text of the element; ask in the order of the page."""
        if (element, place) in self._declared:
            style = self.of(element, place)
            if self.counters:
                self.counters.count(style)
            if "content" in style:
                return self._content(style["content"], element)
        if element.tag == "q":
            return self._quote(element, place == "after")
        if place == "after" or element.tag != "li":
            return ""
        styles = [self.of(each) for each in (element, element.getparent()) if each is not None]
        told = (style[name] for style in styles for name in ("list-style-type", "list-style") if name in style)
        return self._mark(next(told, ""))

    def has_any(self, element: etree._Element, place: str = "") -> bool:
        """Whether anything is declared for the element itself, or for what stands before or after its text."""
        return (element, place) in self._declared

    def written_for_some(self, element: etree._Element, place: str) -> str:
        """What a sheet sets there for some readers only."""
        if not self.is_doubtful(element, place):
            return ""
        return self._content(self.of(element, place, doubtful=True).get("content", ""), element)

    def is_doubtful(self, element: etree._Element, place: str = "") -> bool:
        """Whether some of what is declared for it does not hold for every reader."""
        return any(not declared.certain for _, declared in self._declared.get((element, place), ()))

    def told(self, element: etree._Element, place: str = "", *, doubtful: bool = False) -> str:
        """The declarations that win, each behind a semicolon and a blank, all in small letters."""
        if not self.has_any(element, place):
            return ""
        style = self.of(element, place, doubtful=doubtful)
        # A semicolon inside of a value, as in an address, begins no declaration.
        return "".join(f"; {name}: {value.replace(';', ',')}" for name, value in style.items() if name not in _WRITING)

    def of(self, element: etree._Element, place: str = "", *, doubtful: bool = False) -> dict[str, str]:
        """The declarations that win, by the name of their property."""
        key = (element, place, doubtful)
        if key not in self._known:
            self._known[key] = self._of(key)
        return self._known[key]

    def _of(self, key: _Place) -> dict[str, str]:
        element, place, doubtful = key
        found: dict[str, _Declared] = {}
        for name, attribute in (("color", _COLORS.get(str(element.tag), "-")), ("background-color", "bgcolor")):
            if told := not place and element.get(attribute):
                found[name] = _Declared(False, (0, 0, 0, 0), -1, str(told).lower())
        own = [] if place else _inline(element)
        inline = (
            (name, _Declared(bang, (1, 0, 0, 0), 0, value, _is_certain(name, value))) for name, bang, value in own
        )
        for name, declared in (*self._declared.get((element, place), ()), *inline):
            if (doubtful or declared.certain) and (name not in found or declared >= found[name]):
                found[name] = declared
        style = {name: declared.value for name, declared in found.items()}
        for name in [name for name, value in style.items() if "var(" in value.lower()]:
            value = _filled(style[name], lambda variable: self._variable(variable, element, place, style))
            style[name] = value if name in _WRITING or name.startswith("--") else _bare(value)
        return style

    def _variable(self, name: str, element: etree._Element, place: str, own: Mapping[str, str]) -> str | None:
        """What a custom property is for an element: its own, that of what is around it, or what it is at first."""
        around = (*([element] if place else []), *element.iterancestors())
        styles = (own, *map(self.of, around))
        told = (style[name] for style in styles if style.get(name, "inherit") != "inherit")
        return next(told, None) or self._at_rules.get(f"@property {name}", {}).get("initial-value")

    @cached_property
    def _declared(self) -> dict[tuple[etree._Element, str], list[tuple[str, _Declared]]]:
        """What the sheets declare for elements, and for what stands ``before`` and ``after`` the text of one."""
        found: dict[tuple[etree._Element, str], list[tuple[str, _Declared]]] = {}
        sheets = [sheet for sheet in sheets_of(self._root) if _TELLING.search(sheet[0].lower())]
        if any("counter" in sheet.lower() for sheet, _ in sheets):
            self.counters = Counters()
        left, finder = _MOST_DECLARED, Finder(self._root)
        for order, rule in enumerate(rules_of(sheets, _telling)):
            if rule.selector.startswith("@"):
                self._at_rules[rule.selector] = {name: value for name, _, value in rule.declarations}
                continue
            for path, elements in finder.find(rule.selector) if left > 0 else ():
                sure = rule.certain if path.certain else 0
                declared = [
                    (name, _Declared(bang, (0, *path.specificity), order, value, _is_certain(name, value, sure)))
                    for name, bang, value in rule.declarations
                ]
                left -= len(elements) * len(declared)
                for element in elements:
                    found.setdefault((element, path.place), []).extend(declared)
        if left <= 0 or not finder.is_whole:
            self._at_rules[MORE] = {}
        for element in self._root.xpath("//*[@style or @bgcolor or @color or @text]"):
            found.setdefault((element, ""), [])
        return found

    def _content(self, value: str, element: etree._Element) -> str:
        """What a ``content`` writes; pictures are no words of the page, and what is behind a slash is said only."""
        import tinycss2

        pieces: list[str] = []
        tokens: list[Any] = tinycss2.parse_component_value_list(value[:_LONGEST])
        for token in tokens:
            if token == "/":
                break
            if token.type == "string":
                pieces.append(token.value)
            elif token.type == "ident" and token.lower_value in _QUOTES:
                pieces.append(self._quote(element, _QUOTES[token.lower_value]))
            elif token.type == "function" and token.lower_name == "attr":
                pieces.append(_attribute(token.arguments, element))
            elif token.type == "function" and token.lower_name.startswith("counter") and self.counters:
                pieces.append(self.counters.told(token, self._counter_styles))
        return "".join(pieces)

    def _quote(self, element: etree._Element, which: int) -> str:
        styles = (self.of(each) for each in (element, *element.iterancestors()))
        told = strings_of(next((style["quotes"] for style in styles if "quotes" in style), ""))
        return told[which] if len(told) > which else ""

    @cached_property
    def _counter_styles(self) -> dict[str, dict[str, str]]:
        start = "@counter-style "
        return {name[len(start) :]: told for name, told in self._at_rules.items() if name.startswith(start)}

    def _mark(self, value: str) -> str:
        if strings := strings_of(value):
            return strings[0]
        named = next((name for name in value.split() if name in self._counter_styles), "")
        return as_mark(self.counters.at("list-item"), named, self._counter_styles) if self.counters and named else ""


def _attribute(arguments: list[Any], element: etree._Element) -> str:
    import tinycss2

    name, _, other = (tinycss2.serialize(arguments)).partition(",")
    return element.get(name.strip().partition(" ")[0]) or "".join(strings_of(other))


def strings_of(value: str) -> list[str]:
    """The strings in a value, as they are shown."""
    import tinycss2

    tokens: list[Any] = tinycss2.parse_component_value_list(value)
    return [token.value for token in tokens if token.type == "string"]


def _inline(element: etree._Element) -> list[Declaration]:
    style = element.get("style") or ""
    if not _TELLING.search(style.lower()):
        return []
    import tinycss2

    return _telling(tinycss2.parse_declaration_list(style))


def _telling(nodes: list[Any]) -> list[Declaration]:
    return [
        (name, node.important, _value(node))
        for node in nodes
        if node.type == "declaration" and ((name := _name(node)) in _PROPERTIES or name.startswith("--"))
    ]


def _is_certain(name: str, value: str, sure: int = 2) -> bool:
    """Whether every program takes the declaration; one that does not leaves in force what was declared before.

    ``sure`` is how certain its rule is: of a rule that may not hold only what hides is obeyed.
    """
    known = name not in _KNOWN or re.fullmatch(_KNOWN[name], value) is not None
    return known and sure > (0 if _HIDING.search(value) else 1)


def _name(node: Any) -> str:
    name: str = node.lower_name
    return str(node.name) if name.startswith("--") else _LOGICAL.get(name, name)


def _value(node: Any) -> str:
    import tinycss2

    value: str = tinycss2.serialize(node.value).strip()
    as_written = node.lower_name in _WRITING or node.name.startswith("--") or "var(" in value.lower()
    return value if as_written else _bare(value)


def _bare(value: str) -> str:
    return re.sub(r"/\*.*?\*/\s*", "", value, flags=re.DOTALL).lower()


def _filled(value: str, variable: Callable[[str], str | None]) -> str:
    """``value`` with what its variables stand for, however often one stands for the next."""
    import tinycss2

    for _ in range(_MOST_VARIABLES):
        if "var(" not in value.lower() or len(value) >= _LONGEST:
            break
        value = _once(tinycss2.parse_component_value_list(value), variable)[:_LONGEST]
    return value.strip()


def _once(tokens: list[Any], variable: Callable[[str], str | None]) -> str:
    import tinycss2

    pieces = []
    for token in tokens:
        if token.type == "function" and token.lower_name == "var":
            name, _, other = tinycss2.serialize(token.arguments).partition(",")
            told = variable(name.strip())
            pieces.append(other if told is None else told)
        elif token.type == "function":
            pieces.append(f"{token.name}({_once(token.arguments, variable)})")
        else:
            pieces.append(token.serialize())
    return "".join(pieces)
