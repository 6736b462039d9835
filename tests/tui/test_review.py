# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.conftest import MEMO, analysis_of
from tests.tui.pilots import signs
from workbench.cli import run
from workbench.documents import Span
from workbench.marks import find_marks
from workbench.marks.model import MarkType
from workbench.redaction import Action, Decision, Extent, load_policy, make_plan
from workbench.redaction.labels import make_label
from workbench.redaction.model import Redaction, Unit
from workbench.structure.model import Analysis, Kind, Overall, Paragraph
from workbench.tui import row_painter
from workbench.tui.codes import is_code, matching, read_codes
from workbench.tui.details import details
from workbench.tui.levels import chip_of
from workbench.tui.listed_documents import expand
from workbench.tui.review import Review
from workbench.tui.rows import Piece, labels_of, preview_of, row_at, rows_of, stretches_of
from workbench.tui.safe_text import one_line
from workbench.tui.shown_rows import ShownRows
from workbench.tui.target import Target


def review_of(text: str, policy: str = "public") -> Review:
    analysis = analysis_of(text)
    return Review(analysis, (), make_plan(analysis, load_policy(policy)).redactions)


def decision(review: Review, start: int, end: int, action: Action = Action.WITHHOLD) -> Decision:
    return Decision(review.document.sha256, (Span(start, end),), action)


# --- every character is in a row ------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.text("ab \n\t", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=6))
def test_rows_hold_everything_that_is_not_white_space(text: str, cuts: list[tuple[int, int]]) -> None:
    """Whatever paragraphs there are, what they leave out is shown too."""
    whole = analysis_of(text)
    spans, end = [], 0
    for start, length in sorted(cuts):
        if start >= end and start + length <= len(text):
            spans.append(Span(start, start + length))
            end = start + length
    paragraphs = tuple(Paragraph(f"p{n}", Kind.BODY, 1, (span,)) for n, span in enumerate(spans))
    rows = rows_of(Analysis(whole.document, paragraphs, (), Overall(None, None, None)))
    held = sorted(i for row in rows for start, end in row.spans for i in range(start, end))
    assert len(held) == len(set(held))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(held)
    stretches = stretches_of(rows)
    for index, row in enumerate(rows):
        assert {row_at(stretches, i) for start, end in row.spans for i in range(start, end)} == {index}


def test_a_paragraph_around_a_page_header_is_one_row() -> None:
    text = "The first half\nHEADER\nand the second."
    first, header, second = Span(0, 14), Span(15, 21), Span(22, 37)
    paragraphs = (Paragraph("p1", Kind.BODY, 1, (first, second)), Paragraph("p2", Kind.FURNITURE, 1, (header,)))
    analysis = Analysis(analysis_of(text).document, paragraphs, (), Overall(None, None, None))
    review = Review(analysis, (), ())
    assert review.texts == ["The first half and the second.", "HEADER"]
    assert [review.row_at(i) for i in (0, 16, 23)] == [0, 1, 0]


def test_a_paragraph_around_a_foot_of_many_lines_is_one_row() -> None:
    notes = [f"{n} A note.\n" for n in range(12)]
    text = "".join(["The first half\n", *notes, "and the second."])
    ends = list(accumulate(map(len, ["The first half\n", *notes])))
    foot = [Paragraph(f"p{n}", Kind.FURNITURE, 1, (Span(a, b - 1),)) for n, (a, b) in enumerate(pairwise(ends), 2)]
    whole = Paragraph("p1", Kind.BODY, 1, (Span(0, 14), Span(ends[-1], len(text))))
    review = Review(Analysis(analysis_of(text).document, (whole, *foot), (), Overall(None, None, None)), (), ())
    assert [review.row_at(i) for i in (0, ends[0], ends[-1], len(text) - 1)] == [0, 1, 0, 0]


# --- what is decided ------------------------------------------------------------------------------------------------


def test_the_policy_says_what_waits() -> None:
    assert signs(review_of(MEMO)) == " ·??·?? "
    assert signs(review_of(MEMO, "none")) == " ······ "


