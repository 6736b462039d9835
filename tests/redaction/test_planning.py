# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.redaction.making import analysis
from workbench.documents import Box, Page, Span
from workbench.redaction import Action, Decision, Extent, Plan, Policy, Term, Unit, load_policy, make_plan
from workbench.structure.model import Analysis


PUBLIC, NONE = load_policy("public"), load_policy("none")


def shown(plan: Plan) -> str:
    """The text of the document with the labels in place, the way a writer would set it."""
    text = plan.analysis.document.text
    cuts = [(span, r.label if span == r.spans[0] else "") for r in plan.redactions for span in r.spans]
    for span, label in sorted(cuts, reverse=True):
        text = text[: span.start] + label + text[span.end :]
    return text


def decide(of: Analysis, words: str, action: Action, paragraph: str | None = None, code: str | None = None) -> Decision:
    if paragraph:
        spans = next(p.spans for p in of.paragraphs if p.id == paragraph)
    else:
        start = of.document.text.index(words)
        spans = (Span(start, start + len(words)),)
    return Decision(of.document.sha256, spans, action, paragraph, code)


def test_above_u_and_unmarked_are_withheld_and_the_rest_is_kept() -> None:
    of = analysis("(U) Open one.", "(S) Closed two.", "Unmarked three.", "(C) Closed four.", "(U//FOUO) Open five.")
    assert shown(make_plan(of, PUBLIC)).splitlines() == [
        "(U) Open one.",
        "",
        "[paragraph withheld (b)(1)]",
        "",
        "[paragraph withheld (b)(1)]",
        "",
        "[paragraph withheld (b)(1)]",
        "",
        "(U//FOUO) Open five.",
    ]


def test_cui_and_unclassified_with_a_control_nobody_opened_are_withheld_without_a_code() -> None:
    of = analysis("(CUI) One.", "(U//NF) Two.", "(U//FOUO) Three.", "(U) Four.")
    assert [(r.paragraph, r.label) for r in make_plan(of, PUBLIC).redactions] == [
        ("p1", "[paragraph withheld]"),
        ("p2", "[paragraph withheld]"),
    ]


def test_a_document_without_markings_and_a_released_one_keep_their_text() -> None:
    assert make_plan(analysis("News of the day.", classified=False), PUBLIC).redactions == ()
    assert make_plan(analysis("(S) Old secret.", "Unmarked.", released=True), PUBLIC).redactions == ()


def test_policy_none_withholds_terms_only_with_their_codes() -> None:
    of = analysis("(S) The source Quillback was met.", "SECRET", "Mr. QUILL\u00adBACK left.")
    plan = make_plan(of, NONE, [Term("Quillback", "(b)(3)")])
    assert [(r.unit, r.label, r.why, r.paragraph) for r in plan.redactions] == [
        (Unit.TEXT, "[text withheld (b)(3)]", "term", "p1"),
        (Unit.TEXT, "[text withheld (b)(3)]", "term", "p3"),
    ]
    assert plan.cancelled == ()


def test_of_two_terms_on_each_other_the_code_of_either_is_told() -> None:
    of = analysis("(U) The Quillback Bay pier.")
    for terms in (
        [Term("Quillback"), Term("Quillback Bay", "(b)(3)")],
        [Term("Quillback", "(b)(3)"), Term("Quillback Bay")],
    ):
        assert shown(make_plan(of, NONE, terms)) == "(U) The [text withheld (b)(3)] pier.\n"


def test_the_patterns_of_a_policy_are_searched_for_beside_those_asked_for() -> None:
    of = analysis("(U) Call 202-555-0147.")
    policy = PUBLIC.model_copy(update={"patterns": ("phone",)})
    assert shown(make_plan(of, policy)).startswith("(U) Call [text withheld (b)(6)]")


def test_a_mark_that_stands_apart_goes_with_its_paragraph() -> None:
    of = analysis("(S)", "Closed two.", "(U) Open.")
    apart = replace(of.paragraphs[1], portion=of.paragraphs[0].portion)
    of = replace(of, paragraphs=(apart, of.paragraphs[2]))
    assert "(S)" not in shown(make_plan(of, PUBLIC))


