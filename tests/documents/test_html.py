# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.errors import DocumentError
from workbench.documents import Document, Limits, Place, read_document


def read(body: str, encoding: str = "utf-8") -> Document:
    return read_document(f"<!doctype html><html><body>{body}</body></html>".encode(encoding), "page.html")


def test_what_a_reader_sees_block_by_block() -> None:
    page = read(
        "<h1>A  title</h1><p>One\n two<br>three</p><ul><li>(S) item</li></ul><table><tr><td>cell</td></tr></table>"
    )
    assert page.text == "A title\n\nOne two\nthree\n\n(S) item\n\ncell"
    assert [(page.text[slice(*b.span)], b.place) for b in page.blocks] == [
        ("A title", Place.HEADING),
        ("One two\nthree", Place.BODY),
        ("(S) item", Place.LIST_ITEM),
        ("cell", Place.TABLE_CELL),
    ]


def test_what_a_reader_does_not_see_is_left_out_and_said() -> None:
    page = read(
        "<p title='one'>seen<!-- two --></p><p hidden>three</p><p style='display: none'>four<b>five</b></p> tail"
        "<script>six()</script><style>seven</style><img alt='eight'><template>nine</template>"
    )
    assert page.text == "seen\n\ntail"
    assert {finding.code for finding in page.findings} == {"R010", "R011", "R014"}


@pytest.mark.parametrize(
    ("element", "told"),
    [
        ("<svg><text>(S) harbour</text></svg>", True),
        ("<svg><foreignObject><p>harbour</p></foreignObject></svg>", True),
        ("<math><mtext>harbour</mtext></math>", True),
        ("<iframe src='data:text/html,harbour'></iframe>", True),
        ("<iframe srcdoc='harbour' hidden></iframe>", False),
        ("<svg><title>Menu</title><path d='M0 0'/></svg>", False),
        ("<svg hidden><text>harbour</text></svg>", False),
        ("<div hidden><svg><text>harbour</text></svg></div>", False),
    ],
)
def test_words_in_a_drawing_are_not_read_and_that_is_said(element: str, told: bool) -> None:
    page = read(f"<p>seen</p>{element}")
    assert page.text == "seen"
    assert ("R012" in {finding.code for finding in page.findings}) == told


@pytest.mark.parametrize(
    ("element", "told"),
    [
        ("<input value=harbour>", True),
        ("<input placeholder=harbour>", True),
        ("<input type=hidden value=harbour>", False),
        ("<input>", False),
        ("<select><option>harbour</option></select>", True),
        ("<img src=harbour.png>", True),
        ("<img src=harbour.png style='display: none'>", False),
    ],
)
def test_words_of_pictures_and_fields_are_not_read_and_that_is_said(element: str, told: bool) -> None:
    page = read(f"<p>seen</p>{element}")
    assert page.text == "seen"
    assert ("R014" in {finding.code for finding in page.findings}) == told


def test_a_page_of_xml_shows_what_it_has_for_characters() -> None:
    page = b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>har<![CDATA[bour <& quay]]></p></body></html>"
    assert read_document(page, "page.xhtml").text == "harbour <& quay"
    assert read_document(page.replace(b"1999/xhtml", b"none"), "page.html").text == "har"


@pytest.mark.parametrize("end", ["</html>", "</body>\n</HTML >", "</body>", "</html><html><body>"])
def test_what_stands_behind_the_end_of_a_page_is_shown_in_it(end: str) -> None:
    page = read_document(f"<html><body><p>(U) One</p>{end}<p>(S) Two</p>".encode(), "page.html")
    assert page.text == "(U) One\n\n(S) Two"


def test_the_end_of_a_page_parts_no_word() -> None:
    assert read_document(b"<html><body>Os</body>pr</html>ey", "page.html").text == "Osprey"


def test_tags_and_references_inside_a_word_are_one_word() -> None:
    assert read("<p>Os<b>pr</b><i>ey</i> L&#97;ntern</p>").text == "Osprey Lantern"


