# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inside of a paragraph: runs and what holds them, down to the characters that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from workbench.documents.docx.characters import characters_of
from workbench.documents.docx.equations import read_equation
from workbench.documents.docx.grounds import Styled, attribute_of, is_covered, is_hidden
from workbench.documents.docx.model import Look, Run
from workbench.documents.docx.notes import Notes
from workbench.documents.docx.package import MC, A, M, V, W
from workbench.documents.docx.state import State, raw_text
from workbench.documents.docx.styles import RunProperties, Styles, is_doubtful, is_unseen, run_properties, shade
from workbench.documents.docx.unseen import Unseen
from workbench.documents.fields import Field
from workbench.documents.model import Span


_HOLDERS = {
    W + name for name in ("hyperlink", "smartTag", "customXml", "sdtContent", "dir", "moveTo", "ins", "rubyBase")
} | {M + "oMathPara"}
# Without text, or with text that no page shows; whatever else is not named in this module is counted as unknown.
_SILENT = {
    W + name
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "separator", "continuationSeparator"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    )
}
_WHITE = "FFFFFF"
_NO_FILL = ("", "AUTO", _WHITE)


class Piece(NamedTuple):
    """A stretch of one look, before its neighbours are joined to it."""

    look: Look
    thing: str
    field: str
    text: str