def test_a_withheld_paragraph_swallows_the_terms_in_it() -> None:
    of = analysis("(S) Quillback.", "(U) Quillback.")
    assert [r.unit for r in make_plan(of, PUBLIC, [Term("Quillback")]).redactions] == [Unit.PARAGRAPH, Unit.TEXT]


def test_a_term_on_a_line_of_furniture_is_withheld() -> None:
    of = analysis("QUILLBACK CELL - SECRET - 3", "(U) Open.", furniture=["QUILLBACK CELL - SECRET - 3"])
    assert shown(make_plan(of, PUBLIC, [Term("Quillback")])).startswith("[text withheld] CELL - SECRET - 3")


def test_a_running_title_that_repeats_a_withheld_one_goes_with_it() -> None:
    head = "Quillback Cell: Plans - SECRET"
    of = analysis(head, "(S) QUILLBACK CELL: PLANS", "(U) Open.", head, furniture=[head])
    assert shown(make_plan(of, PUBLIC)).splitlines()[::2] == ["[paragraph withheld (b)(1)]"] * 2 + [
        "(U) Open.",
        "[paragraph withheld (b)(1)]",
    ]
    assert "Quillback Cell" in shown(make_plan(of, NONE))


def test_a_page_number_that_a_withheld_line_repeats_stays() -> None:
    of = analysis("12", "(S) 12", "(U) Open.", furniture=["12"])
    assert shown(make_plan(of, PUBLIC)).startswith("12")


def test_a_term_that_a_page_break_cuts_is_found() -> None:
    of = analysis("(U) The source Quill", "page 2", "back was met.", furniture=["page 2"])
    first, middle, last = of.paragraphs
    object.__setattr__(first, "spans", (*first.spans, *last.spans))
    object.__setattr__(of, "paragraphs", (first, middle))
    shown_text = shown(make_plan(of, PUBLIC, [Term("Quillback")]))
    assert "Quill" not in shown_text
    assert "back" not in shown_text
    assert "page 2" in shown_text


def test_a_name_is_found_over_a_head_of_many_lines() -> None:
    head = ("Port Office", "Minutes of the harbour", "Second day", "12 May", "2")
    of = analysis("Signed by Ruth", *head, "Adeyemi in May.", furniture=head)
    text = of.document.text
    pages = (Page(1, Span(0, 16)), Page(2, Span(16, len(text))))
    shown_text = shown(make_plan(replace(of, document=replace(of.document, pages=pages)), NONE, [Term("Ruth Adeyemi")]))
    assert "Ruth" not in shown_text
    assert "Adeyemi" not in shown_text
    assert all(line in shown_text for line in head)


@pytest.mark.parametrize("furniture", [("Minutes of the harbour",), ()])
def test_a_name_on_either_side_of_a_page_break_is_found(furniture: Sequence[str]) -> None:
    of = analysis("Signed by Ruth", "1", "Minutes of the harbour", "Adeyemi in May.", furniture=(*furniture, "1"))
    text = of.document.text
    middle = text.index("Minutes")
    pages = (Page(1, Span(0, middle)), Page(2, Span(middle, len(text))))
    shown_text = shown(make_plan(replace(of, document=replace(of.document, pages=pages)), NONE, [Term("Ruth Adeyemi")]))
    assert "Ruth" not in shown_text
    assert "Adeyemi" not in shown_text
    assert "Minutes of the harbour" in shown_text
    whole = shown(make_plan(of, NONE, [Term("Ruth Adeyemi")]))
    assert "Ruth" in whole, "in the middle of a page a title parts the two"


def test_banners_are_cancelled_when_nothing_they_protect_is_left() -> None:
    of = analysis("SECRET", "(S) Closed.", "(U) Open.")
    assert make_plan(of, PUBLIC).cancelled == (Span(0, 6),)
    assert make_plan(of, NONE).cancelled == ()


def test_only_banners_in_force_over_what_is_kept_are_cancelled() -> None:
    of = analysis("SECRET", "(U) Open.")
    (banner, *others) = of.marks
    assert make_plan(of, PUBLIC).cancelled == (banner.span,)
    assert make_plan(replace(of, marks=(replace(banner, struck=True), *others)), PUBLIC).cancelled == ()
    assert make_plan(replace(of, overall=replace(of.overall, classified=False, released=True)), PUBLIC).cancelled == ()
    page = Decision(of.document.sha256, (), Action.WITHHOLD, page=1)
    assert make_plan(of, PUBLIC, decisions=[page]).cancelled == ()


