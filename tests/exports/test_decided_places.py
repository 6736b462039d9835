# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages and boxes that a reviewer withheld, in the copies."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

from workbench.cli import run
from workbench.documents import open_document
from workbench.exports.model import Layout


TEXTS = ("The ferry runs on Monday.", "The lantern is lit.", "The ledger is kept.")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages, each with a line at the top, and a red square (72 to 172 points) at the right of the second line."""
    monkeypatch.chdir(tmp_path)
    with pymupdf.open() as pdf:
        for number, text in enumerate(TEXTS, start=1):
            page = pdf.new_page(width=400, height=500)
            page.insert_text((72, 72), text)
            page.insert_text((72, 150), f"Sheet {number} of the harbour plan.")
            page.draw_rect(pymupdf.Rect(72, 200, 172, 300), color=(1, 0, 0), fill=(1, 0, 0))
        pdf.save("report.pdf")
    return tmp_path / "report.pdf"


def export(tmp_path: Path, decisions: str, *arguments: str) -> int:
    (tmp_path / "decisions.yaml").write_text(f"decisions: [{decisions}]\n")
    return run(["export", "report.pdf", "--policy", "none", "--decisions", "decisions.yaml", *arguments, "-q"])


def copy(suffix: str = "pdf") -> bytes:
    return Path(f"exports/sanitized/report.sanitized.{suffix}").read_bytes()


def reds(data: bytes, page: int) -> int:
    with pymupdf.open("pdf", data) as pdf:
        picture = pdf[page].get_pixmap(dpi=36)
    samples = picture.samples
    return sum(samples[i] > 200 and samples[i + 1] < 60 and samples[i + 2] < 60 for i in range(0, len(samples), 3))


@pytest.mark.parametrize("layout", list(Layout))
def test_of_a_page_withheld_nothing_is_shown(report: Path, tmp_path: Path, layout: Layout) -> None:
    assert export(tmp_path, '{page: 2, code: "(b)(1)"}', "--layout", layout.value) == 0
    with pypdfium2.PdfDocument(io.BytesIO(copy())) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    shown = "".join(texts)
    assert TEXTS[0] in shown
    assert TEXTS[2] in shown
    assert "lantern" not in shown
    assert "Sheet 2" not in shown
    assert shown.count("[page withheld (b)(1)]") == 1
    if layout is not Layout.REFLOW:
        assert len(texts) == 3
        assert texts[1].strip() == "[page withheld (b)(1)]"
        assert reds(copy(), 1) == 0


@pytest.mark.parametrize("layout", [Layout.FAITHFUL, Layout.IMAGE])
def test_of_a_box_withheld_neither_words_nor_drawings_are_shown(report: Path, tmp_path: Path, layout: Layout) -> None:
    boxes = '{box: [1, 60, 140, 100, 155], code: "(b)(4)"}, {box: [3, 60, 190, 180, 310], code: "(b)(5)"}'
    assert export(tmp_path, boxes, "--layout", layout.value) == 0
    with pypdfium2.PdfDocument(io.BytesIO(copy())) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert "Sheet" not in texts[0]
    assert "[text withheld (b)(4)]" in texts[0]
    assert "of the harbour plan" in texts[0]
    assert "[picture withheld (b)(5)]" in texts[2]
    assert "Sheet 3 of the harbour plan." in texts[2]
    assert reds(copy(), 2) == 0


@pytest.mark.parametrize("suffix", ["txt", "html", "docx"])
def test_pages_and_boxes_are_labelled_in_a_copy_of_another_format(report: Path, tmp_path: Path, suffix: str) -> None:
    decisions = '{page: 2, code: "(b)(1)"}, {box: [3, 60, 190, 180, 310], code: "(b)(5)"}'
    assert export(tmp_path, decisions, "--format", suffix) == 0
    path = tmp_path / "exports" / "sanitized" / f"report.sanitized.{suffix}"
    text = open_document(path).text
    places = [text.index(t) for t in (TEXTS[0], "[page withheld (b)(1)]", TEXTS[2], "[picture withheld (b)(5)]")]
    assert places == sorted(places)
    assert "lantern" not in text
    assert "[picture withheld (b)(5)]S" not in text
    assert "\n\n\n" not in text, "as many blank lines as the page had paragraphs"


@pytest.mark.parametrize("suffix", ["txt", "html", "docx", "pdf"])
def test_a_page_without_text_has_its_label_in_its_place_in_every_format(report: Path, suffix: str) -> None:
    with pymupdf.open(report) as pdf:
        for place in (1, 4):
            pdf.new_page(place, width=400, height=500).draw_rect(pymupdf.Rect(72, 200, 172, 300), fill=(1, 0, 0))
        pdf.save("drawn.pdf")
    Path("drawn.yaml").write_text("decisions: [{page: 2, code: (b)(1)}, {page: 5, code: (b)(4)}]\n")
    call = ["export", "drawn.pdf", "--policy", "none", "--decisions", "drawn.yaml", "--ocr", "never", "-q"]
    assert run([*call, "--format", suffix, "--layout", "reflow"]) == 0
    text = open_document(f"exports/sanitized/drawn.sanitized.{suffix}").text
    found = re.findall(r"[(]b[)][(].[)]|Monday|lantern|ledger", text)
    assert found == ["Monday", "(b)(1)", "lantern", "ledger", "(b)(4)"]


def test_two_pages_that_differ_give_the_same_copy(report: Path, tmp_path: Path) -> None:
    made = []
    for text in ("Short.", "Much longer, over\nseveral lines of\nthe page."):
        Path("report.txt").write_text(f"First page.\n\f{text}\n\fThird page.\n")
        (tmp_path / "decisions.yaml").write_text("decisions: [{page: 2}]\n")
        assert run(["export", "report.txt", "--policy", "none", "--decisions", "decisions.yaml", "-q"]) == 0
        made.append(copy("txt"))
    assert made[0] == made[1] == b"First page.\n\x0c[page withheld]\n\n\x0cThird page.\n"


def test_a_decision_that_is_about_nothing_is_wrong_usage(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path, "{document: other.pdf, page: 1}") == 2
    assert export(tmp_path, "{page: 1}", "decisions.yaml") == 2
    assert export(tmp_path, "{page: 0}") == 2
    assert export(tmp_path, "{page: 9}") == 1
    assert not Path("exports/sanitized").exists()
    said = capsys.readouterr().err.splitlines()
    assert said[0].endswith("decisions.yaml: decision 1: is about none of the documents named")
    assert said[1].endswith("decision 1: say which document it is about (document or sha256)")
    assert "decisions.yaml:1: decisions.0.page" in said[2]
    assert said[3] == "workbench: report.pdf: a decision is about page 9, and there are 3"
    assert len(said) == 4


@pytest.mark.parametrize(
    ("entry", "code", "said"),
    [
        ("{document: memo.txt, paragraph: p1, action: release}", 2, "may be about "),
        ("{document: in/memo.txt, paragraph: p1, action: release}", 0, ""),
        (f"{{document: in/memo.txt, paragraph: p1, text_sha256: {'c' * 64}}}", 1, "was made on another reading"),
        (f"{{document: in/memo.txt, page: 1, text_sha256: {'c' * 64}}}", 0, ""),
    ],
)
def test_a_decision_that_may_be_about_another_document_or_text_is_refused(
    entry: str,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("in", "out"):
        Path(folder).mkdir()
        Path(folder, "memo.txt").write_text(f"(S) The pier is closed, says {folder}.\n")
    Path("decisions.yaml").write_text(f"decisions: [{entry}]\n")
    assert run(["export", "in/memo.txt", "out/memo.txt", "--decisions", "decisions.yaml", "--to", "to"]) == code
    assert said in capsys.readouterr().err
