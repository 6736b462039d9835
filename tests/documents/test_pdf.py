# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import gc
import sys
from operator import itemgetter
from typing import Any

import pymupdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents.pdf_making import A4, codes, column, lines, pdf_of, picture, read
from workbench.core.errors import DamagedDocumentError, DocumentError, EncryptedDocumentError, TooLargeDocumentError
from workbench.documents import Box, Document, Span, read_document
from workbench.documents.limits import Limits
from workbench.documents.pdf.reading import read_pdf
from workbench.exports import inspect_file


def text_of(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def test_lines_blocks_and_pages_are_separated_and_exactly_spanned() -> None:
    first = lines(
        *column(72, 100, ["(U) The ferry left at dawn.", "Nobody was aboard."]), (72, 160, "(U) It came back.")
    )
    document = read(pdf_of(first, lines((72, 100, "Second page"))))
    assert document.text == "(U) The ferry left at dawn.\nNobody was aboard.\n\n(U) It came back.\n\nSecond page"
    assert [text_of(document, page.span) for page in document.pages] == document.text.rsplit("\n\n", 1)
    assert [text_of(document, block.span) for block in document.blocks] == document.text.split("\n\n")
    assert [block.page for block in document.blocks] == [1, 1, 2]


def test_a_word_has_the_box_where_it_is_printed() -> None:
    document = read(pdf_of(lines((72, 100, "alpha beta"))))
    (line,) = document.pages[0].lines
    alpha, beta = line.words
    assert (alpha.start, alpha.end, beta.start, beta.end) == (0, 5, 6, 10)
    assert alpha.box.x0 == pytest.approx(72) and alpha.box.y0 < 100 < alpha.box.y1
    assert beta.box.x0 > alpha.box.x1
    assert document.boxes(Span(6, 10)) == (beta.box,)
    assert line.size == pytest.approx(11)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_reads_as_the_reader_sees_it(rotation: int) -> None:
    # Text that is upright once the page is turned: drawn through the inverse of the page's rotation.
    def draw(page: Any) -> None:
        page.set_rotation(rotation)
        for y, text in ((100, "first line"), (113, "second line")):
            page.insert_text(pymupdf.Point(72, y) * page.derotation_matrix, text, rotate=rotation)

    document = read(pdf_of(draw, rotation=rotation))
    assert document.text == "first line\nsecond line"
    box = document.boxes(Span(0, 5))[0]
    assert box.x0 == pytest.approx(72, abs=3) and box.y0 < 100 < box.y1
    assert (document.pages[0].width > document.pages[0].height) == (rotation in (90, 270))


def test_the_crop_box_moves_the_origin_and_hides_what_lies_outside() -> None:
    def draw(page: Any) -> None:
        lines((150, 250, "inside"), (150, 800, "outside the page"))(page)
        page.set_cropbox(pymupdf.Rect(100, 200, 500, 700))

    document = read(pdf_of(draw))
    assert document.text == "inside"
    assert document.boxes(Span(0, 6))[0].x0 == pytest.approx(50)
    assert codes(document) == ["hidden-text"] and "3 words" in document.findings[0].message


@pytest.mark.parametrize("by_rows", [False, True], ids=["down", "by rows"])
@pytest.mark.parametrize(("lines_left", "top"), [(1, 100), (2, 100), (2, 89)])
def test_the_last_lines_of_a_text_in_a_column_of_their_own_are_read_last(
    lines_left: int, top: int, by_rows: bool
) -> None:
    left = column(60, 100, [f"(U) the lines of the left column {i} end far from it" for i in range(12)])
    right = column(330, top, ["are kept in a shed near the mill", "until the boats come back"])[:lines_left]
    drawn = sorted([*left, *right], key=itemgetter(1)) if by_rows else [*left, *right]
    assert read(pdf_of(lines(*drawn))).text.endswith("\n".join(text for _, _, text in right))


def test_a_short_last_column_is_read_behind_all_of_a_longer_one_whose_lines_grow() -> None:
    left = [*column(60, 100, ["short lines of boats", "of the north pier"] * 2)]
    left += column(60, 160, [f"the long lines of the left column {i} end close to it" for i in range(8)])
    right = column(312, 98, ["the end of it is here", "in the other column", "(C) of three lines"])
    text = read(pdf_of(lines(*left, *right))).text
    assert text.index("left column 7") < text.index("the end of it")


def test_columns_are_read_one_after_the_other_with_their_footnotes() -> None:
    left = column(60, 120, [f"left column line {i} runs on to here" for i in range(1, 9)])
    right = column(320, 126, [f"right column line {i} runs on to here" for i in range(1, 7)])
    title = (120.0, 80.0, "A heading that stands above and across both of the columns")
    notes = lines((60, 260, "1 a footnote of the left column"), (320, 260, "2 a footnote of the right"), size=7)

    def draw(page: Any) -> None:
        # Line by line across the page, as word processors write them.
        for pair in zip(left, right, strict=False):
            lines(*pair)(page)
        lines(*left[6:])(page)
        notes(page)
        lines(title)(page)

    words = read(pdf_of(draw)).text
    order = ["A heading", "left column line 1", "left column line 8", "1 a footnote", "right column line 1", "line 6"]
    places = [words.index(text, words.index("right") if text == "line 6" else 0) for text in order]
    assert places == sorted(places)
    assert words.index("2 a footnote") > words.index("right column line 6")


def test_a_marginal_code_stands_on_a_line_of_its_own_behind_its_paragraph() -> None:
    body = column(90, 100, [f"the committee met in the harbour office at the usual hour {i}" for i in range(4)])
    document = read(pdf_of(lines(*body, (520, 113, "(b)(1)"), (30, 126, "1.4(d)"))))
    assert document.text.endswith("hour 3\n\n(b)(1)\n\n1.4(d)")
    assert "hour 0\nthe committee" in document.text


def test_numbers_and_portion_marks_before_a_tab_stay_on_their_line() -> None:
    body = [(72.0, 100.0 + 13 * i, f"{i}.") for i in range(1, 5)] + [(72.0, 165.0, "(S//NF)")]
    rest = [(120.0, 100.0 + 13 * i, f"the paragraph with the number {i} goes on") for i in range(1, 6)]
    document = read(pdf_of(lines(*body, *rest)))
    assert "2. the paragraph with the number 2 goes on" in document.text
    assert "(S//NF) the paragraph with the number 5" in document.text


def test_a_table_is_read_row_by_row() -> None:
    rows = [("Name", "Rank", "Post"), ("Orla", "Clerk", "Vell"), ("Timo", "Pilot", "Sund"), ("Ansa", "Cook", "Vell")]
    cells = [(80.0 + 150 * c, 100.0 + 20 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    assert "Timo Pilot Sund" in read(pdf_of(lines(*cells))).text


def test_text_that_runs_up_the_page_is_kept_and_comes_last() -> None:
    def draw(page: Any) -> None:
        page.insert_text((30, 500), "ARCHIVE COPY", rotate=90)
        lines(*column(72, 100, ["upright one", "upright two"]))(page)

    assert read(pdf_of(draw)).text == "upright one\nupright two\n\nARCHIVE COPY"


def test_a_scan_is_one_clear_warning() -> None:
    def draw(page: Any) -> None:
        page.insert_image(page.rect, stream=picture())

    document = read(pdf_of(draw, draw, lines((72, 100, "typed"))))
    (finding,) = document.findings
    assert finding.code == "no-text-layer" and finding.severity == "warning" and finding.page == 1
    assert 'pip install "declassification-workbench[ocr]"' in finding.message and "pages 1, 2" in finding.message
    assert document.text.strip() == "typed" and len(document.pages) == 3


def test_a_scan_with_a_typed_stamp_is_still_unread() -> None:
    def draw(page: Any) -> None:
        page.insert_image(page.rect, stream=picture(), keep_proportion=False)
        page.insert_text((72, 30), "RELEASED IN PART")

    document = read(pdf_of(draw))
    assert document.text == "RELEASED IN PART" and codes(document) == ["no-text-layer"]


@pytest.mark.parametrize(("across", "down"), [(1, 10), (10, 1), (4, 6)])
def test_a_page_that_is_the_strips_or_tiles_of_a_picture_is_unread(across: int, down: int) -> None:
    def draw(page: Any) -> None:
        wide, high = page.rect.width / across, page.rect.height / down
        for row in range(down):
            for place in range(across):
                box = (place * wide, row * high, (place + 1) * wide, (row + 1) * high)
                page.insert_image(box, stream=picture(30, 40), keep_proportion=False)
        page.insert_text((72, 830), "Registry copy 4711")

    document = read(pdf_of(draw))
    assert document.unread == (1,) and codes(document) == ["no-text-layer"]


def test_a_page_with_pictures_apart_and_a_line_of_text_is_read() -> None:
    def draw(page: Any) -> None:
        for top in range(0, 800, 160):
            page.insert_image((60, top, 500, top + 100), stream=picture(30, 40), keep_proportion=False)
        page.insert_text((72, 830), "Registry copy 4711")

    assert read(pdf_of(draw)).unread == ()


def test_the_text_layer_of_an_ocr_is_the_text() -> None:
    def draw(page: Any) -> None:
        page.insert_image(page.rect, stream=picture(), keep_proportion=False)
        for y in range(60, 780, 42):
            page.insert_text((80, y), "words that the picture shows here", render_mode=3, fontsize=14)

    document = read(pdf_of(draw))
    assert document.text.count("words that the picture shows here") == 18 and codes(document) == ["ocr-layer"]


@pytest.mark.parametrize("contents", ["5", "/Name", "<</A 1>>", "(words)", "true", "[5 6]", "[]", "null"])
def test_a_page_whose_contents_are_of_another_kind_is_blank_as_viewers_show_it(contents: str) -> None:
    pdf = pymupdf.open(stream=pdf_of(lines((72, 100, "First page")), lines((72, 100, "Second page"))))
    pdf.xref_set_key(pdf.page_xref(1), "Contents", contents)
    data = pdf.tobytes()
    assert read(data).text.rstrip("\n") == "First page"
    assert {each.page for each in inspect_file(data, "a.pdf").findings} <= {None}


@pytest.mark.parametrize("contents", ["99 0 R", "[5 0 R 99 0 R]"])
def test_a_page_whose_contents_are_lost_is_damaged(contents: str) -> None:
    pdf = pymupdf.open(stream=pdf_of(lines((72, 100, "First page")), lines((72, 100, "Second page"))))
    pdf.xref_set_key(pdf.page_xref(1), "Contents", contents)
    with pytest.raises(DamagedDocumentError, match="page 2 cannot be read"):
        read(pdf.tobytes())


def test_a_picture_without_ocr_never_gives_an_empty_silent_document() -> None:
    def draw(page: Any) -> None:
        page.draw_bezier((72, 100), (90, 80), (110, 120), (130, 100))

    assert codes(read(pdf_of(draw))) == ["no-text-layer"]


def test_what_the_file_carries_beside_its_pages_is_counted() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_text((72, 100), "seen")
    page.add_text_annot((200, 200), "a note")
    pdf.embfile_add("list.txt", b"inner", filename="list.txt")
    widget = pymupdf.Widget()
    widget.field_name, widget.field_type, widget.rect = (
        "name",
        pymupdf.PDF_WIDGET_TYPE_TEXT,
        pymupdf.Rect(72, 200, 99, 220),
    )
    page.add_widget(widget)
    assert sorted(codes(read(pdf.tobytes()))) == ["annotations", "attachments", "form-fields"]


def test_an_encrypted_file_asks_for_no_password() -> None:
    pdf = pymupdf.open()
    pdf.new_page()
    data = pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="sesame", owner_pw="sesame")
    with pytest.raises(EncryptedDocumentError, match=r"memo\.pdf: is encrypted"):
        read(data)


def test_a_file_with_an_owner_password_only_is_read() -> None:
    pdf = pymupdf.open()
    pdf.new_page().insert_text((72, 100), "open to all")
    assert read(pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="sesame")).text == "open to all"


def test_too_many_pages_are_refused() -> None:
    data = pdf_of(*[lines((72, 100, "x"))] * 3)
    with pytest.raises(TooLargeDocumentError, match="3 pages"):
        read_pdf(data, "memo.pdf", "", Limits(max_pages=2))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n%%EOF", b"no pdf at all", b"%PDF-1.4 1 0 obj <</Type/Catalog>> endobj"]
)
def test_a_file_that_is_no_pdf_is_one_clear_error(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DamagedDocumentError):
        read(data)
    assert capfd.readouterr() == ("", "")


