# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pymupdf
import pytest
from PIL import Image

from tests.documents.ocr_pages import MEMO, on_page, page, size_of, words_at
from tests.documents.pdf_making import codes, pdf_of
from workbench.core.errors import UsageError
from workbench.documents import Document, OcrMode, ocr, read_document
from workbench.documents.ocr import OcrWord, rapid, require_engine
from workbench.documents.pdf.glyphs import page_glyphs


Reader = Callable[[Image.Image], list[OcrWord]]
LETTER = (612.0, 792.0)


class Engine:
    """Answers with ``words`` whatever it is shown, and remembers what it was shown."""

    def __init__(self) -> None:
        self.words: list[OcrWord] = []
        self.answer: Reader = lambda picture: self.words
        self.shown: list[Image.Image] = []

    def __call__(self, picture: Image.Image) -> list[OcrWord]:
        self.shown.append(picture)
        return self.answer(picture)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    made = Engine()
    monkeypatch.setattr(ocr, "engine_name", lambda: "fake")
    monkeypatch.setattr(ocr, "_engine", lambda name: made)
    ocr.forget()
    yield made
    ocr.forget()


def darkest(picture: Image.Image, *box: float) -> int:
    return min((picture.crop((int(box[0]), int(box[1]), int(box[2]), int(box[3]))) if box else picture).tobytes())


def read(data: bytes, mode: OcrMode = OcrMode.AUTO, progress: Any = ocr.silent) -> Document:
    return read_document(data, "scan.pdf", ocr=mode, progress=progress)


def scanned(picture: Image.Image | None = None, rotation: int = 0, pages: int = 1) -> bytes:
    shown = picture or page()
    return pdf_of(*[on_page(shown)] * pages, size=size_of(shown), rotation=rotation)


def with_layer(layer: str, rows: int = 18) -> bytes:
    def draw(canvas: Any) -> None:
        on_page(page())(canvas)
        for i in range(rows):
            canvas.insert_text((80, 60 + 14 * i), layer, render_mode=3, fontsize=8)

    return pdf_of(draw, size=LETTER)


def test_words_lie_in_points_of_the_page(engine: Engine) -> None:
    engine.words = words_at((200, 300, "(S) The"))
    document = read(scanned())
    (line,) = document.pages[0].lines
    first, second = line.words
    assert document.text == "(S) The" and document.text[second.start : second.end] == "The"
    assert first.box == pytest.approx((1, 72, 108, 93.6, 118.8), abs=0.1)
    assert document.pages[0].recognised == ("fake", 0.9, 0, 0.0)


def test_paragraphs_come_in_the_order_of_reading(engine: Engine) -> None:
    rows = [(200.0, 900.0 + 44 * i, text) for i, text in enumerate(["2. (U) Second one", "of two lines."])]
    engine.words = words_at(*rows, (200.0, 500.0, "1. (S) First one."))
    document = read(scanned())
    assert document.text == "1. (S) First one.\n\n2. (U) Second one\nof two lines."
    assert len(document.blocks) == 2


def test_a_rotated_page_is_read_as_the_reader_sees_it(engine: Engine) -> None:
    engine.words = words_at((200, 300, "word"))
    document = read(scanned(rotation=90))
    assert engine.shown[0].size == (2200, 1700)
    assert document.pages[0].width == 792 and document.pages[0].lines[0].box[1:3] == pytest.approx((72, 108), abs=0.1)


@pytest.mark.parametrize("skew", [-3.0, -1.2, 1.2, 3.0])
def test_a_tilted_page_is_read_level(engine: Engine, skew: float) -> None:
    document = read(scanned(page(skew=skew)))
    assert document.text == ""
    (shown,) = engine.shown
    flat = [row for row in range(shown.height) if darkest(shown, 0, row, shown.width, row + 1) > 200]
    assert len(flat) > 0.8 * (shown.height - 56 * len(MEMO)) + 15 * len(MEMO)


