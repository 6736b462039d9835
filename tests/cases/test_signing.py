# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from tests.cases.making import A, B
from workbench.cases import Case
from workbench.core.errors import UsageError, WorkbenchError
from workbench.redaction.approval import Signature, Stage, Standing


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


NOW, BEFORE = "basis", "other decisions"


@pytest.mark.parametrize(
    ("reviewed", "approved", "returned", "said"),
    [
        (None, None, None, "nobody reviewed it"),
        (None, ("Ann Lee", NOW), None, "nobody reviewed it"),
        (("Kim Field", NOW), None, None, "Kim Field reviewed it, and nobody else approved it"),
        (("Kim Field", NOW), ("Kim  FIELD", NOW), None, "Kim Field reviewed it, and nobody else approved it"),
        (("Kim Field", NOW), ("Ann Lee", BEFORE), None, "Kim Field reviewed it, and nobody else approved it"),
        (("Kim Field", BEFORE), ("Ann Lee", NOW), None, "changed since it was signed"),
        (("Kim Field", BEFORE), ("Ann Lee", BEFORE), None, "changed since it was signed"),
        (("Kim Field", NOW), ("Ann Lee", NOW), ("Jo Park", ""), "Jo Park returned it"),
        (None, None, ("Jo Park", ""), "Jo Park returned it"),
        (("Kim Field", NOW), ("Ann Lee", NOW), None, ""),
    ],
)
def test_only_what_two_persons_signed_as_it_is_now_goes_out(
    reviewed: tuple[str, str] | None, approved: tuple[str, str] | None, returned: tuple[str, str] | None, said: str
) -> None:
    signed = (Signature(who[0], "2026-05-04", who[1]) if who else None for who in (reviewed, approved, returned))
    standing = Standing(*signed)
    assert (standing.stage(NOW) is Stage.APPROVED) == (not said)
    assert standing.as_json() is None or (reviewed and approved)
    if said:
        with pytest.raises(WorkbenchError, match=said):
            standing.require_approved(NOW)
    else:
        standing.require_approved(NOW)


def test_who_reviewed_before_reviews_what_changed(case: Case) -> None:
    case.sign(A, BEFORE, "Kim Field")
    assert case.sign(A, NOW, "Kim Field") is Stage.REVIEWED


def test_who_approves_other_decisions_reviews_them(case: Case) -> None:
    case.sign(A, "basis", "Kim Field")
    assert case.sign(A, "other", "Ann Lee") is Stage.REVIEWED
    assert case.sign(A, "other", "Kim Field") is Stage.APPROVED


def test_an_approval_does_not_come_back_with_what_it_approved(case: Case) -> None:
    case.sign(A, "basis", "Kim Field")
    case.sign(A, "basis", "Ann Lee")
    case.sign(A, "other", "Kim Field")
    assert case.sign(A, "basis", "Kim Field") is Stage.REVIEWED
    assert case.standing(A).stage("basis") is Stage.REVIEWED


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
