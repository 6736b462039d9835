# SPDX-License-Identifier: AGPL-3.0-or-later
"""The defences of a DOCX copy, each with a way to switch it off."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from tests.documents.docx_files import zipped_bytes
from workbench.documents.docx import inline as docx_inline
from workbench.documents.docx import paragraph_formats
from workbench.documents.docx import tables as docx_tables
from workbench.documents.docx.state import State
from workbench.documents.docx.styles import Styles
from workbench.exports.docx import sanitize as docx_sanitize
from workbench.exports.docx.writer import write_docx


DOCUMENT = "word/document.xml"


def files_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package_made_anew(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: the new text is put into the old package, as tools that take things out of a package do."""

    def graft(*arguments: Any) -> bytes:
        old, new = files_of(original), files_of(write_docx(*arguments))
        with zipfile.ZipFile(io.BytesIO(original)) as archive:
            return zipped_bytes({**old, DOCUMENT: new[DOCUMENT]}, archive.comment)

    monkeypatch.setattr(docx_sanitize, "write_docx", graft)


def zip_made_anew(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: what stands in the zip between and behind its parts comes along."""
    monkeypatch.setattr(docx_sanitize, "write_docx", lambda *_: original)


def text_made_anew(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: the new package has the old text part, with every element and attribute in it."""

    def graft(*arguments: Any) -> bytes:
        return zipped_bytes({**files_of(write_docx(*arguments)), DOCUMENT: files_of(original)[DOCUMENT]})

    monkeypatch.setattr(docx_sanitize, "write_docx", graft)


def hidden_text_stays_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: runs that are set hidden are read like others."""
    effective = Styles.effective

    def seen(*arguments: Any) -> Any:
        return {**effective(*arguments), "vanish": False}

    monkeypatch.setattr(Styles, "effective", seen)


def faint_text_stays_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: what is too pale or too small to be seen is read like the rest."""
    monkeypatch.setattr(docx_inline.Inline, "_is_faint", lambda *_: False)
    monkeypatch.setattr(docx_inline, "is_covered", lambda *_, **__: False)
    for module in (paragraph_formats, docx_tables):
        monkeypatch.setattr(module, "is_flat", lambda *_: False)


def field_codes_stay_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: what stands between the marks of a field is text, its code too."""
    monkeypatch.setattr(State, "shows_fields", lambda _: True)
