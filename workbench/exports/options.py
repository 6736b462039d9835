# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an export is asked for and what came of it, in a form that travels between processes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from workbench.core.findings import Finding
from workbench.documents.ocr import OcrMode
from workbench.exports.model import PLAIN, Layout, Output, Purpose, Wishes
from workbench.exports.release import NOTHING_SAID, Release
from workbench.redaction import Extent, Pattern, Policy, Term


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The settings of a run, the same for every document. ``to`` is the folder of the outputs."""

    to: Path
    policy: Policy
    purposes: tuple[Purpose, ...] = (Purpose.SANITIZED,)
    terms: tuple[Term, ...] = ()
    layout: Layout = Layout.FAITHFUL
    extent: Extent = Extent.UNIT
    output: Output = Output.SAME
    resume: bool = False
    ocr: OcrMode = OcrMode.AUTO
    patterns: tuple[Pattern, ...] = ()
    release: Release = NOTHING_SAID
    wishes: Wishes = PLAIN


class Status(StrEnum):
    """What became of a document."""

    EXPORTED = "exported"
    RESUMED = "resumed"
    """An earlier run had finished it."""
    REFUSED = "refused"
    """A copy leaked or could not be made; nothing was left behind."""
    UNREADABLE = "unreadable"
    SKIPPED = "skipped"
    """Met in a folder, of a format that no reader takes."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of one document. ``outputs`` are relative to the run's folder, by purpose.

    ``error`` is one line where it failed, ``note`` one where a person should look; ``findings`` are the places of
    both: leaks of a copy that was refused, or what a copy could not promise.
    """

    path: str
    status: Status
    sha256: str = ""
    outputs: tuple[tuple[str, str], ...] = ()
    record: str = ""
    redactions: int = 0
    findings: tuple[Finding, ...] = ()
    error: str = ""
    code: str = ""
    note: str = ""

    @property
    def failed(self) -> bool:
        """Whether the run has something to report because of this document."""
        return self.status in (Status.REFUSED, Status.UNREADABLE)

    def as_json(self) -> dict[str, Any]:
        """One of the ``documents`` of manifest.json. Names places and rules, never withheld text."""
        return {
            "source": {"path": self.path, "sha256": self.sha256 or None},
            # A later run that resumes describes the same state of the folder: it is the same manifest.
            "status": Status.EXPORTED if self.status is Status.RESUMED else self.status,
            "outputs": dict(self.outputs),
            "record": self.record or None,
            "redactions": self.redactions,
            "error": self.error or None,
            "note": self.note or None,
            "findings": [finding.as_json() for finding in self.findings],
        }
