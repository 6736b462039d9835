# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from workbench.documents import Span
from workbench.markings import parse
from workbench.redaction import Action, Decision, load_policy
from workbench.redaction.equities import Equity, asked


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("(S//NF)", ()),
        ("(CUI)", ()),
        ("(S//RD)", (Equity.RESTRICTED_DATA,)),
        ("(S//FGI GBR//NF)", (Equity.FOREIGN,)),
        ("(//NS)", (Equity.FOREIGN,)),
        ("(TS//SI//NF)", (Equity.INTELLIGENCE,)),
    ],
)
def test_a_marking_says_whose_word_is_needed(mark: str, found: tuple[Equity, ...]) -> None:
    marking = parse(mark).marking
    assert marking is not None
    assert asked(Equity, [marking], (), "Kim Field") == found


def test_what_a_colleague_withheld_is_asked_about_and_what_one_withheld_oneself_is_not() -> None:
    decision = Decision("a" * 64, (Span(1, 2),), Action.WITHHOLD, reviewer="Ann Lee")
    policy = load_policy("public").ask_why
    assert asked(policy, (), [decision], "Kim Field") == (Equity.ANOTHER_REVIEWER,)
    assert asked(policy, (), [decision], "Ann Lee") == ()
    assert asked((), (), [decision], "Kim Field") == ()
