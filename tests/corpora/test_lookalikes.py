# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks
from workbench.marks.model import MarkType


CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not part of the project")


def text_document(text: str) -> Document:
    return Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),))


def records(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CORPORA / name).read_text(encoding="utf-8").splitlines()]


def portions(text: str) -> list[Span]:
    return [mark.span for mark in find_marks(text_document(text)) if mark.type is MarkType.PORTION]


def test_look_alikes_are_no_portion_marks() -> None:
    found = records("mark_lookalikes.jsonl")
    taken = [
        record["id"]
        for record in found
        if any(
            s.start < int(str(record["end"])) and int(str(record["start"])) < s.end
            for s in portions(str(record["text"]))
        )
    ]
    assert len(taken) / len(found) <= 0.02, taken


def test_portion_marks_of_real_documents_are_found() -> None:
    hits, missed, invented = 0, [], []
    for record in records("portions.jsonl"):
        paragraphs = record["paragraphs"]
        assert isinstance(paragraphs, list)
        wanted = [Span(p["mark_start"], p["mark_end"]) for p in paragraphs if p["mark_text"]]
        found = portions(str(record["text"]))
        lost = [span for span in wanted if not any(a < span.end and span.start < b for a, b in found)]
        hits += len(wanted) - len(lost)
        missed += [(record["doc_id"], span) for span in lost]
        invented += [(record["doc_id"], s) for s in found if not any(a < s.end and s.start < b for a, b in wanted)]
    assert hits / (hits + len(missed)) >= 0.96, missed
    assert len(invented) / hits <= 0.02, invented
