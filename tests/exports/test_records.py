# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a finished export was made from: where any of it is another now, ``--resume`` must make the copies anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.documents import Box, OcrMode, Span
from workbench.exports.model import Layout, Output, Purpose, Wishes
from workbench.exports.options import ExportOptions
from workbench.exports.records import fingerprint
from workbench.exports.release import Release
from workbench.redaction import Action, Decision, Extent, Term, load_policy, read_patterns


PUBLIC = load_policy("public")
OPTIONS = ExportOptions(Path("out"), PUBLIC, terms=(Term("Quillback", "(b)(3)"),))
DECISION = Decision("a" * 64, (Span(3, 9),), Action.RELEASE, "p1", "(b)(1)", "why", page=1, box=Box(1, 1, 2, 3, 4))
SETTINGS: dict[str, Any] = {
    "policy": load_policy("none"),
    "terms": (),
    "layout": Layout.IMAGE,
    "extent": Extent.LINES,
    "output": Output.HTML,
    "ocr": OcrMode.ALWAYS,
    "patterns": read_patterns("ssn"),
    "release": Release(header="Released"),
    "wishes": Wishes(hide_widths=True),
}
DECIDED: dict[str, Any] = {
    "spans": (Span(3, 10),),
    "action": Action.WITHHOLD,
    "paragraph": None,
    "code": "(b)(6)",
    "reason": "",
    "page": 2,
    "box": Box(1, 1, 2, 3, 5),
}


def mark(options: ExportOptions = OPTIONS, decision: Decision = DECISION, data: bytes = b"(S) Closed.") -> str:
    return fingerprint(data, options, (decision,))


@pytest.mark.parametrize("name", SETTINGS)
def test_another_setting_is_another_export(name: str) -> None:
    assert mark(replace(OPTIONS, **{name: SETTINGS[name]})) != mark()


@pytest.mark.parametrize("name", DECIDED)
def test_another_decision_is_another_export(name: str) -> None:
    assert mark(decision=replace(DECISION, **{name: DECIDED[name]})) != mark()


@pytest.mark.parametrize("part", ["wishes", "policy", "terms"])
def test_a_part_of_a_setting_is_another_export(part: str) -> None:
    changed: dict[str, Any] = {
        "wishes": Wishes(keep_links=True),
        "policy": PUBLIC.model_copy(update={"open_controls": ()}),
        "terms": (Term("Quillback", "(b)(7)"),),
    }
    assert mark(replace(OPTIONS, **{part: changed[part]})) not in (
        mark(),
        mark(replace(OPTIONS, **{part: SETTINGS[part]})),
    )


def test_other_bytes_are_another_export_and_a_list_of_terms_cannot_be_tried_out_without_them() -> None:
    assert mark(data=b"(S) Closed!") != mark()


def test_for_whom_and_where_to_is_the_same_export() -> None:
    other = replace(OPTIONS, to=Path("elsewhere"), purposes=(Purpose.ANNOTATED,), resume=True)
    assert mark(other) == mark()
