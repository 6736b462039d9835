# SPDX-License-Identifier: AGPL-3.0-or-later
"""``--hide-widths``: originals that differ in how wide a withheld word is, and so in where lines end, give one copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.pdf_copies import made, text_of
from workbench.documents import read_document
from workbench.exports.model import Copy, Layout, Wishes
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


Page = Callable[[str], bytes]
HIDE = Wishes(hide_widths=True)
PETREL = "The harbour of Grey Island is open from March to October of the year, and {} keeps the ledger of the boats."
GULL = "Every boat is written down with its master and its cargo, and the list is sent to the office on the first day."
FONT, SIZE, LEADING = "tiro", 11, 14


def width_of(text: str) -> float:
    return float(pymupdf.get_text_length(text, FONT, SIZE))


def wrapped(text: str, width: float) -> list[str]:
    found, line = [], ""
    for word in text.split():
        if line and width_of(f"{line} {word}") > width:
            found.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*found, line]


def printed(page: Any, x: float, y: float, text: str, width: float = 468, indent: float = 0) -> float:
    """Print a paragraph; the y below it."""
    for number, line in enumerate(wrapped("\u2003" * bool(indent) + text, width)):
        page.insert_text((x + indent * (number == 0), y), line.strip("\u2003"), fontname=FONT, fontsize=SIZE)
        y += LEADING
    return y + 10


def letter(name: str) -> bytes:
    def draw(page: Any) -> None:
        y = printed(page, 72, 90, f"First. {GULL}")
        y = printed(page, 72, y, f"{PETREL.format(name)} {GULL}")
        y = printed(page, 72, y, f"Third. {GULL} {GULL}")
        page.draw_line((72, y), (540, y))
        printed(page, 72, y + 20, f"And so says {name}, who was there. {GULL}")
        page.insert_text((290, 765), "Page 1", fontname=FONT, fontsize=9)

    return made(draw)


def indented(name: str) -> bytes:
    def draw(page: Any) -> None:
        y = printed(page, 72, 90, f"{GULL} {GULL}", indent=30)
        y = printed(page, 72, y, f"{PETREL.format(name)} {GULL} {GULL}", indent=30)
        printed(page, 72, y, f"{GULL} {GULL}", indent=30)

    return made(draw)


def columns(name: str) -> bytes:
    def draw(page: Any) -> None:
        printed(page, 72, 100, f"{PETREL.format(name)} {GULL}", 210)
        printed(page, 330, 100, f"{GULL} {GULL}", 210)

    return made(draw)


def table(name: str) -> bytes:
    rows = (("Boat", "Master", "Cargo"), ("Petrel", name, "coal, and timber for the office"), ("Gull", "Field", "mail"))

    def draw(page: Any) -> None:
        printed(page, 72, 80, "The masters of the boats are told below, with their boats.")
        for number, row in enumerate(rows):
            for cell, text in enumerate(row):
                page.insert_text((76 + 150 * cell, 120 + 20 * number), text, fontname=FONT, fontsize=SIZE)
                page.draw_rect((72 + 150 * cell, 106 + 20 * number, 222 + 150 * cell, 126 + 20 * number))
        printed(page, 72, 200, "The list ends here, and the boats go on.")

    return made(draw)


def turned(name: str) -> bytes:
    def draw(page: Any) -> None:
        printed(page, 72, 80, GULL)
        page.insert_text((540, 600), f"kept by {name} in the harbour", fontname=FONT, fontsize=SIZE, rotate=90)

    return made(draw)


def headed(name: str) -> bytes:
    def draw(page: Any) -> None:
        head = f"Report of {name} on the harbour"
        page.insert_text((306 - width_of(head) / 2, 60), head, fontname=FONT, fontsize=SIZE)
        printed(page, 72, 100, f"{GULL} {GULL}")

    return made(draw)


def full(name: str) -> bytes:
    """A page on which every line is taken."""

    def draw(page: Any) -> None:
        y = printed(page, 72, 60, PETREL.format(name) + 30 * f" So said {name}.")
        while y < 712:
            y = printed(page, 72, y, f"{GULL} {GULL}")

    return made(draw)


PAGES: dict[str, Page] = {
    "letter": letter,
    "indented": indented,
    "columns": columns,
    "table": table,
    "turned": turned,
    "headed": headed,
}
NAMES = st.text(alphabet="abcdefghijklmnoprstuvwxyz", min_size=3, max_size=15).map(lambda letters: f"Zq{letters}")


def plan_for(data: bytes, name: str) -> Plan:
    return make_plan(analyse(read_document(data, "a.pdf")), load_policy("none"), [Term(name)])


def hidden(page: Page, name: str, layout: Layout = Layout.FAITHFUL) -> Copy:
    data = page(name)
    plan = plan_for(data, name)
    copy = sanitize_pdf(plan, data, layout, HIDE)
    assert sum(check.found for check in verify(copy.data, plan)[0]) == 0
    return copy


@pytest.mark.parametrize("layout", [Layout.FAITHFUL, Layout.IMAGE])
@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=4, deadline=None)
@given(name=NAMES)
def test_the_width_of_a_name_leaves_no_trace(page: str, layout: Layout, name: str) -> None:
    assert hidden(PAGES[page], name, layout).data == hidden(PAGES[page], "Zqbrandt", layout).data


LONG = "Zq" + " von der Westerhaven".join(("brandt", "", "", "", ""))


@pytest.mark.parametrize("layout", [Layout.FAITHFUL, Layout.IMAGE])
@pytest.mark.parametrize("page", ["letter", "indented"])
def test_nor_does_the_number_of_lines_that_it_took(page: str, layout: Layout) -> None:
    assert hidden(PAGES[page], LONG, layout).data == hidden(PAGES[page], "Zqo", layout).data


def test_without_it_the_ends_of_lines_tell() -> None:
    copies = [sanitize_pdf(plan_for(data := letter(name), name), data, Layout.FAITHFUL) for name in ("Zqo", LONG)]
    assert copies[0].data != copies[1].data
    assert {finding.code for finding in copies[0].findings} >= {"X108"}


def test_a_stretch_withheld_over_whole_lines_leaves_no_trace() -> None:
    def page(stretch: str) -> bytes:
        return letter(f"Zq{stretch}zq")

    def copy(stretch: str) -> bytes:
        data = page(stretch)
        return sanitize_pdf(plan_for(data, f"Zq{stretch}zq"), data, Layout.FAITHFUL, HIDE).data

    assert copy(" of the harbour ") == copy(f" of {GULL} {GULL} ")


def test_what_is_kept_is_all_there_in_its_order() -> None:
    copy = hidden(letter, "Zqbrandt")
    text = " ".join(text_of(copy.data).split())
    said = text.replace("[text withheld]", "Zqbrandt")
    assert f"First. {GULL} {PETREL.format('Zqbrandt')} {GULL} Third. {GULL} {GULL} And so says Zqbrandt" in said
    assert [finding.code for finding in copy.findings] == ["X111"]


def test_a_page_grows_where_its_labels_need_more_lines() -> None:
    copy = hidden(full, "Zq")
    with pymupdf.open("pdf", copy.data) as pdf, pymupdf.open("pdf", full("Zq")) as before:
        assert pdf[0].rect.width == before[0].rect.width and pdf[0].rect.height > before[0].rect.height
        assert all(pymupdf.Rect(word[:4]) in pdf[0].rect for word in pdf[0].get_text("words"))


@pytest.mark.parametrize("hyphenated", ["time-\ntable", "north-\neast"])
def test_a_hyphen_at_the_end_of_a_line_goes_with_it(hyphenated: str) -> None:
    first, second = hyphenated.split("\n")

    def page(name: str) -> bytes:
        def draw(page: Any) -> None:
            page.insert_text((72, 90), "It lies north-east of the town, and far away from it.", fontname=FONT)
            page.insert_text((72, 120), f"Then {name} read what is in the {first}", fontname=FONT)
            page.insert_text((72, 134), f"{second} of the harbour and went.", fontname=FONT)

        return made(draw)

    text = text_of(hidden(page, "Zqbrandt").data)
    assert (first + second if first == "north-" else first[:-1] + second) in text


def test_a_page_without_such_a_line_keeps_its_look() -> None:
    data = letter("Zqbrandt")
    plan = plan_for(data, "Nobody at all")
    assert sanitize_pdf(plan, data, Layout.FAITHFUL, HIDE) == sanitize_pdf(plan, data, Layout.FAITHFUL)
