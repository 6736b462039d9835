# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io

import docx
import pymupdf
import pytest

from workbench.documents import DEFAULT_LIMITS, OcrMode, read_document
from workbench.documents.ocr import silent
from workbench.structure import Paragraph, analyse


Table = list[list[str]]
HEADINGS = ["Pier", "Keeper", "Lamps"]
ROWS = [["(U) North", "Dorn", "4"], ["(S) South", "Klint", "none"]]


def html(table: Table) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    return f"<html><body><p>SECRET</p><table>{rows}</table></body></html>".encode()


def rtf(table: Table) -> bytes:
    edges = "".join(f"\\cellx{2000 * number}" for number, _ in enumerate(table[0], 1))
    rows = "".join(
        f"\\trowd{edges} " + "".join(f"\\pard\\intbl {cell}\\cell " for cell in row) + "\\row " for row in table
    )
    return ("{\\rtf1\\ansi\\pard SECRET\\par " + rows + "\\pard}").encode()


def drawn(table: Table, *, ruled: bool) -> bytes:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 60), "SECRET")
        for y, row in enumerate(table):
            for x, cell in enumerate(row):
                page.insert_text((75 + 150 * x, 114 + 20 * y), cell, fontsize=10)
                if ruled:
                    page.draw_rect((72 + 150 * x, 100 + 20 * y, 222 + 150 * x, 120 + 20 * y), width=0.5)
        return bytes(pdf.tobytes())


def ruled(table: Table) -> bytes:
    return drawn(table, ruled=True)


def unruled(table: Table) -> bytes:
    return drawn(table, ruled=False)


def typed(table: Table) -> bytes:
    return "\n".join(["SECRET", "", *("".join(cell.ljust(30) for cell in row).rstrip() for row in table)]).encode()


def word(table: Table) -> bytes:
    made = docx.Document()
    made.add_paragraph("SECRET")
    drawn = made.add_table(len(table), len(table[0]))
    for row, cells in zip(table, drawn.rows, strict=True):
        for text, cell in zip(row, cells.cells, strict=True):
            cell.text = text
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


FORMATS = [pytest.param(html, "memo.html", id="html"), pytest.param(rtf, "memo.rtf", id="rtf")]
FORMATS += [pytest.param(word, "memo.docx", id="docx"), pytest.param(ruled, "memo.pdf", id="pdf")]


def cells(data: bytes, name: str) -> dict[str, Paragraph]:
    document = read_document(data, name, DEFAULT_LIMITS, OcrMode.NEVER, silent)
    return {document.text[slice(*p.spans[0])]: p for p in analyse(document).paragraphs}


@pytest.mark.parametrize(("made", "name"), FORMATS)
def test_a_cell_goes_on_with_nothing_however_it_begins(made: object, name: str) -> None:
    assert callable(made)
    table = [["(U) the northern quay", "(S) closed since may"], ["(C) the mill", "(U) open"]]
    found = cells(made(table), name)
    assert {text: p.portion and p.portion.raw for text, p in found.items() if text != "SECRET"} == {
        text: text[:3] for row in table for text in row
    }


@pytest.mark.parametrize(("made", "name"), FORMATS)
def test_the_mark_of_a_first_cell_is_that_of_its_row_where_all_rows_have_one(made: object, name: str) -> None:
    assert callable(made)
    found = cells(made([HEADINGS, *ROWS]), name)
    levels = {text: p.governing and p.governing.level.value for text, p in found.items()}
    assert [levels[cell] for row in ROWS for cell in row] == ["U", "U", "U", "S", "S", "S"]
    assert [levels[cell] for cell in HEADINGS] == [None, None, None]


@pytest.mark.parametrize(("made", "name"), FORMATS)
@pytest.mark.parametrize(
    "table",
    [
        pytest.param([HEADINGS, ROWS[0]], id="one row"),
        pytest.param([HEADINGS, *ROWS, ["West", "Hale", "1"]], id="a row without a mark"),
        pytest.param([HEADINGS, ROWS[0], ["(S) South", "(U) Klint", "none"]], id="a cell with a mark of its own"),
        pytest.param([["Pier", "(U) Keeper", "Lamps"], *ROWS], id="a marked heading"),
        pytest.param([HEADINGS, ROWS[1], ["North (U)", "Dorn", "4"]], id="a mark at the end"),
        pytest.param([HEADINGS, ROWS[0], ["(U) South", "Klint", "none"]], id="marks of labels"),
    ],
)
def test_in_doubt_a_cell_is_unmarked(made: object, name: str, table: Table) -> None:
    assert callable(made)
    found = cells(made(table), name)
    assert all(p.governing is None for text, p in found.items() if "(" not in text and text != "SECRET")


