# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cases import Carried, Note, carry_over
from workbench.cases.carrying import CHANGED, DECIDED, ELSEWHERE, HELD, TWICE, WHY
from workbench.documents import Box, Span, TextVersion, Visual, read_document
from workbench.redaction.equities import Equity
from workbench.redaction.model import Action, Decision
from workbench.structure import analyse
from workbench.structure.model import Analysis


MEMO = """\
SECRET//NOFORN

(U) Visit of the delegation

(S//NF) The delegation of the Republic of Arvenia met the harbour authority on 4 March. Minister Oda Fell asked for
two berths at the northern quay, and offered to pay in advance for the dredging of the channel.

(C) The harbour master, Jon Brandt, doubts that the channel can be dredged before the winter.

(C//FGI GBR) Their survey ship is expected in April.

SECRET//NOFORN
"""
REFLOWED = "\n\n".join(fill(" ".join(part.split()), 40) for part in MEMO.split("\n\n")) + "\n"
MASTER = "(C) The harbour master"


@dataclass(frozen=True)
class Version:
    analysis: Analysis
    decisions: Sequence[Decision] = ()
    notes: Sequence[Note] = ()

    @property
    def text(self) -> str:
        return self.analysis.document.text

    def spans(self, words: str) -> tuple[Span, ...]:
        """All of the paragraph that begins so, else these words."""
        for paragraph in self.analysis.paragraphs:
            if self.text.startswith(words, paragraph.spans[0].start):
                return paragraph.spans
        return (Span(self.text.index(words), self.text.index(words) + len(words)),)

    def deciding(self, words: str, action: Action, reason: str = "") -> Version:
        document, spans = self.analysis.document, self.spans(words)
        whole = next((p.id for p in self.analysis.paragraphs if p.spans == spans), None)
        made = Decision(document.sha256, spans, action, whole, "(b)(6)", reason, "Kim Field", "", document.reading)
        return replace(self, decisions=(*self.decisions, made))

    def noting(self, words: str) -> Version:
        note = Note((self.spans(words), None, None), "ask the ministry", "Kim Field", "2031-05-06")
        return replace(self, notes=(*self.notes, note))


def version(text: str) -> Version:
    return Version(analyse(read_document(text.encode(), "memo.txt")))


def carried(old: Version, new: Version, *ask_why: Equity) -> Carried:
    return carry_over(old, new, ask_why, "Ola Berg")


def said(new: Version, carry: Carried) -> list[str]:
    return [" ".join(" ".join(new.text[s:e] for s, e in d.spans).split()) for d in carry.decisions]


def test_a_paragraph_set_anew_keeps_its_decision() -> None:
    old = version(MEMO).deciding("(S//NF)", Action.RELEASE).deciding(MASTER, Action.WITHHOLD)
    new = version(REFLOWED)
    carry = carried(old, new)
    assert [(d.spans, d.action) for d in carry.decisions] == [
        (new.spans("(S//NF)"), Action.RELEASE),
        (new.spans(MASTER), Action.WITHHOLD),
    ]
    assert {d.paragraph for d in carry.decisions} <= {p.id for p in new.analysis.paragraphs}
    assert not carry.left
    document = new.analysis.document
    assert {(d.sha256, d.carried, d.reviewer, d.code, d.reading) for d in carry.decisions} == {
        (document.sha256, old.analysis.document.sha256, "Ola Berg", "(b)(6)", document.reading)
    }


def test_words_are_the_same_words_wherever_the_lines_end() -> None:
    old, new = version(MEMO).deciding("harbour authority on 4 March", Action.WITHHOLD), version(REFLOWED)
    carry = carried(old, new)
    assert said(new, carry) == ["harbour authority on 4 March"]
    assert [d.paragraph for d in carry.decisions] == [None]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Jon Brandt", "Jan Brandt"),
        ("winter.", "winter"),
        ("(C) The harbour", "(S) The harbour"),
        ("(C) The harbour", "The harbour"),
        ("Brandt", "Br\u00adandt"),
        ("harbour master", "harbourmaster"),
        ("Brandt", "BRANDT"),
    ],
)
def test_nothing_is_carried_to_text_or_a_mark_that_changed(was: str, now: str) -> None:
    old = version(MEMO).deciding(MASTER, Action.RELEASE).deciding("dredged before", Action.WITHHOLD).noting(MASTER)
    carry = carried(old, version(MEMO.replace(was, now)))
    assert (carry.decisions, carry.notes) == ((), ())
    assert carry.left == {CHANGED: 3}


