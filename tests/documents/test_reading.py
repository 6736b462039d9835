# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.totality import assert_read_or_refused
from workbench.core.errors import DamagedDocumentError, DocumentError, TooLargeDocumentError, UnknownFormatError
from workbench.documents import Document, Format, Limits, Span, open_document, read_bytes, read_document


CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    loaded: list[Any] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("case", cases("refused.yaml"), ids=lambda c: f"{c['name']}-{c['why']}")
def test_what_is_no_document_is_refused_in_one_clear_line(case: dict[str, str]) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(case["bytes"].encode("latin-1"), case["name"])
    assert caught.value.code == case["code"]
    assert case["why"] in str(caught.value)
    assert str(caught.value).startswith(case["name"] + ": ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", cases("struck.yaml"), ids=lambda c: repr(c["text"]))
@pytest.mark.parametrize("name", ["note.md", "note.txt"])
def test_text_between_double_tildes_is_struck(case: dict[str, Any], name: str) -> None:
    if not case["text"]:
        return
    document = read_document(case["text"].encode(), name)
    assert [document.text[s.start : s.end] for s in document.struck] == case["struck"]


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: Span(*sorted(ends)))


@given(st.lists(SPANS, max_size=5), SPANS)
def test_what_lies_inside_one_of_the_struck_stretches_is_struck(struck: list[Span], span: Span) -> None:
    document = Document("a.txt", "", Format.TEXT, "x" * 12, (), struck=tuple(struck))
    assert document.is_struck(span) is any(s.start <= span.start and span.end <= s.end for s in struck)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["xl/workbook.xml"], "spreadsheet"),
        (["ppt/presentation.xml"], "presentation"),
        (["mimetype", "content.xml"], "OpenDocument"),
        (["notes.txt"], "zip archive"),
    ],
)
def test_other_zips_are_named(names: list[str], why: str) -> None:
    with pytest.raises(UnknownFormatError, match=why):
        read_document(zipped(*names), "file")


def test_a_pdf_that_is_a_word_document_is_not_what_its_name_says() -> None:
    with pytest.raises(
        DamagedDocumentError, match=r"not what its name says: it is a Word document \(DOCX\), not a PDF"
    ):
        read_document(zipped("[Content_Types].xml", "word/document.xml"), "report.pdf")


@pytest.mark.parametrize("name", ["note.txt", "note.log", "note", "-"])
def test_text_is_the_file_unchanged(name: str) -> None:
    data = b"(U) One.\r\n\r\n(U) Two.\n\tthree  \r\n"
    document = read_document(data, name)
    assert document.format is Format.TEXT
    assert document.text.encode() == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_markdown_is_told_by_its_name() -> None:
    assert read_document(b"# (U) Title", "a.md").format is Format.MARKDOWN


def test_a_text_of_comments_is_read_in_one_pass() -> None:
    """Each comment might end at each later end of one: some forty took longer than anybody waits."""
    assert read_document(b"<!---->" * 400 + b"(U) words", "notes").format is Format.TEXT
    assert read_document(b"<!---->" * 400 + b"<html><p>(U) words</p></html>", "notes").format is Format.HTML


def test_a_form_feed_ends_a_page() -> None:
    document = read_document(b"one\ftwo\f\fthree", "a.txt")
    assert [document.text[p.span.start : p.span.end] for p in document.pages] == ["one\f", "two\f", "\f", "three"]
    assert [p.number for p in document.pages] == [1, 2, 3, 4]
    assert document.page_at(document.text.index("three")) == 4


def test_a_form_feed_at_the_end_begins_no_page() -> None:
    assert len(read_document(b"one\f", "a.txt").pages) == 1


def test_a_text_that_speaks_of_pdf_stays_text() -> None:
    assert read_document(b"A file begins with %PDF-1.7, then objects.", "a.txt").format is Format.TEXT


@pytest.mark.parametrize(
    ("data", "limits", "why"),
    [
        (b"x" * 11, Limits(max_bytes=10), "larger than 10 bytes"),
        (b"a\fb\fc\f", Limits(max_pages=2), "more than 2 pages"),
    ],
)
def test_bounds_are_held(data: bytes, limits: Limits, why: str) -> None:
    with pytest.raises(TooLargeDocumentError, match=why):
        read_document(data, "a.txt", limits)


def test_characters_that_print_nothing_are_reported_not_removed() -> None:
    document = read_document("har\u200bbour \u202edesrever\u202c".encode(), "a.txt")
    assert "har\u200bbour" in document.text
    assert [(f.code, f.message[:1]) for f in document.findings] == [("R001", "3")]


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        ("(U) Паром ушёл.", "cp866", True),
        ("(U) Паром ушёл.", "iso8859-5", True),
        ("(U) 港に着いた。", "shift_jis", True),
        ("(U) Die Fähre „Möwe“ – 12 Kisten, naïveté · · ·", "cp1252", False),
        ("(U) Паром ушёл.", "utf-8", False),
    ],
)
def test_letters_that_may_be_of_another_character_set_are_reported(text: str, codec: str, told: bool) -> None:
    assert ("R003" in {f.code for f in read_document(text.encode(codec), "a.txt").findings}) == told


def test_a_file_is_opened_by_path(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_bytes(b"(U) Noted.")
    assert open_document(path).text == "(U) Noted."
    assert open_document(str(path)).path == str(path)


def test_no_more_of_a_file_is_read_than_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_bytes(b"(U) Noted.")
    assert read_bytes(path, Limits(max_bytes=10)) == b"(U) Noted."
    with pytest.raises(TooLargeDocumentError, match="is larger than 9 bytes"):
        read_bytes(path, Limits(max_bytes=9))


def test_missing_files_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, why in [("none.txt", "does not exist"), ("", "is a folder"), ("pipe", "is a device, pipe or socket")]:
        with pytest.raises(DocumentError, match=why):
            open_document(tmp_path / name)
    with pytest.raises(DocumentError, match="is a device"):
        open_document("/dev/null")
    with pytest.raises(DocumentError, match="no possible file name"):
        open_document("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_said(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(DocumentError, match="no permission"):
        open_document(path)


MAGIC = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"~~a", b"{\\rtf"]
)


@given(MAGIC, st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.docx", "a.html", "a", "-"]))
def test_reading_is_total(magic: bytes, rest: bytes, name: str) -> None:
    assert_read_or_refused(magic + rest, name)


def test_reading_text_loads_no_heavy_library() -> None:
    code = (
        "import sys; from workbench.documents import read_document; read_document(b'(U) x', 'a.txt');"
        "print(sorted({'pymupdf','docx','lxml','textual','pikepdf','PIL','numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
