# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import subprocess
from pathlib import Path
from shutil import which

import pikepdf
import pymupdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.pdf_making import Para, memo, plan_of
from workbench.exports.pdf.reflow import reflow
from workbench.exports.story import story
from workbench.structure.model import Kind


WORDS = st.text(alphabet="abc defgé\nЖ-", min_size=1, max_size=300).filter(lambda s: bool(s.strip()))


def text_of(copy: bytes) -> str:
    pdf = pypdfium2.PdfDocument(copy)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_kept_text_and_labels_are_there_and_nothing_withheld() -> None:
    text = " ".join(text_of(reflow(memo())).split())
    assert "(U) The ferry to Grey Island runs twice a week, and its timetable hangs in every harbour office." in text
    assert "[paragraph withheld (b)(1)]" in text
    assert "The harbour master, [text withheld (b)(6)], keeps the ledger of the ferry." in text
    assert "Brandt" not in text and "survey" not in text


@settings(max_examples=25)
@given(WORDS, WORDS)
def test_two_originals_that_differ_in_withheld_text_only_give_the_same_bytes(secret: str, withheld: str) -> None:
    assert reflow(memo(f"N{secret}N", withheld)) == reflow(memo())


@settings(max_examples=25)
@given(st.lists(st.text(max_size=120), max_size=6))
def test_any_text_makes_a_file_that_opens(texts: list[str]) -> None:
    copy = reflow(plan_of(*(Para(text) for text in texts)))
    assert pikepdf.open(io.BytesIO(copy)).pages


def test_a_word_wider_than_a_line_is_broken_where_its_letters_fill_it() -> None:
    word = "l" * 200 + "W" * 70
    with pymupdf.open("pdf", reflow(plan_of(Para(f"(U) {word}")))) as pdf:
        words = [each for each in pdf[0].get_text("words") if set(each[4]) <= set(word)]
    assert "".join(each[4] for each in words) == word
    assert max(each[2] for each in words) <= 612 - 71


def test_a_long_document_fills_pages_and_says_everything_once() -> None:
    paras = [Para(f"(U) Paragraph {n} tells of the tide. " + "It rose and fell. " * 30) for n in range(60)]
    copy = reflow(plan_of(*paras))
    text = text_of(copy)
    assert len(pypdfium2.PdfDocument(copy)) > 5
    assert all(text.count(f"Paragraph {n} tells") == 1 for n in range(60))


def test_heads_of_pages_are_told_once_and_page_numbers_not_at_all() -> None:
    paras = []
    for page in range(1, 4):
        head, foot = Para("Harbour Office", Kind.FURNITURE), Para(f"Page {page} of 3", Kind.FURNITURE)
        paras += [head, Para(f"Text of sheet {page}."), foot]
    told = [block.text for block in story(plan_of(*paras))]
    assert told == ["Harbour Office", "Text of sheet 1.", "Text of sheet 2.", "Text of sheet 3."]


def test_a_cancelled_banner_is_struck_and_readable() -> None:
    blocks = story(memo())
    assert blocks[0].text == "SECRET//NOFORN"
    assert all(piece.struck for piece in blocks[0].pieces)
    assert "SECRET//NOFORN" in text_of(reflow(memo()))


def test_a_word_written_with_a_hyphen_elsewhere_keeps_it_at_a_line_end() -> None:
    plan = plan_of(Para("A well-kept ledger."), Para("The well-\nkept ledger of har-\nbours."))
    assert story(plan)[1].text == "The well-kept ledger of harbours."


def test_the_file_carries_nothing_but_pages_and_tags() -> None:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    own = {"/Metadata", "/ViewerPreferences"}  # test_pdf_title holds what these say
    assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang"} | own
    assert "/Info" not in pdf.trailer
    kinds = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K.K]
    assert kinds == ["/P", "/H1", "/P", "/P", "/P"]


@pytest.mark.skipif(not which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_no_error(tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(reflow(memo()))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "text", ["報告者は会った。船は港に着いた。", "김철이 왔다", "漢かナ한", "Привет, Ελλάδα", "พบสมชายที่ท่าเรือ"]
)
def test_what_a_copy_says_in_other_scripts_is_what_it_shows(text: str) -> None:
    assert text in " ".join(text_of(reflow(plan_of(Para(f"The boats. {text}")))).split())
