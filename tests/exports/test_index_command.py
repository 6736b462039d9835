# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import csv
import io
import json
import os
import sys
import zipfile
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml
from docx import Document as opened

from tests.documents.docx_files import docx, paragraph
from tests.exports.memo import MEMO
from workbench.cases import Case
from workbench.cli import run
from workbench.documents import Box, Span, open_document
from workbench.exports.index import Row, gaps, render, row_of_decision, rows_of_folder
from workbench.exports.notes import Notes
from workbench.redaction import Action, Decision


ROWS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "index_rows.yaml").read_text("utf-8")
)
NAME, EMPTY = "memo.txt", Row("memo.txt", *[""] * 7)


@pytest.mark.parametrize("name", ROWS["recorded"])
@pytest.mark.parametrize(
    ("told", "disposition"),
    [({"disposition": "full"}, "withheld in full"), ({"disposition": "part"}, "withheld in part"), ({}, "")],
)
def test_a_redaction_is_a_row(name: str, told: dict[str, str], disposition: str, tmp_path: Path) -> None:
    case = ROWS["recorded"][name]
    record = {"source": {"path": f"in/{NAME}"}, "redactions": [case["redaction"]], **told}
    (tmp_path / "memo.redactions.json").write_text(json.dumps(record))
    assert rows_of_folder(tmp_path) == [replace(EMPTY, **case["row"], disposition=disposition)]


@pytest.mark.parametrize("name", ROWS["decided"])
def test_a_decision_to_withhold_is_a_row(name: str) -> None:
    case = ROWS["decided"][name]
    told = {**case["decision"]}
    spans = tuple(Span(*span) for span in told.pop("spans", ()))
    box = Box(*told.pop("box")) if "box" in told else None
    decision = Decision("a" * 64, spans, Action.WITHHOLD, box=box, **told)
    assert row_of_decision(NAME, case.get("page"), decision) == replace(EMPTY, **case["row"])


