# SPDX-License-Identifier: AGPL-3.0-or-later
"""Halves of a word that stand apart on a page: the cases stand in ``cases/halves_apart.yaml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exports.places.model import SECRET
from tests.exports.places.pdf_building import add_page, new
from tests.exports.places.pdf_switches import saved
from workbench.documents import read_document, text
from workbench.exports import sanitize
from workbench.exports.model import Layout
from workbench.redaction import Term, columns, hits, load_policy, make_plan
from workbench.structure import analyse


CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "halves_apart.yaml").read_text("utf-8")
)
_OFF: dict[str, tuple[Any, str, Any]] = {
    "repeated heads": (columns._Wanted, "said", lambda _, row: str(id(row))),
    "initials": (columns, "initials", lambda _: ()),
    "frames": (columns, "in_frames", lambda *_: ()),
    "tops": (columns, "_feet_and_tops", lambda *_: ()),
    "blanks behind hyphens": (columns, "_WIDE", re.compile(r"[\t|]")),
    "changes": (text, "_changed", lambda _: ()),
    "lines below": (columns, "_lower", lambda *_: ()),
    "pieces of lines": (columns, "_on_typed_page", columns._on_page),
}
_PARTS = {"first": SECRET[:7], "second": SECRET[7:], "initial": SECRET[0], "middle": SECRET[1:7], "rest": SECRET[1:]}


def _file(case: dict[str, Any]) -> tuple[bytes, str]:
    if "typed" in case:
        return case["typed"].format(**_PARTS).encode(), "a.txt"
    first, *others = (
        "".join(f"BT /F1 {size} Tf {x} {y} Td ({text.format(**_PARTS)}) Tj ET\n" for x, y, size, text in page)
        for page in case["pages"]
    )
    pdf = new(first)
    for page in others:
        add_page(pdf, page.encode())
    return saved(pdf), "a.pdf"


def _copy(case: dict[str, Any], layout: Layout) -> str:
    data, name = _file(case)
    plan = make_plan(analyse(read_document(data, name)), load_policy("none"), [Term(SECRET)])
    return read_document(sanitize(plan, data, layout), name).text


@pytest.mark.parametrize("name", CASES)
def test_halves_that_stand_apart_are_withheld(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    halves = re.compile("|".join((_PARTS["first"], _PARTS["second"], _PARTS["rest"])))
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        copy = _copy(case, layout)
        assert not halves.search(copy) and "met" in copy and "there" in copy and "harbour" in copy
    monkeypatch.setattr(*_OFF[case["defence"]])
    monkeypatch.setattr(hits, "_over_lines", lambda *_: ())
    assert halves.search(_copy(case, Layout.REFLOW))


@pytest.mark.parametrize(
    "lines",
    [
        [(72, "{first} met the boats of the harbour"), (72, "{second} left there on the next morning")],
        [(72, "The boats met {first} there and left"), (65.89, "were late, when {second} was there")],
        [(72, "The boats of the harbour met {first}"), (67, "and on the next morning left {second}")],
    ],
    ids=("left", "amid", "right"),
)
def test_words_that_chance_set_below_each_other_are_kept(lines: list[tuple[float, str]]) -> None:
    case = {"pages": [[(x, 690 - 13 * row, 10, text) for row, (x, text) in enumerate(lines)]]}
    assert _PARTS["first"] in (copy := _copy(case, Layout.FAITHFUL)) and _PARTS["second"] in copy
