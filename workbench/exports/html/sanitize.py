# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sanitized copy as HTML, written anew from the kept blocks: no tag, attribute, link or style of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from workbench.exports.cleaning import clean
from workbench.exports.html.page import page
from workbench.exports.story import Block, Piece, story
from workbench.redaction.model import Plan
from workbench.redaction.notices import Notices
from workbench.structure.model import Kind


TITLE = "Sanitized copy"
# Every tag that a copy is written with. Its words are the same for every document.
OWN_TAG = re.compile(
    r'</?(?:body|html|h1|h2|li|p|ul|s|header|footer|section|span)>|<br>|<span class="withheld">'
    r'|<(?:h1|h2|li|p|header|footer) class="(?:furniture|caption|cell)">'
    r'|<section class="stamp" aria-label="Declassification">'
)
_TAGS = {Kind.TITLE: "h1", Kind.HEADING: "h2", Kind.LIST_ITEM: "li"}
_CLASSES = {Kind.FURNITURE: ' class="furniture"', Kind.CAPTION: ' class="caption"', Kind.TABLE_CELL: ' class="cell"'}


def sanitize_html(plan: Plan) -> bytes:
    """The copy. Its title says what it is and nothing of the document: titles and file names are secrets too."""
    header, footer = plan.notices.on_page(1, 1)
    head, foot = _running("header", header), _running("footer", footer)
    return page(TITLE, "\n".join((*head, *_stamp(plan.notices), *_body(story(plan)), *foot)))


def _running(tag: str, line: str) -> Iterator[str]:
    if line:
        yield f'<{tag} class="furniture">{escape(clean(line))}</{tag}>'


def _stamp(notices: Notices) -> Iterator[str]:
    if notices.stamp:
        lines = "<br>\n".join(escape(clean(line)) for line in notices.stamp)
        yield f'<section class="stamp" aria-label="Declassification">{lines}</section>'


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    for is_list, group in groupby(blocks, key=lambda block: block.kind is Kind.LIST_ITEM):
        if is_list:
            yield "<ul>"
        yield from map(_block, group)
        if is_list:
            yield "</ul>"


def _block(block: Block) -> str:
    tag = _TAGS.get(block.kind, "p")
    return f"<{tag}{_CLASSES.get(block.kind, '')}>{''.join(map(_piece, block.pieces))}</{tag}>"


def _piece(piece: Piece) -> str:
    text = escape(clean(piece.text))
    if piece.label:
        text = f'<span class="withheld">{text}</span>'
    elif piece.struck:
        text = f"<s>{text}</s>"
    return " " * piece.spaced + text
