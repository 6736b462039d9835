# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io

import docx
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
    rows = "".join("\\trowd " + "".join(f"\\pard\\intbl {cell}\\cell " for cell in row) + "\\row " for row in table)
    return ("{\\rtf1\\ansi\\pard SECRET\\par " + rows + "\\pard}").encode()


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
FORMATS.append(pytest.param(word, "memo.docx", id="docx"))


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


GRID = [param for param in FORMATS if param.id != "rtf"]  # whose cells know their columns


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
