# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader of a DOCX carries along: the text so far, where pages begin, open fields, what was not shown."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from lxml import etree

from workbench.core.errors import TooLargeDocumentError
from workbench.core.findings import Finding, tallied
from workbench.documents.docx.field_texts import entry_of, named_texts
from workbench.documents.docx.package import MC, A, M, Package, V, W
from workbench.documents.docx.unseen import Unseen
from workbench.documents.fields import Field
from workbench.documents.limits import Limits
from workbench.documents.model import Span, Torn
from workbench.documents.tears import Scattered, Tears


_GROUND = re.compile(
    rb"[<:](?:drawing|pict|object|background|highlight)\b|[Ff]ill=[\"'](?!auto|[Ff]{6})|shd\s[^>]*val=[\"'](?!clear|nil)"
)
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)
_TEXT_TAGS = (W + "t", M + "t", A + "t", W + "delText", W + "instrText", W + "delInstrText")


class State:
    """The text is written in order, so every span is known when it is made."""

    def __init__(self, package: Package, limits: Limits) -> None:
        """An empty text."""
        self.package = package
        self.limits = limits
        self.position = 0
        self.page_starts = [0]
        self.unseen: Counter[Unseen] = Counter()
        self.fields: list[Field] = []
        self.anchors: list[int] = []
        """Where what floats hangs on the paragraph, or its words move."""
        self.tears = Tears()
        self.scattered = Scattered()
        self.loose: set[etree._Element] = set()
        self.found: list[Finding] = []
        """Those of documents in the document."""
        self.in_body = self.doubtful = False
        self.fresh = True
        self._parts: list[str] = []
        self._page_pending = False

    @cached_property
    def may_have_dark_ground(self) -> bool:
        """Whether anything in the document could lie behind white words: a fill, a shape, a picture, a highlight.

        Where it lies is not asked: white letters in a table's dark head are read by everybody.
        """
        folder = posixpath.dirname(self.package.main()) + "/"
        parts = (name for name in self.package.names if name.startswith(folder) and name.endswith(".xml"))
        data = (self.package.read(name) or b"" for name in parts if "/theme/" not in name)
        return any(_GROUND.search(each.replace(b"\0", b"")) for each in data)  # a part may be UTF-16

    @property
    def text(self) -> str:
        """All text so far."""
        return "".join(self._parts)

    def emit(self, text: str) -> Span:
        """Add ``text`` and say where it stands."""
        start = self.position
        self._parts.append(text)
        self.tears.see(text, start, doubtful=self.doubtful)
        self.position += len(text)
        if self.position > self.limits.max_unpacked:
            raise TooLargeDocumentError(self.package.path, "holds more text than is read")
        if self.in_body and not text.isspace():
            self.fresh = False
        return Span(start, self.position)

    def begin_paragraph(self) -> int:
        """End the paragraph before; where the new one begins."""
        self.tears.end(self.position)
        self.anchors = []
        separator = "\n" if self._parts else ""
        self._parts.append(separator)
        self.position += len(separator)
        if self._page_pending:
            self._page_pending = False
            self.new_page()
        return self.position

    def take_back(self, mark: tuple[int, int]) -> None:
        """Undo what was written since ``mark`` was had from ``here``: a paragraph that turned out to show nothing."""
        count, self.position = mark
        del self._parts[count:]
        self.tears.end(self.position)
        while self.page_starts[-1] > self.position:
            self.page_starts.pop()
            self._page_pending = True

    def here(self) -> tuple[int, int]:
        """The state of the text, for ``take_back``."""
        return len(self._parts), self.position

    def new_page(self) -> None:
        """A page begins at the present position."""
        if self.position > self.page_starts[-1]:
            self.page_starts.append(self.position)
        self.fresh = True
        if len(self.page_starts) > self.limits.max_pages:
            raise TooLargeDocumentError(self.package.path, f"has more than {self.limits.max_pages} pages")

    def page_before_next(self) -> None:
        """The next paragraph begins a page."""
        self._page_pending = True

    def rendered_break(self) -> None:
        """Where Word last broke the page; it says so again after a break that the text itself demands."""
        if self.in_body and not self.fresh:
            self.new_page()

    def match_fields(self, root: etree._Element) -> None:
        """Find the field marks of a story that have no partner: a field without an end must not swallow the rest."""
        opened: list[etree._Element] = []
        for mark in root.iter(W + "fldChar"):
            kind = mark.get(W + "fldCharType")
            if kind == "begin":
                opened.append(mark)
            elif kind == "end" and opened:
                opened.pop()
            elif kind == "end":
                self.loose.add(mark)
        self.loose.update(opened)
        self.unseen[Unseen.OPEN_FIELD] += len(opened)
        self.fields.clear()

    def field(self, mark: etree._Element) -> None:
        """Begin, middle or end of a field: what stands before its middle is its code."""
        kind = mark.get(W + "fldCharType")
        if mark in self.loose:
            return
        if kind == "begin":
            self.fields.append(Field(entry=entry_of(mark)))
        elif kind == "separate" and self.fields:
            self.fields[-1].shown, self.fields[-1].start = True, self.position
        elif kind == "end" and self.fields:
            self.end_field()

    def end_field(self) -> None:
        """The field that has begun last ends. What it may come to show without a result may be half of a word."""
        field = self.fields.pop()
        told = () if field.start != self.position and field.shown else field.told(self._named)
        if field.name == "SET":
            name, text = field.named()
            self._named[name.lower()].append(text)
            told = ()
        elif field.name == "ADVANCE":
            self.anchors.append(self.position)
        if self.shows_fields():
            self.tears.hide(*told)
        else:
            self.fields[-1].code += "".join(told[:1])

    @cached_property
    def _named(self) -> defaultdict[str, list[str]]:
        """The texts that the document has by names, which are in small letters."""
        named = defaultdict(list)
        for name, text in named_texts(self.package):
            named[name.lower()].append(text)
        return named

    def bind(self, control: etree._Element) -> None:
        """What Word puts into a control from the data that it is bound to may be half of a word."""
        for binding in control.iterfind(f"{W}sdtPr/{{*}}dataBinding"):
            step = re.sub(r"^.*[/:@]|\[.*$", "", binding.get(W + "xpath", ""))
            shown = raw_text(control)
            self.tears.hide(*(text for text in self._named.get(step.lower(), ()) if text != shown))

    def shows_fields(self) -> bool:
        """Whether the present place is outside of every field code."""
        return all(field.shown for field in self.fields)

    def instruct(self, code: str) -> None:
        """A piece of the code of the field that has begun last."""
        self.unseen[Unseen.FIELD] += len(code)
        if self.fields:
            self.fields[-1].code += code

    def counting(self) -> str:
        """The name of the field that counts the present place, if there is one."""
        return next((field.counts for field in self.fields if field.counts), "")

    def count(self, what: Unseen, element: etree._Element) -> None:
        """Count the characters below ``element`` as not shown; a field may still begin or end in there."""
        hidden = raw_text(element)
        if what is Unseen.UNKNOWN:  # its words need not be in an element for text
            hidden = "".join(map(str, element.itertext())).strip() or hidden
        self.unseen[what] += len(hidden)
        if what is Unseen.FIELD and self.fields:
            next((field for field in reversed(self.fields) if not field.shown), self.fields[-1]).code += hidden
        else:
            self.tears.hide(hidden)
        for mark in element.iter(W + "fldChar"):
            self.field(mark)

    def branch(self, alternatives: etree._Element) -> list[etree._Element]:
        """What is read of ``mc:AlternateContent``: the first branch that Word understands, else the fallback."""
        branches = [child for child in alternatives if child.tag in (MC + "Choice", MC + "Fallback")]
        chosen = next((child for child in branches if _understood(child)), None)
        texts = {raw_text(child) for child in branches}
        if len(texts - {""}) > 1:
            self.unseen[Unseen.BRANCH] += 1
        self.tears.hide("".join(raw_text(child) for child in branches if child is not chosen))
        return [] if chosen is None else [*chosen]

    def torn(self) -> tuple[Torn, ...]:
        """Words that are read otherwise than the text has them: shown in part, or in another order."""
        self.tears.end(self.position)
        return (*self.tears.torn, *self.scattered.torn(self.text))

    def take_over(self, torn: Iterable[Torn], span: Span, start: int) -> None:
        """Those of ``torn``, words of a document in this one, that lie in ``span`` of it, which stands at ``start``."""
        for each in torn:
            if span.start <= each.span.start and each.span.end <= span.end:
                moved = Span(*(place - span.start + start for place in each.span))
                self.tears.torn.append(each._replace(span=moved))

    def findings(self) -> tuple[Finding, ...]:
        """What was not shown: counts, never words."""
        return (*self.found, *tallied(((kind, kind.value) for kind in Unseen), self.unseen))


def raw_text(element: etree._Element) -> str:
    """Every character of text below ``element``, shown or not."""
    words = [node.text or "" for node in element.iter(*_TEXT_TAGS)]
    words += [node.get("string", "") for node in element.iter(V + "textpath")]
    return "".join(words)


def _understood(branch: etree._Element) -> bool:
    if branch.tag == MC + "Fallback":
        return True
    spaces = [branch.nsmap.get(prefix) or "" for prefix in branch.get("Requires", "").split()]
    return bool(spaces) and all(space.startswith(_UNDERSTOOD) for space in spaces)
