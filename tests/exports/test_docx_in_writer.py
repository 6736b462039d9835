# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies opened by a word processor that is not ours: LibreOffice, where it is installed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pypdfium2
import pytest

from tests.documents.docx_files import docx, paragraph
from tests.exports.docx_plans import LABEL, MEMO, UNDERLINED, plan_of, run
from workbench.exports import sanitize
from workbench.exports.docx.annotate import annotate


pytestmark = pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not here")

WIDE = '<w:gridSpan w:val="2"/>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


LETTER = docx(
    paragraph("(U) Office of the harbour", properties='<w:jc w:val="center"/>')
    + f"<w:p>{run('(U) The ')}{run('ferry', '<w:b/><w:i/>')}{run(' of line 2', UNDERLINED)}</w:p>"
    + paragraph("(S) The cook is ours.")
    + f"<w:tbl><w:tr>{cell('(U) Berths', WIDE)}</w:tr>"
    + f"<w:tr>{cell('(U) Nine')}{cell('(S) Ten')}</w:tr></w:tbl>"
    + paragraph("(U) Next page", properties="<w:pageBreakBefore/>")
    + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
    + '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>',
    header1=paragraph("SECRET"),
    footer1=paragraph("(U) Harbour office"),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each copy, as LibreOffice sets it."""
    folder = tmp_path_factory.mktemp("copies")
    (folder / "memo.docx").write_bytes(sanitize(plan_of(MEMO, "(S)"), MEMO))
    (folder / "letter.docx").write_bytes(sanitize(plan_of(LETTER, "(S)"), LETTER))
    (folder / "inside.docx").write_bytes(annotate(plan_of(LETTER, "(S)"), LETTER))
    (folder / "whole.docx").write_bytes(sanitize(plan_of(LETTER), LETTER))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(map(str, folder.glob("*.docx")))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0 and "rror" not in done.stdout + done.stderr
    return {path.stem: _pages(path) for path in folder.glob("*.pdf")}


def _pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_every_copy_opens_and_shows_what_is_kept(pages: dict[str, list[str]]) -> None:
    assert sorted(pages) == ["inside", "letter", "memo", "whole"]
    assert "(U) The ferry left at 06300700." in pages["memo"][0]
    assert "(U) The ferry of line 2" in pages["letter"][0] and "(U) Nine" in pages["letter"][0]


def test_labels_stand_where_words_stood_and_the_words_are_gone(pages: dict[str, list[str]]) -> None:
    assert pages["letter"][0].count(LABEL) == 2
    assert not any("cook" in page or "Ten" in page for name in ("letter", "memo") for page in pages[name])
    assert "cook" in pages["inside"][0]


def test_pages_headers_and_footers_are_those_of_the_original(pages: dict[str, list[str]]) -> None:
    assert len(pages["whole"]) == len(pages["letter"]) == 2
    assert pages["whole"][1].startswith("SECRET") and pages["whole"][1].endswith("(U) Harbour office")
    assert "(U) Next page" in pages["whole"][1]
