# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from tests.cases.making import A, B
from workbench.cases import Case
from workbench.core.errors import UsageError
from workbench.redaction.approval import Stage


def test_one_reviews_and_another_approves_exactly_that(case: Case) -> None:
    assert case.sign(A, "basis", "Kim Field") is Stage.REVIEWED
    for name in ("kim  field", "Kim\u200b Field", "\uff2bim Field", "Kim. Field"):
        with pytest.raises(UsageError, match="another person"):
            case.sign(A, "basis", name)
    assert case.sign(A, "basis", "Ann Lee") is Stage.APPROVED
    with pytest.raises(UsageError, match="approved already"):
        case.sign(A, "basis", "Jo Park")
    standing = case.standing(A)
    assert standing.stage("basis") is Stage.APPROVED
    assert standing.stage("other decisions") is Stage.OPEN
    assert case.standing(B).stage("basis") is Stage.OPEN
    assert case.verify_chain() is None


def test_who_approves_other_decisions_reviews_them(case: Case) -> None:
    case.sign(A, "basis", "Kim Field")
    assert case.sign(A, "other", "Ann Lee") is Stage.REVIEWED
    assert case.sign(A, "other", "Kim Field") is Stage.APPROVED


def test_what_is_returned_begins_anew(case: Case) -> None:
    case.sign(A, "basis", "Kim Field")
    case.sign(A, "basis", "Ann Lee")
    case.send_back(A, "two names are left", "Ann Lee")
    standing = case.standing(A)
    assert standing.stage("basis") is Stage.RETURNED
    assert standing.returned is not None
    assert standing.returned.reason == "two names are left"
    assert case.undo(A) is None  # signatures are no changes of decisions
    assert case.sign(A, "basis", "Kim Field") is Stage.REVIEWED
