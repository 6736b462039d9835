# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pytest
from lxml import etree

from tests.documents.docx_files import docx, paragraph
from tests.exports.docx_plans import LABEL, MEMO, plan_of, shown
from workbench.exports import sanitize
from workbench.exports.docx.annotate import annotate
from workbench.exports.text.annotate import WARNING
from workbench.markings.model import Level, Marking
from workbench.marks.model import Mark, MarkType


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["sanitized", "annotated"])
def test_the_copies_look_as_they_did(name: str) -> None:
    plan = plan_of(MEMO, "(S)", ["Vasquez"])
    copy = sanitize(plan, MEMO) if name == "sanitized" else annotate(plan, MEMO)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        written = b"".join(
            b"<!-- "
            + part.encode()
            + b" -->\n"
            + etree.tostring(etree.fromstring(archive.read(part)), pretty_print=True)
            for part in archive.namelist()
            if part.startswith("word/") and "styles" not in part and "rels" not in part
        )
    assert written.decode() == (GOLDEN / f"docx_{name}.txt").read_text(encoding="utf-8")


def test_the_annotated_copy_shows_everything_with_a_comment_on_what_is_withheld() -> None:
    plan = plan_of(MEMO, "(S)", ["Vasquez"])
    start = plan.analysis.document.text.index("(U)")
    mark = Mark(MarkType.PORTION, "(U)", start, start + 3, 1, Marking("US", Level.U))
    analysis = replace(plan.analysis, marks=(mark,))
    copy = annotate(replace(plan, analysis=analysis), MEMO)
    text = shown(copy)
    assert text.splitlines()[:2] == ["SECRET", WARNING]
    assert plan.analysis.document.text.split("\n", 1)[1].splitlines()[1:4] == text.splitlines()[6:9]
    opened = python_docx.Document(io.BytesIO(copy))
    comments = [comment.text for comment in opened.comments]
    assert len(comments) == 3
    assert comments[0] == f"Withheld: (b)(1); decision. The copy says {LABEL}"
    assert b'w:fill="C6E0B4"' in copy


def test_notes_in_headers_are_written_beside_them() -> None:
    data = docx(
        paragraph("(U) x") + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
        header1=paragraph("From Vasquez"),
    )
    copy = annotate(plan_of(data, terms=["Vasquez"]), data)
    assert "comments.xml" not in str(zipfile.ZipFile(io.BytesIO(copy)).namelist())
    assert "Withheld: (b)(1)" in shown(copy).splitlines()[0]
