# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial

import pikepdf
import pymupdf
import pytest

from tests.exports.pdf_making import SURVEY, Para, memo, plan_of
from workbench.core.findings import Severity
from workbench.exports.needles import Hit, Needles
from workbench.exports.pdf.grammar import to_unicode
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Plan


SENTENCE = SURVEY.removeprefix("(S) ")


def leaks(copy: bytes, plan: Plan | None = None) -> int:
    checks, _ = verify(copy, plan or memo())
    return sum(check.found for check in checks)


def codes(copy: bytes) -> list[str]:
    return [finding.code for finding in verify(copy, memo())[1] if finding.severity is Severity.ERROR]


def on_the_page(text: str) -> bytes:
    pdf = pymupdf.open("pdf", reflow(memo()))
    pdf[0].insert_text((72, 600), text)
    return bytes(pdf.tobytes())


def in_the_metadata() -> bytes:
    pdf = pymupdf.open("pdf", reflow(memo()))
    pdf.set_metadata({"subject": SENTENCE})
    return bytes(pdf.tobytes())


def in_an_attachment() -> bytes:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    pdf.attachments["note.txt"] = SENTENCE.encode()
    return saved(pdf)


def in_an_earlier_revision() -> bytes:
    """The sentence on the page, and an update after it that empties the page's contents."""
    data = in_the_metadata()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return without_it(data, pdf.trailer.Info.objgen[0])


def without_it(data: bytes, number: int) -> bytes:
    """The file with an update that leaves nothing of that object."""
    pdf = pikepdf.open(io.BytesIO(data))
    body = b"\n%d 0 obj\n<<>>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(data) + 1)
    previous = int(data.rsplit(b"startxref", 1)[1].split()[0])
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (int(pdf.trailer.Size), pdf.Root.objgen[0], previous)
    return data + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(body))


def in_an_object_of_no_known_use() -> bytes:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    pdf.Root.Left = pdf.make_indirect(pikepdf.Dictionary(Note=SENTENCE))
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def test_nothing_is_found_in_a_good_copy() -> None:
    checks, findings = verify(reflow(memo()), memo())
    assert sum(check.found for check in checks) == 0
    assert findings == []
    looked = {check.name: check.searched for check in checks}
    assert all(looked[name] for name in ("page text", "streams of every object", "raw bytes", "fonts"))


@pytest.mark.parametrize(
    "put_back",
    [
        partial(on_the_page, SENTENCE),
        partial(on_the_page, "ferry carries the survey team to the is"),
        partial(on_the_page, "the  SURVEY  team to the is-\nland on Monday"),
        partial(on_the_page, "Ilse Brandt"),
        in_the_metadata,
        in_an_attachment,
        in_an_earlier_revision,
        in_an_object_of_no_known_use,
    ],
)
def test_what_was_put_back_is_found(put_back: Callable[[], bytes]) -> None:
    assert leaks(put_back()) > 0


def test_findings_never_hold_what_was_withheld() -> None:
    _, findings = verify(on_the_page(SENTENCE), memo())
    assert findings
    assert not any("survey" in finding.message or "Brandt" in finding.message for finding in findings)


def test_words_that_the_kept_text_has_too_are_no_leak() -> None:
    said = "The ferry to Grey Island runs twice a week."
    plan = plan_of(Para(f"(S) {said}", whole=True), Para(f"(U) {said}"))
    assert leaks(reflow(plan), plan) == 0


def test_a_term_that_is_a_word_of_the_label_is_no_leak() -> None:
    plan = plan_of(Para("(U) The text was lost.", secret="text"), terms=("text",))
    assert leaks(reflow(plan), plan) == 0


def test_a_term_that_is_a_word_of_what_a_writer_says_is_no_leak() -> None:
    plan = plan_of(Para("(U) The picture was lost.", secret="picture"), terms=("picture",))
    needles = Needles(plan)
    assert needles.search_page("The\n[picture withheld]\nwas lost") == []
    assert needles.search_page("the picture was lost") == [Hit("term", 1)]


@pytest.mark.parametrize(
    ("behind", "found"), [(b"", False), (b"% 2019-00061", True), (b"<0010> <20192019000020190006>", True)]
)
def test_a_number_that_glyphs_and_their_letters_make_is_no_leak(behind: bytes, found: bool) -> None:
    plan = plan_of(Para("(U) The case is F-2019-00061.", secret="2019-00061"), terms=("2019-00061",))
    pdf = pikepdf.open(io.BytesIO(reflow(plan)))
    pdf.Root.Left = pdf.make_stream(to_unicode({"0008": "\u2019", "0009": "(", "2019": "\0"}) + b"\n" + behind)
    assert (leaks(saved(pdf), plan) > 0) is found


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        *(("document Manual", 0), ("documentManual", 0), ("document M", 0), ("document Markin", 1)),
        *(("Williamstone", 0), ("Williams", 1), ("Williamses", 1)),
    ],
)
def test_two_kept_words_that_meet_elsewhere_are_no_part_of_a_term(shown: str, found: int) -> None:
    said = "(U) A document marking of Williams. Each document has one, says the manual. William put it on a stone."
    names = ("document marking", "Williams")
    plan = plan_of(Para(said, secret="document marking of Williams"), terms=names)
    pdf = pymupdf.open("pdf", reflow(plan))
    pdf[0].insert_text((72, 600), shown)
    checks, _ = verify(pdf.tobytes(), plan)
    assert bool(next(check for check in checks if check.name == "page text").found) is bool(found)


