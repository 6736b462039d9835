# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, StreamDecodeLevel

from tests.exports.pdf_making import SURVEY, Para, memo, plan_of
from workbench.core.findings import Severity
from workbench.documents import ocr
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Term


SENTENCE = SURVEY.removeprefix("(S) ").encode()
NAME = b"Ilse Brandt"
PLAN = replace(memo(), terms=(Term(NAME.decode()),))


def all_shown() -> bytes:
    """A copy in which nothing is withheld, set as copies are: their contents are numbers of glyphs."""
    return reflow(replace(memo(), redactions=(), terms=()))


def changed(change: Callable[[Pdf], None]) -> bytes:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    change(pdf)
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)
    return out.getvalue()


def with_object(value: pikepdf.Object, *, spelled: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """An object of no known use; ``spelled``: how the file then writes something of it, in as many bytes."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Left = pdf.make_indirect(value)

    return changed(change).replace(*spelled)


def letters(text: bytes) -> list[pikepdf.Object]:
    return [pikepdf.String(b"\xfe\xff\0%c" % code) for code in text]


def in_the_trailer(pdf: Pdf) -> None:
    pdf.trailer.Left = "\u2126 " + SENTENCE.decode()


def with_stream(data: bytes, **keys: pikepdf.Object) -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.Left = pdf.make_stream(data, **keys)

    return changed(change)


def in_hexadecimal(data: bytes) -> bytes:
    return with_stream(zlib.compress(data).hex().encode() + b">", Filter=Array([Name.ASCIIHexDecode, Name.FlateDecode]))


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return out.getvalue()


def with_contents(drawn: bytes) -> bytes:
    """A page that draws more, its contents coded so that the raw bytes say nothing."""

    def change(pdf: Pdf) -> None:
        data = zlib.compress(pdf.pages[0].Contents.read_bytes() + b"\n" + drawn).hex().encode()
        pdf.pages[0].Contents = pdf.make_stream(data, Filter=Array([Name.ASCIIHexDecode, Name.FlateDecode]))

    return changed(change)


def behind(data: bytes) -> bytes:
    return reflow(memo()) + data


# The raw bytes (V105) are searched in most spellings of strings and streams too: of two codes each has to be found.
FOUND_BY: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "the text of a page": ({"V101"}, all_shown),
    "a string that is not spelled out": (
        {"V103", "V105"},
        lambda: with_object(Dictionary(Note="\u2126 " + SENTENCE.decode())),
    ),
    "an array of letters": ({"V103"}, lambda: with_object(Array(letters(SENTENCE)))),
    "a key": (
        {"V103", "V105"},
        lambda: with_object(Dictionary({"/QQQQQQQQQQQQ": 1}), spelled=(b"QQQQQQQQQQQQ", b"Ilse#42randt")),
    ),
    "a name": ({"V103", "V105"}, lambda: with_object(Name.QQQQQQQQQQQQ, spelled=(b"QQQQQQQQQQQQ", b"Ilse#42randt"))),
    "a stream": ({"V104", "V105"}, lambda: in_hexadecimal(SENTENCE)),
    "a stream of UTF-16": ({"V104", "V105"}, lambda: in_hexadecimal(SENTENCE.decode().encode("utf-16"))),
    "a stream of UTF-16 without a mark": (
        {"V104", "V105"},
        lambda: in_hexadecimal(SENTENCE.decode().encode("utf-16-be")),
    ),
    "a stream in an old character set": (
        {"V104", "V105"},
        lambda: in_hexadecimal("\u00e9 ".encode("latin-1") * 9 + SENTENCE),
    ),
    "a stream of bytes with a term": (
        {"V104"},
        lambda: in_hexadecimal(b"\xff\0\x01\x02" * 90 + NAME + b"\xff\0\x01" * 90),
    ),
    "a comment in contents": ({"V104", "V105"}, lambda: with_contents(b"% " + SENTENCE)),
    "a string in contents": ({"V104", "V105"}, lambda: with_contents(b"BT 3 Tr /None 9 Tf (" + SENTENCE + b") pop ET")),
    "hexadecimal in contents": (
        {"V104", "V105"},
        lambda: with_contents(b"BT 3 Tr /None 9 Tf <" + SENTENCE.hex().encode() + b"> pop ET"),
    ),
    "words between operators": ({"V104", "V105"}, lambda: with_contents(SENTENCE)),
    "hexadecimal of half a byte": (
        {"V104", "V105"},
        lambda: with_contents(b"BT <" + SENTENCE.hex().encode() + b"0> Tj ET"),
    ),
    "a code in what begins like contents": (
        {"V104", "V105"},
        lambda: in_hexadecimal(b"BT (x) Tj ET " + b64encode(SENTENCE)),
    ),
    "a stream that is not what it says": ({"V104", "V105"}, lambda: with_stream(SENTENCE, Filter=Name.FlateDecode)),
    "the trailer": ({"V103", "V105"}, lambda: changed(in_the_trailer)),
    "a file in a string": ({"V136"}, lambda: with_object(Dictionary(Note=pikepdf.String(zipped(SENTENCE))))),
    "a file in the file": ({"V136"}, lambda: in_hexadecimal(zipped(SENTENCE))),
    "bytes behind the file": ({"V105"}, lambda: behind(SENTENCE)),
    "bytes of UTF-16 behind the file": ({"V105"}, lambda: behind(SENTENCE.decode().encode("utf-16-le"))),
    "bytes of UTF-16, the other way round": ({"V105"}, lambda: behind(SENTENCE.decode().encode("utf-16-be"))),
    "a term behind the file": ({"V105"}, lambda: behind(b"\xff\0" + NAME + b"\0\xff")),
    "a stream that no table names": ({"V105"}, lambda: behind(b"stream\n" + zlib.compress(SENTENCE))),
}


@pytest.mark.parametrize("place", FOUND_BY)
def test_each_check_that_looks_there_finds_it(place: str) -> None:
    codes, make = FOUND_BY[place]
    checks, findings = verify(make(), PLAN)
    assert {finding.code for finding in findings if finding.severity is Severity.ERROR} == codes
    assert sum(check.found for check in checks)


def info(pdf: Pdf) -> None:
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Producer="x"))


def unknown(pdf: Pdf) -> None:
    pdf.Root.Left = 1


def on_a_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.Left = 1
    pdf.pages[0].obj.Thumb = 1


def outline(text: str) -> Callable[[Pdf], None]:
    """An outline of one item, which has ``text`` in it."""

    def change(pdf: Pdf) -> None:
        item = pdf.make_indirect(Object.parse(f"<</Title(The ferry){text}>>".encode()))
        if "/Dest" not in item:
            item.Dest = Array([pdf.pages[0].obj, Name.Fit])
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))

    return change


def outline_with_more(pdf: Pdf) -> None:
    outline("")(pdf)
    pdf.Root.Outlines.Left = 1


def link(text: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        kind = "" if "/Subtype" in text else "/Subtype/Link"
        made = Object.parse(f"<</Type/Annot{kind}/Rect[0 0 9 9]{text}>>".encode())
        if "/Page" in made:
            view = made["/Page"].as_list()
            made.Dest = Array([pdf.pages[0].obj, *view])
            del made["/Page"]
        pdf.pages[0].obj.Annots = Array([made])

    return change


WEB = "/A<</S/URI/URI(https://example.org/)"
PARTS: dict[str, list[Callable[[Pdf], None]]] = {
    "copy has: /Info": [info],
    "copy has: 1 unknown": [unknown],
    "copy has: /Thumb, 1 unknown": [on_a_page],
    "copy has: /Outlines": [outline_with_more, outline("/C[1 0 0]"), outline("/Dest(named)")],
    "copy has: /Annots": [
        link(f"{WEB}>>/Contents(x)"),
        link(f"{WEB}>>/Subtype/Text"),
        link(f"{WEB}/Next<<>>>>"),
        link(f"{WEB}>>/Page[/Fit]"),
        link("/A<</S/Launch/URI(https://example.org/)>>"),
        link("/Page[/FitH 700]"),
        link("/Page[/Fit 700]"),
        link("/Dest(named)"),
        link("/Dest[0/Fit]"),
    ],
}


@pytest.mark.parametrize(("told", "change"), [(told, change) for told, changes in PARTS.items() for change in changes])
def test_a_part_that_no_copy_has_is_told_and_never_by_a_name_that_somebody_made_up(
    told: str, change: Callable[[Pdf], None]
) -> None:
    _, findings = verify(changed(change), PLAN)
    assert [finding.message for finding in findings if finding.code == "V109"] == [
        f"{_OF[told]} that no sanitized {told}"
    ]


_OF = {
    told: "the page has parts" if told.endswith(("Annots", "Thumb, 1 unknown")) else "the file has parts"
    for told in PARTS
}


@pytest.mark.parametrize("change", [outline(""), link(f"{WEB}>>"), link("/Page[/Fit]")])
def test_links_and_bookmarks_as_a_copy_has_them_are_nothing_unusual(change: Callable[[Pdf], None]) -> None:
    assert verify(changed(change), PLAN)[1] == []


def test_a_bookmark_without_a_title_stands_on_no_page() -> None:
    def untitled(pdf: Pdf) -> None:
        outline("")(pdf)
        pdf.Root.Outlines.First.Title = ""

    assert [finding.code for finding in verify(changed(untitled), PLAN)[1]] == ["V143"]


def test_a_string_is_read_in_the_characters_of_a_pdf() -> None:
    plan = plan_of(Para("(U) Her name is Ka\u0142marowa.", secret="Ka\u0142marowa"), terms=("Ka\u0142marowa",))
    copy = with_object(Dictionary(Note="Ka\u0142marowa"))
    assert "V103" in {finding.code for finding in verify(copy, plan)[1]}


SHAPES = {
    "strokes": "".join(f" {72 + 9 * n} 90 m {72 + 9 * n} 92 l S" for n in range(4)),
    "outlines": "".join(f" {72 + 9 * n} 90 m" + " 80 95 l 84 99 l" * 3 + " f" for n in range(4)),
}


@pytest.mark.parametrize("shapes", SHAPES)
def test_shapes_that_may_be_letters_are_told_of(shapes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine_name", lambda: None)
    _, findings = verify(with_contents(SHAPES[shapes].encode()), PLAN)
    assert [finding.code for finding in findings] == ["V107"]


def test_what_cannot_be_searched_is_told() -> None:
    checks, _ = verify(in_hexadecimal(b"PK\x03\x04 and no more"), PLAN)
    assert next(check for check in checks if check.name == "files in the file").not_searched
    plan = plan_of(Para("(U) The harbour of \u6e2f is open."))
    checks, _ = verify(reflow(plan), plan)
    assert next(check for check in checks if check.name == "fonts").not_searched


def test_every_bookmark_is_looked_at_be_it_an_object_or_not() -> None:
    def planted(pdf: Pdf) -> None:
        outline("")(pdf)
        first = pdf.Root.Outlines.First
        last = Dictionary(Title="What nobody reads", Dest=first.Dest)
        first.Next = Dictionary(Title=first.Title, Dest=first.Dest, Next=last, Prev=first)

    assert [finding.code for finding in verify(changed(planted), PLAN)[1]] == ["V143"]
