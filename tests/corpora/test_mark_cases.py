# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks
from workbench.marks.authority_check import check_authority
from workbench.marks.declassification import governing
from workbench.marks.model import Authority, Exemption, Mark, MarkType, Stamp


CASES = Path(__file__).resolve().parents[2].parent / "shared" / "facts" / "marking-cases.jsonl"
pytestmark = pytest.mark.skipif(not CASES.is_file(), reason="the shared cases are not part of the project")

DECISIONS = {
    "approved-for-release": "release",
    "state-foia": "release",
    "declassified-in-part-sanitized": "sanitized",
    "declassified-approved-for-release": "declassified",
    "declassified": "declassified",
    "release-in-part": "release_in_part",
    "release-in-full": "release_in_full",
    "pages-denied": "deny",
    "release-instructions": "release_instructions",
}
VIOLATIONS = {
    "A001": "missing-classified-by",
    "A002": "missing-declassify-on",
    "A004": "reason-not-in-1.4-a-h",
    "A005": "impossible-date",
    "A006": "date-not-yyyymmdd",
    "A007": "unknown-exemption",
    "A008": "retired-value",
}


@cache
def cases(kind: str) -> list[dict[str, Any]]:
    every = (json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines())
    return [case for case in every if case["kind"] == kind]


def marks_of(text: str) -> tuple[Mark, ...]:
    return find_marks(Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),)))


def share(kind: str, right: Any) -> tuple[float, list[str]]:
    wrong = [case["id"] for case in cases(kind) if not right(case)]
    return 1 - len(wrong) / len(cases(kind)), wrong


def test_exemption_codes() -> None:
    def right(case: dict[str, Any]) -> bool:
        values = [mark.value for mark in marks_of(case["text"]) if isinstance(mark.value, Exemption)]
        return bool([_as_written_there(value) for value in values] == case["expected"]["codes"])

    part, wrong = share("exemption", right)
    assert part >= 0.95, wrong


def _as_written_there(value: Exemption) -> str:
    order = value.authority.startswith("EO") and value.code[1:2] == "."
    prefix = {"PA": "PA", "JFK Act": "JFK-", "EO": "EO"}.get(value.authority, value.authority.replace(" ", "") + "-")
    return prefix + value.code if order or value.authority in ("PA", "JFK Act") else value.code


def test_stamps() -> None:
    def right(case: dict[str, Any]) -> bool:
        values = [mark.value for mark in marks_of(case["text"]) if isinstance(mark.value, Stamp)]
        wanted = case["expected"]
        reference = wanted.get("doc") or wanted.get("doc_fuzzy")
        return len(values) == 1 and (
            values[0].decision == DECISIONS[wanted["stamp"]]
            and values[0].date == wanted.get("date")
            and reference in (None, values[0].reference)
        )

    part, wrong = share("stamp", right)
    assert part >= 0.95, wrong


def test_authority_blocks() -> None:
    def right(case: dict[str, Any]) -> bool:
        if "sources" in case:
            return bool(governing(case["sources"]) == case["expected"]["derive_declassify_on"])
        marks = [mark for mark in marks_of(case["text"]) if isinstance(mark.value, Authority)]
        written = date(2000, 1, 1) if "legacy" in case["profile"] else None
        found = check_authority(marks, written=written, complete=not case.get("fragment"))
        fields = {mark.value.field: mark.value for mark in marks if isinstance(mark.value, Authority)}
        wanted = case["expected"]["fields"].get("declassify_on")
        dated = wanted is None or fields["declassify_on"].date == wanted.get("date")
        return bool(dated and [VIOLATIONS.get(f.code, f.code) for f in found] == case["expected"]["violations"])

    part, wrong = share("cab", right)
    assert part >= 0.95, wrong


def test_innocent_text_is_no_mark() -> None:
    part, wrong = share("notamarking", lambda case: not marks_of(case["text"]))
    assert part >= 0.98, wrong


@pytest.mark.parametrize("kind", [MarkType.PORTION, MarkType.BANNER])
def test_markings_are_found_where_they_stand_alone(kind: MarkType) -> None:
    """Innocent words among the cases (``valid`` false without a level) need not be found."""
    wanted = [case for case in cases(kind) if case["expected"].get("level") and case.get("mode") != "line"]
    lost = [case["id"] for case in wanted if not any(mark.type is kind for mark in marks_of(case["text"]))]
    assert 1 - len(lost) / len(wanted) >= 0.97, lost
