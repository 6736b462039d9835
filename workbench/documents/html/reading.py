# SPDX-License-Identifier: AGPL-3.0-or-later
"""An HTML page as its reader sees it: without comments, scripts, attributes and what a style hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError
from workbench.core.findings import Finding, Severity, tallied
from workbench.documents.bidi import mirrored
from workbench.documents.decoding import NotTextError, decode_declared
from workbench.documents.grids import Grid
from workbench.documents.html.looks import Looks, Pieces
from workbench.documents.html.sights import BLOCKS, PLACES, Sights, parse_html, said
from workbench.documents.limits import Limits
from workbench.documents.model import Block, Document, Format, Page, Place, Span, Torn
from workbench.documents.tears import Tears


_SET = {
    **dict.fromkeys(("pre", "textarea", "listing", "xmp"), "typed"),
    **{"rt": "above", "rtc": "above", "sup": "raised", "sub": "raised"},
}
_SAID = (
    ("R010", Severity.WARNING, "{} elements are hidden by their style and left out"),
    ("R013", Severity.WARNING, "too many rules of style: what the last of them hide is read as text"),
    ("R011", Severity.INFO, "{} comments are left out"),
    ("R012", Severity.WARNING, "{} drawings, equations or frames: words in them are not read"),
    ("R014", Severity.INFO, "{} pictures or fields of forms: words in them are not read"),
)
_CONDITION = re.compile(r"\A(?!\[if\b).*|\[if\b[^>]*>|<[^<>]*>?", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)


def read_html(data: bytes, path: str, sha256: str, limits: Limits) -> Document:
    """The page as one ``Document`` page; a block element is a block of the text, set apart by a blank line.

    Raises:
        DamagedDocumentError: binary data, or nothing in it is an element.
        TooLargeDocumentError: nested deeper than ``limits`` allow.

    """
    try:
        text, encoding = decode_declared(data, _CHARSET)
    except NotTextError as error:
        raise DamagedDocumentError(path, str(error)) from None
    root = parse_html(text)
    if root is None:
        raise DamagedDocumentError(path, "is damaged: no HTML can be read from it")
    page = _Page(root, path, limits)
    page.read()
    whole, blocks = Page(1, Span(0, len(page.text))), tuple(page.blocks)
    document = Document(path, sha256, Format.HTML, page.text, (whole,), blocks, tuple(page.struck), encoding)
    return replace(document, torn=tuple(page.torn()), findings=tuple(page.findings()))


class _Page:
    """Collects the text in one walk, without recursion: depth is the attacker's choice."""

    def __init__(self, root: etree._Element, path: str, limits: Limits) -> None:
        self._root = root
        self.blocks: list[Block] = []
        self.struck: list[Span] = []
        self._path, self._limits = path, limits
        self._pieces: list[str] = []
        self._length = 0
        self._block: list[str] = []
        self._written = 0
        self._block_struck: list[tuple[int, int]] = []
        self._places = [Place.BODY]
        self._tables, self._count = [Grid(0)], 0
        self._comments = self._strikes = 0
        self._within: Counter[str] = Counter()
        self._letter_unseen, self._readings, self._typed = False, "", False
        self._tears = Tears()
        self._backwards: dict[etree._Element, int] = {}
        self._looks = Looks(root)
        self._order = Pieces(root, self._looks)
        self._sights = Sights(self._looks)

    @property
    def text(self) -> str:
        """All blocks read so far."""
        return "".join(self._pieces)

    @property
    def _offset(self) -> int:
        return self._length + 2 * bool(self._pieces) + self._written

    def torn(self) -> Iterator[Torn]:
        """What is shown in another order than the file has it, or in part."""
        yield from self._order.torn(self.text)
        yield from self._tears.torn

    def read(self) -> None:
        """Takes in the root and everything below it."""
        for event, element in etree.iterwalk(self._root, events=("start", "end", "comment")):
            if event == "comment":
                self._comments += 1
                self._tears.hide(_CONDITION.sub("", element.text or ""))  # some programs show what is in it
                self._take(element.tail)
            elif event == "start":
                self._start(element, str(element.tag).lower())
            else:
                self._end(element, str(element.tag).lower())
        self._end_block()

    def _start(self, element: etree._Element, tag: str) -> None:
        if len(self._sights) >= self._limits.max_depth + 56:  # libxml2 stops at 256 by itself
            raise TooLargeDocumentError(self._path, "is nested too deep")
        self._sights.enter(element, tag)
        self._strikes += self._looks.strikes(element)
        self._within[_SET.get(tag, "")] += 1
        self._open(tag)
        if tag in ("td", "th"):
            self._meet_cell(element, hidden=self._sights.is_unseen)
        self._order.meet(element, self._offset)
        self._tears.hide(*said(element, tag))
        if self._looks.writes_backwards(element):
            self._backwards[element] = len(self._block)
        self._take_written(element, "before")
        self._letter_unseen |= self._sights.hides_written(element, "first-letter")
        self._take(element.text)

    def _end(self, element: etree._Element, tag: str) -> None:
        self._take_written(element, "after")
        self._sights.leave()
        self._strikes -= self._looks.strikes(element)
        self._within[_SET.get(tag, "")] -= 1
        self._turn_back(element)
        self._order.meet(element, self._offset)
        self._close(tag)
        self._take(element.tail)

    def _take_written(self, element: etree._Element, place: str) -> None:
        if self._sights.is_unseen:
            return
        styles = self._looks.styles
        written = styles.generated(element, place)
        if self._sights.hides_written(element, place):
            self._tears.hide(written)
        else:
            self._take(written)
        if (other := styles.written_for_some(element, place)) != written:
            self._tears.hide(other)

    def _write(self, text: str) -> None:
        """``text`` is seen next in the block. Pieces: a page may be one block of a million lines."""
        if text:
            self._block.append(text)
            self._written += len(text)
            if self._length + self._written > self._limits.max_unpacked:
                raise TooLargeDocumentError(self._path, "holds more text than is read")

    def _open(self, tag: str) -> None:
        if tag == "br":
            self._write("" if self._sights.is_unseen else "\n")
        elif BLOCKS.fullmatch(tag):
            self._end_block()
            self._places.append(PLACES.get(tag, self._places[-1]))
        if tag == "table":
            self._count += 1
            self._tables.append(Grid(self._count))
        elif tag == "tr":
            self._tables[-1].begin_row()

    def _close(self, tag: str) -> None:
        if BLOCKS.fullmatch(tag):
            self._end_block()
            self._places.pop()
        elif tag == "ruby":
            self._set_readings()
        if tag == "table":
            self._tables.pop()
        elif tag == "tr":
            self._tables[-1].in_row = False

    def _meet_cell(self, element: etree._Element, *, hidden: bool) -> None:
        """Columns are told by counting cells, as long as each of the table is shown and takes one place."""
        table = self._tables[-1]
        table.column += 1
        table.uneven |= hidden or {element.get(name, "1") for name in ("colspan", "rowspan")} != {"1"}

    def _turn_back(self, element: etree._Element) -> None:
        """As a browser shows it, what it is told to write from right to left."""
        if (start := self._backwards.pop(element, None)) is not None:
            self._block[start:] = [mirrored(piece[::-1], 1) for piece in reversed(self._block[start:])]

    def _set_readings(self) -> None:
        """What stands above letters, behind them: between them it would part a word that a reader sees whole."""
        if self._readings:
            told = f" ({self._readings})"
            self._tears.see(told, self._offset, doubtful=True)
            self._write(told)
            self._readings = ""

    def _take(self, text: str | None) -> None:
        if not text:
            return
        if self._sights.is_unseen:
            self._tears.hide(text)
            return
        if self._within["above"]:
            self._readings += re.sub(r"\s+", " ", text)
            return
        start = self._written
        if self._within["typed"]:
            collapsed = re.sub(r"\r\n?|\f", "\n", text)
            self._typed = self._typed or "\n" in collapsed.strip("\n")
        else:
            collapsed = re.sub(r"[ \t\r\n\f]+", " ", text)
            if not self._block or self._block[-1][-1] in (" ", "\n"):
                collapsed = collapsed.lstrip(" ")
        offset, letter = self._offset, self._letter_unseen and bool(collapsed)
        if letter:
            self._tears.see(collapsed[0], offset, doubtful=True)
            self._letter_unseen = False
        doubtful = self._sights.is_doubtful or self._within["raised"] > 0
        self._tears.see(collapsed[letter:], offset + letter, doubtful=doubtful)
        self._write(collapsed)
        if self._strikes and collapsed.strip():
            self._block_struck.append((start, self._written))

    def _end_block(self) -> None:
        self._set_readings()
        self._tears.end(self._offset)
        if not self._block:
            return
        block = "".join(self._block).rstrip()
        shift = len(block) - len(block.lstrip())
        block = block.lstrip()
        if block:
            if self._pieces:
                self._pieces.append("\n\n")
                self._length += 2
            span = Span(self._length, self._length + len(block))
            self._pieces.append(block)
            self._length = span.end
            if not self._typed:  # typed text has its own paragraphs, as plain text does
                self.blocks.append(Block(span, 1, self._places[-1], *self._tables[-1].cell))
            for start, end in self._block_struck:
                first, last = max(0, start - shift), min(len(block), end - shift)
                if first < last:
                    self.struck.append(Span(span.start + first, span.start + last))
        self._block, self._written, self._block_struck, self._typed = [], 0, [], False

    def findings(self) -> Iterator[Finding]:
        """What the reader of the page does not see."""
        sights, whole = self._sights, self._looks.styles.is_whole
        counts = sights.hidden, not whole, self._comments, sights.drawn, sights.pictured
        return tallied(enumerate(_SAID), dict(enumerate(counts)))
