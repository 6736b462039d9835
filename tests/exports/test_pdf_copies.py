# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pikepdf
import pymupdf
import pytest

from tests.exports.pdf_copies import LAYOUTS, Draw, codes, copy_of, ledger, lines, made, text_of, words_of
from tests.exports.pdf_making import plan_for
from workbench.documents import read_document
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import load_policy, make_plan
from workbench.structure import analyse


def hidden(page: Any) -> None:
    page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
    page.insert_text((72, 200), "Unseen", render_mode=3)
    page.insert_text((72, 220), "Unseen", color=(1, 1, 1))
    page.insert_text((900, 240), "Unseen")
    page.insert_text((72, 260), "Unseen", fill_opacity=0)
    page.insert_text((72, 280), "Unseen")
    page.draw_rect((60, 265, 160, 285), color=None, fill=(0, 0, 0))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_that_a_reader_does_not_see_is_not_kept(layout: Layout) -> None:
    data = made(hidden)
    copy = copy_of(data, plan_for(data), layout)
    assert "open" in text_of(copy) and "nseen" not in text_of(copy)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_the_file_comes_along(layout: Layout) -> None:
    pdf = pymupdf.open("pdf", ledger("Ilse Brandt"))
    pdf.set_metadata({"title": "A title", "author": "A hand"})
    pdf.set_toc([[1, "A chapter", 1]])
    pdf.embfile_add("note.txt", b"A note")
    pdf[0].insert_link(
        {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 90, 200, 110), "uri": "https://example.org/"}
    )
    pdf[0].add_text_annot((300, 300), "A comment")
    data = bytes(pdf.tobytes())
    copy = pikepdf.open(io.BytesIO(copy_of(data, plan_for(data), layout)))
    assert set(copy.Root.keys()) <= {
        "/Type",
        "/Pages",
        "/StructTreeRoot",
        "/MarkInfo",
        "/Lang",
        "/Metadata",
        "/ViewerPreferences",
    }
    assert "/Info" not in copy.trailer
    assert not any("/Annots" in page.obj for page in copy.pages)


def with_picture(page: Any) -> None:
    page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 40))
    pixels.clear_with(90)
    page.insert_image((72, 200, 272, 330), pixmap=pixels, keep_proportion=False)


def test_a_picture_is_withheld_while_anything_is() -> None:
    data = made(with_picture)
    plan = plan_for(data, "Kestrel")
    copy = copy_of(data, plan)
    assert "[picture withheld]" in text_of(copy)
    assert codes(data, plan) == {"X101"}
    assert not any(
        o.get("/Subtype") == "/Image" for o in pikepdf.open(io.BytesIO(copy)).objects if isinstance(o, pikepdf.Stream)
    )


def test_a_picture_is_kept_as_pixels_where_nothing_is_withheld() -> None:
    data = made(with_picture)
    copy = copy_of(data, plan_for(data))
    with pymupdf.open("pdf", copy) as pdf:
        [picture] = pdf[0].get_image_info()
        assert pymupdf.Rect(picture["bbox"]) == pymupdf.Rect(72, 200, 272, 330)
        assert pdf[0].get_pixmap().pixel(150, 250) == (90, 90, 90)


def test_the_scan_of_a_page_is_withheld_whole_while_anything_is() -> None:
    def scan(page: Any) -> None:
        pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 80))
        pixels.clear_with(200)
        page.insert_image(page.rect, pixmap=pixels, keep_proportion=False)

    data = made(scan)
    plan = plan_for(data, "Kestrel")
    assert "[picture withheld]" in text_of(copy_of(data, plan))
    assert codes(data, plan) == {"X107"}


def test_text_drawn_as_outlines_is_left_out_and_said() -> None:
    def outlines(page: Any) -> None:
        page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
        shape = page.new_shape()
        for x in range(72, 200, 16):
            shape.draw_bezier((x, 300), (x + 4, 280), (x + 8, 280), (x + 12, 300))
            shape.draw_line((x, 290), (x + 12, 290))
        shape.finish(width=1)
        shape.commit()

    data = made(outlines)
    assert codes(data, plan_for(data)) == {"X102"}
    with pymupdf.open("pdf", copy_of(data, plan_for(data))) as pdf:
        assert pdf[0].get_drawings() == []


def test_rules_are_kept_except_beside_what_is_withheld() -> None:
    def ruled(page: Any) -> None:
        lines("Kestrel kept the ledger", "of the boats in the harbour")(page)
        page.draw_line((72, 102), (110, 102))
        page.draw_line((72, 400), (500, 400))

    data = made(ruled)
    with pymupdf.open("pdf", copy_of(data, plan_for(data, "Kestrel"))) as pdf:
        rules = [d["rect"] for d in pdf[0].get_drawings() if d["rect"].width > 300 and d["rect"].height < 3]
        assert len(rules) == 1
        assert not any(abs(d["rect"].y1 - 102) < 1 and d["rect"].width < 50 for d in pdf[0].get_drawings())


def test_white_text_on_a_dark_ground_stays_readable() -> None:
    def dark(page: Any) -> None:
        page.draw_rect((60, 80, 300, 110), color=None, fill=(0, 0, 0.4))
        page.insert_text((72, 100), "Harbour Office", color=(1, 1, 1))

    data = made(dark)
    with pymupdf.open("pdf", copy_of(data, plan_for(data))) as pdf:
        pixmap = pdf[0].get_pixmap(clip=(70, 88, 160, 104))
        assert max(pixmap.samples) - min(pixmap.samples) > 200


