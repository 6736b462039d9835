# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pymupdf
import pytest

from tests.exports.memo import MEMO, sanitized
from workbench.cli import run


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
    assert found["source"] | {"text_sha256": "", "place": ""} == {
        "path": str(memo),
        "sha256": hashlib.sha256(memo.read_bytes()).hexdigest(),
        "place": "",
        "format": "text",
        "text_sha256": "",
        "ocr": "auto",
        "engine": None,
    }
    found["source"] |= {"text_sha256": "0" * 64, "engine": "tesseract"}
    record.write_text(json.dumps(found))
    assert run(["verify", "exports/sanitized/memo.sanitized.txt", "--against", str(memo), "-q"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"workbench: {record}: the record was made on another reading of the text "
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


def test_verify_finds_a_term_that_was_put_over_the_end_of_a_page(
    memo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("Quillback\n")
    run(["export", str(memo), "--format", "pdf", "--policy", "none", "--terms", str(terms)])
    copy = tmp_path / "exports" / "sanitized" / "memo.sanitized.pdf"
    assert run(["verify", str(copy), "--against", str(memo)]) == 0
    with pymupdf.open(copy) as pdf:
        shown = max(pdf[0].get_text("words"), key=lambda word: word[3])
        pdf[0].insert_text((72, shown[3] + 20), "At noon the guests were met by Mr. Quill")
        pdf.new_page().insert_text((72, 90), "back behind the fish market.")
        changed = pdf.tobytes()
    copy.write_bytes(changed)
    assert run(["verify", str(copy), "--against", str(memo)]) == 1
    told = capsys.readouterr().out
    assert "a term of the list" in told
    assert "uill" not in told