def test_every_form_has_every_row() -> None:
    rows = [
        replace(EMPTY, **case["row"] | {"page": str(number)}) for number, case in enumerate(ROWS["recorded"].values())
    ]
    assert [Row(**row) for row in json.loads(render(rows, "json"))] == rows
    assert [Row(**row) for row in csv.DictReader(io.StringIO(render(rows, "csv").decode()))] == rows
    assert render(rows, "html").count(b"<tr>") == len(rows) + 1
    (table,) = opened(io.BytesIO(render(rows, "docx"))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [list(astuple(row)) for row in rows]


def test_what_an_index_lacks_is_counted() -> None:
    assert list(gaps(replace(EMPTY, **case["row"]) for case in ROWS["recorded"].values())) == [
        "3 withholdings name no exemption",
        "1 withholding under (b)(3) names no statute; name it in the code or reason",
    ]


@pytest.mark.parametrize("broken", ["{", "[]", "{}", '{"source": {"path": "a.txt"}, "redactions": [{}]}'])
def test_no_record_is_passed_over(broken: str, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / "records" / "other.redactions.json").write_text(broken)
    capsys.readouterr()
    assert run(["index", str(exported)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.endswith("other.redactions.json: is no record of redactions\n")


@pytest.fixture
def exported(memo: Path, tmp_path: Path) -> Path:
    terms = tmp_path / "terms.txt"
    terms.write_text("ferry\t(b)(3)\n")
    assert run(["export", str(memo), "--terms", str(terms)]) == 0
    return tmp_path / "exports"


def test_the_index_names_every_withholding_with_its_law(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["index", str(exported), "--format", "csv"]) == 0
    out = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(r["document"], r["page"], r["extent"], r["code"], r["authority"], r["statute"]) for r in rows] == [
        ("memo.txt", "1", "paragraph", "(b)(1)", "FOIA", "5 U.S.C. 552(b)(1)"),
        ("memo.txt", "1", "paragraph", "(b)(1)", "FOIA", "5 U.S.C. 552(b)(1)"),
        ("memo.txt", "1", "text", "(b)(3)", "FOIA", "5 U.S.C. 552(b)(3)"),
    ]
    assert rows[2]["reason"] == "on the list of terms to withhold"
    assert not {"Quillback", "ferry"} & set(out.replace(",", " ").split())


def test_the_index_tells_same_named_documents_of_two_folders_apart(
    memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = memo.parent / "annex" / memo.name
    twin.parent.mkdir()
    twin.write_text(MEMO)
    assert run(["export", str(memo.parent)]) == 0
    capsys.readouterr()
    assert run(["index", "exports"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {row["document"] for row in rows} == {"memo.txt", "annex/memo.txt"}


@pytest.mark.parametrize(
    ("folder", "names"),
    [(".", {"first/memo.txt", "second/memo.txt"}), ("first", {"memo.txt"}), ("first/records", {"memo.txt"})],
)
def test_the_index_of_a_folder_above_runs_names_each_run(
    memo: Path, folder: str, names: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for to in ("first", "second"):
        assert run(["export", str(memo), "--to", to]) == 0
    capsys.readouterr()
    assert run(["index", folder]) == 0
    assert {row["document"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))} == names


def test_the_index_says_what_it_lacks_and_of_each_document_whether_all_of_it_is_withheld(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "terms.txt").write_text("ferry\t(b)(3)\nquayside\n")
    memo.rename(memo.with_name("quayside.txt"))
    (tmp_path / "d.yaml").write_text(
        "decisions: [{document: closed.txt, page: 1, code: (b)(3), reason: '50 U.S.C. 3024(i)(1), a source'}]"
    )
    (memo.parent / "closed.txt").write_text("Nothing of it stays.\n")
    export = ["export", "in/quayside.txt", "in/closed.txt", "--terms", "terms.txt", "--decisions", "d.yaml"]
    assert run(export) == 0
    capsys.readouterr()
    assert run(["index", "exports"]) == 0
    said = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert {(r["document"], r["disposition"]) for r in rows} == {
        ("closed.txt", "withheld in full"),
        ("withheld.txt", "withheld in part"),  # a term stood in its name
    }
    assert [r["statute"] for r in rows if r["document"] == "closed.txt"] == ["50 U.S.C. 3024(i)(1)"]
    assert said.err.splitlines()[-1] == ("1 withholding under (b)(3) names no statute; name it in the code or reason")


def test_the_index_of_annotated_copies_names_no_term_either(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "terms.txt").write_text("quayside\n")
    memo.rename(memo.with_name("quayside.txt"))
    assert run(["export", "in/quayside.txt", "--terms", "terms.txt", "--as", "annotated"]) == 0
    capsys.readouterr()
    assert run(["index", "exports"]) == 0
    assert {row["document"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))} == {"withheld.txt"}


def test_the_index_has_what_the_writer_withheld_beside_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 100), "They met Kestrel at the quay.")
        pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 40))
        pixels.clear_with(90)
        page.insert_image((72, 300, 272, 430), pixmap=pixels, keep_proportion=False)
        page.insert_text((80, 350), "The boats of the island.")  # a picture that words stand on is never kept
        pdf.save(tmp_path / "letter.pdf")
    picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
    Path("note.docx").write_bytes(docx(f"{paragraph('The harbour is open.')}{picture}{picture}"))
    Path("terms.txt").write_text("Kestrel\n")
    export = ["export", "letter.pdf", "note.docx", "--terms", "terms.txt", "--policy", "none", "--ocr", "never"]
    assert run(export) == 0
    capsys.readouterr()
    assert run(["index", "exports"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(r["document"], r["page"], r["extent"], r["disposition"]) for r in rows] == [
        ("letter.pdf", "1", "text", "withheld in part"),
        ("letter.pdf", "1", "picture", "withheld in part"),
        ("note.docx", "1", "picture", "withheld in part"),
        ("note.docx", "1", "picture", "withheld in part"),
    ]
    assert rows[1]["reason"] == "a picture that was not searched by OCR, or not found open"
    records = [json.loads(path.read_text()) for path in sorted(Path("exports/records").glob("*.redactions.json"))]
    assert [[r["why"] for r in record["redactions"]] for record in records] == [
        ["term", "writer:X101"],
        ["writer:X101", "writer:X101"],
    ]
    assert run(["verify", "exports", "--against", "."]) == 0
    manifest = json.loads(Path("exports/records/manifest.json").read_text())
    assert run([*export, "--resume"]) == 0
    assert json.loads(Path("exports/records/manifest.json").read_text())["documents"] == manifest["documents"]


@pytest.mark.parametrize(
    ("code", "count", "extents"),
    [
        ("X103", 9, ["text"]),  # how many characters a copy does not tell
        ("X105", 2, ["text", "text"]),
        ("X107", 1, ["page"]),
        ("X109", 2, ["text", "text"]),
        ("X102", 3, []),
    ],
)
def test_each_kind_that_a_writer_withholds_is_a_redaction(code: str, count: int, extents: list[str]) -> None:
    notes = Notes()
    notes.add(code, 4, count)
    found = notes.withheld()
    assert [r.label for r in found] == [f"[{extent} withheld]" for extent in extents]
    assert all((r.page, r.spans, r.why) == (4, (), f"writer:{code}") and r.reason for r in found)


def test_the_index_as_html_and_docx_and_json(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["index", str(exported), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert run(["index", str(exported), "--format", "html"]) == 0
    assert capsys.readouterr().out.count("<tr>") == 4
    for name in ("one.docx", "two.docx"):
        assert run(["index", str(exported), "--format", "docx", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    assert "5 U.S.C. 552(b)(3)" in zipfile.ZipFile(tmp_path / "one.docx").read("word/document.xml").decode()


def test_an_index_in_docx_is_not_printed_on_a_terminal(
    exported: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["index", str(exported), "--format", "docx"]) == 2
    assert "use --output FILE" in capsys.readouterr().err


def test_the_index_of_a_case_is_safe_in_a_spreadsheet_and_a_browser(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = open_document(memo)
    start = MEMO.index("Quillback")
    reason = '=HYPERLINK("http://example.org") <script>alert(1)</script>'
    with Case.open(tmp_path / "case.db") as case:
        case.opened(document.sha256, str(memo), "text")
        spans = (Span(start, start + 9),)
        case.decide(Decision(document.sha256, spans, Action.WITHHOLD, None, "(b)(7)(C)", reason, "r"))
    assert run(["index", str(tmp_path / "case.db")]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["document"], row["page"], row["code"], row["statute"]) == (
        "memo.txt",
        "1",
        "(b)(7)(C)",
        "5 U.S.C. 552(b)(7)(C)",
    )
    assert row["reason"].startswith("'=")
    assert run(["index", str(tmp_path / "case.db"), "--format", "html"]) == 0
    assert "<script" not in capsys.readouterr().out


def test_the_index_of_a_case_tells_same_named_documents_of_two_folders_apart(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Case.open(tmp_path / "case.db") as case:
        for number, path in enumerate((memo, memo.parent / "annex" / memo.name, memo.with_name("other.txt"))):
            sha256 = f"{number:064}"
            case.opened(sha256, str(path), "text")
            case.decide(Decision(sha256, (Span(0, 9),), Action.WITHHOLD, None, "(b)(6)", "", "r"))
    assert run(["index", str(tmp_path / "case.db"), "--quiet"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert sorted(row["document"] for row in rows) == ["annex/memo.txt", "memo.txt", "other.txt"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "|cmd", "%x", "  =1+1", "\t=1+1", "\uff1d1+1"])
def test_no_cell_of_an_index_is_a_formula(cell: str) -> None:
    row = Row("memo.txt", "1", "p1", "text", "(b)(6)", "FOIA", "", cell)
    [read] = csv.DictReader(io.StringIO(render([row], "csv").decode()))
    assert read["reason"].startswith("'") and read["reason"].endswith(cell.strip())


@pytest.mark.parametrize("form", ["csv", "html"])
def test_no_letters_of_an_index_are_turned_about(form: str) -> None:
    data = render([Row("memo.txt", "1", "p1", "text", "(b)(6)", "FOIA", "", "a\u202eb\x1bc\r\nd")], form).decode()
    assert "a b c  d" in data


@pytest.mark.parametrize("source", ["missing", "in", "in/memo.txt"])
def test_an_index_of_nothing_is_wrong_usage(memo: Path, source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", source]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("index.csv", 0),
        ("exports/index.csv", 0),
        ("in/memo.txt", 2),
        ("case.db", 2),
        ("exports/records/index.csv", 2),
        ("exports/sanitized/memo.sanitized.txt", 2),
        ("pipe", 1),
        ("exports", 1),
    ],
)
@pytest.mark.parametrize("source", ["exports", "case.db"])
def test_the_index_takes_the_place_of_nothing_that_it_is_of(
    name: str, code: int, source: str, exported: Path, memo: Path, tmp_path: Path
) -> None:
    os.mkfifo("pipe")
    document = open_document(memo)
    with Case.open(Path(source if source == "case.db" else "other.db")) as case:
        case.opened(document.sha256, str(memo), document.format, document.reading.text)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(["index", source, "-o", name]) == (code if name != "case.db" or source == name else 0)
    assert all(path.read_bytes() == data for path, data in before.items())
