# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.exports.pdf_copies import ledger, made
from tests.exports.pdf_making import memo
from tests.exports.places.pdf_building import in_file, new, page_of
from tests.exports.test_pdf_verify import saved
from workbench.documents.pdf import doubles, visible
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.verification.inspect import inspect


SECRET = "Kestrel"


def codes(data: bytes) -> set[str]:
    _, findings = inspect(data, "stranger.pdf")
    return {finding.code for finding in findings}


def under(page: Any, cover: Callable[[Any, pymupdf.Rect], None]) -> None:
    page.insert_text((72, 90), "The harbour is open.")
    page.insert_text((72, 200), f"by {SECRET} at night")
    cover(page, pymupdf.Rect(64, 186, 300, 206))


def picture(page: Any, rect: pymupdf.Rect) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 20, 20))
    pixels.clear_with(0)
    page.insert_image(rect, pixmap=pixels, keep_proportion=False)


def highlight(page: Any, rect: pymupdf.Rect, colour: tuple[float, ...]) -> None:
    annotation = page.add_highlight_annot(rect)
    annotation.set_colors(stroke=colour)
    annotation.update()


def square(page: Any, rect: pymupdf.Rect) -> None:
    annotation = page.add_rect_annot(rect)
    annotation.set_colors(fill=(0, 0, 0), stroke=(0, 0, 0))
    annotation.update()


def rows(page: Any, rect: pymupdf.Rect) -> None:
    for y in range(int(rect.y0), int(rect.y1)):
        page.draw_line((rect.x0, y), (rect.x1, y), width=1.4)