def test_a_word_of_a_tilted_page_is_placed_on_the_page_itself(engine: Engine) -> None:
    def ink(picture: Image.Image) -> list[OcrWord]:
        x0, y0, x1, y1 = picture.point(lambda value: 255 * (value < 128)).getbbox() or (0, 0, 0, 0)
        return [OcrWord("all", x0, y0, x1, y1, 0.9, 0)]

    engine.answer = ink
    document = read(scanned(page(skew=2.0)))
    recognised = document.pages[0].recognised
    assert recognised and recognised.skew == pytest.approx(2.0, abs=0.3)
    x0, y0, x1, y1 = page(skew=2.0).point(lambda value: 255 * (value < 128)).getbbox() or (0, 0, 0, 0)
    box = document.pages[0].lines[0].box
    assert box.x0 <= x0 * 0.36 + 1 and box.y0 <= y0 * 0.36 + 1 and box.x1 >= x1 * 0.36 - 1 and box.y1 >= y1 * 0.36 - 1
    assert box.x1 - box.x0 < (x1 - x0) * 0.36 + 30


@pytest.mark.parametrize(("turn", "corner"), [(90, "right"), (180, "bottom"), (270, "left")])
def test_a_page_that_lies_turned_is_turned_back(engine: Engine, turn: int, corner: str) -> None:
    def reads_upright(picture: Image.Image) -> list[OcrWord]:
        top = darkest(picture, 0, 0, picture.width, picture.height / 3)
        bottom = darkest(picture, 0, picture.height / 2, picture.width, picture.height)
        if picture.height > picture.width and top < 100 < bottom:
            return words_at((220, 240, "MEMORANDUM FOR THE BOARD"))
        return words_at((220, 240, "~ ."), confidence=0.2)

    engine.answer = reads_upright
    document = read(scanned(page(turn=turn)))
    recognised = document.pages[0].recognised
    assert document.text == "MEMORANDUM FOR THE BOARD" and recognised and recognised.turn == turn
    box, width, height = document.pages[0].lines[0].box, document.pages[0].width, document.pages[0].height
    near = {"right": width - box.x1, "bottom": height - box.y1, "left": box.x0}[corner]
    assert near == pytest.approx(240 * 0.36, abs=1)


def test_a_page_is_recognised_once_in_a_process(engine: Engine) -> None:
    engine.words = words_at((200, 300, "word"))
    data = scanned(pages=3)
    assert read(data) == read(data) and len(engine.shown) == 1


def test_specks_are_taken_out_where_there_are_many(engine: Engine) -> None:
    read(scanned(page(specks=9000)))
    read(scanned(page()))
    dirty, clean = engine.shown
    assert darkest(dirty, 0, 1200, 1700, 2200) > 200
    assert darkest(clean) < 60


def test_pages_confidence_and_unsure_words_are_told(engine: Engine) -> None:
    engine.words = [*words_at((200, 300, "two sure")), *words_at((200, 400, "dim"), confidence=0.3)]
    document = read(scanned(pages=2))
    told, doubt = document.findings
    assert told.code == "ocr-read" and told.severity == "info"
    assert "pages 1, 2" in told.message and "fake" in told.message and "70%" in told.message
    assert doubt.code == "ocr-unsure" and doubt.severity == "warning" and doubt.message.startswith("2 words of 6")
    assert [document.text[start:end] for start, end in document.unsure] == ["dim", "dim"]


def test_a_page_on_which_nothing_is_read_is_said_to_be(engine: Engine) -> None:
    document = read(scanned())
    assert codes(document) == ["no-text-layer"] and "OCR could not read" in document.findings[0].message


def test_an_engine_that_fails_has_read_nothing(engine: Engine) -> None:
    def fail(picture: Image.Image) -> list[OcrWord]:
        raise RuntimeError("model")

    engine.answer = fail
    assert codes(read(scanned())) == ["no-text-layer"]


def test_never_reads_no_picture(engine: Engine) -> None:
    document = read(scanned(), OcrMode.NEVER)
    assert not engine.shown and codes(document) == ["no-text-layer"] and "switched off" in document.findings[0].message


