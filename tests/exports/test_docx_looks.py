# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Word copy looks like its original where nothing is withheld, and repeats no name or measure that says more."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.docx_files import docx, paragraph
from tests.exports.docx_plans import leaks, plan_of, run
from workbench.documents.docx.model import Look, Paragraph, Sheet, Spacing, Table
from workbench.documents.docx.tree import read_tree
from workbench.exports import sanitize
from workbench.exports.docx.annotate import annotate
from workbench.exports.docx.known import known_look, known_sheet, known_spacing, known_widths


FONT = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
MARGINS = '<w:pgMar w:top="1000" w:right="1800" w:bottom="1440" w:left="1800"/>'
SHEET = f'<w:sectPr><w:pgSz w:w="11907" w:h="16840"/>{MARGINS}</w:sectPr>'
DEFAULTS = "<w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault></w:docDefaults>"
THEME = '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{}</a:theme>'
BORDERS = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'

CELL_BORDERS = '<w:tcPr><w:tcBorders><w:left w:val="double"/></w:tcBorders></w:tcPr>'


def table(*cells: str, widths: tuple[int, ...] = (1800, 5400), properties: str = BORDERS) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    row = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>" + paragraph("(U) Below.")


def copied(data: bytes, withhold: str = "(S)") -> bytes:
    copy = sanitize(plan_of(data, withhold), data)
    assert leaks(copy, data, withhold) == 0
    return copy


def first(data: bytes) -> Paragraph:
    return next(read_tree(data, "copy.docx").paragraphs())


def tables(data: bytes) -> list[Table]:
    (section,) = read_tree(data, "copy.docx").sections
    return [item for item in section.items if isinstance(item, Table)]


# --- what comes along -----------------------------------------------------------------------------------------------


def test_fonts_and_languages_of_the_list_come_along() -> None:
    properties = FONT.format("courier new") + '<w:lang w:val="de-de"/>'
    (kept,) = first(copied(docx(f"<w:p>{run('(U) Zimt', properties)}</w:p>"))).runs
    assert (kept.look.font, kept.look.language) == ("Courier New", "de-DE")


def test_the_font_of_the_theme_is_the_one_the_theme_names() -> None:
    styles = DEFAULTS.format('<w:rFonts w:asciiTheme="minorHAnsi"/>')
    theme = THEME.format('<a:minorFont><a:latin typeface="Garamond"/></a:minorFont>')
    assert read_tree(docx(paragraph("(U) Salt."), styles=styles, theme=theme), "report.docx").base.font == "Garamond"


def test_indents_spacing_and_paper_come_along() -> None:
    properties = (
        '<w:spacing w:before="240" w:line="480" w:lineRule="auto"/><w:ind w:left="1440" w:right="720" w:hanging="360"/>'
    )
    copy = copied(docx(paragraph("(U) Salt and pepper.", properties=properties) + SHEET))
    assert first(copy).spacing == Spacing(1440, 720, -360, 240, 0, 480)
    assert read_tree(copy, "copy.docx").sections[0].sheet == Sheet(11906, 16838, 990, 1800, 1440, 1800)


def test_what_is_read_from_right_to_left_begins_at_the_right_in_letters_of_its_own_size() -> None:
    text = '<w:r><w:rPr><w:b/><w:bCs/><w:szCs w:val="32"/><w:rtl/></w:rPr><w:t>(U) \u05de\u05dc\u05d7.</w:t></w:r>'
    data = docx(f"<w:p><w:pPr><w:bidi/></w:pPr>{text}</w:p>{paragraph('(U) Salt.')}")
    copy = copied(data)
    turned, plain = read_tree(copy, "copy.docx").paragraphs()
    assert (turned.spacing.leftward, plain.spacing.leftward) == (True, False)
    assert [(kept.look.bold, kept.look.size) for kept in turned.runs] == [(True, 16)]
    written = zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml")
    assert [written.count(tag) for tag in (b"<w:rtl/>", b"<w:bCs/>", b"<w:bidi/>")] == [1, 1, 1]


def test_what_a_heading_of_the_original_is_not_the_copy_is_not() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:rPr><w:i/></w:rPr></w:style>'
    (kept,) = first(copied(docx(paragraph("(U) Quay", properties='<w:pStyle w:val="H"/>'), styles=styles))).runs
    assert (kept.look.bold, kept.look.italic) == (False, True)


def test_a_table_keeps_its_shape_and_whether_it_has_lines() -> None:
    (ruled,) = tables(copied(docx(table("(U) One", "(U) Two"))))
    assert (ruled.widths, ruled.ruled) == ((1800, 5400), True)
    (bare,) = tables(copied(docx(table("(U) One", "(U) Two", properties="<w:tblPr/>"))))
    assert not bare.ruled
    celled = table("(U) One", "(U) Two", properties="<w:tblPr/>").replace("<w:tc>", f"<w:tc>{CELL_BORDERS}")
    assert all(each.ruled for each in tables(copied(docx(celled))))
    (inside,) = tables(annotate(plan_of(docx(table("(S) One", "(U) Two")), "(S)"), docx(table("(S) One", "(U) Two"))))
    assert inside.widths == (1800, 5400)


