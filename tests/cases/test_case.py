# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.making import A, B, actions, decision
from workbench.cases import Carried, Case, Change, Note
from workbench.documents import Box, Span
from workbench.redaction.model import Action, Decision


def test_decisions_are_there_on_the_next_start(path: Path) -> None:
    with Case.open(path) as case:
        case.decide(decision(10))
    with Case.open(path) as case:
        (kept,) = case.decisions(A)
    assert kept.spans == (Span(10, 15), Span(17, 19))
    assert (kept.action, kept.paragraph, kept.code, kept.reason) == (Action.WITHHOLD, "p10", "(b)(1)", "because")
    assert kept.reviewer == "Kim Field"
    assert kept.decided.endswith("+00:00")


def test_decisions_of_documents_do_not_mix(case: Case) -> None:
    case.decide(decision(10))
    case.decide(decision(20, sha256=B))
    assert actions(case) == [(10, Action.WITHHOLD)]
    assert actions(case, B) == [(20, Action.WITHHOLD)]
    assert [entry.sha256 for entry in case.history(B)] == [B]


def test_a_place_decided_again_is_the_last_that_was_decided(case: Case) -> None:
    """A later decision outranks an earlier one where they overlap."""
    for start in (10, 20, 10):
        case.decide(decision(start))
    assert [d.spans[0].start for d in case.decisions(A)] == [20, 10]


def test_the_latest_word_on_a_place_holds_and_the_earlier_stays_in_the_history(case: Case) -> None:
    case.decide(decision(10))
    case.decide(decision(10, Action.RELEASE, code=None))
    assert actions(case) == [(10, Action.RELEASE)]
    assert [d.action for e in case.history(A) for d in e.decisions] == [Action.WITHHOLD, Action.RELEASE]


def test_clear_leaves_other_places_alone(case: Case) -> None:
    case.decide(decision(10), decision(30))
    case.clear(A, decision(10).place)
    assert actions(case) == [(30, Action.WITHHOLD)]


def test_pages_and_boxes_are_cleared_like_words(case: Case) -> None:
    box = Box(2, 10.5, 20, 30, 40)
    page = replace(decision(10), spans=(), paragraph=None, page=2)
    area = replace(decision(10), spans=(), paragraph=None, box=box)
    case.decide(page, area, decision(10))
    case.clear(A, page.place, area.place)
    assert [d.spans for d in case.decisions(A)] == [decision(10).spans]
    case.undo(A)
    assert [(d.page, d.box) for d in case.decisions(A)] == [(2, None), (None, box), (None, None)]


def test_notes_are_changed_taken_away_and_undone_like_decisions(case: Case) -> None:
    place = decision(10).place
    case.decide(decision(10))
    case.note(A, place, "ask the port", "Kim Field")
    case.note(A, ((), 2, None), "a whole page", "Ann Lee")
    case.note(A, place, "asked", "Ann Lee")
    assert [(n.place, n.text, n.reviewer) for n in case.notes(A)] == [
        (((), 2, None), "a whole page", "Ann Lee"),
        (place, "asked", "Ann Lee"),
    ]
    case.undo(A)
    assert [n.text for n in case.notes(A)] == ["ask the port", "a whole page"]
    case.note(A, place, "")
    assert [n.text for n in case.notes(A)] == ["a whole page"]
    assert actions(case) == [(10, Action.WITHHOLD)]
    assert case.notes(B) == ()
    assert case.verify_chain() is None


def test_what_is_carried_over_is_one_change_and_notes_keep_their_author(case: Case) -> None:
    decisions, place = (decision(10), decision(20)), decision(30).place
    case.carry(A, Carried(decisions, (Note(place, "ask the ministry", "Ola Berg", ""),), Counter()), "Kim Field")
    assert actions(case) == [(10, Action.WITHHOLD), (20, Action.WITHHOLD)]
    assert [(n.place, n.text, n.reviewer) for n in case.notes(A)] == [(place, "ask the ministry", "Ola Berg")]
    [entry] = case.history(A)
    assert entry.places == (decision(10).place, decision(20).place, place)
    assert case.undo(A, reviewer="Ola Berg") is None
    case.undo(A, reviewer="Kim Field")
    assert (actions(case), case.notes(A)) == ([], ())
    case.redo(A, reviewer="Kim Field")
    assert (len(actions(case)), len(case.notes(A))) == (2, 1)
    assert case.verify_chain() is None