def test_no_banner_is_cancelled_over_unmarked_text_that_nobody_released() -> None:
    of = analysis("SECRET", "Words without a mark.")
    assert make_plan(of, NONE).guarded and make_plan(of, NONE).cancelled == ()
    released = make_plan(of, NONE, decisions=[decide(of, "", Action.RELEASE, "p2")])
    assert not released.guarded and len(released.cancelled) == 1


def test_a_released_paragraph_keeps_its_text_and_has_its_mark_struck() -> None:
    of = analysis("SECRET", "(S) Closed.", "Unmarked.", "(S) Also closed.")
    decisions = [decide(of, "", Action.RELEASE, "p2"), decide(of, "", Action.RELEASE, "p3")]
    plan = make_plan(of, PUBLIC, (), decisions)
    assert [r.paragraph for r in plan.redactions] == ["p4"]
    assert [of.document.text[a:b] for a, b in plan.cancelled] == ["SECRET", "(S)"]


def test_words_released_from_a_withheld_paragraph_leave_the_rest_withheld() -> None:
    of = analysis("(S) A first thing and a public thing and a last thing.")
    plan = make_plan(of, PUBLIC, (), [decide(of, "a public thing", Action.RELEASE)])
    assert shown(plan) == "[text withheld (b)(1)]a public thing[text withheld (b)(1)]\n"


def test_words_withheld_stay_withheld_when_their_paragraph_is_released() -> None:
    of = analysis("(S) The name Harrow and the rest.")
    withheld, released = decide(of, "Harrow", Action.WITHHOLD, code="(b)(6)"), decide(of, "", Action.RELEASE, "p1")
    for decisions in ([withheld, released], [released, withheld]):
        assert shown(make_plan(of, PUBLIC, (), decisions)) == "(S) The name [text withheld (b)(6)] and the rest.\n"


def test_a_later_decision_on_the_same_words_wins() -> None:
    of = analysis("(U) The name Harrow and the rest.")
    decisions = [decide(of, "Harrow", Action.WITHHOLD), decide(of, "Harrow", Action.RELEASE)]
    assert make_plan(of, PUBLIC, (), decisions).redactions == ()
    assert make_plan(of, PUBLIC, (), decisions[::-1]).redactions != ()


def test_words_withheld_after_they_were_released_are_withheld() -> None:
    of = analysis("(S) One two three.")
    decisions = [decide(of, "two three", Action.RELEASE), decide(of, "two", Action.WITHHOLD, code="(b)(6)")]
    assert shown(make_plan(of, PUBLIC, decisions=decisions)) == "[text withheld (b)(1)] three[text withheld (b)(1)]\n"


def test_a_release_of_a_paragraph_that_had_other_words_opens_those_alone() -> None:
    of = analysis("(S) One two three.")
    made = replace(decide(of, "two", Action.RELEASE), paragraph="p1")
    assert "One" not in shown(make_plan(of, PUBLIC, decisions=[made])) and "two" in shown(
        make_plan(of, PUBLIC, decisions=[made])
    )


def test_a_release_decision_does_not_open_a_term() -> None:
    of = analysis("(U) The name Harrow and the rest.")
    assert make_plan(of, PUBLIC, [Term("Harrow")], [decide(of, "Harrow", Action.RELEASE)]).redactions != ()


def test_a_decision_on_another_document_counts_for_nothing() -> None:
    of, other = analysis("(S) One."), analysis("(S) Another.")
    assert make_plan(of, PUBLIC, (), [decide(other, "", Action.RELEASE, "p1")]).redactions != ()


def test_a_reviewer_withholds_an_open_paragraph() -> None:
    of = analysis("(U) A name.")
    [redaction] = make_plan(of, PUBLIC, (), [decide(of, "", Action.WITHHOLD, "p1", "(b)(6)")]).redactions
    assert (redaction.label, redaction.why) == ("[paragraph withheld (b)(6)]", "decision")


