# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Iterator

import pymupdf
import pytest
from PIL import Image

from tests.documents.ocr_pages import MEMO, on_page, page, size_of, words_at
from tests.documents.pdf_making import pdf_of
from workbench.documents import OcrMode, ocr, read_document
from workbench.documents.ocr import OcrWord
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout
from workbench.exports.pdf_sanitize import sanitize_pdf
from workbench.exports.pdf_verify import verify
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


ROWS = [(220.0, 240.0 + 56 * i, row) for i, row in enumerate(MEMO) if row]


@pytest.fixture(autouse=True)
def engine(no_engine: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[OcrWord]]:
    """An engine that reads the memo, whatever it is shown."""
    words = words_at(*ROWS)
    monkeypatch.setattr(ocr, "engine_name", lambda: "fake")
    monkeypatch.setattr(ocr, "_engine", lambda name: lambda picture: list(words))
    ocr.forget()
    yield words
    ocr.forget()


def scan(skew: float = 0, turn: int = 0) -> bytes:
    picture = page(skew=skew, turn=turn)
    return pdf_of(on_page(picture), size=size_of(picture))


def plan_of(data: bytes, policy: str = "public", terms: tuple[Term, ...] = ()) -> Plan:
    return make_plan(analyse(read_document(data, "scan.pdf")), load_policy(policy), terms)


def pictures(copy: bytes) -> int:
    return sum(len(canvas.get_images()) for canvas in pymupdf.open("pdf", copy))


def ink(copy: bytes, rect: tuple[float, float, float, float]) -> int:
    """The darkest tone in a part of the first page."""
    pixmap = pymupdf.open("pdf", copy)[0].get_pixmap(dpi=100, colorspace=pymupdf.csGRAY, clip=rect)
    return min(Image.frombytes("L", (pixmap.width, pixmap.height), bytes(pixmap.samples)).tobytes())


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("skew", [0.0, 1.5])
def test_a_copy_holds_the_open_words_and_no_pixel_of_the_scan(layout: Layout, skew: float) -> None:
    data = scan(skew)
    plan = plan_of(data)
    copy = sanitize_pdf(plan, data, layout).data
    text = " ".join("\n".join(canvas.get_text() for canvas in pymupdf.open("pdf", copy)).split())
    assert "3. (U) The regatta was won by the ferry crew." in text and "[paragraph withheld (b)(1)]" in text
    assert "customs" not in text and "pilot" not in text
    assert pictures(copy) == (layout is Layout.IMAGE)
    checks, _ = verify(copy, plan)
    assert checks and not any(check.found for check in checks)
    if layout is not Layout.IMAGE:  # the engine of this test would read the memo in any picture
        assert not pass_gate(copy, "copy.pdf", plan, load_policy("public"))


def test_what_the_engine_overlooked_goes_out_in_no_copy(engine: list[OcrWord]) -> None:
    engine[:] = words_at(ROWS[-2])
    data = scan()
    copy = sanitize_pdf(plan_of(data), data, Layout.FAITHFUL).data
    assert pictures(copy) == 0 and ink(copy, (60, 60, 500, 260)) > 200
    assert "ferry crew" in pymupdf.open("pdf", copy)[0].get_text()


def test_terms_alone_take_the_picture_away_too() -> None:
    data = scan()
    copy = sanitize_pdf(plan_of(data, "none", (Term("lighthouse"),)), data, Layout.FAITHFUL).data
    text = pymupdf.open("pdf", copy)[0].get_text()
    assert pictures(copy) == 0 and "lighthouse" not in text and "customs" in text


def test_policy_none_keeps_the_picture() -> None:
    data = scan()
    assert pictures(sanitize_pdf(plan_of(data, "none"), data, Layout.FAITHFUL).data) == 1


def test_a_page_that_ocr_reads_poorly_is_withheld_whole(engine: list[OcrWord]) -> None:
    engine[:] = words_at(*ROWS, confidence=0.4)
    data = scan()
    plan = plan_of(data)
    assert plan.analysis.document.unread == (1,) and plan.analysis.document.text == ""
    copy = sanitize_pdf(plan, data, Layout.FAITHFUL).data
    assert pictures(copy) == 0 and "ferry" not in pymupdf.open("pdf", copy)[0].get_text()


def test_the_gate_reads_pictures_only_where_the_original_was_read_so() -> None:
    data = scan()
    plan = make_plan(analyse(read_document(data, "scan.pdf", ocr=OcrMode.NEVER)), load_policy("none"))
    copy = sanitize_pdf(plan, data, Layout.FAITHFUL).data
    assert pictures(copy) == 1 and not pass_gate(copy, "copy.pdf", plan, load_policy("none"))
