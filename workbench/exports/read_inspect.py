# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hidden data in an e-mail or RTF document that somebody else made: what its reader leaves out, what its text hides."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.findings import Finding, Severity
from workbench.documents import read_document
from workbench.exports.model import Check, Verification
from workbench.exports.text.inspect import inspect_text


def inspect_as_read(data: bytes, name: str) -> Verification:
    """What the reader counted and left out is hidden data; its text is looked at like any text.

    Raises:
        DocumentError: it cannot be read.

    """
    document = read_document(data, name)
    hidden = [finding for finding in document.findings if finding.severity is not Severity.INFO]
    text = inspect_text(document.text.encode("utf-8"), "text")
    checks = (Check("left out by the reader", len(document.findings), len(hidden)), *text.checks)
    return Verification(checks, tuple(finding.at(name) for finding in (*document.findings, *_unplaced(text))))


def _unplaced(text: Verification) -> list[Finding]:
    """Lines of the text are no lines of the file."""
    return [replace(finding, line=None, column=None) for finding in text.findings]
