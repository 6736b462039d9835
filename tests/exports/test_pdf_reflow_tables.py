# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of copies with layout ``reflow``: a grid that tells nothing of what is withheld in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.test_pdf_table_tags import page, plan, tables
from workbench.documents import read_document
from workbench.exports import verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.pdf.reflow import reflow
from workbench.marks import find_marks
from workbench.redaction import load_policy


Rows = Sequence[Sequence[str]]
HEAD = ["(U) Pier", "(U) Keeper", "(U) What is told of it"]
LABEL = "[paragraph withheld (b)(1)]"
LETTERS = st.text(alphabet="abc def.WM1", max_size=400)


def copy_of(rows: Rows) -> bytes:
    made = plan(page([*map(list, rows)]), "piers.html")
    copy = reflow(made)
    assert verify_copy(copy, "copy.pdf", made).leaks == 0
    assert pass_gate(copy, "copy.pdf", made, load_policy("public")) == ()
    return copy


def places(copy: bytes) -> list[dict[str, tuple[float, float]]]:
    """For each page where each line of print begins."""
    with pymupdf.open("pdf", copy) as pdf:
        found = []
        for each in pdf:
            lines = [line for block in each.get_text("dict")["blocks"] for line in block["lines"]]
            found.append({"".join(s["text"] for s in line["spans"]).strip(): line["bbox"][:2] for line in lines})
        return found


def test_cells_of_a_row_stand_beside_each_other_and_those_of_a_column_below_each_other() -> None:
    (told,) = places(copy_of([HEAD, ["(U) North", "(S) Dorn", "(U) Lit"], ["(U) South", "(U) Klint", "(U) Dark"]]))
    rows = defaultdict(list)
    for text, (x, y) in told.items():
        rows[round(y)].append((x, text))
    assert [text for _, text in sorted(rows[round(told["(U) South"][1])])] == ["(U) South", "(U) Klint", "(U) Dark"]
    for above, below in (("(U) Pier", "(U) North"), ("(U) North", "(U) South"), ("(U) Lit", "(U) Dark")):
        assert told[above][0] == told[below][0] and told[above][1] < told[below][1]
    assert told["(U) Keeper"][0] < told[LABEL][0] + 1 < told["(U) Lit"][0]
    assert abs(told[LABEL][1] - told["(U) North"][1]) < 4


@settings(max_examples=25, deadline=None)
@given(LETTERS, LETTERS)
def test_the_grid_tells_nothing_of_what_is_withheld(one: str, other: str) -> None:
    rows = [HEAD, ["(U) North", "(S) Dorn {}", "(U) Lit"], ["(S) South {}", "(U) Klint", "(U) It is dark at night."]]
    copies = {reflow(plan(page([[c.format(words) for c in r] for r in rows]), "p.html")) for words in (one, other)}
    assert len(copies) == 1


def test_every_page_of_a_table_has_its_headings_and_a_screen_reader_says_them_once() -> None:
    copy = copy_of([HEAD, *([f"(U) Pier {n}", "(U) Klint", "(U) Dark"] for n in range(90))])
    told = places(copy)
    assert len(told) > 1
    assert all("(U) Keeper" in lines for lines in told)
    assert len({lines["(U) Keeper"][0] for lines in told}) == 1
    assert [row[0] for row in tables(copy)[0]].count("/TH") == 1
    assert all(f"(U) Pier {n}" in {text for lines in told for text in lines} for n in range(90))


def test_withheld_headings_are_not_said_again_on_the_next_page() -> None:
    copy = copy_of([["(U) Pier", "(S) Keeper"], *([f"(U) Pier {n}", "(U) Klint"] for n in range(90))])
    assert [LABEL in lines for lines in places(copy)] == [True, *[False] * (len(places(copy)) - 1)]


def test_a_label_in_a_narrow_column_is_its_code_and_is_said_in_full() -> None:
    copy = copy_of([[f"({'S' if column == row else 'U'}) {row}" for column in range(12)] for row in range(4)])
    assert "(b)(1)" in places(copy)[0] and LABEL not in places(copy)[0]
    assert [row[n] for n, row in enumerate(tables(copy)[0])] == ["/TD paragraph withheld, (b)(1)"] * 4


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, ["(U) North", "(U) Klint", "(U) " + "The lamp was lit at dusk. " * 500]],
        [[f"(U) Harbour{column}" for column in range(40)] for _ in range(2)],
    ],
    ids=["too high", "too narrow"],
)
def test_a_row_that_fits_no_page_or_no_columns_is_set_cell_below_cell(rows: Rows) -> None:
    copy = copy_of(rows)
    with pymupdf.open("pdf", copy) as pdf:
        told = " ".join(" ".join(each.get_text() for each in pdf).split())
        assert all(x0 >= 0 and x1 <= each.rect.x1 - 72 for each in pdf for x0, _, x1, *_ in each.get_text("words"))
    assert told.count("The lamp was lit") == sum(cell.count("The lamp was lit") for row in rows for cell in row)
    assert all(cell.split()[1] in told for row in rows for cell in row)
    assert len(tables(copy)) == 1


def test_rows_whose_columns_nobody_knows_have_their_cells_one_below_the_other_in_a_frame() -> None:
    body = page([["(U) North", "(U) Klint"], ["(U) South", "(S) Dorn"]]).replace(
        b"<table>", b"<table><tr><td colspan=2>(U) Piers of the island</td></tr>"
    )
    copy = reflow(plan(body, "piers.html"))
    (told,) = places(copy)
    texts = ["(U) Piers of the island", "(U) North", "(U) Klint", "(U) South", LABEL]
    assert sorted(texts, key=lambda text: told[text][1]) == texts
    with pymupdf.open("pdf", copy) as pdf:
        rules = sorted({round(d["rect"].y0) for d in pdf[0].get_drawings() if d["rect"].width > 400})
    tops = [told[text][1] for text in texts]
    assert [sum(rule < top for rule in rules) for top in tops] == [1, 2, 2, 3, 3]


def test_a_grid_with_empty_cells_is_read_again_without_boxes_of_redactions() -> None:
    copy = copy_of([["(U) Pier", "", "(U) Keeper"], ["(U) North", "", "(U) Klint"], ["(U) South", "", ""]])
    assert not [mark for mark in find_marks(read_document(copy, "copy.pdf")) if mark.type == "placeholder"]
