# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pymupdf
import pytest

from tests.documents.pdf_making import column, lines, pdf_of, read


TEXTS = ["(U) The ferry lay at the pier", "until dawn and was then moved.", "(S) The pilot saw nothing of it."]
MISREAD = ["(U) The feny lay at the picr", "unti1 dawn and was thcn rnoved.", "(S) Thc pi1ot saw nothlng of it."]
UNPAINTED = 3


def scanned(*layers: list[str]) -> bytes:
    """A page that is the picture of ``TEXTS``, with the layers of OCRs under it, each a little off."""
    ink = pymupdf.open(stream=pdf_of(lines(*column(72, 100, TEXTS))))[0].get_pixmap(dpi=100).tobytes("png")

    def draw(page: pymupdf.Page) -> None:
        page.insert_image(page.rect, stream=ink)
        for number, layer in enumerate(layers):
            lines(*column(72 + number, 100 - number, layer), render_mode=UNPAINTED)(page)

    return pdf_of(draw)


@pytest.mark.parametrize("again", [TEXTS, MISREAD])
def test_of_two_layers_of_ocr_the_first_is_the_text(again: list[str]) -> None:
    assert read(scanned(TEXTS, again)).text.split() == " ".join(TEXTS).split()


def test_what_an_ocr_read_where_its_picture_is_blank_now_is_not_the_text() -> None:
    data = scanned(TEXTS, [*[""] * 20, "(U) whited out since"])
    document = read(data)
    assert document.text.split() == " ".join(TEXTS).split()
    assert [f.message.split(" that")[0] for f in document.findings if f.code == "hidden-text"] == [
        "page 1 holds 4 words"
    ]


def test_painted_text_stands_for_the_layer_of_an_ocr_that_was_run_over_it() -> None:
    def draw(page: pymupdf.Page) -> None:
        lines(*column(72.5, 100.5, MISREAD), render_mode=UNPAINTED)(page)
        lines(*column(72, 100, TEXTS))(page)
        page.insert_image((400, 20, 440, 60), pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 9, 9)))

    assert read(pdf_of(draw)).text.split() == " ".join(TEXTS).split()


@pytest.mark.parametrize("first", [True, False])
def test_text_typed_over_its_picture_stands_for_what_an_ocr_read_there(first: bool) -> None:
    whole = [*TEXTS, "(U) The harbour office was told of it at noon, by wire."]
    ink = pymupdf.open(stream=pdf_of(lines(*column(72, 100, whole))))[0].get_pixmap(dpi=100).tobytes("png")

    def draw(page: pymupdf.Page) -> None:
        page.insert_image(page.rect, stream=ink)
        layer = lines(*column(72.5, 100.5, [*MISREAD, whole[-1]]), render_mode=UNPAINTED)
        typed = lines(*column(72, 100, TEXTS))
        for each in (layer, typed) if first else (typed, layer):
            each(page)

    assert read(pdf_of(draw)).text.split() == " ".join(whole).split()


def test_words_printed_twice_to_look_bold_are_read_once() -> None:
    twice = [(72 + off, y, text) for x, y, text in column(72, 100, TEXTS) for off in (0.0, 0.35)]
    assert read(pdf_of(lines(*twice))).text.split() == " ".join(TEXTS).split()


def test_what_is_typed_over_other_words_hides_none_of_them() -> None:
    stamped = [*column(72, 100, TEXTS), (90.0, 101.0, "APPROVED FOR RELEASE")]
    assert sorted(read(pdf_of(lines(*stamped))).text.split()) == sorted(
        [*" ".join(TEXTS).split(), *stamped[-1][2].split()]
    )
