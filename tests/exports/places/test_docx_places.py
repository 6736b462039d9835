# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every place where a DOCX can hide a word: the copy has it not there, and without the defence named it would."""

from __future__ import annotations

import pytest

from tests.exports.docx_plans import plan_of, shown
from tests.exports.places.docx_places import PLACES
from tests.exports.places.forensics import found
from tests.exports.places.model import BENIGN, SECRET, Place
from workbench.exports import sanitize
from workbench.exports.docx.verify import verify


def copy_of(data: bytes, place: Place) -> bytes:
    return sanitize(plan_of(data, terms=[SECRET] * place.listed), data)


@pytest.mark.parametrize("name", PLACES)
def test_no_copy_holds_what_the_place_hides(name: str) -> None:
    place = PLACES[name]
    data = place.build(SECRET)
    assert found(data, SECRET), "the test's own eyes must see it in the original"
    copy = copy_of(data, place)
    assert found(copy, SECRET) == set()
    assert BENIGN in shown(copy)
    with pytest.MonkeyPatch.context() as patch:
        place.off(patch, data)
        leaky = copy_of(data, place)
    assert found(leaky, SECRET), "without its defence the copy leaks, or this test could not fail"
    checks, _ = verify(leaky, plan_of(data, terms=[SECRET]))
    assert sum(check.found for check in checks), "and the check of the copy finds it by itself"
