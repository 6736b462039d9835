# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the styles of an HTML page do to its words: which they hide, and which they show out of the file's order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from lxml import etree

from workbench.documents.html.styles import Styles
from workbench.documents.model import Span, Torn
from workbench.documents.tears import in_any_order, trimmed


_ZERO = r"(?:0+(?:\.(?:0\d*)?)?|\.0\d*)(?![.\d])"
# Of the declarations of an element, each behind a semicolon and in front of one: what none for its children undoes.
_HIDING = re.compile(
    rf"; (?:display: none|content-visibility: hidden|filter: .*opacity\( *{_ZERO}"
    rf"|(?:opacity|zoom|scale): (?:{_ZERO}|\d(?:\.\d+)?%)"
    r"|(?:left|top|right|bottom|text-indent|margin-left|margin-top): (?:calc\( *)?-\d{3}"
    r"|(?:inset|translate): [^;]*-\d{3}|margin: (?:\S+ \S+ \S+ )?-\d{3}"
    rf"|transform: .*(?:scale(?:x|y|3d)?\( *{_ZERO}|translate[xy3d]*\([^)]*-\d{{3}})"
    r"|clip: rect\( *(?:(?:0(?:px)?[ ,]+){3}0(?:px)?|(?:1px[ ,]+){3}1px) *\)"
    rf"|clip-path: (?:inset\( *(?:50|100)%|(?:circle|ellipse)\( *{_ZERO}))"
)
# What may hide words, for all that can be told here.
_MAY_HIDE = re.compile(
    r"; (?:-webkit-)?(?:mask(?:-image)?|mix-blend-mode|text-security|animation(?:-name)?|mso-hide): (?!none)"
    r"|; filter: .*blur\(|; (?:letter|word)-spacing: -"
    r"|; (?:display|visibility|opacity|zoom|scale|font(?:-size)?): [^;]*(?:\(|\de-\d)"
    r"|; (?:max-)?width: (?:0?\.\d+|1)p[xt]|; vertical-align: (?:su|-?0?\.?[1-9])"
    r"|; (?:left|top|right|bottom|text-indent|margin-left|margin-top): -\d\d(?:\.\d+)?(?:r?em|ex|ch|in|cm)"
)
_FOLDED = re.compile(rf"; (?:(?:max-)?(?:height|width)|line-height): {_ZERO}|; (?:max-)?height: (?:0?\.\d+|1)p[xt]")
_CUT_OFF = re.compile(r"; overflow(?:-[xy])?: (?:hidden|clip)")
# What holds for what stands in the element until that says otherwise, by what says so: hidden, and seen again.
_VEILS = (
    (re.compile(r"; visibility: (?:hidden|collapse)"), re.compile(r"; visibility: visible")),
    (
        re.compile(rf"; font(?:-size)?: (?:[a-z]+ )*(?:{_ZERO}|(?:[01]?\.\d+|1)p[xt]|0?\.1\d*r?em|\d(?:\.\d+)?%)"),
        re.compile(r"; font(?:-size)?: (?:.* )?(?:[\d.]*[1-9][\d.]*(?:px|pt|rem|mm|cm|vw)|x*-?(?:small|large)|medium)"),
    ),
    (
        re.compile(r"; (?:-webkit-text-fill-)?color: transparent"),
        re.compile(r"; (?:-webkit-text-fill-)?color: (?!inherit|unset)"),
    ),
)
_STRUCK = frozenset(("s", "del", "strike"))
_LINE_THROUGH = re.compile(r"; text-decoration(?:-line)?: [^;]*line-through")
_SHOWN = re.compile(r"; display: (?!none|inherit|unset|initial|revert)")
# What is shown elsewhere than where the file has it, and the number that tells where.
_MOVED = re.compile(
    r"; (?:(?:order|grid-(?:area|column|row)): (-?\d+)|float: (?!none)|position: (?:absolute|fixed|relative)"
    r"|transform: (?!none)|margin(?:-\w+)?: [^;]*-|display: table-(?:header|footer)-group|caption-side: bottom"
    r"|grid-area: (?!auto))"
)
_AT = re.compile(r"; (?:left|inset): (-?\d+)")
_TURNED = re.compile(r"; (?:flex-(?:direction|flow|wrap): .*reverse|direction: rtl)")
_OVERRIDDEN = re.compile(r"; unicode-bidi: (?:bidi|isolate)-override")
_MIRRORED = re.compile(r"; (?:transform: .*scalex?\( *-|scale: -)")
_LIKE = 0.1  # of 1, per channel: colours closer than this are one for a reader
_WHITE = (1.0, 1.0, 1.0)
_NO_COLOR = ("inherit", "unset", "initial", "revert", "currentcolor", "link")
_INKS = ("color", "background", "background-color")
_UNREADABLE = 1 << len(_VEILS)
"""The veil of a colour like that of its ground."""


