# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pymupdf
import pytest
from PIL import Image, ImageFont

from tests.documents.ocr_pages import MEMO, on_page, page, size_of
from tests.documents.pdf_making import pdf_of
from workbench.documents import OcrMode, ocr, read_document
from workbench.documents.ocr import OcrWord
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Wishes
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


def as_read(rows: Sequence[str] = MEMO) -> list[OcrWord]:
    """The words of ``rows`` as ``page`` prints them."""
    font, found = ImageFont.load_default(36), []
    for number, row in enumerate(rows):
        for match in re.finditer(r"\S+", row):
            x, y = 220 + font.getlength(row[: match.start()]), 240 + 56 * number
            x0, y0, x1, y1 = font.getbbox(match.group())
            found.append(OcrWord(match.group(), x + x0, y + y0, x + x1, y + y1, 0.9, number))
    return found


@pytest.fixture(autouse=True)
def engine(no_engine: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[OcrWord]]:
    """An engine that knows the memo by heart, and reads of it what it sees ink of."""
    words = as_read()
    monkeypatch.setattr(ocr, "engine_name", lambda: "fake")
    monkeypatch.setattr(ocr, "_engine", lambda name: lambda picture: seen(picture, words))
    ocr.forget()
    yield words
    ocr.forget()


def seen(picture: Image.Image, words: Sequence[OcrWord]) -> list[OcrWord]:
    """Those of ``words`` of which the picture, levelled or made larger or not, has ink."""
    larger = 1.5 if picture.width > 2400 else 0.75 if picture.width < 1600 else 1.0
    dx, dy = (picture.width - 1700 * larger) / 2, (picture.height - 2200 * larger) / 2
    found = []
    for word in words:
        box = (word.x0 * larger + dx, word.y0 * larger + dy, word.x1 * larger + dx, word.y1 * larger + dy)
        if is_print(picture.crop((int(box[0]), int(box[1]), int(box[2]), int(box[3])))):
            found.append(word._replace(x0=box[0], y0=box[1], x1=box[2], y1=box[3]))
    return found


def is_print(picture: Image.Image) -> bool:
    """Whether ink is from the top of a word's place to its foot: the lower letters of a label are not the word."""
    rows = [picture.crop((0, row, picture.width, row + 1)).tobytes() for row in range(picture.height)]
    return bool(rows) and sum(min(row, default=255) < 128 for row in rows) >= 0.8 * len(rows)


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


def picture_of(copy: bytes) -> Image.Image:
    """The picture of the first page as it is in the file."""
    with pymupdf.open("pdf", copy) as pdf:
        pixmap = pymupdf.Pixmap(pdf, pdf[0].get_images()[0][0])
        return Image.frombytes("L" if pixmap.n == 1 else "RGB", (pixmap.width, pixmap.height), bytes(pixmap.samples))


def darkest(picture: Image.Image, row: int, height: int = 40) -> int:
    """The darkest tone of the picture in a row of the memo."""
    return min(picture.convert("L").crop((200, 235 + 56 * row, 1500, 235 + 56 * row + height)).tobytes())


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("skew", [0.0, 1.5])
def test_a_copy_holds_the_open_words_and_nothing_withheld(layout: Layout, skew: float) -> None:
    data = scan(skew)
    plan = plan_of(data)
    copy = sanitize_pdf(plan, data, layout).data
    text = " ".join("\n".join(canvas.get_text() for canvas in pymupdf.open("pdf", copy)).split())
    assert "3. (U) The regatta was won by the ferry crew." in text and "[paragraph withheld (b)(1)]" in text
    assert "customs" not in text and "pilot" not in text
    assert pictures(copy) == (layout is not Layout.REFLOW)
    checks, _ = verify(copy, plan)
    assert checks and not any(check.found for check in checks)
    assert not pass_gate(copy, "copy.pdf", plan, load_policy("public"))


def test_a_faithful_copy_shows_the_scan_where_lines_are_kept_and_paper_elsewhere() -> None:
    data = scan()
    copy = sanitize_pdf(plan_of(data), data, Layout.FAITHFUL).data
    picture = picture_of(copy)
    assert darkest(picture, 11) < 60  # 3. (U)
    assert all(darkest(picture, row) > 200 for row in (4, 5, 6, 8, 9))  # 1. (C) and 2. (S)
    assert b"Exif" not in copy and b"ICC_PROFILE" not in copy


OTHER = ("1. (C) Nobody saw the boats go by, and", "no log of that night was ever", "found by anyone.", "")


def memo(*withheld: str) -> tuple[bytes, list[OcrWord]]:
    """The memo with other words in its first paragraph: as a scan, and as an engine reads it."""
    rows = [*MEMO[:4], *withheld, *MEMO[4 + len(withheld) :]]
    picture = page(rows)
    return pdf_of(on_page(picture), size=size_of(picture)), as_read(rows)


