# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pymupdf
import pytest
from PIL import Image

from tests.exports.pdf_copies import ledger
from tests.exports.places.pdf_building import in_file, on_page, page_of
from tests.exports.places.pdf_carried import CARRIED as CARRIED_PLACES
from tests.exports.places.pdf_pixels import TOLD
from tests.exports.test_pdf_inspect import SECRET, codes
from tests.exports.test_pdf_verify import in_an_earlier_revision
from workbench.exports.pdf.verification.inspect import inspect


def carrying(put: Callable[[Any], object]) -> bytes:
    pdf = pymupdf.open("pdf", ledger("Ilse Brandt"))
    put(pdf)
    return bytes(pdf.tobytes())


CARRIED: dict[str, tuple[str, Callable[[Any], object]]] = {
    "metadata": ("V121", lambda pdf: pdf.set_metadata({"author": SECRET})),
    "XMP": ("V121", lambda pdf: pdf.set_xml_metadata("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")),
    "attachment": ("V122", lambda pdf: pdf.embfile_add("note.txt", b"a note")),
    "comment": ("V125", lambda pdf: pdf[0].add_text_annot((72, 300), SECRET)),
    "bookmark": ("V129", lambda pdf: pdf.set_toc([[1, "One", 1], [1, "Two", 2]])),
    "layer": ("V127", lambda pdf: pdf.add_ocg("Draft", on=False)),
    "permissions": ("V133", lambda pdf: pdf.xref_set_key(pdf.pdf_catalog(), "Perms", "<</DocMDP 1>>")),
    "threads": ("V130", lambda pdf: pdf.xref_set_key(pdf.pdf_catalog(), "Threads", "[]")),
    "link": (
        "V126",
        lambda pdf: pdf[0].insert_link({"kind": 2, "from": pymupdf.Rect(0, 0, 9, 9), "uri": "https://x.y/"}),
    ),
}

# Objects of no known use, written as they are: each with what the finding counts.
WRITTEN = {
    "field": ("V124", "<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>"),
    "field without a place": ("V124", "<</FT/Tx/T(name)/V(x)>>"),
    "form of Adobe": ("V124", "<</XFA(x)>>"),
    "annotation without a type": ("V125", "<</Subtype/FreeText/Rect[0 0 9 9]>>"),
    "replacement text": ("V128", "<</ActualText(what is read aloud)>>"),
    "alternate text": ("V128", "<</Type/StructElem/S/Figure/Alt(what is seen)>>"),
    "names in a tree": ("V130", "<</Limits[(a)(b)]/Names[(a) 1 (b) 2]>>"),
    "data of a program": ("V131", "<</PieceInfo<</X<</Private(x)>>>>>>"),
    "preview": ("V132", "<</Thumb 1>>"),
    "signature": ("V133", "<</Type/Sig/Name(x)>>"),
    "signature without a type": ("V133", "<</ByteRange[0 1 2 3]/Contents(x)>>"),
    "action on closing": ("V123", "<</AA<</WC 1>>>>"),
    "picture with alternates": ("V135", "<</Subtype/Image/Alternates[]>>"),
}


def writing(text: str) -> Callable[[Any], object]:
    def put(pdf: Any) -> None:
        number = pdf.get_new_xref()
        pdf.update_object(number, text)
        pdf.xref_set_key(pdf.pdf_catalog(), "Left", f"{number} 0 R")

    return put


CARRIED |= {name: (code, writing(text)) for name, (code, text) in WRITTEN.items()}


@pytest.mark.parametrize("name", CARRIED)
def test_what_a_file_carries_is_counted(name: str) -> None:
    code, put = CARRIED[name]
    assert code in codes(carrying(put))


def test_attached_files_are_no_named_destinations() -> None:
    assert codes(carrying(lambda pdf: pdf.embfile_add("note.txt", b"a note"))) == {"V122"}


SAID_BESIDE = [
    "unknown key of the catalog",
    "unknown key of the page",
    "key of the trailer",
    "legal attestation",
    "web capture",
    "named destination",
    "named template",
    "bookmark",
    "bytes behind the end",
    "EXIF of a picture",
    "comment of a picture",
]


@pytest.mark.parametrize("place", SAID_BESIDE)
def test_what_a_file_says_beside_its_pages_is_counted_and_not_told(place: str) -> None:
    _, findings = inspect({**CARRIED_PLACES, **TOLD}[place].build("QUILLBACK77"), "stranger.pdf")
    assert findings
    assert not any("QUILLBACK" in finding.message for finding in findings)


def test_scripts_and_leftovers_are_counted() -> None:
    with pymupdf.open("pdf", ledger("Ilse Brandt")) as pdf:
        number = pdf.get_new_xref()
        pdf.update_object(number, "<</Note(nothing refers to me)>>")
        pdf.xref_set_key(pdf.pdf_catalog(), "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>")
        data = pdf.tobytes(garbage=0)
    assert {"V123", "V134"} <= codes(data)


def test_what_programs_leave_behind_is_nothing_hidden() -> None:
    with pymupdf.open("pdf", ledger("Ilse Brandt")) as pdf:
        pdf.update_object(pdf.get_new_xref(), "<</Type/FontDescriptor/FontName/Courier/Flags 4>>")
        data = pdf.tobytes(garbage=0)
    assert codes(data) == set()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, linearize=True)
    assert codes(out.getvalue()) == set()


