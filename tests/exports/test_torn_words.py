# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is seen of a word gives the word away: at the edge of a page, beside a clip, from under a box."""

from __future__ import annotations

import re
from math import cos, sin
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml
from pikepdf import Array, Dictionary, Name, String

from tests.documents.docx_files import docx, paragraph
from tests.exports.docx_plans import run
from tests.exports.pdf_making import plan_for
from tests.exports.places.model import BENIGN, SECRET
from tests.exports.places.pdf_building import LINE, add_page, annotate, form, new, page_of, shown
from tests.exports.places.pdf_switches import saved
from tests.exports.places.test_pdf_places import shows
from workbench.documents import read_document
from workbench.documents.pdf import otherwise, page, reading, styles, unsaid, visible
from workbench.documents.pdf import run as run_of_page
from workbench.exports import sanitize
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.redaction import Term, columns, hits, load_policy, make_plan
from workbench.structure import analyse


SEEN = SECRET[:5]
_UP_TO = pymupdf.get_text_length(f"of {SEEN}", "helv", 12) + 2
TORN = {
    "edge of the page": shown(SECRET, 555),
    "left edge": shown(SECRET[::-1], -70),
    "clip": "q 72 590 60 30 re W n " + shown(SECRET) + "Q\n",
    "clip behind another word": f"q 72 590 {_UP_TO} 30 re W n " + shown(f"of {SECRET} there") + "Q\n",
    "box": shown(SECRET) + "0 g 132 590 300 30 re f\n",
    "second word of a term": shown(f"Grey {SECRET}", 520),
}


def file_of(name: str) -> bytes:
    return saved(new(TORN[name]))


def term_of(name: str) -> str:
    return f"Grey {SECRET}" if name.startswith("second") else SECRET