@pytest.mark.parametrize("shown", ["K E S T R E L 7 7", "Kestrel-\n77", "kestrel77", "ｋｅｓｔｒｅｌ77", "77LERTSEK"])
def test_a_term_is_found_however_it_is_written(shown: str) -> None:
    plan = plan_of(Para("(U) The name is Kestrel77.", secret="Kestrel77"), terms=("Kestrel77",))
    pdf = pymupdf.open("pdf", reflow(plan))
    pdf[0].insert_text((72, 600), shown, fontname="china-s")
    assert leaks(pdf.tobytes(), plan) > 0


@pytest.mark.parametrize("name", ["Ohm", "\u91d1\u6b63\u6069", "\u6069"])
def test_a_name_of_few_letters_is_found_in_a_string(name: str) -> None:
    plan = plan_of(Para(f"(U) The name is {name}.", secret=name), terms=(name,))
    pdf = pikepdf.open(io.BytesIO(reflow(plan)))
    assert leaks(saved(pdf), plan) == 0
    pdf.Root.Lang = name
    assert leaks(saved(pdf), plan) > 0


def test_what_is_nested_too_deep_to_be_searched_is_no_good_copy() -> None:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    inner = pikepdf.Array([1])
    for _ in range(150):
        inner = pikepdf.Array([inner])
    pdf.Root.Left = pdf.make_indirect(inner)
    assert codes(saved(pdf)) == ["V100"]


def test_most_of_a_term_is_found_too() -> None:
    plan = plan_of(Para("(U) The name is Kestrelstone.", secret="Kestrelstone"), terms=("Kestrelstone",))
    pdf = pymupdf.open("pdf", reflow(plan))
    pdf[0].insert_text((72, 600), "strelstone")
    checks, findings = verify(pdf.tobytes(), plan)
    assert sum(check.found for check in checks) > 0
    assert any("part of a term" in finding.message for finding in findings)


def test_letters_drawn_out_of_order_are_read_by_position() -> None:
    plan = plan_of(Para("(U) The name is Kestrel77.", secret="Kestrel77"), terms=("Kestrel77",))
    pdf = pymupdf.open("pdf", reflow(plan))
    for index in (8, 3, 5, 0, 7, 2, 6, 1, 4):
        pdf[0].insert_text((72 + 9 * index, 600), "Kestrel77"[index])
    checks, _ = verify(pdf.tobytes(), plan)
    assert next(check for check in checks if check.name == "page text by position").found


def test_letters_of_words_that_stand_below_each_other_are_no_word() -> None:
    plan = plan_of(Para("(U) The name is Fig.", secret="Fig"), terms=("Fig",))
    pdf = pymupdf.open("pdf", reflow(plan))
    for row, letter in enumerate(".giF."):  # from the last line to the first, so that the page is read by position
        pdf[0].insert_text((400, 700 - 12 * row), f"seas{letter}seas", fontname="cour")
    checks, _ = verify(pdf.tobytes(), plan)
    assert not next(check for check in checks if check.name == "page text by position").found
    for row, typed in enumerate(".Fig."):
        pdf[0].insert_text((500, 640 + 12 * row), typed, fontname="cour")
    checks, _ = verify(pdf.tobytes(), plan)
    assert next(check for check in checks if check.name == "page text by position").found


def test_what_cannot_be_opened_counts_as_a_leak() -> None:
    checks, findings = verify(b"%PDF-1.7 nothing", memo())
    assert sum(check.found for check in checks) == 1
    assert findings[0].code == "V100"


def test_pictures_are_named_as_not_searched() -> None:
    pdf = pymupdf.open("pdf", reflow(memo()))
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 20, 20))
    pixels.clear_with(128)
    pdf[0].insert_image((72, 500, 100, 530), pixmap=pixels)
    checks, findings = verify(pdf.tobytes(), memo())
    assert next(check for check in checks if check.name == "pictures").not_searched
    assert any(finding.code == "V107" and finding.severity is Severity.WARNING for finding in findings)


@pytest.mark.parametrize("is_earlier", [False, True])
def test_a_picture_that_no_page_shows_is_named_too(is_earlier: bool) -> None:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    kind = pikepdf.Dictionary(Subtype=pikepdf.Name.Image, Width=20, Height=20, BitsPerComponent=8)
    if is_earlier:
        kind.ColorSpace = pikepdf.Name.DeviceGray
    else:
        kind.Filter = pikepdf.Name.JPXDecode
    pdf.Root.Left = pdf.make_stream(bytes(400), kind)
    copy = without_it(saved(pdf), pdf.Root.Left.objgen[0]) if is_earlier else saved(pdf)
    assert "1 picture" in next(check for check in verify(copy, memo())[0] if check.name == "pictures").not_searched


