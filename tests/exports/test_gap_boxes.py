# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boxes in a stranger's lines from which the text is gone and whose width still tells it; and none where none are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from pikepdf import Array

from tests.exports.pdf_copies import ledger, lines, made
from tests.exports.pdf_making import plan_for
from tests.exports.places.pdf_building import new, page_of
from tests.exports.places.pdf_switches import saved
from workbench.cli import run
from workbench.exports.model import Layout, Wishes
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.gap_boxes import bits_of_a_width
from workbench.exports.pdf.verification.inspect import inspect
from workbench.exports.pdf.verification.verify import verify


ROOT = Path(__file__).resolve().parents[2]
NAME = "Brandtmann"
FULL_OF_BOXES = (
    "The harbour of Grey Island is open, and Ilse Brandt keeps the ledger of Kestrel there.",
    "Nobody but Ilse Brandt and Kestrel has read it, and (Ilse Brandt) says so, of Kestrel.",
    "Ilse Brandt, the master of the harbour of Grey Island, was seen with Kestrel.",
)


def told(data: bytes) -> list[str]:
    return [finding.message for finding in inspect(data, "stranger.pdf")[1] if finding.code == "V141"]


def redacted(**redaction: Any) -> bytes:
    """A ledger of which PyMuPDF has taken the name, as a stranger would."""
    with pymupdf.open("pdf", ledger(NAME)) as pdf:
        for place in pdf[0].search_for(NAME):
            pdf[0].add_redact_annot(place, **redaction)
        pdf[0].apply_redactions()
        return bytes(pdf.tobytes(garbage=4, no_new_id=True))


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("fill", [(0, 0, 0), (1, 1, 1), (0.6, 0.6, 0.6)])
def test_a_box_as_wide_as_the_name_that_was_there_is_told(fill: tuple[float, float, float], rotation: int) -> None:
    with pymupdf.open("pdf", redacted(fill=fill)) as pdf:
        assert NAME not in pdf[0].get_text()
        pdf[0].set_rotation(rotation)
        data = bytes(pdf.tobytes())
    [message] = told(data)
    bits = re.search(r"about ([0-9.]+) bits", message)
    assert bits and 2.0 < float(bits[1]) < 6.7
    assert NAME not in message
    assert re.search(r"at \(\d+, \d+\)-\(\d+, \d+\)", message)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_box_in_a_form_is_told_as_on_the_page(depth: int) -> None:
    data = redacted(fill=(0, 0, 0))
    for _ in range(depth):  # each time all that was on the page is a form of another one, moved and smaller
        with pymupdf.open("pdf", data) as inner, pymupdf.open() as pdf:
            pdf.new_page(width=700, height=900).show_pdf_page(pymupdf.Rect(30, 40, 600, 850), inner, 0)
            data = bytes(pdf.tobytes())
    [message] = told(data)
    with pymupdf.open("pdf", data) as pdf:
        x0, y0, x1, y1 = map(float, re.findall(r"\d+", message.partition(" at ")[2])[:4])
        assert pdf[0].get_pixmap(clip=(x0 + 2, y0 + 2, x1 - 2, y1 - 2)).is_unicolor


def test_a_short_label_on_it_makes_no_difference() -> None:
    assert told(redacted(fill=(0, 0, 0), text="b6", fontsize=6, text_color=(1, 1, 1)))


def fitted(page: Any) -> None:
    page.insert_text((72, 100), "kept by", fontname="helv", fontsize=11)
    page.draw_rect((114, 90, 174, 103), color=None, fill=(0.85, 0.85, 0.85))
    page.insert_text((116, 100), "[withheld]", fontname="helv", fontsize=11)
    page.insert_text((178, 100), "in the tower", fontname="helv", fontsize=11)


def table(page: Any) -> None:
    lines("Boat        Master")(page)
    for row in range(3):
        page.draw_rect((72, 130 + 20 * row, 272, 150 + 20 * row), fill=(0.9, 0.9, 0.9))
        page.insert_text((76, 144 + 20 * row), "Petrel", fontname="tiro")
        page.insert_text((180, 144 + 20 * row), "Field", fontname="tiro")


def shaded(page: Any) -> None:
    page.draw_rect((72, 88, 300, 104), color=None, fill=(0.9, 0.9, 0.9))
    page.insert_text((76, 100), "A line on a grey ground is no redaction", fontname="tiro")


