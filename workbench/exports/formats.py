# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which module makes, annotates and verifies a copy in which format. Imports are late: text loads no PDF library."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.core.errors import UsageError
from workbench.core.findings import Finding
from workbench.documents import Format
from workbench.documents.formats import NAMES, detect_format
from workbench.exports.model import PLAIN, Check, Copy, Layout, Output, Verification, Wishes
from workbench.exports.naming import suffix_for
from workbench.redaction.model import Plan


def sanitize(
    plan: Plan,
    data: bytes,
    layout: Layout = Layout.FAITHFUL,
    output: Output = Output.SAME,
    wishes: Wishes = PLAIN,
) -> bytes:
    """The sanitized copy. ``data`` are the bytes that ``plan`` was made of; nothing is read or written here."""
    return write_sanitized(plan, data, layout, output, wishes).data


def write_sanitized(plan: Plan, data: bytes, layout: Layout, output: Output, wishes: Wishes = PLAIN) -> Copy:
    """The sanitized copy as ``sanitize`` makes it, and what its writer had to leave out or cannot promise."""
    source = plan.analysis.document.format
    kind = suffix_for(output, source)
    if kind == "pdf" and source is Format.PDF:
        from workbench.exports.pdf.sanitize import sanitize_pdf

        return sanitize_pdf(plan, data, layout, wishes)
    if kind == "docx" and source is Format.DOCX:
        from workbench.exports.docx.sanitize import sanitize_docx

        return sanitize_docx(plan, data)
    return Copy(_written(plan, kind))


def _written(plan: Plan, kind: str) -> bytes:
    if kind in ("txt", "md"):
        from workbench.exports.text.sanitize import sanitize_text

        return sanitize_text(plan)
    if kind == "html":
        from workbench.exports.html.sanitize import sanitize_html

        return sanitize_html(plan)
    if kind == "pdf":
        from workbench.exports.pdf.reflow import reflow

        return reflow(plan)
    from workbench.exports.docx.sanitize import sanitize_as_docx

    return sanitize_as_docx(plan)


def annotate(plan: Plan, data: bytes, output: Output = Output.SAME) -> bytes:
    """The annotated copy, which holds everything that is withheld.

    Raises:
        UsageError: no writer makes this format of that one.

    """
    source = plan.analysis.document.format
    kind = suffix_for(output, source)
    if kind in ("txt", "md"):
        from workbench.exports.text.annotate import annotate_text

        return annotate_text(plan)
    if kind == "html":
        from workbench.exports.html.annotate import annotate_html

        return annotate_html(plan)
    if kind == "docx" and source is Format.DOCX:
        from workbench.exports.docx import annotate as docx_annotate

        return docx_annotate.annotate(plan, data)
    if kind == "pdf" and source is Format.PDF:
        from workbench.exports.pdf import annotate as pdf_annotate

        return pdf_annotate.annotate(plan, data)
    raise UsageError(f"no annotated {kind} copy can be made of {NAMES[source]}")


def verify_copy(copy: bytes, name: str, plan: Plan) -> Verification:
    """Whether anything withheld is still anywhere in ``copy``, by its own format; ``name`` is what findings call it.

    Raises:
        DocumentError: no verifier takes the format.

    """
    kind = detect_format(copy, name)
    if kind is Format.PDF:
        from workbench.exports.pdf.verification import verify as pdf_verify

        return _verified(name, *pdf_verify.verify(copy, plan))
    if kind is Format.DOCX:
        from workbench.exports.docx import verify as docx_verify

        return _verified(name, *docx_verify.verify(copy, plan))
    from workbench.exports.text.verify import verify_text

    return verify_text(copy, name, plan, markup=kind is Format.HTML)


def _verified(name: str, checks: Iterable[Check], findings: Iterable[Finding]) -> Verification:
    return Verification(tuple(checks), tuple(finding.at(name) for finding in findings))


def inspect_file(data: bytes, name: str) -> Verification:
    """Bad redactions and hidden data in a file that somebody else made.

    Raises:
        DocumentError: damaged, or nothing inspects the format.

    """
    kind = detect_format(data, name)
    if kind is Format.DOCX:
        from workbench.exports.docx import inspect as docx_inspect

        return _verified(name, *docx_inspect.inspect(data, name))
    if kind is Format.PDF:
        from workbench.exports.pdf.verification import inspect as pdf_inspect

        return _verified(name, *pdf_inspect.inspect(data, name))
    from workbench.exports.text.inspect import inspect_as_read, inspect_text

    return (inspect_as_read if kind in (Format.EML, Format.RTF) else inspect_text)(data, name)