WHOLE = pdf_of(lines(*column(72, 100, [f"(U) line {i} of the report" for i in range(6)])))


@settings(max_examples=40)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.booleans())
def test_reading_a_damaged_file_gives_a_document_or_a_document_error(at: int, byte: int, cut: bool) -> None:
    data = WHOLE[:at] if cut else WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    try:
        read(data)
    except DocumentError as error:
        assert str(error).startswith("memo.pdf: ")


WORD = st.text("abcdefgXYZ()/-.0123456789", min_size=1, max_size=9)
PLACED = st.tuples(st.integers(20, 450), st.integers(30, 820), st.lists(WORD, min_size=1, max_size=6).map(" ".join))


@settings(max_examples=40)
@example([[(20, 30, "0"), (414, 30, "0 0f 00// 00000- 00000XXXX 00000Z0")]], 180)
@given(st.lists(st.lists(PLACED, max_size=14), min_size=1, max_size=3), st.sampled_from([0, 90, 180, 270]))
def test_no_visible_word_is_lost_or_moved(pages: list[list[tuple[int, int, str]]], rotation: int) -> None:
    data = pdf_of(*[lines(*rows) for rows in pages], rotation=rotation)
    document = read(data)
    pdf = pymupdf.open(stream=data, filetype="pdf")
    for page in document.pages:
        text = text_of(document, page.span)
        shown = pdf[page.number - 1]
        for word in shown.get_text("words"):  # of one that goes over the edge letters may be gone
            assert word[4] in text or not shown.rect.contains(word[:4])
        for line in page.lines:
            assert text_of(document, line.span) == " ".join(document.text[w.start : w.end] for w in line.words)
            for word in line.words:
                assert word.box.page == page.number and page.span.start <= word.start < word.end <= page.span.end
    assert [w for p in document.pages for line in p.lines for w in line.words] == sorted(
        w for p in document.pages for line in p.lines for w in line.words
    )
    for page in document.pages:
        blocks = [text_of(document, block.span) for block in document.blocks if block.page == page.number]
        assert "\n\n".join(blocks) == text_of(document, page.span)


