# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markings.strategies import likely_marks, near_marks, portions
from workbench.markings import Book, Form, Marking, compare, parse, roll_up
from workbench.markings.frame import may_be_mark, read_framed
from workbench.markings.release import permission_of


TEXTS = likely_marks() | near_marks() | st.text(max_size=60) | st.text("()/{}SNF TOPECR-,8", max_size=30)


@settings(max_examples=300)
@given(TEXTS, st.sampled_from([None, *Form]), st.sampled_from(Book))
def test_any_text_gives_an_answer_with_places_inside_it(text: str, form: Form | None, book: Book) -> None:
    parsed = parse(text, form, book)
    assert parsed.raw == text
    assert parsed.as_json()["schema"] == "workbench.parse/1"
    assert 0 <= parsed.confidence <= 1
    for finding in parsed.findings:
        assert finding.start is not None and finding.end is not None
        assert 0 <= finding.start <= finding.end <= len(text)
    if parsed.marking is None:
        assert not parsed.valid and parsed.suggestion is None


@settings(max_examples=300)
@given(likely_marks() | near_marks())
def test_canonical_forms_are_fixed_points(text: str) -> None:
    marking = parse(text).marking
    for form in ("portion", "banner"):
        written = getattr(marking, form) if marking else None
        if written is not None:
            again = parse(written).marking
            assert again is not None
            assert getattr(again, form) == written
            assert not again.unknown


@settings(max_examples=200)
@given(likely_marks() | near_marks())
def test_nothing_written_is_dropped_from_a_suggestion_unread(text: str) -> None:
    parsed = parse(text)
    if parsed.suggestion and parsed.marking:
        assert not parsed.marking.unknown


@settings(max_examples=300)
@given(st.lists(portions(), min_size=1, max_size=4))
def test_roll_up_does_not_mind_order_or_repetition(markings: list[Marking]) -> None:
    whole = roll_up(markings).marking
    assert roll_up([*reversed(markings), markings[0]]).marking == whole


@settings(max_examples=300)
@given(st.lists(portions(), min_size=1, max_size=4))
def test_roll_up_of_a_roll_up_changes_nothing(markings: list[Marking]) -> None:
    whole = roll_up(markings).marking
    assert whole is not None
    assert roll_up([whole]).marking == whole


@settings(max_examples=400)
@given(portions(), portions(), portions())
def test_roll_up_may_be_done_in_steps(one: Marking, two: Marking, three: Marking) -> None:
    step = roll_up([one, two]).marking
    assert step is not None
    left, right = roll_up([step, three]).marking, roll_up([one, two, three]).marking
    assert left is not None and right is not None
    assert left.banner == right.banner


@settings(max_examples=300)
@given(st.lists(portions(), min_size=1, max_size=4))
def test_no_banner_is_below_a_portion_and_it_is_consistent_with_itself(markings: list[Marking]) -> None:
    whole = roll_up(markings).marking
    assert whole is not None
    assert all(whole.level.rank >= marking.level.rank for marking in markings)
    assert compare(whole, whole) == 0
    permitted = permission_of(whole)
    for marking in markings:
        if (own := permission_of(marking)) and own.is_nothing:
            assert permitted is not None and permitted.is_nothing


@settings(max_examples=200)
@given(st.lists(portions(), min_size=1, max_size=4))
def test_every_reason_names_markings_that_were_given(markings: list[Marking]) -> None:
    for reason in roll_up(markings).reasons:
        assert reason.part and reason.rule
        assert all(0 <= source < len(markings) for source in reason.sources)


@settings(max_examples=400)
@given(TEXTS)
def test_the_quick_look_turns_away_nothing_that_is_a_marking(text: str) -> None:
    if not may_be_mark(text):
        assert read_framed(text, None) is None


LEVEL_WORDS = st.sampled_from([("TOP SECRET", "TS"), ("SECRET", "S"), ("CONFIDENTIAL", "C"), ("RESTRICTED", "R")])
OWNERS = st.lists(st.sampled_from(["AUS", "CAN", "DEU", "GBR", "NATO", "NOR"]), min_size=1, max_size=3, unique=True)


@settings(max_examples=200)
@given(LEVEL_WORDS, OWNERS, st.booleans(), st.booleans())
def test_no_level_of_another_country_is_read_too_low(
    level: tuple[str, str], owners: list[str], spelled: bool, joint: bool
) -> None:
    word = level[0] if spelled else level[1]
    text = f"//JOINT {word} {' '.join(owners)}" if joint else f"//{' '.join(owners)} {word}"
    marking = parse(text if spelled else f"({text})").marking
    if owners == ["NATO"] and not joint and level[1] == "TS":
        return  # NATO writes COSMIC there
    assert marking is not None
    assert marking.level == level[1]
    assert set(marking.owners) == set(owners)
