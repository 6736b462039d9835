# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks
from workbench.marks.model import MarkType, Placeholder


CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "placeholders.jsonl"
pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason="the shared corpora are not part of the project")


def text_document(text: str) -> Document:
    return Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),))


@cache
def measured() -> dict[str, list[str]]:
    """Brackets missed, brackets invented, extents wrong, and how many there were."""
    outcome: dict[str, list[str]] = {"hit": [], "missed": [], "invented": [], "extent": [], "extents": []}
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        marks = find_marks(text_document(record["text"]))
        found = {(m.start, m.end): m for m in marks if m.type in (MarkType.PLACEHOLDER, MarkType.EXEMPTION)}
        wanted = {(s["start"], s["end"]): s for s in record["spans"] if s["is_redaction"]}
        for span, label in wanted.items():
            mark = found.get(span)
            outcome["hit" if mark else "missed"].append(f"{record['id']} {label['placeholder']}")
            if mark and isinstance(mark.value, Placeholder):
                _judge_extent(outcome, record["id"], label, mark.value)
        neutral = {
            (s["start"], s["end"]) for s in record["spans"] if s["category"] == "exemption_code_in_release_stamp"
        }
        inside = [span for span in found if any(a <= span[0] and span[1] <= b and span != (a, b) for a, b in wanted)]
        invented = found.keys() - wanted.keys() - neutral - set(inside)
        outcome["invented"] += [f"{record['id']} {found[span].raw}" for span in invented]
    return outcome


def _judge_extent(outcome: dict[str, list[str]], name: str, label: dict[str, Any], value: Placeholder) -> None:
    if label.get("unit") is None:
        return
    outcome["extents"].append(name)
    if (value.quantity, value.unit) != (label.get("quantity"), label["unit"]):
        outcome["extent"].append(f"{name} {label['placeholder']} {value.quantity} {value.unit}")


def test_placeholders_are_found_and_editors_brackets_are_not() -> None:
    result = measured()
    hits, missed, invented = (len(result[key]) for key in ("hit", "missed", "invented"))
    assert 2 * hits / (2 * hits + missed + invented) >= 0.985, (result["missed"][:20], result["invented"][:20])


def test_extents_are_read_as_printed() -> None:
    result = measured()
    assert 1 - len(result["extent"]) / len(result["extents"]) >= 0.98, result["extent"][:20]
