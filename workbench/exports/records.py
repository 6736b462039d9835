# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of one export: what was withheld where and why, and what the copy was checked for. Never the text."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench import __version__
from workbench.core.findings import Finding, Severity
from workbench.core.rules import rules_digest
from workbench.documents import Document
from workbench.documents.ocr import engine_name
from workbench.exports.earlier import place_of
from workbench.exports.model import Verification
from workbench.exports.options import ExportOptions
from workbench.redaction.model import Decision, Plan, Redaction


SCHEMA = "workbench.redactions/1"


def fingerprint(data: bytes, options: ExportOptions, decisions: tuple[Decision, ...]) -> str:
    """What a finished export was made from, for ``--resume``: the bytes, policy, terms, decisions, rules and version.

    Not for which purposes: copies for all of them may stand beside each other, and one record tells of them.

    Keyed with the document itself: a plain hash of a short list of names could be guessed by anyone who holds the
    record and not the document.
    """
    settings = {
        "version": __version__,
        "rules": rules_digest(),
        "policy": options.policy.model_dump(mode="json"),
        "terms": [[term.text, term.code] for term in options.terms],
        "patterns": [pattern.model_dump(mode="json") for pattern in options.patterns],
        "decisions": [[d.spans, d.action, d.paragraph, d.code, d.reason, d.page, d.box] for d in decisions],
        "release": asdict(options.release),
        "wishes": asdict(options.wishes),
        "ocr": [options.ocr, engine_name()],
        "copies": [options.layout, options.extent, options.output],
    }
    key = hashlib.sha256(b"workbench.fingerprint" + data).digest()
    return hmac.new(key, json.dumps(settings, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def record(
    plan: Plan,
    options: ExportOptions,
    outputs: Mapping[str, dict[str, str]],
    verified: Verification | None,
    beside: tuple[Redaction, ...],
    mark: str,
    note: str,
    approval: dict[str, Any] | None = None,
) -> bytes:
    """``NAME.redactions.json``; ``outputs`` by purpose, ``output`` the sanitized one. Holds no text.

    ``beside`` are what the writer of the copy withheld beside the plan: pictures, and what only the page shows.

    It holds no time either, but for that of the signatures in ``approval``.
    """
    found = {
        "schema": SCHEMA,
        "version": __version__,
        "source": _source(plan.analysis.document, options),
        "output": outputs.get("sanitized"),
        "outputs": dict(outputs),
        "policy": plan.policy,
        "layout": options.layout,
        "extent": options.extent,
        **asdict(options.wishes),
        "stamp": options.release.as_json(plan),
        "header": plan.notices.header or None,
        "footer": plan.notices.footer or None,
        "fingerprint": mark,
        "approval": approval,
        "disposition": _disposition(plan, beside),
        "redactions": [redaction.as_json() for redaction in (*plan.redactions, *beside)],
        "cancelled": [list(span) for span in plan.cancelled],
        "verified": verified.as_json() if verified else None,
        "note": note or None,
        "notes": [finding.as_json() for finding in verified.findings] if verified else [],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


def _source(document: Document, options: ExportOptions) -> dict[str, Any]:
    reading = document.reading
    return {
        "path": document.path,
        "sha256": document.sha256,
        "place": place_of(Path(document.path)),
        "format": document.format,
        # Offsets count characters of the text that was read, which another engine or version may read otherwise.
        "text_sha256": reading.text,
        "ocr": options.ocr,
        "engine": reading.engine or None,
    }


def _disposition(plan: Plan, beside: tuple[Redaction, ...]) -> str:
    """Whether the document is withheld in ``full``, in ``part`` or not at all (``none``)."""
    if not (plan.redactions or beside):
        return "none"
    return "part" if any(c.isalnum() for piece in plan.kept() for c in piece) else "full"


def recorded_findings(found: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings under ``notes`` of a record of ours."""
    return tuple(
        Finding(**{**item, "severity": Severity(item["severity"]), "fix": None}) for item in found.get("notes", ())
    )


def is_finished(path: Path, to: Path, mark: str) -> dict[str, Any] | None:
    """The record at ``path`` if it is of a finished export with fingerprint ``mark`` whose copies are untouched."""
    try:
        found = json.loads(path.read_text("utf-8"))
        copies = found["outputs"].values()
        whole = all(hashlib.sha256((to / c["path"]).read_bytes()).hexdigest() == c["sha256"] for c in copies)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if whole and found.get("schema") == SCHEMA and found.get("fingerprint") == mark else None
