# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.hiding import WORD, gives_away, spellings
from tests.redaction.making import analysis
from workbench.documents import Document, Format, Page, Span, read_document
from workbench.exports.cleaning import clean, invisible_characters
from workbench.exports.html.annotate import annotate_html
from workbench.exports.html.sanitize import sanitize_html
from workbench.exports.text.annotate import annotate_text
from workbench.exports.text.inspect import inspect_text
from workbench.exports.text.sanitize import sanitize_text
from workbench.exports.text.verify import verify_text
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import Analysis, analyse


HIDING: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "cases" / "hiding.yaml").read_text("utf-8"))
CASES = [(kind, name) for kind, cases in HIDING.items() for name in cases]
CAUGHT = yaml.safe_load((Path(__file__).parent / "cases" / "caught_text.yaml").read_text("utf-8"))
SET = yaml.safe_load((Path(__file__).parent / "cases" / "text_copies.yaml").read_text("utf-8"))
PUBLIC, NONE = load_policy("public"), load_policy("none")


def as_format(of: Analysis, kind: Format) -> Analysis:
    return replace(of, document=replace(of.document, format=kind))


def hidden(kind: str, name: str) -> Plan:
    text = HIDING[kind][name].format(**spellings())
    return make_plan(as_format(analysis(text, classified=False), Format(kind)), NONE, [Term(WORD)])


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_no_spelling_of_a_term_survives(kind: str, name: str) -> None:
    plan = hidden(kind, name)
    assert gives_away(plan.analysis.document.text.encode()), "the test's own reader must find it in the original"
    for copy, markup in ((sanitize_text(plan), False), (sanitize_html(plan), True)):
        assert not gives_away(copy)
        assert b"benign words" in copy
        assert verify_text(copy, "copy", plan, markup=markup).leaks == 0


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_copy_that_keeps_the_term_is_caught(kind: str, name: str) -> None:
    plan = hidden(kind, name)
    leaky = plan.analysis.document.text.encode()
    found = verify_text(leaky, "copy", plan)
    assert found.leaks
    assert not any(WORD.lower() in f.message.lower() for f in found.findings)


def test_a_copy_that_keeps_withheld_words_is_caught_with_its_line() -> None:
    plan = make_plan(analysis("(U) Open.", "(S) The convoy leaves Tarn harbour at dawn on Friday."), PUBLIC)
    found = verify_text(b"(U) Open.\n\nThe convoy leaves Tarn\nharbour at dawn on Friday.\n", "copy.txt", plan)
    assert {(f.code, f.path) for f in found.findings} == {("leak", "copy.txt")}
    assert 4 in {f.line for f in found.findings} <= {3, 4}
    assert verify_text(sanitize_text(plan), "copy.txt", plan).leaks == 0


@pytest.mark.parametrize("case", CAUGHT, ids=lambda case: case["name"])
def test_a_copy_that_is_wrong_is_caught_by_the_check_that_is_meant_for_it(case: dict[str, Any]) -> None:
    of = analysis("(U) The pier is open.", "(S) Orla Vane met Quillback.")
    plan = make_plan(of, PUBLIC, [Term("Quillback")])
    found = verify_text(case["copy"].encode(), "copy", plan, markup=case["as"] == "html")
    assert sorted(check.name for check in found.checks if check.found) == case["checks"]
    assert len(found.findings) == found.leaks
    if case["checks"] == ["text as it is read"] and case["as"] == "html":
        assert [finding.line for finding in found.findings] == [None], "a line of what is shown is no line of the file"
    assert not any(word in finding.message for finding in found.findings for word in ("Vane", "Quillback"))


@pytest.mark.parametrize(
    "term", ["section", "furniture", "header", "Declassification", "sanitized", "viewport", "table", "scope"]
)
def test_a_term_that_is_a_word_of_our_own_tags_stops_no_page(term: str) -> None:
    plan = make_plan(analysis("(U) The pier is open.", "page 1", furniture=["page 1"]), PUBLIC, [Term(term)])
    assert verify_text(sanitize_html(plan), "copy.html", plan, markup=True).leaks == 0


