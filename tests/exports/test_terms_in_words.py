# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a term means is the same for the plan and for the check of a copy: words that hold it, words of the syntax."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from fontTools.cffLib import CFFFontSet

from tests.documents.docx_files import docx, paragraph
from tests.exports.pdf_copies import lines, made
from tests.exports.planting import DOCX_SPOTS, PDF_SPOTS, TEXT_SPOTS
from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.exports.model import Layout, Output
from workbench.exports.pdf.verification.parts import open_pdf, parts
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


KEPT = ("MEMORANDUM FOR THE RECORD", "The memorandum tells of the memo. It was lost, and every memoir says so.")
SOURCES = {
    "txt": ("a.txt", "\n\n".join(KEPT).encode()),
    "docx": ("a.docx", docx("".join(map(paragraph, KEPT)))),
    "pdf": ("a.pdf", made(lines(*KEPT))),
}
COPIES = [("txt", "txt"), ("txt", "html"), ("txt", "docx"), ("txt", "pdf"), ("docx", "docx"), ("pdf", "pdf")]


def plan_with(source: str, *terms: str) -> Plan:
    name, data = SOURCES[source]
    return make_plan(analyse(read_document(data, name)), load_policy("none"), [Term(term) for term in terms])


def copy_of(source: str, form: str, plan: Plan, layout: Layout = Layout.FAITHFUL) -> bytes:
    return sanitize(plan, SOURCES[source][1], layout, Output(form))


@pytest.mark.parametrize(("source", "form"), COPIES)
@pytest.mark.parametrize("term", ["memo", "record", "moir", "lost"])
def test_a_term_inside_a_kept_word_is_no_leak(source: str, form: str, term: str) -> None:
    plan = plan_with(source, term)
    assert verify_copy(copy_of(source, form, plan), f"copy.{form}", plan).leaks == 0


@pytest.mark.parametrize(("source", "form"), COPIES)
@pytest.mark.parametrize("planted", ["memo", "a memo", "Memos", "M E M O"])
def test_the_term_itself_is_found_beside_words_that_hold_it(source: str, form: str, planted: str) -> None:
    spots = {"pdf": PDF_SPOTS, "docx": DOCX_SPOTS}.get(form, TEXT_SPOTS)
    plan = plan_with(source, "memo")
    for plant in spots.values():
        assert verify_copy(plant(copy_of(source, form, plan), planted), f"copy.{form}", plan).leaks


@pytest.mark.parametrize("form", ["txt", "html"])
def test_the_letters_of_a_term_glued_to_others_than_a_kept_words_are_found(form: str) -> None:
    plan = plan_with("txt", "memo")
    copy = copy_of("txt", form, plan).replace(b"tells", b"xmemox tells")
    assert verify_copy(copy, f"copy.{form}", plan).leaks


def words_of_the_syntax(copy: bytes) -> Iterator[str]:
    """Every word that a PDF copy is written with, its fonts included, without those of its pages."""
    outside = re.sub(rb"(?<=stream)\r?\n.*?(?=endstream)|<[0-9A-Fa-f]+>|\([^)]*\)", b" ", copy, flags=re.DOTALL)
    yield from re.findall(r"[A-Za-z]{4,}", re.sub(r"[A-Z]{6}\+|#20", " ", outside.decode("latin-1")))
    for part in parts(open_pdf(copy)):
        if part.kind in ("key", "name"):
            yield from re.findall(r"[A-Za-z]{4,}", re.sub(r"[A-Z]{6}\+", " ", str(part.data)))
        elif isinstance(part.data, bytes) and part.data.startswith(b"\x01\x00\x04"):
            program = CFFFontSet()
            program.decompile(io.BytesIO(part.data), None)
            yield from (word for text in program.strings.strings for word in re.findall(r"[A-Za-z]{4,}", text))
        elif isinstance(part.data, bytes) and (b"BT" in part.data or b"begincmap" in part.data):
            yield from re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]*>", " ", part.data.decode("latin-1")))


@pytest.mark.parametrize("layout", Layout)
def test_a_term_may_be_a_word_of_the_syntax_of_a_pdf(layout: Layout) -> None:
    plain = plan_with("pdf")
    words = sorted({word.lower() for word in words_of_the_syntax(copy_of("pdf", "pdf", plain, layout))})
    assert {"page", "root", "delta", "copyright", "begincmap", "endstream"} <= set(words)
    plan = plan_with("pdf", "record", *words)
    assert verify_copy(copy_of("pdf", "pdf", plan, layout), "copy.pdf", plan).leaks == 0


@pytest.mark.parametrize("term", ["Page", "Root", "Delta", "Roman", "Adobe", "Stream", "Title"])
def test_such_a_term_is_found_where_it_is_no_syntax(term: str) -> None:
    plan = plan_with("pdf", term, "lost")
    copy = copy_of("pdf", "pdf", plan)
    for plant in PDF_SPOTS.values():
        assert verify_copy(plant(copy, term), "copy.pdf", plan).leaks


@pytest.mark.parametrize("word", ["body", "title", "withheld", "span", "style", "text"])
def test_a_term_may_be_a_word_of_the_frame_of_a_page(word: str) -> None:
    plan = plan_with("txt", word, "memo")
    copy = copy_of("txt", "html", plan)
    assert verify_copy(copy, "copy.html", plan).leaks == 0
    for planted in (f"<!-- {word} -->", f"<p title='{word}'></p>", f"<p>{word}</p>"):
        assert verify_copy(copy.replace(b"</body>", f"{planted}</body>".encode()), "copy.html", plan).leaks