@pytest.mark.parametrize(("made", "name"), FORMATS)
def test_a_column_of_marks_opens_its_rows(made: object, name: str) -> None:
    assert callable(made)
    found = cells(made([["(U)", "Dorn", "4"], ["(U//FOUO)", "Klint", "none"]]), name)
    assert {p.governing.level.value for text, p in found.items() if p.governing} == {"U"}
    assert all(found[cell].governing for cell in ("Dorn", "4", "Klint", "none"))


# Where lines are not told to be rows of cells for sure, one that begins with a mark is marked.
GRID = [*FORMATS, pytest.param(unruled, "memo.pdf", id="pdf, unruled"), pytest.param(typed, "memo.txt", id="typed")]


@pytest.mark.parametrize(("made", "name"), GRID)
def test_marks_alone_in_any_column_are_those_of_their_rows(made: object, name: str) -> None:
    assert callable(made)
    found = cells(made([["Pier", "Class", "Keeper"], ["North", "(U)", "Dorn"], ["South", "(S)", "Klint"]]), name)
    levels = {text: p.governing and p.governing.level.value for text, p in found.items()}
    assert (levels["North"], levels["Dorn"], levels["South"], levels["Klint"]) == ("U", "U", "S", "S")
    assert levels["Pier"] is levels["Class"] is None


@pytest.mark.parametrize(("made", "name"), GRID)
def test_the_marks_of_headings_are_those_of_their_columns_where_one_is_classified(made: object, name: str) -> None:
    assert callable(made)
    found = cells(made([["(U) Pier", "(S) Keeper"], ["North", "Dorn"], ["South", "Klint"]]), name)
    levels = {text: p.governing and p.governing.level.value for text, p in found.items()}
    assert (levels["North"], levels["Dorn"], levels["South"], levels["Klint"]) == ("U", "S", "U", "S")


@pytest.mark.parametrize(("made", "name"), GRID)
@pytest.mark.parametrize(
    "table",
    [
        pytest.param([["(U) Pier", "(U) Keeper"], ["North", "Dorn"], ["South", "Klint"]], id="marks of labels"),
        pytest.param([["(U) Pier", "(S) Keeper"], ["North", "Dorn"]], id="one row"),
        pytest.param([["(S) Pier", "Keeper"], ["North", "Dorn"], ["South", "Klint"]], id="a heading without a mark"),
        pytest.param([["(U) Pier", "(S) Keeper"], ["North", "Dorn"], ["(U) South", "Klint"]], id="a marked cell"),
        pytest.param([["(U) The pier is old.", "(S) Dorn"], ["North", "Hale"], ["South", "Klint"]], id="a sentence"),
    ],
)
def test_in_doubt_a_column_is_unmarked(made: object, name: str, table: Table) -> None:
    assert callable(made)
    found = cells(made(table), name)
    assert all(p.governing is None for text, p in found.items() if "(" not in text and text != "SECRET")


HEAD = "<tr><th>(U) Pier<th>(S) Keeper</tr>"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(HEAD + "<tr><td colspan=2>North</tr><tr><td>South<td>Klint</tr>", id="a cell over two columns"),
        pytest.param(HEAD + "<tr><td rowspan=2>North<td>Dorn</tr><tr><td>Klint</tr>", id="a cell over two rows"),
        pytest.param(HEAD + "<tr><td hidden>1<td>Dorn<td>North</tr><tr><td>South<td>Klint</tr>", id="a hidden cell"),
        pytest.param(HEAD + "</table><table><tr><td>North<td>Dorn</tr><tr><td>South<td>Klint</tr>", id="another table"),
    ],
)
def test_columns_that_nobody_can_tell_are_unmarked(rows: str) -> None:
    found = cells(f"<p>SECRET</p><table>{rows}</table>".encode(), "memo.html")
    assert all(p.governing is None for text, p in found.items() if "(" not in text and text != "SECRET")


def test_a_table_in_a_cell_has_rows_and_columns_of_its_own() -> None:
    inner = "<table><tr><td>North<td>Dorn</tr><tr><td>South<td>Hale</tr></table>"
    rows = f"<tr><td>West<td>Klint</tr><tr><td>East<td>{inner}</tr>"
    found = cells(f"<p>SECRET</p><table>{HEAD}{rows}</table>".encode(), "memo.html")
    levels = {text: p.governing and p.governing.level.value for text, p in found.items()}
    assert [levels[cell] for cell in ("West", "Klint", "East")] == ["U", "S", "U"]
    assert [levels[cell] for cell in ("North", "Dorn", "South", "Hale")] == [None] * 4


