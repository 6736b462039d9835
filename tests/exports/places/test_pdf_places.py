# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every place where a PDF can hide a word: no copy has it there, and without the defence named it would."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from PIL import Image

from tests.exports.pdf_making import plan_for
from tests.exports.places.forensics import found
from tests.exports.places.model import BENIGN, SECRET, Place
from tests.exports.places.pdf_carried import CARRIED
from tests.exports.places.pdf_drawn import DRAWN
from tests.exports.places.pdf_pixels import PIXELS, TOLD
from tests.exports.places.pixels import seen, shows_word
from workbench.documents import ocr
from workbench.documents.ocr import OcrWord
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify


PLACES: dict[str, Place] = {**CARRIED, **DRAWN, **TOLD}


def shows(copy: bytes, word: str) -> bool:
    pdf = pypdfium2.PdfDocument(copy)
    return any(word in page.get_textpage().get_text_range() for page in pdf)


def copies(data: bytes, place: Place) -> Iterator[bytes]:
    """A copy in each layout, all of which show the benign words."""
    plan = plan_for(data, *[SECRET] * place.listed)
    # The layouts differ in what they draw; the file around it is one writer's, and pixels take their time.
    for layout in (Layout.FAITHFUL, Layout.REFLOW) if place in CARRIED.values() else Layout:
        copy = sanitize_pdf(plan, data, layout).data
        assert shows(copy, BENIGN), layout
        yield copy


def undefended(data: bytes, place: Place) -> bytes:
    """The copy that a writer without the defence makes."""
    with pytest.MonkeyPatch.context() as patch:
        place.off(patch, data)
        return sanitize_pdf(plan_for(data, *[SECRET] * place.listed), data, Layout.FAITHFUL).data


@pytest.mark.parametrize("name", PLACES)
def test_no_copy_holds_what_the_place_hides(name: str) -> None:
    place = PLACES[name]
    data = place.build(SECRET)
    for copy in copies(data, place):
        assert found(copy, SECRET) == set()
    leaky = undefended(data, place)
    assert found(leaky, SECRET), "without its defence the copy leaks, or this test could not fail"
    checks, _ = verify(leaky, plan_for(data, SECRET))
    assert sum(check.found for check in checks), "and the check of the copy finds it by itself"


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An engine that reads the word where its pixels are, as large as a page shows them or smaller."""

    def read(picture: Image.Image) -> list[OcrWord]:
        shares = (1, 72 / 150, 72 / 200, 1 / 2, 1 / 3, 1 / 4)
        sizes = [picture.resize((round(picture.width * share), round(picture.height * share))) for share in shares]
        return [OcrWord(SECRET, 10, 10, 90, 30, 0.9, 0)] if any(shows_word(each, SECRET) for each in sizes) else []

    monkeypatch.setattr(ocr, "engine_name", lambda: "eyes")
    monkeypatch.setattr(ocr, "_engine", lambda name: read)
    ocr.forget()
    yield
    ocr.forget()


@pytest.mark.parametrize("name", PIXELS)
def test_no_copy_shows_the_pixels_of_the_word(name: str) -> None:
    data = PIXELS[name].build(SECRET)
    assert seen(data, SECRET), "the test's own eyes must see it in the original"
    for copy in copies(data, PIXELS[name]):
        assert seen(copy, SECRET) == set()
    assert seen(undefended(data, PIXELS[name]), SECRET)


@pytest.mark.parametrize("name", PIXELS)
def test_the_check_of_a_copy_sees_the_pixels_of_the_word(name: str, eyes: None) -> None:
    data = PIXELS[name].build(SECRET)
    plan = plan_for(data, SECRET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "engine_name", lambda: None)
        leaky, sound = undefended(data, PIXELS[name]), next(copies(data, PIXELS[name]))
    assert sum(check.found for check in verify(leaky, plan)[0])
    assert not sum(check.found for check in verify(sound, plan)[0])
