# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from tests.documents.pdf_making import Draw, column, lines, pdf_of, read
from workbench.documents import Document
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
    "ruled",
    [True, False],
)
def test_the_cells_of_a_table_in_which_several_of_a_row_are_marked_are_read_apart(ruled: bool) -> None:
    marks = {"(U) Sund": "(U)", "(S) 1991": "(S)", "(U) Amber": "(U)", "1988": None}

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


def table(rows: Sequence[Sequence[Sequence[str]]], *, down: bool) -> list[tuple[float, float, str]]:
    """Lines of a table without rules; ``down``: the file goes down each cell, else across each line of the page."""
    found, y = [], 100.0
    for row in rows:
        for x, texts in zip((72.0, 240.0, 400.0), row, strict=False):
            found += [(x, y + 11 * i, text) for i, text in enumerate(texts)]
        y += 11 * max(map(len, row))
    return found if down else sorted(found, key=lambda line: (line[1], line[0]))


ROWS = [
    [["The ferry Aster lay", "at the northern berth"], ["nets and cables", "were landed"]],
    [["The ferry Boreas"], ["lamps were bought", "for the pier", "in spring"]],
]


def test_a_table_without_rules_is_read_cell_by_cell_where_the_file_goes_down_its_cells() -> None:
    blocks = read(pdf_of(lines(*table(ROWS, down=True), size=9))).text.split("\n\n")
    assert blocks == ["\n".join(cell) for row in ROWS for cell in row]


def test_where_the_file_goes_across_and_nothing_is_marked_a_table_without_rules_is_read_across() -> None:
    text = read(pdf_of(lines(*table(ROWS, down=False), size=9))).text
    assert "The ferry Aster lay nets and cables" in text


def marked(document: Document) -> dict[str, str | None]:
    """The first words of each paragraph with its mark."""
    text = document.text
    paragraphs = analyse(document).paragraphs
    return {text[p.spans[0].start :].split("\n")[0]: p.portion.raw if p.portion else None for p in paragraphs}


@pytest.mark.parametrize("down", [False, True])
def test_an_unmarked_cell_never_goes_on_with_the_marked_one_above_it(down: bool) -> None:
    rows = [
        [["(U) The ferry Aster", "lay at her berth"], ["(S) nets and cables", "were landed", "that night"]],
        [["Boreas had left"], ["lamps were bought"]],
        [["(C) Corvus"], ["(U) bread"]],
    ]
    found = marked(read(pdf_of(lines(*table(rows, down=down), size=9))))
    assert found["(U) The ferry Aster"] == "(U)"
    assert found["(S) nets and cables"] == "(S)"
    assert found["Boreas had left"] is None
    assert found["(C) Corvus"] == "(C)"
    assert found["(U) bread"] == "(U)"


@pytest.mark.parametrize("down", [False, True])
def test_a_mark_alone_on_the_first_line_of_a_cell_opens_the_cell(down: bool) -> None:
    rows = [
        [["(U) Ansa Holm"], ["(S)", "Remarks on cables"]],
        [["(U) Kaspar Lindt"], ["(C)", "Remarks on locks", "and on gates"]],
    ]
    blocks = read(pdf_of(lines(*table(rows, down=down), size=9))).text.split("\n\n")
    assert blocks == ["\n".join(cell) for row in rows for cell in row]


def test_a_row_of_marks_alone_opens_no_cell_of_the_row_below() -> None:
    rows = [[["(U)"], ["(U) Open"]], [["Boreas had left"], ["(S) lamps were bought"]]]
    found = marked(read(pdf_of(lines(*table(rows, down=False), size=9))))
    assert (found["Boreas had left"], found["(S) lamps were bought"]) == (None, "(S)")


@pytest.mark.parametrize("down", [False, True])
def test_a_mark_behind_a_cell_does_not_reach_the_cell_below(down: bool) -> None:
    rows = [
        [["The ferry Aster lay", "at her berth. (U)"], ["Nets and cables", "were landed. (C)"]],
        [["Boreas had left", "with nothing. (S)"], ["Lamps were bought", "for the pier. (TS)"]],
    ]
    document = read(pdf_of(lines(*table(rows, down=down), size=9)))
    found = marked(document)
    assert found["The ferry Aster lay"] == "(U)"
    assert found["Boreas had left"] == "(S)"
    assert found["Lamps were bought"] == "(TS)"


@pytest.mark.parametrize("down", [False, True])
def test_a_table_in_one_of_two_columns_leaves_the_other_whole(down: bool) -> None:
    left = [f"running words of the left column {i}" for i in range(20)]
    right = [f"running words of the right one {i}" for i in range(6)]
    cells = [["(S) Aster", *["cargo"] * 5], ["(U) Boreas", *["ballast"] * 11]]
    drawn = [
        *column(60, 100, ["(U) first", *left], 12),
        *column(310, 105, ["(S) second", *right], 12),
        *column(310, 190, cells[0], 9),
        *column(430, 190, cells[1], 9),
    ]
    drawn = drawn if down else sorted(drawn, key=lambda line: (line[1], line[0]))
    blocks = read(pdf_of(lines(*drawn, size=8))).text.split("\n\n")
    assert "\n".join(["(U) first", *left]) in blocks
    assert "\n".join(cells[1]) in blocks


@pytest.mark.parametrize("down", [False, True])
def test_a_column_is_read_to_its_end_where_the_other_ends_before_it(down: bool) -> None:
    left = [f"{words} of the left column" for words in ("(S) the first", "and lines", "and others")]
    parts = [column(60, y, left) for y in (100, 160, 220, 280)]
    drawn = [piece for part in parts for piece in part] + column(310, 100, ["some words of the right one"] * 6)
    drawn = drawn if down else sorted(drawn, key=lambda line: (line[1], line[0]))
    text = read(pdf_of(lines(*drawn, size=9))).text
    assert text.rindex("left") < text.index("right")


def test_lines_printed_over_each_other_are_read() -> None:
    drawn = [(72.0 + 30 * i, 100.0 + 12 * j, f"(U) words {i} of line {j}") for i in range(2) for j in range(4)]
    assert len(read(pdf_of(lines(*drawn, size=9))).text.split()) == 6 * 8


def test_a_rule_parts_the_last_row_of_a_table_whose_first_cells_are_one() -> None:
    def page(drawn: Any) -> None:
        for y, texts in (100, ("(U) Aster", "(U) Ferry", "Mines")), (120, ("(S) Olm", "Tug", "Lamps")):
            lines(*((x + 4, y + 13, text) for x, text in zip((72, 200, 330), texts, strict=True)), size=10)(drawn)
        lines((76, 153, "(U) Heron"), (334, 153, "Sinks boats"), size=10)(drawn)
        for x, foot in ((72, 160), (200, 140), (330, 160), (450, 160)):
            drawn.draw_line((x, 100), (x, foot), width=0.7)
        for y in (100, 120, 140, 160):
            drawn.draw_line((72, y), (450, y), width=0.7)

    analysis = analyse(read(pdf_of(page)))
    text = analysis.document.text
    held = {" ".join(text[slice(*p.spans[0])].split()): p.portion and p.portion.raw for p in analysis.paragraphs}
    assert held["(U) Heron"] == "(U)"
    assert held["Sinks boats"] is None
