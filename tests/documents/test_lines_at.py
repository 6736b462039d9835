# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.model import Page, Span
from workbench.documents.words import LineTable


def _page(lengths: list[int]) -> Page:
    """A page with a line of one word for each of ``lengths``, one line feed apart."""
    lines = []
    start = 0
    for place, length in enumerate(lengths):
        lines.append((start, start + length, place, 0.0, 0.0, 1.0, 1.0, 10.0, False))
        start += length + 1
    table = LineTable(1, [(0.0, 0.0, 1.0, 1.0, "a" * length) for length in lengths], lines)
    return Page(1, Span(0, max(0, start - 1)), lines=table)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 9), max_size=8), st.integers(0, 90), st.integers(0, 90))
def test_lines_at_a_span_are_those_that_share_a_character_with_it(lengths: list[int], one: int, other: int) -> None:
    page, span = _page(lengths), Span(min(one, other), max(one, other))
    told = [line for line in page.lines if line.span.start < span.end and line.span.end > span.start]
    assert list(page.lines_at(span)) == told
    assert list(Page(1, page.span, lines=tuple(page.lines)).lines_at(span)) == told
