# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.docx_files import NAMESPACES, docx, paragraph, zipped, zipped_bytes
from workbench.core.errors import (
    DamagedDocumentError,
    DocumentError,
    EncryptedDocumentError,
    TooLargeDocumentError,
    UnknownFormatError,
)
from workbench.documents import Format, Limits, read_document
from workbench.documents.docx.model import paragraphs_of
from workbench.documents.docx.tree import read_tree


CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "docx.yaml").read_text(encoding="utf-8")
)


def expand(xml: str) -> str:
    return re.sub(r"\[\[(.*?)\]\]", r'<w:r><w:t xml:space="preserve">\1</w:t></w:r>', xml)


def built(case: dict[str, Any]) -> bytes:
    parts: dict[str, Any] = {name: expand(inner) for name, inner in case.get("parts", {}).items()}
    return docx(expand(case["body"]), chunks=case.get("chunks", {}), **parts)


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_a_docx_is_read_as_it_is_shown(case: dict[str, Any]) -> None:
    document = read_document(built(case), "a.docx")
    assert document.format is Format.DOCX
    assert document.text == case["text"]
    assert [f.code for f in document.findings] == case.get("findings", [])
    assert [document.text[s.start : s.end] for s in document.struck] == case.get("struck", [])
    if "places" in case:
        assert [str(block.place) for block in document.blocks] == case["places"]
    if "pages" in case:
        assert len(document.pages) == case["pages"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_spans_of_runs_blocks_and_pages_are_exact(case: dict[str, Any]) -> None:
    data = built(case)
    tree, document = read_tree(data, "a.docx"), read_document(data, "a.docx")
    end = 0
    for part in tree.paragraphs():
        assert part.span.start >= end
        assert "".join(run.text for run in part.runs) == tree.text[part.span.start : part.span.end]
        assert all(tree.text[run.span.start : run.span.end] == run.text for run in part.runs)
        end = part.span.end
    assert document.pages[0].span.start == 0
    assert document.pages[-1].span.end == len(document.text)
    assert all(a.span.end == b.span.start for a, b in zip(document.pages, document.pages[1:], strict=False))


def test_findings_never_quote() -> None:
    body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ORCHARD</w:t><w:instrText>ORCHARD</w:instrText></w:r></w:p>"
    document = read_document(docx(body), "a.docx")
    assert document.findings
    assert "ORCHARD" not in repr(document)


def test_where_word_cut_the_runs_does_not_show() -> None:
    assert read_tree(docx(paragraph("har", "bo", "ur")), "a") == read_tree(docx(paragraph("harbour")), "a")


def test_strict_files_are_read_like_transitional_ones() -> None:
    sized = '<w:p><w:r><w:rPr><w:sz w:val="14pt"/></w:rPr><w:t>Low tide.</w:t></w:r></w:p>'
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("(U) Calm sea.") + sized))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    old = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    files["word/document.xml"] = files["word/document.xml"].replace(
        old, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert read_document(zipped(files), "a.docx").text == "(U) Calm sea.\nLow tide."
    sea, tide = paragraphs_of(read_tree(zipped(files), "a.docx").sections[0].items)
    assert sea.runs[0].look.size is None and tide.runs[0].look.size == 14


def test_a_dtd_is_refused() -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "bbbb">]><w:document {NAMESPACES}><w:body><w:p>&b;</w:p></w:body></w:document>'
    with pytest.raises(DamagedDocumentError, match="DTD"):
        read_document(zipped({"[Content_Types].xml": "", "word/document.xml": bomb}), "a.docx")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"[Content_Types].xml": ""}, "no main part"),
        ({"word/document.xml": "<w:document"}, "no XML"),
        ({"word/document.xml": f"<w:document {NAMESPACES}/>"}, "no body"),
    ],
)
def test_damage_is_named(files: dict[str, str], why: str) -> None:
    with pytest.raises(DamagedDocumentError, match=why):
        read_document(zipped(files), "a.docx")


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(max_members=2), "more than 2 parts"),
        (Limits(max_unpacked=1000), "unpacks to more than"),
        (Limits(max_ratio=20), "zip bomb"),
        (Limits(max_pages=3), "more than 3 pages"),
        (Limits(max_depth=2), "nested too deep"),
    ],
)
def test_bounds_are_held(limits: Limits, why: str) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 3 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 3
    pages = '<w:p><w:r><w:t>x</w:t><w:br w:type="page"/></w:r></w:p>' * 5
    data = docx(nested + pages + (paragraph("a" * 1_200_000) if limits.max_ratio < 200 else ""))
    with pytest.raises(TooLargeDocumentError, match=why):
        read_document(data, "a.docx", limits)


