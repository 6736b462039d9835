# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.documents import Document, Format, Page, Span
from workbench.marks import find_marks


CASES = Path(__file__).parent / "cases"


def text_document(text: str, struck: tuple[Span, ...] = ()) -> Document:
    return Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),), struck=struck)


def _cases() -> list[Any]:
    """Each file is named for a type of mark; each case has a text and the marks of that type in it, in order."""
    return [
        pytest.param(path.stem, case, id=f"{path.stem}:{case['text'][:50]!r}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("kind", "case"), _cases())
def test_case(kind: str, case: dict[str, Any]) -> None:
    marks = [mark for mark in find_marks(text_document(case["text"])) if mark.type == kind]
    assert [mark.raw for mark in marks] == [wanted["raw"] for wanted in case["marks"]]
    for mark, wanted in zip(marks, case["marks"], strict=True):
        value = mark.value.as_json()
        assert {key: value[key] for key in wanted if key in value} == {k: v for k, v in wanted.items() if k in value}
        assert not wanted.keys() - value.keys() - {"raw"}, "a key no value of this type has"


@pytest.mark.parametrize(("kind", "case"), _cases())
def test_case_with_the_line_ends_of_windows(kind: str, case: dict[str, Any]) -> None:
    if "\r" in case["text"]:
        pytest.skip("has its own line ends")
    plain, other = (find_marks(text_document(text)) for text in (case["text"], case["text"].replace("\n", "\r\n")))
    wanted, found = (
        [(mark.raw.replace("\r\n", "\n").rstrip("\r"), mark.value.as_json()) for mark in marks if mark.type == kind]
        for marks in (plain, other)
    )
    assert found == wanted


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u200b"], ids=["nbsp", "em", "none"])
def test_other_blanks_are_read_as_blanks(blank: str) -> None:
    for case in (param.values[1] for param in _cases()):
        text = case["text"].replace(" ", blank)
        wanted, found = find_marks(text_document(case["text"])), find_marks(text_document(text))
        assert [(mark.span, mark.value) for mark in found] == [(mark.span, mark.value) for mark in wanted]
        assert all(mark.raw == text[mark.start : mark.end] for mark in found)