@pytest.mark.parametrize(
    "letters", ["/F1 0.5 Tf (boats)", "1 Tz (boats) Tj 100 Tz", "/F1 40 Tf 1 Tz (boats) Tj 100 Tz"]
)
def test_letters_that_nobody_can_read_are_named(letters: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = letters if letters.endswith("Tz") else f"{letters} Tj"
    data = saved(new(f"BT /F1 12 Tf 72 600 Td (met {SECRET}) Tj {shown} /F1 12 Tf ( there) Tj ET\n"))
    assert "V146" in codes(data)
    assert "V146" not in codes(saved(new("BT /F1 12 Tf 72 600 Td (met) Tj ET\n")))
    for defence in ((visible, "LOWEST"), (doubles, "_LOWEST"), (doubles, "_NARROWEST")):
        monkeypatch.setattr(*defence, 0.0)
    assert "V146" not in codes(data)


BAD: dict[str, tuple[str, Callable[[Any, pymupdf.Rect], None]]] = {
    "box with round corners": ("V111", lambda page, rect: page.draw_rect(rect, fill=(0, 0, 0), radius=0.3)),
    "box drawn by hand": (
        "V111",
        lambda page, rect: page.draw_polyline(
            [(64, 186), (302, 188), (300, 207), (61, 206)], fill=(0, 0, 0), closePath=True
        ),
    ),
    "rows of lines": ("V111", rows),
    "black box": ("V111", lambda page, rect: page.draw_rect(rect, color=None, fill=(0, 0, 0))),
    "white box": ("V111", lambda page, rect: page.draw_rect(rect, color=None, fill=(1, 1, 1))),
    "thick line": ("V111", lambda page, rect: page.draw_line((64, 197), (300, 197), width=16)),
    "square annotation": ("V111", square),
    "picture": ("V112", picture),
    "redaction never applied": ("V117", lambda page, rect: page.add_redact_annot(rect)),
    "dark highlight": ("V111", lambda page, rect: highlight(page, rect, (0, 0, 0))),
    "dark highlight in grey": ("V111", lambda page, rect: highlight(page, rect, (0.1,))),
    "dark highlight in the colours of print": ("V111", lambda page, rect: highlight(page, rect, (0, 0, 0, 1))),
    "dark highlight in all inks": ("V111", lambda page, rect: highlight(page, rect, (0.9, 0.8, 0.9, 0))),
}
HIDDEN: dict[str, tuple[str, Callable[[Any], None]]] = {
    "not painted": ("V113", lambda page: page.insert_text((72, 200), SECRET, render_mode=3)),
    "cut out of nothing": ("V113", lambda page: page.insert_text((72, 200), SECRET, render_mode=7)),
    "transparent": ("V113", lambda page: page.insert_text((72, 200), SECRET, fill_opacity=0)),
    "white on white": ("V114", lambda page: page.insert_text((72, 200), SECRET, color=(1, 1, 1))),
    "outside": ("V115", lambda page: page.insert_text((900, 200), SECRET)),
}


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("name", BAD)
def test_a_redaction_that_only_covers_is_found(name: str, rotation: int) -> None:
    code, cover = BAD[name]
    data = made(lambda page: under(page, cover), rotation=rotation)
    assert code in codes(data)


@pytest.mark.parametrize("name", HIDDEN)
def test_text_that_nobody_sees_is_found(name: str) -> None:
    code, draw = HIDDEN[name]
    assert codes(made(draw)) == {code}


def test_findings_give_the_place_and_never_the_text() -> None:
    _, findings = inspect(made(lambda page: under(page, BAD["black box"][1])), "stranger.pdf")
    [finding] = [f for f in findings if f.code == "V111"]
    assert finding.page == 1 and finding.path == "stranger.pdf"
    assert "(87, 188)-(121, 203)" in finding.message
    assert SECRET not in finding.message


def cut_out(page: Any) -> None:
    """Words that are cut out of blue paint."""
    page.insert_text((72, 500), "A title in a gradient.", render_mode=7)
    [xref] = page.get_contents()[-1:]
    paint = b"q " + page.parent.xref_stream(xref).replace(b"ET", b"ET 0 0 1 rg 60 284 400 30 re f") + b" Q"
    page.parent.update_stream(xref, paint)


def readable(page: Any) -> None:
    page.draw_rect((60, 300, 200, 330), color=None, fill=(0.2, 0.4, 0.8), radius=0.2)
    page.insert_text((72, 320), "A button", color=(1, 1, 1))
    page.draw_rect((60, 80, 300, 110), color=None, fill=(0, 0, 0.4))
    page.insert_text((72, 100), "White on a dark ground is read well.", color=(1, 1, 1))
    page.insert_text((72, 200), "Black on white.")
    page.draw_rect((60, 180, 300, 230), color=(0, 0, 0))
    page.add_highlight_annot(pymupdf.Rect(64, 186, 300, 206))
    cut_out(page)
    highlight(page, pymupdf.Rect(64, 186, 300, 206), (0, 0, 1, 0))
    highlight(page, pymupdf.Rect(300, 600, 400, 620), (0, 0, 0))  # nothing is below it
    colourless = page.add_highlight_annot(pymupdf.Rect(64, 186, 300, 206))
    page.parent.xref_set_key(colourless.xref, "C", "[]")
    frame = page.add_rect_annot(pymupdf.Rect(64, 186, 300, 206))
    frame.set_colors(stroke=(0, 0, 0))
    frame.update()


def test_what_is_read_well_is_no_finding() -> None:
    assert codes(made(readable)) <= {"V125"}
    assert codes(ledger("Ilse Brandt")) == set()


def drawn(operators: str) -> bytes:
    """A page with a line of benign words and ``operators`` behind it; ``/S0`` is an endless gradient, ``/G0`` faint."""

    def put(pdf: Any, _: str) -> None:
        ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
        gradient = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 400, 0]), Function=ramp)
        gradient.Extend = Array([True, True])
        page_of(pdf).Resources.Shading = Dictionary(S0=gradient)
        page_of(pdf).Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.3))
        pdf.pages[0].contents_add(operators.encode())

    return in_file(put)("")