def test_nothing_is_carried_where_a_text_stands_twice() -> None:
    again = MEMO + "\n(C) The harbour master, Jon Brandt, doubts that the channel can be dredged before the winter.\n"
    assert carried(version(MEMO).deciding(MASTER, Action.RELEASE), version(again)).left == {TWICE: 1}
    assert carried(version(again).deciding(MASTER, Action.RELEASE), version(MEMO)).left == {TWICE: 1}


def test_what_is_decided_or_noted_already_stays() -> None:
    old = version(MEMO).deciding(MASTER, Action.RELEASE).noting(MASTER)
    new = version(MEMO + "\n").deciding("Jon Brandt", Action.WITHHOLD).noting(MASTER)
    assert carried(old, new).left == {DECIDED: 2}
    page = Decision(new.analysis.document.sha256, (), Action.WITHHOLD, page=1)
    assert carried(old, replace(new, decisions=(page,), notes=())).left == {DECIDED: 1}


def test_a_note_stays_that_of_who_wrote_it() -> None:
    old, new = version(MEMO).noting(MASTER), version(REFLOWED)
    [note] = carried(old, new).notes
    assert note.place == (new.spans(MASTER), None, None)
    assert (note.text, note.reviewer) == ("ask the ministry", "Kim Field")


PAGES = (
    "(U) The quay is open.\n\n(S) The channel is mined.\n\f(C) The pilots know.\n\n(S) The crane is\n\f\n(U) broken.\n"
)


def about_page(old: Version, number: int, action: Action = Action.RELEASE) -> Version:
    document = old.analysis.document
    made = Decision(document.sha256, (), action, None, None, "", "Kim Field", "", document.reading, number)
    return replace(old, decisions=(*old.decisions, made))


@pytest.mark.parametrize("action", [Action.RELEASE, Action.WITHHOLD])
def test_a_page_keeps_its_decision_wherever_it_comes_to_stand(action: Action) -> None:
    carry = carried(about_page(version(PAGES), 2, action), version("(U) A cover sheet.\n\f" + PAGES))
    assert [(d.page, d.spans, d.paragraph, d.action) for d in carry.decisions] == [(3, (), None, action)]
    assert not carry.left


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (PAGES.replace("pilots", "pilot"), CHANGED),
        (PAGES.replace("(C)", "(S)"), CHANGED),
        (PAGES.replace("\f", "\n"), CHANGED),
        (PAGES + "\f(C) The pilots know.\n\n(S) The crane is\n", TWICE),
    ],
    ids=["other text", "another mark", "no pages", "twice"],
)
def test_a_page_that_changed_loses_its_decision(new: str, why: str) -> None:
    assert carried(about_page(version(PAGES), 2), version(new)).left == {why: 1}


def test_a_page_is_left_where_the_mark_above_it_changed() -> None:
    text = "({}) The pilots know that the channel of the harbour\n\fis mined since March.\n"
    old, new = version(text.format("U")), version(text.format("S"))
    assert len(old.analysis.paragraphs) == 1
    assert carried(about_page(old, 2), new).left == {CHANGED: 1}


def test_words_of_more_than_one_paragraph_are_left() -> None:
    old = version(MEMO).deciding("delegation\n\n(S//NF)", Action.WITHHOLD)
    assert carried(old, version(MEMO + "\n")).left == {ELSEWHERE: 1}


def test_a_page_is_left_where_something_on_it_is_decided() -> None:
    new = version(PAGES + "\n").deciding("pilots", Action.WITHHOLD)
    assert carried(about_page(version(PAGES), 2), new).left == {DECIDED: 1}
    assert not carried(about_page(version(PAGES), 1), new).left


def test_a_page_without_text_is_left() -> None:
    assert carried(about_page(version("(U) A.\n\f \n"), 2), version("(U) A.\n\f \n\n")).left == {CHANGED: 1}


def test_what_is_withheld_in_part_is_not_released_without_that_part() -> None:
    words = version(PAGES).deciding("pilots", Action.WITHHOLD)
    other = [replace(d, reading=TextVersion("f" * 64)) for d in words.decisions]
    unsafe = replace(words, decisions=other).deciding("(C) The pilots", Action.RELEASE)
    carry = carried(about_page(about_page(unsafe, 1), 2), version(PAGES + "\n"))
    assert [d.page for d in carry.decisions] == [1]
    assert carry.left == {CHANGED: 1, HELD: 2}