class Looks:
    """How a page shows its elements; made once, then asked of each."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self.styles = Styles(root)

    def hides(self, element: etree._Element, place: str = "", *, doubtful: bool = False) -> bool:
        """Whether nobody sees what stands in the element, or not every reader if ``doubtful``, by its own style."""
        told = self.styles.told(element, place, doubtful=doubtful)
        hidden = bool(_HIDING.search(told) or (_FOLDED.search(told) and _CUT_OFF.search(told)))
        return hidden or (doubtful and bool(_MAY_HIDE.search(told)))

    def veils(self, element: etree._Element, veils: int, place: str = "", *, doubtful: bool = False) -> int:
        """``veils`` that lie over what is around the element, a bit each, with those that it adds or lifts itself."""
        if not self.styles.has_any(element, place):
            return veils
        told = self.styles.told(element, place, doubtful=doubtful)
        for number, (hiding, showing) in enumerate(_VEILS):
            if hiding.search(told):
                veils |= 1 << number
            elif showing.search(told):
                veils &= ~(1 << number)
        style = self.styles.of(element, place, doubtful=doubtful)
        if not style.keys().isdisjoint(_INKS):
            unreadable = self._is_unreadable(element, style.get("color") or self._ink(element))
            hides = doubtful if unreadable is None else unreadable
            veils = veils | _UNREADABLE if hides else veils & ~_UNREADABLE
        return veils

    def shows_anyway(self, element: etree._Element) -> bool:
        """Whether a style shows what the page itself has for hidden (``hidden``, a closed dialogue)."""
        return bool(_SHOWN.search(self.styles.told(element)))

    def strikes(self, element: etree._Element) -> bool:
        """Whether a line goes through what stands in the element."""
        return element.tag in _STRUCK or bool(_LINE_THROUGH.search(self.styles.told(element)))

    def moved_to(self, element: etree._Element) -> float | None:
        """Where among its siblings the element is shown, as a number to sort by; None where the file has it."""
        told = self.styles.told(element)
        moved = _MOVED.search(told)
        at = (moved and moved[1]) or ((found := _AT.search(told)) and found[1]) or 0
        return float(at) if moved or _stands_elsewhere(element) else None

    def turns(self, element: etree._Element) -> bool:
        """Whether the element shows its children, or the cells of its rows, from the last to the first."""
        around = [element, *element.iterancestors()] if element.tag == "tr" else [element]
        return any(each.get("dir") == "rtl" or _TURNED.search(self.styles.told(each)) for each in around)

    def writes_backwards(self, element: etree._Element) -> bool:
        """Whether the letters in the element are shown from right to left, of whatever script they are."""
        told = self.styles.told(element)
        overridden = element.tag == "bdo" or _OVERRIDDEN.search(told)
        return bool(_MIRRORED.search(told) or (overridden and self.turns(element)))

    def _is_unreadable(self, element: etree._Element, color: str) -> bool | None:
        """Whether letters have the colour of their ground; None where it cannot be told and may well be."""
        ink, ground = _color(color), self._ground(element)
        if ink is None:
            return False if color in _NO_COLOR else None
        if ground is None:
            return None if ink[3] < _LIKE or min(ink[:3]) > 1 - _LIKE else False
        return all(abs(a - b) * ink[3] < _LIKE for a, b in zip(ink[:3], ground, strict=True))

    def _ink(self, element: etree._Element) -> str:
        """The colour of the letters around the element; links have one that each program chooses."""
        around = (element, *element.iterancestors())
        told = (self.styles.of(each).get("color") or ("link" if each.tag == "a" else "") for each in around)
        return next(filter(None, told), "black")

    def _ground(self, element: etree._Element) -> tuple[float, ...] | None:
        """The colour behind the element; None where a picture may be, or what nobody here understands."""
        if self._is_styled_elsewhere:
            return None
        for each in (element, *element.iterancestors()):
            style = self.styles.of(each)
            if style.get("position", "static") not in ("static", "relative"):
                return None  # it may lie over anything
            told = style.get("background-color") or style.get("background")
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


def _stands_elsewhere(element: etree._Element) -> bool:
    """Whether it is the head of a table behind rows, or the foot of one before them."""
    beside = {"thead": element.getprevious, "tfoot": element.getnext}.get(str(element.tag))
    return beside is not None and beside() is not None and element.getparent() is not None


def _color(told: str) -> tuple[float, ...] | None:
    from tinycss2.color3 import parse_color

    try:
        color = parse_color(told)
    except ValueError:
        return None
    return tuple(color) if isinstance(color, tuple) else None


class Pieces:
    """Collects where the children of elements begin and end that are shown in another order."""

    def __init__(self, root: etree._Element, looks: Looks) -> None:
        """``looks`` are those of the page."""
        moved = {each: found for each in root.iter("*") if (found := looks.moved_to(each)) is not None}
        parents = ((each.getparent(), number) for each, number in moved.items())
        self._cuts: dict[etree._Element, list[tuple[int, float]]] = {
            parent: [] for parent, _ in parents if parent is not None
        }
        self._cuts |= {each: [] for each in root.iter("*") if looks.turns(each)}
        self._moved = moved

    def meet(self, element: etree._Element, offset: int) -> None:
        """``element`` begins or ends at ``offset`` of the text."""
        if not self._cuts:
            return
        for each in (element, element.getparent()):
            if each in self._cuts:
                self._cuts[each].append((offset, self._moved.get(element, 0.0)))

    def torn(self, text: str) -> Iterator[Torn]:
        """What each piece is a part of, in every order that may be; ``text`` is that of the page."""
        for cuts in self._cuts.values():
            pieces = [
                (number, span)
                for (start, number), (end, _) in pairwise(cuts)
                if (span := trimmed(text, Span(start, min(end, len(text))))).start < span.end
            ]
            yield from in_any_order(text, [span for _, span in sorted(pieces)])
