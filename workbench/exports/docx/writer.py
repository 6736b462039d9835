# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new DOCX from nothing: its parts are made here, and what is not made here is not in it.

Nothing of an original can come along by being overlooked: the writer is given text and a few flags, no element, no
style name and no part. python-docx with its default template was the other way: it brings a template's properties,
theme, fonts and custom XML along, which somebody would have to keep clean.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from workbench.documents.docx.model import (
    Align,
    Cell,
    Item,
    Look,
    Paragraph,
    Script,
    Section,
    Sheet,
    Spacing,
    Story,
    Table,
    Tree,
)
from workbench.documents.model import Place
from workbench.exports.docx.known import known_look, known_sheet, known_spacing, known_widths
from workbench.exports.docx.template import (
    DEFAULT_SIZE,
    STYLE_OF,
    STYLED,
    content_types,
    relationships,
    styles,
)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMESPACES = {"w": W, "r": R}
# The oldest time that a zip can name. Any other would say when the copy was made.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LIST_INDENT = 360
_TABLE = f"{{{W}}}tbl"


PLAIN = Look()
_NONE_RUNNING: Mapping[str, Sequence[Lines]] = {}


@dataclass(frozen=True, slots=True)
class Bit:
    """Text in one look. ``fill`` is a background (RRGGBB), ``note`` a comment on it; no note in a sanitized copy.

    ``field`` (``PAGE`` or ``NUMPAGES``) has Word count the pages of the copy in place of the text.
    """

    text: str
    look: Look = PLAIN
    fill: str = ""
    note: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph to write."""

    bits: tuple[Bit, ...]
    place: Place = Place.BODY
    level: int = 0
    align: Align = Align.LEFT
    page_break_before: bool = False
    spacing: Spacing | None = None
    """Where it is told, the looks of the bits are all there is, too: nothing comes from the style of its place."""


Rewrite = Callable[[Paragraph], Sequence[Lines]]
"""What becomes of a paragraph of the original: usually one paragraph, none where it is gone."""


def write_docx(
    tree: Tree,
    rewrite: Rewrite,
    front: Sequence[Lines] = (),
    running: Mapping[str, Sequence[Lines]] = _NONE_RUNNING,
    is_whole: Callable[[Table], bool] = lambda _: False,
) -> bytes:
    """The sections, tables and paragraphs of ``tree`` as ``rewrite`` has them, after the ``front`` matter.

    ``running`` are lines that every ``header`` begins and every ``footer`` ends with. ``is_whole`` says of which tables
    nothing is missing: their columns are as wide as they were, those of others tell nothing of what was in them. The
    same arguments give the same bytes on every machine.
    """
    return _Writer(rewrite, running, is_whole, known_look(tree.base)).write(tree, front)


class _Writer:
    def __init__(
        self,
        rewrite: Rewrite,
        running: Mapping[str, Sequence[Lines]],
        is_whole: Callable[[Table], bool],
        base: Look,
    ) -> None:
        self._rewrite = rewrite
        self._is_whole = is_whole
        self._base = base
        self._room = 0
        """How wide the text of the section is, in twentieths of a point."""
        self._running = running
        self._used: dict[str, set[str]] = {"header": set(), "footer": set()}
        self._stories: list[tuple[str, etree._Element]] = []
        self._notes: list[str] = []
        self._even = False
        self._in_story = False

    def write(self, tree: Tree, front: Sequence[Lines]) -> bytes:
        document = _element("document", nsmap=_NAMESPACES)
        body = _add(document, "body")
        for lines in front:
            body.append(self._lines(lines))
        for i, section in enumerate(tree.sections):
            self._section(body, section, last=i == len(tree.sections) - 1)
        parts = {
            "word/document.xml": document,
            "word/styles.xml": styles(self._base),
            "word/settings.xml": self._settings(),
        }
        parts |= {f"word/{name}.xml": root for name, root in self._stories}
        if self._notes:
            parts["word/comments.xml"] = self._comments()
        return _zip({**content_types(parts), **relationships(parts), **{n: _bytes(root) for n, root in parts.items()}})

    def _settings(self) -> etree._Element:
        settings = _element("settings", nsmap=_NAMESPACES)
        if self._even:
            _add(settings, "evenAndOddHeaders")
        compat = _add(settings, "compat")
        setting = _add(compat, "compatSetting", uri="http://schemas.microsoft.com/office/word", val="15")
        setting.set(f"{{{W}}}name", "compatibilityMode")
        return settings

    def _section(self, body: etree._Element, section: Section, *, last: bool) -> None:
        properties = _element("sectPr")
        sheet = known_sheet(section.sheet, landscape=section.landscape)
        self._room = sheet.width - sheet.left - sheet.right
        uses = {"default", *(story.use for story in (*section.headers, *section.footers))}
        for kind, stories in (("header", section.headers), ("footer", section.footers)):
            for story in (*stories, *self._missing(kind, stories, uses)):
                self._story(properties, kind, story)
        if not section.new_page:
            _add(properties, "type", val="continuous")
        _write_sheet(properties, sheet, landscape=section.landscape)
        if any(story.use == "first" for story in (*section.headers, *section.footers)):
            _add(properties, "titlePg")
        body.extend([*self._items(section.items), *self._items(section.notes)])
        if last:
            body.append(properties)
        else:
            _add(_add(body, "p"), "pPr").append(properties)

    def _missing(self, kind: str, stories: Sequence[Story], uses: set[str]) -> list[Story]:
        """Stories the section has none of and inherits none of: pages without one would lack the running lines."""
        self._used[kind].update(story.use for story in stories)
        missing = sorted(uses - self._used[kind]) if self._running.get(kind) else []
        self._used[kind].update(missing)
        return [Story(use, ()) for use in missing]

    def _story(self, properties: etree._Element, kind: str, story: Story) -> None:
        name = f"{kind}{len(self._stories) + 1}"
        root = _element("hdr" if kind == "header" else "ftr", nsmap=_NAMESPACES)
        self._in_story = True
        own = [self._lines(lines) for lines in self._running.get(kind, ())]
        items = self._items(story.items)
        root.extend(([*own, *items] if kind == "header" else [*items, *own]) or [_element("p")])
        self._in_story = False
        self._stories.append((name, root))
        self._even |= story.use == "even"
        _add(properties, f"{kind}Reference", type=story.use).set(f"{{{R}}}id", name)

    def _items(self, items: Sequence[Item]) -> list[etree._Element]:
        written: list[etree._Element] = []
        for item in items:
            if isinstance(item, Paragraph):
                written += [self._lines(lines) for lines in self._rewrite(item)]
                continue
            if written and written[-1].tag == _TABLE:
                written.append(_element("p"))  # or Word joins the two tables
            written.append(self._table(item))
        if written and written[-1].tag == _TABLE:
            written.append(_element("p"))  # a cell, a header and a body end with a paragraph
        return written

    def _table(self, table: Table) -> etree._Element:
        element = _element("tbl")
        properties = _add(element, "tblPr")
        _add(properties, "tblStyle", val="TableGrid" if table.ruled else "TableNormal")
        told = table.widths if self._is_whole(table) else ()
        widths = known_widths(told, table.columns, self._room)
        _add(properties, "tblW", w=str(sum(widths)), type="dxa")
        grid = _add(element, "tblGrid")
        for width in widths:
            _add(grid, "gridCol", w=str(width))
        for row in table.rows:
            line = _add(element, "tr")
            properties = _add(line, "trPr")
            if row.before:
                _add(properties, "gridBefore", val=str(row.before))
            if row.after:
                _add(properties, "gridAfter", val=str(row.after))
            if row.repeated:
                _add(properties, "tblHeader")
            column = row.before
            for cell in row.cells:
                line.append(self._cell(cell, sum(widths[column : column + cell.columns])))
                column += cell.columns
        return element

    def _cell(self, cell: Cell, width: int) -> etree._Element:
        element = _element("tc")
        properties = _add(element, "tcPr")
        _add(properties, "tcW", w=str(width), type="dxa")
        if cell.columns > 1:
            _add(properties, "gridSpan", val=str(cell.columns))
        if cell.merged or cell.merge_start:
            _add(properties, "vMerge", val="continue" if cell.merged else "restart")
        element.extend(self._items(cell.items) or [_element("p")])
        return element

    def _lines(self, lines: Lines) -> etree._Element:
        element = _element("p")
        properties = _add(element, "pPr")
        style = f"Heading{min(max(lines.level, 1), 9)}" if lines.place is Place.HEADING else STYLE_OF.get(lines.place)
        if style:
            _add(properties, "pStyle", val=style)
        if lines.page_break_before:
            _add(properties, "pageBreakBefore")
        if lines.spacing is not None:
            _write_spacing(properties, known_spacing(lines.spacing))
        elif lines.place is Place.LIST_ITEM:
            left = _LIST_INDENT * (min(lines.level, 8) + 1)
            _add(properties, "ind", left=str(left), hanging=str(_LIST_INDENT))
        if lines.align is not Align.LEFT:
            _add(properties, "jc", val=lines.align.value)
        styled = STYLED.get(lines.place, PLAIN) if lines.spacing is not None else PLAIN
        for bit in lines.bits:
            self._bit(element, bit, styled)
        return element

    def _bit(self, paragraph: etree._Element, bit: Bit, styled: Look) -> None:
        if bit.field:
            _add(paragraph, "fldSimple", instr=bit.field).append(self._run(bit, styled))
            return
        if not bit.note:
            paragraph.append(self._run(bit, styled))
            return
        if self._in_story:
            # Word takes no comments in headers and footers.
            paragraph.extend([self._run(bit, styled), self._run(Bit(f" [{bit.note}] ", Look(italic=True)))])
            return
        number = str(len(self._notes))
        self._notes.append(bit.note)
        _add(paragraph, "commentRangeStart", id=number)
        paragraph.append(self._run(bit, styled))
        _add(paragraph, "commentRangeEnd", id=number)
        _add(_add(paragraph, "r"), "commentReference", id=number)

    def _comments(self) -> etree._Element:
        root = _element("comments", nsmap=_NAMESPACES)
        for number, text in enumerate(self._notes):
            comment = _add(root, "comment", id=str(number), author="Workbench", initials="WB")
            _add(comment, "p").append(self._run(Bit(text)))
        return root

    def _run(self, bit: Bit, styled: Look = PLAIN) -> etree._Element:
        """``styled`` is what the style of the paragraph would add."""
        run = _element("r")
        properties = _add(run, "rPr")
        look = known_look(bit.look)
        if look.font and look.font != self._base.font:
            _add(properties, "rFonts", ascii=look.font, hAnsi=look.font, cs=look.font)
        for name, on, by_style in (
            ("b", look.bold, styled.bold),
            ("i", look.italic, styled.italic),
            ("strike", look.strike, False),
        ):
            if on:
                _add(properties, name)
            elif by_style:
                _add(properties, name, val="0")
        base = self._base.size or DEFAULT_SIZE
        if styled.size or (look.size or base) != base:
            _add(properties, "sz", val=str(round((look.size or base) * 2)))
        if look.underline:
            _add(properties, "u", val="single")
        if bit.fill:
            _add(properties, "shd", val="clear", color="auto", fill=bit.fill)
        if look.script is not Script.NORMAL:
            _add(properties, "vertAlign", val=look.script.value)
        if look.language and look.language != self._base.language:
            _add(properties, "lang", val=look.language)
        if not len(properties):
            run.remove(properties)
        _write_text(run, bit.text)
        return run


def _write_sheet(properties: etree._Element, sheet: Sheet, *, landscape: bool) -> None:
    size = _add(properties, "pgSz", w=str(sheet.width), h=str(sheet.height))
    if landscape:
        size.set(f"{{{W}}}orient", "landscape")
    edges = {name: str(getattr(sheet, name)) for name in ("top", "right", "bottom", "left")}
    _add(properties, "pgMar", **edges, header="708", footer="708", gutter="0")


def _write_spacing(properties: etree._Element, spacing: Spacing) -> None:
    """In the order of the schema; what is nothing is told too, for the styles of a copy have room of their own."""
    _add(
        properties,
        "spacing",
        before=str(spacing.before),
        after=str(spacing.after),
        line=str(spacing.line),
        lineRule="auto",
    )
    if spacing.left or spacing.right or spacing.first or properties.find(f"{{{W}}}pStyle") is not None:
        first = {"hanging": str(-spacing.first)} if spacing.first < 0 else {"firstLine": str(spacing.first)}
        _add(properties, "ind", left=str(spacing.left), right=str(spacing.right), **first)
    if spacing.joined:
        _add(properties, "contextualSpacing")


def _write_text(run: etree._Element, text: str) -> None:
    start = 0
    for i, character in enumerate(text):
        if character in "\n\t\f":
            _write_words(run, text[start:i])
            start = i + 1
            _add(run, "tab") if character == "\t" else _add(
                run, "br", **({"type": "page"} if character == "\f" else {})
            )
    _write_words(run, text[start:])


def _write_words(run: etree._Element, words: str) -> None:
    if words:
        element = _add(run, "t")
        element.text = words
        element.set(XML_SPACE, "preserve")


def _element(name: str, nsmap: dict[str, str] | None = None) -> etree._Element:
    return etree.Element(f"{{{W}}}{name}", nsmap=nsmap)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    child = etree.Element(f"{{{W}}}{name}")
    parent.append(child)
    for key, value in attributes.items():
        child.set(f"{{{W}}}{key}", value)
    return child


def _bytes(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root, top_nsmap=_NAMESPACES)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zip(parts: dict[str, bytes]) -> bytes:
    """The package. Stored, not deflated: two builds of zlib pack the same text into different bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0
            archive.writestr(info, data)
    return buffer.getvalue()