@pytest.mark.parametrize(("told", "kept"), [("2", 2), ("3", 3), ("1", 1), ("0", 1), ("900", 1), ("x", 1)])
def test_the_columns_of_a_section_come_along(told: str, kept: int) -> None:
    body = table("(U) One", "(S) Two")
    copy = copied(docx(body + SHEET.replace("</w:sectPr>", f'<w:cols w:num="{told}" w:space="99"/></w:sectPr>')))
    (section,) = read_tree(copy, "copy.docx").sections
    assert section.sheet.columns == kept
    assert sum(tables(copy)[0].widths) <= (11906 - 2 * 1800 - 720 * (kept - 1)) // kept
    assert b"cols" in zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml") or kept == 1


def test_a_table_in_a_cell_is_no_wider_than_the_cell() -> None:
    inner = table("(U) One", "(S) Two", widths=(4000, 4000))
    outer = table("(U) North", "(U) South").replace(paragraph("(U) South"), inner)
    (copy,) = tables(copied(docx(outer)))
    (within,) = [item for item in copy.rows[0].cells[1].items if isinstance(item, Table)]
    assert 0 < sum(within.widths) < copy.widths[1]


@pytest.mark.parametrize("width", ["9" * 5000, "-1", "1in", "", "\u0661", "x"])
def test_odd_measures_are_read_in_bounds(width: str) -> None:
    cells = table("(U) One", "(U) Two").replace('w:w="1800"', f'w:w="{width}"')
    sheet = f'<w:sectPr><w:pgSz w:w="{width}" w:h="{width}"/><w:pgMar w:left="{width}"/></w:sectPr>'
    listed = f'<w:outlineLvl w:val="{width}"/><w:numPr><w:ilvl w:val="{width}"/><w:numId w:val="1"/></w:numPr>'
    spaced = f'{listed}<w:spacing w:before="{width}" w:line="{width}"/><w:ind w:left="{width}" w:hanging="{width}"/>'
    copy = copied(docx(cells + paragraph("(U) Salt.", properties=spaced) + sheet))
    assert all(0 < column <= 9360 for column in tables(copy)[0].widths)


# --- what does not --------------------------------------------------------------------------------------------------


def test_columns_tell_nothing_of_what_was_in_them() -> None:
    """Word fits columns to their words: the width of a column is the length of what is withheld in it."""
    narrow = docx(table("(S) Io", "(U) Two", widths=(900, 6300)))
    wide = docx(table("(S) Constantinople", "(U) Two", widths=(4000, 3200)))
    assert copied(narrow) == copied(wide)
    assert len(set(tables(copied(narrow))[0].widths)) == 1


BLANKS = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">   </w:t></w:r>'
SAME = {
    "two fonts of no list": (run("(U) Sa", FONT.format("Vorn")) + run("lt.", FONT.format("Tarn")), run("(U) Salt.")),
    "letters that nobody sees": (run("(U) Sa\u200b\u2060lt\u034f\ufe0f."), run("(U) Salt.")),
    "a space of an odd width": (run("(U)\u2003Salt."), run("(U) Salt.")),
    "runs of one look": (run("(U) Sa") + run("lt."), run("(U) Salt.")),
    "a withheld paragraph with bold blanks": (run("(S) Salt.") + BLANKS, run("(S) Sea.")),
}


@pytest.mark.parametrize("name", SAME)
def test_what_nobody_sees_makes_no_other_copy(name: str) -> None:
    one, other = (copied(docx(f"<w:p>{inner}</w:p>" + paragraph("(U) Below."))) for inner in SAME[name])
    assert one == other


@pytest.mark.parametrize("place", ["run", "defaults", "theme", "language", "symbol"])
def test_a_font_name_carries_nothing_out(place: str) -> None:
    name = "Agent Vorn met her at Tarn"
    styles, theme, inner = "", "", run("(U) Salt.")
    if place == "run":
        inner = run("(U) Salt.", FONT.format(name))
    elif place == "language":
        inner = run("(U) Salt.", f'<w:lang w:val="{name}"/>')
    elif place == "symbol":
        inner = run("(U) Salt.") + f'<w:r><w:sym w:font="{name}" w:char="F041"/></w:r>'
    else:
        fonts = FONT.format(name) if place == "defaults" else '<w:rFonts w:asciiTheme="majorAscii"/>'
        styles = DEFAULTS.format(fonts)
        theme = THEME.format(f'<a:majorFont><a:latin typeface="{name}"/></a:majorFont>')
    body = f"<w:p>{inner}</w:p>" + paragraph(f"(S) {name}.")
    data = docx(body, styles=styles, theme=theme) if styles else docx(body)
    for copy in (copied(data), annotate(plan_of(data), data)):
        with zipfile.ZipFile(io.BytesIO(copy)) as archive:
            said = b"".join(archive.read(part) for part in archive.namelist())
        assert f'="{name}"'.encode() not in said


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=6, max_size=6),
    st.text(max_size=12),
    st.lists(st.integers(0, 99_999), max_size=5).map(tuple),
)
def test_measures_are_few_and_names_known(measures: list[int], name: str, widths: tuple[int, ...]) -> None:
    left, right, before, after, hanging, line = measures
    spacing = known_spacing(Spacing(left, right, -hanging, before, after, line))
    assert known_spacing(spacing) == spacing
    assert spacing.left % 90 == 0 and abs(spacing.left) <= 5760
    assert 180 <= spacing.line <= 720
    sheet = known_sheet(Sheet(*measures), landscape=False)
    assert known_sheet(sheet, landscape=False) == sheet
    assert sheet.width - sheet.left - sheet.right > 1440
    assert known_look(Look(font=name, language=name)) in (Look(), Look(font=name), Look(language=name))
    told = known_widths(widths, max(1, len(widths)), 9360)
    assert len(told) == max(1, len(widths))
    assert all(width > 0 for width in told)
