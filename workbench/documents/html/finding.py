# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which elements of an HTML page the selectors of its style sheets mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree


_UNKNOWN_STATE = re.compile(r"(?<!:):[a-z-]+(?:\((?:[^()]|\([^()]*\))*\))?", re.IGNORECASE)
_NAMES = re.compile(r"[.#]((?:[\w-]|[^\x00-\x7f])+)")
_MOST_MET = 20_000_000
"""Elements that are looked at, a selector each: some twenty seconds."""
_PLACES = {name: name for name in ("", "before", "after", "first-letter")} | {"marker": "before"}


class Path(NamedTuple):
    """What a selector finds: the XPath, ``before`` or ``after`` its text or itself (empty), its weight."""

    xpath: etree.XPath
    place: str
    specificity: tuple[int, ...]
    certain: bool

    def found_in(self, root: etree._Element) -> list[etree._Element]:
        """The elements of a page; none where it names a namespace, in which no element of HTML is read."""
        try:
            found: list[etree._Element] = self.xpath(root)
        except etree.XPathEvalError:
            return []
        return found


def paths(told: str) -> Iterator[Path]:
    """What a list of selectors finds. One that nobody here understands is taken without its state, as uncertain."""
    from cssselect import HTMLTranslator, SelectorError, parse

    for selectors, certain in ((told, True), (_UNKNOWN_STATE.sub("", told), False)):
        try:
            found = [
                (HTMLTranslator().selector_to_xpath(each), str(each.pseudo_element or ""), each.specificity())
                for each in parse(selectors)
            ]
        except SelectorError:
            continue
        for xpath, place, specificity in found:
            if place in _PLACES:
                yield Path(etree.XPath(xpath), _PLACES[place], specificity, certain)
        return


class Finder:
    """Finds them in one page. Selectors with names that the page has not are passed over unread."""

    def __init__(self, root: etree._Element) -> None:
        """Of a page that keeps to no standard (quirks mode) names are the same in any case: its own become small."""
        self.is_whole = True
        """Whether all that was asked for was looked for."""
        self._root = root
        self._left, self._size = _MOST_MET, sum(1 for _ in root.iter("*"))
        self._quirks = not root.getroottree().docinfo.doctype
        self._named: set[str] = set()
        for each in root.iter("*"):
            for kind in {"class", "id"} & set(map(str, each.attrib)):
                names = str(each.get(kind))
                if self._quirks and names != names.lower():
                    each.set(kind, names.lower())
                self._named.update((names.lower() if self._quirks else names).split())

    def find(self, selectors: str) -> Iterator[tuple[Path, list[etree._Element]]]:
        """Each of a list of selectors, and what it finds."""
        told = selectors.lower() if self._quirks else selectors
        for path in paths(told) if self._may_find(told) else ():
            self._left -= self._size
            self.is_whole &= self._left > 0
            if self._left > 0:
                yield path, path.found_in(self._root)

    def _may_find(self, selectors: str) -> bool:
        """Whether they may mean an element of the page; what is escaped or in brackets is not taken apart."""
        if any(sign in selectors for sign in "\\(["):
            return True
        return any(self._named.issuperset(_NAMES.findall(each)) for each in selectors.split(","))
