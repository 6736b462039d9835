# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not plainly open stays back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.redaction.making import analysis
from workbench.documents import Page, Span
from workbench.redaction import Unit, load_policy, make_plan


PUBLIC = load_policy("public")


def test_a_page_that_nobody_could_read_is_withheld_though_nothing_is_marked() -> None:
    of = analysis(classified=False)
    page = Page(1, Span(0, 0), 612.0, 792.0)
    picture = replace(of, document=replace(of.document, text="", pages=(page,), unread=(1,)))
    (redaction,) = make_plan(picture, PUBLIC).redactions
    assert (redaction.unit, redaction.label) == (Unit.PAGE, "[page withheld (b)(1)]")
    assert make_plan(picture, load_policy("none")).redactions == ()
    blank = replace(picture, document=replace(picture.document, unread=()))
    assert make_plan(blank, PUBLIC).redactions == ()


@pytest.mark.parametrize(
    "text",
    [
        "(U) Ansa; (S) well informed.",
        "(U) Open | (C) closed |",
        "(U) Open (TS//SI) closed.",
        "(U) Seen. (S-NF), he said",
    ],
)
def test_an_open_paragraph_that_shows_a_higher_mark_stays_back(text: str) -> None:
    assert [r.code for r in make_plan(analysis(text), PUBLIC).redactions] == ["(b)(1)"]


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
