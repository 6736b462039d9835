# SPDX-License-Identifier: AGPL-3.0-or-later
"""The redaction index as a Word table, to be put before a court."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Pt

from workbench.exports.docx.markup import as_zip


_NO_TIME = datetime(1980, 1, 1)  # the earliest a zip holds: the same index must be the same bytes


def index_docx(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A landscape page with a table whose first row repeats on every page."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", title, ""
    properties.created = properties.modified = _NO_TIME
    document.add_heading(title, level=1)
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    _fill(table.rows[0], columns)
    repeated = table.rows[0]._tr.get_or_add_trPr()
    repeated.append(repeated.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblHeader"))
    for row in rows:
        _fill(table.add_row(), row)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return as_zip({name: archive.read(name) for name in sorted(archive.namelist())})


def _fill(row: object, cells: Sequence[str]) -> None:
    for cell, text in zip(row.cells, cells, strict=True):  # type: ignore[attr-defined]
        paragraph = cell.paragraphs[0]
        paragraph.text = text
        for run in paragraph.runs:
            run.font.size = Pt(9)
