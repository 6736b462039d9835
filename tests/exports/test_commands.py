# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from workbench.cases import Case
from workbench.cli import run
from workbench.documents import Span, open_document
from workbench.exports.index import Row, render
from workbench.redaction import Action, Decision
from workbench.structure import analyse


MEMO = """SECRET//NOFORN

MEMORANDUM FOR THE RECORD

(U) The harbour of Tarn is open to visitors in summer.

(S//NF) The source Quillback was met at noon behind the fish market.

The meeting was repeated in the evening at another place.

(U) The weather was fair and the ferry ran on time.

SECRET//NOFORN
"""


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "in" / "memo.txt"
    path.parent.mkdir()
    path.write_text(MEMO)
    return path


def sanitized(tmp_path: Path, name: str = "memo.sanitized.txt") -> str:
    return (tmp_path / "exports" / "sanitized" / name).read_text()


def test_a_marked_memo_is_sanitized_as_the_public_policy_says(memo: Path, tmp_path: Path) -> None:
    assert run(["export", str(memo)]) == 0
    assert sanitized(tmp_path) == (
        "~~SECRET//NOFORN~~\n\nMEMORANDUM FOR THE RECORD\n\n(U) The harbour of Tarn is open to visitors in summer.\n\n"
        "[paragraph withheld (b)(1)]\n\n[paragraph withheld (b)(1)]\n\n"
        "(U) The weather was fair and the ferry ran on time.\n\n~~SECRET//NOFORN~~\n"
    )


def test_exporting_our_own_copy_changes_nothing(memo: Path, tmp_path: Path) -> None:
    run(["export", str(memo)])
    again = tmp_path / "again" / "memo.txt"
    again.parent.mkdir()
    again.write_text(sanitized(tmp_path))
    assert run(["export", str(again), "--to", "second"]) == 0
    assert (tmp_path / "second" / "sanitized" / "memo.sanitized.txt").read_text() == sanitized(tmp_path)


def test_a_reviewers_release_is_in_the_copy_with_its_mark_struck(memo: Path, tmp_path: Path) -> None:
    analysis = analyse(open_document(memo))
    [paragraph] = [p for p in analysis.paragraphs if p.portion and p.portion.raw == "(S//NF)"]
    start = MEMO.index("Quillback")
    sha256 = analysis.document.sha256
    with Case.open(tmp_path / ".workbench" / "case.db") as case:
        case.decide(Decision(sha256, paragraph.spans, Action.RELEASE, paragraph.id, reviewer="r"))
        case.decide(Decision(sha256, (Span(start, start + 9),), Action.WITHHOLD, None, "(b)(3)", "a name", "r"))
    assert run(["export", str(memo)]) == 0
    assert "~~(S//NF)~~ The source [text withheld (b)(3)] was met at noon behind the fish market.\n" in sanitized(
        tmp_path
    )