class Inline:
    """Reads one paragraph's content into runs, and calls its ``notes``. Text boxes met on the way wait in ``boxes``.

    Where the lines of the paragraph are too ``flat`` for letters, its text is not seen.
    """

    def __init__(self, state: State, styles: Styles, style: str | None, notes: Mapping[str, Notes]) -> None:
        self.boxes: list[etree._Element] = []
        self.own_mark = ""
        self.flat = self.off_page = False
        self.table: str | None = None
        """The style of the table around."""
        self._state = state
        self._styles = styles
        self._style = style
        self._notes = notes
        self._pieces: list[Piece] = []
        self._look = Look()
        self._inserted = self._above = 0

    def write(self, text: str, look: Look | None = None) -> None:
        """Add visible text."""
        if text:
            self._state.emit(text)
            self._pieces.append(Piece(look or self._look, "", self._state.counting(), text))
            if self._inserted:
                self._state.unseen[Unseen.INSERTED] += len(text)

    def label(self, text: str, properties: etree._Element | None) -> None:
        """Add what a list puts before the paragraph, set as ``properties`` of its level say."""
        effective = self._styles.effective(self._style, None, run_properties(properties))
        if effective.get("vanish"):
            self._state.tears.hide(text)
        elif text:
            self._visible(text, effective)

    def runs(self, start: int) -> tuple[Run, ...]:
        """What was read, as runs from offset ``start``; where Word cut one look into many runs, they are one again."""
        found: list[Run] = []
        for (look, thing, field), group in groupby(self._pieces, key=lambda p: p[:3]):
            pieces = list(group)
            if thing:
                found += [Run("", Span(start, start), look, thing) for _ in pieces]
                continue
            text = "".join(piece.text for piece in pieces)
            found.append(Run(text, Span(start, start + len(text)), look, field=field))
            start += len(text)
        return tuple(found)

    def read(self, parent: Iterable[etree._Element]) -> None:
        """Read all children of a paragraph, or of what stands for a part of one."""
        for child in parent:
            self.read_one(child)

    def read_one(self, child: etree._Element) -> None:
        """Read one child of a paragraph."""
        tag = child.tag
        if tag in (W + "r", M + "r"):
            self._run(child)
        elif tag in (W + "del", W + "moveFrom"):
            self._state.count(Unseen.DELETED, child)
        elif tag in (W + "ins", W + "moveTo"):
            self._inserted += 1
            self.read(child)
            self._inserted -= 1
        elif tag == W + "fldSimple":
            self._state.fields.append(Field())
            self._state.instruct(child.get(W + "instr", ""))
            self._state.fields[-1].shown, self._state.fields[-1].start = True, self._state.position
            self.read(child)
            self._state.end_field()
        elif tag in _HOLDERS:
            self.read(child)
        elif tag == W + "sdt":
            self._state.bind(child)
            for content in child.iterfind(W + "sdtContent"):
                self.read(content)
        elif tag == MC + "AlternateContent":
            self.read(self._state.branch(child))
        elif tag == W + "bdo":
            self._reversed(child)
        elif tag == W + "subDoc":
            self._state.unseen[Unseen.OUTSIDE] += 1
        elif tag == M + "oMath":
            self._state.unseen[Unseen.EQUATION] += 1
            read_equation(child, self, self._state)
        elif tag not in _SILENT:
            self._state.count(Unseen.UNKNOWN, child)

    def _reversed(self, element: etree._Element) -> None:
        """Letters forced into the other direction: the characters that say so in plain text say so here."""
        self.write("\u202e" if element.get(W + "val") == "rtl" else "\u202d")
        self.read(element)
        self.write("\u202c")

    def _run(self, run: etree._Element) -> None:
        properties = run.find(W + "rPr")
        named = None if properties is None else properties.find(W + "rStyle")
        style = None if named is None else named.get(W + "val")
        effective = self._styles.effective(self._style, style, run_properties(properties), self.table)
        before, self._look = self._look, self._styles.look(effective)
        hidden = Unseen.HIDDEN if effective.get("vanish") else None
        if not hidden and self._is_covered(run, effective):
            hidden = Unseen.FAINT
        for child in run:
            self._in_run(child, effective, hidden)
        self._look = before

    def _is_covered(self, run: etree._Element, effective: RunProperties) -> bool:
        """Whether letters have the colour of what is behind them; automatic ones have it on a marker alone."""
        color = effective.get("color", "")
        if color in ("", "auto") and run.find(f"{W}rPr/{W}highlight") is None:
            return False
        behind = shade(self._styles.paragraph_property(self._style, W + "shd"))
        return is_covered(run, Styled(color, effective.get("fill", ""), behind))

    def _in_run(self, child: etree._Element, effective: RunProperties, hidden: Unseen | None) -> None:
        tag = child.tag
        if tag == W + "fldChar":
            self._state.field(child)
        elif tag in (W + "instrText", W + "delInstrText"):
            self._state.instruct(child.text or "")
        elif tag == W + "delText":
            self._state.count(Unseen.DELETED, child)
        elif tag == W + "lastRenderedPageBreak":
            self._state.rendered_break()
        elif hidden or not self._state.shows_fields():
            self._state.count(hidden or Unseen.FIELD, child)
        else:
            text = characters_of(child, in_body=self._state.in_body)
            if text is None:
                self._other(child, effective)
            elif text:
                self._visible(text.upper() if effective.get("caps") else text, effective)

    def _visible(self, text: str, effective: RunProperties) -> None:
        if text != "\f" and (self.flat or self._is_faint(effective)):
            self._state.unseen[Unseen.FAINT] += len(text)
            self._state.tears.hide(text)
            return
        self._doubted(text, doubtful=self._above > 0 or self.off_page or is_doubtful(effective))
        if text == "\f":
            self._state.new_page()

    def _doubted(self, text: str, *, doubtful: bool = True) -> None:
        """Add text over which a reader may read, as that above letters."""
        self._state.doubtful = doubtful
        self.write(text)
        self._state.doubtful = False

    def _is_faint(self, effective: RunProperties) -> bool:
        """Whether nobody sees it: too small, or white where the document has nothing but white paper."""
        if is_unseen(effective):
            return True
        white = effective.get("color", "").upper() == _WHITE and effective.get("fill", "").upper() in _NO_FILL
        return white and not (effective.get("edged") or self._state.may_have_dark_ground)

    def _other(self, child: etree._Element, effective: RunProperties) -> None:
        tag = child.tag
        if tag in (W + "footnoteReference", W + "endnoteReference"):
            kind = "footnote" if tag == W + "footnoteReference" else "endnote"
            mark = self._notes[kind].call(child.get(W + "id", ""))
            self.write("" if child.get(W + "customMarkFollows") in ("1", "true", "on") else mark)
        elif tag in (W + "footnoteRef", W + "endnoteRef"):
            self.write(self.own_mark)
        elif tag == W + "ruby":
            self._ruby(child)
        elif tag == MC + "AlternateContent":
            for inner in self._state.branch(child):
                self._in_run(inner, effective, None)
        elif tag in (W + "drawing", W + "pict"):
            self._drawing(child)
        elif tag == W + "object":
            self._thing("embedded object", Unseen.OBJECT)
        elif tag not in _SILENT:
            self._state.count(Unseen.UNKNOWN, child)

    def _ruby(self, ruby: etree._Element) -> None:
        """A base with its reading above it: the reading follows in brackets, as browsers do without ruby."""
        for base in ruby.iterfind(W + "rubyBase"):
            self.read(base)
        for reading in ruby.iterfind(W + "rt"):
            self._above += 1
            self._doubted(" (")
            self.read(reading)
            self._doubted(")")
            self._above -= 1

    def _drawing(self, element: Iterable[etree._Element]) -> None:
        """Pictures and the like become things; text boxes wait for the end of the paragraph; WordArt is text."""
        for child in element:
            name = etree.QName(child).localname
            if child.tag == MC + "AlternateContent":
                self._drawing(self._state.branch(child))
            elif is_hidden(child):
                self._state.count(Unseen.HIDDEN, child)
            elif child.tag in (W + "txbxContent", V + "textpath", A + "p"):
                self.boxes.append(child)
                self._state.anchors.append(self._state.position)
                self._state.tears.hide(raw_text(child))
            elif name in ("pic", "imagedata", "contentPart"):
                for part in child.iter():
                    self._describe(part)
                self._thing("picture", Unseen.PICTURE)
            elif name == "chart" or name == "relIds":
                self._thing("chart" if name == "chart" else "diagram", Unseen.OBJECT)
            else:
                self._describe(child)
                self._drawing(child)

    def _describe(self, drawn: etree._Element) -> None:
        """What a picture or the like is called, which stands in its place for some readers."""
        told = (attribute_of(drawn, name) for name in ("descr", "alt", "title"))
        described = next(filter(None, told), "")
        self._state.unseen[Unseen.ALT_TEXT] += bool(described)
        self._state.tears.hide(described)

    def _thing(self, name: str, what: Unseen) -> None:
        self._state.unseen[what] += 1
        self._pieces.append(Piece(Look(), name, "", ""))