BESIDE = {
    "slanting line": "72 700 m 300 600 l 10 w S",
    "veil": "/G0 gs 60 680 400 80 re f",
    "two sides of a box": "60 680 m 460 680 l 460 685 l 65 685 l 65 760 l 60 760 l f",
    "box that is clipped": "q 72 500 20 20 re W n 60 680 400 80 re f Q",
    "gradient that is clipped": "q 72 500 400 4 re W n /S0 sh Q 72 480 9 9 re f q 72 300 9 9 re W n 72 300 9 9 re f Q",
    "gradient in two clips": "q 72 400 400 200 re W n q 72 500 400 4 re W n /S0 sh Q Q",
}
OVER = {
    "slanting line": ("V111", "72 700 m 300 710 l 20 w S"),
    "box that is turned a little": ("V111", "q .999 .04 -.04 .999 0 0 cm 60 660 400 80 re f Q"),
    "box": ("V111", "q 60 600 400 400 re W n 60 680 400 80 re f Q"),
    "gradient": ("V112", "q 60 680 400 80 re W n /S0 sh Q"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_drawn_elsewhere_covers_nothing(name: str) -> None:
    assert codes(drawn(BESIDE[name])) == set()


@pytest.mark.parametrize("name", OVER)
def test_what_is_drawn_over_text_covers_it(name: str) -> None:
    code, operators = OVER[name]
    assert codes(drawn(operators)) == {code}


def test_a_word_that_is_struck_is_neither_covered_nor_hidden() -> None:
    def struck(page: Any) -> None:
        page.draw_rect((70, 95.6, 200, 96.4), color=None, fill=(0, 0, 0))
        page.insert_text((72, 100), "SECRET//NOFORN")
        page.draw_rect((70, 96, 200, 97), color=None, fill=(0, 0, 0))

    assert codes(made(struck)) == set()


def test_a_scan_that_was_redacted_by_drawing_boxes_is_found() -> None:
    def scan(page: Any) -> None:
        pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80))
        pixels.clear_with(230)
        page.insert_image(page.rect, pixmap=pixels, keep_proportion=False)
        page.draw_rect((100, 200, 260, 214), color=None, fill=(0, 0, 0))

    assert codes(made(scan)) == {"V119"}


@pytest.mark.parametrize(
    ("box", "is_below"), [((100, 200, 107, 207), False), ((0, 0, 595, 842), False), ((100, 200, 260, 214), True)]
)
def test_specks_and_what_lies_below_a_picture_are_no_redactions_of_it(box: tuple[int, ...], is_below: bool) -> None:
    def scan(page: Any) -> None:
        pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80))
        pixels.clear_with(230)
        for turn in (is_below, not is_below):
            if turn:
                page.draw_rect(box, color=None, fill=(0, 0, 0))
            else:
                page.insert_image(page.rect, pixmap=pixels, keep_proportion=False)

    assert "V119" not in codes(made(scan))


@pytest.mark.parametrize("is_scan", [True, False])
def test_a_pale_box_on_a_picture_or_a_dark_one_on_a_coloured_ground_redacts_no_scan(is_scan: bool) -> None:
    def draw(page: Any) -> None:
        if is_scan:
            picture(page, page.rect)
        else:
            page.draw_rect(page.rect, color=None, fill=(0.9, 0.9, 1))
        page.draw_rect((100, 200, 260, 214), color=None, fill=(1, 1, 1) if is_scan else (0, 0, 0))

    assert "V119" not in codes(made(draw))


def test_a_copy_of_ours_has_nothing_to_find() -> None:
    checks, findings = inspect(reflow(memo()), "copy.pdf")
    assert findings == []
    assert sum(check.found for check in checks) == 0


def test_the_text_layer_of_a_scan_is_told_apart() -> None:
    def scan(page: Any) -> None:
        picture(page, page.rect)
        for number in range(5):
            page.insert_text((72, 100 + 20 * number), "What the scan of a page says.", render_mode=3)

    assert codes(made(scan)) == {"V116"}


@pytest.mark.parametrize(
    ("height", "lines", "code"),
    [(842, 1, "V116"), (500, 3, "V116"), (500, 1, "V113"), (300, 3, "V113")],
    ids=["a page", "much over half a page", "little over half a page", "over a small picture"],
)
def test_text_is_the_layer_of_a_scan_by_its_amount_and_the_size_of_the_picture(
    height: int, lines: int, code: str
) -> None:
    def scan(page: Any) -> None:
        picture(page, pymupdf.Rect(0, 0, 595, height))
        for number in range(lines):
            page.insert_text((72, 100 + 20 * number), "What the scan of a page", render_mode=3)

    assert codes(made(scan)) & {"V113", "V116"} == {code}


