# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.docx_files import docx, paragraph
from tests.exports.docx_plans import HIDING_PLACES, LABEL, MEMO, leaks, plan_of, run, shown
from workbench.core.errors import DamagedDocumentError
from workbench.documents import Span, read_document
from workbench.documents.docx.tree import read_tree
from workbench.exports import sanitize
from workbench.exports.docx.annotate import annotate
from workbench.exports.docx.inspect import inspect


def test_the_copy_shows_what_is_kept_and_a_label_for_the_rest() -> None:
    plan = plan_of(MEMO, "(S)", ["Vasquez"])
    banner = Span(plan.analysis.document.text.index("SECRET"), plan.analysis.document.text.index("SECRET") + 6)
    copy = sanitize(replace(plan, cancelled=(banner,)), MEMO)
    document = read_document(copy, "copy.docx")
    assert document.text.splitlines() == [
        "SECRET",
        "Harbour traffic",
        "(U) The ferry left at 06300700.",
        LABEL,
        "Berth",
        LABEL,
        "(U) Reported by [text withheld (b)(1)].",
    ]
    assert [document.text[s.start : s.end] for s in document.struck] == ["SECRET", "0630"]
    looks = {r.text: r.look for p in read_tree(copy, "copy.docx").paragraphs() for r in p.runs}
    assert looks["ferry"].bold and looks[LABEL].bold
    assert leaks(copy, MEMO, "(S)", ("Vasquez",)) == 0


def test_the_copy_opens_in_python_docx() -> None:
    copy = python_docx.Document(io.BytesIO(sanitize(plan_of(MEMO, "(S)"), MEMO)))
    assert [p.text for p in copy.paragraphs if p.text][:2] == ["Harbour traffic", "(U) The ferry left at 06300700."]
    assert copy.paragraphs[0].style is not None and copy.paragraphs[0].style.name == "Heading 1"
    assert copy.tables[0].cell(0, 1).text == LABEL
    assert copy.sections[0].header.paragraphs[0].text == "SECRET"


def test_the_original_is_not_touched_and_the_copy_is_the_same_every_time() -> None:
    before = hashlib.sha256(MEMO).digest()
    plan = plan_of(MEMO, "(S)", ["Vasquez"])
    assert sanitize(plan, MEMO) == sanitize(plan, MEMO)
    assert annotate(plan, MEMO) == annotate(plan, MEMO)
    assert hashlib.sha256(MEMO).digest() == before


def test_another_file_than_the_planned_one_is_refused() -> None:
    with pytest.raises(DamagedDocumentError, match="changed since it was planned"):
        sanitize(plan_of(MEMO, "(S)"), docx(paragraph("(U) Another.")))


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_a_term_is_gone_wherever_it_hides(place: str) -> None:
    data = docx(f"<w:p>{run('(U) Fruit of the ')}{HIDING_PLACES[place]}{run(' trade.')}</w:p>", comment=b"ORCHARD")
    copy = sanitize(plan_of(data, terms=["orchard"]), data)
    assert b"ORCHARD" not in copy and b"DRAHCRO" not in copy
    assert leaks(copy, data, terms=("orchard",)) == 0
    assert "Fruit of the" in shown(copy) and "trade." in shown(copy)


def test_pictures_stay_behind_and_say_so() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    data = docx(
        f"<w:p>{run('(U) See ')}{picture}</w:p><w:p>{run('(S) See ')}{picture}{run(' there')}</w:p><w:p>{picture}</w:p>"
    )
    assert shown(sanitize(plan_of(data, "(S)"), data)) == f"(U) See [picture withheld]\n{LABEL}\n[picture withheld]"


# Two originals that keep the same give the same copy.