@pytest.mark.parametrize("withheld", [OTHER[:3], ("1. (C) gypsy jiggly pqgj", "qqq ggg", "X")])
@pytest.mark.parametrize("layout", list(Layout))
def test_scans_that_differ_in_what_is_withheld_give_the_same_copy(
    withheld: tuple[str, ...], layout: Layout, engine: list[OcrWord]
) -> None:
    copies = []
    for data, words in (memo(), memo(*withheld)):
        engine[:] = words
        ocr.forget()
        copies.append(sanitize_pdf(plan_of(data), data, layout).data)
    assert copies[0] == copies[1]


def test_ink_that_nobody_read_is_boxed_and_told_of(engine: list[OcrWord]) -> None:
    engine[:] = [word for word in engine if word.line in (0, 11, 13)]
    data = scan()
    made = sanitize_pdf(plan_of(data), data, Layout.FAITHFUL)
    assert darkest(picture_of(made.data), 11) < 60 and all(darkest(picture_of(made.data), row) > 200 for row in (4, 8))
    assert any(finding.code == "X109" for finding in made.findings)
    assert "[not read: withheld]" in pymupdf.open("pdf", made.data)[0].get_text()


def test_while_terms_are_searched_only_words_that_were_surely_read_are_shown(engine: list[OcrWord]) -> None:
    engine[:] = [
        word._replace(confidence=0.5) if word.text == "crew." else word for word in engine if word.text != "customs"
    ]
    data = scan()
    plan = plan_of(data, "none", (Term("lighthouse"),))
    copy = sanitize_pdf(plan, data, Layout.FAITHFUL).data
    picture, words = picture_of(copy), as_read()
    customs = [word for word in words if word.text == "customs"]
    assert darkest(picture, 4) < 60 and darkest(picture, 11) > 200 and not seen(picture, customs)
    assert "ferry crew" in pymupdf.open("pdf", copy)[0].get_text()
    engine[:] = words
    assert not any(check.found for check in verify(copy, plan)[0])


def test_a_term_left_in_a_picture_is_found(engine: list[OcrWord]) -> None:
    data = scan()
    plan = plan_of(data, "none", (Term("lighthouse"),))
    found = {check.name: check.found for check in verify(data, plan)[0]}
    assert found["pictures"]


def test_what_the_engine_overlooked_goes_out_in_no_copy(engine: list[OcrWord]) -> None:
    engine[:] = [word for word in engine if word.line == 11]
    data = scan()
    copy = sanitize_pdf(plan_of(data), data, Layout.FAITHFUL).data
    assert all(darkest(picture_of(copy), row) > 200 for row in range(10))
    assert "ferry crew" in pymupdf.open("pdf", copy)[0].get_text()


def test_terms_alone_take_the_words_out_of_the_picture_too() -> None:
    data = scan()
    copy = sanitize_pdf(plan_of(data, "none", (Term("lighthouse"),)), data, Layout.FAITHFUL).data
    text = pymupdf.open("pdf", copy)[0].get_text()
    assert "lighthouse" not in text and "customs" in text and darkest(picture_of(copy), 6) > 200


def test_policy_none_keeps_the_picture() -> None:
    data = scan()
    assert pictures(sanitize_pdf(plan_of(data, "none"), data, Layout.FAITHFUL).data) == 1


def test_a_page_that_ocr_reads_poorly_is_withheld_whole(engine: list[OcrWord]) -> None:
    engine[:] = [word._replace(confidence=0.4) for word in engine]
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


def test_no_width_is_told_of_a_scan_either(engine: list[OcrWord]) -> None:
    """A page of a scan with a redaction inside a line is set anew as text, whatever was withheld and how wide."""
    data = scan()
    document = read_document(data, "scan.pdf", ocr=OcrMode.ALWAYS)
    word = next(w for w in document.text.split() if len(w) > 7 and w.isalpha())
    plan = make_plan(analyse(document), load_policy("none"), [Term(word)])
    copy = sanitize_pdf(plan, data, Layout.FAITHFUL, Wishes(hide_widths=True))
    assert {"X106", "X112"} <= {finding.code for finding in copy.findings}
    with pymupdf.open("pdf", copy.data) as pdf:
        assert not pdf[0].get_image_info()
        assert word not in pdf[0].get_text() and "[text withheld]" in pdf[0].get_text()


def test_every_banner_of_a_scan_is_lined_through() -> None:
    data = scan()
    plan = plan_of(data)
    with pymupdf.open("pdf", sanitize_pdf(plan, data, Layout.FAITHFUL).data) as pdf:
        ruled = [d["rect"] for d in pdf[0].get_drawings() if d["rect"].height < 3]
        marks = [place for place in pdf[0].search_for("SECRET") if place.height]
    assert len(marks) == len(plan.cancelled) == 2
    for mark in marks:
        assert any(mark.y0 < rule.y0 < mark.y1 and rule.x0 <= mark.x0 + 2 and rule.x1 >= mark.x1 - 2 for rule in ruled)
