# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stamp, header and footer of a copy."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pytest

from tests.documents.docx_files import docx, paragraph
from workbench.cases import Case
from workbench.cli import run
from workbench.core.errors import UsageError
from workbench.documents import open_document
from workbench.exports.model import Layout
from workbench.exports.release import make_release, tracks
from workbench.structure import analyse


MEMO = """SECRET//NOFORN

(U) The ferry to Grey Island runs twice a week, on Monday and on Friday, and takes up to forty passengers. In winter it
runs on Monday only.

(S//NF) The ferry carries the survey team to the island on Monday night, with six crates of instruments that the office
does not list.
\f(U) The harbour office keeps the timetable of the ferry and of the pilot boat, and the ledger of what both carried
since the first of January.

SECRET//NOFORN
"""
STAMP = ("--stamp", "declassified", "--authority", "Kim Field, Chief, Release Division", "--on", "2026-05-04")
RUNNING = ("--header", "{case} {document} {page}/{pages}", "--footer", "Released {date} {{x}}")


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBENCH_RULES", raising=False)
    Case.open(Path("F-24-117.db")).close()
    Path("memo.txt").write_text(MEMO)
    return Path("memo.txt")


def export(*arguments: str, path: str = "memo.txt") -> int:
    return run(["export", path, "--case", "F-24-117.db", "-q", *arguments])


def copy(suffix: str) -> Path:
    return Path(f"exports/sanitized/memo.sanitized.{suffix}")


def test_a_text_copy_bears_stamp_header_and_footer_and_its_marks_are_struck_and_readable(memo: Path) -> None:
    assert export(*STAMP, *RUNNING) == 0
    assert copy("txt").read_text() == (
        "F-24-117 memo 1/2\n\n"
        "DECLASSIFIED IN PART\nDate: 2026-05-04\nAuthority: Kim Field, Chief, Release Division\n\n"
        "~~SECRET//NOFORN~~\n\n"
        "(U) The ferry to Grey Island runs twice a week, on Monday and on Friday, and takes up to forty passengers. "
        "In winter it\nruns on Monday only.\n\n"
        "[paragraph withheld (b)(1)]\n\n"
        "Released 2026-05-04 {x}\n"
        "\fF-24-117 memo 2/2\n\n"
        "(U) The harbour office keeps the timetable of the ferry and of the pilot boat, and the ledger of what both "
        "carried\nsince the first of January.\n\n"
        "~~SECRET//NOFORN~~\n\n"
        "Released 2026-05-04 {x}\n"
    )


@pytest.mark.parametrize("suffix", ["txt", "html", "docx", "pdf"])
def test_a_stamped_copy_reads_as_released_with_the_date_of_the_stamp(memo: Path, suffix: str) -> None:
    assert export("--format", suffix, *STAMP, *RUNNING) == 0
    analysis = analyse(open_document(copy(suffix)))
    (stamp,) = [mark.value.as_json() for mark in analysis.marks if mark.type == "stamp"]
    assert (stamp["decision"], stamp["date"]) == ("declassified_in_part", "2026-05-04")
    assert all(mark.struck for mark in analysis.marks if mark.type == "banner")
    assert any(mark.type == "banner" for mark in analysis.marks)
    assert analysis.overall.released
    text = analysis.document.text
    for said in ("F-24-117 memo 1/", "Authority: Kim Field, Chief, Release Division", "Released 2026-05-04 {x}"):
        assert said in text


@pytest.mark.parametrize("layout", list(Layout))
def test_every_page_of_a_pdf_has_its_header_and_footer_beside_what_it_had(memo: Path, layout: Layout) -> None:
    assert export("--format", "pdf", "--to", "first", "--policy", "none") == 0
    first = "first/sanitized/memo.sanitized.pdf"
    Path("memo.pdf").write_bytes(Path(first).read_bytes())
    assert export("--layout", layout.value, *STAMP, *RUNNING, path="memo.pdf") == 0
    made = copy("pdf").read_bytes()
    with pypdfium2.PdfDocument(io.BytesIO(made)) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
        heights = [page.get_height() for page in pdf]
    for number, text in enumerate(texts, start=1):
        assert text.count(f"F-24-117 memo {number}/{len(texts)}") == 1
        assert text.count("Released 2026-05-04 {x}") == 1
        assert ("DECLASSIFIED IN PART" in text) == (number == 1)
    assert min(heights) > 792
    assert export("--layout", layout.value, *STAMP, *RUNNING, path="memo.pdf") == 0
    assert copy("pdf").read_bytes() == made


@pytest.mark.parametrize("header", ["עמוד {page} מתוך {pages}", "سري للغاية {page}"])
def test_a_header_from_right_to_left_is_read_as_it_was_written(memo: Path, header: str) -> None:
    assert export("--format", "pdf", "--header", header) == 0
    text = open_document(copy("pdf")).text
    assert header.format(page=1, pages=1) in text


