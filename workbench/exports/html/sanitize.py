# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sanitized copy as HTML, written anew from the kept blocks: no tag, attribute, link or style of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from workbench.exports.cells import Placed, by_columns, placed, rows_of
from workbench.exports.cleaning import clean
from workbench.exports.html.page import TAGS, page
from workbench.exports.story import Block, Piece
from workbench.redaction.model import Plan
from workbench.redaction.notices import Notices
from workbench.structure.model import Kind


TITLE = "Sanitized copy"
# Every tag that a copy is written with. Its words are the same for every document.
OWN_TAG = re.compile(
    r'</?(?:body|html|h1|h2|li|p|ul|table|tr|td|s|header|footer|section|span)>|<br>|<span class="withheld">'
    r'|<th scope="col">|</th>|<(?:h1|h2|li|p|header|footer) class="(?:furniture|caption|cell)">'
    r'|<section class="stamp" aria-label="Declassification">'
)
_CLASSES = {Kind.FURNITURE: ' class="furniture"', Kind.CAPTION: ' class="caption"', Kind.TABLE_CELL: ' class="cell"'}


def sanitize_html(plan: Plan) -> bytes:
    """The copy. Its title says what it is and nothing of the document: titles and file names are secrets too."""
    header, footer = plan.notices.on_page(1, 1)
    head, foot = _running("header", header), _running("footer", footer)
    return page(TITLE, "\n".join((*head, *_stamp(plan.notices), *_body(plan), *foot)))


def _running(tag: str, line: str) -> Iterator[str]:
    if line:
        yield f'<{tag} class="furniture">{escape(clean(line))}</{tag}>'


def _stamp(notices: Notices) -> Iterator[str]:
    if notices.stamp:
        lines = "<br>\n".join(escape(clean(line)) for line in notices.stamp)
        yield f'<section class="stamp" aria-label="Declassification">{lines}</section>'


def _body(plan: Plan) -> Iterator[str]:
    told = placed(plan)
    # The headings of a page begin with the first level, be it a title or not.
    tags = TAGS if any(each.block.kind is Kind.TITLE for each in told) else {Kind.HEADING: "h1"}
    for (table, is_item), group in groupby(told, key=lambda each: (each.cell.table, each.is_item)):
        if table:
            yield from _table([*group])
        elif is_item:
            yield from ("<ul>", *(f"<li>{_text(each.block)}</li>" for each in group), "</ul>")
        else:
            yield from (_block(each.block, tags) for each in group)


def _table(table: Sequence[Placed]) -> Iterator[str]:
    columns = max(each.cell.column for each in table)
    yield "<table>"
    for row in rows_of(table):
        tag, end = ('th scope="col"', "th") if row[0].cell.is_heading else ("td", "td")
        cells = (_cell([_text(each.block) for each in cell]) for cell in by_columns(row, columns))
        yield from ("<tr>", *(f"<{tag}>{cell}</{end}>" for cell in cells), "</tr>")
    yield "</table>"


def _cell(texts: Sequence[str]) -> str:
    return "\n".join(f"<p>{text}</p>" for text in texts) if len(texts) > 1 else "".join(texts)


def _block(block: Block, tags: Mapping[Kind, str]) -> str:
    tag = tags.get(block.kind, "p")
    return f"<{tag}{_CLASSES.get(block.kind, '')}>{_text(block)}</{tag}>"


def _text(block: Block) -> str:
    return "".join(map(_piece, block.pieces))


def _piece(piece: Piece) -> str:
    text = escape(clean(piece.text))
    if piece.label:
        text = f'<span class="withheld">{text}</span>'
    elif piece.struck:
        text = f"<s>{text}</s>"
    return " " * piece.spaced + text