def ruled(page: Any) -> None:
    page.insert_text((72, 100), "Name", fontname="tiro")
    page.draw_rect((100, 101, 200, 101.7), color=None, fill=(0, 0, 0))
    page.insert_text((204, 100), "Date", fontname="tiro")


def at_the_end(page: Any) -> None:
    page.insert_text((72, 100), "The end is black", fontname="tiro")
    page.draw_rect((160, 90, 220, 103), color=None, fill=(0, 0, 0))


@pytest.mark.parametrize("draw", [fitted, table, shaded, ruled, at_the_end])
def test_what_tells_no_width_is_left_alone(draw: Callable[[Any], None]) -> None:
    assert told(made(draw)) == []


@pytest.mark.parametrize("sample", sorted((ROOT / "samples").glob("*.pdf")), ids=lambda path: path.stem)
def test_of_the_samples_only_the_release_with_boxes_in_its_lines_raises_it(sample: Path) -> None:
    assert bool(told(sample.read_bytes())) == (sample.stem == "release-1983")


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("hide", [False, True])
def test_our_own_copies_tell_no_width(layout: Layout, hide: bool) -> None:
    data = made(lines(*FULL_OF_BOXES))
    plan = plan_for(data, "Ilse Brandt", "harbour of Grey Island", "Kestrel")
    copy = sanitize_pdf(plan, data, layout, Wishes(hide_widths=hide)).data
    assert told(copy) == []
    checks, findings = verify(copy, plan)
    assert "V141" not in {finding.code for finding in findings}
    looked = {check.name: check for check in checks}["widths of boxes in lines"]
    assert looked.found == 0 and bool(looked.searched) == (layout is not Layout.IMAGE)


def test_a_box_made_wider_than_its_label_is_told_of_a_copy() -> None:
    data = made(lines(*FULL_OF_BOXES))
    plan = plan_for(data, "Ilse Brandt")
    with pymupdf.open("pdf", sanitize_pdf(plan, data, Layout.FAITHFUL).data) as pdf:
        page = pdf[0]
        page.insert_text((72, 300), "kept by", fontname="tiro", fontsize=11)
        page.draw_rect((108, 291, 170, 303), color=None, fill=(0, 0, 0))
        page.insert_text((173, 300), "in the tower", fontname="tiro", fontsize=11)
        copy = bytes(pdf.tobytes())
    assert "V141" in {finding.code for finding in verify(copy, plan)[1]}


def test_the_smaller_the_print_the_less_a_width_tells() -> None:
    assert 0 < bits_of_a_width(4) < bits_of_a_width(11) <= bits_of_a_width(24) < 6.7


def test_the_record_says_in_a_verification_what_the_look_of_a_copy_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, terms = tmp_path / "ledger.pdf", tmp_path / "terms.txt"
    source.write_bytes(ledger("Ilse Brandt"))
    terms.write_text("Ilse Brandt\n", encoding="utf-8")
    for flags, code in (((), "X108"), (("--hide-widths",), "X111")):
        to = tmp_path / code
        call = ["export", str(source), "--to", str(to), "--policy", "none", "--terms", str(terms), *flags]
        assert run(call) == 0
        copy = to / "sanitized" / "ledger.sanitized.pdf"
        capsys.readouterr()
        assert run(["verify", str(copy), "--against", str(source), "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert code in {finding["code"] for finding in found["findings"]}
        assert any(check["name"] == "widths of boxes in lines" and check["searched"] for check in found["checks"])


@pytest.mark.parametrize(("rows", "told_of"), [(70, 420), (700, 0)])
def test_a_page_full_of_boxes_is_told_of(rows: int, told_of: int) -> None:
    step = 7000 / rows
    cells = ((20 + 90 * column, 7050 - step * row) for row in range(rows) for column in range(6))
    drawn = "".join(
        f"BT /F1 5 Tf {x} {y} Td (met) Tj 26 0 Td (in) Tj ET {x + 10} {y - 1} 15 6 re f\n" for x, y in cells
    )
    pdf = new(drawn)
    page_of(pdf).MediaBox = Array([0, 0, 612, 7200])
    checks, findings = inspect(saved(pdf), "stranger.pdf")
    assert [int(f.message.split()[0]) for f in findings if f.code == "V141"] == ([told_of] if told_of else [])
    [why] = [check.not_searched for check in checks if check.name == "widths of boxes"]
    assert ("4200 boxes" in why) != bool(told_of)