def scrambled(page: Any) -> None:
    page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
    for index in (8, 3, 5, 0, 7, 2, 6, 1, 4):
        page.insert_text((72 + 40 * index, 300), "Kestrel77"[index])


def upright(page: Any) -> None:
    page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
    for index, char in enumerate("Kestrel77"):
        page.insert_text((72, 300 + 30 * index), char)


def turned(page: Any) -> None:
    page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
    page.insert_text((300, 500), "by Kestrel77 now", rotate=90)


def spaced(page: Any) -> None:
    page.insert_text((72, 100), "The harbour is open.", fontname="tiro")
    page.insert_text((72, 300), "by  K e s t r e l 7 7  now")


@pytest.mark.parametrize("layout", [Layout.FAITHFUL, Layout.IMAGE])
@pytest.mark.parametrize("draw", [scrambled, upright, turned, spaced])
def test_a_term_is_gone_however_its_letters_are_drawn(draw: Draw, layout: Layout) -> None:
    data = made(draw)
    plan = plan_for(data, "Kestrel77")
    checks, _ = verify(copy_of(data, plan, layout), plan)
    assert sum(check.found for check in checks) == 0
    assert "open" in text_of(copy_of(data, plan, layout))


@pytest.mark.parametrize("char", ["中", "Ж", "é", "ﬁ", "ب", "✓"])
def test_other_scripts_are_drawn_and_read_back(char: str) -> None:
    data = made(lambda page: page.insert_htmlbox((72, 100, 500, 300), f"<p>The mark {char} is kept.</p>"))
    plan = plan_for(data)
    if char not in plan.analysis.document.text:
        pytest.skip("this PyMuPDF cannot draw it")
    assert char in text_of(copy_of(data, plan)) or char == "ﬁ"


def test_the_copy_is_searchable_below_its_pixels() -> None:
    data = ledger("Ilse Brandt")
    copy = copy_of(data, plan_for(data, "Ilse Brandt"), Layout.IMAGE)
    with pymupdf.open("pdf", copy) as pdf:
        assert len(pdf[0].get_image_info()) == 1
        assert {span["type"] for span in pdf[0].get_texttrace()} == {3}
        assert pymupdf.Rect(words_of(copy)["ledger"]).intersects(
            pymupdf.Rect(words_of(data)["ledger"]) + pymupdf.Rect(-90, 0, 90, 0)
        )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_programs_open_the_copy(layout: Layout, tmp_path: Path) -> None:
    data = ledger("Ilse Brandt")
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy_of(data, plan_for(data, "Ilse Brandt"), layout))
    for command in (["qpdf", "--check"], ["pdftotext"], ["pdfinfo"]):
        if which(command[0]):
            done = subprocess.run([*command, str(path)], capture_output=True, check=False)
            assert done.returncode == 0 and not done.stderr


def test_a_plan_of_another_file_is_refused() -> None:
    plan = plan_for(ledger("Ilse Brandt"))
    with pytest.raises(ValueError, match="not the page"):
        sanitize_pdf(plan, ledger("Somebody Else"), Layout.FAITHFUL)


@pytest.mark.parametrize("mark", ["SECRET//NOFORN", "TOP SECRET // SI // NOFORN"])
@pytest.mark.parametrize("was_struck", [False, True])
def test_a_cancelled_banner_has_one_line_through_it(mark: str, was_struck: bool) -> None:
    width = pymupdf.get_text_length(mark, "tiro", 11)

    def draw(page: Any) -> None:
        lines(mark, "The harbour is open.")(page)
        if was_struck:
            page.draw_line((70, 97), (74 + width, 97))

    data = made(draw)
    with pymupdf.open("pdf", copy_of(data, plan_for(data, cancelled=mark))) as pdf:
        rules = [d["rect"] for d in pdf[0].get_drawings()]
    assert len(rules) == 1
    assert rules[0].x0 <= 72 and rules[0].x1 >= 72 + width and 88 < rules[0].y0 < 100


def test_labels_of_neighbouring_cells_keep_clear_of_each_other_and_of_the_edge_of_the_page() -> None:
    table = [
        ("The north pier", "The market road", "The fair of the spring"),
        ("[S] Its boats", "[U] It was mended by the two mills", "[TS] Several of them"),
        ('[U] After "long pier" a lamp is lit at noon', "[U] The rope is too old", "[U] The mill stands still"),
    ]
    rows = (f"{one:<49}{two:<39}{three}" for one, two, three in table)
    data = made(lines("TOP SECRET", "", "SUBJECT: [U] The pier", "", *rows, "", "[U] Then.", font="cour", x=60, size=9))
    plan = make_plan(analyse(read_document(data, "made.pdf")), load_policy("public"))
    with pymupdf.open("pdf", copy_of(data, plan)) as pdf:
        found = pdf[0].search_for("withheld (b)(1)]")
        labels = [pymupdf.Rect(x0, y0 + 0.1 * (y1 - y0), x1, y1 - 0.1 * (y1 - y0)) for x0, y0, x1, y1 in found]
        text = pdf[0].get_text(clip=pdf[0].rect)
    assert len(labels) == text.count("[paragraph withheld (b)(1)]") == 5
    assert all((one & other).is_empty for n, one in enumerate(labels) for other in labels[:n])