def test_a_folder_is_walked_and_strangers_and_our_own_copies_are_named_and_skipped(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (memo.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert run(["export", "."]) == 0
    assert "picture.png" in capsys.readouterr().err
    assert run(["export", "."]) == 0
    captured = capsys.readouterr()
    assert "skipped: exports: " in captured.err
    assert captured.out == ""
    assert {p.name for p in (tmp_path / "exports" / "sanitized").iterdir()} == {"memo.sanitized.txt"}


def test_the_folder_of_the_copies_may_be_that_of_the_documents(memo: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(["export", "in", "--to", "in"]) == 0
        assert [p.name for p in (tmp_path / "in" / "sanitized").iterdir()] == ["memo.sanitized.txt"]
    assert memo.read_text() == MEMO


def test_standard_input_is_exported(memo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(MEMO.encode())))
    assert run(["export", "-"]) == 0
    assert "[paragraph withheld (b)(1)]" in sanitized(tmp_path, "stdin.sanitized.txt")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--policy", "publik"],
        ["--terms", "missing.txt"],
        ["--case", "missing.db"],
        ["--as", "sanitised"],
        ["--layout", "pretty"],
        ["--to", "in/memo.txt"],
        ["--scheduler", "tcp://127.0.0.1:1"],
        ["--jobs", "0"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    memo: Path, tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(memo), *wrong]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert not (tmp_path / "exports").exists()


def test_a_document_that_fails_is_one_line_and_exit_1(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (memo.parent / "broken.pdf").write_bytes(b"%PDF-1.7")
    assert run(["export", str(memo), "in/broken.pdf", "in/missing.txt", "-q"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["in/broken.pdf", "in/missing.txt"]


def test_verify_passes_our_copy_and_fails_one_that_was_changed(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["export", str(memo)])
    copy = tmp_path / "exports" / "sanitized" / "memo.sanitized.txt"
    assert run(["verify", str(copy), "--against", str(memo), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["leaks"] == 0
    copy.write_text(sanitized(tmp_path) + "It was the source Quillback who was met at noon behind the market.\n")
    assert run(["verify", str(copy), "--against", str(memo)]) == 1
    out = capsys.readouterr().out
    assert "memo.sanitized.txt:14:" in out
    assert "was changed since" in out
    assert "Quillback" not in out


def test_verify_judges_a_copy_without_a_record_by_what_it_lacks(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "foreign.html"
    cut = MEMO.replace("The weather was fair and the ferry ran on time.", "[redacted]")
    for start in ("(S//NF)", "The meeting"):
        first = cut.index(start)
        cut = cut[:first] + "[redacted]" + cut[cut.index("\n", first) :]
    foreign.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in cut.splitlines()) + "</body></html>")
    assert run(["verify", str(foreign), "--against", str(memo)]) == 0
    foreign.write_text(foreign.read_text().replace("<p>", "<p title='the ferry ran on time, the weather was fair'>", 1))
    assert run(["verify", str(foreign), "--against", str(memo)]) == 1
    assert "weather" not in capsys.readouterr().out


def test_verify_with_the_record_of_another_original_is_wrong_usage(
    memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["export", str(memo)])
    other = memo.with_name("other.txt")
    other.write_text(MEMO + "More.\n")
    record, copy = "exports/records/memo.redactions.json", "exports/sanitized/memo.sanitized.txt"
    assert run(["verify", copy, "--against", str(other), "--redactions", record, "-q"]) == 2
    Path("bad.json").write_text("{}")
    assert run(["verify", copy, "--against", str(memo), "--redactions", "bad.json", "-q"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_verify_refuses_a_record_of_another_reading_of_the_same_file(
    memo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["export", str(memo)])
    record = Path("exports/records/memo.redactions.json")
    found = json.loads(record.read_text())
    assert found["source"] | {"text_sha256": ""} == {
        "path": str(memo),
        "sha256": hashlib.sha256(memo.read_bytes()).hexdigest(),
        "format": "text",
        "text_sha256": "",
        "ocr": "auto",
        "engine": None,
    }
    found["source"] |= {"text_sha256": "0" * 64, "engine": "tesseract"}
    record.write_text(json.dumps(found))
    assert run(["verify", "exports/sanitized/memo.sanitized.txt", "--against", str(memo), "-q"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"workbench: {record.absolute()}: the record was made on another reading of the text "
        "(read by tesseract, now without OCR); read it the same way, or review it again"
    )
    for key in ("text_sha256", "engine", "ocr"):
        del found["source"][key]  # a record of an earlier version
    record.write_text(json.dumps(found))
    assert run(["verify", "exports/sanitized/memo.sanitized.txt", "--against", str(memo), "-q"]) == 0


def test_verify_alone_finds_what_a_stranger_hid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text("open <!-- closed words --> open\n")
    assert run(["verify", str(page)]) == 1
    assert "closed" not in capsys.readouterr().out
    page.write_text("open words only\n")
    assert run(["verify", str(page)]) == 0


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


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "|cmd", "%x", "  =1+1", "\t=1+1"])
def test_no_cell_of_an_index_is_a_formula(cell: str) -> None:
    row = Row("memo.txt", "1", "p1", "text", "(b)(6)", "FOIA", "", cell)
    [read] = csv.DictReader(io.StringIO(render([row], "csv").decode()))
    assert read["reason"].startswith("'") and read["reason"].endswith(cell.strip())


@pytest.mark.parametrize("source", ["missing", "in", "in/memo.txt"])
def test_an_index_of_nothing_is_wrong_usage(memo: Path, source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", source]) == 2
    assert capsys.readouterr().err.count("\n") == 1