def test_what_stands_behind_a_table_in_a_cell_opens_no_row() -> None:
    inner = "<table><tr><td>North<td>Dorn</tr></table>"
    rows = f"<tr><td>(S) West<td>{inner}(U) seen<td>Klint</tr><tr><td>(S) East<td>Hale<td>Orsa</tr>"
    found = cells(f"<p>SECRET</p><table>{rows}</table>".encode(), "memo.html")
    assert found["Klint"].governing is None


CELLX = "\\cellx2000\\cellx4000"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("\\clmgf\\cellx2000\\clmrg\\cellx4000", CELLX, id="cells over two columns"),
        pytest.param(CELLX, "\\cellx1000\\cellx4000", id="edges elsewhere"),
        pytest.param(CELLX, "\\cellx2000\\cellx3000\\cellx4000", id="an edge without a cell"),
        pytest.param("", "", id="no edges"),
    ],
)
def test_columns_that_an_rtf_does_not_tell_are_unmarked(first: str, second: str) -> None:
    lines = [("(U) Pier", "(S) Keeper", first), ("North", "Dorn", second), ("South", "Klint", first)]
    rows = "".join(f"\\trowd{edges}\\pard\\intbl {a}\\cell\\pard\\intbl {b}\\cell\\row " for a, b, edges in lines)
    found = cells(("{\\rtf1\\ansi\\pard SECRET\\par " + rows + "\\pard}").encode(), "memo.rtf")
    assert all(found[cell].governing is None for cell in ("North", "Dorn", "South", "Klint"))


def test_the_mark_of_a_row_outranks_that_of_the_text_above_its_table() -> None:
    table = [["Pier", "Class", "Keeper"], ["North", "(S)", "Dorn"], ["South", "(U)", "Klint"]]
    above = b"<p>(C) The piers are old.</p><table>"
    found = cells(html(table).replace(b"<table>", above), "memo.html")
    levels = {text: p.governing.level.value for text, p in found.items() if p.governing}
    assert [levels[cell] for cell in ("North", "Dorn", "South", "Klint")] == ["S", "S", "U", "U"]


def test_the_mark_that_a_typed_row_begins_with_is_that_of_a_cell_where_another_row_is_marked_by_cells() -> None:
    found = cells(typed([["(U) North", "(S) Dorn"], ["(U) South", "Klint"]]), "memo.txt")
    assert found["Klint"].governing is None
    assert found["(U) South"].governing is not None


def test_a_cell_alone_in_its_row_on_a_page_is_of_no_column() -> None:
    found = cells(
        ruled([["(U) Pier", "(S) Keeper"], ["North", "Dorn"], ["All of them by Orsa", ""], ["South", "Klint"]]),
        "memo.pdf",
    )
    assert all(found[cell].governing is None for cell in ("North", "Dorn", "All of them by Orsa", "South", "Klint"))


def test_a_cell_over_two_rows_of_a_page_leaves_both_unmarked() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 60), "SECRET")
        for x, y, text in (
            (75, 114, "Hale"),
            (225, 114, "North"),
            (375, 114, "(U)"),
            (225, 134, "South"),
            (375, 134, "(S)"),
        ):
            page.insert_text((x, y), text, fontsize=10)
        for x in (72, 222, 372, 522):
            page.draw_line((x, 100), (x, 140), width=0.5)
        for y, x0 in ((100, 72), (120, 222), (140, 72)):
            page.draw_line((x0, y), (522, y), width=0.5)
        found = cells(pdf.tobytes(), "memo.pdf")
    assert all(p.governing is None or p.governing.level.value == "S" for text, p in found.items() if "Hale" in text)


@pytest.mark.parametrize("table", [
    pytest.param([["Pier", "Class"], ["North", "(S)"], ["of the weir", "(U)"]], id="a cell that goes on"),
    pytest.param([["Pier", "Class"], ["North", "(S)"], ["(S) South", "(U)"]], id="another mark"),
    pytest.param([["Pier", "Class"], ["North", "(S)"], ["South", ""], ["West", "(U)"]], id="a row without a mark"),
])  # fmt: skip
@pytest.mark.parametrize(("made", "name"), GRID[-2:])
def test_rows_that_only_white_parts_are_no_table_in_doubt(made: object, name: str, table: Table) -> None:
    assert callable(made)
    document = read_document(made(table), name, DEFAULT_LIMITS, OcrMode.NEVER, silent)
    assert not any(p.inherited for p in analyse(document).paragraphs)
