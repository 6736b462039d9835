# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml

from tests.exports.pdf_copies import copy_of, lines, made
from tests.exports.pdf_making import plan_for
from workbench.documents import read_document
from workbench.exports.model import Layout, Wishes
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.redaction import Term, load_policy, make_plan
from workbench.structure import analyse


FULL = "The harbour of Grey Island is open from March to October of every year"


def bits(*texts: str) -> float:
    """The bits that the finding about a page with these lines tells of; the name is Ilsebrandt."""
    data = made(lines(FULL, *texts))
    findings = sanitize_pdf(plan_for(data, "Ilsebrandt"), data, Layout.FAITHFUL).findings
    told = next(finding.message for finding in findings if finding.code == "X108")
    found = re.search(r"up to ([0-9.]+) bits", told)
    assert found
    return float(found.group(1))


def test_a_short_line_tells_nothing_of_the_name_in_it() -> None:
    assert bits("the ledger was kept by Ilsebrandt.") == 0.0


@pytest.mark.parametrize("name", ["Ilsebrandt"])
def test_a_line_that_was_full_tells_how_long_the_name_may_be(name: str) -> None:
    told = bits(f"and the ledger of the boats of the year is kept by {name} in", "a book, and nobody else may read it.")
    assert 0.0 < told < 6.7


def test_what_is_told_does_not_follow_from_the_name_itself() -> None:
    first = made(lines(FULL, "and the ledger is kept by Ilsebrandt in", "a book."))
    second = made(lines(FULL, "and the ledger is kept by Mo in", "a book."))
    told = [
        [f.message for f in sanitize_pdf(plan_for(data, name), data, Layout.FAITHFUL).findings]
        for data, name in ((first, "Ilsebrandt"), (second, "Mo"))
    ]
    assert told[0] == told[1]


TURNED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "turned_lines.yaml").read_text("utf-8")
)


def turned(case: dict[str, Any], name: str) -> bytes:
    start, turn = pymupdf.Point(300, 400), pymupdf.Matrix(case["turn"])
    shown = case["text"].format(name)

    def draw(page: Any) -> None:
        for number, text in enumerate([shown, *([] if case.get("alone") else [FULL])]):
            page.insert_text((start.x, start.y + 20 * number), text, fontname="tiro", fontsize=11, morph=(start, turn))
        if case.get("rule"):
            ends = [pymupdf.get_text_length(part, "tiro", 11) for part in (case["text"].partition("{}")[0], shown)]
            shape = page.new_shape()
            shape.draw_line((start.x + ends[0], start.y + 2.5), (start.x + ends[1] + 80, start.y + 2.5))
            shape.finish(width=0.6, morph=(start, turn))
            shape.commit()

    return made(draw)


@pytest.mark.parametrize("case", TURNED, ids=lambda case: str(case["name"]))
def test_turned_lines_tell_nothing_of_a_name_in_them(case: dict[str, Any]) -> None:
    first, second = (turned(case, name) for name in ("Ilsebrandt", "Mo"))
    assert copy_of(first, plan_for(first, "Ilsebrandt")) == copy_of(second, plan_for(second, "Mo"))


LEVEL: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "level_lines.yaml").read_text("utf-8"))


def level(case: dict[str, Any], name: str) -> bytes:
    before, shown = case["text"].partition("{}")[0], case["text"].format(name)
    width, first, last = (pymupdf.get_text_length(text, "tiro", 11) for text in (shown, before, before + name))
    x = {"centre": (612 - width) / 2, "right": 480 - width}.get(case.get("at", ""), 72)

    def draw(page: Any) -> None:
        for y in (100, 220):
            page.insert_text((72, y), FULL, fontname="tiro", fontsize=11)
        page.insert_text((x, 160), shown, fontname="tiro", fontsize=11)
        for below in case.get("rules", ()):
            page.draw_line((x + first, 160 + below), (x + last, 160 + below), width=0.5)

    return made(draw)


@pytest.mark.parametrize("hide_widths", [False, True])
@pytest.mark.parametrize("case", LEVEL, ids=lambda case: str(case["name"]))
def test_level_lines_tell_nothing_of_a_name_in_them(case: dict[str, Any], hide_widths: bool) -> None:
    copies = set()
    for name in ("Ilsebrandt Marenholt", "Mo Abendroth"):
        data = level(case, name)
        plan = make_plan(analyse(read_document(data, "a.pdf")), load_policy("none"), [Term(name)])
        copies.add(sanitize_pdf(plan, data, Layout.FAITHFUL, Wishes(hide_widths=hide_widths)).data)
    assert len(copies) == 1