def test_words_released_in_a_withheld_paragraph_make_it_partial() -> None:
    review = review_of("(C) The quay is closed.\n")
    review.take((Decision(review.document.sha256, review.rows[0].spans, Action.WITHHOLD, "p1"),))
    assert signs(review) == "W"
    review.take((*review.decisions, decision(review, 4, 7, Action.RELEASE)))
    assert signs(review) == "P"


def test_a_later_word_on_words_outranks_an_earlier() -> None:
    review = review_of("(U) The quay is closed for repairs.\n")
    review.take((decision(review, 4, 20), decision(review, 8, 12, Action.RELEASE)))
    assert review.withheld_words(0) == [Span(4, 8), Span(12, 20)]
    review.take((*review.decisions, decision(review, 6, 10)))
    assert review.withheld_words(0) == [Span(4, 6), Span(6, 10), Span(12, 20)]


def test_words_that_reach_into_the_next_paragraph_are_told_and_cleared_in_both() -> None:
    review = review_of("(U) It belongs to Jon\n\n(U) Brandt, of the quay.\n")
    both = Decision(review.document.sha256, (Span(18, 21), Span(27, 33)), Action.WITHHOLD)
    review.take((both,))
    assert signs(review) == "PP"
    assert [list(Target((row,)).decided(review)) for row in (0, 1)] == [[both], [both]]


def test_words_that_the_policy_withholds_are_told_until_somebody_decides() -> None:
    """Names in an authority block: their paragraph does not wait for a decision, and they go all the same."""
    review = review_of("(U) The quay is open.\n\nJon Brandt, Director\n", "none")
    name = Redaction(Unit.TEXT, (Span(23, 33),), 1, "[text withheld]", "policy:none", "p2")
    review = Review(review.analysis, (), [name])
    assert review.policy_words(1) == [Span(23, 33)]
    assert "words withheld by the policy" in "".join(s.text for s in row_painter.below(review, 1, 60))
    styles = [run.style for run in ShownRows(review).runs(1)] if ShownRows(review).measure(60) else []
    assert row_painter.POLICY_WORDS in styles
    assert "policy      withholds words of it (10 characters)" in details(review, 1, ()).plain
    review.take((decision(review, 23, 26, Action.RELEASE),))
    assert review.policy_words(1) == [Span(26, 33)]
    review.take((Decision(review.document.sha256, review.rows[1].spans, Action.RELEASE, "p2"),))
    assert review.policy_words(1) == []


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(5, 33), st.integers(1, 12), st.sampled_from(Action)), max_size=6))
def test_the_view_and_the_plan_agree_on_the_words(changes: list[tuple[int, int, Action]]) -> None:
    """What is highlighted as withheld is what the copy leaves out."""
    review = review_of("(U) The quay is closed for repairs.\n", "none")
    review.take(
        tuple(decision(review, start, min(start + n, 34), action) for start, n, action in changes if start < 34)
    )
    plan = make_plan(review.analysis, load_policy("none"), (), review.decisions)
    gone = {i for span in plan.withheld() for i in range(*span)}
    seen = {i for span in review.withheld_words(0) for i in range(*span)}
    assert {i for i in seen ^ gone if not review.document.text[i].isspace()} == set()


def test_the_next_undecided_goes_round() -> None:
    review = review_of(MEMO)
    assert [review.next_undecided(row) for row in range(8)] == [2, 2, 3, 5, 5, 6, 2, 2]
    assert [review.next_undecided(row, -1) for row in range(8)] == [6, 6, 6, 2, 3, 3, 5, 6]


def test_a_preview_is_the_text_with_labels() -> None:
    review = review_of("(U) The quay is closed for repairs.\n")
    pieces = preview_of(review.document.text, review.rows[0], [(Span(8, 12), "[text withheld (b)(6)]")])
    assert pieces == [
        Piece("(U) The ", 0),
        Piece("[text withheld (b)(6)]", None),
        Piece(" is closed for repairs.", 12),
    ]
    plan = make_plan(review.analysis, load_policy("public"), (), (decision(review, 8, 12),))
    assert [span for span, _ in labels_of(plan.redactions)] == [Span(8, 12)]


