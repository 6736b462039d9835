# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applying fixes to a text file: only the marks change, every other byte stays."""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

from workbench.core.errors import DocumentError
from workbench.core.files import PendingFiles, sweep
from workbench.core.findings import Edit, Finding
from workbench.core.terminal import printable
from workbench.documents import Document, Format


FIXABLE = frozenset({Format.TEXT, Format.MARKDOWN})


def chosen(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """The findings whose fixes may be applied together: safe ones, unsafe ones on request, none that overlap."""
    taken: list[Finding] = []
    reach = -1
    for finding in sorted((f for f in findings if f.fix), key=lambda f: f.start or 0):
        assert finding.fix
        edits = finding.fix.edits
        if (finding.fix.safe or unsafe) and edits and edits[0].start >= reach:
            taken.append(finding)
            reach = max(e.end for e in edits)
    return taken


def fixed(text: str, findings: Iterable[Finding]) -> str:
    """``text`` with the edits of ``findings`` (which do not overlap) made."""
    edits: list[Edit] = [e for f in findings if f.fix for e in f.fix.edits]
    parts, at = list[str](), 0
    for edit in sorted(edits, key=lambda e: e.start):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def diff(path: str, before: str, after: str) -> str:
    """The change as a unified diff; of ``path`` no letter is printed that is none."""
    path = printable(path)
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), path, path)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def write(document: Document, text: str) -> None:
    """Put ``text`` in place of the document's, in its own encoding, byte order mark and permissions included.

    Raises:
        DocumentError: the file changed since it was read, or cannot be written.

    """
    path = Path(document.path)
    try:
        data = _encoded(path.read_bytes(), document, text)
        sweep(path.resolve().parent, below=False)
        if not os.access(path, os.W_OK):
            raise PermissionError(None, "is read-only")
        with PendingFiles() as pending:
            pending.change(path, data)
            pending.commit()
    except OSError as error:
        raise DocumentError(document.path, f"cannot be written: {error.strerror or type(error).__name__}") from error


def _encoded(original: bytes, document: Document, text: str) -> bytes:
    """``text`` as bytes; what stood before the document's own text (a byte order mark) is kept."""
    codec = document.encoding
    body = document.text.encode(codec)
    at = len(original) - len(body)
    if at < 0 or original[at:] != body:
        raise DocumentError(document.path, "changed while it was being checked; run again")
    return original[:at] + text.encode(codec)