def test_a_file_of_pikepdf_is_read_too() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = SECRET
    assert codes(saved(pdf)) == {"V121"}


@pytest.mark.parametrize("seen", [False, True])
def test_words_behind_a_scan_whose_picture_was_redacted_are_found_and_white_ones_on_its_black_are_not(
    seen: bool,
) -> None:
    def scan(page: Any) -> None:
        pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 612, 792))
        pixels.clear_with(240)
        pixels.set_rect((60, 100, 200, 124), (0,))
        page.insert_image(page.rect, pixmap=pixels, keep_proportion=False)
        for number in range(5):
            look = {"color": (1, 1, 1)} if seen and not number else {"render_mode": 3}
            page.insert_text((72, 118 + 40 * number), "What the scan of a page says.", **look)

    _, findings = inspect(made(scan), "stranger.pdf")
    told = [finding.message for finding in findings if finding.code == "V139"]
    assert len(told) == (not seen) and "V116" in {finding.code for finding in findings}
    if told:
        assert "(72, " in told[0] and int(told[0].split()[0]) < len("What the scan of a page"), "one line of five"


def retold(table: bytes, encoding: str) -> bytes:
    """A page in a font whose codes are said to be other letters; simple where it has an ``encoding``."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_font("F0", fontbuffer=pymupdf.Font("tiro").buffer)
    page.insert_text((72, 90), "harbour master", fontname="F0")
    pdf.subset_fonts()
    with pikepdf.open(io.BytesIO(pdf.tobytes())) as told:
        (font,) = (each for each in told.objects if isinstance(each, Dictionary) and "/ToUnicode" in each)
        if table:
            font.ToUnicode = told.make_stream(table)
        if encoding:
            del font.DescendantFonts
            font.Encoding = pikepdf.Object.parse(encoding.encode())
        return saved(told)


ANSI, DIFFERENCES = "/WinAnsiEncoding", "<</Differences[1/a/b/c]>>"


@pytest.mark.parametrize(
    ("table", "encoding", "lies"),
    [
        (b"", "", False),
        (b"1 beginbfrange <0001> <0fff> <0041> endbfrange", "", True),
        (b"1 beginbfrange <41> <43> <0041> endbfrange", ANSI, False),
        (b"1 beginbfrange <41> <43> <0042> endbfrange", ANSI, True),
        (b"1 beginbfrange <41> <43> [<0061> <0062> <0063>] endbfrange", ANSI, False),
        (b"1 beginbfrange <41> <43> [<0058> <0059> <005a>] endbfrange", ANSI, True),
        (b"3 beginbfchar <41> <0041> <42> <0042> <43> <0043> endbfchar", ANSI, False),
        (b"3 beginbfchar <41> <0058> <42> <0059> <43> <005a> endbfchar", ANSI, True),
        (b"2 beginbfchar <41> <0058> <42> <0059> endbfchar", ANSI, False),
        (b"1 beginbfrange <01> <03> <0061> endbfrange", DIFFERENCES, False),
        (b"1 beginbfrange <01> <03> <0062> endbfrange", DIFFERENCES, True),
        (b"1 beginbfrange <zz> <03> <0062> endbfrange", ANSI, False),
        (b"2 beginbfrange <41> <43> <0042> <90> <99> <dbffdfff> endbfrange", ANSI, True),
        (b"2 beginbfrange <41> <43> <0042> <90> <99> <004> endbfrange", ANSI, True),
    ],
)
def test_a_font_whose_text_reads_otherwise_than_it_draws_is_told(table: bytes, encoding: str, lies: bool) -> None:
    assert ("V145" in codes(retold(table, encoding))) == lies


def test_such_a_font_is_told_where_it_is_no_object_of_its_own() -> None:
    with pikepdf.open(io.BytesIO(retold(b"1 beginbfrange <41> <43> <0042> endbfrange", ANSI))) as pdf:
        named = pdf.pages[0].obj.Resources.Font
        for key, font in list(named.items()):
            named[key] = Dictionary({name: value for name, value in font.items() if name != "/Type"})
        assert "V145" in codes(saved(pdf))