def test_a_text_layer_is_trusted_unless_every_page_is_to_be_read(engine: Engine) -> None:
    engine.words = words_at((200, 300, "(S) as printed"))
    data = with_layer("words of the scanner")
    assert "scanner" in read(data).text and not engine.shown
    document = read(data, OcrMode.ALWAYS)
    assert document.text == "(S) as printed" and {"ocr-read"} <= set(codes(document)) <= {"ocr-read", "hidden-text"}


def test_a_typed_page_is_never_read_by_ocr(engine: Engine) -> None:
    data = pdf_of(lambda canvas: canvas.insert_text((72, 100), "(U) typed"))
    assert read(data, OcrMode.ALWAYS).text == "(U) typed" and not engine.shown


def test_what_is_typed_over_the_picture_stays_as_it_is_typed(engine: Engine) -> None:
    def draw(canvas: Any) -> None:
        on_page(page())(canvas)
        canvas.insert_text((72, 40), "RELEASED 2009")
        canvas.insert_text((72, 780), "C05516")

    engine.words = words_at((205, 85, "RELEA5ED"), (200, 500, "(S) printed"), (205, 2140, "CO5516"))
    assert read(pdf_of(draw, size=LETTER)).text == "RELEASED 2009\n\n(S) printed\n\nC05516"


def test_glyphs_of_a_read_page_are_those_of_its_text(engine: Engine) -> None:
    engine.words = words_at((200, 300, "1. (S) One"), (200, 344, "two."))
    data = scanned(page(skew=1.5))
    document = read(data)
    glyphs = page_glyphs(pymupdf.open("pdf", data), document, 1)
    assert "".join(g.char for g in glyphs) == "".join(document.text.split())
    assert all(document.text[g.offset] == g.char and not g.visible for g in glyphs)


def test_progress_is_told_page_by_page(engine: Engine) -> None:
    told: list[tuple[int, int]] = []
    read(scanned(pages=3), progress=lambda number, pages: told.append((number, pages)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_always_without_an_engine_names_the_remedy() -> None:
    with pytest.raises(UsageError, match=r'pip install "declassification-workbench\[ocr\]"'):
        require_engine(OcrMode.ALWAYS)
    require_engine(OcrMode.AUTO)


def test_page_numbers_are_told_as_ranges(engine: Engine) -> None:
    engine.words = words_at((200, 300, "word"))
    assert "pages 1-4 read by OCR" in read(scanned(pages=4)).findings[0].message


needs_engine = pytest.mark.skipif(ocr.engine_name() is None, reason="no OCR engine is installed")


@pytest.mark.real_ocr
@needs_engine
@pytest.mark.parametrize(
    "options", [{}, {"skew": 2.5}, {"specks": 6000}, {"turn": 90}], ids=["clean", "tilted", "speckled", "sideways"]
)
def test_the_marks_of_a_printed_page_are_read(options: dict[str, Any]) -> None:
    text = read(scanned(page(**options))).text
    assert [text.count(mark) for mark in ("SECRET", "(C)", "(S)", "(U)")] == [2, 1, 1, 1]
    assert "\n\n2. (S) The second count was taken by the customs\nlaunch, whose log" in text


CORNERS = [[1, 2], [9, 2], [9, 8], [1, 8]]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (SimpleNamespace(txts=None, word_results=None), []),
        (SimpleNamespace(txts=None, word_results=(("", 1.0, None),)), []),
        (SimpleNamespace(boxes=[CORNERS]), []),
        (
            SimpleNamespace(txts=("at noon",), word_results=((("at", 0.9, CORNERS), ("noon", 0.8, CORNERS)),)),
            ["at", "noon"],
        ),
        (SimpleNamespace(txts=("at noon",), scores=(0.9,), boxes=[CORNERS], word_results=(None,)), ["at noon"]),
    ],
)
def test_rapidocr_answers_differ_by_version(monkeypatch: pytest.MonkeyPatch, found: object, words: list[str]) -> None:
    monkeypatch.setattr(rapid, "_engine", lambda: lambda *_, **__: found)
    assert [word.text for word in rapid.read(Image.new("L", (20, 20)))] == words
