# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new DOCX from nothing: its parts are made here, and what is not made here is not in it.

Nothing of an original can come along by being overlooked: the writer is given text and a few flags, no element, no
style name and no part. python-docx with its default template was the other way: it brings a template's properties,
theme, fonts and custom XML along, which somebody would have to keep clean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from workbench.documents.docx.model import Cell, Item, Look, Paragraph, Section, Story, Table, Tree
from workbench.exports.docx.known import known_look, known_sheet, known_widths
from workbench.exports.docx.markup import GUTTER, R, W, add, as_bytes, as_zip, new_element, new_root, write_sheet
from workbench.exports.docx.paragraphs import Lines, ParagraphWriter
from workbench.exports.docx.template import content_types, relationships, styles


_TABLE = f"{{{W}}}tbl"
_ASIDE = 216  # twentieths of a point: what a cell has at its two sides
_NONE_RUNNING: Mapping[str, Sequence[Lines]] = {}


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
        self, rewrite: Rewrite, running: Mapping[str, Sequence[Lines]], is_whole: Callable[[Table], bool], base: Look
    ) -> None:
        self._rewrite = rewrite
        self._is_whole = is_whole
        self._base = base
        self._room = 0
        """How wide the text is that stands here, in a column or a cell, in twentieths of a point."""
        self._running = running
        self._used: dict[str, set[str]] = {"header": set(), "footer": set()}
        self._stories: list[tuple[str, etree._Element]] = []
        self._paragraphs = ParagraphWriter(base)
        self._even = False

    def write(self, tree: Tree, front: Sequence[Lines]) -> bytes:
        document = new_root("document")
        body = add(document, "body")
        for lines in front:
            body.append(self._paragraphs.write(lines))
        for i, section in enumerate(tree.sections):
            self._section(body, section, last=i == len(tree.sections) - 1)
        parts = {
            "word/document.xml": document,
            "word/styles.xml": styles(self._base),
            "word/settings.xml": self._settings(),
        }
        parts |= {f"word/{name}.xml": root for name, root in self._stories}
        comments = self._paragraphs.comments()
        if comments is not None:
            parts["word/comments.xml"] = comments
        return as_zip(
            {**content_types(parts), **relationships(parts), **{n: as_bytes(root) for n, root in parts.items()}}
        )

    def _settings(self) -> etree._Element:
        settings = new_root("settings")
        if self._even:
            add(settings, "evenAndOddHeaders")
        compat = add(settings, "compat")
        setting = add(compat, "compatSetting", uri="http://schemas.microsoft.com/office/word", val="15")
        setting.set(f"{{{W}}}name", "compatibilityMode")
        return settings

    def _section(self, body: etree._Element, section: Section, *, last: bool) -> None:
        properties = new_element("sectPr")
        sheet = known_sheet(section.sheet, landscape=section.landscape)
        self._room = (sheet.width - sheet.left - sheet.right - GUTTER * (sheet.columns - 1)) // sheet.columns
        uses = {"default", *(story.use for story in (*section.headers, *section.footers))}
        for kind, stories in (("header", section.headers), ("footer", section.footers)):
            for story in (*stories, *self._missing(kind, stories, uses)):
                self._story(properties, kind, story)
        if not section.new_page:
            add(properties, "type", val="continuous")
        write_sheet(properties, sheet, landscape=section.landscape)
        if any(story.use == "first" for story in (*section.headers, *section.footers)):
            add(properties, "titlePg")
        body.extend([*self._items(section.items), *self._items(section.notes)])
        if last:
            body.append(properties)
        else:
            add(add(body, "p"), "pPr").append(properties)

    def _missing(self, kind: str, stories: Sequence[Story], uses: set[str]) -> list[Story]:
        """Stories the section has none of and inherits none of: pages without one would lack the running lines."""
        self._used[kind].update(story.use for story in stories)
        missing = sorted(uses - self._used[kind]) if self._running.get(kind) else []
        self._used[kind].update(missing)
        return [Story(use, ()) for use in missing]

    def _story(self, properties: etree._Element, kind: str, story: Story) -> None:
        name = f"{kind}{len(self._stories) + 1}"
        root = new_root("hdr" if kind == "header" else "ftr")
        self._paragraphs.in_story = True
        own = [self._paragraphs.write(lines) for lines in self._running.get(kind, ())]
        items = self._items(story.items)
        root.extend(([*own, *items] if kind == "header" else [*items, *own]) or [new_element("p")])
        self._paragraphs.in_story = False
        self._stories.append((name, root))
        self._even |= story.use == "even"
        add(properties, f"{kind}Reference", type=story.use).set(f"{{{R}}}id", name)

    def _items(self, items: Sequence[Item]) -> list[etree._Element]:
        written: list[etree._Element] = []
        for item in items:
            if isinstance(item, Paragraph):
                written += [self._paragraphs.write(lines) for lines in self._rewrite(item)]
                continue
            if written and written[-1].tag == _TABLE:
                written.append(new_element("p"))  # or Word joins the two tables
            written.append(self._table(item))
        if written and written[-1].tag == _TABLE:
            written.append(new_element("p"))  # a cell, a header and a body end with a paragraph
        return written

    def _table(self, table: Table) -> etree._Element:
        element = new_element("tbl")
        properties = add(element, "tblPr")
        add(properties, "tblStyle", val="TableGrid" if table.ruled else "TableNormal")
        told = table.widths if self._is_whole(table) else ()
        widths = known_widths(told, table.columns, self._room)
        add(properties, "tblW", w=str(sum(widths)), type="dxa")
        grid = add(element, "tblGrid")
        for width in widths:
            add(grid, "gridCol", w=str(width))
        for row in table.rows:
            line = add(element, "tr")
            properties = add(line, "trPr")
            if row.before:
                add(properties, "gridBefore", val=str(row.before))
            if row.after:
                add(properties, "gridAfter", val=str(row.after))
            if row.repeated:
                add(properties, "tblHeader")
            column = row.before
            for cell in row.cells:
                line.append(self._cell(cell, sum(widths[column : column + cell.columns])))
                column += cell.columns
        return element

    def _cell(self, cell: Cell, width: int) -> etree._Element:
        element = new_element("tc")
        properties = add(element, "tcPr")
        add(properties, "tcW", w=str(width), type="dxa")
        if cell.columns > 1:
            add(properties, "gridSpan", val=str(cell.columns))
        if cell.merged or cell.merge_start:
            add(properties, "vMerge", val="continue" if cell.merged else "restart")
        around, self._room = self._room, max(width - _ASIDE, _ASIDE)
        element.extend(self._items(cell.items) or [new_element("p")])
        self._room = around
        return element