def test_reading_is_deterministic_and_its_boxes_lie_on_the_page() -> None:
    data = pdf_of(lines(*column(72, 100, ["one two", "three"])))
    document = read(data)
    assert document == read(data)
    for line in document.pages[0].lines:
        assert isinstance(line.box, Box) and 0 <= line.box.x0 < line.box.x1 <= A4[0]


def test_nothing_of_a_document_stays_in_memory_after_it_is_dropped() -> None:
    def draw(page: Any) -> None:
        page.insert_image((300, 500, 400, 600), stream=picture())
        for row in range(30):
            page.insert_text((72, 60 + 14 * row), f"{row}. (U) A paragraph of its own.", fontsize=6 + row % 3)
            page.draw_rect((72, 62 + 14 * row, 300, 63 + 14 * row))

    data = pdf_of(draw, draw)
    read(data)
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(20):
        read(data)
    gc.collect()
    assert sys.getallocatedblocks() - before < 20 * 30


@pytest.mark.parametrize(
    ("error", "code"), [(KeyError(), "damaged"), (NotImplementedError(), "failed"), (MemoryError(), "too-large")]
)
def test_a_page_that_the_program_fails_on_is_not_called_damaged(
    error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_page: object) -> None:
        raise error

    monkeypatch.setattr("workbench.documents.pdf.reading.read_words", fail)
    with pytest.raises(DocumentError) as caught:
        read_document(pdf_of(lines((72, 100, "words"))), "memo.pdf")
    assert caught.value.code == code


def test_a_picture_as_large_as_a_field_is_a_page_that_nobody_read() -> None:
    def draw(page: Any) -> None:
        page.insert_image(page.rect, stream=picture(), keep_proportion=False)

    assert codes(read(pdf_of(draw, size=(300_000.0, 300_000.0)))) == ["no-text-layer"]
