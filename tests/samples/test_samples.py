# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import re
import zipfile

import pymupdf
import pytest

from scripts.build_samples import BUILT, SAMPLES
from workbench.documents import Document
from workbench.documents.pdf.reading import read_pdf


def read(name: str) -> Document:
    return read_pdf((SAMPLES / name).read_bytes(), name, "")


def words(text: str) -> list[str]:
    return text.replace("~~", "").replace("|", " ").split()


@pytest.mark.parametrize("name", [name for name in BUILT if name.endswith(".pdf") and name != "scan.pdf"])
def test_a_built_pdf_matches_the_one_in_the_tree(name: str) -> None:
    assert read_pdf(BUILT[name](), name, "") == read(name)


def test_the_scan_in_the_tree_is_the_one_built() -> None:
    old, new = (pymupdf.open(stream=data) for data in ((SAMPLES / "scan.pdf").read_bytes(), BUILT["scan.pdf"]()))
    assert [page.get_text() for page in old] == [page.get_text() for page in new] == [""]
    assert old[0].get_image_info()[0]["width"] == new[0].get_image_info()[0]["width"]
    # Pixels, not bytes: JPEG writers differ from release to release.
    a, b = (page.get_pixmap(dpi=20, colorspace=pymupdf.csGRAY).samples for page in (old[0], new[0]))
    assert max(abs(x - y) for x, y in zip(a, b, strict=True)) <= 6


@pytest.mark.parametrize("name", [name for name in BUILT if name.endswith(".docx")])
def test_a_built_docx_matches_the_one_in_the_tree(name: str) -> None:
    with zipfile.ZipFile(SAMPLES / name) as old, zipfile.ZipFile(io.BytesIO(BUILT[name]())) as new:
        assert old.read("word/document.xml") == new.read("word/document.xml")
        assert old.read("docProps/core.xml") == new.read("docProps/core.xml")


@pytest.mark.parametrize("name", BUILT)
def test_building_twice_gives_the_same_bytes(name: str) -> None:
    assert BUILT[name]() == BUILT[name]()


@pytest.mark.parametrize("name", ["harbor-memo", "cable-1976", "assessment-1997", "signals-report", "trip-report"])
def test_a_pdf_reads_back_as_its_text(name: str) -> None:
    assert words(read(f"{name}.pdf").text) == words((SAMPLES / f"{name}.txt").read_text("utf-8"))


def test_the_struck_banner_is_struck_on_the_page() -> None:
    document = read("assessment-1997.pdf")
    assert [document.text[start:end] for start, end in document.struck] == ["SECRET"]


def test_two_columns_read_in_order() -> None:
    text = read("two-columns.pdf").text
    source = (SAMPLES / "sources" / "two-columns.txt").read_text("utf-8")
    assert words(text) == ["SECRET", *words(source), "SECRET"]


def test_the_bad_redaction_hides_nothing_from_a_machine_and_is_reported() -> None:
    document = read("bad-redaction.pdf")
    boxed = re.findall(r"\[\[(.+?)\]\]", (SAMPLES / "sources" / "bad-redaction.txt").read_text("utf-8"))
    live = " ".join(pymupdf.open(SAMPLES / "bad-redaction.pdf")[0].get_text().split())
    assert boxed and all(secret in live for secret in boxed)
    assert not any(secret in " ".join(document.text.split()) for secret in boxed)
    (finding,) = document.findings
    assert finding.code == "hidden-text" and f"{sum(len(secret.split()) for secret in boxed)} words" in finding.message


def test_the_proper_release_holds_nothing_beneath_its_boxes() -> None:
    live = pymupdf.open(SAMPLES / "release-1983.pdf")[0].get_text()
    source = (SAMPLES / "sources" / "release-1983.txt").read_text("utf-8")
    gone = re.findall(r"\[\[\w+ [^\]]+\]\](.+?)\[\[end\]\]", source)
    assert len(gone) == 3 and not any(secret in " ".join(live.split()) for secret in gone)
    assert not read("release-1983.pdf").findings


def test_the_scan_says_that_it_was_not_read() -> None:
    assert [finding.code for finding in read("scan.pdf").findings] == ["no-text-layer"]


def test_the_punch_holes_of_the_scan_are_no_boxes() -> None:
    assert read("scan.pdf").visual == ()


def test_the_readme_names_every_sample() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    assert [path.name for path in SAMPLES.iterdir() if path.stem not in readme] == ["README.md"]
