# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arithmetic on stretches of text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from workbench.documents import Span


def merge(spans: Iterable[Span]) -> list[Span]:
    """In order; those that overlap or touch as one; empty ones left out."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def subtract(span: Span, holes: Sequence[Span]) -> list[Span]:
    """What of ``span`` lies in none of ``holes``, which are in order and separate."""
    left: list[Span] = []
    start = span.start
    for hole in overlapping(holes, span):
        if hole.start > start:
            left.append(Span(start, hole.start))
        start = max(start, hole.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return left


def overlapping(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of ordered, separate ``spans`` that share a character with ``span``."""
    first = bisect_right(spans, span.start, key=lambda s: s.end)
    last = bisect_left(spans, span.end, key=lambda s: s.start)
    return spans[first:last]


def common(spans: Iterable[Span], span: Span) -> list[Span]:
    """What each of ``spans``, in any order, shares with ``span``; nothing for those that share no character."""
    parts = (Span(max(start, span.start), min(end, span.end)) for start, end in spans)
    return [part for part in parts if part.start < part.end]


def covers(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of ordered, separate ``spans`` holds all of ``span``."""
    return any(s.start <= span.start and span.end <= s.end for s in overlapping(spans, span))
