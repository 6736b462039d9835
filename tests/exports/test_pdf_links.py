# SPDX-License-Identifier: AGPL-3.0-or-later
"""``--keep-links`` and ``--keep-bookmarks``: what comes along is explained by what is kept, and nothing else does."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.pdf_copies import made
from tests.exports.planting import changed
from workbench.documents import read_document
from workbench.exports.model import Layout, Wishes
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


SECRET = "Wendelin-Oakes"
TEXTS = (
    ("Harbour Office", "The timetable hangs in every office", f"The ledger is kept by {SECRET} in the tower"),
    ("The Winter", "A second sheet tells of the winter"),
)
ALL = Wishes(keep_links=True, keep_bookmarks=True)
HOME = "https://example.org/timetable"
LINKED = [Layout.FAITHFUL, Layout.IMAGE]


def place_of(page: Any, words: str) -> Any:
    return page.search_for(words)[0]


def document(
    *links: tuple[str, str | int], toc: tuple[tuple[int, str, int], ...] = (), secret: str = SECRET, turn: int = 0
) -> bytes:
    """Two pages, with links from words of the first to addresses or pages (from 0), and bookmarks."""
    pages = [[text.replace(SECRET, secret) for text in texts] for texts in TEXTS]

    def draw(texts: list[str]) -> Callable[[Any], None]:
        def draw_page(page: Any) -> None:
            for number, text in enumerate(texts):
                page.insert_text((72, 100 + 40 * number), text, fontname="tiro", fontsize=12)

        return draw_page

    with pymupdf.open("pdf", made(*map(draw, pages))) as pdf:
        for words, target in links:
            place = place_of(pdf[0], words)
            if isinstance(target, int):
                link = {"kind": pymupdf.LINK_GOTO, "from": place, "page": target, "to": pymupdf.Point(0, 0)}
            else:
                link = {"kind": pymupdf.LINK_URI, "from": place, "uri": target}
            pdf[0].insert_link(link)
        pdf[0].set_rotation(turn)
        if toc:
            pdf.set_toc([list(entry) for entry in toc])
        return bytes(pdf.tobytes(no_new_id=True))


def plan_for(data: bytes, secret: str = SECRET) -> Plan:
    analysis = analyse(read_document(data, "a.pdf"))
    return make_plan(analysis, load_policy("none"), [Term(secret)])


def copy_of(data: bytes, layout: Layout = Layout.FAITHFUL, wishes: Wishes = ALL, secret: str = SECRET) -> bytes:
    plan = plan_for(data, secret)
    copy = sanitize_pdf(plan, data, layout, wishes).data
    checks, findings = verify(copy, plan)
    assert sum(check.found for check in checks) == 0
    assert not [finding for finding in findings if finding.code == "V109"]
    return copy


def links_of(copy: bytes) -> list[tuple[Any, Any]]:
    with pymupdf.open("pdf", copy) as pdf:
        return [(link.get("uri") or link.get("page"), pdf[0].get_textbox(link["from"])) for link in pdf[0].get_links()]


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("layout", LINKED)
def test_links_over_kept_words_are_kept_where_the_words_are(layout: Layout, turn: int) -> None:
    data = document(("timetable", HOME), ("every office", 1), ("Office", "mailto:office@example.org"), turn=turn)
    found = [(target, text.strip()) for target, text in links_of(copy_of(data, layout))]
    assert found == [(HOME, "timetable"), (1, "every office"), ("mailto:office@example.org", "Office")]


def test_without_the_flags_nothing_comes_along() -> None:
    data = document(("timetable", HOME), toc=((1, "The Winter", 2),))
    copy = pikepdf.open(io.BytesIO(copy_of(data, wishes=Wishes())))
    assert "/Outlines" not in copy.Root and not any("/Annots" in page.obj for page in copy.pages)


@pytest.mark.parametrize(
    "words",
    ["Wendelin-Oakes", "kept by Wendelin-Oakes", "The ledger"],
    ids=["withheld", "half withheld", "on a line that is set anew"],
)
def test_a_link_over_withheld_words_goes(words: str) -> None:
    assert links_of(copy_of(document((words, HOME), ("timetable", 1)))) == [(1, "timetable")]


def test_one_link_over_a_withheld_word_takes_the_others_to_its_address_along() -> None:
    assert links_of(copy_of(document((SECRET, HOME), ("timetable", HOME)))) == []


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "capitals": str.upper,
    "one word of it": lambda t: t.split("-")[0],
    "percent signs": lambda t: "".join(f"%{byte:02X}" for byte in t.encode()),
    "percent signs twice": lambda t: "".join(f"%25{byte:02X}" for byte in t.encode()),
    "without its hyphen": lambda t: t.replace("-", ""),
    "plus signs": lambda t: t.replace("-", "+"),
    "base64": lambda t: base64.b64encode(t.encode()).decode().rstrip("="),
    "hexadecimal": lambda t: t.encode().hex(),
    "backwards": lambda t: t[::-1],
    "inside other letters": lambda t: f"x{t.split('-')[0].lower()}x",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("address", ["https://example.org/{}/x", "https://{}.example.org/", "mailto:{}@example.org"])
def test_an_address_that_carries_the_secret_goes(address: str, spelling: str) -> None:
    told = SPELLINGS[spelling](SECRET)
    assert links_of(copy_of(document(("timetable", address.format(told))))) == []


def test_bookmarks_are_kept_as_their_titles_stand_on_their_pages() -> None:
    toc = ((1, "HARBOUR   office", 1), (2, f"The ledger of {SECRET}", 1), (3, "timetable", 1), (1, "The winter", 2))
    with pymupdf.open("pdf", copy_of(document(toc=toc))) as pdf:
        assert pdf.get_toc() == [[1, "Harbour Office", 1], [2, "timetable", 1], [1, "The Winter", 2]]


@pytest.mark.parametrize(
    "title", [SECRET, f"By {SECRET}", "Of the survey team", "The Winter", "inter", "", "T", "time"]
)
def test_a_bookmark_whose_title_is_no_kept_text_of_its_page_goes(title: str) -> None:
    copy = pikepdf.open(io.BytesIO(copy_of(document(toc=((1, title or " ", 1),)))))
    assert "/Outlines" not in copy.Root


def test_the_name_of_a_destination_does_not_come_along() -> None:
    def name_it(pdf: pikepdf.Pdf) -> None:
        target = pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.Fit])
        names = pikepdf.Array([pikepdf.String(f"to {SECRET}"), target])
        pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=names))
        link = pdf.pages[0].obj.Annots[0]
        del link["/A"]
        link.Dest = pikepdf.String(f"to {SECRET}")

    copy = copy_of(changed(document(("timetable", HOME)), name_it))
    assert [target for target, _ in links_of(copy)] in ([1], [])
    assert SECRET.encode() not in copy and "/Names" not in pikepdf.open(io.BytesIO(copy)).Root


def planted_link(uri: str) -> Callable[[pikepdf.Pdf], None]:
    def plant(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(uri))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))

    return plant


@pytest.mark.parametrize("uri", [f"https://example.org/{SECRET}", "https://example.org/wendelin", "javascript:1"])
def test_a_link_put_into_a_copy_is_found(uri: str) -> None:
    data = document(("timetable", HOME))
    checks, findings = verify(changed(copy_of(data), planted_link(uri)), plan_for(data))
    assert sum(check.found for check in checks)
    assert "V142" in {finding.code for finding in findings}


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("What nobody reads")


def noted(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Contents = pikepdf.String("a note")


@pytest.mark.parametrize(("change", "code"), [(retitled, "V143"), (noted, "V109")])
def test_what_no_copy_has_of_bookmarks_and_links_is_told(change: Callable[[pikepdf.Pdf], None], code: str) -> None:
    data = document(("timetable", HOME), toc=((1, "The Winter", 2),))
    _, findings = verify(changed(copy_of(data), change), plan_for(data))
    assert code in {finding.code for finding in findings}


NAMES = st.text(alphabet="bcdfghjklm", min_size=4, max_size=12).map(lambda letters: f"Zq{letters}")


@pytest.mark.parametrize("layout", LINKED)
@settings(max_examples=6, deadline=None)
@given(name=NAMES)
def test_what_is_withheld_leaves_no_trace_in_them(layout: Layout, name: str) -> None:
    copies = []
    for secret in ("Zqbcdf", name):
        toc = ((1, "Harbour Office", 1), (2, f"The ledger of {secret}", 1), (2, "The Winter", 2))
        links = (("timetable", HOME), (secret, f"https://example.org/{secret}"), ("every office", 1))
        copies.append(copy_of(document(*links, toc=toc, secret=secret), layout, secret=secret))
    assert copies[0] == copies[1]


def test_pages_that_grow_by_a_header_keep_links_over_their_words() -> None:
    from dataclasses import replace

    from workbench.redaction.notices import Notices

    data = document(("timetable", HOME))
    plan = replace(plan_for(data), notices=Notices(header="Released", footer="In part"))
    assert [text.strip() for _, text in links_of(sanitize_pdf(plan, data, Layout.FAITHFUL, ALL).data)] == ["timetable"]


@pytest.mark.parametrize("term", ["time", "Outlines", "Annot", "Border", "Title", "Link"])
def test_a_term_may_be_a_part_of_a_kept_title_or_a_word_of_the_syntax(term: str) -> None:
    data = document(("timetable", 1), toc=((1, "The timetable", 1),))
    copy = copy_of(data, secret=term)
    assert "/Outlines" in pikepdf.open(io.BytesIO(copy)).Root and len(links_of(copy)) == 1