def test_struck_text_is_told_without_its_tags() -> None:
    page = read("<p> <s>SECRET</s> and <del>x</del></p>")
    assert [page.text[slice(*span)] for span in page.struck] == ["SECRET", "x"]


def test_a_declared_encoding_counts_where_the_bytes_are_no_utf8() -> None:
    page = read_document("<html><meta charset=windows-1251><p>Привет</p></html>".encode("cp1251"), "page.html")
    assert page.text == "Привет"


def test_a_page_nested_without_end_is_refused_or_read() -> None:
    try:
        read("<div>" * 5000 + "x")
    except DocumentError as error:
        assert "\n" not in str(error)


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<s>", "</div>", "<li>", "a ", "&amp;", "<!--", "-->", "<script>", "\n", "ü"]),
        max_size=30,
    )
)
def test_reading_is_total_and_every_span_lies_in_the_text(parts: list[str]) -> None:
    try:
        page = read("".join(parts))
    except DocumentError:
        return
    for start, end in [block.span for block in page.blocks] + list(page.struck):
        assert 0 <= start < end <= len(page.text)
        assert page.text[start:end].strip()
    assert "".join(page.text.split()) == "".join(page.text[slice(*b.span)] for b in page.blocks).replace(
        " ", ""
    ).replace("\n", "")


@pytest.mark.parametrize("data", [b"<html>\x00\x01\x02\x03" * 9, b"<html></html>"])
def test_odd_pages_give_a_document_or_one_line(data: bytes) -> None:
    try:
        assert read_document(data, "page.html").text == ""
    except DocumentError as error:
        assert "\n" not in str(error)


def test_preformatted_lines_stay_lines() -> None:
    document = read_document(b"<html><pre>1. (U) One\n   two\n\n2. (U) Three</pre> a  b", "cable.html")
    assert document.text == "1. (U) One\n   two\n\n2. (U) Three\n\na b"


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0",
        "font-size: 0px",
        "opacity:0.0",
        "OPACITY : 0",
        "height:1px;width:1px;overflow:hidden",
        "clip:rect(1px, 1px, 1px, 1px)",
        "color:rgba(0,0,0,.03)",
        "margin:0 0 0 -9999px",
        "position:fixed;inset:-999px auto auto 0",
        "translate:-9999px",
    ],
)
def test_what_is_made_too_small_or_clear_to_see_is_hidden(style: str) -> None:
    document = read_document(f"<html><p>seen<span style='{style}'>unseen</span>".encode(), "a.html")
    assert document.text == "seen"
    assert [finding.code for finding in document.findings] == ["R010"]


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0.8em",
        "opacity:0.5",
        "opacity:1",
        "max-height:0",
        "height:0.5em;overflow:hidden",
        "overflow:hidden",
        "transform:scale(0.5)",
        "transform:translate(-9px)",
        "margin-left:-12px",
        "margin:-12px 0",
        "font:10px/0 serif",
        "font-size:10px",
        "filter:opacity(0.5)",
        "color:red",
        "clip-path:circle(50%)",
        "zoom:0.9",
        "background:url('; display: none')",
        "--note:'; display: none'",
        "color:rgba(0,0,0,.6)",
        "width:1px;overflow:hidden",
    ],
)
def test_what_is_only_small_or_pale_is_read(style: str) -> None:
    assert read_document(f'<html><p style="{style}">seen'.encode(), "a.html").text == "seen"


def test_a_line_through_by_style_is_struck() -> None:
    document = read_document(b"<html><p><span style='text-decoration: line-through'>SECRET</span> x", "a.html")
    assert [document.text[s.start : s.end] for s in document.struck] == ["SECRET"]