@pytest.mark.parametrize(
    ("opening", "runs"),
    [
        ("[3 0 R/XYZ null null 0]", False),
        ("(intro)", False),
        ("<</S/GoTo/D[3 0 R/Fit]>>", False),
        ("<</S/GoTo/D[3 0 R/Fit]/Next<</S/Launch/F(a)>>>>", True),
        ("<</S/URI/URI(http://example.org)>>", True),
    ],
)
def test_a_file_that_opens_at_a_page_runs_nothing(opening: str, runs: bool) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page()
        pdf.xref_set_key(pdf.pdf_catalog(), "OpenAction", opening)
        data = pdf.tobytes()
    assert ("V123" in codes(data)) == runs


@pytest.mark.parametrize(("checksum", "alarms"), [("/0123456789ABCDEF0123456789ABCDEF", False), ("/Kestrel", True)])
def test_the_checksum_of_libreoffice_is_nothing_unusual(checksum: str, alarms: bool) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.trailer.DocChecksum = pikepdf.Name(checksum)
        out = io.BytesIO()
        pdf.save(out)
    assert ("V144" in codes(out.getvalue())) == alarms


@pytest.mark.parametrize("name", ["ActualText", "Actual#54ext", "A#63tualTe#78t"])
@pytest.mark.parametrize(
    ("spoken", "told"),
    [
        ("(Quillback)", True),
        ("(Quill#28back)", True),
        ("<FEFF0051007500690063006B>", True),
        ("<FEFF00660066006C>", False),
        ("<FEFF00AD>", False),
    ],
)
def test_text_that_reads_otherwise_than_it_is_drawn_is_counted(spoken: str, told: bool, name: str) -> None:
    data = on_page(lambda _: f"/Span <</{name} {spoken}>> BDC BT /F1 12 Tf 72 600 Td (boats) Tj ET EMC\n")("")
    assert ("V128" in codes(data)) == told


def test_an_earlier_revision_is_found() -> None:
    assert "V120" in codes(in_an_earlier_revision())


def with_segment(marker: int, content: bytes, filters: str, most: int | None = None) -> bytes:
    """A page with the ``most`` first bytes of a JPEG that has a segment more than its pixels need."""

    def put(pdf: Any, _: str) -> None:
        out = io.BytesIO()
        Image.new("L", (20, 20), 230).save(out, "jpeg")
        jpeg = out.getvalue()
        segment = bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content
        jpeg = (jpeg[:20] + segment + jpeg[20:])[:most]  # behind the head that every JPEG has
        stream = pikepdf.Stream(pdf, zlib.compress(jpeg) if "Flate" in filters else jpeg)
        stream.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 20, "/Height": 20})
        stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        stream.Filter = pikepdf.Object.parse(filters.encode())
        page_of(pdf).Resources.XObject = pikepdf.Dictionary(Im0=pdf.make_indirect(stream))

    return in_file(put)("")


@pytest.mark.parametrize("filters", ["/DCTDecode", "[/DCTDecode]", "[/FlateDecode /DCTDecode]"])
@pytest.mark.parametrize(
    ("marker", "content", "told"),
    [
        (0xFE, b"met at noon", True),
        (0xE1, b"Exif\0\0met at noon", True),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>", True),
        (0xED, b"Photoshop 3.0\x008BIM\x04\x04met at noon", True),
        (0xE2, b"ICC_PROFILE\0\1\1\xff\xfe", False),
        (0xEE, b"Adobe\0d\0\0\0\0\0", False),
    ],
)
def test_what_a_jpeg_says_of_itself_is_counted(marker: int, content: bytes, told: bool, filters: str) -> None:
    assert ("V135" in codes(with_segment(marker, content, filters))) == told


@pytest.mark.parametrize("most", [0, 3, 21, 23, 30])
def test_a_jpeg_that_is_cut_off_is_read_as_far_as_it_goes(most: int) -> None:
    assert ("V135" in codes(with_segment(0xFE, b"met at noon", "/DCTDecode", most))) == (most > 23)


@pytest.mark.parametrize("before", [b"", b"met Quillback at noon\n"])
@pytest.mark.parametrize("behind", [b"", b"met Quillback at noon"])
def test_what_stands_around_a_file_is_told_and_counted(before: bytes, behind: bytes) -> None:
    checks, findings = inspect(before + on_page(lambda _: "")("") + behind, "stranger.pdf")
    assert [finding.code for finding in findings].count("V138") == bool(before) + bool(behind)
    assert sum(check.found for check in checks) == bool(before) + bool(behind)


def test_a_file_whose_parts_nobody_could_look_at_is_not_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(data: bytes) -> None:
        raise pikepdf.PdfError("Quillback")

    monkeypatch.setattr("workbench.exports.pdf.verification.inspect.open_pdf", failing)
    checks, findings = inspect(on_page(lambda _: "")(""), "stranger.pdf")
    assert [finding.code for finding in findings] == ["V110"]
    assert sum(check.found for check in checks) == 1
    assert "Quillback" not in repr((checks, findings))