def test_elements_nested_without_end_are_refused() -> None:
    data = docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)
    with pytest.raises(TooLargeDocumentError, match="nested too deep"):
        read_document(data, "a.docx")


def test_an_encrypted_member_is_said() -> None:
    data = bytearray(docx(paragraph("x")))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    with pytest.raises(EncryptedDocumentError):
        read_document(bytes(data), "a.docx")


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(docx(paragraph("first")))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(DamagedDocumentError, match="same name"):
        read_document(buffer.getvalue(), "a.docx")


@settings(max_examples=150)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_damaged_docx_is_read_or_refused(at: int, noise: bytes) -> None:
    data = bytearray(docx(paragraph("(U) Calm sea."), styles="<w:style/>", numbering="<w:num/>"))
    data[at % len(data) : at % len(data) + len(noise)] = noise
    try:
        read_document(bytes(data), "a.docx")
    except (DamagedDocumentError, EncryptedDocumentError, TooLargeDocumentError, UnknownFormatError) as error:
        assert "\n" not in str(error)


TAGS = """p r t tab br sdt sdtContent tbl tr tc ins del fldChar hyperlink pict drawing txbxContent ruby rt sym sectPr
pPr rPr numPr vMerge""".split()
ATTRIBUTES = ["", 'w:val="1"', 'w:fldCharType="begin"', 'w:type="page"']


@settings(max_examples=150)
@given(
    st.recursive(
        st.sampled_from(["words", "", " "]),
        lambda inner: st.tuples(
            st.sampled_from(TAGS),
            st.sampled_from(ATTRIBUTES),
            st.lists(inner, max_size=4),
        ).map(lambda t: f"<w:{t[0]} {t[1]}>{''.join(t[2])}</w:{t[0]}>"),
        max_leaves=25,
    )
)
def test_elements_in_any_disorder_are_read_or_refused(body: str) -> None:
    data = docx(body)
    try:
        tree = read_tree(data, "a.docx")
    except DocumentError:
        return
    for part in tree.paragraphs():
        assert "".join(run.text for run in part.runs) == tree.text[part.span.start : part.span.end]


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_names_of_parts_are_the_same_in_large_and_small_letters() -> None:
    head = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    files = _files(docx(paragraph("body") + head, header1=paragraph("SECRET")))
    files["Word/Header1.XML"] = files.pop("word/header1.xml")
    assert read_document(zipped_bytes(files), "a.docx").text == "SECRET\nbody"
    with pytest.raises(DamagedDocumentError, match="two parts of the same name"):
        read_document(zipped_bytes(files | {"WORD/header1.xml": b"<x/>"}), "a.docx")


@pytest.mark.parametrize("codec", ["utf-16", "iso-8859-1"])
def test_parts_in_another_encoding_and_of_another_name_are_read(codec: str) -> None:
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>bl\u00e4ck</w:t></w:r>'
    marked = '<w:r><w:rPr><w:highlight w:val="black"/></w:rPr><w:t>x</w:t></w:r>'
    files = _files(docx(f"<w:p>{white}{marked}</w:p>"))
    text = f"<?xml version='1.0' encoding='{codec}'?>" + files.pop("word/document.xml").decode()
    files["word/document2.xml"] = text.encode(codec)
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    files["word/_rels/document2.xml.rels"] = files.pop("word/_rels/document.xml.rels")
    assert read_document(zipped_bytes(files), "a.docx").text == "bl\u00e4ck"
