# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.findings import Finding, Severity, located


@given(st.text("ab\n\r", max_size=40), st.lists(st.none() | st.integers(0, 40), max_size=8))
def test_many_findings_are_placed_as_each_alone(text: str, offsets: list[int | None]) -> None:
    given_ones = [Finding("X", Severity.INFO, "", start=o if o is None else min(o, len(text))) for o in offsets]
    assert located(given_ones, "a.txt", text) == [finding.at("a.txt", text) for finding in given_ones]
