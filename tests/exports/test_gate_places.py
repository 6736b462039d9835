# SPDX-License-Identifier: AGPL-3.0-or-later
"""A copy that looks like its original may be read otherwise; where its words stand says what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.documents.pdf_making import lines, pdf_of, read
from workbench.documents import Span
from workbench.exports.gate import pass_gate, told_late
from workbench.redaction import Redaction, Term, Unit, load_policy
from workbench.redaction.planning import make_plan
from workbench.structure import analyse


PUBLIC = load_policy("public")
LEFT, RIGHT = 72.0, 205.0
ROWS = [
    (LEFT, 60.0, "SECRET"),
    (LEFT, 100.0, "(U) The mill at the lock"),
    (LEFT, 114.0, "was sold by lot in March."),
    (RIGHT, 100.0, "(U) The ferry was painted"),
    (RIGHT, 114.0, "white and red."),
    (LEFT, 200.0, "(S) The crates came by night, and no one counted them."),
]


def judged(*rows: tuple[float, float, str]) -> list[str]:
    """What the gate says of a copy with ``rows`` and no mark."""
    plan = make_plan(analyse(read(pdf_of(lines(*ROWS)))), PUBLIC)
    assert [redaction.why for redaction in plan.redactions] == ["policy:public"]
    copy = pdf_of(lines((LEFT, 60.0, "SECRET"), *rows))
    return [finding.code for finding in pass_gate(copy, "memo.pdf", plan, PUBLIC)]


def test_words_of_two_open_cells_that_stand_where_they_stood_may_stay_though_they_are_read_as_one_paragraph() -> None:
    assert judged((LEFT, 114, "was sold by lot in March."), (RIGHT, 114, "white and red.")) == []


def test_a_term_that_two_open_cells_make_when_they_are_read_as_one_line_may_not_stay() -> None:
    left, right = (LEFT, 114.0, "was sold to Ruth"), (RIGHT, 114.0, "Adeyemi had it painted.")
    none, rows = load_policy("none"), [ROWS[0], ROWS[1], left, ROWS[3], right]
    plan = make_plan(analyse(read(pdf_of(lines(*rows)))), none, [Term("Ruth Adeyemi")])
    assert not plan.redactions
    copy = pdf_of(lines((LEFT, 60.0, "SECRET"), left, right))
    assert [finding.code for finding in pass_gate(copy, "memo.pdf", plan, none)] == ["gate"]


@pytest.mark.parametrize(
    ("down", "name", "found"),
    [(0.0, "Ruth Adeyemi", ["Adeyemi", "Ruth"]), (300.0, "Ruth Adeyemi", ["Adeyemi", "Ruth"]), (300.0, "Rut Hale", [])],
)
def test_what_makes_a_term_in_the_copy_is_withheld_of_the_original_where_it_stands_or_is_said(
    down: float, name: str, found: list[str]
) -> None:
    left, right = (LEFT, 114.0, "was sold to Ruth"), (RIGHT, 114.0, "Adeyemi had it painted.")
    none = load_policy("none")
    original = analyse(read(pdf_of(lines(ROWS[0], ROWS[1], left, ROWS[3], right))))
    plan = make_plan(original, none, [Term(name)])
    copy = pdf_of(lines((LEFT, 114.0 + down, f"was sold to {name} had it painted.")))
    late = told_late(copy, "memo.pdf", plan, none)
    text = original.document.text
    assert sorted(text[span.start : span.end] for each in late for span in each.spans) == found


def test_of_labels_broken_between_cells_nothing_is_asked() -> None:
    assert judged((LEFT, 114, "was sold by lot in March."), (RIGHT, 114, "white and red. (b)(1)]")) == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([(LEFT, 130, "was sold by lot in March. white and red.")], id="elsewhere on the page"),
        pytest.param([(LEFT, 114, "white and red. was sold by lot in March.")], id="elsewhere on the line"),
        pytest.param([(LEFT, 114, "was sold by lot in April."), (RIGHT, 114, "white and red.")], id="another word"),
        pytest.param([(LEFT, 200, "The crates came by night")], id="what the plan withholds"),
    ],
)
def test_other_words_may_not(rows: list[tuple[float, float, str]]) -> None:
    assert judged(*rows) == ["gate"]


def test_words_of_open_text_that_is_read_otherwise_in_the_copy_may_not() -> None:
    text = [(LEFT, 300.0, "(U) The lamp was lit by"), (LEFT, 314.0, "the pilot of the ferry.")]
    plan = make_plan(analyse(read(pdf_of(lines(*ROWS, *text)))), PUBLIC)
    assert [redaction.why for redaction in plan.redactions] == ["policy:public"]
    copy = pdf_of(lines((LEFT, 60.0, "SECRET"), (LEFT, 314, "the pilot of the ferry. (b)(1)]")))
    assert [finding.code for finding in pass_gate(copy, "memo.pdf", plan, PUBLIC)] == ["gate"]


def test_what_is_withheld_inside_of_an_open_cell_may_not_stand_in_its_place() -> None:
    policy = PUBLIC.model_copy(update={"patterns": ("phone",)})
    rows = [*ROWS[:4], (RIGHT, 114.0, "Ring 202-555-0147."), ROWS[5]]
    read_rows = analyse(read(pdf_of(lines(*rows))))
    number = read_rows.document.text.index("202-")
    span = Span(number, number + 12)
    inner = Redaction(Unit.TEXT, (span,), 1, "[text withheld (b)(6)]", "pattern:phone")
    plan = make_plan(read_rows, policy)
    others = [r for r in plan.redactions if not any(s.start <= number < s.end for s in r.spans)]
    plan = replace(plan, redactions=tuple(sorted([*others, inner], key=lambda r: r.spans)))
    copy = pdf_of(lines(*rows[:5]))
    assert "gate" in [finding.code for finding in pass_gate(copy, "memo.pdf", plan, policy)]