@pytest.mark.parametrize("name", TORN)
def test_the_part_of_a_term_that_is_seen_is_withheld(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = file_of(name)
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        copy = sanitize_pdf(plan_for(data, term_of(name)), data, layout).data
        assert not shows(copy, SEEN) and not shows(copy, SEEN[::-1]) and shows(copy, BENIGN)
    monkeypatch.setattr(hits, "_torn", lambda *_: [])
    leaky = sanitize_pdf(plan_for(data, term_of(name)), data, Layout.FAITHFUL).data
    assert shows(leaky, SEEN) or shows(leaky, SEEN[::-1])


_BEHIND = pymupdf.get_text_length("of Grey ", "helv", 12)
NAMES = {
    "under a box": shown("of Grey Gull") + f"0 g {72 + _BEHIND - 1} 590 300 30 re f\n",
    "outside of the page": shown("of Grey Gull", 614 - _BEHIND),
    "outside of a clip": f"q 72 590 {_BEHIND - 1} 30 re W n " + shown("of Grey Gull") + "Q\n",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_word_of_a_name_is_withheld_where_the_other_is_hidden(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(new(NAMES[name].replace("Grey", "Knot")))
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        copy = sanitize_pdf(plan_for(data, "Knot-Gull"), data, layout).data
        assert not shows(copy, "Knot") and shows(copy, BENIGN)
        assert shows(sanitize_pdf(plan_for(data, "Knot-Tern"), data, layout).data, "Knot")
    monkeypatch.setattr(hits, "_torn", lambda *_: [])
    assert shows(sanitize_pdf(plan_for(data, "Knot-Gull"), data, Layout.FAITHFUL).data, "Knot")


_WHITE, _TINY = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="1"/>'
FIRST, SECOND = SECRET[:7], SECRET[7:]


def _frame(text: str, left: int) -> str:
    return paragraph(text, properties=f'<w:framePr w:w="2000" w:x="{left}" w:y="4000" w:hAnchor="page"/>')


def _cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


def _box(text: str) -> str:
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"


def _picture(text: str) -> str:
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="{text}"/></wp:inline></w:drawing></w:r>'


def _other(text: str) -> str:
    return (
        f"<mc:AlternateContent><mc:Choice Requires='wps'/><mc:Fallback>{run(text)}</mc:Fallback></mc:AlternateContent>"
    )


def _in_docx(content: str) -> tuple[str, bytes]:
    return "a.docx", docx(paragraph(LINE) + content)


def _in_html(content: str) -> tuple[str, bytes]:
    return "a.html", f"<!doctype html><html><body><p>{LINE}</p>{content}</body></html>".encode()


def _in_rtf(content: str) -> tuple[str, bytes]:
    return "a.rtf", f"{{\\rtf1{{\\colortbl;\\red0\\green0\\blue0;}} {LINE}\\par {content}\\par}}".encode()


HALVES = {
    "Word: hidden": _in_docx(f"<w:p>{run('met ' + FIRST)}{run(SECOND, '<w:vanish/>')}</w:p>"),
    "Word: hidden before": _in_docx(f"<w:p>{run(FIRST, '<w:vanish/>')}{run(SECOND + ' left')}</w:p>"),
    "Word: white": _in_docx(f"<w:p>{run(FIRST)}{run(SECOND, _WHITE)}</w:p>"),
    "Word: too small": _in_docx(f"<w:p>{run(FIRST)}{run(SECOND, _TINY)}</w:p>"),
    "Word: deleted": _in_docx(f"<w:p>{run(FIRST)}<w:del><w:r><w:delText>{SECOND}</w:delText></w:r></w:del></w:p>"),
    "Word: frames": _in_docx(_frame(SECOND, 4000) + _frame(FIRST, 2000)),
    "Word: frame and text": _in_docx(_frame(SECOND, 4000) + paragraph(f"met {FIRST}")),
    "Word: description of a picture": _in_docx(f"<w:p>{run(f'met {FIRST}')}{_picture(SECOND)}</w:p>"),
    "Word: text for other programs": _in_docx(f"<w:p>{run(f'met {FIRST}')}{_other(SECOND)}</w:p>"),
    "Word: unknown element": _in_docx(f'<w:p>{run(f"met {FIRST}")}<z:a xmlns:z="urn:z">{SECOND}</z:a></w:p>'),
    "Word: text box": _in_docx(f"<w:p>{_box(FIRST)}{run(SECOND)}</w:p>"),
    "Word: text boxes": _in_docx(f"<w:p>{_box(SECOND)}{_box(FIRST)}</w:p>"),
    "Word: table from the right": _in_docx(
        f"<w:tbl><w:tblPr><w:bidiVisual/></w:tblPr><w:tr>{_cell(SECOND)}{_cell(FIRST)}</w:tr></w:tbl>"
    ),
    "Word: cells below one another": _in_docx(
        f"<w:tbl><w:tr>{_cell(f'met {FIRST}-')}{_cell('boats')}</w:tr>"
        f"<w:tr>{_cell(SECOND)}{_cell('late')}</w:tr></w:tbl>"
    ),
    "Word: columns by tabs": _in_docx(
        f"<w:p>{run(f'{FIRST}-')}<w:r><w:tab/></w:r>{run('boats')}</w:p>"
        f"<w:p>{run(SECOND)}<w:r><w:tab/></w:r>{run('late')}</w:p>"
    ),
    "HTML: hidden": _in_html(f"<p>met {FIRST}<b hidden>{SECOND}</b></p>"),
    "HTML: hidden before": _in_html(f"<p><b style='display: none'>{FIRST}</b>{SECOND} left</p>"),
    "HTML: order": _in_html(f"<div style='display: flex'><b style='order: 2'>{SECOND}</b><b>{FIRST}</b></div>"),
    "HTML: field": _in_html(f"<p>met {FIRST}<input value='{SECOND}'> there</p>"),
    "HTML: picture": _in_html(f"<p>met <img alt='{FIRST}'>{SECOND} there</p>"),
    "HTML: almost clear": _in_html(f"<p>met {FIRST}<b style='opacity: .02'>{SECOND}</b></p>"),
    "HTML: cells below one another": _in_html(
        f"<table><tr><td>met {FIRST}-</td><td>boats</td></tr><tr><td>{SECOND} there</td><td>late</td></tr></table>"
    ),
    "RTF: hidden": _in_rtf(FIRST + "{\\v " + SECOND + "}"),
    "RTF: hidden before": _in_rtf("{\\v " + FIRST + "}" + SECOND),
    "RTF: deleted": _in_rtf(FIRST + "{\\deleted " + SECOND + "}"),
    "RTF: black on black": _in_rtf(FIRST + "{\\cf1\\chcbpat1 " + SECOND + "}"),
    "RTF: cells below one another": _in_rtf(
        f"\\par\\intbl met {FIRST}-\\cell boats\\cell\\row\\intbl {SECOND} there\\cell late\\cell\\row\\pard"
    ),
    "RTF: text box": _in_rtf("{\\shp{\\*\\shpinst{\\shptxt " + FIRST + "\\par}}}" + SECOND),
    "text: columns": ("a.txt", f"{LINE}\n\nmet {FIRST}-    the boats of\n{SECOND} there    were late\n".encode()),
    "text: columns with a rule": ("a.txt", f"{LINE}\n\nmet {FIRST} | the boats\n{SECOND} there | late\n".encode()),
}


def _in_pdf(*pieces: tuple[int, int, str]) -> tuple[str, bytes]:
    page = "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in pieces)
    return "a.pdf", saved(new(page))


HALVES |= {
    "PDF: line of a narrow column": _in_pdf((72, 600, f"{FIRST}-"), (200, 600, "a note beside it"), (72, 588, SECOND)),
    "PDF: right column": _in_pdf((72, 600, "a note"), (200, 600, FIRST), (72, 588, "beside it"), (200, 588, SECOND)),
    "PDF: three lines": _in_pdf(
        *((72, 600, f"{FIRST}-"), (200, 600, "a note"), (72, 588, f"{SECOND[:4]}-"), (200, 588, "beside it")),
        (72, 576, SECOND[4:]),
    ),
}


def _copy(name: str, term: str) -> str:
    file, data = HALVES[name]
    plan = make_plan(analyse(read_document(data, file)), load_policy("none"), [Term(term)])
    return read_document(sanitize(plan, data), file.replace(".rtf", ".txt")).text


@pytest.mark.parametrize("name", HALVES)
def test_halves_of_a_term_that_a_file_hides_or_sets_apart_are_withheld(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = _copy(name, SECRET)
    assert FIRST not in copy and SECOND not in copy and BENIGN in copy
    other = _copy(name, "Kestrelstone")
    assert FIRST in other or SECOND in other
    monkeypatch.setattr(hits, "_torn", lambda *_: [])
    leaky = _copy(name, SECRET)
    assert FIRST in leaky or SECOND in leaky


def test_letters_around_a_seal_are_withheld_with_the_word_that_they_make(monkeypatch: pytest.MonkeyPatch) -> None:
    page = ""
    for number, letter in enumerate(SECRET):
        turn = 3.0 - 0.19 * number
        right, up = sin(turn), -cos(turn)
        place = f"{right:.3f} {up:.3f} {-up:.3f} {right:.3f} {300 + 120 * cos(turn):.1f} {400 + 120 * sin(turn):.1f}"
        page += f"BT /F1 14 Tf {place} Tm ({letter}) Tj ET\n"
    data = saved(new(page))

    def letters(term: str, layout: Layout) -> list[str]:
        copy = read_document(sanitize_pdf(plan_for(data, term), data, layout).data, "a.pdf").text
        assert BENIGN in copy
        return sorted(word for word in copy.split() if len(word) == 1 and word in SECRET)

    assert letters("Kestrelstone", Layout.FAITHFUL) == sorted(SECRET)
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        assert not letters(SECRET, layout)
    monkeypatch.setattr(hits, "strewn", lambda *_: [])
    assert letters(SECRET, Layout.FAITHFUL) == sorted(SECRET)


@pytest.mark.parametrize("name", TORN)
def test_parts_of_other_words_stay(name: str) -> None:
    data = file_of(name)
    copy = sanitize_pdf(plan_for(data, "Kestrelstone"), data, Layout.FAITHFUL).data
    assert shows(copy, SEEN) or shows(copy, SEEN[::-1])


BETWEEN: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "between_in_pdf.yaml").read_text("utf-8")
)
_PRINTED_OVER = (otherwise, "layers_of", lambda _: ())
_BETWEEN_OFF: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "small letters": ((visible, "LOWEST", 0.0), (styles, "LOWEST", 0.0), (styles, "_DWARFED", 0.0)),
    "squeezed letters": ((visible, "_HEIGHT", 1e9), (styles, "_DWARFED", 0.0)),
    "memberships": ((reading, "settle_memberships", lambda _: False), _PRINTED_OVER),
    "doubled words": ((page, "doubled", lambda *_: (set(), False)), _PRINTED_OVER),
    "words that cannot be read": ((hits, "unread_words", lambda *_: ()),),
    "letters of Symbol": ((hits, "typed_in_symbols", str),),
    "letters that mean nothing": ((run_of_page, "veil_unsaid", lambda *_: None),),
    "letters with numbers for names": ((unsaid, "_NUMBERED", re.compile("(?!)")),),
    "pages read otherwise": ((otherwise.Otherwise, "torn", lambda *_: ()),),
}


def _between(case: dict[str, Any]) -> bytes:
    behind = 72 + pymupdf.get_text_length(f"met {FIRST}", "helv", 12)
    contents = case["contents"].format(first=FIRST, second=SECOND, short=SECOND[1:], behind=behind) + "\n"
    pdf = new("/Fm Do\n" if case.get("form") else contents)
    if case.get("form"):
        page_of(pdf).Resources.XObject = Dictionary(Fm=form(pdf, contents))
    if said := case.get("said"):
        page_of(pdf).Resources.Properties = Dictionary(M=Dictionary(ActualText=String(said.format(second=SECOND))))
    if named := case.get("drawn"):
        page_of(pdf).Resources.Font.T3 = pdf.make_indirect(_drawn_font(pdf, Name("/" + named)))
    if "unnamed" in case:
        names = Dictionary(Type=Name.Encoding, Differences=Array([65, *map(Name, case["unnamed"])]))
        page_of(pdf).Resources.Font.F2 = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Odd"), Encoding=names
        )
    if "font" in case:
        page_of(pdf).Resources.Font.F2 = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + case["font"])
        )
    if expression := case.get("expression"):
        groups: dict[str, Any] = {
            each: pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(each))) for each in "GH"
        }
        off = Dictionary(OFF=Array([groups["H"]]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([*groups.values()]), D=off)
        shown_by = groups.get(str(expression))
        if isinstance(expression, list):
            shown_by = Dictionary(Type=Name.OCMD, VE=_expression(expression, groups))
        elif shown_by is None:
            shown_by = Dictionary(Type=Name.OCMD, P=Name("/" + expression), OCGs=Array([*groups.values()]))
        page_of(pdf).Resources.Properties = Dictionary(M=shown_by)
    if "note" in case:
        drawn = form(pdf, f"BT /F1 12 Tf 0 4 Td ({SECOND}) Tj ET")
        drawn.BBox = Array([0, 0, 200, 20])
        annotate(pdf, case["kind"], AP=Dictionary(N=drawn), F=case["note"]).Rect = Array(
            [behind, 596, behind + 200, 616]
        )
    if meant := case.get("meant"):
        _lie(pdf, meant, case.get("of", SECOND), in_ranges="ranges" in case)
        if "bare" in case:
            del page_of(pdf).Resources.Font.F2.Encoding
    return saved(pdf)


def _lie(pdf: Any, meant: str, of: str, *, in_ranges: bool) -> None:
    """F2 has the letters of Helvetica, and says of those ``of`` the second half that they are ``meant``."""
    told = {ord(letter): meant if letter in of else letter for letter in sorted(set(SECOND), key=lambda c: c not in of)}
    kind, codes = ("bfrange", "<{0:02x}> <{0:02x}>") if in_ranges else ("bfchar", "<{0:02x}>")
    pairs = "".join(f"{codes.format(code)} <{ord(text):04x}>\n" for code, text in told.items())
    said = f"1 begincodespacerange <00> <ff> endcodespacerange {len(told)} begin{kind}\n{pairs}end{kind}"
    page_of(pdf).Resources.Font.F2 = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding,
        ToUnicode=pdf.make_stream(said.encode()),
    )  # fmt: skip


