# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.model import Box, Page, Span
from workbench.documents.words import LineTable, Word


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


@settings(max_examples=100)
@given(st.tuples(*[st.floats(0, 2000)] * 4), st.integers(1, 70_000), st.floats(1, 90))
def test_lines_are_kept_to_the_last_digit_of_their_boxes_and_words_of_any_length(
    box: tuple[float, float, float, float], length: int, size: float
) -> None:
    x0, y0, x1, y1 = box
    word = (0.5, 0.25, 9.5, 8.0, "a" * length)
    table = LineTable(3, [word, word], [(7, 7 + length, 0, x0, y0, x1, y1, size, True), (9, 9, 1, *box, size, False)])
    line = table[0]
    assert (line.span, line.box, line.size, line.bold) == (Span(7, 7 + length), Box(3, x0, y0, x1, y1), size, True)
    assert list(line.words) == [Word(7, 7 + length, Box(3, *word[:4]))]