WORDS = st.text(alphabet="abcdefgh ÄÖ\u200b(),.", min_size=1, max_size=30)
LOOKS = st.sampled_from(
    [
        *("", "<w:b/>", "<w:i/>", "<w:strike/>", '<w:sz w:val="44"/>', "<w:caps/>", '<w:color w:val="FF0000"/>'),
        *('<w:rFonts w:ascii="Arial"/>', '<w:rFonts w:ascii="Of Nobody"/>', '<w:lang w:val="de-DE"/>'),
    ]
)
PROPERTIES = st.sampled_from(
    [
        *("", '<w:jc w:val="right"/>', '<w:outlineLvl w:val="2"/>', "<w:pageBreakBefore/>", '<w:pStyle w:val="x"/>'),
        *(
            '<w:spacing w:before="400" w:line="480"/>',
            '<w:ind w:left="1440" w:hanging="360"/>',
            "<w:contextualSpacing/>",
        ),
    ]
)
EXTRAS = st.sampled_from(
    ["", *(HIDING_PLACES[k] for k in ("hidden text", "deleted text", "bookmark", "field code", "equation"))]
)
THINGS = st.sampled_from(["", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>", "<w:r><w:tab/><w:br/></w:r>"])


@st.composite
def secrets(draw: st.DrawFn) -> str:
    """A paragraph to be withheld: any length, runs, formatting and hidden company."""
    pieces = draw(st.lists(st.tuples(WORDS, LOOKS, EXTRAS, THINGS), min_size=1, max_size=4))
    inner = "".join(run(words, look) + extra + thing for words, look, extra, thing in pieces)
    return f"<w:p><w:pPr>{draw(PROPERTIES)}</w:pPr>{run('(S) ', draw(LOOKS))}{inner}</w:p>"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["body", "cell", "header"]), secrets(), secrets()), min_size=1, max_size=4))
def test_a_copy_tells_nothing_of_the_paragraphs_withheld(places: list[tuple[str, str, str]]) -> None:
    def original(which: int) -> bytes:
        body, header = paragraph("(U) First."), paragraph("UNCLASSIFIED")
        for place in places:
            cell = f"<w:tbl><w:tr><w:tc>{place[which]}</w:tc><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>"
            body += {"body": place[which], "cell": cell, "header": ""}[place[0]] + paragraph("(U) Kept.")
            header += place[which] if place[0] == "header" else ""
        return docx(body + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>', header1=header)

    one, other = original(1), original(2)
    assert sanitize(plan_of(one, "(S)"), one) == sanitize(plan_of(other, "(S)"), other)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text("XYZ", min_size=1, max_size=3), LOOKS), min_size=3, max_size=6), LOOKS)
def test_a_copy_tells_nothing_of_a_word_withheld(pieces: list[tuple[str, str]], look: str) -> None:
    term = "".join(text for text, _ in pieces) + "XYZZYX9"
    written = "".join(run(text, own) for text, own in pieces) + run("XYZZYX9")
    one = docx(f"<w:p>{run('(U) met ', look)}{written}{run(' at noon', look)}</w:p>")
    other = docx(f"<w:p>{run('(U) met ', look)}{run('QUINCE77', '<w:i/>')}{run(' at noon', look)}</w:p>")
    assert sanitize(plan_of(one, terms=[term]), one) == sanitize(plan_of(other, terms=["QUINCE77"]), other)


@settings(max_examples=40)
@given(st.lists(secrets(), min_size=1, max_size=3))
def test_copies_are_clean_and_can_be_read_again(paragraphs: list[str]) -> None:
    data = docx("".join(paragraphs) + paragraph("(U) Calm sea."))
    copy = sanitize(plan_of(data, "(S)"), data)
    assert leaks(copy, data, "(S)") == 0
    assert shown(copy).splitlines()[-1] == "(U) Calm sea."
    assert [f.code for f in inspect(copy, "copy.docx")[1]] == []


def counted(name: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText> {name} \\* MERGEFORMAT </w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate") + run(result) + mark.format("end")


def test_page_numbers_are_counted_anew_and_no_count_of_the_original_comes_along() -> None:
    def original(pages: str, words: str) -> bytes:
        foot = f"<w:p>{run('Page ')}{counted('PAGE', '1')}{run(' of ')}{counted('NUMPAGES', pages)}</w:p>"
        simple = f'<w:p>{run("(U) Words: ")}<w:fldSimple w:instr="NUMWORDS">{run(words)}</w:fldSimple>{run(".")}</w:p>'
        sect = '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
        return docx(simple + paragraph("(S) " + words) + sect, footer1=foot)

    one, other = original("12", "4807"), original("3", "99")
    copy = sanitize(plan_of(one, "(S)"), one)
    assert copy == sanitize(plan_of(other, "(S)"), other)
    assert shown(copy).splitlines() == ["(U) Words: .", LABEL, "Page 1 of 1"]
    assert b'w:instr="NUMPAGES"' in copy
    assert leaks(copy, one, "(S)") == 0
    assert shown(annotate(plan_of(one, "(S)"), one)).splitlines()[-1] == "Page 1 of 12"
