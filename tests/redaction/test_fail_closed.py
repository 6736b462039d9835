# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not plainly open stays back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.redaction.making import analysis
from workbench.documents import Page, Recognised, Span, read_document
from workbench.markings import parse
from workbench.redaction import Action, Decision, Unit, load_policy, make_plan
from workbench.redaction.policy import Verdict
from workbench.redaction.verdicts import marking_verdict
from workbench.structure import analyse


PUBLIC = load_policy("public")
CASES = Path(__file__).parent / "cases"
VERDICTS: dict[str, list[str]] = yaml.safe_load((CASES / "verdicts.yaml").read_text("utf-8"))
UNMARKED: dict[str, list[str]] = yaml.safe_load((CASES / "unmarked.yaml").read_text("utf-8"))
LOST: dict[str, list[str]] = yaml.safe_load((CASES / "lost_marks.yaml").read_text("utf-8"))
PAGES: list[dict[str, str]] = yaml.safe_load((CASES / "pages.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("mark", "entry"), [(mark, entry) for entry, marks in VERDICTS.items() for mark in marks])
def test_only_what_is_plainly_open_is_kept(mark: str, entry: str) -> None:
    marking = parse(mark).marking
    assert marking is not None
    verdict = marking_verdict(PUBLIC, marking)
    assert verdict == (Verdict(withhold=False) if entry == "kept" else getattr(PUBLIC, entry))


@pytest.mark.parametrize(("banner", "entry"), [(banner, entry) for entry, all_ in UNMARKED.items() for banner in all_])
def test_what_carries_no_mark_is_judged_as_the_document_is(banner: str, entry: str) -> None:
    text = f"{banner}\n\nThe port has two piers, and both are closed.\n\n{banner}\n"
    plan = make_plan(analyse(read_document(text.encode(), "note.txt")), PUBLIC)
    gone = {(r.code, r.reason.split()[0]) for r in plan.redactions if text[slice(*r.spans[0])].startswith("The port")}
    assert gone == (set() if entry == "kept" else {(getattr(PUBLIC, entry).code, "unmarked")})


def test_what_carries_no_mark_beside_cui_portions_stays_back() -> None:
    text = "(U) The port is open.\n\n(CUI//SP-CTI) The net hangs at nine metres.\n\nIts gate opens at dawn.\n"
    plan = make_plan(analyse(read_document(text.encode(), "note.txt")), PUBLIC)
    assert [r.reason for r in plan.redactions] == ["portion marked (CUI//SP-CTI)", "unmarked in a controlled document"]


def test_a_policy_that_keeps_what_is_unmarked_keeps_it_below_cui_too() -> None:
    read = analyse(read_document(b"CUI\n\nThe port has two piers.\n", "note.txt"))
    lenient = PUBLIC.model_copy(update={"unmarked": Verdict(withhold=False)})
    assert make_plan(read, lenient).redactions == ()


@pytest.mark.parametrize("case", PAGES, ids=lambda case: " ".join(case.values()))
def test_a_page_without_text_is_judged_by_what_may_stand_on_it(case: dict[str, str]) -> None:
    about = case["document"]
    of = analysis("(U) News of the day.", classified=about == "classified", released=about == "released")
    end = len(of.document.text)
    read = Recognised("an engine", 0.9) if case["page"] == "empty" else None
    pages = Page(1, Span(0, end), 612.0, 792.0), Page(2, Span(end, end), 612.0, 792.0, recognised=read)
    document = replace(of.document, pages=pages, unread=(2,) if case["page"] == "unread" else ())
    overall = replace(of.overall, banner=parse("CUI").marking) if about == "controlled" else of.overall
    made = [Decision(document.sha256, (), Action(case["decided"]), page=2)] if "decided" in case else []
    of = replace(of, document=document, overall=overall)
    found = make_plan(of, PUBLIC, decisions=made).redactions
    assert [(r.unit, r.page, r.label) for r in found] == ([(Unit.PAGE, 2, case["label"])] if "label" in case else [])
    assert make_plan(of, load_policy("none"), decisions=made).redactions == ()


@pytest.mark.parametrize(
    "text",
    [
        "(U) Ansa; (S) well informed.",
        "(U) Open | (C) closed |",
        "(U) Open (TS//SI) closed.",
        "(U) Seen. (S-NF), he said",
        "(U) Piers. (CONFIDENTIAL) They are closed.",
        "(U) Piers. (TOP SECRET//SI) They are closed.",
        '(U) Read "[S] The Northern Pier" for more.',
        '(U) Read "The Northern Pier (S)" for more.',
    ],
)
def test_an_open_paragraph_that_shows_a_higher_mark_stays_back(text: str) -> None:
    assert [r.code for r in make_plan(analysis(text), PUBLIC).redactions] == ["(b)(1)"]


@pytest.mark.parametrize(("text", "entry"), [(text, entry) for entry, texts in LOST.items() for text in texts])
def test_what_may_be_left_of_a_mark_stays_back_where_others_are_marked(text: str, entry: str) -> None:
    whole = f"(U) The port is open.\n\n(U) The mill is shut.\n\n{text}\n\n(U) The quay is long.\n"
    plan = make_plan(analyse(read_document(whole.encode(), "note.txt")), PUBLIC)
    gone = any(start <= whole.index(text[-10:]) < end for start, end in plan.withheld())
    assert gone is (entry == "withheld")


@pytest.mark.parametrize(("doubted", "codes"), [("(U)", ["(b)(1)"]), ("pier", [])])
def test_an_open_mark_that_an_engine_was_unsure_of_opens_nothing(doubted: str, codes: list[str]) -> None:
    of = analysis("(U) The pier is closed.")
    start = of.document.text.index(doubted)
    doubtful = replace(of, document=replace(of.document, unsure=(Span(start, start + len(doubted)),)))
    assert [r.code for r in make_plan(doubtful, PUBLIC).redactions] == codes


@pytest.mark.parametrize(
    "text",
    [
        "(U) The office(S) of the port.",
        "(U) (A) one, (B) two, (C) three.",
        "(U) Copyright (C) 1998 the port.",
        "(U) A (U) note.",
    ],
)
def test_letters_that_are_no_marks_keep_nothing_back(text: str) -> None:
    assert make_plan(analysis(text), PUBLIC).redactions == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(C//NF)", ["(b)(1)"]),
        ("(U)", []),
        ("(S) [paragraph withheld (b)(1)]", []),
    ],
)
def test_a_mark_above_unclassified_never_stays_alone(text: str, codes: list[str]) -> None:
    assert [r.code for r in make_plan(analysis(text), PUBLIC).redactions] == codes


def test_what_a_reviewer_released_is_open_though_no_paragraph_claims_it() -> None:
    of = analysis("(S) Closed.", "Stray words.", "(U) Open.")
    stray = replace(of, paragraphs=(of.paragraphs[0], of.paragraphs[2]))
    place = of.paragraphs[1].spans[0]
    assert place in make_plan(stray, PUBLIC).withheld()
    words = Span(place.start + 6, place.end)
    some = Decision(of.document.sha256, (words,), Action.RELEASE)
    assert Span(place.start, place.start + 5) in make_plan(stray, PUBLIC, decisions=[some]).withheld()
    every = replace(some, spans=(place,))
    assert make_plan(stray, PUBLIC, decisions=[every]).withheld() == of.paragraphs[0].spans


@pytest.mark.parametrize("decided", ["page", "word"])
def test_a_running_head_goes_with_its_title_though_the_title_goes_with_its_page_or_a_word_of_it_is_released(
    decided: str,
) -> None:
    pages = (
        "SECRET\n\n(S) Nets of the Tarn\n\n(U) The ferry sails at noon.",
        "Nets of the Tarn\n\n(U) The lamp was lit.",
    )
    of = analyse(read_document("\f".join((*pages, pages[1])).encode(), "memo.txt"))
    word = of.document.text.index("of the")
    spans, page, action = (
        ((), 1, Action.WITHHOLD) if decided == "page" else ((Span(word, word + 2),), None, Action.RELEASE)
    )
    plan = make_plan(of, PUBLIC, decisions=[Decision(of.document.sha256, spans, action, page=page)])
    assert not any(word in kept for kept in plan.kept() for word in ("Nets", "Tarn"))


@pytest.mark.parametrize("whole", [True, False])
def test_a_running_head_that_a_reviewer_released_stays_though_it_says_what_is_withheld(whole: bool) -> None:
    title = "Harbour survey of the north"
    of = analysis(f"(S) {title}", title, furniture=[title])
    head = of.paragraphs[1]
    assert head.spans[0] in make_plan(of, PUBLIC).withheld()
    decision = Decision(of.document.sha256, head.spans, Action.RELEASE, head.id if whole else None)
    assert head.spans[0] not in make_plan(of, PUBLIC, decisions=[decision]).withheld()


def test_names_in_an_authority_line_that_a_reviewer_released_stay() -> None:
    of = analysis("(S) Closed.", "Classified By: Kim Field", furniture=["Classified By: Kim Field"])
    line = of.paragraphs[1]
    assert len(make_plan(of, PUBLIC).redactions) == 2
    decision = Decision(of.document.sha256, line.spans, Action.RELEASE, line.id)
    assert len(make_plan(of, PUBLIC, decisions=[decision]).redactions) == 1
