# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.docx_files import docx, paragraph, zipped
from tests.exports.docx_plans import HIDING_PLACES, MEMO, run
from tests.exports.places.docx_places import PLACES
from workbench.exports.docx.inspect import inspect


LEFT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases" / "left_in_docx.yaml").read_text("utf-8"))
NAMED = {
    kind: [(name, code) for code, names in LEFT[kind].items() for name in names.split()]
    for kind in ("elements", "parts")
}


def codes_of(inside: str, **files: str) -> list[str]:
    """The codes of what is found in a document with ``inside`` in its paragraph, and further parts."""
    with zipfile.ZipFile(io.BytesIO(docx(f"<w:p>{inside}</w:p>"))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return [finding.code for finding in inspect(zipped({**parts, **files}), "theirs.docx")[1]]


@pytest.mark.parametrize(("name", "code"), NAMED["elements"])
def test_an_element_that_tells_more_than_its_page_is_counted(name: str, code: str) -> None:
    assert codes_of(f"<w:{name}/>") == [code]


def test_what_the_reader_of_documents_cannot_read_is_told_as_not_looked_at() -> None:
    with zipfile.ZipFile(io.BytesIO(docx("<w:p/>"))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    broken = zipped({**parts, "word/document.xml": "<w:document"})
    assert [
        bool(check.not_searched) for data in (zipped(parts), broken) for check in inspect(data, "theirs.docx")[0]
    ] == [
        False,
        True,
    ]


def test_a_part_that_is_packed_and_damaged_is_one_finding() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "met at noon " * 99)
    data = bytearray(whole.getvalue())
    data[51] = 0xFF  # of the settings it is packed with
    assert [finding.code for finding in inspect(bytes(data), "theirs.docx")[1]] == ["V300"]


@pytest.mark.parametrize(("name", "code"), NAMED["parts"])
def test_a_part_that_no_page_shows_is_counted(name: str, code: str) -> None:
    text = "met at noon"
    assert codes_of("", **{name: f"<a>{text}</a>" if name.endswith((".xml", ".rels")) else text}) == [code]


@pytest.mark.parametrize(
    ("inside", "codes"), [(xml, [c]) for c, xml in LEFT["xml"].items()] + [(x, []) for x in LEFT["nothing"]]
)
def test_xml_is_told_by_what_it_does(inside: str, codes: list[str]) -> None:
    assert codes_of(inside) == codes


@pytest.mark.parametrize("text", ["", "0", "1", "false", "true"])
def test_properties_that_say_nothing_are_no_finding(text: str) -> None:
    assert codes_of("", **{"docProps/app.xml": f"<a><b>{text}</b></a>", "word/media/": ""}) == []


LEFT_BEHIND = {
    "deleted text": "V311",
    "moved text": "V311",
    "author of a change": "V312",
    "hidden text": "V314",
    "field code": "V321",
    "bookmark": "V322",
    "alternative text": "V323",
    "drawn word": "V323",
    "content control": "V323",
    "XML comment": "V329",
}


@pytest.mark.parametrize("place", LEFT_BEHIND)
def test_hidden_data_of_a_strangers_file_is_counted_and_not_quoted(place: str) -> None:
    findings = inspect(docx(f"<w:p>{HIDING_PLACES[place]}</w:p>"), "theirs.docx")[1]
    assert [f.code for f in findings] == [LEFT_BEHIND[place]]
    assert "ORCHARD" not in repr(findings)


@pytest.mark.parametrize(
    ("properties", "covered"),
    [
        ('<w:highlight w:val="black"/>', True),
        ('<w:color w:val="000000"/><w:shd w:fill="000000"/>', True),
        ('<w:color w:val="FFFFFF"/>', True),
        ('<w:shd w:fill="000000"/>', False),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', False),
        ('<w:highlight w:val="yellow"/>', False),
        ("<w:b/>", False),
    ],
)
def test_words_in_black_on_black_are_a_bad_redaction(properties: str, covered: bool) -> None:
    findings = inspect(docx(f"<w:p>{run('ORCHARD', properties)}</w:p>"), "theirs.docx")[1]
    assert ("V315" in [f.code for f in findings]) == covered


def test_parts_of_a_strangers_file_are_counted() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("x")))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    files |= {
        "docProps/core.xml": "<a><b>ORCHARD</b></a>",
        "customXml/item1.xml": "<a/>",
        "word/embeddings/oleObject1.bin": "x",
        "word/vbaProject.bin": "x",
        "word/media/image1.jpeg": "x",
        "docProps/thumbnail.jpeg": "x",
        "word/strange.dat": "x",
    }
    findings = inspect(zipped(files, b"ORCHARD"), "theirs.docx")[1]
    assert [f.code for f in findings] == ["V316", "V317", "V318", "V319", "V325", "V330", "V331", "V333"]
    assert "ORCHARD" not in repr(findings)


