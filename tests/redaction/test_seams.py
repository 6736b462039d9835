# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms cut in two: what is asked of letters first finds what reading every pair of lines as one does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents import Box, Document, Format, Page, Span
from workbench.documents.words import Line, Word
from workbench.redaction import Term, columns
from workbench.redaction.columns import parted
from workbench.redaction.hits import hit_cuts
from workbench.redaction.intervals import merge
from workbench.redaction.needles import TermIndex
from workbench.redaction.seams import Seams, Starts
from workbench.structure import analyse


_TERMS = ("lantern bridge", "Kestrel", "unit 4", "Ka", "harbour", "old stone bridge")
_WORDS = st.sampled_from(
    "lantern bridge lan- lan tern tern, Kes trel (Kest rel) K a the unit 4 old stone br1dge 12 har bour. "
    "\u00a7 h\u0430r l\ufb01 xlan bridges 1antern".split()
)
_LINES = st.lists(st.lists(_WORDS, min_size=1, max_size=3), min_size=1, max_size=3)
_PAGES = st.lists(st.lists(st.tuples(_LINES, st.integers(0, 2)), min_size=1, max_size=7), min_size=1, max_size=3)
_Rows = list[list[tuple[list[list[str]], int]]]


def _document(pages: _Rows, *, printed: bool) -> Document:
    """Pages of lines, each of pieces side by side, the first in one of three columns."""
    text, made = "", []
    for number, rows in enumerate(pages, 1):
        start, lines = len(text), []
        for row, (pieces, column) in enumerate(rows):
            first, words = len(text), []
            for place, piece in enumerate(pieces, column):
                for at, word in enumerate(piece):
                    text += ("" if len(text) == first else " " if at or printed else "   ") + word
                    x, y = 200.0 * place + 40 * at, 12.0 * row
                    words.append(
                        Word(len(text) - len(word), len(text), Box(number, x, y, x + 38 * (len(word) > 1), y + 10))
                    )
            box = Box(number, words[0].box.x0, words[0].box.y0, words[-1].box.x1, words[0].box.y1)
            lines.append(Line(Span(first, len(text)), box, 10, False, words))
            text += "\n"
        made.append(Page(number, Span(start, len(text)), 600, 800, tuple(lines) if printed else ()))
        text += "\n"
    return Document("a", "", Format.PDF if printed else Format.TEXT, text, tuple(made))


def _withheld(document: Document) -> list[Span]:
    cuts = hit_cuts(analyse(document), [Term(term) for term in _TERMS], ())
    return merge(span for cut in cuts for span in cut.spans)


@settings(max_examples=150, deadline=None)
@given(_PAGES, st.booleans())
def test_lines_that_no_term_reaches_over_need_not_be_read_as_one(pages: _Rows, printed: bool) -> None:
    document = _document(pages, printed=printed)
    found = _withheld(document)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Seams, "cross", lambda *_: True)
        patch.setattr(columns._Wanted, "may_be_on", lambda *_: True)
        patch.setattr(
            Starts, "with_any", lambda starts, _: sorted({p for each in starts._places.values() for p in each})
        )
        assert _withheld(document) == found


def test_only_pairs_that_a_term_reaches_over_are_read_as_one() -> None:
    rows: _Rows = [[([["the", "lantern"], ["lantern"]], 0), ([["bridge"], ["tern"]], 0), ([["the", "lantern"]], 1)]]
    pieces = list(parted(_document(rows, printed=True), TermIndex(_TERMS)))
    assert {piece.line for piece in pieces} == {"the lantern\nbridge"}


@pytest.mark.parametrize(
    ("pieces", "crossed"),
    [
        (["thelan", "ternbridge"], True),
        (["lantern", "", "bridge"], True),
        (["lantern12", "bridge"], True),
        (["lantern", "3bridge"], True),
        (["unit4", "4"], True),
        (["unit", "74"], True),
        (["unit", "lantern"], False),
        (["lanternbridge", "lanternbridge"], False),
        (["k", "b"], False),
    ],
)
def test_a_term_reaches_over_a_seam(pieces: list[str], crossed: bool) -> None:
    assert TermIndex(["lantern bridge", "k", "unit 4"]).seams.cross(pieces) is crossed
