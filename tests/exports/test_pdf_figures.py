# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageStat

from tests.exports.pdf_copies import copy_of, lines, made
from tests.exports.pdf_making import plan_for
from workbench.documents import ocr, read_document
from workbench.documents.ocr import OcrWord
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.redaction import Plan, load_policy, make_plan
from workbench.structure import analyse


Reading = Callable[[Image.Image], str]


@pytest.fixture
def reads(no_engine: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Reading]]:
    """An engine that reads what the last function of the list says."""
    reading: list[Reading] = [lambda picture: ""]

    def engine(picture: Image.Image) -> list[OcrWord]:
        return [OcrWord(word, 10, 10, 90, 30, 0.9, 0) for word in reading[-1](picture).split()]

    monkeypatch.setattr(ocr, "engine_name", lambda: "fake")
    monkeypatch.setattr(ocr, "_engine", lambda name: engine)
    ocr.forget()
    yield reading
    ocr.forget()


def seal(where: tuple[float, float, float, float]) -> Callable[[Any], None]:
    picture = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 180, 180), fill=(30, 60, 120))
    data = io.BytesIO()
    picture.save(data, "PNG")
    return lambda page: page.insert_image(where, stream=data.getvalue())


def letter(*texts: str, where: tuple[float, float, float, float] = (72, 20, 122, 70)) -> bytes:
    def draw(page: Any) -> None:
        lines(*texts)(page)
        seal(where)(page)

    return made(draw)


def plan_of() -> tuple[bytes, Plan]:
    data = letter("The harbour is kept by Kestrelstone of Grey Island.", "It is open from March to October.")
    return data, plan_for(data, "Kestrelstone")


def pictures(copy: bytes) -> int:
    with pymupdf.open("pdf", copy) as pdf:
        return sum(len(page.get_images()) for page in pdf)


def test_without_an_engine_a_picture_is_withheld_and_told_of() -> None:
    data, plan = plan_of()
    copy = sanitize_pdf(plan, data, Layout.FAITHFUL)
    assert not pictures(copy.data) and any(finding.code == "X101" for finding in copy.findings)


def test_a_picture_in_which_nothing_withheld_is_read_is_kept(reads: list[Reading]) -> None:
    data, plan = plan_of()
    reads.append(lambda picture: "GREY ISLAND")
    copy = sanitize_pdf(plan, data, Layout.FAITHFUL)
    assert pictures(copy.data) == 1 and not any(finding.code == "X101" for finding in copy.findings)
    assert b"Exif" not in copy.data


def inverted(picture: Image.Image) -> bool:
    return ImageStat.Stat(picture.crop((20, 20, 60, 60))).mean[0] < 100


@pytest.mark.parametrize(
    "reading",
    [
        lambda picture: "Kestrelstone",
        lambda picture: "Kestre1stane",
        lambda picture: "Kestrel stone" if inverted(picture) else "",
    ],
)
def test_a_picture_in_which_a_term_may_be_read_in_any_way_is_withheld(reading: Reading, reads: list[Reading]) -> None:
    data, plan = plan_of()
    reads.append(reading)
    assert not pictures(copy_of(data, plan))


def test_one_picture_beside_another_is_not_judged_by_itself(reads: list[Reading]) -> None:
    def draw(page: Any) -> None:
        lines("The harbour is kept by Kestrelstone.")(page)
        seal((72, 20, 122, 70))(page)
        seal((130, 20, 180, 70))(page)

    data = made(draw)
    assert not pictures(copy_of(data, plan_for(data, "Kestrelstone")))


@pytest.mark.parametrize(("top", "kept"), [(20.0, 1), (500.0, 0)])
def test_in_a_marked_document_only_the_letterhead_keeps_its_picture(
    top: float, kept: int, reads: list[Reading]
) -> None:
    data = letter(
        "(U) The board met.",
        "",
        "(S) The boats were counted.",
        "",
        "(U) The ferry left.",
        where=(72, top, 122, top + 50),
    )
    plan = make_plan(analyse(read_document(data, "letter.pdf")), load_policy("public"))
    assert plan.redactions and pictures(copy_of(data, plan)) == kept


@pytest.mark.parametrize(("beside", "read"), [("Kestrel", "stone"), ("stone", "Kestrel")])
def test_half_of_a_name_in_a_picture_goes_with_the_half_that_is_printed(
    beside: str, read: str, reads: list[Reading]
) -> None:
    def draw(page: Any) -> None:
        lines("The harbour is kept by Kestrelstone.")(page)
        page.insert_text((130 if read == "Kestrel" else 20, 50), beside)
        seal((72, 20, 122, 70))(page)

    data = made(draw)
    reads.append(lambda picture: read)
    assert not pictures(copy_of(data, plan_for(data, "Kestrelstone")))
    ocr.forget()
    reads.append(lambda picture: "boats")
    assert pictures(copy_of(data, plan_for(data, "Kestrelstone"))) == 1


def test_two_halves_of_a_name_in_two_pictures_are_read_as_one(reads: list[Reading]) -> None:
    def draw(page: Any) -> None:
        lines("The harbour is kept by Kestrelstone.")(page)
        seal((72, 20, 122, 70))(page)
        seal((330, 20, 400, 70))(page)

    data = made(draw)
    reads.append(lambda picture: "Kestrel" if picture.width < picture.height * 1.1 else "stone")
    assert not pictures(copy_of(data, plan_for(data, "Kestrelstone")))


def test_a_copy_of_the_text_says_once_of_each_picture_that_it_is_left_out() -> None:
    with pymupdf.open() as pdf:
        for number in range(3):
            page = pdf.new_page()
            lines(f"The harbour of page {number} is kept by Kestrelstone.")(page)
            seal((72, 20, 122, 70))(page)
        lines("It is open from March to October.")(page)
        page.insert_image((72, 300, 172, 400), pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 40, 40), 0))
        data = pdf.tobytes()
    copy = sanitize_pdf(plan_for(data, "Kestrelstone"), data, Layout.REFLOW)
    with pymupdf.open("pdf", copy.data) as pdf:
        assert "".join(page.get_text() for page in pdf).count("[picture withheld]") == 2
    assert [(redaction.why, redaction.page) for redaction in copy.withheld] == [("writer:X101", 1), ("writer:X101", 3)]