def test_a_string_that_goes_back_over_itself_is_read_by_position() -> None:
    plan = plan_of(Para("(U) Kestrel sailed.", secret="Kestrel"), terms=("Kestrel",))
    pdf = pymupdf.open("pdf", reflow(plan))
    pdf[0].insert_font("helv")
    contents = pdf[0].get_contents()[-1]
    drawn = b"\nBT /helv 11 Tf 1 0 0 1 72 20 Tm [(K) -556 (s) 1056 (e) -500 (trel)] TJ ET"
    pdf.update_stream(contents, pdf.xref_stream(contents) + drawn)
    checks, _ = verify(bytes(pdf.tobytes()), plan)
    assert next(check for check in checks if check.name == "page text by position").found


def retold(copy: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The copy with another table that says what its glyphs are."""
    pdf = pikepdf.open(io.BytesIO(copy))
    for font in fonts_of(pdf):
        font.ToUnicode.write(change(font.ToUnicode.read_bytes()))
    return saved(pdf)


def saying_too(mapping: bytes, table: bytes) -> bytes:
    """The table with a mapping more, and with the number of them that it announces: PDFium counts."""
    counted = re.sub(rb"(\d+) beginbfchar", lambda found: b"%d beginbfchar" % (int(found[1]) + 1), table)
    return counted.replace(b"endbfchar", mapping + b"\nendbfchar")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<0066>", b"<006b>"), (b"endcmap", b"1 beginbfrange\n<0000> <00ff> <0041>\nendbfrange\nendcmap")],
)
def test_a_font_that_draws_other_letters_than_it_says_is_found(old: bytes, new: bytes) -> None:
    copy = retold(reflow(memo()), lambda table: table.replace(old, new))
    assert leaks(copy) > 0
    assert "V106" in codes(copy)


def test_a_font_with_a_letter_that_no_page_shows_is_found() -> None:
    copy = retold(reflow(memo()), partial(saying_too, b"<0039> <0058>"))
    assert leaks(copy) > 0
    assert codes(copy) == ["V106"]


def test_a_glyph_that_no_table_names_is_found() -> None:
    def without_the_f(table: bytes) -> bytes:
        less, times = re.subn(rb"<[0-9a-f]{4}> <0066>\n", b"", table)
        return re.sub(rb"(\d+) beginbfchar", lambda found: b"%d beginbfchar" % (int(found[1]) - times), less)

    assert leaks(retold(reflow(memo()), without_the_f)) > 0


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/ToUnicode" in obj]


@pytest.mark.parametrize("table", [None, 5, pikepdf.Name("/Identity-H"), pikepdf.Dictionary()])
def test_a_font_that_says_nothing_of_its_letters_is_told(table: object) -> None:
    pdf = pikepdf.open(io.BytesIO(reflow(memo())))
    for font in fonts_of(pdf):
        del font["/ToUnicode"]
        if table is not None:
            font["/ToUnicode"] = table
    assert "is not told" in next(check for check in verify(saved(pdf), memo())[0] if check.name == "fonts").not_searched


def test_a_sign_that_no_page_shows_is_no_leak_but_told() -> None:
    copy = retold(reflow(memo()), partial(saying_too, b"<0ff0> <00a7>"))
    assert leaks(copy) == 0
    assert [finding.code for finding in verify(copy, memo())[1]] == ["V106"]


@pytest.mark.parametrize("claim", [b"", b"%/Linearized"])
def test_an_earlier_revision_is_told(claim: bytes) -> None:
    copy = in_an_earlier_revision().replace(b"\n", b"\n" + claim + b"\n" * bool(claim), 1)
    assert "V108" in [finding.code for finding in verify(copy, memo())[1]]


def test_a_number_that_is_an_object_of_its_own_is_no_obstacle() -> None:
    pdf = pymupdf.open("pdf", reflow(memo()))
    pdf.update_object(xref := pdf.get_new_xref(), "0")
    pdf.xref_set_key(pdf[0].xref, "Rotate", f"{xref} 0 R")
    assert leaks(bytes(pdf.tobytes())) == 0


_LINES = "BT /Fhelv 9 Tf 72 700 Td <0024> Tj ET\nBT /Fnoto12 9.5 Tf 72 650 Td <0025> Tj ET\n" * 40


def test_a_note_between_lines_that_each_choose_a_font_is_found() -> None:
    copy = on_the_page("The tide")
    pdf = pymupdf.open("pdf", copy)
    pdf.update_stream(pdf[0].get_contents()[0], f"{_LINES}{SENTENCE}\n{_LINES}".encode())
    assert leaks(copy) == 0
    assert leaks(bytes(pdf.tobytes()))


def test_lines_that_each_choose_a_font_are_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def spy(self: Needles, text: str) -> list[Hit]:
        searched.append(text)
        return []

    monkeypatch.setattr(Needles, "search", spy)
    pdf = pymupdf.open("pdf", on_the_page("The tide"))
    pdf.update_stream(pdf[0].get_contents()[0], _LINES.encode())
    leaks(bytes(pdf.tobytes()))
    assert searched
    assert _LINES not in searched