def _drawn_font(pdf: Any, name: Name) -> Dictionary:
    """A font of one letter, which is a drawing, for the code of ``a``."""
    procedure = pdf.make_stream(b"600 0 0 0 600 700 d1 0 0 100 700 re 0 0 500 100 re f")
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 700, 700]), Name=Name.Helvetica,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary({str(name): procedure}),
        Encoding=Dictionary(Differences=Array([97, name])), FirstChar=97, LastChar=97, Widths=Array([600]),
    )  # fmt: skip


def _expression(told: list[Any], groups: dict[str, Any]) -> Array:
    parts = (_expression(each, groups) if isinstance(each, list) else groups[each] for each in told[1:])
    return Array([Name("/" + told[0]), *parts])


@pytest.mark.filterwarnings("ignore:This document has .* form widget")
@pytest.mark.parametrize("name", BETWEEN)
def test_what_is_not_seen_in_a_pdf_does_not_part_a_word(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _between(BETWEEN[name])
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        copy = sanitize_pdf(plan_for(data, SECRET), data, layout).data
        assert not shows(copy, FIRST) and not shows(copy, SECOND[1:])
        assert all(shows(copy, word) for word in ("met", "there", BENIGN))
    for each in _BETWEEN_OFF[BETWEEN[name]["defence"]]:
        monkeypatch.setattr(*each)
    leaky = sanitize_pdf(plan_for(data, SECRET), data, Layout.REFLOW).data
    assert shows(leaky, FIRST) or shows(leaky, SECOND[1:])


def _columns(second: int, *, note: bool, pages: int = 1) -> bytes:
    """Two columns, the first of which ends in the first half; ``second`` lines from its top the other one begins."""

    def text(x: float, y: float, line: str) -> str:
        return f"BT /F1 10 Tf {x} {y} Td ({line}) Tj ET\n"

    left = [*(f"the north harbour, line {number}" for number in range(14)), f"and then they met {FIRST}"]
    right = [f"{SECOND} there at noon", *(f"the south harbour, line {number}" for number in range(9))]
    drawn = "".join(text(72, 660 - 13 * row, line) for row, line in enumerate(left))
    if note:
        drawn += "72 470 m 200 470 l S\n" + text(72, 456, "1 See the ledger of the boats.")
    last = "".join(text(330, 660 - 13 * (row + second), line) for row, line in enumerate(right))
    pdf = new(drawn + (last if pages == 1 else "".join(text(330, 660 - 13 * row, "of boats") for row in range(14))))
    if pages > 1:
        add_page(pdf, last.encode())
    return saved(pdf)


@pytest.mark.parametrize("case", [(0, False, 1), (0, True, 1), (5, True, 1), (0, True, 2)])
def test_a_term_that_a_column_ends_in_is_found(case: tuple[int, bool, int], monkeypatch: pytest.MonkeyPatch) -> None:
    data = _columns(case[0], note=case[1], pages=case[2])
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        copy = sanitize_pdf(plan_for(data, SECRET), data, layout).data
        assert not shows(copy, FIRST) and not shows(copy, SECOND)
        assert shows(copy, "met") and shows(copy, "noon")
    if case[1]:
        monkeypatch.setattr(columns, "_feet_and_tops", lambda *_: ())
        monkeypatch.setattr(hits, "_over_lines", lambda *_: ())
        assert shows(sanitize_pdf(plan_for(data, SECRET), data, Layout.REFLOW).data, FIRST)