def test_a_release_that_needs_its_reason_is_left() -> None:
    old = version(MEMO).deciding("(C//FGI GBR)", Action.RELEASE).deciding("April", Action.WITHHOLD)
    carry = carried(old, version(MEMO + "\n"), Equity.FOREIGN)
    assert [d.action for d in carry.decisions] == [Action.WITHHOLD]
    assert carry.left == {WHY: 1}
    reasoned = version(MEMO).deciding("(C//FGI GBR)", Action.RELEASE, "the embassy agreed")
    assert not carried(reasoned, version(MEMO + "\n"), Equity.FOREIGN).left


def test_decisions_made_on_another_reading_are_left() -> None:
    old = version(MEMO).deciding(MASTER, Action.WITHHOLD)
    other = replace(old, decisions=[replace(d, reading=TextVersion("f" * 64)) for d in old.decisions])
    assert carried(other, version(MEMO + "\n")).left == {CHANGED: 1}


# --- boxes ----------------------------------------------------------------------------------------------------------

BOX = Box(1, 100.0, 30.0, 140.0, 50.0)


def boxed(text: str, box: Box = BOX) -> Version:
    analysis = version(text).analysis
    return Version(replace(analysis, document=replace(analysis.document, visual=(Visual(box, "black", 0),))))


def dismissed() -> Version:
    old = boxed(MEMO)
    decision = Decision(old.analysis.document.sha256, (), Action.DISMISS, reviewer="Kim Field", box=BOX)
    return replace(old, decisions=(decision,), notes=(Note(((), None, BOX), "a stain", "Kim Field", ""),))


def test_a_box_in_its_place_on_the_same_text_keeps_its_decision_and_note() -> None:
    carry = carried(dismissed(), boxed(MEMO + "\n"))
    assert [(d.box, d.action, d.paragraph) for d in carry.decisions] == [(BOX, Action.DISMISS, None)]
    assert [note.place for note in carry.notes] == [((), None, BOX)]


@pytest.mark.parametrize(
    "new",
    [
        boxed(MEMO.replace("Brandt", "Brandl")),
        boxed(MEMO + "\n", BOX._replace(x1=141.0)),
        version(MEMO + "\n"),
        boxed(" \n"),
    ],
    ids=["other text", "another box", "no box", "no text"],
)
def test_a_box_is_left_where_its_page_changed(new: Version) -> None:
    carry = carried(dismissed(), new)
    assert (carry.decisions, carry.notes, carry.left) == ((), (), {CHANGED: 2})


def test_a_box_on_a_page_without_text_is_left() -> None:
    old = replace(dismissed(), analysis=boxed(" \n").analysis)
    assert carried(old, boxed(" \n\n")).left == {CHANGED: 2}


def test_a_box_is_left_where_its_page_is_decided() -> None:
    assert carried(dismissed(), about_page(boxed(MEMO + "\n"), 1)).left == {DECIDED: 1}


def test_words_are_left_where_others_of_their_paragraph_are_decided() -> None:
    old = version(MEMO).deciding("Jon Brandt", Action.RELEASE)
    new = version(MEMO + "\n").deciding("before the winter", Action.WITHHOLD)
    assert carried(old, new).left == {DECIDED: 1}


PASSAGES = ["(S) alpha beta", "(S) alpha  beta", "(C) alpha beta", "(C) alpha beta.", "(U) gamma", "delta"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PASSAGES), max_size=6), st.lists(st.sampled_from(PASSAGES), max_size=6), st.booleans())
def test_whatever_is_carried_stands_on_the_same_characters(one: list[str], other: list[str], release: bool) -> None:
    old, new = version("\n\n".join(one) + "\n"), version("\n\n".join(other) + "\n\n")
    action = Action.RELEASE if release else Action.WITHHOLD
    sha256 = old.analysis.document.sha256
    decided = [Decision(sha256, p.spans, action, p.id) for p in old.analysis.paragraphs]
    carry = carried(replace(old, decisions=decided), new)
    assert len(carry.decisions) + sum(carry.left.values()) == len(decided)
    texts = [p.split() for p in one]
    assert all(texts.count(words.split()) == 1 for words in said(new, carry))
