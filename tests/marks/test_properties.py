# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks


# What marks are made of, so that a random text is often nearly one: the pieces of every case.
CASES = Path(__file__).parent / "cases"
TEXT_OF_CASES = [case["text"] for path in CASES.glob("*.yaml") for case in yaml.safe_load(path.read_text("utf-8"))]
PIECES = st.sampled_from(sorted({piece for text in TEXT_OF_CASES for piece in re.findall(r"\w+|\W", text)}))
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.one_of(PIECES, st.just(" ")), max_size=40).map("".join))


@settings(max_examples=200)
@given(TEXTS)
def test_every_text_has_marks_at_exact_offsets_in_order(text: str) -> None:
    document = Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),))
    marks = find_marks(document)
    assert all(text[mark.start : mark.end] == mark.raw for mark in marks)
    assert all(mark.start < mark.end for mark in marks)
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    assert marks == find_marks(document)


@settings(max_examples=200)
@given(TEXTS)
def test_marks_of_one_type_never_overlap(text: str) -> None:
    document = Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),))
    ends: dict[str, int] = {}
    for mark in find_marks(document):
        assert mark.start >= ends.get(mark.type, 0)
        ends[mark.type] = mark.end
