# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether what stands in the elements of an HTML page is seen: by everybody, by some, or by nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from workbench.documents.html.looks import Looks
from workbench.documents.model import Place


_UNSEEN = re.compile(
    "head|title|script|style|template|noscript|iframe|object|embed|svg|math|audio|video|canvas|datalist|select|rp"
    "|noframes|noembed|progress|meter"
)
PLACES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Place.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Place.LIST_ITEM),
    **dict.fromkeys(("td", "th"), Place.TABLE_CELL),
    **dict.fromkeys(("caption", "figcaption"), Place.CAPTION),
    **{"header": Place.HEADER, "footer": Place.FOOTER},
}
BLOCKS = re.compile(
    "address|article|aside|blockquote|body|center|dir|div|dl|fieldset|figure|form|hr|html|legend|main|menu|nav|ol|p|pre"
    "|section|summary|table|tbody|tfoot|thead|tr|ul|h[1-6]|li|dt|dd|td|th|caption|figcaption|header|footer"
)
_FOR_OTHER_PROGRAMS = frozenset(("iframe", "noframes", "object", "audio", "video", "canvas", "progress", "meter"))
_FRAMES = frozenset(("iframe", "frame", "object", "embed", "canvas"))
_Sight = tuple[bool, int]
"""Whether what stands in an element is not shown, and what lies over it that what stands in it can lift."""
_SAYING = ("alt", "value", "placeholder", "label", "srcdoc", "title")
"""Attributes with words that stand where the element does, as in a field or for a picture."""
_ENDS = re.compile(r"</(?:body|html)(?:\s[^<>]*)?>", re.IGNORECASE)
"""What stands behind them is shown in the body all the same (HTML, 13.2.6.4.19); libxml2 would drop it."""
_XHTML, _HEAD = "http://www.w3.org/1999/xhtml", 2000
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>", re.DOTALL)
_MEASURED = frozenset(("data", "li", "meter", "option", "param", "progress"))
"""Elements whose ``value`` is for programs."""


class Sights:
    """What the open elements do to what stands in them: to every reader, and to those who obey uncertain rules, too."""

    def __init__(self, looks: Looks) -> None:
        self.hidden = 0
        """Elements that a style hides."""
        self.drawn = 0
        """Drawings and equations that show words, which are not read, and frames."""
        self.pictured = 0
        """Pictures and fields of forms, of which none is read either."""
        self._looks = looks
        self._open: list[tuple[_Sight, _Sight]] = [((False, 0), (False, 0))]

    def __len__(self) -> int:
        """Elements that are open."""
        return len(self._open) - 1

    @property
    def is_unseen(self) -> bool:
        """Whether nobody sees what stands here."""
        return all(hidden or veils for hidden, veils in self._open[-1])

    @property
    def is_doubtful(self) -> bool:
        """Whether only some see it."""
        (hidden, veils), (maybe, others) = self._open[-1]
        return (hidden or veils > 0) != (maybe or others > 0)

    def enter(self, element: etree._Element, tag: str) -> None:
        """An element begins."""
        (hidden, veils), (maybe, others) = self._open[-1]
        looks = self._looks
        own = self._hides_itself(element, tag)
        unread = own or bool(_UNSEEN.fullmatch(tag))
        maybe = maybe or element.find("template[@shadowrootmode]") is not None  # which stands in place of all in it
        if looks.styles.has_any(element):
            styled = looks.hides(element)
            hidden, maybe = hidden or styled, maybe or looks.hides(element, doubtful=True)
            own = own or styled
            veils, others = looks.veils(element, veils), looks.veils(element, others, doubtful=True)
        if not (own or hidden or veils):
            self.drawn += tag in _FRAMES or _draws_words(element, tag)
            self.pictured += tag in ("img", "select") or (tag == "input" and _is_filled(element))
        self.hidden += own or (veils > 0 and bool((element.text or "").strip()))
        self._open.append(((hidden or unread, veils), (maybe or unread, others)))
        if looks.styles.counters:
            looks.styles.counters.enter(looks.styles.of(element), None if hidden or unread else element)

    def _hides_itself(self, element: etree._Element, tag: str) -> bool:
        """Whether the page has the element for hidden, and no style shows it all the same."""
        own = element.get("hidden") is not None or element.get("popover") is not None
        own |= tag == "dialog" and element.get("open") is None
        return own and not self._looks.shows_anyway(element)

    def leave(self) -> None:
        """It ends."""
        self._open.pop()
        if self._looks.styles.counters:
            self._looks.styles.counters.leave()

    def hides_written(self, element: etree._Element, place: str) -> bool:
        """Whether nobody sees what a sheet writes before or after the text of an element, or its first letter."""
        if not self._looks.styles.has_any(element, place):
            return False
        return self._looks.hides(element, place) or bool(self._looks.veils(element, self._open[-1][0][1], place))


def _is_filled(field: etree._Element) -> bool:
    shows = bool(field.get("value") or field.get("placeholder"))
    return shows and (field.get("type") or "").lower() not in ("hidden", "checkbox", "radio")


def _draws_words(element: etree._Element, tag: str) -> bool:
    parts = element.iter("text", "foreignobject") if tag == "svg" else [element] if tag == "math" else ()
    return any(map(_words_in, parts))


def _words_in(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False).strip()


def parse_html(text: str) -> etree._Element | None:
    """The root of a page, without what is meant for programs; None where nothing in it is an element."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, default_doctype=False
    )
    if _XHTML in text[:_HEAD]:  # elsewhere a browser takes it for a comment
        text = _CDATA.sub(lambda found: found[1].replace("&", "&amp;").replace("<", "&lt;"), text)
    try:
        return etree.fromstring(_ENDS.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


class Unseen(NamedTuple):
    """An element whose words nobody sees: the line (from 1) on which it begins, its name, and how many characters."""

    line: int
    tag: str
    characters: int


def unseen_elements(text: str) -> Iterator[Unseen]:
    """The outermost elements of a page that hide words, by a style or because they are for programs of other kinds."""
    root = parse_html(text)
    if root is None:
        return
    sights = Sights(Looks(root))
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            sights.leave()
            continue
        before, hidden, tag = sights.is_unseen, sights.hidden, str(element.tag).lower()
        sights.enter(element, tag)
        outermost = sights.is_unseen and not before and (sights.hidden > hidden or tag in _FOR_OTHER_PROGRAMS)
        if outermost and (words := _words_in(element)):
            yield Unseen(element.sourceline or 1, tag, len(words))


def said(element: etree._Element, tag: str) -> list[str]:
    """The words of which some stand where an element does, but not in it."""
    if tag == "select":
        return ["".join(map(str, option.itertext())).strip() for option in element.iter("option")]
    return [element.get(name, "") for name in _SAYING if name != "value" or tag not in _MEASURED]