@pytest.mark.parametrize(
    ("inside", "says"), [("", "DECLASSIFIED"), ("<w:r><w:pict><v:imagedata/></w:pict></w:r>", "DECLASSIFIED IN PART")]
)
def test_the_stamp_of_a_copy_that_withholds_a_picture_says_in_part(memo: Path, inside: str, says: str) -> None:
    paragraphs = ("SECRET", "(U) The ferry runs.")
    Path("memo.docx").write_bytes(
        docx("".join(map(paragraph, paragraphs)) + f"<w:p>{inside}</w:p>" + paragraph("SECRET"))
    )
    assert export(*STAMP, path="memo.docx") == 0
    shown = open_document(copy("docx")).text.splitlines()
    assert says in shown
    record = json.loads(Path("exports/records/memo.redactions.json").read_text())
    assert record["stamp"]["text"] == says
    assert run(["verify", str(copy("docx")), "--against", "memo.docx", "-q"]) == 0


def test_of_a_document_that_is_open_throughout_the_stamp_says_declassified(memo: Path) -> None:
    memo.write_text("SECRET\n\n(U) The ferry runs.\n\nSECRET\n")
    assert export(*STAMP) == 0
    assert copy("txt").read_text().startswith("DECLASSIFIED\nDate: 2026-05-04\nAuthority: Kim Field")
    record = json.loads(Path("exports/records/memo.redactions.json").read_text())
    assert record["stamp"] == {
        "text": "DECLASSIFIED",
        "authority": "Kim Field, Chief, Release Division",
        "date": "2026-05-04",
        "track": "foia",
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The ferry runs.\n", "no marking of it is in force"),
        ("DECLASSIFIED\nDate: 2009-08-31\n\n~~SECRET~~\n\nThe ferry runs.\n", "it was released before"),
    ],
)
def test_what_needs_no_declassification_is_not_stamped_and_the_run_says_so(
    memo: Path, text: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    memo.write_text(text)
    assert run(["export", "memo.txt", *STAMP]) == 0
    assert copy("txt").read_text() == text
    assert f"not stamped as declassified: {why}" in capsys.readouterr().err


def test_no_copy_is_stamped_that_keeps_what_its_marks_protect(memo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(*STAMP, "--policy", "none") == 1
    assert not copy("txt").exists()
    assert capsys.readouterr().err.splitlines() == [
        "workbench: memo.txt: cannot be stamped as declassified: what its markings protect is left in the copy"
    ]


@pytest.mark.parametrize("name", [name for name, track in tracks().items() if not track.remark])
def test_a_track_that_forbids_re_marking_is_refused(memo: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(*STAMP, "--track", name) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("workbench: --stamp: is for --track foia, mdr, access; under ")
    assert export("--track", name) == 0  # what is forbidden is the stamp, not the release


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"stamp": True}, "--stamp: needs --authority"),
        ({"stamp": True, "authority": "Kim Field"}, "--stamp: needs --authority .* and --on DATE"),
        ({"authority": "Kim Field"}, "--authority: goes with --stamp"),
        ({"stamp": True, "authority": "a\nb", "on": "2026-05-04"}, "--authority: is one line"),
        ({"on": "4 May 2026"}, "--on: '4 May 2026' is no date"),
        ({"on": "20260504"}, "--on: '20260504' is no date"),
        ({"track": "nara"}, "--track: no track 'nara': use foia, mdr"),
        ({"header": "{foo}"}, "--header: no field {foo}"),
        ({"header": "{}"}, "--header: no field {}"),
        ({"header": "{page.real}"}, "--header: no field {page.real}"),
        ({"footer": "{page!r}"}, "--footer: no field {page}"),
        ({"footer": "{page:9999999}"}, "--footer: no field {page}"),
        ({"footer": "{page"}, "--footer: expected '}'"),
        ({"footer": "a\nb"}, "--footer: is one line"),
        ({"header": "x" * 201}, "--header: is one line of up to 200 characters"),
        ({"header": "{date}"}, "--header: {date} needs --on DATE"),
        ({"header": "{case}"}, "--header: {case} needs --case FILE"),
    ],
)
def test_what_is_missing_or_wrong_is_told_by_its_option(asked: dict[str, object], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        make_release(**asked)  # type: ignore[arg-type]


def test_a_header_is_escaped_where_it_could_be_markup(memo: Path) -> None:
    assert export("--format", "html", "--header", "<script>1</script> {document}") == 0
    assert "<script" not in copy("html").read_text()
    assert "&lt;script&gt;1&lt;/script&gt; memo" in copy("html").read_text()


def test_words_of_the_stamp_may_be_words_that_are_withheld_elsewhere(memo: Path) -> None:
    memo.write_text(MEMO.replace("the office", "the authority for instruments"))
    stamp = ("--stamp", "declassified", "--authority", "Kim Field, Office of Instruments", "--on", "2026-05-04")
    for suffix in ("txt", "html", "docx", "pdf"):
        assert export("--format", suffix, *stamp, *RUNNING) == 0
        assert run(["verify", str(copy(suffix)), "--against", "memo.txt", "-q"]) == 0


def test_what_the_copy_says_of_itself_hides_no_leak(memo: Path) -> None:
    assert export("--header", "The survey team and six crates of instruments") == 1
    assert not copy("txt").exists()
