# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from tests.documents.pdf_making import Draw, lines, pdf_of, read
from workbench.structure import analyse


LEFT = ["(U) The ferry Aster lay at the", "northern berth until dawn and", "was then moved."]
RIGHT = ["(S) Its cargo was not listed by", "the harbour office."]
XS, YS = (72.0, 240.0, 410.0), (100.0, 150.0, 200.0)


def cell(x: float, y: float, texts: Sequence[str]) -> list[tuple[float, float, str]]:
    return [(x + 4, y + 13 + 12 * i, text) for i, text in enumerate(texts)]


def words(page: Any) -> None:
    lines((72, 80, "Before the table"), (72, 230, "Behind the table"))(page)
    for y in YS[:2]:
        lines(*cell(XS[0], y, LEFT), *cell(XS[1], y, RIGHT), size=10)(page)


def ruled(page: Any) -> None:
    words(page)
    for x in XS:
        page.draw_line((x, YS[0]), (x, YS[-1]), width=0.7)
    for y in YS:
        page.draw_line((XS[0], y), (XS[-1], y), width=0.7)


def inner_rules(page: Any) -> None:
    words(page)
    page.draw_line((XS[1], YS[0]), (XS[1], YS[-1]), width=0.7)
    for y in YS:
        page.draw_line((XS[0], y), (XS[-1], y), width=0.7)


def framed(page: Any) -> None:
    words(page)
    for x0, x1 in itertools.pairwise(XS):
        for y0, y1 in itertools.pairwise(YS):
            page.draw_rect((x0, y0, x1, y1), width=0.7)


def thin_boxes(page: Any) -> None:
    words(page)
    for x in XS:
        page.draw_rect((x, YS[0], x + 0.6, YS[-1]), fill=(0, 0, 0), color=None)
    for y in YS:
        page.draw_rect((XS[0], y, XS[-1], y + 0.6), fill=(0, 0, 0), color=None)


@pytest.mark.parametrize("draw", [ruled, inner_rules, framed, thin_boxes], ids=lambda draw: str(draw.__name__))
def test_a_cell_that_runs_over_is_read_to_its_end(draw: Draw) -> None:
    document = read(pdf_of(draw))
    row = ["\n".join(LEFT), "\n".join(RIGHT)]
    assert document.text.split("\n\n") == ["Before the table", *row, *row, "Behind the table"]
    assert [document.text[b.span.start : b.span.end] for b in document.blocks] == document.text.split("\n\n")


def test_rows_of_one_line_are_read_across() -> None:
    def draw(page: Any) -> None:
        for i, y in enumerate((100, 120, 140)):
            lines((76, y + 14, f"berth {i}"), (244, y + 14, f"cargo {i}"))(page)
        for y in (100, 120, 140, 160):
            page.draw_line((72, y), (410, y), width=0.7)
        for x in XS:
            page.draw_line((x, 100), (x, 160), width=0.7)

    assert read(pdf_of(draw)).text.split() == [w for i in range(3) for w in ("berth", str(i), "cargo", str(i))]


def test_rows_without_rules_between_them_are_read_across() -> None:
    def draw(page: Any) -> None:
        for i in range(5):
            y = 114 + 12 * i
            lines((76, y, f"berth {i}"), (244, y, f"cargo {i}"), size=10)(page)
        for x in XS:
            page.draw_line((x, 100), (x, 170), width=0.7)
        for rule in (100, 170):
            page.draw_line((72, rule), (410, rule), width=0.7)

    assert read(pdf_of(draw)).text.split() == [w for i in range(5) for w in ("berth", str(i), "cargo", str(i))]


def test_a_code_beside_a_table_comes_behind_its_row() -> None:
    def draw(page: Any) -> None:
        ruled(page)
        lines((450, 113, "(b)(1)"), (450, 163, "(b)(3)"), size=10)(page)

    row = ["\n".join(LEFT), "\n".join(RIGHT)]
    expected = ["Before the table", *row, "(b)(1)", *row, "(b)(3)", "Behind the table"]
    assert read(pdf_of(draw)).text.split("\n\n") == expected


def test_a_table_beside_running_text_is_left_as_it_is() -> None:
    def draw(page: Any) -> None:
        ruled(page)
        lines((430, 113, "running text that goes on beside the table"), size=8)(page)

    found = read(pdf_of(draw)).text.split()
    assert len(found) == 6 + 2 * len(" ".join(LEFT + RIGHT).split()) + 8


@pytest.mark.parametrize(
    ("ruled", "marks"),
    # Rules say which row is another one; where there are none, cells of one table are all read apart.
    [(True, {"(U) Sund": "(U)", "(S) 1991": "(S)", "(U) Amber 1988": "(U)"}),
     (False, {"(U) Sund": "(U)", "(S) 1991": "(S)", "(U) Amber": "(U)", "1988": None})],
)  # fmt: skip
def test_the_cells_of_a_row_in_which_several_are_marked_are_read_apart(
    ruled: bool, marks: dict[str, str | None]
) -> None:
    def draw(page: Any) -> None:
        lines((76, 114, "(U) Sund"), (244, 114, "(S) 1991"), size=10)(page)
        lines((76, 134, "(U) Amber"), (244, 134, "1988"), size=10)(page)
        for y in (100, 120, 140) if ruled else ():
            page.draw_line((72, y), (410, y), width=0.7)
        for x in XS if ruled else ():
            page.draw_line((x, 100), (x, 140), width=0.7)

    document = read(pdf_of(draw))
    seen = {
        document.text[p.spans[0].start : p.spans[-1].end]: p.portion and p.portion.raw
        for p in analyse(document).paragraphs
    }
    assert seen == marks


@pytest.mark.parametrize("trailing", [False, True])
def test_lines_side_by_side_are_read_one_column_after_the_other_where_marks_stand_in_both(trailing: bool) -> None:
    left = ["The ferry Aster lay at the", "northern berth until dawn."]
    right = ["Its cargo was not listed by", "the harbour office at all."]

    def draw(page: Any) -> None:
        for x, mark, (first, second) in ((76, "(U)", left), (244, "(S)", right)):
            rows = (first, f"{second} {mark}") if trailing else (f"{mark} {first}", second)
            lines((x, 114, rows[0]), (x, 126, rows[1]), size=9)(page)

    paragraphs = analyse(read(pdf_of(draw))).paragraphs
    assert [(p.portion and p.portion.raw, len(p.spans)) for p in paragraphs] == [("(U)", 1), ("(S)", 1)]
