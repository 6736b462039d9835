# SPDX-License-Identifier: AGPL-3.0-or-later
"""A DOCX as a tree of what it shows: sections, headers, tables, paragraphs, runs, each with its place in one text."""

from __future__ import annotations

from lxml import etree

from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError
from workbench.documents.docx.elements import (
    HOLDERS,
    WIDEST,
    children_within,
    columns_of,
    is_flat,
    is_gone,
    number_in,
    sections_of,
    sheet_of,
    value_of,
)
from workbench.documents.docx.inline import Inline
from workbench.documents.docx.model import (
    Align,
    Cell,
    Item,
    Paragraph,
    Row,
    Section,
    Spacing,
    Story,
    Table,
    Tree,
)
from workbench.documents.docx.numbering import Numbering, format_number
from workbench.documents.docx.package import MC, Package, R, Relation, V, W
from workbench.documents.docx.spacing import spacing_of, speaks
from workbench.documents.docx.state import State, Unseen
from workbench.documents.docx.styles import Styles, is_on
from workbench.documents.limits import DEFAULT_LIMITS, Limits
from workbench.documents.model import Place, Span


_ALIGN = {
    "center": Align.CENTER,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "both": Align.BOTH,
    "distribute": Align.BOTH,
}
_DEEPEST = 99
"""The deepest level of a list or heading that is told from others; Word has nine."""
_USES = ("first", "default", "even")
_FIXED_PLACES = (Place.HEADER, Place.FOOTER, Place.FOOTNOTE, Place.TEXT_BOX, Place.TABLE_CELL)


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
        self.state = State(package, limits)
        self.styles = Styles(self._related("styles"), self._related("theme"))
        self.numbering = Numbering(self._related("numbering"))
        settings = self._related("settings")
        self.even_headers = settings is not None and bool(is_on(settings.find(W + "evenAndOddHeaders")))
        self.spacings: dict[tuple[str | None, str, int, str | None], Spacing] = {}
        self.table_style: str | None = None
        self.depth = 0
        self.shown: dict[tuple[str, str], str] = {}
        self.shown_parts: set[str] = set()
        self.notes: dict[str, dict[str, etree._Element]] = {k: self._notes(k) for k in ("footnote", "endnote")}
        self.called: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self.waiting: list[tuple[str, str]] = []

    def _related(self, kind: str) -> etree._Element | None:
        target = next((r.target for r in self.relations.values() if r.kind == kind and not r.external), None)
        return self.package.xml(target) if target else None

    def _notes(self, kind: str) -> dict[str, etree._Element]:
        root = self._related(kind + "s")
        notes = root.iterfind(W + kind) if root is not None else ()
        return {note.get(W + "id", ""): note for note in notes if note.get(W + "type", "normal") == "normal"}

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
        return Tree(state.text, tuple(sections), tuple(state.page_starts), state.findings(), base)

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
        named = {ref.get(W + "type", "default"): ref for ref in sect.iterfind(f"{W}{kind}Reference")}
        found = []
        for use in _USES:
            relation = self.relations.get(named[use].get(R + "id", "")) if use in named else None
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
        return [Story(use, tuple(self._blocks(list(root), place)))]

    def _called_notes(self, kind: str) -> tuple[Item, ...]:
        items: list[Item] = []
        for number in [i for k, i in self.waiting if k == kind]:
            note = self.notes[kind].pop(number, None)
            if note is not None:
                self.state.match_fields(note)
                items += self._blocks(list(note), Place.FOOTNOTE, self._mark(kind, number))
        self.waiting = [waiting for waiting in self.waiting if waiting[0] != kind]
        return tuple(items)

    def _call(self, kind: str, number: str) -> str:
        if number not in self.notes[kind] and number not in self.called[kind]:
            return ""
        if number not in self.called[kind]:
            self.called[kind].append(number)
            self.waiting.append((kind, number))
        return self._mark(kind, number)

    def _mark(self, kind: str, number: str) -> str:
        """The mark of a note: brackets keep it from the word that it follows, where a page has it raised."""
        count = self.called[kind].index(number) + 1
        return f"[{count}]" if kind == "footnote" else f"[{format_number(count, 'lowerRoman')}]"

    # Blocks

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
                items += self._table(element, place)
            elif element.tag == W + "sdt":
                items += self._blocks([c for c in element if c.tag == W + "sdtContent"], place, mark)
            elif element.tag in HOLDERS:
                items += self._blocks(list(element), place, mark)
            elif element.tag == MC + "AlternateContent":
                branch = self.state.branch(element)
                items += self._blocks(list(branch) if branch is not None else [], place, mark)
            elif element.tag in (W + "altChunk", W + "subDoc"):
                self.state.unseen[Unseen.OUTSIDE] += 1
            elif element.tag in (W + "del", W + "moveFrom"):
                self.state.count(Unseen.DELETED, element)
            else:
                # Equations and other inline content that stands between paragraphs.
                items += self._loose(element, place)
        self.depth -= 1
        return items

    def _loose(self, element: etree._Element, place: Place) -> list[Item]:
        before = self.state.here()
        start = self.state.begin_paragraph()
        inline = Inline(self.state, self.styles, None, self._call)
        inline.read_one(element)
        if self.state.position == start:
            self.state.take_back(before)
            return []
        return [Paragraph(inline.runs(start), Span(start, self.state.position), place)]

    def _paragraph(self, element: etree._Element, place: Place, mark: str) -> list[Item]:
        properties = element.find(W + "pPr")
        style = value_of(properties, W + "pStyle")
        breaks = self._flag(properties, style, "pageBreakBefore") and self.state.in_body
        before = self.state.here()
        if breaks and not self.state.fresh:
            self.state.page_before_next()
        start = self.state.begin_paragraph()
        inline = Inline(self.state, self.styles, style, self._call)
        inline.own_mark, inline.flat = mark, is_flat(properties, W + "spacing", "line", "lineRule")
        number, level = self._list_of(properties, style)
        label = self.numbering.label(number, level) if number else None
        inline.write(label or "")
        inline.read(element)
        runs, span = inline.runs(start), Span(start, self.state.position)
        boxes = self._text_boxes(inline.boxes)
        if not runs and not boxes and is_gone(properties):
            self.state.take_back(before)
            return []
        spacing = self._spacing(properties, style, number, level)
        place, level = self._place(place, properties, style, level, label is not None)
        return [Paragraph(runs, span, place, level, self._align(properties, style), breaks, spacing), *boxes]

    def _spacing(self, properties: etree._Element | None, style: str | None, number: str, depth: int) -> Spacing:
        """From what its own ``w:pPr`` says, its list's and those of its styles, the nearest first."""
        listed = self.numbering.setting(number, depth) if number else None
        sources = [*([] if listed is None else [listed]), *self.styles.paragraph_sources(style, self.table_style)]
        if properties is not None and speaks(properties):
            return spacing_of([properties, *sources])
        key = style, number, depth, self.table_style
        if key not in self.spacings:
            self.spacings[key] = spacing_of(sources)
        return self.spacings[key]

    def _text_boxes(self, elements: list[etree._Element]) -> list[Item]:
        items: list[Item] = []
        fields, self.state.fields = self.state.fields, []
        for element in elements:
            if element.tag == V + "textpath":
                start = self.state.begin_paragraph()
                inline = Inline(self.state, self.styles, None, self._call)
                inline.write(element.get("string", "").replace("\f", " "))
                items.append(Paragraph(inline.runs(start), Span(start, self.state.position), Place.TEXT_BOX))
            else:
                items += self._blocks(list(element), Place.TEXT_BOX)
        self.state.fields = fields
        return items

    def _list_of(self, properties: etree._Element | None, style: str | None) -> tuple[str, int]:
        """The list and the level of a paragraph, by its own word or its style's; no list is the empty name."""
        own = None if properties is None else properties.find(W + "numPr")
        styled = self.styles.paragraph_property(style, W + "numPr")
        number = value_of(own, W + "numId") or value_of(styled, W + "numId") or ""
        level = value_of(own, W + "ilvl") or value_of(styled, W + "ilvl")
        if level is None and number:
            return number, self.numbering.level_of_style(number, style)
        return ("" if number == "0" else number), number_in(level or "", _DEEPEST)

    def _place(
        self, place: Place, properties: etree._Element | None, style: str | None, level: int, listed: bool
    ) -> tuple[Place, int]:
        if place in _FIXED_PLACES:
            return place, 0
        for name in self.styles.names(style):
            if name.startswith("heading ") and name[8:].isdecimal():
                return Place.HEADING, number_in(name[8:], _DEEPEST)
            if name in ("title", "subtitle"):
                return Place.TITLE, 0
            if name == "caption":
                return Place.CAPTION, 0
        outline = value_of(properties, W + "outlineLvl")
        if outline and outline.isdecimal() and number_in(outline, _DEEPEST) < 9:
            return Place.HEADING, number_in(outline, _DEEPEST) + 1
        return (Place.LIST_ITEM, level) if listed else (place, 0)

    def _flag(self, properties: etree._Element | None, style: str | None, name: str) -> bool:
        own = is_on(None if properties is None else properties.find(W + name))
        return bool(is_on(self.styles.paragraph_property(style, W + name)) if own is None else own)

    def _align(self, properties: etree._Element | None, style: str | None) -> Align:
        styled = self.styles.paragraph_property(style, W + "jc")
        value = value_of(properties, W + "jc") or (styled.get(W + "val") if styled is not None else None)
        return _ALIGN.get(value or "", Align.LEFT)

    # Tables

    def _table(self, element: etree._Element, place: Place) -> list[Item]:
        inner = Place.TABLE_CELL if place is Place.BODY else place
        properties = element.find(W + "tblPr")
        for name in ("tblCaption", "tblDescription"):
            self.state.unseen[Unseen.ALT_TEXT] += value_of(properties, W + name) is not None
        around, self.table_style = self.table_style, value_of(properties, W + "tblStyle")
        rows = [row for tr in children_within(element, W + "tr") for row in self._row(tr, inner)]
        self.table_style = around
        columns = element.findall(f"{W}tblGrid/{W}gridCol")
        grid = len(columns)
        widths = [row.before + row.after + sum(cell.columns for cell in row.cells) for row in rows]
        told = tuple(number_in(column.get(W + "w", ""), WIDEST) for column in columns)
        ruled = self._is_ruled(properties)
        return [Table(tuple(rows), max([1, grid, *widths]), told, ruled)] if rows else []

    def _is_ruled(self, properties: etree._Element | None) -> bool:
        """Whether the table has lines, by its own word or its style's."""
        own = None if properties is None else properties.find(W + "tblBorders")
        chain = self.styles.chain(value_of(properties, W + "tblStyle"))
        styled = (element.find(f"{W}tblPr/{W}tblBorders") for element in chain)
        borders = own if own is not None else next((found for found in styled if found is not None), None)
        return borders is not None and any(line.get(W + "val", "nil") not in ("nil", "none") for line in borders)

    def _row(self, element: etree._Element, place: Place) -> list[Row]:
        properties = element.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            self.state.count(Unseen.DELETED, element)
            return []
        if properties is not None and is_on(properties.find(W + "hidden")):
            self.state.count(Unseen.HIDDEN, element)
            return []
        if is_flat(properties, W + "trHeight", "val", "hRule"):
            self.state.count(Unseen.FAINT, element)
            return []
        cells = tuple(cell for tc in children_within(element, W + "tc") for cell in self._cell(tc, place))
        before, after = columns_of(properties, "gridBefore", 0), columns_of(properties, "gridAfter", 0)
        repeated = properties is not None and bool(is_on(properties.find(W + "tblHeader")))
        return [Row(cells, before, after, repeated)] if cells else []

    def _cell(self, element: etree._Element, place: Place) -> list[Cell]:
        properties = element.find(W + "tcPr")
        columns = columns_of(properties, "gridSpan", 1)
        merge = None if properties is None else properties.find(W + "vMerge")
        if merge is not None and merge.get(W + "val", "continue") == "continue":
            self.state.count(Unseen.MERGED, element)
            return [Cell((), columns, merged=True)]
        if properties is not None and properties.find(W + "cellDel") is not None:
            self.state.count(Unseen.DELETED, element)
            return [Cell((), columns)]
        content = [child for child in element if child.tag != W + "tcPr"]
        return [Cell(tuple(self._blocks(content, place)), columns, merge_start=merge is not None)]

    # What no page shows

    def _count_rest(self) -> None:
        """Count the parts and notes that were not met on the way."""
        unseen = self.state.unseen
        kinds = {r.target: r.kind for r in self.relations.values() if not r.external}
        stories = [
            part for part, kind in kinds.items() if kind in ("header", "footer") and part not in self.shown_parts
        ]
        unseen[Unseen.STORY] += len(stories) + sum(map(len, self.notes.values()))
        comments = self._related("comments")
        unseen[Unseen.COMMENT] += 0 if comments is None else len(comments.findall(W + "comment"))
        names = [name.lower() for name in self.package.names]
        unseen[Unseen.MACRO] += sum(name.endswith("vbaproject.bin") for name in names)
        unseen[Unseen.CUSTOM] += sum(name.startswith("customxml/item") and "props" not in name for name in names)
