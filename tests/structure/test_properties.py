# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.structure.making import covered, document, found, look
from workbench.marks.model import MarkType
from workbench.structure import Kind, analyse


PORTIONS = ("(U)", "(C)", "(S)", "(S//NF)", "(SBU)")
BANNERS = ("SECRET", "CONFIDENTIAL")
PIECES = (
    *PORTIONS,
    *BANNERS,
    "\n",
    "\n\n",
    "\n\n\n",
    "\x0c",
    "\r\n",
    "  ",
    "\t",
    "\u2028",
    "\x85",
    "1. ",
    "2. ",
    "(A) ",
    "(B) ",
    "a. ",
    "- ",
    "• ",
    "—",
    "From: Ann\n",
    "To: Tom; Kim\n",
    "SUBJECT: ",
    "SUBJECT\n",
    "PAGE 01   KAM 00731 141200Z\n",
    "R 141130Z MAR 79\n",
    "FM AMEMBASSY KAM\n",
    "CONFIDENTIAL KAM 0731\n",
    "INR",
    "April 3, 1998",
    "14",
    "a word",
    "The bridge is closed.",
    "and goes on",
    "THE SHIP SANK",
    "Mr.",
    "No.",
    "-",
    "[2 lines not declassified]",
    "Name .......... 4\n",
    "x" * 200,
    "é",
    "𝔘",
    "\xa0",
    "Director",
    "Agency: x\n",
    "Restrictions: y\n",
    "Pages: 2\n",
)
RUNNING = (
    "(U) The ferry leaves the pier at noon     and the pilot of the ferry waits for the tide",
    "and the mayor of the town had been told     by the keeper of the lamp before the storm",
    "(U) The pier      (S) The lamp",
    "had been moved on the night of the storm, and the ledger",
    "(U) The harbor master testified that all of the ferries",
    "(S)",
    "",
    "\f",
    "> ",
)


def numbered(rows: list[str]) -> str:
    """``rows`` with a number before each."""
    return "".join(f"{number} {row}\n" for number, row in enumerate(rows, 1))


TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=300),
    st.lists(st.sampled_from((*RUNNING * 3, *PIECES)), min_size=8, max_size=30).map(numbered),
)


@given(TEXTS)
@example("")
@example("\f")
@example("(U)")
@example("1. (C)\n\n(S)\f(U) a")
@settings(max_examples=300)
def test_every_character_is_in_exactly_one_span(text: str) -> None:
    analysis = look(text, PORTIONS, BANNERS)
    read = analysis.document.text
    spans = [span for paragraph in analysis.paragraphs for span in paragraph.spans]
    positions = covered(spans)
    assert sum(end - start for start, end in spans) == len(positions)
    assert all(position in positions for position, character in enumerate(read) if not character.isspace())
    assert all(0 <= start < end <= len(read) for start, end in spans)
    assert all(not read[start].isspace() and not read[end - 1].isspace() for start, end in spans)


@given(TEXTS)
@settings(max_examples=200)
def test_paragraphs_are_in_order_and_their_marks_inside_them(text: str) -> None:
    analysis = look(text, PORTIONS, BANNERS)
    firsts = [paragraph.spans[0].start for paragraph in analysis.paragraphs]
    assert firsts == sorted(firsts)
    assert len({paragraph.id for paragraph in analysis.paragraphs}) == len(firsts)
    for paragraph in analysis.paragraphs:
        assert list(paragraph.spans) == sorted(paragraph.spans)
        assert (paragraph.kind is Kind.FURNITURE) == (paragraph.role is not None)
        mark = paragraph.portion
        if mark is not None:
            assert analysis.document.text[mark.start : mark.end] == mark.raw
            assert any(start <= mark.start and mark.end <= end for start, end in paragraph.spans)
            assert paragraph.kind is not Kind.FURNITURE


@given(TEXTS)
@settings(max_examples=100)
def test_the_marks_kept_are_those_taken_and_all_that_are_no_portions(text: str) -> None:
    marks = found(text, MarkType.PORTION, PORTIONS) + found(text, MarkType.BANNER, BANNERS)
    analysis = analyse(document(text), marks)
    taken = {(p.portion.start, p.portion.end) for p in analysis.paragraphs if p.portion}
    assert {(m.start, m.end) for m in analysis.marks if m.type is MarkType.PORTION} == taken
    assert [m for m in analysis.marks if m.type is MarkType.BANNER] == [m for m in marks if m.type is MarkType.BANNER]


@given(TEXTS)
@settings(max_examples=100)
def test_the_same_text_gives_the_same_analysis(text: str) -> None:
    assert look(text, PORTIONS, BANNERS).as_json() == look(text, PORTIONS, BANNERS).as_json()


@given(st.text(max_size=400))
@settings(max_examples=100)
def test_the_finders_own_marks_never_break_it(text: str) -> None:
    analysis = analyse(document(text))
    assert analysis.as_json(with_text=True)["text"] == text