def test_undo_and_redo_walk_the_changes_of_one_document(case: Case) -> None:
    case.decide(decision(10))
    case.decide(decision(10, Action.RELEASE))
    case.decide(decision(50, sha256=B))
    assert case.undo(A) is not None
    assert actions(case) == [(10, Action.WITHHOLD)]
    assert case.undo(A) is not None
    assert case.undo(A) is None
    assert actions(case) == []
    assert actions(case, B) == [(50, Action.WITHHOLD)]
    assert case.redo(A) is not None
    assert case.redo(A) is not None
    assert case.redo(A) is None
    assert actions(case) == [(10, Action.RELEASE)]


def test_a_new_decision_closes_the_way_forward(case: Case) -> None:
    case.decide(decision(10))
    case.undo()
    case.decide(decision(20))
    assert case.redo(A) is None
    assert actions(case) == [(20, Action.WITHHOLD)]
    case.undo()
    assert actions(case) == []


def test_who_undoes_takes_back_their_own(case: Case) -> None:
    case.decide(decision(10))
    case.decide(replace(decision(20), reviewer="Ann Lee"))
    assert case.undo(A, reviewer="Kim Field") is not None
    assert actions(case) == [(20, Action.WITHHOLD)]
    assert case.undo(A, reviewer="Kim Field") is None
    case.undo(A, reviewer="Ann Lee")
    assert case.redo(A, reviewer="Kim Field") is not None
    assert case.redo(A, reviewer="Kim Field") is None
    assert actions(case) == [(10, Action.WITHHOLD)]


def test_several_decisions_are_one_change(case: Case) -> None:
    case.decide(decision(10), decision(20), decision(30))
    case.undo()
    assert actions(case) == []


def test_decisions_of_one_change_are_about_one_document(case: Case) -> None:
    with pytest.raises(ValueError, match="one document"):
        case.decide(decision(10), decision(10, sha256=B))


def test_pages_and_boxes_are_places_of_their_own(case: Case) -> None:
    page = Decision(A, (), Action.WITHHOLD, code="(b)(1)", reviewer="Kim Field", page=2)
    box = replace(page, page=None, box=Box(2, 1.5, 2, 3, 4))
    case.decide(page, box)
    case.decide(decision(10))
    case.decide(replace(box, action=Action.RELEASE))
    kept = [replace(d, decided="") for d in case.decisions(A)]
    assert kept == [page, decision(10), replace(box, action=Action.RELEASE)]
    case.undo(A)
    assert replace(case.decisions(A)[1], decided="") == box
    assert case.verify_chain() is None


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(Action), st.integers(0, 3)),
        st.sampled_from(["undo", "redo"]),
        st.tuples(st.just("clear"), st.integers(0, 3)),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(STEPS)
def test_undo_and_redo_agree_with_a_list_of_states(
    tmp_path_factory: pytest.TempPathFactory, steps: list[object]
) -> None:
    """Against the plainest model there is: a list of whole states and a place in it."""
    states: list[dict[int, Action]] = [{}]
    at = 0
    path = tmp_path_factory.mktemp("case") / "case.db"
    with Case.open(path) as case:
        for step in steps:
            if step == "undo":
                assert (case.undo(A) is not None) == (at > 0)
                at = max(0, at - 1)
            elif step == "redo":
                assert (case.redo(A) is not None) == (at < len(states) - 1)
                at = min(len(states) - 1, at + 1)
            elif isinstance(step, tuple):
                what, start = step
                state = dict(states[at])
                if isinstance(what, Action):
                    case.decide(decision(start, what))
                    state[start] = what
                else:
                    case.clear(A, decision(start).place)
                    state.pop(start, None)
                states = [*states[: at + 1], state]
                at += 1
            assert dict(actions(case)) == states[at]
        assert case.verify_chain() is None
    with Case.open(path) as again:
        assert dict(actions(again)) == states[at]
        assert {e.kind for e in again.history()} <= set(Change)