@given(st.binary(max_size=200))
def test_inspecting_is_total(noise: bytes) -> None:
    for data in (noise, b"PK\x03\x04" + noise, MEMO[:-30] + noise):
        checks, _ = inspect(data, "theirs.docx")
        assert checks


TOLD_BY_READING = {
    "half a point high": "R108",
    "white on white": "R108",
    "header that no page shows": "R109",
    "footnote that nothing calls": "R109",
    "unknown element": "V317",
    "other branch": "R113",
    "merged cell": "R116",
    "tag of a control": "V323",
    "tool tip of a link": "V323",
    "choice of a control": "V321",
    "binding of a control": "V321",
}


@pytest.mark.parametrize("place", TOLD_BY_READING)
def test_text_that_no_page_shows_is_counted_and_not_told(place: str) -> None:
    findings = inspect(PLACES[place].build("QUILLBACK77"), "theirs.docx")[1]
    assert TOLD_BY_READING[place] in [finding.code for finding in findings]
    assert "QUILLBACK" not in repr(findings)


_BLACK = '<w:shd w:val="clear" w:fill="000000"/>'


@pytest.mark.parametrize(
    ("properties", "around", "covered"),
    [
        ('<w:color w:val="000000"/>', _BLACK, True),
        ('<w:color w:val="0A0A0A"/>', _BLACK, True),
        ('<w:color w:val="FFFFFF"/>', _BLACK, False),
        ("<w:b/>", _BLACK, False),
        ('<w:color w:val="112233"/>', '<w:shd w:val="solid" w:color="112233" w:fill="auto"/>', True),
        ('<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="F4F4F4"/>', True),
    ],
)
@pytest.mark.parametrize("place", ["cell", "paragraph"])
def test_the_ground_of_a_cell_or_paragraph_counts(place: str, properties: str, around: str, covered: bool) -> None:
    line = f"<w:p>{run('by night', properties)}</w:p>"
    if place == "cell":
        body = f"<w:tbl><w:tr><w:tc><w:tcPr>{around}</w:tcPr>{line}</w:tc></w:tr></w:tbl>"
    else:
        body = line.replace("<w:p>", f"<w:p><w:pPr>{around}</w:pPr>")
    codes = {finding.code for finding in inspect(docx(body), "theirs.docx")[1]}
    assert ("V315" in codes) == covered


_FLOATS = "position:absolute;width:60pt;height:{}pt;z-index:{}"


@pytest.mark.parametrize(
    ("style", "fill", "floats"),
    [
        (_FLOATS.format(14, 1), "black", True),
        (_FLOATS.format(14, 1), "#101010", True),
        (_FLOATS.format(14, 1), "yellow", False),
        (_FLOATS.format(2, 1), "black", False),
        (_FLOATS.format("1.2.3", 1), "black", True),
        (_FLOATS.format(14, -1), "black", False),
        ("width:60pt;height:14pt", "black", False),
    ],
)
def test_dark_shapes_that_float_over_the_text_are_counted(style: str, fill: str, floats: bool) -> None:
    shape = f'<w:r><w:pict><v:rect style="{style}" fillcolor="{fill}"/></w:pict></w:r>'
    codes = {finding.code for finding in inspect(docx(f"<w:p>{shape}</w:p>"), "theirs.docx")[1]}
    assert ("V334" in codes) == floats


@pytest.mark.parametrize("height", ["180000", "", "tall"])
def test_a_dark_drawing_counts_unless_it_is_told_to_be_flat(height: str) -> None:
    fill = '<wps:spPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill></wps:spPr>'
    drawing = f'<wp:anchor><wp:extent cx="1" cy="{height}"/><wps:wsp>{fill}</wps:wsp></wp:anchor>'
    body = f"<w:p><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>"
    assert "V334" in {finding.code for finding in inspect(docx(body), "theirs.docx")[1]}


def test_a_finding_names_the_paragraph_and_counts_a_deletion_once() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>ORCHARD</w:delText></w:r></w:del>'
    body = f"{paragraph('one')}{paragraph('two')}<w:p>{run('ORCHARD', '<w:vanish/>')}{gone}</w:p>"
    told = {finding.code: finding.message for finding in inspect(docx(body), "theirs.docx")[1]}
    assert told["V314"].endswith("hidden text: in paragraph 3")
    assert told["V311"].startswith("1 deleted") and told["V311"].endswith("in paragraph 3")
    many = "".join(f"<w:p>{run('ORCHARD', '<w:vanish/>')}</w:p>" for _ in range(8))
    [finding] = [f for f in inspect(docx(many), "theirs.docx")[1] if f.code == "V314"]
    assert "paragraph 5 and 3 more places" in finding.message and "ORCHARD" not in repr(finding)
