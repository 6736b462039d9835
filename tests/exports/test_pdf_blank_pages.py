# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that show nothing, as word processors leave them: nothing on them is withheld."""

from __future__ import annotations

from collections.abc import Callable

import pymupdf
import pytest

from workbench.documents import OcrMode, read_document
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.redaction import Plan, load_policy, make_plan
from workbench.redaction.model import Unit
from workbench.structure import analyse


def marked(before: Callable[[pymupdf.Page], object]) -> bytes:
    """A page that ``before`` paints on, and one with marked paragraphs."""
    with pymupdf.open() as pdf:
        before(pdf.new_page())
        page = pdf.new_page()
        for row, text in enumerate(("SECRET", "(U) The pier is open.", "(S) The pilot is Moss.")):
            page.insert_text((72, 72 + 40 * row), text)
        return bytes(pdf.tobytes())


def plan_of(data: bytes) -> Plan:
    return make_plan(analyse(read_document(data, "memo.pdf", ocr=OcrMode.NEVER)), load_policy("public"))


def clip(page: pymupdf.Page) -> None:
    stream = page.parent.get_new_xref()
    page.parent.update_object(stream, "<<>>")
    page.parent.update_stream(stream, b"q 0 0 100 100 re W* n Q")
    page.set_contents(stream)


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("blank", [lambda page: None, clip], ids=["nothing", "a clip"])
def test_a_blank_page_is_no_withheld_one(blank: Callable[[pymupdf.Page], object], layout: Layout) -> None:
    data = marked(blank)
    plan = plan_of(data)
    assert [redaction.unit for redaction in plan.redactions] == [Unit.PARAGRAPH]
    with pymupdf.open("pdf", sanitize_pdf(plan, data, layout).data) as copy:
        text = "".join(page.get_text() for page in copy)
        assert "The pier is open." in text and "Moss" not in text and "page withheld" not in text
        if layout is not Layout.REFLOW:
            assert copy[0].get_pixmap().is_unicolor


def test_a_page_with_anything_on_it_that_nobody_read_is_withheld() -> None:
    plan = plan_of(marked(lambda page: page.draw_line((72, 72), (300, 200))))
    assert [redaction.unit for redaction in plan.redactions] == [Unit.PAGE, Unit.PARAGRAPH]


def test_a_page_of_the_largest_size_is_shown_in_as_many_pixels_as_memory_holds() -> None:
    with pymupdf.open() as pdf:
        pdf.new_page(width=14400, height=14400).insert_text((72, 72), "The pier is open.")
        data = bytes(pdf.tobytes())
    with pymupdf.open("pdf", sanitize_pdf(plan_of(data), data, Layout.IMAGE).data) as copy:
        assert copy[0].rect.width == 14400 and "The pier is open." in copy[0].get_text()


def test_the_label_of_a_small_page_stands_on_it() -> None:
    with pymupdf.open() as pdf:
        pdf.new_page(width=60, height=40).draw_line((10, 10), (50, 30))
        pdf.new_page().insert_text((72, 72), "SECRET")
        data = bytes(pdf.tobytes())
    with pymupdf.open("pdf", sanitize_pdf(plan_of(data), data, Layout.FAITHFUL).data) as copy:
        [label] = copy[0].get_text("blocks")
        assert "(b)(1)" in label[4] and copy[0].rect.contains(label[:4])
