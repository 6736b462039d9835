# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sanitized DOCX of a document that is none: the kept blocks of a text, an HTML page or a PDF, set anew."""

from __future__ import annotations

from workbench.documents import Place
from workbench.documents.docx.model import Look, Section, Tree
from workbench.exports.cleaning import clean
from workbench.exports.docx.notices import running, stamp_lines
from workbench.exports.docx.paragraphs import Bit, Lines
from workbench.exports.docx.sanitize import LABEL_FILL, LABEL_LOOK
from workbench.exports.docx.writer import write_docx
from workbench.exports.story import Block, Piece, story
from workbench.redaction.model import Plan
from workbench.structure.model import Kind


_PLACES = {Kind.TITLE: Place.TITLE, Kind.HEADING: Place.HEADING, Kind.CAPTION: Place.CAPTION}
_EMPTY = Tree("", (Section((), (), (), ()),), (0,))


def sanitize_as_docx(plan: Plan) -> bytes:
    """The copy: a paragraph for each block that ``plan`` keeps or labels."""
    front = [*stamp_lines(plan.notices), *(_lines(block) for block in story(plan))]
    return write_docx(_EMPTY, lambda _: (), front, running(plan.notices))


def _lines(block: Block) -> Lines:
    return Lines(tuple(map(_bit, block.pieces)), _PLACES.get(block.kind, Place.BODY))


def _bit(piece: Piece) -> Bit:
    text = " " * piece.spaced + clean(piece.text)
    return Bit(text, LABEL_LOOK, LABEL_FILL) if piece.label else Bit(text, Look(strike=piece.struck))
