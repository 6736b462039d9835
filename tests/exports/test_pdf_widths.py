# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re

import pytest

from tests.exports.pdf_copies import lines, made
from tests.exports.pdf_making import plan_for
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf


FULL = "The harbour of Grey Island is open from March to October of every year"


def bits(*texts: str) -> float:
    """The bits that the finding about a page with these lines tells of; the name is Ilsebrandt."""
    data = made(lines(FULL, *texts))
    findings = sanitize_pdf(plan_for(data, "Ilsebrandt"), data, Layout.FAITHFUL).findings
    told = next(finding.message for finding in findings if finding.code == "X108")
    found = re.search(r"up to ([0-9.]+) bits", told)
    assert found
    return float(found.group(1))


def test_a_short_line_tells_nothing_of_the_name_in_it() -> None:
    assert bits("the ledger was kept by Ilsebrandt.") == 0.0


@pytest.mark.parametrize("name", ["Ilsebrandt"])
def test_a_line_that_was_full_tells_how_long_the_name_may_be(name: str) -> None:
    told = bits(f"and the ledger of the boats of the year is kept by {name} in", "a book, and nobody else may read it.")
    assert 0.0 < told < 6.7


def test_what_is_told_does_not_follow_from_the_name_itself() -> None:
    first = made(lines(FULL, "and the ledger is kept by Ilsebrandt in", "a book."))
    second = made(lines(FULL, "and the ledger is kept by Mo in", "a book."))
    told = [
        [f.message for f in sanitize_pdf(plan_for(data, name), data, Layout.FAITHFUL).findings]
        for data, name in ((first, "Ilsebrandt"), (second, "Mo"))
    ]
    assert told[0] == told[1]
