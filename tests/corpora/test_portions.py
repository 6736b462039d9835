# SPDX-License-Identifier: AGPL-3.0-or-later
"""How well paragraphs and their marks are found in labelled documents.

A mark counts as right when the paragraph it was put on and the labelled one share most of the shorter of the two (some
labels take in the whole block that a scanner made, addresses and all); a paragraph is found whole when it covers the
same characters, white space aside, but for one in twenty.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.structure.making import document
from workbench.structure import Analysis, Paragraph, analyse


CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "portions.jsonl"
SCORED = {"body", "list_item", "subject", "heading"}
WHOLE = 0.95
# Floors, a little below what was reached: marks (F1) and paragraphs found whole.
OVERALL = (0.985, 0.98)
EACH = (0.955, 0.95)

pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason="the labelled documents are not here")

Places = tuple[tuple[int, int], ...]


def places(label: dict[str, Any]) -> Places:
    pieces = label.get("pieces") or [label]
    return tuple((piece["start"], piece["end"]) if isinstance(piece, dict) else tuple(piece) for piece in pieces)


def solid(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {position for start, end in spans for position in range(start, end) if not text[position].isspace()}


def near(analysis: Analysis, spans: Places) -> Iterator[Paragraph]:
    for paragraph in analysis.paragraphs:
        if paragraph.spans[0].start < spans[-1][1] and spans[0][0] < paragraph.spans[-1].end:
            yield paragraph


def is_whole(text: str, analysis: Analysis, spans: Places) -> bool:
    wanted = solid(text, spans)
    for paragraph in near(analysis, spans):
        got = solid(text, paragraph.spans)
        if len(got & wanted) >= WHOLE * len(got | wanted):
            return True
    return False


def measure(record: dict[str, Any]) -> Counter[str]:
    text = record["text"]
    analysis = analyse(document(text))
    count: Counter[str] = Counter()
    for label in record["paragraphs"]:
        if label["kind"] in SCORED:
            count["paragraphs"] += 1
            count["whole"] += is_whole(text, analysis, places(label))
        if label.get("mark_text"):
            count["labelled"] += 1
            count["right"] += is_marked(text, analysis, label)
    count["found"] = sum(paragraph.portion is not None for paragraph in analysis.paragraphs)
    return count


def is_marked(text: str, analysis: Analysis, label: dict[str, Any]) -> bool:
    wanted = solid(text, places(label))
    for paragraph in near(analysis, places(label)):
        mark = paragraph.portion
        if mark and mark.start < label["mark_end"] and label["mark_start"] < mark.end:
            got = solid(text, paragraph.spans)
            return 2 * len(got & wanted) >= min(len(got), len(wanted))
    return False


def rates(count: Counter[str]) -> tuple[float, float]:
    marks = count["labelled"] + count["found"]
    return (2 * count["right"] / marks if marks else 1.0), count["whole"] / count["paragraphs"]


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    by_genre: dict[str, Counter[str]] = defaultdict(Counter)
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        by_genre[record["genre"]].update(measure(record))
    return dict(by_genre)


def test_marks_are_on_the_right_paragraphs_and_paragraphs_whole(
    counts: dict[str, Counter[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    total = sum(counts.values(), Counter[str]())
    with capsys.disabled():
        for genre, count in {**counts, "all": total}.items():
            marks, whole = rates(count)
            print(f"\n{genre:24} marks F1 {marks:.3f}  paragraphs whole {whole:.3f} of {count['paragraphs']}", end="")
        print()
    assert rates(total)[0] >= OVERALL[0]
    assert rates(total)[1] >= OVERALL[1]
    for genre, count in counts.items():
        marks, whole = rates(count)
        assert marks >= EACH[0], genre
        assert whole >= EACH[1], genre
