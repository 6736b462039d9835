# SPDX-License-Identifier: AGPL-3.0-or-later
"""A DOCX as a tree of what it shows: sections, headers, tables, paragraphs, runs, each with its place in one text."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError
from workbench.documents.docx.chunks import Chunks, paragraphs_in
from workbench.documents.docx.elements import HOLDERS, WIDEST, is_gone, sections_of, sheet_of
from workbench.documents.docx.inline import Inline
from workbench.documents.docx.model import Item, Paragraph, Section, Story, Tree, paragraphs_of
from workbench.documents.docx.notes import Notes
from workbench.documents.docx.numbering import Numbering
from workbench.documents.docx.package import MC, A, Package, R, Relation, V, W
from workbench.documents.docx.paragraph_formats import ParagraphFormats
from workbench.documents.docx.state import State, raw_text
from workbench.documents.docx.styles import Styles, is_on
from workbench.documents.docx.tables import Tables
from workbench.documents.docx.unseen import Unseen
from workbench.documents.limits import DEFAULT_LIMITS, Limits
from workbench.documents.model import Place, Span


_USES = ("first", "default", "even")
_BESIDE = 2880
"""Twentieths of a point: a paragraph so far left of the text may be off its page."""


def read_tree(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Tree:
    """What the DOCX ``data`` shows; ``tree.text[run.span] == run.text`` for every run.

    Headers and footers stand once, at the ends of the section in which they begin; notes after its body.

    Raises:
        DamagedDocumentError, EncryptedDocumentError, TooLargeDocumentError: see ``documents.docx.package``.

    """
    return _Reader(Package(data, path, limits), limits).read()


class _Reader:
    def __init__(self, package: Package, limits: Limits) -> None:
        self.package, self.limits = package, limits
        self.main = package.main()
        self.relations = package.relations(self.main)
        self.here = self.relations
        """Those of the part that is read."""
        self.state = State(package, limits)
        self.styles = Styles(package.related("styles"), package.related("theme"))
        self.formats = ParagraphFormats(self.styles, Numbering(package.related("numbering")))
        self.tables = Tables(self.state, self.styles, self.formats, self._blocks)
        settings = package.related("settings")
        self.even_headers = settings is not None and bool(is_on(settings.find(W + "evenAndOddHeaders")))
        self.chunks = Chunks(package, limits)
        self.depth = 0
        self.shown: dict[tuple[str, str], str] = {}
        self.told: dict[tuple[str, str], str] = {}
        """The ids of headers and footers that hold for a section, its own or those of the section before."""
        self.shown_parts: set[str] = set()
        self.notes = {kind: Notes(kind, package.related(kind + "s")) for kind in ("footnote", "endnote")}

    def read(self) -> Tree:
        root = self.package.xml(self.main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise DamagedDocumentError(self.package.path, "is damaged: it has no body")
        self.state.match_fields(body)
        split = list(sections_of(body))
        sections = [self._section(i, items, sect, i == len(split) - 1) for i, (items, sect) in enumerate(split)]
        self._count_rest()
        state = self.state
        base = self.styles.look(self.styles.effective(None, None, {}))
        return Tree(state.text, tuple(sections), tuple(state.page_starts), state.findings(), base, state.torn())

    # Sections and what belongs to a page

    def _section(self, index: int, elements: list[etree._Element], sect: etree._Element | None, last: bool) -> Section:
        kind = None if sect is None else sect.find(W + "type")
        new_page = kind is None or kind.get(W + "val") != "continuous"
        if index and new_page:
            self.state.page_before_next()
        fields, self.state.fields = self.state.fields, []
        headers = self._stories(sect, "header", Place.HEADER)
        self.state.fields = fields
        self.state.in_body = True
        items = self._blocks(elements, Place.BODY)
        self.state.in_body = False
        fields, self.state.fields = self.state.fields, []
        notes = self._called_notes("footnote") + (self._called_notes("endnote") if last else ())
        footers = self._stories(sect, "footer", Place.FOOTER)
        self.state.fields = fields
        size = None if sect is None else sect.find(W + "pgSz")
        landscape = size is not None and size.get(W + "orient") == "landscape"
        return Section(headers, tuple(items), notes, footers, landscape, new_page, sheet_of(sect))

    def _stories(self, sect: etree._Element | None, kind: str, place: Place) -> tuple[Story, ...]:
        if sect is None:
            return ()
        visible = {"default": True, "first": bool(is_on(sect.find(W + "titlePg"))), "even": self.even_headers}
        self.told |= {
            (kind, ref.get(W + "type", "default")): ref.get(R + "id", "")
            for ref in sect.iterfind(f"{W}{kind}Reference")
        }
        found = []
        for use in _USES:
            relation = self.relations.get(self.told.get((kind, use), ""))
            if relation is None or relation.external or not visible[use]:
                continue
            if self.shown.get((kind, use)) != relation.target:
                self.shown[kind, use] = relation.target
                found += self._story(use, relation, place)
        return tuple(found)

    def _story(self, use: str, relation: Relation, place: Place) -> list[Story]:
        root = self.package.xml(relation.target)
        if root is None:
            return []
        self.shown_parts.add(relation.target)
        self.state.match_fields(root)
        self.here = self.package.relations(relation.target)
        items = self._apart(list(root), place)
        self.here = self.relations
        return [Story(use, tuple(items))]

    def _called_notes(self, kind: str) -> tuple[Item, ...]:
        items: list[Item] = []
        for note, mark in self.notes[kind].take():
            self.state.match_fields(note)
            items += self._apart(list(note), Place.FOOTNOTE, mark)
        return tuple(items)

    # Blocks

    def _apart(self, elements: list[etree._Element], place: Place, mark: str = "") -> list[Item]:
        """What has paragraphs of its own, beside those of the text around."""
        self.state.scattered.begin()
        items = self._blocks(elements, place, mark)
        self.state.scattered.end()
        return items

    def _blocks(self, elements: list[etree._Element], place: Place, mark: str = "") -> list[Item]:
        self.depth += 1
        if self.depth > self.limits.max_depth:
            raise TooLargeDocumentError(self.package.path, "is nested too deep")
        items: list[Item] = []
        for element in elements:
            if element.tag == W + "p":
                items += self._paragraph(element, place, mark)
                mark = ""
            elif element.tag == W + "tbl":
                items += self.tables.read(element, place)
            elif element.tag == W + "sdt":
                self.state.bind(element)
                items += self._blocks([c for c in element if c.tag == W + "sdtContent"], place, mark)
            elif element.tag in HOLDERS:
                items += self._blocks(list(element), place, mark)
            elif element.tag == MC + "AlternateContent":
                items += self._blocks(self.state.branch(element), place, mark)
            elif element.tag == W + "altChunk":
                items += self._chunk(element, place)
            elif element.tag in (W + "del", W + "moveFrom"):
                self.state.count(Unseen.DELETED, element)
            else:
                # Equations and other inline content that stands between paragraphs.
                items += self._loose(element, place)
        self.depth -= 1
        return items

    def _chunk(self, element: etree._Element, place: Place) -> list[Paragraph]:
        relation = self.here.get(element.get(R + "id", ""))
        is_chunk = relation is not None and relation.kind == "aFChunk" and not relation.external
        document = self.chunks.read(relation.target) if relation and is_chunk else None
        self.state.unseen[Unseen.OUTSIDE if document is None else Unseen.CHUNK] += 1
        items: list[Paragraph] = []
        for (first, last), kind in () if document is None else paragraphs_in(document):
            told = document.text[first:last] if document else ""
            items.append(self._typed(told, place if kind is Place.BODY else kind))
            self.state.take_over(document.torn if document else (), Span(first, last), items[-1].span.start)
        self.state.found += document.findings if document else ()
        return items

    def _typed(self, text: str, place: Place) -> Paragraph:
        start = self.state.begin_paragraph()
        inline = Inline(self.state, self.styles, None, self.notes)
        inline.write(text.replace("\f", "\n"))
        return Paragraph(inline.runs(start), Span(start, self.state.position), place)

    def _loose(self, element: etree._Element, place: Place) -> list[Item]:
        before = self.state.here()
        start = self.state.begin_paragraph()
        inline = Inline(self.state, self.styles, None, self.notes)
        inline.read_one(element)
        if self.state.position == start and not inline.boxes:
            self.state.take_back(before)
            return []
        return [Paragraph(inline.runs(start), Span(start, self.state.position), place), *self._text_boxes(inline.boxes)]

    def _paragraph(self, element: etree._Element, place: Place, mark: str) -> list[Item]:
        styled = self.formats.of(element)
        breaks = self.formats.breaks_page(styled) and self.state.in_body
        before = self.state.here()
        if breaks and not self.state.fresh:
            self.state.page_before_next()
        start = self.state.begin_paragraph()
        inline = Inline(self.state, self.styles, styled.style, self.notes)
        inline.own_mark, inline.flat = mark, self.formats.is_flat(styled)
        inline.table, spacing = self.formats.table_style, self.formats.spacing(styled)
        inline.off_page = not -_BESIDE < spacing.left < WIDEST // 2
        label = self.formats.label(styled)
        inline.label(label or "", self.formats.mark(styled))
        inline.read(element)
        runs, span = inline.runs(start), Span(start, self.state.position)
        framed = styled.properties is not None and styled.properties.find(W + "framePr") is not None
        parts = [Span(*cut) for cut in pairwise((start, *self.state.anchors, span.end))]
        self.state.scattered.paragraph(parts, aside=framed)
        boxes = self._text_boxes(inline.boxes)
        if not runs and not boxes and is_gone(styled.properties):
            self.state.take_back(before)
            return []
        place, level = self.formats.place(styled, place, listed=label is not None)
        return [Paragraph(runs, span, place, level, self.formats.align(styled), breaks, spacing), *boxes]

    def _text_boxes(self, elements: list[etree._Element]) -> list[Item]:
        items: list[Item] = []
        fields, self.state.fields = self.state.fields, []
        for element in elements:
            if element.tag in (V + "textpath", A + "p"):
                items.append(self._typed(raw_text(element), Place.TEXT_BOX))
            else:
                items += self._apart(list(element), Place.TEXT_BOX)
        self.state.fields = fields
        self.state.scattered.paragraph([box.span for box in paragraphs_of(items)], aside=True)
        return items

    # What no page shows

    def _count_rest(self) -> None:
        unseen = self.state.unseen
        running = {r.target for r in self.relations.values() if r.kind in ("header", "footer") and not r.external}
        unseen[Unseen.STORY] += len(running - self.shown_parts) + sum(len(notes.left) for notes in self.notes.values())
        comments = self.package.related("comments")
        unseen[Unseen.COMMENT] += 0 if comments is None else len(comments.findall(W + "comment"))
        names = [name.lower() for name in self.package.names]
        unseen[Unseen.MACRO] += sum(name.endswith("vbaproject.bin") for name in names)
        unseen[Unseen.CUSTOM] += sum(name.startswith("customxml/item") and "props" not in name for name in names)