def test_the_name_in_the_authority_block_is_withheld_and_its_field_stays() -> None:
    line = "Classified By: R. Halloway, Desk Chief"
    of = analysis("(S) Closed.", line, furniture=[line])
    assert shown(make_plan(of, PUBLIC)).splitlines()[2] == "Classified By: [text withheld]"


def test_text_that_no_paragraph_claims_is_withheld() -> None:
    of = analysis("(U) Open.", "Forgotten words.", "(U) Open too.")
    object.__setattr__(of, "paragraphs", (of.paragraphs[0], of.paragraphs[2]))
    assert shown(make_plan(of, PUBLIC)) == "(U) Open.\n\n[text withheld (b)(1)]\n\n(U) Open too.\n"


def test_a_page_on_which_nothing_can_be_read_is_withheld_whatever_the_rest_is() -> None:
    of = analysis("News of the day.", classified=False)
    end = len(of.document.text)
    pages = (Page(1, Span(0, end), 612, 792), Page(2, Span(end, end), 612, 792))
    scanned = replace(of, document=replace(of.document, pages=pages, unread=(2,)))
    [redaction] = make_plan(scanned, PUBLIC).redactions
    assert (redaction.unit, redaction.page, redaction.label) == (Unit.PAGE, 2, "[page withheld (b)(1)]")
    assert redaction.boxes == (Box(2, 0, 0, 612, 792),)
    assert make_plan(scanned, NONE).redactions == ()


def test_planning_our_own_copy_withholds_nothing_more() -> None:
    of = analysis("(U) Open Quillback.", "(S) Closed.", "Unmarked.")
    copy = analysis(*shown(make_plan(of, PUBLIC, [Term("Quillback", "(b)(3)")])).strip().split("\n\n"))
    assert make_plan(copy, PUBLIC, [Term("Quillback", "(b)(3)")]).redactions == ()


def test_extent_lines_says_how_much() -> None:
    of = analysis("(S) " + "word " * 40, "(S) Short.", "(U) The name Harrow here.")
    plan = make_plan(of, PUBLIC, [Term("Harrow", "(b)(3)")], extent=Extent.LINES)
    assert [r.label for r in plan.redactions] == [
        "[3 lines withheld (b)(1)]",
        "[1 line withheld (b)(1)]",
        "[less than 1 line withheld (b)(3)]",
    ]


SENTENCE = st.text(alphabet="abcdefg hijklmno.\n", min_size=1, max_size=80).map(lambda s: "x" + s.replace("\n\n", "\n"))


@settings(max_examples=60)
@given(st.lists(st.sampled_from("US"), min_size=1, max_size=6), st.data())
def test_the_plan_shows_nothing_of_what_is_withheld(marks: list[str], data: st.DataObject) -> None:
    openly = [data.draw(SENTENCE) for _ in marks]
    copies = []
    for _ in range(2):
        texts = [
            f"(U) {kept}" if m == "U" else f"(S) {data.draw(SENTENCE)}" for m, kept in zip(marks, openly, strict=True)
        ]
        copies.append(shown(make_plan(analysis(*texts), PUBLIC)))
    assert copies[0] == copies[1]


@settings(max_examples=60)
@given(
    st.lists(SENTENCE, min_size=1, max_size=5),
    st.lists(st.sampled_from(["abc", "de", "xo", "no"]), max_size=3),
    st.data(),
)
def test_redactions_never_overlap_and_stay_in_order(texts: list[str], terms: list[str], data: st.DataObject) -> None:
    of = analysis(*(f"({data.draw(st.sampled_from('US'))}) {text}" for text in texts))
    length = len(of.document.text)
    bounds = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)
    chosen = data.draw(st.lists(st.tuples(bounds, st.sampled_from(list(Action))), max_size=4))
    decisions = [Decision(of.document.sha256, (Span(a, b),), action) for (a, b), action in chosen]
    policy: Policy = data.draw(st.sampled_from([PUBLIC, NONE]))
    withheld = make_plan(of, policy, [Term(t) for t in terms], decisions).withheld()
    assert all(a.end <= b.start for a, b in pairwise(withheld))
    assert all(0 <= start < end <= length for start, end in withheld)