@pytest.mark.parametrize(
    ("sheet", "element", "seen"),
    [
        (".h { display: none }", "<p class='h'>word</p>", False),
        (".h { display: none } .h { display: block }", "<p class='h'>word</p>", True),
        (".f { color: red } " * 3000 + ".h { display: none }", "<p class='h'>word</p>", False),
        (".g, .h\U0001f985 { display: none }", "<p class='h h\U0001f985'>word</p>", False),
        ("p.h { display: none } .h { display: block }", "<p class='h'>word</p>", False),
        (".h { display: none }", "<p class='h' style='display: block'>word</p>", True),
        (".h { display: none !important }", "<p class='h' style='display: block'>word</p>", False),
        ("@media print { .h { display: none } }", "<p class='h'>word</p>", True),
        ("@media (max-width: 9px) { .h { display: none } }", "<p class='h'>word</p>", True),
        ("p:hover { display: none }", "<p>word</p>", True),
        ("p::before { display: none }", "<p>word</p>", True),
        ("p%%{ display: none } .h { top: -900px }", "<p class='h'>word</p>", False),
        (".h { color: white }", "<p class='h'>word</p>", False),
        (".h { color: white } body { background: #003 }", "<p class='h'>word</p>", True),
        (".h { color: white; background: url(a.png) }", "<p class='h'>word</p>", True),
        (".h { color: white; position: absolute }", "<p class='h'>word</p>", True),
        (".h { color: white; background: red }", "<p class='h'>word</p>", True),
        ("@namespace s url(a); s|p { display: none }", "<p>word</p>", True),
        ("@import 'a.css'; .h { color: white }", "<p class='h'>word</p>", True),
        ("", "<table><tr><td bgcolor='black'><b style='color: #fff'>word</b></td></tr></table>", True),
        ("", "<table><tr><td bgcolor='black'><b style='color: #000'>word</b></td></tr></table>", False),
        ("", "<link rel='stylesheet' href='a.css'><p style='color: white'>word</p>", True),
    ],
)
def test_what_a_style_sheet_of_the_page_hides_is_no_text(sheet: str, element: str, seen: bool) -> None:
    page = read(f"<style>{sheet}</style><p>first</p>{element}")
    assert page.text == ("first\n\nword" if seen else "first")
    assert any(finding.code == "R010" for finding in page.findings) != seen


def test_names_are_told_by_their_letters_where_a_page_keeps_to_a_standard() -> None:
    page = "<style>.H { display: none }</style><p class=h>one</p><p class=H>two</p><p>three</p>"
    assert read(page).text == "one\n\nthree"
    assert read_document(page.encode(), "a.html").text == "three"


def test_more_rules_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.documents.html.sheets._MOST_RULES", 2)
    page = read("<style>p { top: 0 } p { left: 0 } p { display: none }</style><p>one</p>")
    assert [finding.code for finding in page.findings] == ["R013"]


def test_rules_for_more_elements_than_a_page_has_are_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand rules for each of a million elements would take all memory."""
    monkeypatch.setattr("workbench.documents.html.styles._MOST_DECLARED", 3)
    assert (
        read("<style>p { top: 0 } p { display: none }</style><p>one</p><p>two</p><p>three</p>").text
        == "one\n\ntwo\n\nthree"
    )


def test_a_sheet_writes_no_more_text_than_is_read() -> None:
    sheet = "<style>li::before { content: '" + "word " * 100 + "' }</style>"
    page = f"<html>{sheet}<ul>{'<li>' * 100}</ul></html>".encode()
    with pytest.raises(DocumentError, match="more text than is read"):
        read_document(page, "page.html", Limits(max_unpacked=20_000))


def test_a_counter_may_be_padded_with_nothing() -> None:
    style = "@counter-style x { system: numeric; symbols: 'a' 'b'; pad: 3 '' }"
    sheet = f"{style} li::before {{ content: counter(list-item, x) }}"
    assert read(f"<style>{sheet}</style><ol><li>word</ol>").text == "bword"


@settings(max_examples=60)
@given(st.text(alphabet="ph.#{}:;@()-[],> *!/\\'\"0aurl", max_size=60))
def test_no_style_sheet_stops_the_reader(sheet: str) -> None:
    assert "first" in read(f"<p style='{sheet.replace(chr(39), '')}'>second</p><style>{sheet}</style><p>first</p>").text