# --- marks, codes, folders ------------------------------------------------------------------------------------------


def test_a_mark_is_told_by_its_letters() -> None:
    review = review_of(MEMO)
    chips = [chip_of(row.paragraph, classified=True)[0] for row in review.rows if row.paragraph]
    assert chips[1:7] == ["U      ", "S//NF  ", "C      ", "U      ", "no mark", "TS//SI…"]


def test_what_belongs_to_the_page_is_not_said_to_lack_a_mark() -> None:
    review = review_of(MEMO)
    assert ["no mark" in details(review, row, ()).plain for row in (0, 5)] == [False, True]


def test_a_missing_mark_is_quiet_where_nothing_is_classified() -> None:
    review = review_of("Nothing here is marked.\n")
    paragraph = review.rows[0].paragraph
    assert paragraph is not None
    assert chip_of(paragraph, classified=False)[0].strip() == "–"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("b1", "(b)(1)"),
        ("(b)(7)(c)", "(b)(7)(C)"),
        ("1.4c", "1.4(c)"),
        ("25x3", "25X3"),
        ("privacy", "(b)(6)"),
        ("3", "(b)(3)"),  # not every code of E.O. 13526
        ("7c", "(b)(7)(C)"),
        ("3.3b1", "3.3(b)(1)"),
        ("jfk 6(2)", "JFK Act 6(2)"),
        ("referral", "REFERRED"),
    ],
)
def test_a_code_is_found_however_it_is_typed(typed: str, first: str) -> None:
    assert matching(read_codes(), typed)[0].code == first


def test_every_code_that_ships_can_stand_in_a_label() -> None:
    assert [code.code for code in read_codes() if not is_code(code.code)] == []
    assert not any(map(is_code, ["", "[x]", "a\nb", "x" * 41]))


def test_the_label_of_every_code_that_ships_is_a_placeholder_when_the_copy_is_read_again() -> None:
    labels = [make_label(load_policy("public"), Unit.TEXT, code.code, Extent.UNIT, 0) for code in read_codes()]
    document = analysis_of("\n\n".join(labels)).document
    assert [m.raw for m in find_marks(document) if m.type is MarkType.PLACEHOLDER] == labels


def test_codes_of_the_user_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "withholding_codes.yaml").write_text("codes: [{code: 6(1)(A), meaning: ours}]")
    monkeypatch.setenv("WORKBENCH_RULES", str(tmp_path))
    assert read_codes()[0].code == "6(1)(A)"
    assert len(read_codes()) > 30


def test_folders_are_walked_in_order_without_a_programs_own(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/x.txt", ".git/config", "b/.workbench/case.db"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = expand([tmp_path, tmp_path / "gone.txt"], tmp_path / "b" / ".workbench" / "case.db")
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/x.txt", "b/1.txt", "b/2.txt", "gone.txt"]


def test_the_case_and_what_was_exported_are_no_documents_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text("(U) The ferry sails at noon.\n")
    for name in ("harbour.db", "other.db"):
        (tmp_path / name).write_bytes(b"SQLite format 3\0")
    assert run(["export", str(tmp_path / "memo.txt"), "--to", str(tmp_path / "exports"), "--quiet"]) == 0
    copies = tmp_path / "exports" / "sanitized"
    assert [path.name for path in expand([tmp_path], tmp_path / "harbour.db")] == ["memo.txt", "other.db"]
    assert [path.name for path in expand([copies], tmp_path / "harbour.db")] == ["memo.sanitized.txt"]


def test_a_name_cannot_steer_the_terminal() -> None:
    assert one_line("a\x1b[2Jb\nc") == "a\N{REPLACEMENT CHARACTER}[2Jb c"


def test_what_is_done_with_words_is_told_without_colour() -> None:
    styles = ("WITHHELD_WORDS", "POLICY_WORDS", "PROPOSED", "LABEL", "HIT", "CURRENT_HIT", "SELECTED")
    drawn = [getattr(row_painter, name) for name in styles]
    assert len({(s.bold, s.underline, s.italic, s.reverse, s.strike) for s in drawn}) == len(styles)
