# SPDX-License-Identifier: AGPL-3.0-or-later
"""Noninterference from bytes to bytes in every format: originals that keep the same give the same copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.docx_files import docx, paragraph
from tests.exports.test_noninterference import SENTENCE, _wrapped
from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.kinds import Kinds
from workbench.exports.model import Layout, Output
from workbench.redaction import Term, load_policy, make_plan
from workbench.structure import analyse


PUBLIC = load_policy("public")
BANNER = "SECRET//NOFORN"
Paragraphs = Sequence[tuple[str, str]]


def text(paragraphs: Paragraphs) -> bytes:
    return "\n\n".join([BANNER, *(f"{mark} {_wrapped(words, 60)}" for mark, words in paragraphs), BANNER]).encode()


def markdown(paragraphs: Paragraphs) -> bytes:
    body = "\n\n".join(f"{mark} {words}" for mark, words in paragraphs)
    return f"**{BANNER}**\n\n# (U) Visit to Tarn\n\n{body}\n\n**{BANNER}**\n".encode()


def html(paragraphs: Paragraphs) -> bytes:
    body = "".join(f"<p class='x{len(words)}'>{mark} {words}</p>" for mark, words in paragraphs)
    head = f"<html><head><title>{len(body)}</title></head>"
    return f"{head}<body><p>{BANNER}</p>{body}<p>{BANNER}</p></body></html>".encode()


def word(paragraphs: Paragraphs) -> bytes:
    body = "".join(paragraph(f"{mark} {words}") for mark, words in paragraphs)
    return docx(paragraph(BANNER) + body + paragraph(BANNER))


def flowing(paragraphs: Paragraphs) -> bytes:
    """A PDF whose lines follow each other, over as many pages as they need."""
    with pymupdf.open() as pdf:
        page, y = pdf.new_page(), 72.0
        for block in text(paragraphs).decode().split("\n\n"):
            for line in block.split("\n"):
                if y > 700:
                    page, y = pdf.new_page(), 72.0
                page.insert_text((72, y), line, fontname="tiro", fontsize=11)
                y += 13
            y += 14
        return bytes(pdf.tobytes(no_new_id=True))


def placed(paragraphs: Paragraphs) -> bytes:
    """A PDF in which every paragraph has its place, however long its neighbours are."""
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        blocks = text(paragraphs).decode().split("\n\n")
        for number, block in enumerate(blocks):
            for line_number, line in enumerate(block.split("\n")):
                page.insert_text((72, 60 + 100 * number + 13 * line_number), line, fontname="tiro", fontsize=11)
        return bytes(pdf.tobytes(no_new_id=True))


MAKERS: dict[str, tuple[str, Callable[[Paragraphs], bytes], Layout, Output]] = {
    "text": ("a.txt", text, Layout.FAITHFUL, Output.SAME),
    "text to PDF": ("a.txt", text, Layout.FAITHFUL, Output.PDF),
    "text to DOCX": ("a.txt", text, Layout.FAITHFUL, Output.DOCX),
    "Markdown": ("a.md", markdown, Layout.FAITHFUL, Output.SAME),
    "Markdown to HTML": ("a.md", markdown, Layout.FAITHFUL, Output.HTML),
    "HTML": ("a.html", html, Layout.FAITHFUL, Output.SAME),
    "DOCX": ("a.docx", word, Layout.FAITHFUL, Output.SAME),
    "DOCX to PDF": ("a.docx", word, Layout.FAITHFUL, Output.PDF),
    "DOCX to HTML": ("a.docx", word, Layout.FAITHFUL, Output.HTML),
    "PDF reflow": ("a.pdf", flowing, Layout.REFLOW, Output.SAME),
    "PDF to text": ("a.pdf", flowing, Layout.REFLOW, Output.TXT),
    "PDF to DOCX": ("a.pdf", flowing, Layout.REFLOW, Output.DOCX),
    "PDF faithful": ("a.pdf", placed, Layout.FAITHFUL, Output.SAME),
    "PDF image": ("a.pdf", placed, Layout.IMAGE, Output.SAME),
}
MARKS = st.lists(st.sampled_from(["(U)", "(S)", "(C)", "(S//NF)"]), min_size=1, max_size=4)


def copy_of(name: str, data: bytes, layout: Layout, output: Output) -> bytes:
    plan = make_plan(analyse(read_document(data, name)), PUBLIC)
    copy = sanitize(plan, data, layout, output)
    copied = f"copy.{name.split('.')[1] if output is Output.SAME else output.value}"
    assert verify_copy(copy, copied, plan).leaks == 0
    assert pass_gate(copy, copied, plan, PUBLIC) == ()
    return copy


@pytest.mark.parametrize("maker", MAKERS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(marks=MARKS, data=st.data())
def test_the_copy_tells_nothing_of_what_is_withheld(maker: str, marks: list[str], data: st.DataObject) -> None:
    name, make, layout, output = MAKERS[maker]
    kept = [f"Report {number} says: {data.draw(SENTENCE)}" for number, _ in enumerate(marks)]
    copies = []
    for which in ("first", "second"):
        closed = [f"Source {number} says in the {which} place: {data.draw(SENTENCE)}" for number, _ in enumerate(marks)]
        texts = [k if mark == "(U)" else c for mark, k, c in zip(marks, kept, closed, strict=True)]
        copies.append(copy_of(name, make(list(zip(marks, texts, strict=True))), layout, output))
    assert copies[0] == copies[1]


@pytest.mark.parametrize("maker", [name for name in MAKERS if name not in ("PDF faithful", "PDF image")])
def test_neither_length_nor_pages_show(maker: str) -> None:
    """What a property seldom draws: a withheld paragraph of pages beside one of a few words."""
    name, make, layout, output = MAKERS[maker]
    # One sentence: where one ends with its page, what follows on the next is a paragraph of its own to every reader.
    long = ", ".join(f"convoy {number} leaves the harbour at dawn by the northern road" for number in range(120))
    originals = [
        make([("(U)", "Open before, and read by all."), ("(S)", words), ("(U)", "Open after, and read by all.")])
        for words in ("The convoy leaves at dawn.", f"They say that {long}.")
    ]
    one, other = (copy_of(name, original, layout, output) for original in originals)
    assert one == other


_NAMES = ("Vex", "Maximiliane von Oberstein-Hallbergmoos")
_HEADED = (
    "Ferry Quay Ledger and Winter Market of {}, with the Harbours, Boats, Bridges and Signal Towers of the Island, "
    "in the Year of the Long Frost"
)


def _docx_headed(name: str) -> bytes:
    return docx(paragraph(_HEADED.format(name)) + paragraph("The ferry left."))


_HEADINGS: dict[str, Callable[[str], bytes]] = {
    "a.txt": lambda name: f"{_HEADED.format(name)}\n\nThe ferry left.\n".encode(),
    "a.html": lambda name: f"<p>{_HEADED.format(name)}</p><p>The ferry left.</p>".encode(),
    "a.rtf": lambda name: f"{{\\rtf1 {_HEADED.format(name)}\\par The ferry left.\\par}}".encode(),
    "a.docx": _docx_headed,
}


@pytest.mark.parametrize("output", [Output.HTML, Output.DOCX, Output.PDF])
@pytest.mark.parametrize("name", _HEADINGS)
def test_what_is_withheld_of_a_paragraph_makes_no_heading_of_it(
    name: str, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copies() -> set[bytes]:
        found = set()
        for secret in _NAMES:
            data = _HEADINGS[name](secret)
            plan = make_plan(analyse(read_document(data, name)), load_policy("none"), (*map(Term, _NAMES),))
            found.add(sanitize(plan, data, Layout.REFLOW, output))
        return found

    assert len(copies()) == 1
    if (name, output) != ("a.docx", Output.DOCX):  # which keeps what the file says of each paragraph
        monkeypatch.setattr(Kinds, "of", lambda _, paragraph: paragraph.kind)
        assert len(copies()) == 2


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_what_the_file_calls_a_heading_stays_one(name: str) -> None:
    data = b"# Letter of Vex\n" if name == "a.md" else b"<h2>Letter of Vex</h2>"
    plan = make_plan(analyse(read_document(data, name)), load_policy("none"), (Term("Vex"),))
    assert b">[text withheld]</span></h" in sanitize(plan, data, output=Output.HTML).replace(b"<mark", b"<span")