def test_a_term_is_told_on_the_line_where_it_begins() -> None:
    plan = make_plan(analysis("(U) The pier is open."), PUBLIC, [Term("Quillback")])
    found = verify_text(b"Open.\n\n\nQuill\nback\n\nQuillback\n", "copy.txt", plan)
    assert [finding.line for finding in found.findings if finding.line] == [4, 7]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("m\u0323o\u0306", "\u1e43\u014f"),
        ("q\u0306", "q\u0306"),
        ("a\ufe0fb\u20ddc\u034fd\U000e0041\u202e\u00ad", "abcd"),
        ("a\u2003b\u00a0c\u3000d", "a b c d"),
        ("a\x1b[1mb\x07", "ab"),
        ("a\r\nb\u2028c\vd\x85e\rf", "a\nb\nc\nd\ne\nf"),
    ],
)
def test_a_text_copy_holds_what_a_terminal_shows(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert invisible_characters(shown) == []


def test_what_stands_in_the_copy() -> None:
    of = analysis(
        "SECRET", "Report", "(S) Closed\nover two lines.", "(U) Open <b>words</b> \u200bhere.   ", furniture=["Report"]
    )
    assert sanitize_text(make_plan(of, PUBLIC)).decode() == (
        "~~SECRET~~\n\nReport\n\n[paragraph withheld (b)(1)]\n\n(U) Open <b>words</b> here.\n"
    )


def plan_of_case(case: dict[str, Any]) -> Plan:
    texts, joined = case["paragraphs"], case.get("joined", [])
    of = analysis(*texts, furniture=[t for t in texts if t.startswith("page ")])
    if joined:
        first, last = (of.paragraphs[number] for number in joined)
        object.__setattr__(first, "spans", (*first.spans, *last.spans))
        object.__setattr__(of, "paragraphs", tuple(p for p in of.paragraphs if p is not last))
    of = as_format(of, Format(case.get("as", "text")))
    return make_plan(of, PUBLIC, [Term(term) for term in case.get("terms", ())])


@pytest.mark.parametrize("case", SET, ids=lambda case: case["name"])
def test_how_a_text_copy_is_set(case: dict[str, Any]) -> None:
    plan = plan_of_case(case)
    copy = sanitize_text(plan)
    assert copy.decode() == case["copy"]
    assert verify_text(copy, "copy.txt", plan).leaks == 0


def test_a_paragraph_that_a_page_break_cuts_has_one_label_and_leaves_no_gap() -> None:
    cut = analysis("(S) Closed and", "page 2", "going on.", "(U) Open.", furniture=["page 2"])
    first, middle, last, end = cut.paragraphs
    object.__setattr__(first, "spans", (*first.spans, *last.spans))
    object.__setattr__(cut, "paragraphs", (first, middle, end))
    whole = analysis("(S) Closed in one piece.", "page 2", "(U) Open.", furniture=["page 2"])
    for write in (sanitize_text, sanitize_html):
        assert write(make_plan(cut, PUBLIC)) == write(make_plan(whole, PUBLIC))


SENTENCE = st.text(alphabet="abc <>&é\u200b'\"[]()~*_\n", max_size=60).map(lambda s: "x" + s.replace("\n\n", "\n"))


@settings(max_examples=60)
@given(st.lists(st.sampled_from("US"), min_size=1, max_size=5), st.data())
def test_originals_that_differ_in_what_is_withheld_give_the_same_copy(marks: list[str], data: st.DataObject) -> None:
    kept = [data.draw(SENTENCE) for _ in marks]
    copies = []
    for _ in range(2):
        texts = [f"(U) {k}" if m == "U" else f"(S) {data.draw(SENTENCE)}" for m, k in zip(marks, kept, strict=True)]
        plan = make_plan(analysis(*texts), PUBLIC)
        copies.append((sanitize_text(plan), sanitize_html(plan)))
    assert copies[0] == copies[1]


def test_an_annotated_copy_shows_everything_with_its_code_and_says_so() -> None:
    of = analysis("SECRET", "(S) Closed words.", "(U) Open words.")
    text = annotate_text(make_plan(of, PUBLIC)).decode()
    assert text.startswith("ANNOTATED COPY - HOLDS WHAT IS WITHHELD")
    assert "(S)           | \u27e6(b)(1): (S) Closed words.\u27e7" in text
    assert "(U)           | (U) Open words." in text
    assert "~~SECRET~~" in text


@pytest.mark.parametrize("write", [annotate_html, sanitize_html])
def test_a_page_is_whole_and_inert(write: Callable[[Plan], bytes]) -> None:
    of = analysis("(U) Open <script>alert(1)</script> & words.", "(U) Open <img src=http://example.org/x onerror=y>.")
    page = write(make_plan(of, PUBLIC)).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; words." in page
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src &#x27;none&#x27;" in page


@pytest.mark.parametrize(
    ("name", "text", "check"),
    [
        ("a.txt", "a b\u200bc", "invisible characters"),
        ("a.txt", "wоrd of mixed letters", "look-alike letters"),
        ("a.txt", "blob VGhlIG1lZXRpbmcgaXMgYXQgbm9vbg==", "encoded text"),
        ("a.txt", "the name \u2588\u2588\u2588\u2588 is gone", "blocks in place of letters"),
        ("a.txt", "shown \x1b[8mnot shown\x1b[0m", "control sequences"),
        ("a.md", "text <!-- said before --> text", "comments"),
        ("a.md", "text ~~said before~~ text", "struck text"),
        ("a.md", "[REDACTED](https://example.org/name)", "link under a placeholder"),
        ("a.md", "---\nauthor: A. Writer\n---\ntext", "front matter"),
        ("a.md", "---\r\nauthor: A. Writer\r\n---\r\ntext", "front matter"),
        ("a.txt", "one\t \r\ntwo \t\r\nthree\t\r\n", "blanks at line ends"),
        ("a.html", "<p><span style='background:black;color:black'>name</span></p>", "hidden elements"),
        ("a.html", "<p style='color:#ffffff'>name</p>", "hidden elements"),
        ("a.html", "<p style='display: none'>name</p>", "hidden elements"),
        ("a.html", "<p hidden>name</p>", "hidden elements"),
        ("a.html", "<img alt='the name' src=x>", "attributes"),
        ("a.html", "<script>var name = 1</script>", "scripts and styles"),
        ("a.html", "<p>text<?note the name?></p>", "comments"),
        ("a.md", "text\n\n<b style='font-size: 1px'>name</b>", "hidden elements"),
    ],
)
def test_hidden_data_in_a_strangers_file_is_found(name: str, text: str, check: str) -> None:
    found = inspect_text(text.encode(), name)
    assert {c.name for c in found.checks if c.found} == {check}
    assert all("name" not in f.message or "names" in f.message for f in found.findings)


@pytest.mark.parametrize(
    "text", ["An ordinary page, with plain words: nothing to see.\n", "Zażółć gęślą jaźń.\n", "Привет, мир\n"]
)
def test_an_ordinary_file_hides_nothing(text: str) -> None:
    assert inspect_text(text.encode(), "a.md").leaks == 0


def test_a_utf16_original_gives_a_utf8_copy() -> None:
    text = f"codename {WORD} and Gru\u00df\n"
    document = Document("a.txt", "0", Format.TEXT, text, (Page(1, Span(0, len(text))),), encoding="utf-16-le-sig")
    of = replace(analysis("x", classified=False), document=document, paragraphs=())
    assert sanitize_text(make_plan(of, NONE, [Term(WORD)])).decode() == "codename [text withheld] and Gru\u00df\n"


def test_two_marked_cells_on_one_line_are_annotated_once_each() -> None:
    rows = "| (U) Ansa | (S) Well informed on the cables |\n| (U) Olm | (U) Said nothing |"
    text = f"SECRET\n\n(U) People met\n\n{rows}\n\nSECRET\n"
    read = analyse(read_document(text.encode(), "memo.txt"))
    assert len([p for p in read.paragraphs if p.portion]) >= 4
    shown = annotate_text(make_plan(read, load_policy("public"))).decode()
    assert "(U) Ansa | \u27e6(b)(1): (S) Well informed on the cables" in shown
    assert shown.count("Ansa") == shown.count("Olm") == 1
